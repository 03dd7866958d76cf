"""How is it learned what is wanted of pages that are no articles?

From what the models of folds say of pages that they have not seen, once their trees have grown: the networks of a fold
from the pages of all others, those of the model itself from all.
"""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from scraper.cleaner.blocks import scan
from scraper.cleaner.classifier import Classifier
from scraper.cleaner.features import observe, setting_of
from scraper.cleaner.features.columns import Floats
from scraper.cleaner.selection import choose, probabilities, worth
from scraper.cleaner.training import truth
from scraper.cleaner.training.corpus import Example, fold_of
from scraper.cleaner.training.networks import Lesson, fit
from scraper.cleaner.training.samples import address, parsed, shares
from scraper.cleaner.weights import Array, Weights

PART = "others"
LIKELY_ARTICLE = 0.95  # from so likely an article on there is nothing to be learned of other pages
WEIGHTS = {"article": 0.3, "segments": 0.5}  # of a page; the others count 1
DOUBTFUL = 0.4  # word F1 of what the trees choose, under which the truth is likely at fault
DOUBTED = 0.1  # what a page counts then
FULL_SEGMENTS = 4  # pieces that are known on a page with segments; with fewer it counts less
MAX_PIECES = 4_000  # of a page to learn from
AT_ONCE = 20  # pages handed to a process

Tell = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Made:
    """A model, and for each fold of sites the one that has not seen it."""

    model: Weights
    of_folds: Mapping[int, Weights]


class Teacher:
    """Makes lessons of pages, each with the model that has not seen its site."""

    def __init__(self, of_folds: Mapping[int, Weights]) -> None:
        self._models = {fold: Classifier(bare(model)) for fold, model in of_folds.items()}

    def __call__(self, example: Example) -> Lesson | None:
        """What there is to learn from a page; None where that is nothing."""
        page = parsed(example)
        if page is None:
            return None
        found = scan(page)
        if not 0 < len(found.pieces) <= MAX_PIECES:
            return None
        seen = observe(found, setting_of(page, address(example)))
        whole, article = self._models[fold_of(example.site, len(self._models))].whole(seen)
        share, words = shares(found.pieces, example), seen.words.astype(np.float32)
        weight = _weight(example, share, words, whole.odds)
        if article >= LIKELY_ARTICLE or not weight:
            return None
        whole = whole._replace(table=whole.table.astype(np.float16))  # all lessons are held at once
        return Lesson(whole, share, words, weight)


def _weight(example: Example, share: truth.Shares, words: Floats, odds: Floats) -> float:
    """What a page counts: little where little is known of it or what is known is in doubt."""
    weight = WEIGHTS.get(example.type, 1.0)
    if example.text is None:
        return weight * min(1.0, float((~np.isnan(share)).sum()) / FULL_SEGMENTS)
    if not (share * words).any():
        return 0.0  # of a page without any text there is nothing to be learned but that: the judge knows it
    chosen, _ = choose(probabilities(odds), words, {})
    return weight if worth(chosen, share, words) >= DOUBTFUL else weight * DOUBTED


def add(examples: Sequence[Example], made: Made, processes: int, tell: Tell) -> Made:
    """The models with what they learned of other pages, in the place of what they knew of them before."""
    known = [example for example in examples if example.type != "fixture"]
    with multiprocessing.get_context("spawn").Pool(processes) as pool:
        lessons = list(pool.imap(Teacher(made.of_folds), known, AT_ONCE))
    folds = [fold_of(example.site, len(made.of_folds)) for example in known]

    def learned(apart: int) -> Mapping[str, Array]:
        return fit([lesson for lesson, fold in zip(lessons, folds, strict=True) if lesson and fold != apart])

    of_folds = {}
    for fold, model in made.of_folds.items():
        of_folds[fold] = _with(model, learned(fold))
        tell(f"other pages without fold {fold} of {len(made.of_folds)}")
    return Made(_with(made.model, learned(0)), of_folds)


def bare(model: Weights) -> Weights:
    """A model without what it knows of other pages."""
    arrays = {name: array for name, array in model.arrays.items() if not name.startswith(f"{PART} ")}
    return replace(model, arrays=arrays)


def _with(model: Weights, part: Mapping[str, Array]) -> Weights:
    """A model with a part that is new."""
    more = {f"{PART} {name}": array for name, array in part.items()}
    return replace(model, arrays={**bare(model).arrays, **more})
