"""How likely is each piece of a page a piece of its story?

Forests of small trees, trained offline (``scraper.cleaner.training``) and run with nothing but numpy: the first judges
each piece by itself and those beside it, the second by what the first made of the page; a third, small one tells the
page's type. Of a page that is no article small networks have a say too. The model is in the file beside this one, read
once.
"""

from __future__ import annotations

import hashlib
import pkgutil
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache

import numpy as np

from scraper.cleaner import inputs, neighbourhood, other_pages, weights
from scraper.cleaner.features import Features, column_names
from scraper.cleaner.features.columns import Family, Floats
from scraper.cleaner.forest import FAMILIES, Forest
from scraper.cleaner.other_pages import Networks
from scraper.cleaner.page_types import PageTypes, pooled
from scraper.cleaner.weights import Array, Weights
from scraper.cleaner.word_scores import WordScores
from scraper.errors import ModelError
from scraper.model import PageType

MODEL = "story.model"
POSSIBLE = 0.35  # chance of an article from which on the networks, which know other pages, are not asked
OTHERWISE = 0.3  # chance of another type from which on a page is none although it calls itself one


@dataclass(frozen=True, slots=True)
class Answer:
    """For each piece the log-odds, calibrated, that it is of the story, and what each family of evidence brought to
    them (pieces × ``forest.FAMILIES``); for the page how likely its types are. Of a page that is no article ``trees``
    are the log-odds before the networks had their say."""

    odds: Floats
    evidence: Floats
    types: Mapping[PageType, float]
    trees: Floats | None = None

    def with_votes(self, family: Family, votes: Floats) -> Answer:
        """The answer when other evidence (log-odds of each piece) of a family counts too."""
        evidence = self.evidence.copy()
        evidence[:, FAMILIES.index(family)] += votes
        return replace(self, odds=self.odds + votes, evidence=evidence)


class Classifier:
    """A model ready to be asked."""

    def __init__(self, model: Weights) -> None:
        """Raises ModelError when the model was trained on other features than this version has."""
        if model.columns != column_names():
            raise ModelError("the model was trained on other features than this version has: train it again")
        self.model = model
        self._words = WordScores(model.words, {name: model.arrays[f"{name} scores"] for name in model.words})
        seen = inputs.families()
        self._first = Forest(_part(model, "first"), seen)
        self._second = Forest(_part(model, "second"), (*seen, *neighbourhood.FAMILIES))
        self._types = PageTypes(_part(model, "types"))
        others = _part(model, "others")
        self._others = Networks(others) if others else None  # a model that is being made has none yet

    def ask(self, seen: Features) -> Answer:
        """Judge each piece of a page: by itself, then among the others; once more if the page is hardly an article."""
        rows, answer = self._judged(seen)
        if self._others is None or _may_be_article(seen, answer):
            return answer
        votes = self._others.say(_whole(seen, rows, answer)) - answer.odds
        return replace(answer.with_votes(Family.PAGE, votes), trees=answer.odds)

    def whole(self, seen: Features) -> tuple[other_pages.Seen, float]:
        """What there is to see of a page as a whole, and how likely it is an article."""
        rows, answer = self._judged(seen)
        return _whole(seen, rows, answer), answer.types[PageType.ARTICLE]

    def _judged(self, seen: Features) -> tuple[Floats, Answer]:
        rows = inputs.rows(seen.table, self._words.of(seen))
        said, why = self._first.say(rows)
        said = neighbourhood.clipped(said)
        around = neighbourhood.columns(said, seen.words, seen.first, seen.end, seen.boxes.kinds)
        rows = np.hstack([rows, around])
        more, further = self._second.say(rows)
        types = self._types.say(pooled(rows, seen.words, said))
        slope, offset = map(np.float32, self.model.numbers["calibration"])
        return rows, Answer((said + more) * slope + offset, (why + further) * slope, types)

    def confidence(self, expected: float) -> float:
        """The score that pages came to of which this score was expected, over pages of sites that were not seen."""
        return float(np.interp(expected, self.model.numbers["expected"], self.model.numbers["confidence"]))


def _may_be_article(seen: Features, answer: Answer) -> bool:
    article, most = answer.types[PageType.ARTICLE], max(answer.types.values())
    return article >= POSSIBLE or (seen.sight.setting.is_article and (article == most or most < OTHERWISE))


def _whole(seen: Features, rows: Floats, answer: Answer) -> other_pages.Seen:
    boxes = (seen.first, seen.end, seen.boxes.kinds)
    return other_pages.observe(rows, answer.odds, seen.words, boxes, answer.types)


def _part(model: Weights, part: str) -> dict[str, Array]:
    """The arrays of one part of a model."""
    return {name.removeprefix(part + " "): array for name, array in model.arrays.items() if name.startswith(part + " ")}


@cache
def default() -> Classifier:
    """The model that comes with us. Raises ModelError when it is missing."""
    return Classifier(weights.load(_file()))


@cache
def version() -> str:
    """Which model comes with us: the sha256 of its file. Raises ModelError when it is missing."""
    return hashlib.sha256(_file()).hexdigest()


def _file() -> bytes:
    data = pkgutil.get_data("scraper.cleaner", MODEL)
    if data is None:
        raise ModelError(f"{MODEL} is missing: install the package again, or train it")
    return data
