"""Are log-odds made honest, and does confidence rise with the score?"""

from __future__ import annotations

import numpy as np
import pytest

from scraper.cleaner.training.calibrate import confidence, scale
from scraper.cleaner.training.report import word_f1


@pytest.mark.parametrize(("slope", "offset"), [(1.0, 0.0), (0.5, -0.7), (1.6, 0.4)])
def test_the_slope_and_offset_that_made_the_truth_are_found(slope: float, offset: float) -> None:
    random = np.random.default_rng(0)
    odds = random.normal(0, 3, 60_000)
    truth = (random.random(60_000) < 1 / (1 + np.exp(-(slope * odds + offset)))).astype(float)
    assert scale(odds, truth, np.ones(60_000)) == pytest.approx((slope, offset), abs=0.06)


def test_what_weighs_nothing_counts_for_nothing() -> None:
    odds, truth = np.array([-2.0, -1, 1, 2, 0]), np.array([0.0, 1, 0, 1, 1])
    some = scale(odds[:4], truth[:4], np.ones(4))
    assert scale(odds, truth, np.array([1.0, 1, 1, 1, 0])) == pytest.approx(some)


def test_confidence_never_falls() -> None:
    random = np.random.default_rng(0)
    expected = random.random(500)
    got = np.clip(0.4 + 0.5 * expected + random.normal(0, 0.2, 500), 0, 1)
    places, heights = confidence(expected.tolist(), got.tolist())
    assert list(places) == sorted(places)
    assert list(heights) == sorted(heights)
    said = np.interp(expected, places, heights)
    assert said.mean() == pytest.approx(got.mean(), abs=0.02)


@pytest.mark.parametrize(
    ("got", "truth", "score"),
    [("", "", 1), ("a", "", 0), ("", "a", 0), ("A b, c", "a B c", 1), ("a a b", "a c", 0.4), ("a b", "a b c d", 2 / 3)],
)
def test_the_score_is_that_of_two_bags_of_words(got: str, truth: str, score: float) -> None:
    assert word_f1(got, truth) == pytest.approx(score)
