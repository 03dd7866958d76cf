"""In what company does a piece stand, once each has been judged by itself?

The second look: what the first one said of the piece, of those before and after, of the boxes around, of the elements
alike, of the whole page. One short paragraph between two of the story is of the story; one between two teasers is not.
"""

from __future__ import annotations

import numpy as np

from scraper.cleaner.features.boxes import LEVELS
from scraper.cleaner.features.columns import Family, Floats, Ints
from scraper.cleaner.selection import probabilities

REACH = 3  # pieces before and after
FURTHEST = 8.0  # log-odds; beyond there is no difference
NOTHING = -9.0  # log-odds of what is not there
LONG = 5.0  # the logarithm of a distance to what is not there
LIKELY = 0.5

FAMILIES = (
    *[Family.NEIGHBOURS] * REACH,
    Family.ITSELF,
    *[Family.NEIGHBOURS] * (REACH + 4),
    *[Family.ALIKE] * 2,
    *[Family.BOX] * (2 * LEVELS),
    *[Family.PAGE] * 4,
)


def columns(odds: Floats, words: Floats, first: Ints, end: Ints, kinds: Ints) -> Floats:
    """What the first look's log-odds say around each piece (pieces × ``FAMILIES``).

    ``first`` and ``end`` bound the boxes around each piece (pieces × levels), ``kinds`` numbers the paths of elements.
    """
    odds = odds.clip(-FURTHEST, FURTHEST)
    chance = probabilities(odds)
    told = chance * words
    parts = (
        _beside(odds),
        *_reach(chance, told),
        *(_mean_of_kind(values, weights, kinds) for values, weights in ((told, words), (chance, np.ones_like(chance)))),
        _mean_of_box(told, words, first, end),
        _mean_of_box(chance, np.ones_like(chance), first, end),
        np.broadcast_to(_page(odds, chance, told, words), (len(odds), 4)),
    )
    return np.column_stack(parts).astype(np.float32)


def clipped(odds: Floats) -> Floats:
    """The log-odds that the second look starts from."""
    return odds.clip(-FURTHEST, FURTHEST)


def _beside(odds: Floats) -> Floats:
    """The log-odds of the pieces before, of the piece itself and of those after."""
    padded = np.pad(odds, REACH, constant_values=NOTHING)
    return np.stack([padded[start : start + len(odds)] for start in range(2 * REACH + 1)], axis=1)


def _reach(chance: Floats, told: Floats) -> tuple[Floats, ...]:
    """How much of the story stands before and after; how far off are the next likely pieces of it on either side."""
    n, index = len(chance), np.arange(len(chance))
    total = max(float(told.sum()), 1e-3)
    before = (np.cumsum(told) - told) / total
    likely = chance > LIKELY
    last = np.concatenate([[-1], np.maximum.accumulate(np.where(likely, index, -1))[:-1]])
    coming = np.concatenate([np.minimum.accumulate(np.where(likely, index, n)[::-1])[::-1][1:], [n]])
    return (
        before,
        1 - before - told / total,
        np.where(last >= 0, np.log1p(index - last), LONG),
        np.where(coming < n, np.log1p(np.maximum(0, coming - index)), LONG),
    )


def _mean_of_kind(values: Floats, weights: Floats, kinds: Ints) -> Floats:
    return (np.bincount(kinds, values) / np.maximum(np.bincount(kinds, weights), 1e-9))[kinds]


def _mean_of_box(values: Floats, weights: Floats, first: Ints, end: Ints) -> Floats:
    above, below = (np.concatenate([[0.0], np.cumsum(part, dtype=float)]) for part in (values, weights))
    means: Floats = (above[end] - above[first]) / (below[end] - below[first])
    return means


def _page(odds: Floats, chance: Floats, told: Floats, words: Floats) -> tuple[float, ...]:
    return np.log1p(told.sum()), told.sum() / words.sum(), odds.max(), np.log1p(chance.sum())
