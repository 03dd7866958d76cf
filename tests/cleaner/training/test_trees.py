"""Does the forest that runs say the same as the one that was grown?"""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from scraper.cleaner.features.columns import Floats
from scraper.cleaner.forest import FAMILIES, Forest

catboost = pytest.importorskip("catboost", reason="needs CatBoost: pip install -e '.[training]'")

from scraper.cleaner.training import trees  # noqa: E402  # it imports it
from scraper.cleaner.training.trees import Plan, Rows  # noqa: E402

COLUMNS = 12
OF_COLUMNS = [FAMILIES[number % 4] for number in range(COLUMNS)]
PLAN = Plan(trees=30, rate=0.1, strictness=3)


def rows(seed: int, start: bool = False) -> Rows:
    """Rows of which the first two numbers tell the answer."""
    random = np.random.default_rng(seed)
    table = random.normal(0, 1, (800, COLUMNS)).astype(np.float32)
    share = 1 / (1 + np.exp(-3 * table[:, 0] + 2 * table[:, 1] * table[:, 2]))
    return Rows(table, share, random.random(800) + 0.5, random.normal(0, 1, 800) if start else None)


@pytest.fixture
def grown(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """The models as CatBoost has them."""
    found: list[Any] = []

    class Kept(catboost.CatBoost):
        def __init__(self, settings: dict[str, object]) -> None:
            super().__init__(settings)
            found.append(self)

    monkeypatch.setattr(trees, "CatBoost", Kept)
    return found


def said(arrays: Any, table: Floats) -> Floats:
    odds, evidence = Forest(arrays, OF_COLUMNS).say(table)
    np.testing.assert_allclose(evidence.sum(axis=1) + arrays["nodes"][:, 1].sum(dtype=float), odds, atol=1e-2)
    return odds


@pytest.mark.parametrize("start", [False, True])
def test_both_say_the_same(grown: list[Any], start: bool) -> None:
    arrays = trees.grow(rows(0, start), OF_COLUMNS, PLAN)
    table = rows(1).table
    np.testing.assert_allclose(said(arrays, table), grown[0].predict(table), atol=0.02)  # 16 bits a node


def test_something_is_learned(grown: list[Any]) -> None:
    odds = said(trees.grow(rows(0), OF_COLUMNS, PLAN), rows(1).table)
    assert np.corrcoef(odds, rows(1).share)[0, 1] > 0.8


def test_the_same_rows_grow_the_same_trees() -> None:
    one, two = (trees.grow(rows(0), OF_COLUMNS, PLAN) for _ in range(2))
    for name, array in one.items():
        np.testing.assert_array_equal(array, two[name])


def test_questions_of_one_family_stand_side_by_side() -> None:
    arrays = trees.grow(rows(0), OF_COLUMNS, PLAN)
    for columns in arrays["columns"]:
        families = [FAMILIES.index(OF_COLUMNS[column]) for column in columns]
        assert families == sorted(families)
