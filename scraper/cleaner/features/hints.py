"""What do the phrases and the names that are known for furniture say?

Collected by hand, in the languages we read (``phrase_table``, ``markers``): a start for pages in the words of which
nothing was learned. Hints, not verdicts.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from scraper.cleaner import phrases
from scraper.cleaner.features.boxes import Boxes
from scraper.cleaner.features.columns import Columns, Family, Floats, Ints, one_hot
from scraper.cleaner.features.sight import PROSE_WORDS, Sight
from scraper.cleaner.markers import MARKED, Hint
from scraper.model import Label

PHRASED = (*phrases.FAMILY_LABELS, Label.NOTE)
_NUMBERS: dict[Label | None, int] = {label: number for number, label in enumerate((*PHRASED, None))}
_MARKED_NUMBERS = {label: number for number, label in enumerate(MARKED)}
BIG_SHARE = 0.45  # of the page's running text: an element that holds so much is no furniture, whatever its name

STRONG = -4.0
# Log-odds that a phrase is worth besides what was learned of it: few of the pages to learn from are briefs with
# notices and gifts between their paragraphs.
VOTES: Mapping[Label | None, float] = {
    **dict.fromkeys((Label.DONATE, Label.LICENCE, Label.NEWSLETTER, Label.COMMENTS, Label.SHARE), STRONG),
    **dict.fromkeys((Label.ADVERTISEMENT, Label.RELATED, Label.ABOUT, Label.LEGAL, Label.NAVIGATION), STRONG),
    **dict.fromkeys((Label.READ_MORE, Label.BIO, Label.CONSENT, Label.PROMO), -2.0),
    Label.CAPTION: -1.5,
}
BOXED, BOX_WORDS = -2.0, 80  # and that a text stands in a box of so few words with one of these, or leads down the page
APPEALS = frozenset((Label.DONATE, Label.NEWSLETTER, Label.LICENCE))
ALL = 0.9  # of a text
HIDDEN = -3.0  # and that it is hidden, on a page that shows its text
SHOWN = 0.5  # of the running text


_VOTES = np.array([VOTES.get(label, 0.0) for label in _NUMBERS], np.float32)
_APPEALS = np.array([label in APPEALS for label in _NUMBERS])


@dataclass(frozen=True, slots=True)
class Hints:
    """For each piece the kind of furniture it reads like, and the nearest telling name around it."""

    phrases: list[Label | None]
    numbers: Ints  # the phrases again, numbered
    markers: list[Hint | None]
    headings: list[Label | None]  # what the heading above reads like

    def votes(self, sight: Sight, boxes: Boxes) -> Floats:
        """Log-odds for each piece: what its phrase is worth; that it stands in a small box with an appeal or with
        fields, or only leads down the page."""
        votes: Floats = _VOTES[self.numbers]
        around = _is_telling(_APPEALS[self.numbers], sight, boxes)[boxes.chain[:, :2]].any(axis=1)
        contents = (sight.link > ALL) & np.array([bool(hrefs) and hrefs[0].startswith("#") for hrefs in sight.hrefs])
        np.minimum(votes, BOXED * (around | contents).astype(np.float32), out=votes)
        return votes


def hiding(sight: Sight) -> Floats:
    """Log-odds for each piece: that it is hidden, on a page that shows its text."""
    running = sight.words * (sight.words >= PROSE_WORDS)
    shows = bool((running * (1 - sight.hidden)).sum() > SHOWN * running.sum())
    return HIDDEN * shows * sight.hidden


def _is_telling(appeals: NDArray[np.bool_], sight: Sight, boxes: Boxes) -> NDArray[np.bool_]:
    """Which boxes are small and have an appeal in them, or fields."""
    sums = np.zeros((len(appeals) + 1, 3))
    np.cumsum(np.stack([appeals, sight.words, sight.prose], axis=1), axis=0, out=sums[1:])
    phrases, words, prose = (sums[boxes.end] - sums[boxes.first]).T
    small = (words <= BOX_WORDS) & (prose < BIG_SHARE * max(1.0, sums[-1, 2]))
    telling: NDArray[np.bool_] = small & ((phrases > 0) | (boxes.fields > 0))
    return telling


def add(columns: Columns, sight: Sight, boxes: Boxes, above: Ints) -> Hints:
    """Columns of words and names; ``above`` is the number of the heading over each piece, or -1."""
    told = list(map(phrases.reads_like, sight.told, sight.told.values()))
    found = [told[number] for number in sight.which.tolist()]
    numbers: Ints = np.array([_NUMBERS[label] for label in told], np.intp)[sight.which]
    columns.add(Family.WORDS, "phrase", one_hot(numbers, len(PHRASED)))
    of_heading = np.where(above >= 0, numbers[above], len(PHRASED))
    columns.add(Family.HEADING, "phrase above", one_hot(of_heading, len(PHRASED)))
    hints = _nearest(sight, boxes)
    marked = [_MARKED_NUMBERS[hint[0]] if hint else len(MARKED) for hint in hints]
    columns.add(Family.NAME, "marker", one_hot(marked, len(MARKED)))
    return Hints(found, numbers, hints, [found[index] if index >= 0 else None for index in above.tolist()])


def _nearest(sight: Sight, boxes: Boxes) -> list[Hint | None]:
    """The nearest telling name around each piece, of an element that does not hold the story."""
    prose = np.concatenate([[0.0], np.cumsum(sight.prose)])
    small = prose[boxes.end] - prose[boxes.first] < BIG_SHARE * max(1.0, prose[-1])
    nearest: list[Hint | None] = []
    for parent, hint, telling in zip(boxes.parents.tolist(), boxes.hints, small.tolist(), strict=True):
        nearest.append(hint if hint and telling else nearest[parent] if nearest else None)
    return [nearest[box] for box in boxes.chain[:, 0].tolist()]
