"""Which pieces of a page are found in its known text?"""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scraper.cleaner.training.truth import partial, shares, words_of
from tests.cleaner.pages import STORY

TRUTH = "\n\n".join(STORY)
MENU = ["Home", "Sport", "Subscribe to our newsletter and never miss a single story again"]


def found(texts: list[str], truth: str = TRUTH, hidden: set[int] | None = None) -> list[float]:
    marks = [number in (hidden or set()) for number in range(len(texts))]
    return [round(float(share), 2) for share in shares(texts, marks, truth)]


def test_the_paragraphs_of_the_text_are_found_and_nothing_else() -> None:
    assert found([*MENU, *STORY, *MENU]) == [0, 0, 0, 1, 1, 1, 1, 1, 0, 0, 0]


def test_case_and_punctuation_do_not_count() -> None:
    assert found([STORY[0].upper().replace(",", " –")]) == [1]


def test_of_two_copies_the_first_is_taken_and_a_visible_one_before_a_hidden_one() -> None:
    assert found([*STORY, STORY[1]]) == [1, 1, 1, 1, 1, 0]
    assert found([STORY[1], *STORY], hidden={0}) == [0, 1, 1, 1, 1, 1]
    assert found([*STORY, STORY[1]], f"{TRUTH}\n\n{STORY[1]}") == [1] * 6


def test_a_piece_that_is_story_in_part_counts_in_part() -> None:
    half = STORY[0] + " " + " ".join(f"word{n}" for n in range(len(words_of(STORY[0]))))
    (share,) = found([half])
    assert share == pytest.approx(0.5, abs=0.02)


def test_a_short_piece_is_a_line_of_its_own() -> None:
    truth = "\n\n".join([*STORY[:2], "A dam too small", *STORY[2:]])
    assert found(["The dam", "A dam too small", *STORY], truth)[:2] == [0, 1]
    short = truth.replace("A dam too small", "Two dams")
    assert found([*STORY[:2], "Two dams", *STORY[2:], "Two dams"], short) == [1, 1, 1, 1, 1, 1, 0]


def test_a_short_piece_without_a_line_is_found_between_its_neighbours() -> None:
    truth = f"{STORY[0]} Said Ana. {STORY[1]}"
    assert found([STORY[0], "Said Ana", STORY[1], "Said Ana"], truth) == [1, 1, 1, 0]
    assert found(["Said Ana", STORY[0], STORY[1]], truth) == [0, 1, 1]  # not where it stands in the text
    assert found(["Said Ana", STORY[0]], f"Said Ana: {STORY[0]}") == [1, 1]
    assert found(["Said Ana", *MENU * 6, STORY[0]], f"Said Ana: {STORY[0]}")[0] == 0  # too far off


@pytest.mark.parametrize(("texts", "truth"), [([], TRUTH), (["", "…", "Home"], TRUTH), (list(STORY), ""), ([""], "")])
def test_nothing_to_find_is_no_trouble(texts: list[str], truth: str) -> None:
    assert found(texts, truth) == [0] * len(texts)


@given(st.lists(st.text("abc \n.", max_size=40), max_size=8), st.text("abc \n.", max_size=120))
@settings(deadline=None)
def test_a_share_is_a_share(texts: list[str], truth: str) -> None:
    assert all(0 <= share <= 1 for share in shares(texts, [False] * len(texts), truth))


def test_segments_say_yes_and_no_and_else_nothing() -> None:
    texts = [STORY[0], "Share this story", STORY[1], MENU[2]]
    share = partial(texts, ["until  midnight to\ntalk", STORY[1]], ["Share this"])
    np.testing.assert_array_equal(share, [1, 0, 1, np.nan])


def test_a_piece_may_be_a_part_of_a_segment() -> None:
    share = partial(["The water came at noon", "The water", "and the council"], [STORY[0]], [])
    np.testing.assert_array_equal(share, [1, np.nan, np.nan])  # the short ones stand anywhere
    np.testing.assert_array_equal(partial(["Share this story"], ["this story"], ["Share this story"]), [0])
