"""How is a model learned from samples, and how good is it on sites that it has not seen?

Everything is learned once for each fold of sites, from the pages of all others: what these models say of their folds
is what the second look learns from, calibrates the model, and tells how good it is on strangers. The model itself is
then learned from all pages.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

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
FIRST = Plan(trees=400, rate=0.1, strictness=5)
SECOND_FAMILIES = (*inputs.families(), *neighbourhood.FAMILIES)
SECOND = Plan(trees=150, rate=0.06, strictness=10)
TYPES = Plan(trees=200, rate=0.08, strictness=5, depth=4, columns=0.1)
TYPE_NUMBERS = {"news": 0, **{kind.value: number for number, kind in enumerate(page_types.TYPES)}}
MAX_PIECES = 4_000  # of a page to learn from; the few longer ones would outweigh all others
WEIGHTS = {"segments": 0.5, "news": 1.5}  # of a page; the others count 1
FULL_SEGMENTS = 4  # pieces that are known on a page with segments; with fewer it counts less
CREDITS = (
    "WCXB, the Web Content eXtraction Benchmark, Murrough Foley, 2026, CC BY 4.0; the model is derived from it",
    "the parser tests of Fundus, flairNLP, MIT",
    "the evaluation set of trafilatura, Adrien Barbaresi, Apache-2.0",
)

Tell = Callable[[str], None]
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
        numbers = [number for number in range(self._known) if self.folds[number] != apart]
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

    def unseen(self, apart: int) -> list[int]:
        """The pages of a fold, as they are."""
        return [number for number in range(self._known) if self.folds[number] == apart]

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


def learn(
    known: Sequence[Sample], plainer: Sequence[Sample], lexicon: Lexicon, tell: Tell
) -> tuple[Weights, Sequence[Unseen]]:
    """The model, and for each page what the one that has not seen its site says of it."""
    learner = Learner(known, plainer, len(lexicon.numbers))
    first = _unseen(learner, tell)
    said = _unseen_again(learner, first, tell)
    slope, offset = _calibration(known, said)
    types = _unseen_types(learner, first, tell)
    pages = [_page(sample, said[number] * slope + offset, types[number]) for number, sample in enumerate(known)]
    whole = [page for page in pages if page.score is not None]
    places, heights = calibrate.confidence([page.expected for page in whole], [page.score or 0.0 for page in whole])
    words, scores = _words(lexicon, learner.scores())
    arrays = {
        **{f"{name} scores": table for name, table in scores.items()},
        **{f"first {part}": array for part, array in learner.first().items()},
        **{f"second {part}": array for part, array in learner.second(first).items()},
        **{f"types {part}": array for part, array in learner.types(first).items()},
    }
    tell("learned from all folds")
    numbers = {"calibration": (slope, offset), "expected": places, "confidence": heights}
    about = {"made from": CREDITS, "pages": len(known), "seed": trees.SEED}
    return Weights(about, column_names(), words, arrays, numbers), pages


def _unseen(learner: Learner, tell: Tell) -> Said:
    """What first looks say of the fold that each has not seen."""
    said: Said = {}
    for apart in range(1, FOLDS + 1):
        forest = Forest(learner.first(apart), inputs.families())
        said |= {number: forest.say(learner.rows(number, apart))[0] for number in learner.unseen(apart)}
        tell(f"first look without fold {apart} of {FOLDS}")
    return said


def _unseen_again(learner: Learner, first: Said, tell: Tell) -> Said:
    """What second looks say of the fold that each has not seen."""
    said: Said = {}
    for apart in range(1, FOLDS + 1):
        forest = Forest(learner.second(first, apart), SECOND_FAMILIES)
        for number in learner.unseen(apart):
            more, _ = forest.say(learner.rows_again(number, first[number], apart))
            said[number] = neighbourhood.clipped(first[number]) + more
        tell(f"second look without fold {apart} of {FOLDS}")
    return said


def _unseen_types(learner: Learner, first: Said, tell: Tell) -> dict[int, dict[PageType, float]]:
    """How likely the types of pages of the fold that each model has not seen are."""
    said: dict[int, dict[PageType, float]] = {}
    for apart in range(1, FOLDS + 1):
        types = PageTypes(learner.types(first, apart))
        said |= {number: types.say(learner.page(number, first[number], apart)) for number in learner.unseen(apart)}
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
    rows = [(number, sample) for number, sample in enumerate(known) if sample.truth is not None]
    return calibrate.scale(
        np.concatenate([odds[number] for number, _ in rows]),
        np.concatenate([sample.share for _, sample in rows]),
        np.concatenate([sample.words / sample.words.sum() for _, sample in rows]),
    )


def _page(sample: Sample, odds: Floats, types: Mapping[PageType, float]) -> Unseen:
    chosen, expected = choose(probabilities(odds), sample.words, types)
    return score(sample, chosen, expected, types)
