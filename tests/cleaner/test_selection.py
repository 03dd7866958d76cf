"""Is the chosen set of pieces the best one to expect?"""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scraper.cleaner.selection import HEADED, NEAR, between, choose, probabilities, softmax, together, worth
from scraper.model import PageType

PIECES = st.lists(st.tuples(st.floats(0.001, 1), st.integers(1, 80)), min_size=1, max_size=8)
EQUAL = st.lists(st.floats(0.001, 1), min_size=1, max_size=8)


def expected(chance: list[float], words: list[int], chosen: tuple[int, ...]) -> float:
    """The F1 to expect of a set: story words taken, over the mean of the words taken and the story words there are."""
    gained = sum(chance[n] * words[n] for n in chosen)
    there = sum(c * w for c, w in zip(chance, words, strict=True))
    return 2 * gained / (sum(words[n] for n in chosen) + there)


@given(PIECES)
@settings(deadline=None)
def test_no_other_set_promises_more(pieces: list[tuple[float, int]]) -> None:
    chance, words = ([piece[part] for piece in pieces] for part in (0, 1))
    every = range(len(pieces))
    sets = (chosen for size in range(1, len(pieces) + 1) for chosen in combinations(every, size))
    best = max(expected(chance, words, chosen) for chosen in sets)
    chosen, promised = choose(np.array(chance), np.array(words, float), {})
    assert promised == pytest.approx(best, rel=1e-5)
    assert expected(chance, words, tuple(np.flatnonzero(chosen))) == pytest.approx(best, rel=1e-5)


@given(EQUAL)
@settings(deadline=None)
def test_the_likelier_piece_goes_first(chance: list[float]) -> None:
    chosen, _ = choose(np.array(chance), np.ones(len(chance)), {})
    taken = [c for c, kept in zip(chance, chosen, strict=True) if kept]
    left = [c for c, kept in zip(chance, chosen, strict=True) if not kept]
    assert not left or min(taken) >= max(left)


def test_a_sure_page_is_divided_where_the_story_ends() -> None:
    chosen, promised = choose(np.array([0.01, 0.99, 0.02, 0.98]), np.array([9.0, 40.0, 30.0, 50.0]), {})
    assert chosen.tolist() == [False, True, False, True]
    assert promised > 0.95


@given(PIECES)
@settings(deadline=None)
def test_of_an_article_nothing_unlikely_is_taken(pieces: list[tuple[float, int]]) -> None:
    chance, words = ([piece[part] for piece in pieces] for part in (0, 1))
    freely, _ = choose(np.array(chance), np.array(words, float), {})
    chosen, promised = choose(np.array(chance), np.array(words, float), {PageType.FORUM: 0.2, PageType.ARTICLE: 0.8})
    assert chosen.tolist() == [kept and c > 0.5 for kept, c in zip(freely.tolist(), chance, strict=True)]
    assert promised == pytest.approx(expected(chance, words, tuple(np.flatnonzero(chosen))), rel=1e-5)


@pytest.mark.parametrize("odds", [-1e9, -40.0, 0.0, 40.0, 1e9, float("inf")])
def test_no_odds_are_too_long_to_be_a_probability(odds: float) -> None:
    (chance,) = probabilities(np.array([odds], np.float32))
    assert 0 <= chance <= 1
    assert np.isclose(chance, 0.5 * (1 + np.sign(odds)), atol=1e-6)


def test_things_that_exclude_one_another_share_one() -> None:
    shares = softmax(np.array([1000.0, 1000.0, -1000.0], np.float32))
    assert shares.tolist() == [0.5, 0.5, 0.0]


@given(st.lists(st.tuples(st.floats(-5, 5), st.booleans(), st.integers(0, 2)), min_size=1, max_size=14))
def test_a_heading_is_likelier_between_pieces_of_the_story_in_its_own_element(
    rows: list[tuple[float, bool, int]],
) -> None:
    odds, headings, around = zip(*rows, strict=True)
    votes = between(np.array(odds), np.array(headings), around)
    for number, vote in enumerate(votes):
        sides = range(max(0, number - NEAR), number), range(number + 1, min(len(rows), number + 1 + NEAR))
        held = all(any(odds[at] > 0 and around[at] == around[number] for at in side) for side in sides)
        assert vote == (HEADED if headings[number] and held else 0)


@given(st.lists(st.tuples(st.floats(0, 1), st.integers(1, 50), st.integers(0, 3)), min_size=1, max_size=12))
def test_the_pieces_of_a_group_get_one_chance_and_the_others_keep_theirs(rows: list[tuple[float, int, int]]) -> None:
    kinds = (float, float, int)
    chance, words, groups = map(np.array, zip(*rows, strict=True), kinds)
    found = together(chance, words, groups)
    for group in set(groups.tolist()):
        here = groups == group
        wanted = np.average(chance[here], weights=words[here]) if group else chance[here]
        np.testing.assert_allclose(found[here], wanted, atol=1e-6)


@given(PIECES)
@settings(deadline=None)
def test_what_is_chosen_is_worth_what_was_promised(pieces: list[tuple[float, int]]) -> None:
    chance, words = (np.array([piece[part] for piece in pieces], float) for part in (0, 1))
    chosen, promised = choose(chance, words, {})
    assert worth(chosen, chance, words) == pytest.approx(promised, rel=1e-5)
    assert worth(~chosen, chance, words) <= promised + 1e-9
