"""Does the second look see in what company each piece stands?"""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from scraper.cleaner import neighbourhood
from scraper.cleaner.features import LEVELS
from scraper.cleaner.features.columns import Floats
from scraper.cleaner.inputs import NEAR, families, rows
from scraper.cleaner.neighbourhood import FURTHEST, LONG, NOTHING, REACH
from tests.cleaner import models
from tests.cleaner.pages import page

ODDS = arrays(np.float32, st.integers(1, 30), elements=st.floats(-100, 100, width=32))


def looked(odds: Floats) -> Floats:
    """The columns of so many pieces, all in one box and of one kind."""
    count = len(odds)
    first, end = np.zeros((count, LEVELS), np.intp), np.full((count, LEVELS), count, np.intp)
    return neighbourhood.columns(odds, np.ones(count, np.float32), first, end, np.zeros(count, np.intp))


@given(ODDS)
@settings(deadline=None)
def test_whatever_was_said_there_is_a_number_for_each_column(odds: Floats) -> None:
    table = looked(odds)
    assert table.shape == (len(odds), len(neighbourhood.FAMILIES))
    assert np.isfinite(table).all()


def test_a_short_paragraph_between_two_of_the_story_is_seen_there() -> None:
    table = looked(np.array([-9, 3, -1, 4, -9], np.float32))
    near = slice(REACH - 1, REACH + 2)  # the columns of the piece before, of this one and of the next
    assert table[2, near].tolist() == [3, -1, 4]
    assert table[0, near].tolist() == [NOTHING, -FURTHEST, 3]
    assert table[4, near].tolist() == [4, -FURTHEST, NOTHING]


def test_the_likely_pieces_on_either_side_are_measured() -> None:
    table = looked(np.array([5, -5, -5, 5, -5], np.float32))
    before, after, last, coming = table[:, 2 * REACH + 1 : 2 * REACH + 5].T
    np.testing.assert_allclose(before[[0, 4]], [0, 1], atol=0.05)
    np.testing.assert_allclose(after[[0, 4]], [0.5, 0], atol=0.05)
    np.testing.assert_allclose(last, [LONG, *np.log1p([1, 2, 3, 1])])
    np.testing.assert_allclose(coming, [*np.log1p([3, 2, 1]), LONG, LONG])


def test_what_is_certain_is_cut_off() -> None:
    assert neighbourhood.clipped(np.array([-99, 1, 99])).tolist() == [-FURTHEST, 1, FURTHEST]


def test_the_first_look_sees_the_pieces_beside_each() -> None:
    seen = models.observed(page())
    scores = np.random.default_rng(0).normal(size=(len(seen.table), 12)).astype(np.float32)
    table = rows(seen.table, scores)
    assert table.shape == (len(seen.table), len(families()))
    width = (table.shape[1] - seen.table.shape[1] - scores.shape[1]) // len(NEAR)
    beside = table[:, -len(NEAR) * width :].reshape(len(table), len(NEAR), width)
    np.testing.assert_array_equal(beside[1:, 1, -6:], scores[:-1, ::2])
    np.testing.assert_array_equal(beside[:-1, 2, -6:], scores[1:, ::2])
    assert not beside[0, :2].any()
    assert not beside[-1, 2:].any()
