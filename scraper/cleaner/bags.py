"""What do the words of a page mean to the network?

Each known word has a vector; the words of a text, of a link or of an element's names together have the mean of theirs.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import repeat
from typing import NamedTuple

import numpy as np

from scraper.cleaner.features import Features
from scraper.cleaner.features.columns import Floats, Ints

BAGS = ("own", "around", "far", "texts", "links", "heads")
VOCABULARY = {"own": "names", "around": "names", "far": "names", "texts": "texts", "links": "links", "heads": "texts"}
UNKNOWN = -1
INNER, MIDDLE, OUTER = 0, (1, 2), 3  # boxes whose names are told apart


class Bag(NamedTuple):
    """Words of many rows: the ids of all rows in one array, and where each row begins and ends in it."""

    ids: Ints
    bounds: Ints

    @property
    def counts(self) -> Ints:
        """The number of words of each row."""
        return np.diff(self.bounds)


class Words:
    """The vocabularies of a model: finds the known words of a page."""

    __slots__ = ("_numbers",)

    def __init__(self, words: Mapping[str, tuple[str, ...]]) -> None:
        self._numbers = {name: {word: number for number, word in enumerate(known)} for name, known in words.items()}

    def of(self, seen: Features) -> dict[str, Bag]:
        """The known words of a page's pieces and boxes."""
        return {
            "boxes": self.bag("names", seen.boxes.names),
            "own": self.bag("names", seen.names),
            "texts": self.bag("texts", seen.texts),
            "links": self.bag("links", seen.links),
            "heads": self.bag("texts", seen.heads),
        }

    def bag(self, vocabulary: str, rows: list[tuple[str, ...]]) -> Bag:
        """The known words of each row, as ids."""
        numbers = self._numbers[vocabulary]
        found = [number for row in rows for number in map(numbers.get, row, repeat(UNKNOWN))]
        ids = np.array(found, np.intp)
        known = ids != UNKNOWN
        so_far = np.concatenate([[0], np.cumsum(known)])
        ends = np.concatenate([[0], np.cumsum(np.fromiter(map(len, rows), np.intp, len(rows)))])
        return Bag(ids[known], so_far[ends])


def vectors(found: Mapping[str, Bag], seen: Features, tables: Mapping[str, Floats]) -> Floats:
    """The mean vectors of each piece's words, bag by bag side by side. ``tables`` has a row a word for each bag."""
    parts = [*_names(found, seen, tables)]
    for name in ("texts", "links", "heads"):
        parts.append(_sums(tables[name], found[name]) / _some(found[name].counts))
    return np.concatenate(parts, axis=1)


def _names(found: Mapping[str, Bag], seen: Features, tables: Mapping[str, Floats]) -> tuple[Floats, Floats, Floats]:
    """Names of the piece's own element, of the next two boxes around it, and of all beyond."""
    boxes, own, chain = found["boxes"], found["own"], seen.boxes.chain
    counts = boxes.counts
    inner = _sums(tables["own"], own) + _sums(tables["own"], boxes)[chain[:, INNER]]
    inner /= _some(own.counts + counts[chain[:, INNER]])
    sums = _sums(tables["around"], boxes)
    near, some = np.zeros_like(inner), np.zeros(len(chain), np.intp)
    for level in MIDDLE:
        box = chain[:, level]
        new = box != chain[:, level - 1]
        near += sums[box] * new[:, None]
        some += counts[box] * new
    return inner, near / _some(some), _beyond(_sums(tables["far"], boxes), counts, seen)


def _beyond(sums: Floats, counts: Ints, seen: Features) -> Floats:
    """The words of the outer boxes together: gathered up the tree by doubling the distance. The body brings none."""
    parents, total = seen.boxes.parents, counts.astype(np.float32)
    while (parents > 0).any():
        inside = (parents > 0)[:, None]
        above = np.maximum(parents, 0)
        sums = sums + sums[above] * inside
        total = total + total[above] * inside[:, 0]
        parents = np.where(parents > 0, parents[above], -1)
    box = seen.boxes.chain[:, OUTER]
    new = box != seen.boxes.chain[:, OUTER - 1]
    beyond: Floats = sums[box] * new[:, None] / _some(total[box])
    return beyond


def _sums(table: Floats, bag: Bag) -> Floats:
    """The sum of each row's word vectors."""
    running = np.zeros((len(bag.ids) + 1, table.shape[1]), np.float32)
    np.cumsum(table[bag.ids], axis=0, out=running[1:])
    sums: Floats = running[bag.bounds[1:]] - running[bag.bounds[:-1]]
    return sums


def _some(counts: Ints | Floats) -> Floats:
    """Counts to divide by, a column of them."""
    return np.maximum(1, counts).astype(np.float32)[:, None]
