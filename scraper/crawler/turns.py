"""How does a request wait its turn?

The one place from which the crawl reaches the network: each try of each request waits for the host's pace, and what
the answer says of the host (how slow it is, that it wants to be left alone) goes back into the pace.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Protocol

from scraper.crawler.clock import Clock
from scraper.crawler.frontier import Frontier
from scraper.crawler.pace import Pace
from scraper.crawler.report import Tally
from scraper.model import Failure, Fault, Page, Visit

Gate = Callable[[], Awaitable[None]]

_REFUSALS = frozenset({429, 503})  # too many requests, out of service: said of the host, not of one page
_NO_HOST = frozenset({Fault.DNS, Fault.CONNECT})


class Fetches(Protocol):
    """Whoever makes the requests."""

    async def get(self, visit: Visit, gate: Gate) -> Page | Failure:
        """One exchange, redirects not followed; conditional when the visit carries validators.

        Awaits ``gate`` before each try, so that later tries take turns too.
        """


class Turns:
    """Requests at the pace of their hosts. The caller sees to it that a host has one at a time."""

    def __init__(self, fetcher: Fetches, pace: Pace, clock: Clock, tally: Tally) -> None:
        self._fetcher = fetcher
        self._pace = pace
        self._clock = clock
        self._tally = tally
        self._waiting: set[asyncio.Task[object]] = set()  # with nothing in flight
        self._stopped = False

    async def fetch(self, visit: Visit) -> Page | Failure:
        """Make a request when its turn has come. Raises CancelledError when the run was stopped before that."""
        gate = _Gate(self, visit.host)
        result = await self._fetcher.get(visit, gate)
        if isinstance(result, Failure) and result.fault is Fault.INTERRUPTED:
            raise asyncio.CancelledError
        ended = self._clock.now()
        if gate.started is not None:
            self._pace.done(visit.host, max(gate.started, _sent_at(result, ended)), ended)
        self._tally.add_bytes(result)
        return result

    def heed(self, host: str, result: Page | Failure, frontier: Frontier) -> None:
        """Leave the host alone if it wants that, across runs if it said so itself."""
        if result.status in _REFUSALS:
            wait = result.wait if isinstance(result, Failure) else None
            frontier.keep_hold(host, self._pace.refused(host, self._clock.now(), wait))
        elif isinstance(result, Failure) and result.fault in _NO_HOST:
            self._pace.refused(host, self._clock.now(), wait=None)
        elif result.status is not None and result.status < 500:
            self._pace.welcomed(host)

    def stop(self) -> None:
        """No new request: who waits for a turn is cancelled, what is in flight may end."""
        self._stopped = True
        for task in self._waiting:
            task.cancel()

    async def wait(self, host: str) -> float:
        """Wait for a turn and take it; return when it came, in Unix seconds."""
        task = asyncio.current_task()
        assert task is not None
        self._waiting.add(task)
        try:
            while (turn := self._pace.turn(host, self._clock.now())) > self._clock.now():
                await self._clock.sleep_until(turn)
        finally:
            self._waiting.discard(task)
        if self._stopped:
            raise asyncio.CancelledError
        started = self._clock.now()
        self._pace.done(host, started, started)  # it counts, whatever becomes of it
        self._tally.requests += 1
        return started


class _Gate:
    """What a fetcher awaits before each try."""

    def __init__(self, turns: Turns, host: str) -> None:
        self._turns = turns
        self._host = host
        self.started: float | None = None  # the last try

    async def __call__(self) -> None:
        self.started = await self._turns.wait(self._host)


def _sent_at(result: Page | Failure, ended: float) -> float:
    """When the request left us, which is when the connection stood; as far as it is known."""
    known = result if isinstance(result, Page) else result.page or result
    return ended - known.elapsed if known.elapsed else 0.0
