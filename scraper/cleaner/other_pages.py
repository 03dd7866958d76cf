"""What is wanted of a page that is no article?

Of an article that is plain, and most pages to learn from are articles: trees that look at one piece after the other
know no better than to leave the rest to chance. So pages of other types are looked at once more, each as a whole: small
networks see every piece beside what the page holds on average, and have learned to choose the set with the best word
F1, not each piece by itself. An article never gets here.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from scraper.cleaner import neighbourhood
from scraper.cleaner.features.columns import Floats, Ints
from scraper.cleaner.page_types import TYPES
from scraper.cleaner.selection import probabilities
from scraper.model import PageType

SPREAD = 4.0  # standard deviations; beyond there is no difference
SHARE = 0.8  # of the networks in what is said; the rest is the trees'

PRODUCT = 260_000  # multiplications at most: OpenBLAS hands more of them to threads, which cost more than they bring
EVEN, MOST_ROWS = 4, 64  # rows: multiples of so many are multiplied in two thirds of the time

Array = NDArray[Any]


class Seen(NamedTuple):
    """What there is to see of a page's pieces: numbers (pieces × columns), the log-odds to start from, and two ways to
    weigh the pieces of the whole page, by their words and by what of them is likely wanted (2 × pieces)."""

    table: Floats
    odds: Floats
    weights: Floats


def observe(
    rows: Floats, odds: Floats, words: Floats, boxes: tuple[Ints, Ints, Ints], types: Mapping[PageType, float]
) -> Seen:
    """``rows`` are those of the second look and ``odds`` what it said; ``boxes`` the first and the end of the boxes
    around each piece, and the number of its kind."""
    odds = neighbourhood.clipped(odds)
    likely = probabilities(odds) * words
    whole = np.array([*(types[kind] for kind in TYPES), *np.log1p([len(words), words.sum(), likely.sum()])], np.float32)
    around = neighbourhood.columns(odds, words, *boxes)
    table = np.hstack([rows, around, np.broadcast_to(whole, (len(odds), len(whole)))]).astype(np.float32)
    weights = np.stack([part / max(float(part.sum()), 1e-6) for part in (words, likely)])
    return Seen(table, odds.astype(np.float32), weights.astype(np.float32))


class Networks:
    """Several small networks, whose mean counts. Arrays: ``mean`` and ``scale`` of the columns; for each network
    ``inner`` (columns × units) and its ``inner bias``, ``again`` (units × units), ``page`` (twice the units × units)
    and their ``outer bias``, ``last`` (units × 1), and ``trust`` (in the log-odds it starts from, and what it adds)."""

    def __init__(self, arrays: Mapping[str, Array]) -> None:
        self._arrays = {name: array.astype(np.float32) for name, array in arrays.items()}
        self._side_by_side = np.concatenate(self._arrays["inner"], axis=1)  # columns × units of all networks

    def say(self, seen: Seen) -> Floats:
        """The log-odds of each piece."""
        a, pieces = self._arrays, len(seen.odds)
        hidden = self._hidden(seen.table)
        weights = _in_parts(seen.weights.T, hidden.shape[2]).swapaxes(2, 3)
        page = (weights @ hidden).sum(axis=0).reshape(len(a["page"]), 1, -1)
        more = hidden @ a["again"]
        more += page @ a["page"] + a["outer bias"]
        np.maximum(more, 0, out=more)
        more += hidden
        said = (more @ a["last"]).swapaxes(0, 1).reshape(len(page), -1)[:, :pieces]
        said = said + a["trust"][:, :1] * seen.odds + a["trust"][:, 1:]
        odds: Floats = SHARE * said.mean(axis=0) + (1 - SHARE) * seen.odds
        return odds

    def _hidden(self, table: Floats) -> Floats:
        """The first layer (parts × networks × pieces of a part × units). More than a third of the columns are the same
        for all pieces of a page: what those bring is worked out once."""
        a = self._arrays
        mean, scale = a["mean"], a["scale"]
        varying = np.flatnonzero((table != table[0]).any(axis=0))
        same = standard(table[0], mean, scale)
        same[varying] = 0
        inner = a["inner"][:, varying]
        told = standard(table.take(varying, axis=1), mean[varying], scale[varying])
        hidden = _in_parts(told, rows_at_once(*inner.shape[1:])) @ inner
        alike = np.einsum("c,cu->u", same, self._side_by_side)
        hidden += alike.reshape(len(a["inner"]), 1, -1) + a["inner bias"]
        return np.maximum(hidden, 0, out=hidden)


def rows_at_once(columns: int, units: int) -> int:
    """How many rows of so many columns are multiplied at once: each page has a process of its own, so threads wait."""
    return min(MOST_ROWS, max(EVEN, PRODUCT // max(1, columns * units) // EVEN * EVEN))


def _in_parts(table: Floats, rows: int) -> Floats:
    """A table in parts of a few rows (parts × 1 × rows × columns), the last one filled up with zeros."""
    parts = -(-len(table) // rows)
    filled = np.zeros((parts * rows, table.shape[1]), np.float32)
    filled[: len(table)] = table
    return filled.reshape(parts, 1, rows, table.shape[1])


def standard(table: Floats, mean: Floats, scale: Floats) -> Floats:
    """Columns brought to one measure."""
    return ((squashed(table) - mean) / scale).clip(-SPREAD, SPREAD)


def squashed(table: Floats) -> Floats:
    """Large numbers brought nearer to small ones."""
    near: Floats = np.sign(table) * np.log1p(np.abs(table))
    return near
