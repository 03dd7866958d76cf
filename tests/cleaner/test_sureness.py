"""Does a number say how often such evidence was right?"""

from __future__ import annotations

import pytest

from scraper.cleaner.sureness import Support, chance, of, support_of
from scraper.cleaner.sureness_table import COUNTED
from scraper.model import Fact, Source


@pytest.mark.parametrize(
    ("agreeing", "differing", "support"),
    [(0, 0, "alone"), (2, 0, "agreed"), (2, 1, "mostly"), (1, 1, "disputed"), (0, 1, "disputed")],
)
def test_support(agreeing: int, differing: int, support: str) -> None:
    assert support_of(agreeing, differing) is Support(support)


def test_many_looks_speak_for_themselves_and_few_are_helped_out() -> None:
    counted = {("title", "h1", "agreed"): (90, 100), ("title", "meta", "agreed"): (0, 1)}
    assert chance(counted, ("title", "h1", "agreed")) == pytest.approx(0.9, abs=0.01)
    assert 0.6 < chance(counted, ("title", "meta", "agreed")) < 0.9
    assert 0.8 < chance(counted, ("title", "url", "alone")) < 0.9, "as all of the fact"


def test_nothing_is_surer_than_the_looks_allow() -> None:
    assert chance({("title", "h1", "agreed"): (8, 8)}, ("title", "h1", "agreed")) == 9 / 10
    assert chance({}, ("title", "h1", "agreed")) == 0.5


def test_what_was_never_counted_is_as_sure_as_the_rest_but_for_tags() -> None:
    counted = {("title", "h1", "alone"): (99, 100), ("tags", "h1", "alone"): (0, 100)}
    assert chance(counted, ("section", "h1", "alone")) > 0.9
    assert chance({("date_published", "url", "alone"): (0, 100)}, ("date_modified", "url", "alone")) < 0.1


def test_every_answer_is_a_chance() -> None:
    assert {fact for fact, _, _ in COUNTED} <= {fact.value for fact in Fact}
    assert all(0 < of(fact, source, support) < 1 for fact in Fact for source in Source for support in Support)
    assert of(Fact.TITLE, Source.JSON_LD, Support.AGREED) > of(Fact.TITLE, Source.JSON_LD, Support.DISPUTED)
