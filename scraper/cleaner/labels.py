"""What is each block: story, or which kind of furniture?

Evidence is added up block by block, then neighbours have their say. Points over zero speak for the story. Nothing is
dropped: every block leaves with a label, a confidence and its strongest reasons.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field

from scraper.cleaner import bylines
from scraper.cleaner.blocks import Place
from scraper.cleaner.features import MAX_LINK_SHARE, Features, is_listing
from scraper.cleaner.markers import is_deck
from scraper.cleaner.opinion import squeeze
from scraper.model import STORY, Label, Labelled

TITLE_SHARE = 0.8  # of the letters of the title must be the same
NEAR_TITLE = 12  # blocks after the title in which byline, date and kicker stand
BOUNDARY = frozenset({Label.RELATED, Label.ABOUT, Label.COMMENTS})  # a heading of these ends the story
TAIL_WORDS = 0.35  # of the story's words after such a heading make it a heading inside the story after all

# Points for a name around the block, by what the name marks: how seldom the story stands in it after all.
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
HEADING_REACH = 6  # blocks: furniture may stand between a heading and its first paragraph
DECK_WORDS = 50
BOX_WORDS = 60  # of running text at most in a box that is furniture as a whole
BOX_SHARE = 0.15  # of the story's words at most
BOX_PHRASES = frozenset(
    {
        Label.NEWSLETTER,
        Label.DONATE,
        Label.CONSENT,
        Label.COMMENTS,
        Label.ABOUT,
        Label.BIO,
        Label.LICENCE,
        Label.RELATED,
    }
)


@dataclass(slots=True)
class _Case:
    """One block on its way to a label."""

    features: Features
    points: float = 0.0
    evidence: list[tuple[float, str]] = field(default_factory=list)
    label: Label | None = None  # set as soon as it is certain
    boxed: bool = False  # in an element that is furniture as a whole

    def add(self, points: float, why: str) -> None:
        self.points += points
        self.evidence.append((points, why))

    def settle(self, label: Label, points: float, why: str) -> None:
        self.label = label
        self.add(points, why)

    @property
    def is_story(self) -> bool:
        return self.label in STORY if self.label else self.points > 0

    def finish(self) -> Labelled:
        label = self.label or (_story_label(self.features) if self.points > 0 else _furniture_label(self.features))
        certainty = 1 / (1 + math.exp(-abs(self.points)))
        sign = 1 if label in STORY else -1
        reasons = sorted(self.evidence, key=lambda item: -sign * item[0])
        return Labelled(
            block=self.features.block,
            label=label,
            confidence=round(certainty, 3),
            reasons=tuple(why for points, why in reasons if points * sign > 0)[:3],
        )


def label(seen: list[Features], title: str) -> list[Labelled]:
    """Label every block of a page. ``title`` is the page's title as far as its head tells."""
    cases = [_Case(features) for features in seen]
    listing = is_listing(seen)
    for case in cases:
        _score(case)
        if case.features.card and not listing:
            case.add(-2.8, "one of several cards alike")
    top = _find_title(cases, title)
    _head_matter(cases, top)
    _deck(cases, top)
    _boxes(cases)
    _boundaries(cases, top)
    _neighbours(cases)
    _headings(cases)
    _captions(cases)
    _doubles(cases)
    return [case.finish() for case in cases]


def _score(case: _Case) -> None:
    """Points of a block on its own evidence."""
    f = case.features
    if f.block.hidden:
        case.settle(Label.HIDDEN, -8.0, "not shown to a reader")
        return
    if f.note and (f.inside or f.beside):
        case.add(2.5 if f.inside else 4.0, "reads like an editor's note")
    if f.kept is not None:
        case.add(*((1.6, "second opinion keeps it") if f.kept else (-1.3, "second opinion drops it")))
    case.add(*((0.9, "inside the main element") if f.inside else (-2.0, "outside the main element")))
    _score_shape(case)
    if f.marker:
        points = MARKER_POINTS.get(f.marker, -1.5)
        if f.words >= DOUBTFUL_WORDS and f.inside and f.kept and f.marker in LOOSE_NAMES:
            points *= 0.5  # a name alone does not make a paragraph furniture
        case.add(points, f"name says {f.marker.value}: {f.marker_word}")
    if f.phrase and not f.note:
        case.add(PHRASE_POINTS.get(f.phrase, PHRASE_DEFAULT), f"words say {f.phrase.value}")
    if f.copies > 1:
        case.add(-0.8 if f.words > 30 else -1.6, f"stands {f.copies} times on the page")


def _score_shape(case: _Case) -> None:
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


def _find_title(cases: list[_Case], title: str) -> int:
    """Label the title's blocks; returns the position of the one that leads the story, or -1.

    A title stands in breadcrumbs and in lists of headlines too: the one that leads is a main heading, or else the last
    before the story begins.
    """
    wanted = squeeze(title)
    shown = [(i, c) for i, c in enumerate(cases) if not c.features.block.hidden and 0 < c.features.words <= 60]
    found = [i for i, c in shown if _alike(c.features.squeezed, wanted) or _holds(c.features, wanted)]
    main = [i for i, c in shown if c.features.block.level == 1]
    found += [i for i in main if i not in found and _begins(wanted, cases[i].features.squeezed)]
    if not found:
        found = main[:1]
    for index in found:
        cases[index].settle(Label.TITLE, -5.0, "is the title")
    begins = next((i for i, c in enumerate(cases) if c.features.good and c.features.kept and c.is_story), len(cases))
    leading = [i for i in found if i in main] or [i for i in found if i < begins][-1:] or found
    return leading[0] if leading else -1


def _alike(one: str, other: str) -> bool:
    if one == other:
        return bool(one)
    short, long = sorted((one, other), key=len)
    return len(short) > 12 and short in long and len(short) >= TITLE_SHARE * len(long)


def _holds(f: Features, wanted: str) -> bool:
    """Whether the title is one of the short lines of a block: kicker, title and byline parted by line breaks only."""
    lines = f.block.text.split("\n")
    return len(lines) > 1 and max(len(line) for line in lines) < 160 and wanted in map(squeeze, lines)


def _begins(wanted: str, one: str) -> bool:
    return bool(wanted) and bool(one) and (wanted.startswith(one[:30]) or one.startswith(wanted[:30]))


def _head_matter(cases: list[_Case], top: int) -> None:
    """Kicker, byline and date around the title are no paragraphs."""
    first = next((i for i, c in enumerate(cases) if i > top and c.features.good and c.is_story), len(cases))
    for index, case in enumerate(cases):
        f = case.features
        if case.label is not None:
            continue
        if index < top:
            case.add(-1.5, "stands before the title")
        near = top - 3 <= index < first + 3 and index < top + NEAR_TITLE if top >= 0 else index < first
        if near and f.words <= 30:
            found = bylines.read(f.block.text)
            if found.names or (found.has_date and found.rest_words <= 4):
                what = Label.BYLINE if found.names else Label.DATELINE
                case.settle(what, -4.0, f"reads like a {what.value}")
            elif f.words <= 6 and not f.sentence and not f.block.level and index < first:
                case.add(-1.2, "a few words about the title")
                if top - 4 <= index < top and f.place.tag != "li" and len(f.block.links) < 2 and not f.phrase:
                    case.settle(Label.KICKER, -2.0, "stands above the title")


def _deck(cases: list[_Case], top: int) -> None:
    """The line between title and byline, or one that is named as such, sums the story up and is no paragraph of it."""
    if top < 0:
        return
    for index in range(top + 1, min(top + 5, len(cases))):
        case = cases[index]
        f = case.features
        if case.label in (Label.BYLINE, Label.DATELINE) or f.words > DECK_WORDS:
            return
        if case.label is not None or f.words < 4 or f.phrase or f.link_share > 0.5:
            continue
        named = is_deck(f.place.ident) or (f.place.parent is not None and is_deck(f.place.parent.ident))
        signed = any(c.label in (Label.BYLINE, Label.DATELINE) for c in cases[index + 1 : index + 4])
        if named or (signed and not f.marker):
            case.settle(Label.SUMMARY, -2.0, "is named as the deck" if named else "stands between title and byline")
            return


def _boxes(cases: list[_Case]) -> None:
    """A small element with an input field or a newsletter's or donation's words in it is furniture as a whole."""
    total = sum(c.features.words for c in cases if c.is_story)
    told: dict[Place, list[_Case]] = {}
    for case in cases:
        f = case.features
        for place in f.place.ancestors():
            if place.mass > min(BOX_WORDS, BOX_SHARE * total) or place.tag == "body":
                break
            told.setdefault(place, []).append(case)
    for place, inside in told.items():
        phrases = [c.features.phrase for c in inside if c.features.phrase in BOX_PHRASES]
        if not (place.fields or phrases) or len(inside) < 2:
            continue
        why = f"in a box of {phrases[0].value}" if phrases and phrases[0] else "in a box with an input field"
        for case in inside:
            if not case.boxed and case.label is None:
                case.boxed = True
                case.add(-3.0, why)


def _boundaries(cases: list[_Case], top: int) -> None:
    """A heading such as "Related content" ends the story, unless much of the story still follows."""
    total = sum(c.features.words for c in cases if c.is_story)
    done = 0
    for index, case in enumerate(cases):
        f = case.features
        if case.is_story:
            done += f.words
            continue
        if f.phrase not in BOUNDARY or f.words > 8 or index <= top or f.block.hidden or done < 0.2 * total:
            continue
        if total - done <= TAIL_WORDS * total:
            for later in cases[index + 1 :]:
                if later.label is None:
                    later.add(-3.0, f"stands after “{f.block.text[:40]}”")
            return


def _neighbours(cases: list[_Case]) -> None:
    """A doubtful paragraph goes with the paragraphs beside it when all stand in the same element."""
    for index, case in enumerate(cases):
        f = case.features
        if case.label is not None or f.phrase or f.heading or f.link_share > MAX_LINK_SHARE or abs(case.points) > 2.2:
            continue
        before = _nearest(cases, index, -1, f.block.group)
        after = _nearest(cases, index, +1, f.block.group)
        siblings = [c for c in (before, after) if c and _home(c.features) is _home(f)]
        kept = [c for c in siblings if c.is_story]
        listed = bool(f.block.group and before in kept and f.link_share < 0.5)  # a list that a paragraph leads in
        if (len(kept) == 2 or listed) and case.points <= 0 and not f.marker and (f.sentence or f.words > 5 or listed):
            case.add(1.5 - case.points, "between two paragraphs of the story")
        elif siblings and not kept and case.points > 0 and f.words < 25:
            case.add(-1.2, "beside furniture")


def _home(f: Features) -> Place | None:
    """The element in which a paragraph, or the list that an item belongs to, stands."""
    place: Place | None = f.place
    if f.block.group:
        while place is not None and place.group == f.block.group:
            place = place.parent
        return place
    return f.place.parent


def _nearest(cases: list[_Case], index: int, step: int, group: int) -> _Case | None:
    """The next visible block that is no heading, and no part of the same list."""
    index += step
    while 0 <= index < len(cases):
        case = cases[index]
        same_list = group and case.features.block.group == group
        if not case.features.block.level and case.label is not Label.HIDDEN and not same_list:
            return case
        index += step
    return None


def _headings(cases: list[_Case]) -> None:
    """A heading goes with what it heads."""
    last = max((i for i, case in enumerate(cases) if case.is_story and not case.features.block.level), default=-1)
    for index, case in enumerate(cases):
        f = case.features
        if not f.heading or case.label is not None:
            continue
        if not _heads_story(cases, index):
            if not (f.kept and f.inside and index < last):  # a listicle's headings stand above pictures
                case.add(min(0.0, -1.0 - case.points), "heads no story")
        elif f.phrase is None and f.marker is None and f.link_share < 0.9 and f.inside and not case.boxed:
            case.add(max(0.0, 1.5 - case.points), "heads a paragraph of the story")


def _heads_story(cases: list[_Case], index: int) -> bool:
    """Whether a paragraph of the story stands between a heading and the next one of its rank."""
    level = cases[index].features.block.level
    for case in cases[index + 1 : index + 1 + HEADING_REACH]:
        if case.features.block.level and case.features.block.level <= level and case.label is None:
            return False
        if case.is_story and not case.features.heading:
            return True
    return False


def _captions(cases: list[_Case]) -> None:
    """The line under a picture of the story belongs to it, apart from its paragraphs; others do not."""
    told = [i for i, case in enumerate(cases) if case.is_story and not case.features.block.level]
    for index, case in enumerate(cases):
        f = case.features
        if case.label is not None or not _looks_like_caption(f):
            continue
        if f.inside and told and told[0] - 4 <= index <= told[-1] + 1 and f.phrase in (None, Label.CAPTION):
            case.settle(Label.CAPTION, max(0.8, -case.points + 0.8), "stands under a picture of the story")
        else:
            case.settle(Label.OTHER, min(-0.8, case.points), "stands under a picture outside the story")


def _looks_like_caption(f: Features) -> bool:
    if f.phrase is Label.CAPTION or f.marker is Label.CAPTION:
        return f.words < 60
    return f.block.context in ("figcaption", "caption", "figure") and f.words < 60


def _doubles(cases: list[_Case]) -> None:
    """Of a long text that stands twice, the second copy is dropped."""
    told: set[str] = set()
    for case in cases:
        f = case.features
        if not case.is_story or f.words < 10:
            continue
        if f.squeezed in told:
            case.settle(Label.HIDDEN, -4.0, "the same text stands above")
        told.add(f.squeezed)


def _story_label(f: Features) -> Label:
    if f.note and f.words < 80:
        return Label.NOTE
    if f.heading:
        return Label.HEADING
    return {
        "ul": Label.LIST,
        "ol": Label.LIST,
        "dl": Label.LIST,
        "table": Label.TABLE,
        "blockquote": Label.QUOTE,
        "pre": Label.CODE,
    }.get(f.block.context, Label.PARAGRAPH)


def _furniture_label(f: Features) -> Label:
    return f.phrase or f.marker or Label.OTHER
