"""When the next request may start."""

from __future__ import annotations

import math

import pytest

from scraper.crawler.pace import MARGIN_SECONDS, MAX_HOLD_SECONDS, PARK_SECONDS, PARK_STRIKES, Delay, Pace
from scraper.model import Hold

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
    assert pace.refused(HOST, now=0.0, wait=None).until == 30.0
    assert pace.refused(HOST, now=30.0, wait=None).until == 90.0
    assert not pace.welcomed(HOST)
    assert pace.refused(HOST, now=100.0, wait=None).until == 130.0


def test_waits_double_up_to_an_hour() -> None:
    pace = Pace(backoff=900.0)
    assert [pace.refused(HOST, now=0.0, wait=None).until for _ in range(4)] == [900.0, 1800.0, 3600.0, 3600.0]


def test_the_hosts_own_word_is_kept() -> None:
    pace = Pace(backoff=30.0)
    assert pace.refused(HOST, now=0.0, wait=5.0, reason="HTTP 429") == Hold(5.0, "HTTP 429")
    assert pace.turn(HOST, now=1.0) == 5.0
    assert pace.held(now=1.0) == {HOST: Hold(5.0, "HTTP 429")}
    assert pace.held(now=5.0) == {}
    assert pace.refused(HOST, now=10.0, wait=5.0).until == 70.0  # its word was not enough
    assert pace.refused(HOST, now=10.0, wait=1e12).until == 10.0 + MAX_HOLD_SECONDS


def test_an_earlier_time_does_not_shorten_a_hold() -> None:
    pace = Pace()
    pace.hold(HOST, Hold(50.0))
    pace.hold(HOST, Hold(20.0))
    assert pace.turn(HOST, now=0.0) == 50.0


# ---------------------------------------------------------------- parking


def test_after_five_refusals_in_a_row_a_host_is_parked() -> None:
    pace = Pace(backoff=1.0)
    for _ in range(PARK_STRIKES - 1):
        assert not pace.refused(HOST, now=0.0, wait=None, reason="HTTP 503").parkings
    assert not pace.is_stopped(HOST)
    parked = pace.refused(HOST, now=100.0, wait=None, reason="HTTP 503")
    assert parked == Hold(100.0 + PARK_SECONDS, "parked after 5 refusals in a row, the last: HTTP 503", 1)
    assert pace.is_stopped(HOST)
    assert pace.turn(HOST, now=1e9) == math.inf
    assert pace.due(HOST, when=0.0) == parked.until  # in a later run


@pytest.mark.parametrize(("parkings", "hours"), [(0, 6), (1, 12), (2, 24), (9, 24), (5000, 24)])
def test_each_parking_is_longer_up_to_a_day(parkings: int, hours: int) -> None:
    pace = Pace(backoff=1.0)
    pace.hold(HOST, Hold(50.0, "of an earlier run", parkings))
    for _ in range(PARK_STRIKES):
        hold = pace.refused(HOST, now=100.0, wait=None)
    assert hold.until == 100.0 + hours * 3600
    assert hold.parkings == parkings + 1


def test_a_parking_is_no_shorter_than_the_host_asks() -> None:
    pace = Pace(backoff=1.0)
    for _ in range(PARK_STRIKES):
        hold = pace.refused(HOST, now=0.0, wait=50_000.0)
    assert hold.until == 50_000.0


def test_a_good_answer_ends_the_memory_of_parkings() -> None:
    pace = Pace()
    pace.hold(HOST, Hold(50.0, "parked", 2))
    assert pace.welcomed(HOST)
    assert not pace.welcomed(HOST)
    assert pace.turn(HOST, now=0.0) == 0.0


def test_one_error_is_the_pages_and_three_in_a_row_are_the_hosts() -> None:
    pace = Pace(backoff=30.0)
    assert pace.failed(HOST, 0.0, "HTTP 500") is None
    assert pace.failed(HOST, 0.0, "HTTP 500") is None
    assert pace.failed(HOST, 0.0, "HTTP 500") == Hold(30.0, "HTTP 500")
    pace.welcomed(HOST)
    assert pace.failed(HOST, 0.0, "HTTP 500") is None


# ---------------------------------------------------------------- under strain


def test_errors_double_the_delay_and_good_answers_bring_it_back() -> None:
    pace = Pace(delay=2.0, max_delay=10.0)
    delays = []
    for good in (True, False, False, False, True, True, True, True, True, True, True, True):
        pace.answered(HOST, seconds=0.1, good=good)
        delays.append(round(pace.delay_of(HOST).present, 2))
    assert delays == [2.0, 4.0, 8.0, 10.0, 10.0, 9.0, 6.75, 5.06, 3.8, 2.85, 2.14, 2.0]
    assert pace.delay_of(HOST).promised == 2.0


def test_the_next_turn_is_as_late_as_strain_has_it() -> None:
    pace = Pace(delay=2.0)
    pace.done(HOST, started=10.0, ended=10.1)
    pace.erred(HOST)
    assert turn(pace, now=10.1) == 14.0


# ---------------------------------------------------------------- hosts on one address


def test_hosts_on_one_address_share_a_pace() -> None:
    pace = Pace(delay=2.0)
    for host in (HOST, "www.news.test", "news.test:443", "news.test:80"):
        pace.join(host, "192.0.2.1")
    pace.join("news.test:8080", "192.0.2.1")
    pace.join("other.test", "192.0.2.2")
    pace.done(HOST, started=10.0, ended=13.0)
    assert [turn(pace, 13.0, host) for host in (HOST, "www.news.test", "news.test:443", "news.test:80")] == [
        round(16.0 - MARGIN_SECONDS, 3)
    ] * 4
    assert pace.turn("news.test:8080", 13.0) == 13.0
    assert pace.turn("other.test", 13.0) == 13.0
    assert pace.server("news.test:8080") == "192.0.2.1:8080"
    assert pace.server("unknown.test") == "unknown.test"


def test_the_longest_delay_on_an_address_holds_for_all() -> None:
    pace = Pace(delay=1.0)
    for host in ("a.test", "b.test"):
        pace.join(host, "192.0.2.1")
    pace.wish("b.test", 7.0)
    assert pace.delay_of("a.test") == Delay(7.0, "shared", 7.0)
    assert pace.delay_of("b.test") == Delay(7.0, "crawl-delay", 7.0)
    pace.wish("b.test", None, 3.0)
    assert pace.delay_of("b.test") == Delay(3.0, "request-rate", 3.0)
    pace.wish("b.test")
    assert pace.delay_of("a.test") == pace.delay_of("b.test") == Delay(1.0, "ours", 1.0)


def test_who_moves_to_another_address_takes_its_own_pace_along() -> None:
    pace = Pace(delay=2.0)
    pace.join("a.test", "192.0.2.1")
    pace.join("b.test", "192.0.2.1")
    pace.wish("b.test", 9.0)
    pace.done("b.test", started=10.0, ended=10.0)
    pace.join("b.test", "192.0.2.2")
    assert turn(pace, 10.0, "a.test") == 12.0, "there the request was made; the wish has gone"
    assert turn(pace, 10.0, "b.test") == 19.0
    pace.join("c.test", "192.0.2.2")
    assert turn(pace, 10.0, "c.test") == 19.0
    for nobody in (None, ""):
        pace.join("b.test", nobody)  # nobody can say (a proxy asks for us): it stays where it was
    assert pace.server("b.test") == "192.0.2.2"


def test_a_hold_is_one_hosts_alone() -> None:
    pace = Pace()
    for host in ("a.test", "b.test"):
        pace.join(host, "192.0.2.1")
    pace.stop("a.test", Hold(500.0, "a puzzle for browsers"))
    assert pace.turn("a.test", 0.0) == math.inf
    assert pace.turn("b.test", 0.0) == 0.0


# ---------------------------------------------------------------- hours


def test_our_hours_and_the_hosts_must_both_be_open() -> None:
    pace = Pace(hours=[(22 * 60, 6 * 60)])
    noon, night, early = 12 * 3600.0, 22 * 3600.0, 27 * 3600.0
    assert pace.turn(HOST, noon) == night
    assert pace.turn(HOST, night + 5) == night + 5
    pace.wish(HOST, visit_time=(3 * 60, 9 * 60))
    assert pace.turn(HOST, noon) == early
    assert pace.due(HOST, noon) == early
    assert pace.turn("other.test", noon) == night
    pace.wish(HOST, visit_time=(9 * 60, 17 * 60))
    assert pace.turn(HOST, noon) == math.inf


def test_a_run_goes_on_at_the_pace_of_the_one_before() -> None:
    pace = Pace(delay=2.0)
    pace.begin(100.0)
    assert pace.turn("news.test", 101.0) == pytest.approx(102.0, abs=0.1)
    pace.wish("slow.test", crawl_delay=9.0)
    assert pace.turn("slow.test", 101.0) == pytest.approx(109.0, abs=0.1)
    assert pace.turn("news.test", 103.0) == 103.0
