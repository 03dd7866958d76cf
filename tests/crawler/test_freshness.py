"""Cache-Control and its elders, by the rules of RFC 9111."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scraper.crawler.freshness import MAX_SECONDS, fresh_seconds
from scraper.model import Page

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
HEADERS = ("cache-control", "expires", "age", "date")


def fresh(*headers: tuple[str, str]) -> float:
    return fresh_seconds(Page("https://news.test/", 200, headers, b"", NOW))


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("max-age=600", 600),
        ("public, max-age=31536000, immutable", 31_536_000),
        ('MAX-AGE="600"', 600),
        ("max-age = 600", 600),
        ("immutable", 0),  # for no time that is told
        ("max-age=0", 0),
        ("max-age=-5", 0),
        ("max-age=soon", 0),
        ("max-age", 0),
        ("no-cache, max-age=600", 0),
        ("max-age=600, no-store", 0),
        ("max-age=60, max-age=600", 60),
        ("s-maxage=600", 0),  # for caches that many share
        ("max-age=99999999999999999999", MAX_SECONDS),
        ("", 0),
        (",,;=", 0),
    ],
)
def test_cache_control(value: str, seconds: float) -> None:
    assert fresh(("cache-control", value)) == seconds


def test_directives_may_come_in_several_headers() -> None:
    assert fresh(("cache-control", "public"), ("cache-control", "max-age=60")) == 60
    assert fresh(("cache-control", "max-age=60"), ("cache-control", "no-cache")) == 0


def test_what_a_cache_on_the_way_has_kept_is_so_much_older() -> None:
    assert fresh(("cache-control", "max-age=600"), ("age", "500")) == 100
    assert fresh(("cache-control", "max-age=600"), ("age", "700")) == 0


@pytest.mark.parametrize(
    ("expires", "seconds"),
    [
        ("Sun, 01 Mar 2026 13:00:00 GMT", 3_600),
        ("Sun, 01 Mar 2026 11:00:00 GMT", 0),
        ("Sun, 01 Mar 2026 13:00:00 -0000", 3_600),
        ("0", 0),
        ("-1", 0),
        ("Fri, 99 Foo 2026", 0),
    ],
)
def test_expires(expires: str, seconds: float) -> None:
    assert fresh(("expires", expires)) == seconds


def test_expires_goes_by_the_clock_of_the_server() -> None:
    later = ("expires", "Sun, 01 Mar 2026 15:00:00 GMT")
    assert fresh(later, ("date", "Sun, 01 Mar 2026 14:00:00 GMT")) == 3_600


def test_max_age_goes_before_expires() -> None:
    assert fresh(("cache-control", "max-age=0"), ("expires", "Sun, 01 Mar 2026 13:00:00 GMT")) == 0


@given(st.lists(st.tuples(st.sampled_from(HEADERS), st.text(max_size=60))))
def test_whatever_the_headers_there_is_a_number(headers: list[tuple[str, str]]) -> None:
    assert 0 <= fresh(*headers) <= MAX_SECONDS
