"""What do many small trees say of a row of numbers, and why?

Every tree asks the same few questions of each row (is this number over that border?), one after the other; the answers
lead to a node with a value, and the values of all trees add up to log-odds (boosted oblivious trees: Prokhorenkova et
al., CatBoost, 2018). What the value changes by from one node to the next is what that question brought: these shares
add up to exactly what is said.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from scraper.cleaner.features.columns import Family, Floats, Ints

AT_ONCE = 512  # rows: what they need in between fits the processor's cache
FAMILIES = tuple(Family)

Bytes = NDArray[np.uint8]


class _Share(NamedTuple):
    """What one family of evidence brings: the values of these nodes, less those of the nodes before its questions (the
    ``roots``, which are the same for all rows, and others)."""

    family: int
    nodes: slice
    before: Ints
    roots: float


class Questions:
    """What trees of one depth, at most 8, ask. Arrays: ``columns`` and ``borders`` (trees × depth)."""

    def __init__(self, arrays: Mapping[str, NDArray[Any]]) -> None:
        columns = arrays["columns"].astype(np.intp)
        self.depth = columns.shape[1]
        self._columns = columns.T.ravel()  # the first question of all trees, then the second one of all
        self._borders = arrays["borders"].T.reshape(-1, 1).astype(np.float32)

    def leaves(self, turned: Floats) -> Bytes:
        """The leaf that each row comes to in each tree (trees × rows): its answers as bits, the first one highest.
        ``turned`` has a column a row."""
        yes = (turned[self._columns] > self._borders).view(np.uint8).reshape(self.depth, -1, turned.shape[1])
        leaves: Bytes = yes[0].copy()
        for answers in yes[1:]:
            leaves <<= 1
            leaves |= answers
        return leaves


class Forest:
    """Trees that say log-odds. Arrays: those of their questions, and ``nodes`` (trees × twice the leaves), the values:
    the root's at 1, those below node k at 2k (no) and 2k + 1 (yes)."""

    def __init__(self, arrays: Mapping[str, NDArray[Any]], families: Sequence[Family]) -> None:
        """``families`` are those of the columns. Questions of one family side by side in a tree cost least."""
        self._questions = questions = Questions(arrays)
        nodes = arrays["nodes"].astype(np.float32)
        self._nodes = nodes.ravel()
        self._start = nodes[:, 1].sum()
        spans = _spans(np.array([FAMILIES.index(family) for family in families])[arrays["columns"]])
        depths = np.array([end for _, _, _, end in spans])
        self._trees = np.array([tree for _, tree, _, _ in spans], np.intp)
        self._unseen = (questions.depth - depths).astype(np.uint8)[:, None]  # answers that come after these nodes
        self._first = (self._trees * nodes.shape[1] + (1 << depths))[:, None]  # nodes of their trees and depths
        self._shares = _shares(spans, nodes[:, 1])

    def say(self, rows: Floats) -> tuple[Floats, Floats]:
        """The log-odds of each row, and what each family of evidence brought to them (rows × ``FAMILIES``)."""
        parts = [self._say(rows[first : first + AT_ONCE]) for first in range(0, len(rows), AT_ONCE)]
        evidence = np.concatenate(parts)
        return evidence.sum(axis=1) + self._start, evidence

    def _say(self, rows: Floats) -> Floats:
        leaves = self._questions.leaves(np.ascontiguousarray(rows.T, np.float32))
        values = np.take(self._nodes, (leaves[self._trees] >> self._unseen) + self._first)
        evidence = np.zeros((len(FAMILIES), len(rows)), np.float32)
        for family, nodes, before, roots in self._shares:
            evidence[family] = values[nodes].sum(axis=0) - values[before].sum(axis=0) - roots
        return evidence.T


def _spans(families: Ints) -> list[tuple[int, int, int, int]]:
    """Questions of one family in a row: the family, the tree, the depth before the first and after the last of them."""
    spans = []
    for tree, row in enumerate(families.tolist()):
        first = 0
        for depth in range(1, len(row) + 1):
            if depth == len(row) or row[depth] != row[first]:
                spans.append((row[first], tree, first, depth))
                first = depth
    return sorted(spans)


def _shares(spans: Sequence[tuple[int, int, int, int]], roots: Floats) -> list[_Share]:
    numbers = {(tree, end): number for number, (_, tree, _, end) in enumerate(spans)}
    shares = []
    for family in sorted({span[0] for span in spans}):
        here = [number for number, span in enumerate(spans) if span[0] == family]
        before = [numbers[tree, first] for _, tree, first, _ in (spans[n] for n in here) if first]
        started = float(sum(roots[spans[n][1]] for n in here if spans[n][2] == 0))
        shares.append(_Share(family, slice(here[0], here[-1] + 1), np.array(before, np.intp), started))
    return shares
