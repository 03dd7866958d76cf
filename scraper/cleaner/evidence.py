"""What does a block say for itself?

Points of each block on its own evidence: over zero they speak for the story. The weights are no more than that: how
seldom the evidence deceives.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from scraper.cleaner.features import Features
from scraper.model import STORY, Label

# For a name around the block, by what the name marks: the seldomer a story stands in it after all, the more.
MARKER_POINTS = {
    Label.SHARE: -2.8,
    Label.NEWSLETTER: -4.4,
    Label.DONATE: -4.4,
    Label.RELATED: -3.2,
    Label.COMMENTS: -4.0,
    Label.NAVIGATION: -3.0,
    Label.ADVERTISEMENT: -2.6,
    Label.PROMO: -4.0,
    Label.BIO: -4.4,
    Label.CONSENT: -4.0,
    Label.LEGAL: -3.2,
    Label.LICENCE: -3.0,
    Label.BYLINE: -2.4,
    Label.CAPTION: -3.4,
    Label.OTHER: -1.4,
}
DOUBTFUL_WORDS = 25  # a paragraph so long, in the story's element, is no furniture for a name alone
LOOSE_NAMES = frozenset(
    {Label.SHARE, Label.RELATED, Label.NAVIGATION, Label.ADVERTISEMENT, Label.BYLINE, Label.LEGAL, Label.OTHER}
)
PHRASE_POINTS = {Label.BIO: -3.6, Label.READ_MORE: -4.2}
PHRASE_DEFAULT = -4.8  # more than a long paragraph, kept by the second opinion, can bring together


@dataclass(slots=True)
class Case:
    """One block on its way to a label, with its points and where they come from."""

    features: Features
    points: float = 0.0
    evidence: list[tuple[float, str]] = field(default_factory=list)
    label: Label | None = None  # set as soon as it is certain
    boxed: bool = False  # in an element that is furniture as a whole

    def add(self, points: float, why: str) -> None:
        """Take a piece of evidence into account."""
        self.points += points
        self.evidence.append((points, why))

    def settle(self, label: Label, points: float, why: str) -> None:
        """Decide, whatever the points said."""
        self.label = label
        self.add(points, why)

    @property
    def is_story(self) -> bool:
        """How it stands at the moment."""
        return self.label in STORY if self.label else self.points > 0


def weigh(case: Case) -> None:
    """Points of a block on its own evidence."""
    f = case.features
    if f.hidden:
        case.settle(Label.HIDDEN, -8.0, "not shown to a reader")
        return
    if f.note and (f.inside or f.beside):
        case.add(2.5 if f.inside else 4.0, "reads like an editor's note")
    if f.kept is not None:
        case.add(*((1.6, "second opinion keeps it") if f.kept else (-1.3, "second opinion drops it")))
    case.add(*((0.9, "inside the main element") if f.inside else (-2.0, "outside the main element")))
    _weigh_shape(case)
    if f.marker:
        points = MARKER_POINTS.get(f.marker, -1.5)
        if f.words >= DOUBTFUL_WORDS and f.inside and f.kept and f.marker in LOOSE_NAMES:
            points *= 0.5  # a name alone does not make a paragraph furniture
        case.add(points, f"name says {f.marker.value}: {f.marker_word}")
    if f.phrase and not f.note:
        case.add(PHRASE_POINTS.get(f.phrase, PHRASE_DEFAULT), f"words say {f.phrase.value}")
    if f.copies > 1:
        case.add(-0.8 if f.words > 30 else -1.6, f"stands {f.copies} times on the page")


def _weigh_shape(case: Case) -> None:
    """Points for length, links and the look of the text."""
    f = case.features
    if f.block.level or f.block.context in ("table", "pre"):
        case.add(0.2, f"a {f.block.context or 'heading'}")
    elif f.words >= 25 and f.link_share < 0.3:
        case.add(1.3, "long running text")
    elif f.words >= 8 and f.sentence and f.link_share < 0.3:
        case.add(0.7, "a sentence")
    elif f.words < 5:
        case.add(-0.6, "very short")
    if f.link_share > 0.8 and f.words < 40:
        case.add(-2.6, "all of it is a link")
    elif f.link_share > 0.45 and len(f.block.links) > 2 and (f.words < 25 or "\n" in f.block.text):
        case.add(-2.8, "a row of links")
    elif f.link_share > 0.5:
        case.add(-1.8 if f.sentence else -2.8, "mostly links")
    if f.cut:
        case.add(-0.9, "breaks off like an excerpt")
