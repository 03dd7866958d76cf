"""Which pieces make the story, given how likely each is?

The set with the greatest expected word F1: the most likely pieces first, as long as the next one adds more than it may
cost. Of an article, which is one text and no more, what is more likely none of it is left out all the same. The
expected score is also how sure the whole extraction is.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from scraper.cleaner.features.columns import Floats, Ints
from scraper.model import PageType

HEADED, NEAR = 1.5, 4  # log-odds; pieces
SHARPEST = 30.0  # log-odds; beyond there is no difference


def probabilities(odds: Floats) -> Floats:
    """Log-odds as probabilities."""
    chance: Floats = 1 / (1 + np.exp(-odds.clip(-SHARPEST, SHARPEST)))
    return chance


def softmax(odds: Floats) -> Floats:
    """Log-odds of things that exclude one another as probabilities."""
    weights = np.exp(odds - odds.max())
    shares: Floats = weights / weights.sum()
    return shares


def between(odds: Floats, headings: NDArray[np.bool_], around: Sequence[Hashable]) -> Floats:
    """Log-odds for headings with likely pieces of the story near before and after them, in the same element: it is told
    under them. ``around`` names the element that each piece stands in."""
    likely = [where if one > 0 else None for one, where in zip(odds.tolist(), around, strict=True)]
    votes = np.zeros(len(odds), np.float32)
    for number in np.flatnonzero(headings).tolist():
        before, after = likely[max(0, number - NEAR) : number], likely[number + 1 : number + 1 + NEAR]
        if around[number] in before and around[number] in after:
            votes[number] = HEADED
    return votes


def likeliest(types: Mapping[PageType, float]) -> PageType | None:
    """The likeliest type of a page."""
    return max(types, key=types.__getitem__, default=None)


def together(chance: Floats, words: Floats, groups: Ints) -> Floats:
    """The chances when the pieces of a group, such as the rows of a table, stand or fall as one. ``groups`` numbers
    them; 0 is none."""
    if not groups.any():
        return chance
    means = np.bincount(groups, chance * words) / np.maximum(np.bincount(groups, words), 1)
    return np.where(groups > 0, means[groups], chance)


def choose(chance: Floats, words: Floats, types: Mapping[PageType, float]) -> tuple[NDArray[np.bool_], float]:
    """The chosen pieces and the F1 to expect of them (Ye et al., Optimizing F-measures, 2012: the best set of a size is
    the most likely one). ``types`` are the chances of the page's types."""
    order = np.argsort(-chance, kind="stable")
    gained = np.cumsum((chance * words)[order])
    taken = np.cumsum(words[order])
    expected = 2 * gained / (taken + gained[-1] + 1e-9)
    count = 1 + int(np.argmax(expected))
    if likeliest(types) is PageType.ARTICLE:
        count = min(count, int((chance > 0.5).sum()))
    chosen = np.zeros(len(chance), np.bool_)
    chosen[order[:count]] = True
    return chosen, float(expected[count - 1]) if count else 0.0


def worth(chosen: NDArray[np.bool_], chance: Floats, words: Floats) -> float:
    """The F1 to expect of chosen pieces."""
    wanted = chance * words
    return float(2 * wanted[chosen].sum() / (words[chosen].sum() + wanted.sum() + 1e-9))
