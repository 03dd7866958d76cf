"""A world for the loop: time that passes only when nothing else happens, and a web played by a plain function."""

from __future__ import annotations

import asyncio
import selectors
from collections.abc import Awaitable, Callable, Coroutine, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, TypeVar

from scraper.crawler.clock import Clock
from scraper.crawler.crawl import Crawl, Plan
from scraper.crawler.frontier import MemoryFrontier
from scraper.crawler.inquiries import Sitemaps
from scraper.crawler.redirects import follow
from scraper.crawler.report import Report
from scraper.model import Failure, Fault, Outcome, Page, Rejection, State, Visit
from scraper.urls import dedupe_key, host_of

T = TypeVar("T")
START = 1_800_000_000.0  # Unix seconds at which virtual time begins

ROBOTS = "https://news.test/robots.txt"
A, B = "https://news.test/a", "https://news.test/b"
PLAN = Plan("NewsBot", hosts_at_once=500)


class _NoWaiting(selectors.DefaultSelector):
    """Where a loop would sleep, its time jumps ahead."""

    def __init__(self) -> None:
        super().__init__()
        self.time = 0.0

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        if timeout is None:
            raise RuntimeError("everybody waits and nothing will ever happen")
        self.time += max(0.0, timeout)
        return super().select(0)


class VirtualLoop(asyncio.SelectorEventLoop):
    """An event loop whose hours pass in no time."""

    def __init__(self) -> None:
        self._selector_of_time = _NoWaiting()
        super().__init__(self._selector_of_time)

    def time(self) -> float:
        return self._selector_of_time.time


class LoopClock:
    """The time of the running loop."""

    def now(self) -> float:
        return START + asyncio.get_running_loop().time()

    async def sleep_until(self, when: float) -> None:
        await asyncio.sleep(max(0.0, when - self.now()))


def play(main: Coroutine[Any, Any, T]) -> T:
    """Run a coroutine in virtual time."""
    with asyncio.Runner(loop_factory=VirtualLoop) as runner:
        return runner.run(main)


Answer = Page | Failure
Site = Callable[[str], Answer]


def page(url: str, body: bytes = b"", status: int = 200, headers: Mapping[str, str] | None = None, **more: Any) -> Page:
    fields = tuple((headers or {}).items())
    return Page(url, status, fields, body, fetched_at=datetime.fromtimestamp(START, UTC), **more)


def moved(url: str, to: str, status: int = 301) -> Page:
    return page(url, status=status, headers={"location": to})


def failed(
    url: str,
    fault: Fault = Fault.STATUS,
    status: int | None = None,
    wait: float | None = None,
    page: Page | None = None,
) -> Failure:
    return Failure(url, fault, status=status, again=True, wait=wait, page=page)


def visit(url: str, **more: Any) -> Visit:
    return Visit(url, dedupe_key(url), host_of(url), **more)


def web(**answers: Answer | bytes | int) -> Callable[[str], Answer]:
    """A web of some paths, on whatever host; robots.txt is 404 and all else is a page, unless told otherwise."""

    def site(url: str) -> Answer:
        name = url.rpartition("/")[2].partition(".")[0]
        answer = answers.get(name, 404 if name == "robots" else 200)
        if isinstance(answer, int):
            return page(url, status=answer)
        return page(url, answer) if isinstance(answer, bytes) else answer

    return site


@dataclass
class FakeWeb:
    """A fetcher. ``site`` is the whole web; ``log`` is what its servers would have seen, with the time."""

    site: Site
    clock: Clock
    seconds: float = 0.0  # that an answer takes
    log: list[tuple[float, Visit]] = field(default_factory=list)
    under_way: list[str] = field(default_factory=list)
    crowded: set[str] = field(default_factory=set)  # hosts that saw two requests at once
    addresses: Mapping[str, str] = field(default_factory=dict)  # by host; of the others nobody knows any
    most_at_once: int = 0  # requests, to whatever host

    async def address(self, host: str) -> str | None:
        await asyncio.sleep(0)  # as a resolver would
        return self.addresses.get(host)

    async def get(self, visit: Visit, gate: Callable[[], Awaitable[None]]) -> Answer:
        await gate()
        if visit.host in self.under_way:
            self.crowded.add(visit.host)
        self.under_way.append(visit.host)
        self.most_at_once = max(self.most_at_once, len(self.under_way))
        self.log.append((self.clock.now(), visit))
        try:
            await asyncio.sleep(self.seconds)
            return self.site(visit.url)
        finally:
            self.under_way.remove(visit.host)

    @property
    def urls(self) -> list[str]:
        return [visit.url for _, visit in self.log]

    def times(self, host: str) -> list[float]:
        """When the host saw its requests, in seconds from the start."""
        return [when - START for when, visit in self.log if visit.host == host]


def outcome(visit: Visit, result: Answer | Rejection, now: float) -> Outcome:
    """What the journey would make of it, without the cleaning."""
    at = datetime.fromtimestamp(now, UTC)
    if isinstance(result, Rejection):
        return Outcome(visit, State.EXCLUDED, at, reason=result.reason.value, detail=result.detail)
    if isinstance(result, Failure):
        return _of_failure(visit, result, now)
    if 300 <= result.status < 400:
        onward = follow(visit, result, limit=5)
        if isinstance(onward, Failure):
            return _of_failure(visit, onward, now)
        return Outcome(visit, State.REDIRECTED, at, status=result.status, page=result, found=(onward,))
    return Outcome(visit, State.FETCHED, at, status=result.status, page=result)


def _of_failure(visit: Visit, failure: Failure, now: float) -> Outcome:
    again = failure.again and visit.attempts < 2
    return Outcome(
        visit,
        State.DEFERRED if again else State.FAILED,
        datetime.fromtimestamp(now, UTC),
        status=failure.status,
        reason=failure.fault.value,
        detail=failure.detail,
        next_due=now + (failure.wait or 10.0) if again else None,
    )


@dataclass
class Trial:
    """A crawl of a fake web, and what is left of it."""

    site: Site
    visits: list[Visit]
    plan: Plan = PLAN
    seconds: float = 0.0
    frontier: MemoryFrontier = field(default_factory=MemoryFrontier)
    outcomes: list[Outcome] = field(default_factory=list)
    stop_after: float | None = None
    addresses: Mapping[str, str] = field(default_factory=dict)  # by host
    sitemaps: Sitemaps | None = None

    def run(self) -> Report:
        return play(self._run())

    async def _run(self) -> Report:
        clock = LoopClock()
        self.web = FakeWeb(self.site, clock, self.seconds, addresses=self.addresses)
        self.frontier.add(self.visits)
        stop = asyncio.Event()
        if self.stop_after is not None:
            asyncio.get_running_loop().call_later(self.stop_after, stop.set)

        async def handle(visit: Visit, result: Answer | Rejection) -> Outcome:
            return outcome(visit, result, clock.now())

        return await Crawl(
            self.plan,
            self.frontier,
            self.web,
            handle,
            clock,
            on_outcome=lambda end, _: self.outcomes.append(end),
            sitemaps=self.sitemaps,
        ).run(stop)

    def ends(self) -> dict[str, State]:
        return {end.visit.url: end.state for end in self.outcomes}
