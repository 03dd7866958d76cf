"""Where do we go next?

What the loop asks of whoever keeps the visits: the archive in a crawl, memory in a one-off fetch. A visit that was
taken ends in exactly one of two ways, ``finish`` or ``give_back``; none is lost and none is taken twice.
"""

from __future__ import annotations

import heapq
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Protocol

from scraper.model import Ended, Outcome, RobotsCopy, SiteFile, State, Visit


class Frontier(Protocol):
    """The visits of a run. All times are Unix seconds, all hosts authorities (``host[:port]``)."""

    def hosts(self, now: float) -> list[tuple[str, float]]:
        """The hosts that have visits left for this run, each with the earliest due time."""

    def take(self, host: str, now: float) -> Visit | None:
        """Lease the best visit of the host that is due (by priority, due, depth). None: nothing is due."""

    def give_back(self, visit: Visit) -> None:
        """An unfinished visit returns, as if it had never been taken."""

    async def finish(self, outcome: Outcome) -> Ended:
        """The end of a visit, with all that came of it: saved together or not at all, and saved when this returns.

        It is not taken again in this run, unless DEFERRED, and then not before ``next_due``. Of ``found`` the
        unknown visits are added. Where a REDIRECTED visit's target has its very key (from http to https, say), the
        target takes its place and is PENDING.
        """

    def robots(self, origin: str) -> RobotsCopy | None:
        """The copy kept for an origin (``https://host[:port]``, as RFC 9309 has it), however old."""

    def keep_robots(self, copy: RobotsCopy) -> None:
        """Keep a copy in place of the one before it; its ``host`` is the origin."""

    def site_file(self, url: str) -> SiteFile | None:
        """The copy kept of a file of a site's terms (tdmrep.json, RSL), however old."""

    def keep_site_file(self, file: SiteFile) -> None:
        """Keep a copy in place of the one before it."""

    def hold(self, host: str) -> float:
        """Until when the host is not to be asked (Retry-After, kept across runs); 0 when it is free."""

    def keep_hold(self, host: str, until: float) -> None:
        """Remember until when the host is not to be asked."""


def _dues(visits: Iterable[Visit]) -> dict[str, float]:
    """The hosts of visits, each with the time (Unix seconds) at which its first one is due."""
    dues: dict[str, float] = {}
    for visit in visits:
        dues[visit.host] = min(visit.due, dues.get(visit.host, visit.due))
    return dues


class _HostQueue:
    """One host's visits: those not due yet by time, those due by priority."""

    def __init__(self) -> None:
        self.later: list[tuple[float, int, Visit]] = []
        self.ready: list[tuple[int, float, int, int, Visit]] = []

    def push(self, visit: Visit, number: int) -> None:
        heapq.heappush(self.later, (visit.due, number, visit))

    def pop(self, now: float) -> Visit | None:
        while self.later and self.later[0][0] <= now:
            due, number, visit = heapq.heappop(self.later)
            heapq.heappush(self.ready, (visit.priority, due, visit.depth, number, visit))
        return heapq.heappop(self.ready)[-1] if self.ready else None

    def earliest(self) -> float | None:
        dues = [entry[1] for entry in self.ready[:1]] + [entry[0] for entry in self.later[:1]]
        return min(dues, default=None)


class MemoryFrontier:
    """A frontier that lives as long as the run: for one-off fetches and for tests."""

    def __init__(self, visits: Sequence[Visit] = ()) -> None:
        self._states: dict[str, State] = {}  # by key: all visits ever added
        self._waiting: dict[str, Visit] = {}  # by key: all visits that have not ended, taken or not
        self._queues: dict[str, _HostQueue] = {}
        self._robots: dict[str, RobotsCopy] = {}
        self._files: dict[str, SiteFile] = {}
        self._holds: dict[str, float] = {}
        self._numbers: dict[str, int] = {}  # by key, in the order of their coming
        self.add(visits)

    def add(self, visits: Sequence[Visit]) -> int:
        """Add the visits whose key is not known yet; return how many were new."""
        new = 0
        for visit in visits:
            if visit.key not in self._states:
                self._queue(visit, State.PENDING)
                new += 1
        return new

    def hosts(self, now: float) -> list[tuple[str, float]]:  # noqa: ARG002 - the protocol's
        """See Frontier."""
        earliest = ((host, queue.earliest()) for host, queue in self._queues.items())
        return [(host, due) for host, due in earliest if due is not None]

    def take(self, host: str, now: float) -> Visit | None:
        """See Frontier."""
        queue = self._queues.get(host)
        while queue and (visit := queue.pop(now)) is not None:
            if visit.key in self._waiting:  # else its end was brought by another
                return visit
        return None

    def give_back(self, visit: Visit) -> None:
        """See Frontier."""
        self._queue(visit, self._states[visit.key])

    async def finish(self, outcome: Outcome) -> Ended:
        """See Frontier. Nothing is stored, so nothing is new, changed or unchanged."""
        visit = outcome.visit
        self._waiting.pop(visit.key, None)
        self._states[visit.key] = outcome.state
        if outcome.state is State.DEFERRED and outcome.next_due is not None:
            later = replace(visit, due=outcome.next_due, attempts=visit.attempts + 1, status=outcome.status)
            self._queue(later, State.DEFERRED)
        for found in outcome.found:
            if outcome.state is State.REDIRECTED and found.key == visit.key:
                self._queue(found, State.PENDING)
        self.add(outcome.found)
        for passed in outcome.passed_over:
            self._states.setdefault(passed.visit.key, State.EXCLUDED)
        for brought in outcome.brought:
            self._states[brought.visit.key] = brought.state
            self._waiting.pop(brought.visit.key, None)
        return Ended(hosts=_dues(outcome.found), brought=(None,) * len(outcome.brought))

    def robots(self, origin: str) -> RobotsCopy | None:
        """See Frontier."""
        return self._robots.get(origin)

    def keep_robots(self, copy: RobotsCopy) -> None:
        """See Frontier."""
        self._robots[copy.host] = copy

    def site_file(self, url: str) -> SiteFile | None:
        """See Frontier."""
        return self._files.get(url)

    def keep_site_file(self, file: SiteFile) -> None:
        """See Frontier."""
        self._files[file.url] = file

    def hold(self, host: str) -> float:
        """See Frontier."""
        return self._holds.get(host, 0.0)

    def keep_hold(self, host: str, until: float) -> None:
        """See Frontier."""
        self._holds[host] = until

    def left(self) -> tuple[Visit, ...]:
        """The visits that have not ended: the run was over before their turn came."""
        return tuple(self._waiting.values())

    def counts(self) -> Mapping[State, int]:
        """The accounts: all visits ever added, by their state."""
        return Counter(self._states.values())

    def _queue(self, visit: Visit, state: State) -> None:
        self._states[visit.key] = state
        self._waiting[visit.key] = visit
        number = self._numbers.setdefault(visit.key, len(self._numbers))
        self._queues.setdefault(visit.host, _HostQueue()).push(visit, number)
