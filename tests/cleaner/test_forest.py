"""Do the trees say what their questions lead to, and is each question given its due?"""

from __future__ import annotations

import numpy as np
import pytest

from scraper.cleaner.classifier import Classifier
from scraper.cleaner.features.columns import Family, Floats
from scraper.cleaner.forest import AT_ONCE, FAMILIES, Forest
from scraper.cleaner.page_types import TYPES, PageTypes, pooled
from scraper.cleaner.selection import probabilities
from tests.cleaner import models
from tests.cleaner.pages import page

COLUMNS = 30
OF_COLUMNS = [FAMILIES[number % 5] for number in range(COLUMNS)]
SEEN = models.observed(page(inside="<aside class=nav><p>Read more</p><p><a href=/sport>Sport</a></p></aside>"))


def led(columns: np.ndarray, nodes: np.ndarray) -> Family:
    """The family whose questions change the value of a tree most, all nodes of a depth taken together."""
    moved = dict.fromkeys(FAMILIES, 0.0)
    for depth, column in enumerate(columns):
        below = range(2 << depth, 4 << depth)
        moved[OF_COLUMNS[column]] += sum(abs(nodes[node] - nodes[node // 2]) for node in below) / len(below)
    return max(FAMILIES, key=moved.__getitem__)


def walked(arrays: dict[str, np.ndarray], row: Floats) -> tuple[float, dict[Family, float]]:
    """One row's way down every tree, question by question: what is said, and what each family brought."""
    total, brought = 0.0, dict.fromkeys(FAMILIES, 0.0)
    for columns, borders, nodes in zip(
        arrays["columns"], arrays["borders"], arrays["nodes"].astype(float), strict=True
    ):
        node = 1
        for column, border in zip(columns, borders, strict=True):
            node = 2 * node + int(row[column] > border)
        brought[led(columns, nodes)] += nodes[node] - nodes[1]
        total += nodes[node]
    return total, brought


@pytest.mark.parametrize("depth", [1, 2, 3, 6, 8])
def test_the_trees_are_walked_question_by_question(depth: int) -> None:
    random = np.random.default_rng(depth)
    arrays = models.forest(random, COLUMNS, trees=25, depth=depth)
    rows = random.normal(0.3, 1, (40, COLUMNS)).astype(np.float32)
    rows[0] = arrays["borders"][0, 0]  # on the border is not over it
    odds, evidence = Forest(arrays, OF_COLUMNS).say(rows)
    for row, said, why in zip(rows, odds, evidence, strict=True):
        total, brought = walked(arrays, row)
        assert said == pytest.approx(total, abs=1e-3)
        np.testing.assert_allclose(why, [brought[family] for family in FAMILIES], atol=1e-3)


def test_the_evidence_and_a_constant_make_the_odds() -> None:
    arrays = models.forest(np.random.default_rng(0), COLUMNS)
    rows = np.random.default_rng(1).normal(0, 1, (200, COLUMNS)).astype(np.float32)
    odds, evidence = Forest(arrays, OF_COLUMNS).say(rows)
    constant = arrays["nodes"][:, 1].sum(dtype=float)
    np.testing.assert_allclose(constant + evidence.sum(axis=1), odds, atol=1e-3)
    assert not evidence[:, [FAMILIES.index(f) for f in FAMILIES if f not in OF_COLUMNS]].any()


@pytest.mark.parametrize("count", [1, AT_ONCE - 1, AT_ONCE, AT_ONCE + 1, 2 * AT_ONCE + 7])
def test_a_row_is_told_the_same_among_any_number_of_others(count: int) -> None:
    forest = Forest(models.forest(np.random.default_rng(0), COLUMNS), OF_COLUMNS)
    rows = np.random.default_rng(count).normal(0, 1, (count, COLUMNS)).astype(np.float32)
    odds, evidence = forest.say(rows)
    assert (odds.shape, evidence.shape) == ((count,), (count, len(FAMILIES)))
    alone, why = forest.say(rows[-1:])
    assert odds[-1] == pytest.approx(alone[0], abs=1e-5)
    np.testing.assert_allclose(evidence[-1], why[0], atol=1e-5)


def test_the_answer_is_that_of_both_looks_with_their_evidence() -> None:
    model = models.weights(numbers={"calibration": (1.0, 0.0)})
    answer = Classifier(model).ask(SEEN)
    roots = sum(model.arrays[f"{look} nodes"][:, 1].sum(dtype=float) for look in ("first", "second"))
    np.testing.assert_allclose(answer.evidence.sum(axis=1) + roots, answer.odds, atol=1e-2)
    beside = answer.evidence[:, FAMILIES.index(Family.NEIGHBOURS)]
    assert beside.any()


def test_the_calibration_is_a_slope_and_an_offset() -> None:
    raw = Classifier(models.weights(numbers={"calibration": (1.0, 0.0)})).ask(SEEN)
    told = Classifier(models.weights(numbers={"calibration": (0.5, -1.0)})).ask(SEEN)
    np.testing.assert_allclose(told.odds, 0.5 * raw.odds - 1, rtol=1e-4, atol=1e-5)
    np.testing.assert_allclose(told.evidence, 0.5 * raw.evidence, rtol=1e-4, atol=1e-5)
    assert (probabilities(told.odds) < 1).all()


def test_the_types_of_a_page_are_told_by_trees_that_see_all_of_it() -> None:
    random = np.random.default_rng(0)
    arrays = models.types(random, COLUMNS)
    page_ = random.normal(0.3, 1, COLUMNS).astype(np.float32)
    odds = arrays["bias"].astype(float)
    for columns, borders, values in zip(arrays["columns"], arrays["borders"], arrays["values"], strict=True):
        leaf = int("".join(str(int(page_[c] > b)) for c, b in zip(columns, borders, strict=True)), 2)
        odds = odds + values[leaf]
    told = PageTypes(arrays).say(page_)
    assert list(told) == list(TYPES)
    np.testing.assert_allclose(list(told.values()), np.exp(odds) / np.exp(odds).sum(), atol=1e-3)


def test_a_page_is_its_pieces_on_average_by_words_and_by_likelihood() -> None:
    rows = np.array([[1.0], [0.0], [0.0]], np.float32)
    words, odds = np.array([1.0, 1, 2], np.float32), np.array([0.0, -99, 99], np.float32)
    np.testing.assert_allclose(pooled(rows, words, odds), [1 / 3, 1 / 4, 0.5 / 2.5], rtol=1e-5)


def test_a_second_opinion_is_evidence_too() -> None:
    answer = models.classifier().ask(SEEN)
    votes = np.where(np.arange(len(answer.odds)) % 2, 2.0, -2.0)
    both = answer.with_votes(Family.OPINION, votes)
    np.testing.assert_allclose(both.odds, answer.odds + votes)
    np.testing.assert_allclose((both.evidence - answer.evidence).sum(axis=1), votes, atol=1e-5)
    assert not answer.evidence[:, FAMILIES.index(Family.OPINION)].any()


def test_the_same_page_is_answered_the_same() -> None:
    first, second = (models.classifier().ask(models.observed(page())) for _ in range(2))
    np.testing.assert_array_equal(first.odds, second.odds)
    np.testing.assert_array_equal(first.evidence, second.evidence)
