"""Of what type is this page, by the looks of it?

A small forest that sees all pieces of a page at once: what they are like on average, word by word, and those that are
likely of the story.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from scraper.cleaner.features.columns import Floats
from scraper.cleaner.forest import Questions
from scraper.cleaner.selection import probabilities, softmax
from scraper.model import PageType

TYPES = (  # in the order in which a model has them
    PageType.ARTICLE,
    PageType.SERVICE,
    PageType.PRODUCT,
    PageType.COLLECTION,
    PageType.FORUM,
    PageType.LISTING,
    PageType.DOCUMENTATION,
)


class PageTypes:
    """Arrays: those of the questions, ``values`` (trees × leaves × types), ``bias`` (types)."""

    def __init__(self, arrays: Mapping[str, NDArray[Any]]) -> None:
        self._questions = Questions(arrays)
        self._values = arrays["values"].astype(np.float32)
        self._bias = arrays["bias"].astype(np.float32)

    def say(self, page: Floats) -> dict[PageType, float]:
        """How likely each type is; ``page`` is what ``pooled`` gives."""
        leaves = self._questions.leaves(page[:, None])[:, 0]
        odds = self._values[np.arange(len(leaves)), leaves].sum(axis=0) + self._bias
        return dict(zip(TYPES, softmax(odds).tolist(), strict=True))


def pooled(rows: Floats, words: Floats, odds: Floats) -> Floats:
    """What the pieces are like together: three means of their rows, side by side. ``odds`` are a first look's."""
    likely = probabilities(odds) * words
    weights = (np.ones_like(words), words, likely)
    means = [np.einsum("rc,r->c", rows, weight / max(float(weight.sum()), 1e-6)) for weight in weights]
    return np.concatenate(means).astype(np.float32)
