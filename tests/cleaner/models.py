"""Models for the tests that do not ask whether a model is any good: random weights in the form of trained ones."""

from __future__ import annotations

from typing import Any

import numpy as np

from scraper.cleaner import dom
from scraper.cleaner.bags import BAGS, VOCABULARY
from scraper.cleaner.blocks import scan
from scraper.cleaner.classifier import PAGE_TYPES, Classifier
from scraper.cleaner.features import LEVELS, Features, column_names, observe, setting_of
from scraper.cleaner.network import LAYERS, TAPS
from scraper.cleaner.weights import Weights
from tests.cleaner.pages import URL

WIDTH = 12  # hidden units; the real ones have more
VECTOR = 3  # numbers a word
WORDS = {"names": ("nav", "article", "content", "footer"), "texts": ("the", "water", "rights"), "links": ("sport",)}


def weights(seed: int = 0, members: int = 2, **changes: Any) -> Weights:
    """A model that nobody trained. ``changes`` replace some of what it says of itself."""
    random = np.random.default_rng(seed)
    columns = column_names()

    def some(*shape: int, scale: float = 0.3) -> np.ndarray:
        return random.normal(0, scale, (members, *shape)).astype(np.float32)

    arrays = {"mean": random.random(len(columns), np.float32), "scale": 0.5 + random.random(len(columns), np.float32)}
    arrays |= {f"{bag}_vectors": some(len(WORDS[VOCABULARY[bag]]), VECTOR) for bag in BAGS}
    parts = [("in", len(columns) + VECTOR * len(BAGS))]
    parts += [(str(number), WIDTH * (TAPS + LEVELS + 1)) for number in range(LAYERS)]
    for name, size in parts:
        arrays[f"{name}_weight"] = some(size, WIDTH, scale=0.1)
        arrays |= {f"{name}_{part}": some(1, WIDTH) for part in ("bias", "gain", "shift")}
    arrays |= {"out_weight": some(WIDTH, 1), "out_bias": some(1)}
    arrays |= {"type_weight": some(WIDTH, len(PAGE_TYPES)), "type_bias": some(1, len(PAGE_TYPES))}
    numbers = {"calibration": (0.9, 0.1), "expected": (0.0, 1.0), "confidence": (0.0, 1.0)}
    about = {"made from": ("nothing",), "members": members}
    given = {"about": about, "columns": columns, "words": WORDS, "arrays": arrays, "numbers": numbers} | changes
    return Weights(**given)


def classifier(seed: int = 0) -> Classifier:
    """A classifier that guesses, always the same."""
    return Classifier(weights(seed))


def observed(html: str, url: str = URL) -> Features:
    """What is to be seen of a page."""
    page = dom.parse(html, url)
    return observe(scan(page), setting_of(page, url))
