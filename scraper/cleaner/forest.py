"""What do many small trees say of a row of numbers, and why?

Every tree asks the same few questions of each row (is this number over that border?), one after the other; the answers
lead to a leaf with a value, and the values of all trees add up to log-odds (boosted oblivious trees: Prokhorenkova et
al., CatBoost, 2018). What a tree says is put down to the family of evidence whose questions move it most; so what the
families brought adds up to exactly what is said.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from scraper.cleaner.features.columns import Family, Floats, Ints

AT_ONCE = 512  # rows: what they need in between fits the processor's cache
FAMILIES = tuple(Family)

Bytes = NDArray[np.uint8]


class Questions:
    """What trees of one depth, at most 8, ask. Arrays: ``columns`` and ``borders`` (trees × depth). Half of the
    questions are asked by several trees, and answered once."""

    def __init__(self, arrays: Mapping[str, NDArray[Any]]) -> None:
        columns, borders = arrays["columns"].T, arrays["borders"].T.astype(np.float32)
        asked = list(zip(columns.ravel().tolist(), borders.ravel().tolist(), strict=True))
        places = {question: place for place, question in enumerate(sorted(set(asked)))}
        self._columns = np.array([column for column, _ in places], np.intp)
        self._borders = np.array([[border] for _, border in places], np.float32)
        # Where the answers are: to the first question of each tree, then to the second ones.
        self._places = np.array([places[question] for question in asked], np.intp).reshape(columns.shape)

    def leaves(self, turned: Floats) -> Bytes:
        """The leaf that each row comes to in each tree (trees × rows): its answers as bits, the first one highest.
        ``turned`` has a column a row."""
        yes = (turned.take(self._columns, axis=0) > self._borders).view(np.uint8)
        first, *others = self._places
        leaves: Bytes = yes.take(first, axis=0)
        for places in others:
            leaves += leaves  # one bit further: numpy adds bytes faster than it shifts them
            leaves += yes.take(places, axis=0)
        return leaves


class Forest:
    """Trees that say log-odds. Arrays: those of their questions, and ``nodes`` (trees × twice the leaves), the values:
    the root's at 1, those below node k at 2k (no) and 2k + 1 (yes)."""

    def __init__(self, arrays: Mapping[str, NDArray[Any]], families: Sequence[Family]) -> None:
        """``families`` are those of the columns."""
        numbers = np.array([FAMILIES.index(family) for family in families])[arrays["columns"]]
        leading = _leading(arrays["nodes"].astype(np.float32), numbers)
        order = np.argsort(leading, kind="stable")  # the trees of a family side by side
        self._questions = Questions({name: arrays[name][order] for name in ("columns", "borders")})
        nodes = arrays["nodes"][order].astype(np.float32)
        leaves = nodes.shape[1] // 2
        self._start = nodes[:, 1].sum()
        self._values = (nodes[:, leaves:] - nodes[:, 1:2]).ravel()  # less what is said anyway
        self._first = (np.arange(len(nodes), dtype=np.int32) * leaves)[:, None]
        self._families, self._starts = np.unique(leading[order], return_index=True)

    def say(self, rows: Floats) -> tuple[Floats, Floats]:
        """The log-odds of each row, and what each family of evidence brought to them (rows × ``FAMILIES``)."""
        parts = [self._say(rows[first : first + AT_ONCE]) for first in range(0, len(rows), AT_ONCE)]
        evidence = np.concatenate(parts)
        return evidence.sum(axis=1) + self._start, evidence

    def _say(self, rows: Floats) -> Floats:
        leaves = self._questions.leaves(np.ascontiguousarray(rows.T, np.float32))
        values = np.take(self._values, leaves + self._first)
        evidence = np.zeros((len(FAMILIES), len(rows)), np.float32)
        evidence[self._families] = np.add.reduceat(values, self._starts, axis=0)
        return evidence.T


def _leading(nodes: Floats, families: Ints) -> Ints:
    """The family of each tree whose questions change its value most, from node to node; ``families`` are those of the
    questions (trees × depth)."""
    moved = np.zeros((len(nodes), len(FAMILIES)))
    for depth in range(families.shape[1]):
        above, below = nodes[:, 1 << depth : 2 << depth], nodes[:, 2 << depth : 4 << depth]
        change = np.abs(below - np.repeat(above, 2, axis=1)).mean(axis=1)
        np.add.at(moved, (np.arange(len(nodes)), families[:, depth]), change)
    leading: Ints = moved.argmax(axis=1)
    return leading
