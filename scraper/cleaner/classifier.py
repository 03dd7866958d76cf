"""How likely is each piece of a page a piece of its story?

A small ensemble of neural networks, trained offline (``scraper.cleaner.training``) and run with nothing but numpy. Its
weights are in the file beside this one, read once.
"""

from __future__ import annotations

import pkgutil
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from threadpoolctl import ThreadpoolController

from scraper.cleaner import weights
from scraper.cleaner.bags import BAGS, Words, vectors
from scraper.cleaner.features import Features, column_families
from scraper.cleaner.features.columns import Family, Floats
from scraper.cleaner.network import Network
from scraper.cleaner.weights import Weights
from scraper.errors import ModelError
from scraper.model import PageType

MODEL = "story.model"
CLIP = 4.0  # standard deviations; what is farther off is as far
FAMILIES = tuple(Family)
PAGE_TYPES = (  # in the order in which the network tells them
    PageType.ARTICLE,
    PageType.SERVICE,
    PageType.PRODUCT,
    PageType.COLLECTION,
    PageType.FORUM,
    PageType.LISTING,
    PageType.DOCUMENTATION,
)
BAG_FAMILIES = {
    "own": Family.NAME,
    "around": Family.NAME,
    "far": Family.NAME,
    "texts": Family.WORDS,
    "links": Family.LINKS,
    "heads": Family.HEADING,
}
AROUND_FAMILIES = (Family.NEIGHBOURS, Family.BOX, Family.PAGE)


@dataclass(frozen=True, slots=True)
class Answer:
    """For each piece the log-odds, calibrated, that it is of the story, and what each family of evidence brings to
    them (pieces × ``FAMILIES``); for the page the log-odds of its types."""

    odds: Floats
    evidence: Floats
    types: Floats


class Classifier:
    """A model ready to be asked."""

    def __init__(self, model: Weights, members: Sequence[int] | None = None) -> None:
        """``members`` are those to ask; by default all."""
        self.model = model
        self._words = Words(model.words)
        arrays = model.arrays
        self._mean, self._scale = arrays["mean"], arrays["scale"]
        chosen = range(len(arrays["in_bias"])) if members is None else members
        parts = [{name: a[n] for name, a in arrays.items() if name not in ("mean", "scale")} for n in chosen]
        self._tables = [{bag: part[f"{bag}_vectors"] for bag in BAGS} for part in parts]
        self._networks = [Network(part) for part in parts]
        self._blas = ThreadpoolController().select(user_api="blas")
        of_bags = [BAG_FAMILIES[bag] for bag in BAGS for _ in range(self._tables[0][bag].shape[1])]
        self._input_families = _membership([*column_families(), *of_bags])
        self._around_families = _membership(AROUND_FAMILIES)

    def ask(self, seen: Features) -> Answer:
        """Judge each piece of a page.

        Raises ModelError when the model was trained on other features than these.
        """
        if tuple(seen.columns.names) != self.model.columns:
            raise ModelError("the model was trained on other features than this version has: train it again")
        with self._blas.limit(limits=1):  # threads cost more than they bring to arrays so small
            return self._ask(seen)

    def _ask(self, seen: Features) -> Answer:
        table = np.clip((seen.table - self._mean) / self._scale, -CLIP, CLIP)
        words = self._words.of(seen)
        slope, offset = map(np.float32, self.model.numbers["calibration"])
        odds, types = np.zeros(len(table), np.float32), np.zeros(len(PAGE_TYPES), np.float32)
        evidence = np.zeros((len(table), len(FAMILIES)), np.float32)
        for network, tables in zip(self._networks, self._tables, strict=True):
            inputs = np.concatenate([table, vectors(words, seen, tables)], axis=1)
            found = network.run(inputs, seen.boxes)
            odds += found.odds
            types += found.types
            own, around = network.trace(found)
            evidence += own @ self._input_families + around @ self._around_families
        count = len(self._networks)
        return Answer(odds * (slope / count) + offset, evidence * (slope / count), types / count)


def _membership(families: Sequence[Family]) -> Floats:
    """Which input belongs to which family: inputs × families."""
    return np.array([[family is other for other in FAMILIES] for family in families], np.float32)


@cache
def default() -> Classifier:
    """The model that comes with us. Raises ModelError when it is missing."""
    data = pkgutil.get_data("scraper.cleaner", MODEL)
    if data is None:
        raise ModelError(f"{MODEL} is missing: install the package again, or train it")
    return Classifier(weights.load(data))
