"""How long copies of robots.txt hold, and what one means that cannot be had for a month."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from scraper.crawler.frontier import MemoryFrontier
from scraper.crawler.heard import MAX_AGE_SECONDS, MIN_AGE_SECONDS
from scraper.crawler.robots_copies import MAX_GAP_SECONDS, UNREACHABLE_SECONDS, Answer, RobotsCopies
from scraper.model import Failure, Fault, Page

ORIGIN, ROBOTS, A = "https://news.test", "https://news.test/robots.txt", "https://news.test/a"
DAY = 86_400.0
START = 1_800_000_000.0
GOOD = b"User-agent: *\nDisallow: /a\n"


def page(body: bytes = GOOD, status: int = 200, cache: str = "") -> Page:
    headers = (("cache-control", cache),) if cache else ()
    return Page(ROBOTS, status, headers, body, datetime.fromtimestamp(START, UTC))


GONE = Failure(ROBOTS, Fault.TIMEOUT, again=True)


def heard(*answers: tuple[float, Page | Failure]) -> Answer:
    """What is known after answers at times in days."""
    frontier = MemoryFrontier()
    copies = RobotsCopies("NewsBot", frontier, backoff=30.0)
    for days, answer in answers:
        copies.hear(ORIGIN, answer, START + days * DAY, 0.0)
    copies = RobotsCopies("NewsBot", frontier, backoff=30.0)  # another run: only what was kept counts
    found = copies.answer(ORIGIN, START + answers[-1][0] * DAY)
    assert found is not None
    return found


MONTH = UNREACHABLE_SECONDS / DAY


def outage(start: float, days: float, step: float = 5.0) -> list[tuple[float, Page | Failure]]:
    return [(start + step * n, GONE) for n in range(int(days / step) + 1)]


@pytest.mark.parametrize("what", [GONE, page(b"", 503), page(b"", 429)])
def test_for_a_month_what_cannot_be_reached_forbids_all(what: Page | Failure) -> None:
    found = heard((0, page()), (1, what), (10, what), (20, what), (29, what))
    assert found.is_unknown
    assert not found.rules.allows(ORIGIN + "/b").allowed


def test_after_a_month_what_it_said_last_counts_again() -> None:
    found = heard((0, page()), *outage(1, MONTH))
    assert not found.is_unknown
    assert not found.rules.allows(A).allowed
    assert found.rules.allows(ORIGIN + "/b").allowed


@pytest.mark.parametrize("before", [[], [(0.0, page(b"", 404))]])
def test_after_a_month_without_a_good_copy_all_is_allowed(before: list[tuple[float, Page | Failure]]) -> None:
    found = heard(*before, *outage(1, MONTH))
    assert not found.is_unknown
    assert found.rules.allows(A).allowed


def test_an_answer_in_between_starts_the_month_anew() -> None:
    assert heard(*outage(0, 20), (21, page()), *outage(22, 20)).is_unknown


def test_what_nobody_looked_at_meanwhile_may_have_been_there() -> None:
    assert heard((0, GONE), (MONTH + 1, GONE)).is_unknown
    assert heard((0, GONE), (MAX_GAP_SECONDS / DAY + 1, GONE), (MONTH, GONE)).is_unknown


def test_even_then_it_is_asked_for_again_every_day() -> None:
    found = heard(*outage(0, MONTH))
    assert found.copy.expires - found.copy.fetched_at <= MAX_AGE_SECONDS


@pytest.mark.parametrize(
    ("cache", "seconds"),
    [
        ("", MAX_AGE_SECONDS),
        ("max-age=3600", 3600.0),  # robots-fetch-18
        ("public, max-age = 3600", 3600.0),
        ("max-age=999999999", MAX_AGE_SECONDS),
        ("max-age=0, must-revalidate", MIN_AGE_SECONDS),
        ("no-cache", MIN_AGE_SECONDS),
        ("no-store, max-age=86400", MIN_AGE_SECONDS),
        ("s-maxage=10", MAX_AGE_SECONDS),
        ("max-age=soon", MAX_AGE_SECONDS),
    ],
)
def test_a_copy_holds_as_long_as_cache_control_says_within_bounds(cache: str, seconds: float) -> None:
    for answer in (page(cache=cache), page(b"", 404, cache=cache)):
        found = heard((0, answer))
        assert found.copy.expires - found.copy.fetched_at == seconds
