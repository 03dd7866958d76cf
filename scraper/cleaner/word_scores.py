"""What do the words of a page speak for, story or furniture?

Each known word has a score, the log-odds that a text with it is of a story. A piece has the scores of its own words, of
the heading above it, of where its link leads, and of the names of the elements around it; all added up, and on average.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import chain, repeat

import numpy as np
from numpy.typing import NDArray

from scraper.cleaner.features import Features
from scraper.cleaner.features.columns import Family, Floats, Ints

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
UNKNOWN = -1  # the number of the last row
INNER, MIDDLE, OUTER = 0, (1, 2), 3  # boxes whose names are told apart
OWN, AROUND, FAR = range(3)
TEXTS, HEADS = range(2)


class WordScores:
    """The words that a model knows. ``scores`` has, for each vocabulary, a row a word and a column a bag; 0 says that
    the word is not known in that bag."""

    __slots__ = ("_numbers", "_tables")

    def __init__(self, words: Mapping[str, Sequence[str]], scores: Mapping[str, Floats]) -> None:
        self._numbers = {name: {word: number for number, word in enumerate(known)} for name, known in words.items()}
        self._tables = {name: _with_unknown(table) for name, table in scores.items()}

    def of(self, seen: Features) -> Floats:
        """The scores of each piece: for each of ``BAGS`` the sum and the mean over the known words."""
        texts = self._told("texts", seen.texts)
        heads = _where(seen.above >= 0, texts[seen.above, HEADS])
        links = self._told("links", seen.links)
        bags = np.stack([*self._names(seen), texts[:, TEXTS], heads, links[:, 0]], axis=1)
        return columns(bags[..., 0], bags[..., 1])

    def _told(self, vocabulary: str, rows: Sequence[tuple[str, ...]]) -> Floats:
        """For each row of words and each bag the scores added up, and how many known words they are of (rows × bags
        × 2)."""
        numbers, table = self._numbers[vocabulary], self._tables[vocabulary]
        places = {row: place for place, row in enumerate(dict.fromkeys(rows))}  # many say the same
        ids = np.fromiter(map(numbers.get, chain.from_iterable(places), repeat(UNKNOWN)), np.intp)
        running = np.zeros((table.shape[1], len(ids) + 1))
        np.cumsum(table.take(ids, axis=0).T, axis=1, out=running[:, 1:])
        ends = running.take(np.cumsum([0, *map(len, places)]), axis=1)
        told = np.diff(ends).T.astype(np.float32).take([places[row] for row in rows], axis=0)
        return told.reshape(len(rows), -1, 2)

    def _names(self, seen: Features) -> tuple[Floats, Floats, Floats]:
        """The names of a piece's own element, of the next two boxes around it, and of all beyond but the body."""
        standing, parents, boxes = seen.boxes.chain.T, seen.boxes.parents, self._told("names", seen.boxes.names)
        own = self._told("names", seen.names)[:, OWN] + boxes[standing[INNER], OWN]
        new = standing[1:] != standing[:-1]  # the body is around itself
        one, two = (_where(new[level - 1], boxes[standing[level], AROUND]) for level in MIDDLE)
        far = _where(new[OUTER - 1], _beyond(boxes[:, FAR], parents)[standing[OUTER]])
        return own, one + two, far


def _with_unknown(table: Floats) -> Floats:
    """Of each bag the score of a word, and beside it whether it is known; the last row is that of words which are not
    (``UNKNOWN``)."""
    told = np.stack([table, table != 0], axis=2).reshape(len(table), -1)
    return np.vstack([told, np.zeros((1, told.shape[1]))]).astype(np.float32)


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
