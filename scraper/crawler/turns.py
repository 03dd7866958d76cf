"""How does a request wait its turn?

The one place from which the crawl reaches the network: each try of each request waits for the host's pace, and what
the answer says of the host (how slow it is, that it wants to be left alone) goes back into the pace.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from typing import Protocol

from scraper.crawler.clock import Clock
from scraper.crawler.frontier import Frontier
from scraper.crawler.pace import Pace
from scraper.crawler.report import Tally
from scraper.model import Failure, Fault, Hold, Page, Visit

Gate = Callable[[], Awaitable[None]]

_REFUSALS = frozenset({429, 503})  # too many requests, out of service: said of the host, not of one page
_NO_HOST = frozenset({Fault.DNS, Fault.CONNECT})
_REASON_CHARS = 200
_TOO_MUCH = frozenset({Fault.TIMEOUT, Fault.RESET})  # what a server that cannot cope does


class Fetches(Protocol):
    """Whoever makes the requests."""

    async def get(self, visit: Visit, gate: Gate) -> Page | Failure:
        """One exchange, redirects not followed; conditional when the visit carries validators.

        Awaits ``gate`` before each try, so that later tries take turns too.
        """

    async def address(self, host: str) -> str | None:
        """The IP address at which ``host[:port]`` is asked; None if nobody can say."""


class Turns:
    """Requests at the pace of their hosts. The caller sees to it that a host has one at a time."""

    def __init__(self, fetcher: Fetches, pace: Pace, clock: Clock, tally: Tally, frontier: Frontier) -> None:
        self._fetcher = fetcher
        self._pace = pace
        self._clock = clock
        self._tally = tally
        self._frontier = frontier
        self._waiting: set[asyncio.Task[object]] = set()  # with nothing in flight
        self._stopped = False

    async def locate(self, host: str) -> bool:
        """Find out which hosts it shares a server with, before it is first asked. Returns whether that was needed."""
        if self._pace.is_located(host):
            return False
        with self._nothing_in_flight():
            self._pace.join(host, await self._fetcher.address(host))
        return True

    async def fetch(self, visit: Visit) -> Page | Failure:
        """Make a request when its turn has come. Raises CancelledError when the run was stopped before that."""
        host = visit.host
        gate = _Gate(self, host)
        result = await self._fetcher.get(visit, gate)
        if isinstance(result, Failure) and result.fault is Fault.INTERRUPTED:
            raise asyncio.CancelledError
        ended = self._clock.now()
        if gate.started is not None:
            started = max(gate.started, _sent_at(result, ended))
            self._pace.done(host, started, ended)
            self._tally.host(host).heard(result, started)
            if (good := _is_good(result)) is not None:
                self._pace.answered(host, ended - started, good)
        if page := _page_of(result):
            self._pace.join(host, page.ip)  # of several addresses it may have been another one
        return result

    def heed(self, host: str, result: Page | Failure) -> None:
        """Leave the host alone if it wants that, across runs if it said so itself or has said it too often."""
        if self.heed_challenge(host, result):
            return
        now = self._clock.now()
        if result.status in _REFUSALS:
            wait = result.wait if isinstance(result, Failure) else None
            self._hold(host, self._pace.refused(host, now, wait, _why(result)), keep=True)
        elif isinstance(result, Failure) and result.fault in _NO_HOST:
            self._hold(host, self._pace.refused(host, now, None, _why(result)))
        elif _is_good(result) is False:
            self._hold(host, self._pace.failed(host, now, _why(result)))
        elif result.status is not None and self._pace.welcomed(host):
            self._frontier.keep_hold(host, Hold())

    def heed_challenge(self, host: str, result: Page | Failure) -> bool:
        """Stop asking a host that shows puzzles for browsers."""
        if not isinstance(result, Failure) or result.fault is not Fault.CHALLENGE:
            return False
        hold = Hold(self._clock.now() + (result.wait or 0.0), _why(result))
        self._pace.stop(host, hold)
        self._hold(host, hold, keep=True)
        return True

    def _hold(self, host: str, hold: Hold | None, *, keep: bool = False) -> None:
        if hold is None:
            return
        self._tally.host(host).held(self._clock.now(), hold.until)
        if keep or self._pace.is_stopped(host):
            self._frontier.keep_hold(host, hold)

    def stop(self) -> None:
        """No new request: who waits for a turn is cancelled, what is in flight may end."""
        self._stopped = True
        for task in self._waiting:
            task.cancel()

    async def wait(self, host: str) -> float:
        """Wait for a turn and take it; return when it came, in Unix seconds."""
        with self._nothing_in_flight():
            while (turn := self._pace.turn(host, self._clock.now())) > self._clock.now():
                await self._clock.sleep_until(turn)
        if self._stopped:
            raise asyncio.CancelledError
        started = self._clock.now()
        self._tally.host(host).asked(started, self._pace.delay_of(host).present)
        self._pace.done(host, started, started)  # it counts, whatever becomes of it
        return started

    def failed_once(self, host: str) -> None:
        """A try came to nothing, and another one follows."""
        self._pace.erred(host)

    @contextmanager
    def _nothing_in_flight(self) -> Iterator[None]:
        """Whoever waits in here may be cancelled at any time."""
        task = asyncio.current_task()
        assert task is not None
        self._waiting.add(task)
        try:
            yield
        finally:
            self._waiting.discard(task)


class _Gate:
    """What a fetcher awaits before each try."""

    def __init__(self, turns: Turns, host: str) -> None:
        self._turns = turns
        self._host = host
        self.started: float | None = None  # the last try

    async def __call__(self) -> None:
        if self.started is not None:
            self._turns.failed_once(self._host)
        self.started = await self._turns.wait(self._host)


def _page_of(result: Page | Failure) -> Page | None:
    return result if isinstance(result, Page) else result.page


def _is_good(result: Page | Failure) -> bool | None:
    """Whether the server copes, by this answer; None: it says nothing of that."""
    if result.status is not None:
        return result.status < 500 and result.status != 429
    return False if isinstance(result, Failure) and result.fault in _TOO_MUCH else None


def _why(result: Page | Failure) -> str:
    """Why a host is left alone, in a few words."""
    if isinstance(result, Page):
        return f"HTTP {result.status}"
    detail = result.detail or result.fault.value
    asked = f", Retry-After {result.wait:g} s" if result.fault is Fault.STATUS and result.wait is not None else ""
    return detail[:_REASON_CHARS] + asked


def _sent_at(result: Page | Failure, ended: float) -> float:
    """When the request left us, which is when the connection stood; as far as it is known."""
    known = _page_of(result) or result
    return ended - known.elapsed if known.elapsed else 0.0
