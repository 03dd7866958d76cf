"""Models for the tests that do not ask whether a model is any good: random trees in the form of trained ones."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

import numpy as np

from scraper.cleaner import dom, inputs, neighbourhood, page_types
from scraper.cleaner.blocks import scan
from scraper.cleaner.classifier import Answer, Classifier
from scraper.cleaner.features import Features, column_names, observe, setting_of
from scraper.cleaner.features.columns import Family
from scraper.cleaner.weights import Weights
from scraper.cleaner.word_scores import VOCABULARIES
from scraper.model import PageType
from tests.cleaner.pages import URL

TREES, DEPTH = 40, 4
Types = Mapping[PageType, float]
WORDS = {"names": ("nav", "article", "content", "footer"), "texts": ("the", "water", "rights"), "links": ("sport",)}


def forest(random: np.random.Generator, columns: int, trees: int = TREES, depth: int = DEPTH) -> dict[str, np.ndarray]:
    """The arrays of trees that ask at random and answer at random."""
    return {
        "columns": random.integers(0, columns, (trees, depth), np.uint16),
        "borders": random.normal(0.3, 0.5, (trees, depth)).astype(np.float32),
        "nodes": random.normal(0, 0.3, (trees, 2 << depth)).astype(np.float16),
    }


def types(random: np.random.Generator, columns: int) -> dict[str, np.ndarray]:
    """The arrays of trees that guess the type of a page."""
    made = forest(random, columns)
    made["values"] = random.normal(0, 0.3, (TREES, 1 << DEPTH, len(page_types.TYPES))).astype(np.float16)
    made["bias"] = random.normal(0, 0.3, len(page_types.TYPES)).astype(np.float32)
    del made["nodes"]
    return made


def weights(seed: int = 0, **changes: Any) -> Weights:
    """A model that nobody trained. ``changes`` replace some of what it says of itself."""
    random = np.random.default_rng(seed)
    seen = len(inputs.families())
    arrays = {
        f"{name} scores": random.normal(0, 1, (len(WORDS[name]), len(bags))).astype(np.float16)
        for name, bags in VOCABULARIES.items()
    }
    around = seen + len(neighbourhood.FAMILIES)
    for part, made in (
        ("first", forest(random, seen)),
        ("second", forest(random, around)),
        ("types", types(random, 3 * around)),
    ):
        arrays |= {f"{part} {name}": array for name, array in made.items()}
    usual = {"calibration": (0.9, 0.1), "expected": (0.0, 1.0), "confidence": (0.0, 1.0)}
    numbers = usual | changes.pop("numbers", {})
    about = {"made from": ("nothing",), "seed": seed}
    given = {"about": about, "columns": column_names(), "words": WORDS, "arrays": arrays, "numbers": numbers}
    return Weights(**(given | changes))


def classifier(seed: int = 0) -> Classifier:
    """A classifier that guesses, always the same."""
    return Classifier(weights(seed))


def observed(html: str, url: str = URL) -> Features:
    """What is to be seen of a page."""
    page = dom.parse(html, url)
    return observe(scan(page), setting_of(page, url))


class Knowing(Classifier):
    """One who knows the texts that are story, and how sure that is and what it is of all others (log-odds); and how
    likely the page's types are."""

    def __init__(
        self, texts: Collection[str], sure: float = 4.0, types: Types | None = None, *, otherwise: float = -4.0
    ) -> None:
        super().__init__(weights())
        self._texts, self._sure, self._types, self._otherwise = texts, sure, types or {}, otherwise

    def ask(self, seen: Features) -> Answer:
        known = np.array([piece.text in self._texts for piece in seen.sight.pieces])
        odds = np.where(known, self._sure, self._otherwise).astype(np.float32)
        return Answer(odds, np.zeros((len(odds), len(Family)), np.float32), self._types)
