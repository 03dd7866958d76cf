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
        self._arrays = a = {name: array.astype(np.float32) for name, array in arrays.items()}
        self._inner = np.concatenate(a["inner"], axis=1)  # of all networks side by side: columns × all units
        self._bias = a["inner bias"].ravel()

    def say(self, seen: Seen) -> Floats:
        """The log-odds of each piece."""
        a = self._arrays
        side_by_side = self._hidden(seen.table)
        hidden, page = (self._parted(units) for units in (side_by_side, seen.weights @ side_by_side))
        more = hidden @ a["again"]
        more += page.reshape(len(page), 1, -1) @ a["page"] + a["outer bias"]
        np.maximum(more, 0, out=more)
        more += hidden
        said = (more @ a["last"])[..., 0] + a["trust"][:, :1] * seen.odds + a["trust"][:, 1:]
        odds: Floats = SHARE * said.mean(axis=0) + (1 - SHARE) * seen.odds
        return odds

    def _hidden(self, table: Floats) -> Floats:
        """The first layer of all networks (pieces × all units). More than a third of the columns are the same for all
        pieces of a page: what those bring is worked out once."""
        mean, scale = self._arrays["mean"], self._arrays["scale"]
        varying = np.flatnonzero((table != table[0]).any(axis=0))
        same = standard(table[0], mean, scale)
        same[varying] = 0
        hidden = standard(table.take(varying, axis=1), mean[varying], scale[varying]) @ self._inner[varying]
        hidden += same @ self._inner + self._bias
        return np.maximum(hidden, 0, out=hidden)

    def _parted(self, units: Floats) -> Floats:
        """The units of each network apart (networks × rows × units)."""
        return units.reshape(len(units), len(self._arrays["inner"]), -1).swapaxes(0, 1)


def standard(table: Floats, mean: Floats, scale: Floats) -> Floats:
    """Columns brought to one measure."""
    return ((squashed(table) - mean) / scale).clip(-SPREAD, SPREAD)


def squashed(table: Floats) -> Floats:
    """Large numbers brought nearer to small ones."""
    near: Floats = np.sign(table) * np.log1p(np.abs(table))
    return near
