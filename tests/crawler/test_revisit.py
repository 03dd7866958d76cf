"""Pages that change in their own time, played by a clock: are they looked at about as often as they change?"""

from __future__ import annotations

import itertools
import random
from collections.abc import Callable, Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scraper.crawler.revisit import FAILED_SECONDS, Bounds, History, after_failures, history, next_interval
from scraper.model import Visit

HOUR, DAY, YEAR = 3_600.0, 86_400.0, 31_536_000.0
START = 1_800_000_000.0
USUAL = Bounds()


def intervals(state: Callable[[float], str], bounds: Bounds) -> Iterator[float]:
    """The intervals at which a page is looked at; ``state`` is what it shows so many seconds after the start."""
    now = START
    visit = Visit("https://news.test/", "https://news.test/", "news.test")
    while True:
        looks = state(now - START)
        seen = history(visit, looks, now)
        visit = Visit(
            visit.url,
            visit.key,
            visit.host,
            checks=seen.looks,
            changes=seen.changes,
            first_checked=seen.since,
            fingerprint=looks,
        )
        interval = next_interval(seen, now, bounds)
        yield interval
        now += interval


def at_look(number: int, state: Callable[[float], str], bounds: Bounds = USUAL) -> float:
    return next(itertools.islice(intervals(state, bounds), number, None))


def every(period: float) -> Callable[[float], str]:
    return lambda seconds: str(seconds // period)


def now_and_then(mean: float) -> Callable[[float], str]:
    """Changes that come by chance, as stories do."""
    chance = random.Random(7)
    times = list(itertools.accumulate(chance.expovariate(1 / mean) for _ in range(20_000)))
    return lambda seconds: str(sum(1 for _ in itertools.takewhile(lambda time: time <= seconds, times)))


@pytest.mark.parametrize("state", [every(HOUR), now_and_then(HOUR)])
def test_a_page_that_changes_by_the_hour_is_looked_at_about_that_often(state: Callable[[float], str]) -> None:
    bounds = Bounds(first=DAY, least=HOUR / 6)
    assert at_look(0, state, bounds) == DAY
    for number in (40, 60, 80):
        assert HOUR / 3 < at_look(number, state, bounds) < 3 * HOUR


def test_a_page_that_changes_by_the_week_is_looked_at_about_that_often() -> None:
    for number in (10, 20, 40):
        assert 3 * DAY < at_look(number, every(7 * DAY)) < 14 * DAY


def test_a_page_that_never_changes_is_left_alone_for_ever_longer() -> None:
    first = list(itertools.islice(intervals(lambda _: "same", USUAL), 8))
    assert first == sorted(first)
    assert (first[0], first[-1]) == (DAY, USUAL.most)


def test_a_page_that_always_changes_is_not_asked_for_more_often_than_allowed() -> None:
    assert at_look(200, every(1.0)) == USUAL.least


def test_what_stops_to_change_is_looked_at_less() -> None:
    def state(seconds: float) -> str:
        return str(min(seconds, 3 * DAY) // (6 * HOUR))

    assert at_look(60, state) == USUAL.most


@given(st.integers(1, 500), st.integers(0, 500), st.floats(0, 10 * YEAR), st.none() | st.floats(-YEAR, 50 * YEAR))
def test_with_nought_for_a_first_guess_all_is_due_at_once(
    looks: int, changes: int, known_for: float, age: float | None
) -> None:
    published = None if age is None else START - age
    seen = History(looks, changes, START - known_for)
    assert next_interval(seen, START, Bounds(0.0), published) == 0
    assert USUAL.least <= next_interval(seen, START, USUAL, published) <= USUAL.most


def test_an_old_story_is_looked_at_rarely_from_the_start() -> None:
    new = History(1, 0, START)
    fresh = next_interval(new, START, USUAL, START - HOUR)
    aged = next_interval(new, START, USUAL, START - 40 * DAY)
    ancient = next_interval(new, START, USUAL, START - 3 * YEAR)
    assert (fresh, aged, ancient) == (DAY, 5 * DAY, USUAL.most)


def test_a_first_guess_out_of_bounds_is_one_all_the_same() -> None:
    new = History(1, 0, START)
    assert next_interval(new, START, Bounds(600.0)) == 600
    assert next_interval(new, START, Bounds(YEAR)) == YEAR


def test_the_first_look_shows_no_change() -> None:
    visit = Visit("https://news.test/", "https://news.test/", "news.test")
    assert history(visit, "a", START) == History(1, 0, START)


@pytest.mark.parametrize(("looks", "changes"), [("a", 1), ("b", 2), ("", 1)])
def test_a_change_is_one_of_the_fingerprint(looks: str, changes: int) -> None:
    visit = Visit("u", "u", "h", checks=4, changes=1, first_checked=START - DAY, fingerprint="a")
    assert history(visit, looks, START) == History(5, changes, START - DAY)


def test_failures_are_asked_for_again_ever_later() -> None:
    waits = [after_failures(count, USUAL) for count in range(1, 9)]
    assert waits[:4] == [FAILED_SECONDS, 2 * FAILED_SECONDS, 4 * FAILED_SECONDS, 8 * FAILED_SECONDS]
    assert waits[-1] == USUAL.most
    assert after_failures(10**9, Bounds(0, 0, 0)) == FAILED_SECONDS
