"""Do the networks have their say of pages that are no articles, and of no others?"""

from __future__ import annotations

import numpy as np
import pytest

from scraper.cleaner import neighbourhood, other_pages, weights
from scraper.cleaner.classifier import Classifier, default
from scraper.cleaner.features.columns import Family
from scraper.cleaner.forest import FAMILIES
from scraper.cleaner.other_pages import SHARE, Networks, observe
from scraper.cleaner.page_types import TYPES
from scraper.model import PageType
from tests.cleaner import models
from tests.cleaner.pages import STORY, page, paragraphs

UNITS, NETWORKS = 6, 2
HANDED_OVER = 1 << 18  # multiplications from which on OpenBLAS wakes its threads, which then wait at full speed
BIAS = "types bias"
PAGE = page(paragraphs(*STORY))


def arrays(columns: int, seed: int = 0) -> dict[str, np.ndarray]:
    """The arrays of networks that answer at random."""
    random = np.random.default_rng(seed)

    def some(*shape: int) -> np.ndarray:
        return random.normal(0, 0.3, (NETWORKS, *shape)).astype(np.float16)

    return {
        "mean": np.zeros(columns, np.float32),
        "scale": np.ones(columns, np.float32),
        "inner": some(columns, UNITS),
        "inner bias": some(1, UNITS),
        "again": some(UNITS, UNITS),
        "page": some(2 * UNITS, UNITS),
        "outer bias": some(1, UNITS),
        "last": some(UNITS, 1),
        "trust": some(2),
    }


def taken_for(kind: PageType, others: bool) -> Classifier:
    """A classifier that takes every page for one of a type."""
    known = models.weights()
    looks = {BIAS: np.where([one is kind for one in TYPES], 50, -50).astype(np.float32)}
    seen = models.observed(PAGE)
    columns = Classifier(known).whole(seen)[0].table.shape[1]
    more = {f"others {name}": array for name, array in arrays(columns).items()} if others else {}
    return Classifier(models.weights(arrays={**known.arrays, **looks, **more}))


@pytest.mark.parametrize("kind", [PageType.PRODUCT, PageType.LISTING])
def test_of_a_page_that_is_no_article_the_networks_have_a_say(kind: PageType) -> None:
    seen = models.observed(PAGE)
    with_them, without = (taken_for(kind, others).ask(seen) for others in (True, False))
    moved = with_them.odds - without.odds
    assert np.abs(moved).max() > 0.1
    page = FAMILIES.index(Family.PAGE)
    assert with_them.evidence[:, page] - without.evidence[:, page] == pytest.approx(moved, abs=1e-5)


def test_of_an_article_they_have_none() -> None:
    seen = models.observed(PAGE)
    with_them, without = (taken_for(PageType.ARTICLE, others).ask(seen) for others in (True, False))
    assert with_them.odds.tolist() == without.odds.tolist()


def test_what_is_said_is_the_mean_of_the_networks_and_a_part_of_what_was_said_before() -> None:
    random = np.random.default_rng(1)
    seen = other_pages.Seen(random.normal(size=(5, 9)), random.normal(size=5), random.random((2, 5)))
    made = {name: array.astype(np.float32) for name, array in arrays(9).items()}
    told = []
    for number in range(NETWORKS):
        a = {name: array if array.ndim == 1 else array[number] for name, array in made.items()}
        near = np.sign(seen.table) * np.log1p(np.abs(seen.table))
        hidden = np.maximum(near @ a["inner"] + a["inner bias"], 0)
        page = np.concatenate([seen.weights[0] @ hidden, seen.weights[1] @ hidden])
        more = np.maximum(hidden @ a["again"] + page @ a["page"] + a["outer bias"], 0)
        told.append((hidden + more) @ a["last"][:, 0] + a["trust"][0] * seen.odds + a["trust"][1])
    assert Networks(made).say(seen) == pytest.approx(SHARE * np.mean(told, axis=0) + (1 - SHARE) * seen.odds, abs=1e-5)


def test_the_whole_page_is_seen_beside_each_piece() -> None:
    seen = models.observed(PAGE)
    n = len(seen.words)
    rows, odds = np.zeros((n, 3), np.float32), np.linspace(-20, 20, n)
    types = dict.fromkeys(TYPES, 0.0) | {PageType.FORUM: 1.0}
    whole = observe(rows, odds, seen.words, (seen.first, seen.end, seen.boxes.kinds), types)
    assert whole.odds.min() == -neighbourhood.FURTHEST
    own = 3 + len(neighbourhood.FAMILIES)
    assert (whole.table[:, own:] == whole.table[0, own:]).all()
    assert whole.table[0, own : own + len(TYPES)].tolist() == [float(kind is PageType.FORUM) for kind in TYPES]
    assert whole.weights.sum(axis=1) == pytest.approx([1, 1])
    assert whole.weights[0] == pytest.approx(seen.words / seen.words.sum())


def test_the_networks_travel_with_the_model() -> None:
    told = taken_for(PageType.FORUM, others=True)
    again = Classifier(weights.load(weights.dump(told.model)))
    seen = models.observed(PAGE)
    assert again.ask(seen).odds.tolist() == told.ask(seen).odds.tolist()


def test_products_are_too_small_to_be_handed_to_threads() -> None:
    _, columns, units = default().model.arrays["others inner"].shape
    for number in range(columns + 1):
        assert 0 < other_pages.rows_at_once(number, units) * max(number, units) * units <= HANDED_OVER
