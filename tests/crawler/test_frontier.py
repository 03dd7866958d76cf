"""The frontier in memory; the archive's has to do the same."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, datetime

from scraper.crawler.frontier import MemoryFrontier
from scraper.model import Hold, Outcome, RobotsCopy, State
from tests.crawler.virtual import visit

HOST = "news.test"
A, B, C = (visit(f"https://news.test/{name}") for name in "abc")
AT = datetime(2026, 1, 1, tzinfo=UTC)


def test_what_is_known_is_not_added_again() -> None:
    frontier = MemoryFrontier([A])
    assert frontier.add([A, B, B, visit("http://www.news.test/a")]) == 1
    assert frontier.counts() == {State.PENDING: 2}


def test_the_best_due_visit_comes_first() -> None:
    feed = replace(A, priority=-1, due=5.0)
    deep = replace(B, depth=3)
    frontier = MemoryFrontier([deep, C, feed])
    assert frontier.hosts(0.0) == [(HOST, 0.0)]
    assert frontier.take(HOST, 0.0) == C
    assert frontier.take(HOST, 6.0) == feed
    assert frontier.take(HOST, 6.0) == deep
    assert frontier.take(HOST, 6.0) is None
    assert frontier.hosts(6.0) == []
    assert frontier.take("other.test", 6.0) is None


def test_nothing_is_taken_before_it_is_due() -> None:
    frontier = MemoryFrontier([replace(A, due=10.0), replace(B, due=20.0)])
    assert frontier.hosts(0.0) == [(HOST, 10.0)]
    assert frontier.take(HOST, 9.9) is None
    assert frontier.take(HOST, 10.0) is not None
    assert frontier.hosts(10.0) == [(HOST, 20.0)]


def test_given_back_it_is_as_if_never_taken() -> None:
    frontier = MemoryFrontier([A])
    taken = frontier.take(HOST, 0.0)
    assert taken is not None
    frontier.give_back(taken)
    assert frontier.take(HOST, 0.0) == A
    assert frontier.left() == (A,)


def test_a_finished_visit_is_not_taken_again() -> None:
    frontier = MemoryFrontier([A])
    frontier.take(HOST, 0.0)
    asyncio.run(frontier.finish(Outcome(A, State.FETCHED, AT, found=(A, B))))
    assert frontier.take(HOST, 0.0) == B
    assert frontier.take(HOST, 0.0) is None
    assert frontier.counts() == {State.PENDING: 1, State.FETCHED: 1}
    assert frontier.left() == (B,)


def test_a_deferred_visit_comes_back_when_it_is_due() -> None:
    frontier = MemoryFrontier([A])
    frontier.take(HOST, 0.0)
    asyncio.run(frontier.finish(Outcome(A, State.DEFERRED, AT, next_due=30.0)))
    assert frontier.counts() == {State.DEFERRED: 1}
    assert frontier.take(HOST, 29.0) is None
    assert frontier.take(HOST, 30.0) == replace(A, due=30.0, attempts=1)


def test_a_redirect_to_the_same_document_takes_its_place() -> None:
    plain = visit("http://news.test/a")
    secure = replace(visit("https://www.news.test/a"), hops=1)
    assert plain.key == secure.key
    frontier = MemoryFrontier([plain])
    frontier.take(HOST, 0.0)
    asyncio.run(frontier.finish(Outcome(plain, State.REDIRECTED, AT, found=(secure,))))
    assert frontier.counts() == {State.PENDING: 1}
    assert frontier.take("www.news.test", 0.0) == secure


def test_robots_and_holds_are_kept() -> None:
    frontier = MemoryFrontier()
    assert frontier.robots("https://news.test") is None
    copy = RobotsCopy("https://news.test", 200, b"", 0.0, 1.0)
    frontier.keep_robots(copy)
    assert frontier.robots("https://news.test") == copy
    assert frontier.hold(HOST) == Hold()
    frontier.keep_hold(HOST, Hold(9.0, "HTTP 503"))
    assert frontier.hold(HOST) == Hold(9.0, "HTTP 503")


def test_a_visit_whose_end_was_brought_is_not_made() -> None:
    frontier = MemoryFrontier([A, B, C])
    assert frontier.take(HOST, 0.0) == A
    brought = Outcome(B, State.FETCHED, AT)
    ended = asyncio.run(frontier.finish(Outcome(A, State.FETCHED, AT, brought=(brought,))))
    assert ended.brought == (None,)
    assert frontier.take(HOST, 0.0) == C
    assert frontier.take(HOST, 0.0) is None
    assert frontier.counts() == {State.FETCHED: 2, State.PENDING: 1}
