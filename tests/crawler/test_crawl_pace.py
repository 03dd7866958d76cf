"""The loop and the turns of hosts, in virtual time."""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import Awaitable, Callable
from dataclasses import replace
from functools import partial
from itertools import pairwise

import pytest

from scraper.crawler.clock import SystemClock
from scraper.crawler.crawl import Crawl, Plan
from scraper.crawler.fetch import Fetcher, Limits
from scraper.crawler.frontier import MemoryFrontier
from scraper.crawler.report import Report
from scraper.model import Failure, Fault, Outcome, Rejection, State, Visit
from tests.crawler.fake_server import serving
from tests.crawler.virtual import (
    PLAN,
    START,
    A,
    Answer,
    B,
    FakeWeb,
    LoopClock,
    Trial,
    failed,
    outcome,
    page,
    play,
    visit,
    web,
)


def test_two_hundred_hosts_at_one_request_a_second() -> None:
    hosts, pages = 200, 20
    visits = [visit(f"https://h{host}.test/{number}") for number in range(pages) for host in range(hosts)]
    trial = Trial(web(robots=b""), visits, seconds=0.05)
    report = trial.run()
    assert report.counts == {"fetched": hosts * pages}
    assert report.requests == hosts * (pages + 1)
    assert not trial.web.crowded
    for host in range(hosts):
        times = trial.web.times(f"h{host}.test")
        gaps = [later - sooner for sooner, later in pairwise(times)]
        assert min(gaps) >= 1.0
        assert len(gaps) / (times[-1] - times[0]) >= 0.99


def test_fewer_requests_at_once_than_hosts() -> None:
    visits = [visit(f"https://h{host}.test/{number}") for number in range(3) for host in range(20)]
    trial = Trial(web(), visits, replace(PLAN, hosts_at_once=2), seconds=0.5)
    assert trial.run().counts == {"fetched": 60}
    assert not trial.web.crowded


def test_crawl_delay_holds_from_the_request_for_robots_on() -> None:
    trial = Trial(web(robots=b"User-agent: *\nCrawl-delay: 7\nRequest-rate: 1/5\n"), [visit(A), visit(B)])
    trial.run()
    assert trial.web.times("news.test") == pytest.approx([0.0, 7.0, 14.0], abs=0.1)


def test_a_capped_crawl_delay_is_reported() -> None:
    trial = Trial(web(robots=b"User-agent: *\nCrawl-delay: 900\n"), [visit(A)], replace(PLAN, max_delay=20.0))
    report = trial.run()
    assert trial.web.times("news.test") == pytest.approx([0.0, 20.0], abs=0.1)
    assert report.delays_capped == {"news.test": 900.0}


def test_a_host_that_has_had_enough_is_left_alone_as_a_whole() -> None:
    answers = iter([failed(A, status=429, wait=40.0)])

    def site(url: str) -> Answer:
        return next(answers, page(url)) if url == A else web()(url)

    trial = Trial(site, [visit(A), visit(B), visit("https://other.test/")])
    report = trial.run()
    times = trial.web.times("news.test")
    assert times[2] == pytest.approx(41.0, abs=0.1)
    assert trial.frontier.hold("news.test").until == pytest.approx(START + 41.0, abs=0.1)
    assert report.counts == {"deferred": 1, "fetched": 3}
    assert report.hosts_held == ()


def test_a_hold_outlives_the_run() -> None:
    trial = Trial(web(a=failed(A, status=503, wait=7200.0)), [visit(A), visit(B)])
    report = trial.run()
    assert report.hosts_held == ("news.test",)
    assert report.next_due == pytest.approx(START + 7201.0, abs=0.1)
    assert {left.url for left in trial.frontier.left()} == {A, B}
    later = Trial(web(), [], replace(PLAN, longest_wait=86_400.0), frontier=trial.frontier)
    later.run()
    assert later.web.times("news.test")[0] >= 7200.0
    assert later.frontier.counts() == {State.FETCHED: 2}


def test_tries_within_a_fetch_take_turns_too() -> None:
    class Stubborn(FakeWeb):
        async def get(self, visit: Visit, gate: Callable[[], Awaitable[None]]) -> Answer:
            for _ in range(2):
                await super().get(visit, gate)
            return await super().get(visit, gate)

    async def main() -> Stubborn:
        clock = LoopClock()
        fetcher = Stubborn(web(), clock)

        async def handle(visit: Visit, result: Answer | Rejection) -> Outcome:
            return outcome(visit, result, clock.now())

        report = await Crawl(PLAN, MemoryFrontier([visit(A), visit(B)]), fetcher, handle, clock).run()
        assert report.requests == 9
        return fetcher

    # Each further try says that the one before failed, and doubles the delay; a page that comes takes a quarter off.
    times = play(main()).times("news.test")
    gaps = [later - sooner for sooner, later in pairwise(times)]
    assert gaps == pytest.approx([2.0, 4.0, 3.0, 6.0, 12.0, 9.0, 18.0, 36.0], abs=0.1)


def test_what_leaves_late_counts_from_when_it_left() -> None:
    def site(url: str) -> Answer:
        return page(url, elapsed=0.1)  # of the half second that it took: the rest went to the connection

    trial = Trial(site, [visit(A)], seconds=0.5)
    trial.run()
    assert trial.web.times("news.test") == pytest.approx([0.0, 1.4], abs=0.01)


def test_what_was_never_answered_counts_from_when_it_left_too() -> None:
    def site(url: str) -> Answer:
        return Failure(url, Fault.PROTOCOL, elapsed=0.1) if url == A else web()(url)

    trial = Trial(site, [visit(A), visit(B)], seconds=0.5)
    trial.run()
    robots, a, b = trial.web.times("news.test")
    assert (a - robots, b - a) == pytest.approx((1.0, 1.4), abs=0.01)


def test_by_the_servers_own_clock() -> None:
    """The real fetcher over loopback: every request counted, no gap below the delay."""
    logs: list[list[float]] = [[] for _ in range(5)]

    async def answer(log: list[float], reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while await reader.readuntil(b"\r\n\r\n"):
            log.append(time.monotonic())
            writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
            await writer.drain()

    async def main() -> Report:
        clock = SystemClock()
        own = ("127.0.0.0/8",)
        plan = Plan("NewsBot", delay=0.1, allow_private=own, longest_wait=0.5)

        async def handle(visit: Visit, result: Answer | Rejection) -> Outcome:
            return outcome(visit, result, clock.now())

        async with contextlib.AsyncExitStack() as stack:
            ports = [await stack.enter_async_context(serving(partial(answer, log))) for log in logs]
            fetcher = Fetcher(Limits(allow_private=own), "NewsBot/1.0 (+mailto:me@news.test)")
            stack.push_async_callback(fetcher.aclose)
            visits = [visit(f"http://127.0.0.1:{port}/{number}") for port in ports for number in range(9)]
            return await Crawl(plan, MemoryFrontier(visits), fetcher, handle, clock).run()

    assert asyncio.run(main()).counts == {"fetched": 45}
    for times in logs:
        assert len(times) == 10
        # A busy machine may note an arrival late, and so the next one too soon after it; over all that evens out.
        assert min(later - sooner for sooner, later in pairwise(times)) >= 0.08
        assert times[-1] - times[0] >= 9 * 0.1 - 0.01
