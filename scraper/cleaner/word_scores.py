"""What do the words of a page speak for, story or furniture?

Each known word has a score, the log-odds that a text with it is of a story. A piece has the scores of its own words, of
the heading above it, of where its link leads, and of the names of the elements around it; all added up, and on average.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import chain, repeat
from typing import NamedTuple

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


class Told(NamedTuple):
    """Scores added up, and how many known words they are of: a row a text, a column a bag."""

    sums: Floats
    counts: Floats

    def column(self, number: int) -> Told:
        """One bag alone."""
        return Told(self.sums[:, number], self.counts[:, number])

    def at(self, rows: Ints) -> Told:
        """The texts of these rows."""
        return Told(self.sums[rows], self.counts[rows])

    def where(self, there: NDArray[np.bool_]) -> Told:
        """Nothing in the other rows."""
        return Told(self.sums * there[:, None], self.counts * there[:, None])

    def plus(self, other: Told) -> Told:
        """Both together."""
        return Told(self.sums + other.sums, self.counts + other.counts)


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
        heads = texts.at(seen.above).where(seen.above >= 0)
        bags = (*self._names(seen), texts.column(0), heads.column(1), self._told("links", seen.links).column(0))
        return columns(np.stack([bag.sums for bag in bags], axis=1), np.stack([bag.counts for bag in bags], axis=1))

    def _told(self, vocabulary: str, rows: Sequence[tuple[str, ...]]) -> Told:
        """The scores of each row of words."""
        numbers, table = self._numbers[vocabulary], self._tables[vocabulary]
        places = {row: place for place, row in enumerate(dict.fromkeys(rows))}  # many say the same
        ids = list(map(numbers.get, chain.from_iterable(places), repeat(UNKNOWN)))
        running = np.zeros((len(ids) + 1, table.shape[1]))
        np.cumsum(table[ids], axis=0, out=running[1:])
        ends = np.cumsum([0, *map(len, places)])
        told = (running[ends[1:]] - running[ends[:-1]]).astype(np.float32)
        return Told(*np.split(told[[places[row] for row in rows]], 2, axis=1))

    def _names(self, seen: Features) -> tuple[Told, Told, Told]:
        """The names of a piece's own element, of the next two boxes around it, and of all beyond but the body."""
        standing, boxes = seen.boxes.chain, self._told("names", seen.boxes.names)
        own = self._told("names", seen.names).plus(boxes.at(standing[:, INNER]))
        new = standing[:, 1:] != standing[:, :-1]  # the body is around itself
        one, two = (boxes.at(standing[:, level]).where(new[:, level - 1]) for level in MIDDLE)
        far = _beyond(boxes, seen.boxes.parents).at(standing[:, OUTER]).where(new[:, OUTER - 1])
        return own.column(OWN), one.plus(two).column(AROUND), far.column(FAR)


def _with_unknown(table: Floats) -> Floats:
    """Scores, and beside them whether they are known; the last row is that of words which are not (``UNKNOWN``)."""
    return np.vstack([np.hstack([table, table != 0]), np.zeros((1, 2 * table.shape[1]))]).astype(np.float32)


def columns(sums: Floats, counts: Floats) -> Floats:
    """Sum and mean of each bag, side by side (pieces × twice the bags)."""
    return np.stack([sums, sums / np.maximum(1, counts)], axis=2).reshape(len(sums), -1).astype(np.float32)


def _beyond(boxes: Told, parents: Ints) -> Told:
    """The names of each box and of all around it, gathered up the tree by doubling the distance; the body's aside."""
    told = boxes.where(parents >= 0)
    while (parents > 0).any():
        told = told.plus(told.at(parents).where(parents > 0))
        parents = np.where(parents > 0, parents[parents], -1)
    return told
