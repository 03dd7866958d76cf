"""How do small networks learn what is wanted of a page?

Plain gradient descent in numpy (AdamW: Loshchilov and Hutter, 2019), page by page. What is to become small is, half and
half, the cross-entropy of the pieces and what the chosen set lacks of the best word F1 (with the chances themselves in
the place of a choice, which can be differentiated).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from scraper.cleaner.features.columns import Floats
from scraper.cleaner.other_pages import Seen, squashed, standard

SEED = 20_261_126
EPOCHS = 6  # more learn the pages by heart
TOGETHER = 4  # pages in a step
RATE, WARM_UP = 2e-3, 100  # of learning; steps until it is reached
DECAY = 0.05  # of the weights
UNITS, NETWORKS = 48, 5
DROPPED = 0.4  # of the units in a step
INPUTS_DROPPED = 0.1
LONGEST = 1.0  # of a gradient
BETAS = (0.9, 0.999)
EACH = 5  # so many pieces are looked at for what a column is like

Arrays = dict[str, Floats]


@dataclass(frozen=True, slots=True)
class Lesson:
    """A page to learn from: what is seen of it, the share of each piece's words that is wanted, how many words there
    are in each, and what the page counts."""

    seen: Seen
    share: Floats
    words: Floats
    weight: float = 1.0


def fit(lessons: Sequence[Lesson]) -> Mapping[str, Floats]:
    """The arrays of ``other_pages.Networks`` that have learned from the pages; none from fewer than a step takes."""
    if len(lessons) < TOGETHER:
        return {}
    random = np.random.default_rng(SEED)
    mean, scale = _measure(lessons)
    arrays = _start(random, len(mean))
    first, second = ({name: np.zeros_like(array) for name, array in arrays.items()} for _ in BETAS)
    steps, step = EPOCHS * (len(lessons) // TOGETHER), 0
    for _ in range(EPOCHS):
        order = random.permutation(len(lessons))
        for begin in range(0, len(order) - TOGETHER + 1, TOGETHER):
            step += 1
            slopes = [
                _slopes(arrays, lessons[number], (mean, scale), random) for number in order[begin : begin + TOGETHER]
            ]
            gradient = {name: np.mean([slope[name] for slope in slopes], axis=0) for name in arrays}
            rate = RATE * min(1.0, step / WARM_UP) * (0.5 + 0.5 * np.cos(np.pi * step / steps))
            _descend(arrays, gradient, (first, second), (step, rate))
    kept = {name: array.astype(np.float16) for name, array in arrays.items()}
    return {"mean": mean, "scale": scale, **kept}


def _measure(lessons: Sequence[Lesson]) -> tuple[Floats, Floats]:
    rows = squashed(np.concatenate([lesson.seen.table[::EACH] for lesson in lessons]).astype(np.float32))
    mean: Floats = rows.mean(axis=0)
    scale: Floats = rows.std(axis=0) + np.float32(1e-3)
    return mean, scale


def _start(random: np.random.Generator, columns: int) -> Arrays:
    def spread(*shape: int) -> Floats:
        numbers: Floats = random.standard_normal((NETWORKS, *shape)) / np.sqrt(shape[0])
        return numbers.astype(np.float32)

    trust = np.tile(np.array([1.0, 0.0], np.float32), (NETWORKS, 1))
    return {
        "inner": spread(columns, UNITS),
        "inner bias": np.zeros((NETWORKS, 1, UNITS), np.float32),
        "again": spread(UNITS, UNITS),
        "page": spread(2 * UNITS, UNITS),
        "outer bias": np.zeros((NETWORKS, 1, UNITS), np.float32),
        "last": np.zeros((NETWORKS, UNITS, 1), np.float32),
        "trust": trust,
    }


def _slopes(a: Arrays, lesson: Lesson, measure: tuple[Floats, Floats], random: np.random.Generator) -> Arrays:
    """How what is to become small changes with each number of each network, for one page."""
    table, odds, weights = lesson.seen
    x = standard(table.astype(np.float32), *measure) * _mask(random, table.shape[1:], INPUTS_DROPPED)
    raw = x @ a["inner"] + a["inner bias"]
    hidden = np.maximum(raw, 0)
    page = (weights @ hidden).reshape(NETWORKS, 1, -1)
    outer = hidden @ a["again"] + page @ a["page"] + a["outer bias"]
    kept = _mask(random, (NETWORKS, 1, UNITS), DROPPED)
    both = hidden + np.maximum(outer, 0) * kept
    said = (both @ a["last"])[..., 0] + a["trust"][:, :1] * odds + a["trust"][:, 1:]
    slope = (_loss_slope(said, lesson) * np.float32(lesson.weight))[..., None]
    to_both = slope @ a["last"].swapaxes(1, 2)
    to_outer = to_both * kept * (outer > 0)
    to_page = to_outer.sum(axis=1, keepdims=True)
    back = (to_page @ a["page"].swapaxes(1, 2)).reshape(NETWORKS, 2, UNITS)
    to_hidden = to_both + to_outer @ a["again"].swapaxes(1, 2) + weights.T @ back
    to_raw = to_hidden * (raw > 0)
    return {
        "inner": x.T @ to_raw,
        "inner bias": to_raw.sum(axis=1, keepdims=True),
        "again": hidden.swapaxes(1, 2) @ to_outer,
        "page": page.swapaxes(1, 2) @ to_page,
        "outer bias": to_page,
        "last": both.swapaxes(1, 2) @ slope,
        "trust": np.stack([slope[..., 0] @ odds, slope[..., 0].sum(axis=1)], axis=1),
    }


def _loss_slope(said: Floats, lesson: Lesson) -> Floats:
    """Where little is known of the page, only the pieces that are known count."""
    chance = 1 / (1 + np.exp(-said.clip(-30, 30)))
    known = ~np.isnan(lesson.share)
    share, words = np.nan_to_num(lesson.share), lesson.words
    weight = np.sqrt(words + 1) * known
    slope = (chance - share) * (weight / max(float(weight.sum()), 1e-6))
    if known.all():
        both = 2 * (chance * share * words).sum(axis=1, keepdims=True)
        size = ((chance + share) @ words + 1)[:, None]
        slope += words * (both / size**2 - 2 * share / size) * chance * (1 - chance)
    steep: Floats = slope.astype(np.float32)
    return steep


def _mask(random: np.random.Generator, shape: tuple[int, ...], dropped: float) -> Floats:
    return (random.random(shape, np.float32) >= dropped).astype(np.float32) / np.float32(1 - dropped)


def _descend(arrays: Arrays, gradient: Arrays, moments: tuple[Arrays, Arrays], pace: tuple[int, float]) -> None:
    """One step downhill, each network for itself as far as the length of its gradient is concerned."""
    step, rate = pace
    length = np.sqrt(sum((part**2).sum(axis=tuple(range(1, part.ndim))) for part in gradient.values()))
    shorter = np.minimum(1, LONGEST / np.maximum(length, 1e-9)).astype(np.float32)
    for name, steep in gradient.items():
        slope = steep * shorter.reshape(-1, *[1] * (steep.ndim - 1))
        for moment, beta, part in zip(moments, BETAS, (slope, slope**2), strict=True):
            moment[name] = np.float32(beta) * moment[name] + np.float32(1 - beta) * part
        mean, spread = (moment[name] / np.float32(1 - beta**step) for moment, beta in zip(moments, BETAS, strict=True))
        far = mean / (np.sqrt(spread) + np.float32(1e-8))
        arrays[name] = arrays[name] * np.float32(1 - rate * DECAY) - np.float32(rate) * far
