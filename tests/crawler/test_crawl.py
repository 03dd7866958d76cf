"""How a run goes on and how it ends, in virtual time."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest

from scraper.crawler.crawl import Crawl
from scraper.crawler.frontier import MemoryFrontier
from scraper.model import Failure, Fault, Outcome, Page, Rejection, State, Visit
from tests.crawler.virtual import (
    PLAN,
    ROBOTS,
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


def test_a_deferred_visit_is_tried_again_in_the_run() -> None:
    answers = iter([failed(A, Fault.TIMEOUT), failed(A, Fault.RESET)])

    def site(url: str) -> Answer:
        return next(answers, page(url)) if url == A else web()(url)

    trial = Trial(site, [visit(A)])
    assert trial.run().counts == {"deferred": 2, "fetched": 1}


def test_the_run_ends_when_nothing_is_due_soon() -> None:
    soon, late = START + 50.0, START + 500.0
    trial = Trial(web(), [visit(A), visit(B, due=soon), visit(f"{B}2", due=late)])
    report = trial.run()
    assert trial.frontier.counts() == {State.FETCHED: 2, State.PENDING: 1}
    assert report.next_due == late
    assert report.seconds == pytest.approx(50.0, abs=0.1)
    assert not report.interrupted


def test_an_empty_frontier_is_a_run_of_no_time() -> None:
    report = Trial(web(), []).run()
    assert (report.requests, report.seconds, report.next_due) == (0, 0.0, None)


def test_a_cap_on_pages_is_kept_to_the_page() -> None:
    visits = [visit(f"https://h{host}.test/{number}") for number in range(3) for host in range(20)]
    trial = Trial(web(), visits, replace(PLAN, max_pages=7), seconds=0.2)
    report = trial.run()
    assert report.counts == {"fetched": 7}
    assert len(trial.frontier.left()) == 53
    assert not report.interrupted


def test_what_is_found_is_visited() -> None:
    async def main() -> list[str]:
        clock = LoopClock()
        fetcher = FakeWeb(web(), clock)

        async def handle(visit_: Visit, result: Answer | Rejection) -> Outcome:
            found = (visit("https://other.test/1"), visit(B)) if visit_.url == A else ()
            return replace(outcome(visit_, result, clock.now()), found=found)

        await Crawl(PLAN, MemoryFrontier([visit(A)]), fetcher, handle, clock).run()
        return fetcher.urls

    other = "https://other.test"
    assert play(main()) == [ROBOTS, A, f"{other}/robots.txt", B, f"{other}/1"]


def test_when_stopped_what_is_in_flight_ends_and_the_rest_is_given_back() -> None:
    visits = [visit(A), visit(B), visit("https://other.test/1"), visit("https://other.test/2")]
    trial = Trial(web(), visits, seconds=0.9, stop_after=2.5)
    report = trial.run()
    assert report.interrupted
    assert report.counts == {"fetched": 2}
    assert report.seconds == pytest.approx(2.8, abs=0.2)
    assert {left.url for left in trial.frontier.left()} == {B, "https://other.test/2"}
    again = Trial(web(), [], frontier=trial.frontier)
    assert again.run().counts == {"fetched": 2}


def test_when_stopped_what_takes_too_long_is_given_back() -> None:
    trial = Trial(web(robots=b""), [visit(A)], replace(PLAN, grace=5.0), seconds=30.0, stop_after=61.0)
    report = trial.run()
    assert report.seconds == pytest.approx(66.0, abs=0.1)
    assert [left.url for left in trial.frontier.left()] == [A]


def test_when_stopped_nobody_waits_for_a_turn() -> None:
    trial = Trial(web(robots=b"User-agent: *\nCrawl-delay: 50\n"), [visit(A), visit(B)], stop_after=20.0)
    assert trial.run().seconds == pytest.approx(20.0, abs=0.1)
    assert len(trial.frontier.left()) == 2


def test_stopped_before_it_begins() -> None:
    trial = Trial(web(), [visit(A)], stop_after=-1.0)

    async def main() -> None:
        stop = asyncio.Event()
        stop.set()
        clock = LoopClock()
        fetcher = FakeWeb(web(), clock)

        async def handle(visit: Visit, result: Answer | Rejection) -> Outcome:
            return outcome(visit, result, clock.now())

        frontier = MemoryFrontier(trial.visits)
        report = await Crawl(PLAN, frontier, fetcher, handle, clock).run(stop)
        assert report.interrupted
        assert fetcher.urls == []
        assert len(frontier.left()) == 1

    play(main())


def test_breakage_ends_the_run_and_loses_nothing() -> None:
    visits = [visit(A), visit("https://other.test/1")]

    async def main() -> MemoryFrontier:
        clock = LoopClock()
        frontier = MemoryFrontier(visits)

        async def handle(visit: Visit, result: Page | Failure | Rejection) -> Outcome:
            if visit.url == A:
                raise OSError("disk full")
            await asyncio.sleep(100.0)
            raise AssertionError("cancelled before")

        with pytest.raises(OSError, match="disk full"):
            await Crawl(PLAN, frontier, FakeWeb(web(), clock), handle, clock).run()
        return frontier

    assert len(play(main()).left()) == 2


def test_cancelled_from_outside_it_gives_back_what_it_had() -> None:
    async def main() -> MemoryFrontier:
        clock = LoopClock()
        frontier = MemoryFrontier([visit(A)])

        async def handle(visit: Visit, result: Page | Failure | Rejection) -> Outcome:
            raise AssertionError("never comes to it")

        fetcher = FakeWeb(web(), clock, seconds=20.0)
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(Crawl(PLAN, frontier, fetcher, handle, clock).run(), timeout=50.0)
        return frontier

    assert len(play(main()).left()) == 1


def test_what_the_fetcher_broke_off_was_never_asked() -> None:
    def site(url: str) -> Answer:
        return Failure(url, Fault.INTERRUPTED, again=True) if url == A else web()(url)

    trial = Trial(site, [visit(A)], seconds=1.0, stop_after=2.5)
    report = trial.run()
    assert report.interrupted
    assert trial.outcomes == []
    assert [left.attempts for left in trial.frontier.left()] == [0]
