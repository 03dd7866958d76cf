"""Whose turn it is, host by host and server by server."""

from __future__ import annotations

import math

import pytest

from scraper.crawler.pace import MARGIN_SECONDS, Pace
from scraper.crawler.schedule import Schedule
from scraper.model import Hold


def on_one_address(*hosts: str) -> Pace:
    pace = Pace(delay=1.0)
    for host in hosts:
        pace.join(host, "192.0.2.1")
    return pace


def test_hosts_come_in_the_order_of_their_times() -> None:
    schedule = Schedule(Pace())
    assert schedule.next() is None
    for host, when in (("b", 2.0), ("a", 1.0), ("a", 1.0), ("a", 5.0)):
        schedule.push(host, when)
    assert schedule.next() == 1.0
    assert schedule.pop(now=0.5) is None
    assert [schedule.pop(now=3.0), schedule.pop(now=3.0)] == ["a", "b"]
    schedule.end("a", now=3.0)
    assert [schedule.pop(now=9.0), schedule.pop(now=9.0)] == ["a", None]


def test_never_is_not_waited_for() -> None:
    schedule = Schedule(Pace())
    schedule.push("a", math.inf)
    assert schedule.next() is None


def test_a_host_whose_turn_is_under_way_gets_no_second_one() -> None:
    schedule = Schedule(Pace())
    for when in (1.0, 2.0):
        schedule.push("a", when)
    assert [schedule.pop(now=2.0), schedule.pop(now=2.0)] == ["a", None]


def test_a_host_whose_turn_has_not_come_is_looked_at_when_it_has() -> None:
    pace = Pace()
    schedule = Schedule(pace)
    pace.hold("a", Hold(50.0))
    schedule.push("a", 1.0)
    assert schedule.pop(now=1.0) is None
    assert schedule.next() == 50.0
    assert schedule.pop(now=50.0) == "a"


def test_one_turn_at_a_time_on_one_address_in_the_order_of_their_coming() -> None:
    pace = on_one_address("a", "b", "c")
    schedule = Schedule(pace)
    for host in "abc":
        schedule.push(host, 0.0)
    now, order = 0.0, []
    for _ in range(7):
        host = schedule.pop(now)
        assert host is not None
        assert schedule.pop(now + 100) is None, "the others wait for its end, however long it takes"
        order.append((host, round(now - len(order) * MARGIN_SECONDS, 3)))
        pace.done(host, now, now)
        schedule.push(host, pace.turn(host, now))
        schedule.end(host, now)
        following = schedule.next()
        assert following is not None
        now = following
    assert order == [(host, float(at)) for at, host in enumerate("abcabca")]


def test_a_long_line_costs_one_look_a_turn(monkeypatch: pytest.MonkeyPatch) -> None:
    hosts = [f"h{number:03}" for number in range(500)]
    pace = on_one_address(*hosts)
    schedule = Schedule(pace)
    for host in hosts:
        schedule.push(host, 0.0)
    looks: list[str] = []
    looked = Pace.server_turn
    monkeypatch.setattr(Pace, "server_turn", lambda *given: looks.append(given[1]) or looked(*given))
    now = 0.0
    for number in range(500):
        looks.clear()
        host = schedule.pop(now)
        assert host == hosts[number]
        assert schedule.pop(now) is None
        pace.done(host, now, now)
        schedule.end(host, now)
        if number:  # in the first turn all have stood in line
            assert len(looks) <= 4
        now = schedule.next() or now
    assert schedule.pop(now) is None


def test_who_is_held_while_in_line_holds_up_nobody() -> None:
    pace = on_one_address("a", "b", "c")
    schedule = Schedule(pace)
    for host in "abc":
        schedule.push(host, 0.0)
    assert schedule.pop(0.0) == "a"
    assert schedule.pop(0.0) is None
    pace.hold("b", Hold(77.0))
    schedule.end("a", 0.0)
    assert schedule.pop(0.0) == "c"
    schedule.end("c", 0.0)
    assert schedule.next() == 77.0
    assert schedule.pop(77.0) == "b"


def test_a_host_found_to_share_a_server_waits_for_the_turn_under_way() -> None:
    pace = on_one_address("a")
    schedule = Schedule(pace)
    for host in "ab":
        schedule.push(host, 0.0)
    assert [schedule.pop(0.0), schedule.pop(0.0)] == ["a", "b"]
    pace.join("b", "192.0.2.1")
    schedule.end("b", 0.0)
    assert not schedule.take("b", 0.0)
    assert schedule.pop(0.0) is None
    schedule.end("a", 0.0)
    assert schedule.pop(0.0) == "b"


def test_the_server_a_turn_began_on_is_the_one_set_free() -> None:
    pace = on_one_address("a", "b")
    schedule = Schedule(pace)
    for host in "ab":
        schedule.push(host, 0.0)
    assert schedule.pop(0.0) == "a"
    assert schedule.pop(0.0) is None
    pace.join("a", "192.0.2.9")  # it answered from elsewhere
    schedule.end("a", 0.0)
    assert schedule.pop(0.0) == "b"
