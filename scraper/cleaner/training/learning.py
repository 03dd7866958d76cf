"""How is a model learned from samples, and how good is it on sites that it has not seen?

Everything is learned once for each fold of sites, from the pages of all others: what these models say of their folds
is what the second look learns from, calibrates the model, and tells how good it is on strangers. The model itself is
then learned from all pages.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from scraper.cleaner import inputs, neighbourhood, page_types
from scraper.cleaner.features import column_names
from scraper.cleaner.features.columns import Floats
from scraper.cleaner.forest import Forest
from scraper.cleaner.page_types import PageTypes
from scraper.cleaner.selection import choose, probabilities
from scraper.cleaner.training import calibrate, scoring, trees
from scraper.cleaner.training.corpus import fold_of
from scraper.cleaner.training.reading import Lexicon
from scraper.cleaner.training.report import Unseen, score
from scraper.cleaner.training.samples import Sample
from scraper.cleaner.training.trees import Plan, Rows
from scraper.cleaner.weights import Array, Weights
from scraper.cleaner.word_scores import BAGS, VOCABULARIES
from scraper.model import PageType

FOLDS = 5
FIRST = Plan(trees=600, rate=0.08, strictness=5)
SECOND_FAMILIES = (*inputs.families(), *neighbourhood.FAMILIES)
SECOND = Plan(trees=200, rate=0.06, strictness=10)
TYPES = Plan(trees=200, rate=0.08, strictness=5, depth=4, columns=0.1)
TYPE_NUMBERS = {"news": 0, **{kind.value: number for number, kind in enumerate(page_types.TYPES)}}
MAX_PIECES = 4_000  # of a page to learn from; the few longer ones would outweigh all others
WEIGHTS = {"segments": 0.5, "news": 1.5, "fixture": 3.0}  # of a page; the others count 1
FULL_SEGMENTS = 4  # pieces that are known on a page with segments; with fewer it counts less
CREDITS = (
    "WCXB, the Web Content eXtraction Benchmark, Murrough Foley, 2026, CC BY 4.0; the model is derived from it",
    "the parser tests of Fundus, flairNLP, MIT",
    "the evaluation set of trafilatura, Adrien Barbaresi, Apache-2.0",
)

Tell = Callable[[str], None]
Parts = dict[str, Mapping[str, Array]]  # the arrays of each part of a model
Said = dict[int, Floats]  # log-odds of the pieces, by the number of the sample


class Learner:
    """All samples, pages as they are and then pages in plainer dresses, with the words counted in each fold."""

    def __init__(self, known: Sequence[Sample], plainer: Sequence[Sample], size: int) -> None:
        """``size`` is that of the lexicon."""
        self.samples = (*known, *plainer)
        self.folds = [fold_of(sample.site, FOLDS) for sample in self.samples]
        self._known = len(known)
        self._counts = {
            fold: scoring.count([sample for sample in known if fold_of(sample.site, FOLDS) == fold], size)
            for fold in range(1, FOLDS + 1)
        }
        self._scores: dict[frozenset[int], Floats] = {}

    def scores(self, *without: int) -> Floats:
        """The scores of all words, without those folds."""
        left_out = frozenset(without)
        if left_out not in self._scores:
            counts = [count for fold, count in self._counts.items() if fold not in left_out]
            self._scores[left_out] = scoring.scores(counts)
        return self._scores[left_out]

    def first(self, apart: int = 0) -> Mapping[str, Array]:
        """The first look, learned from all folds but one, or from all."""
        numbers = [number for number, fold in enumerate(self.folds) if fold != apart]
        return trees.grow(self._gather(numbers, lambda number: self.rows(number, apart)), inputs.families(), FIRST)

    def second(self, said: Said, apart: int = 0) -> Mapping[str, Array]:
        """The second look, likewise; ``said`` is what the first ones said of pages that they had not seen."""
        numbers = [number for number, fold in enumerate(self.folds) if fold != apart]
        rows = self._gather(numbers, lambda number: self.rows_again(number, said[number], apart), said)
        return trees.grow(rows, SECOND_FAMILIES, SECOND)

    def types(self, said: Said, apart: int = 0) -> Mapping[str, Array]:
        """The types of pages, likewise."""
        numbers = [n for n in range(self._known) if self.folds[n] != apart and self.samples[n].type in TYPE_NUMBERS]
        table = np.stack([self.page(number, said[number], apart) for number in numbers])
        return trees.grow_types(table, [TYPE_NUMBERS[self.samples[number].type] for number in numbers], TYPES)

    def page(self, number: int, odds: Floats, apart: int = 0) -> Floats:
        """What a sample is like as a whole."""
        return page_types.pooled(self.rows_again(number, odds, apart), self.samples[number].words, odds)

    def rows(self, number: int, apart: int = 0) -> Floats:
        """What the first look sees of a sample: its words scored by other folds than its own and the one apart."""
        sample = self.samples[number]
        scores = self.scores(self.folds[number], apart)
        return inputs.rows(sample.table.astype(np.float32), scoring.of(sample, scores))

    def rows_again(self, number: int, odds: Floats, apart: int = 0) -> Floats:
        """What the second look sees."""
        s = self.samples[number]
        around = neighbourhood.columns(neighbourhood.clipped(odds), s.words, s.first, s.end, s.kinds)
        return np.hstack([self.rows(number, apart), around])

    def of_fold(self, wanted: int, end: int | None = None) -> list[int]:
        """The samples of a fold, up to one: first its pages as they are, then those in other dresses."""
        return [number for number, fold in enumerate(self.folds[:end]) if fold == wanted]

    def _gather(self, numbers: Sequence[int], see: Callable[[int], Floats], said: Said | None = None) -> Rows:
        """The rows of many samples, those of which nothing is known left out."""
        tables, shares, weights, starts = [], [], [], []
        for number in numbers:
            sample = self.samples[number]
            weight = _weights(sample)
            counts = weight > 0
            if sample.size > MAX_PIECES or not counts.any():
                continue
            tables.append(see(number)[counts])
            shares.append(sample.share[counts])
            weights.append(weight[counts])
            if said is not None:
                starts.append(neighbourhood.clipped(said[number])[counts])
        start = np.concatenate(starts) if starts else None
        return Rows(np.concatenate(tables), np.concatenate(shares), np.concatenate(weights), start)


@dataclass(frozen=True, slots=True)
class Learned:
    """The model; for each fold the one that has not seen it; and for each page what that one says of it."""

    model: Weights
    of_folds: Mapping[int, Weights]
    unseen: Sequence[Unseen]


def learn(known: Sequence[Sample], plainer: Sequence[Sample], lexicon: Lexicon, tell: Tell) -> Learned:
    """Learn from all folds but each, then from all. ``plainer`` are pages in other dresses, and only learned from."""
    learner = Learner(known, plainer, len(lexicon.numbers))
    parts: dict[int, Parts] = {fold: {} for fold in range(FOLDS + 1)}  # 0: learned from all folds
    first = _unseen(learner, parts, tell)
    said = _unseen_again(learner, parts, first, tell)
    types = _unseen_types(learner, parts, first, tell)
    slope, offset = _calibration(known, said)
    pages = [_page(sample, said[number] * slope + offset, types[number]) for number, sample in enumerate(known)]
    whole = [page for page in pages if is_measured(page)]
    places, heights = calibrate.confidence([page.expected for page in whole], [page.score or 0.0 for page in whole])
    parts[0] = {"first": learner.first(), "second": learner.second(first), "types": learner.types(first)}
    tell("learned from all folds")
    numbers = {"calibration": (slope, offset), "expected": places, "confidence": heights}

    def model(fold: int) -> Weights:
        words, scores = _words(lexicon, learner.scores(fold))
        arrays = {f"{name} scores": table for name, table in scores.items()}
        for part, named in parts[fold].items():
            arrays |= {f"{part} {name}": array for name, array in named.items()}
        about = {"made from": CREDITS, "pages": len(known) - len(learner.of_fold(fold, len(known))), "seed": trees.SEED}
        return Weights(about, column_names(), words, arrays, numbers)

    return Learned(model(0), {fold: model(fold) for fold in range(1, FOLDS + 1)}, pages)


def _unseen(learner: Learner, parts: Mapping[int, Parts], tell: Tell) -> Said:
    """What first looks say of the fold that each has not seen."""
    said: Said = {}
    for apart in range(1, FOLDS + 1):
        parts[apart]["first"] = learner.first(apart)
        forest = Forest(parts[apart]["first"], inputs.families())
        said |= {number: forest.say(learner.rows(number, apart))[0] for number in learner.of_fold(apart)}
        tell(f"first look without fold {apart} of {FOLDS}")
    return said


def _unseen_again(learner: Learner, parts: Mapping[int, Parts], first: Said, tell: Tell) -> Said:
    """What second looks say of the fold that each has not seen."""
    said: Said = {}
    for apart in range(1, FOLDS + 1):
        parts[apart]["second"] = learner.second(first, apart)
        forest = Forest(parts[apart]["second"], SECOND_FAMILIES)
        for number in learner.of_fold(apart):
            more, _ = forest.say(learner.rows_again(number, first[number], apart))
            said[number] = neighbourhood.clipped(first[number]) + more
        tell(f"second look without fold {apart} of {FOLDS}")
    return said


def _unseen_types(
    learner: Learner, parts: Mapping[int, Parts], first: Said, tell: Tell
) -> dict[int, dict[PageType, float]]:
    """How likely the types of pages of the fold that each model has not seen are."""
    said: dict[int, dict[PageType, float]] = {}
    for apart in range(1, FOLDS + 1):
        parts[apart]["types"] = learner.types(first, apart)
        types = PageTypes(parts[apart]["types"])
        said |= {number: types.say(learner.page(number, first[number], apart)) for number in learner.of_fold(apart)}
    tell("types of pages without each fold")
    return said


def _words(lexicon: Lexicon, table: Floats) -> tuple[dict[str, tuple[str, ...]], dict[str, Floats]]:
    """The words worth knowing and their scores, vocabulary by vocabulary."""
    names = lexicon.words()
    words, scores = {}, {}
    for name, bags in VOCABULARIES.items():
        part = table[:, [BAGS.index(bag) for bag in bags]]
        kept = np.flatnonzero(part.any(axis=1))
        words[name] = tuple(names[number] for number in kept)
        scores[name] = part[kept].astype(np.float16)
    return words, scores


def _weights(sample: Sample) -> Floats:
    """The weight of each piece: a page counts the same however long it is; unknown pieces weigh nothing."""
    known = ~np.isnan(sample.share)
    weights = np.sqrt(sample.words + 1) * known
    share = min(1.0, known.sum() / FULL_SEGMENTS) if sample.type == "segments" else 1.0
    return (weights / max(float(weights.sum()), 1e-6) * share * WEIGHTS.get(sample.type, 1.0)).astype(np.float32)


def _calibration(known: Sequence[Sample], odds: Said) -> tuple[float, float]:
    """Slope and offset over all pieces of pages with a whole text; each page counts the same, words within it."""
    rows = [(odds[number], sample) for number, sample in enumerate(known) if is_measured(sample)]
    return calibrate.scale(
        np.concatenate([said for said, _ in rows]),
        np.concatenate([sample.share for _, sample in rows]),
        np.concatenate([sample.words / sample.words.sum() for _, sample in rows]),
    )


def is_measured(page: Sample | Unseen) -> bool:
    """Whether its whole text is known, and was not written by us."""
    return page.type not in ("segments", "fixture")


def _page(sample: Sample, odds: Floats, types: Mapping[PageType, float]) -> Unseen:
    chosen, expected = choose(probabilities(odds), sample.words, types)
    return score(sample, chosen, expected, types)
