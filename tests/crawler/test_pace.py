"""When the next request may start."""

from __future__ import annotations

import pytest

from scraper.crawler.pace import MARGIN_SECONDS, MAX_HOLD_SECONDS, Pace, Schedule

HOST = "news.test"


def turn(pace: Pace, now: float, host: str = HOST) -> float:
    """The next turn without the margin, to the millisecond."""
    when = pace.turn(host, now)
    return round(when if when == now else when - MARGIN_SECONDS, 3)


def test_the_first_turn_is_now() -> None:
    assert Pace().turn(HOST, now=7.0) == 7.0


def test_the_delay_counts_from_the_start_of_the_last_request() -> None:
    pace = Pace(delay=2.0)
    pace.done(HOST, started=10.0, ended=10.25)
    assert turn(pace, now=10.25) == 12.0
    assert pace.turn(HOST, now=13.0) == 13.0
    assert pace.turn("other.test", now=10.25) == 10.25


def test_a_slow_server_rests_as_long_as_it_worked() -> None:
    pace = Pace(delay=1.0, max_delay=60.0)
    pace.done(HOST, started=10.0, ended=14.0)
    assert pace.turn(HOST, now=14.0) == 18.0
    pace.done(HOST, started=20.0, ended=320.0)
    assert pace.turn(HOST, now=320.0) == 380.0


@pytest.mark.parametrize(
    ("wishes", "seconds"), [((None, None), 2.0), ((0.5, None), 2.0), ((5.0, None), 5.0), ((5.0, 8.0), 8.0)]
)
def test_the_largest_delay_holds(wishes: tuple[float | None, ...], seconds: float) -> None:
    pace = Pace(delay=2.0)
    assert pace.wish(HOST, *wishes) is None
    pace.done(HOST, started=10.0, ended=10.0)
    assert turn(pace, now=10.0) == 10.0 + seconds


def test_a_delay_too_long_is_capped_and_reported() -> None:
    pace = Pace(delay=1.0, max_delay=60.0)
    pace.done(HOST, started=10.0, ended=10.0)
    assert pace.wish(HOST, 999_999_999.0) == 999_999_999.0
    assert turn(pace, now=10.0) == 70.0


@pytest.mark.parametrize(
    ("host", "seconds"),
    [
        ("127.0.0.1:8080", 0.1),
        ("[::1]:8080", 0.1),
        ("[::1]", 0.1),
        ("127.1.0.1", 1.0),
        ("localhost:8080", 1.0),
        ("news.test", 1.0),
    ],
)
def test_only_literal_addresses_of_ones_own_network_go_below_the_floor(host: str, seconds: float) -> None:
    pace = Pace(delay=0.1, allow_private=("127.0.0.0/16", "::1/128"))
    pace.done(host, started=10.0, ended=10.0)
    assert turn(pace, 10.0, host) == 10.0 + seconds


def test_refusals_double_and_end_with_a_welcome() -> None:
    pace = Pace(backoff=30.0)
    assert pace.refused(HOST, now=0.0, wait=None) == 30.0
    assert pace.refused(HOST, now=30.0, wait=None) == 90.0
    pace.welcomed(HOST)
    assert pace.refused(HOST, now=100.0, wait=None) == 130.0
    for _ in range(2000):
        until = pace.refused(HOST, now=200.0, wait=None)
    assert until == 200.0 + 3600.0


def test_the_hosts_own_word_is_kept() -> None:
    pace = Pace(backoff=30.0)
    assert pace.refused(HOST, now=0.0, wait=5.0) == 5.0
    assert pace.turn(HOST, now=1.0) == 5.0
    assert pace.held(now=1.0) == (HOST,)
    assert pace.held(now=5.0) == ()
    assert pace.refused(HOST, now=10.0, wait=5.0) == 70.0  # its word was not enough
    assert pace.refused(HOST, now=10.0, wait=1e12) == 10.0 + MAX_HOLD_SECONDS


def test_an_earlier_time_does_not_shorten_a_hold() -> None:
    pace = Pace()
    pace.hold(HOST, 50.0)
    pace.hold(HOST, 20.0)
    assert pace.turn(HOST, now=0.0) == 50.0


def test_schedule_gives_hosts_in_the_order_of_their_times() -> None:
    schedule = Schedule()
    assert schedule.next() is None
    for host, when in (("b", 2.0), ("a", 1.0), ("a", 1.0), ("a", 5.0)):
        schedule.push(host, when)
    assert schedule.next() == 1.0
    assert schedule.pop(now=0.5) is None
    assert [schedule.pop(now=9.0) for _ in range(4)] == ["a", "b", "a", None]
