"""How much is what the model says worth?

Log-odds are scaled until they are as often right as they say; a page's expected score is set beside the score it got.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

STEPS = 50  # of Newton's method; it ends sooner
BINS = 12  # of the table of confidence


def scale(odds: np.ndarray, truth: np.ndarray, weights: np.ndarray) -> tuple[float, float]:
    """Slope and offset that make log-odds honest: logistic regression on one variable (Platt, 1999)."""
    slope, offset = 1.0, 0.0
    for _ in range(STEPS):
        chance = 1 / (1 + np.exp(-(slope * odds + offset)))
        wrong = weights * (chance - truth)
        spread = weights * chance * (1 - chance)
        gradient = np.array([(wrong * odds).sum(), wrong.sum()])
        mixed = (spread * odds).sum()
        curvature = np.array([[(spread * odds * odds).sum(), mixed], [mixed, spread.sum()]])
        step = np.linalg.solve(curvature + 1e-9 * np.eye(2), gradient)
        slope, offset = slope - step[0], offset - step[1]
        if np.abs(step).max() < 1e-6:
            break
    return float(slope), float(offset)


def confidence(expected: Sequence[float], got: Sequence[float]) -> tuple[tuple[float, ...], tuple[float, ...]]:
    """A rising line through the mean scores of pages with like expectations: its points' places and heights."""
    order = np.argsort(expected)
    groups = np.array_split(order, BINS)
    places = [float(np.mean(np.asarray(expected)[group])) for group in groups]
    heights = [float(np.mean(np.asarray(got)[group])) for group in groups]
    sizes = [float(len(group)) for group in groups]
    return tuple(places), tuple(_rising(heights, sizes))


def _rising(heights: Sequence[float], sizes: Sequence[float]) -> list[float]:
    """The nearest heights that never fall: neighbours that do are pooled."""
    pools: list[list[float]] = []  # mean, size, count
    for height, size in zip(heights, sizes, strict=True):
        pools.append([height, size, 1])
        while len(pools) > 1 and pools[-2][0] > pools[-1][0]:
            last, before = pools.pop(), pools.pop()
            weight = before[1] + last[1]
            pools.append([(before[0] * before[1] + last[0] * last[1]) / weight, weight, before[2] + last[2]])
    return [mean for mean, _, count in pools for _ in range(int(count))]
