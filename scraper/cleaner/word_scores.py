"""What do the words of a page speak for, story or furniture?

Each known word has a score, the log-odds that a text with it is of a story. A piece has the scores of its own words, of
the heading above it, of where its link leads, and of the names of the elements around it; all added up, and on average.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from scraper.cleaner.features import Features
from scraper.cleaner.features.columns import Family, Floats, Ints
from scraper.cleaner.vocabulary import Vocabulary

# Each vocabulary, and the bags of words that are looked up in it: a word has a score of its own in each.
VOCABULARIES = {"names": ("own", "around", "far"), "texts": ("texts", "heads"), "links": ("links",)}
BAGS = tuple(chain.from_iterable(VOCABULARIES.values()))
FAMILIES = {
    "own": Family.NAME,
    "around": Family.NAME,
    "far": Family.NAME,
    "texts": Family.WORDS,
    "heads": Family.HEADING,
    "links": Family.LINKS,
}
INNER, MIDDLE, OUTER = 0, (1, 2), 3  # boxes whose names are told apart
OWN, AROUND, FAR = range(3)
TEXTS, HEADS = range(2)


class WordScores:
    """The words that a model knows. ``scores`` has, for each vocabulary, a row a word and a column a bag; 0 says that
    the word is not known in that bag."""

    __slots__ = ("_known",)

    def __init__(self, words: Mapping[str, Sequence[str]], scores: Mapping[str, Floats]) -> None:
        self._known = {name: Vocabulary(known, scores[name]) for name, known in words.items()}

    def of(self, seen: Features) -> Floats:
        """The scores of each piece: for each of ``BAGS`` the sum and the mean over the known words."""
        texts = self._known["texts"].told(seen.told)[seen.sight.which]
        heads = _where(seen.above >= 0, texts[seen.above, HEADS])
        links = self._known["links"].told(seen.links)
        bags = np.stack([*self._names(seen), texts[:, TEXTS], heads, links[:, 0]], axis=1)
        return columns(bags[..., 0], bags[..., 1])

    def _names(self, seen: Features) -> tuple[Floats, Floats, Floats]:
        """The names of a piece's own element, of the next two boxes around it, and of all beyond but the body."""
        names, standing, parents = self._known["names"], seen.boxes.chain.T, seen.boxes.parents
        boxes = names.told(seen.boxes.names)
        own = names.told(seen.names)[:, OWN] + boxes[standing[INNER], OWN]
        new = standing[1:] != standing[:-1]  # the body is around itself
        one, two = (_where(new[level - 1], boxes[standing[level], AROUND]) for level in MIDDLE)
        far = _where(new[OUTER - 1], _beyond(boxes[:, FAR], parents)[standing[OUTER]])
        return own, one + two, far


def columns(sums: Floats, counts: Floats) -> Floats:
    """Sum and mean of each bag, side by side (pieces × twice the bags)."""
    means = sums / np.maximum(1, counts)
    return np.stack([sums, means], axis=2).reshape(len(sums), -1).astype(np.float32, copy=False)


def _where(there: NDArray[np.bool_], told: Floats) -> Floats:
    """Nothing in the other rows."""
    return told * there[:, None]


def _beyond(told: Floats, parents: Ints) -> Floats:
    """The names of each box and of all around it, gathered up the tree by doubling the distance; the body's aside."""
    told = _where(parents >= 0, told)
    while (inside := parents > 0).any():
        told = told + _where(inside, told[parents])
        parents = np.where(inside, parents[parents], -1)
    return told
