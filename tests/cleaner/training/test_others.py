"""What does a page count for those who learn what is wanted of pages that are no articles?"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from scraper.cleaner.training import others
from scraper.cleaner.training.corpus import Example

WORDS = np.array([10, 20, 30], np.float32)
SURE = 4.0


def example(kind: str, text: str | None = "text") -> Example:
    """A page of a type."""
    return Example("1", None, "rivernews.test", Path("page.html"), kind, text)


def weight(kind: str, share: list[float], said: list[float], text: str | None = "text") -> float:
    """What a page counts of whose pieces such shares are wanted, when so much is said of them."""
    return others._weight(example(kind, text), np.array(share, np.float32), WORDS, np.array(said, np.float32))


def test_articles_count_less_than_the_pages_that_it_is_about() -> None:
    right = [SURE, -SURE, SURE]
    assert weight("product", [1, 0, 1], right) == 1.0
    assert 0 < weight("article", [1, 0, 1], right) < 1


def test_a_truth_is_in_doubt_where_the_trees_find_next_to_nothing_of_it() -> None:
    assert weight("product", [1, 0, 0], [-SURE, SURE, SURE]) == pytest.approx(others.DOUBTED)
    assert weight("product", [0, 1, 1], [-SURE, SURE, SURE]) == 1.0


def test_of_a_page_without_text_there_is_nothing_to_be_learned() -> None:
    assert weight("product", [0, 0, 0], [SURE, SURE, SURE]) == 0


@pytest.mark.parametrize(("known", "counts"), [(0, 0), (1, 0.125), (3, 0.375)])
def test_the_fewer_pieces_are_known_the_less_a_page_counts(known: int, counts: float) -> None:
    share = [1.0] * known + [float("nan")] * (3 - known)
    assert weight("segments", share, [SURE, SURE, SURE], None) == pytest.approx(counts)
