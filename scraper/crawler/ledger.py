"""What did each host see of us?

The accounts of a run host by host, kept while it goes on: enough to show a site's owner when it was asked, how often,
and that what was promised was kept.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from scraper.crawler.pace import Delay
from scraper.model import Failure, Page

NO_STATUS = "none"  # no answer, or none that is HTTP
CLOCK_SECONDS = 0.0005  # by which two readings of a time that is a billion seconds long may differ


@dataclass(frozen=True, slots=True)
class RobotsNote:
    """A robots.txt as it was obeyed. ``status`` 0: no answer came. ``sha256`` is of its body as served."""

    origin: str
    status: int
    fetched_at: float  # Unix seconds
    sha256: str


@dataclass(frozen=True, slots=True)
class HostReport:
    """One host's part of a run. Times are Unix seconds, all else seconds and bytes; mappings count.

    ``delay`` is what was promised between two requests and ``delay_from`` who asked for it; ``longest_delay`` what
    strain of the server made of it. ``smallest_gap`` is the least time between two requests as measured, ``short_gaps``
    how many were below the delay then in force. ``waits`` are Retry-After and other holds that came to their end before
    the host was asked again, ``longest_wait`` the longest of them, ``broken_waits`` those that did not.
    """

    host: str
    server: str  # the address, or the host where that is unknown
    requests: int
    bytes: int
    answers: Mapping[str, int]  # by HTTP status
    first: float | None
    last: float | None
    delay: float
    delay_from: str
    longest_delay: float
    smallest_gap: float | None
    short_gaps: int
    latency: float | None  # mean seconds to the last byte
    refusals: Mapping[str, int]  # of ours and of theirs, by reason
    waits: int
    longest_wait: float
    broken_waits: int
    robots: tuple[RobotsNote, ...] = ()


@dataclass(slots=True)
class HostLedger:
    """One host's accounts while the run goes on."""

    requests: int = 0
    bytes: int = 0
    answers: Counter[str] = field(default_factory=Counter)
    refusals: Counter[str] = field(default_factory=Counter)
    first: float | None = None
    last: float = -math.inf  # when the last request left
    longest_delay: float = 0.0
    smallest_gap: float = math.inf
    short_gaps: int = 0
    seconds: float = 0.0  # of all answers
    answered: int = 0
    held_until: float = 0.0
    held_seconds: float = 0.0
    waits: int = 0
    longest_wait: float = 0.0
    broken_waits: int = 0

    def asked(self, now: float, delay: float) -> None:
        """A request begins, under a delay of so many seconds."""
        self.requests += 1
        if self.first is None:
            self.first = now
        else:
            gap = now - self.last
            self.smallest_gap = min(self.smallest_gap, gap)
            self.short_gaps += gap < delay - CLOCK_SECONDS
        self.last = now
        self.longest_delay = max(self.longest_delay, delay)
        if self.held_until:
            kept = now >= self.held_until - CLOCK_SECONDS
            self.waits += kept
            self.broken_waits += not kept
            self.longest_wait = max(self.longest_wait, self.held_seconds if kept else 0.0)
            self.held_until = 0.0

    def heard(self, result: Page | Failure, started: float | None) -> None:
        """What came of it; ``started``: when it really left, where that is known."""
        page = result if isinstance(result, Page) else result.page
        self.answers[str(page.status) if page else NO_STATUS] += 1
        if page is not None:
            self.bytes += len(page.response_head) + len(page.raw_body or page.body)
            self.seconds += page.elapsed
            self.answered += 1
        if started is not None:
            self.last = max(self.last, started)

    def held(self, now: float, until: float) -> None:
        """It is not to be asked before ``until``."""
        self.held_until = until
        self.held_seconds = until - now

    def report(self, host: str, server: str, delay: Delay, robots: Iterable[RobotsNote]) -> HostReport:
        """The accounts as they stand."""
        return HostReport(
            host=host,
            server=server,
            requests=self.requests,
            bytes=self.bytes,
            answers=dict(self.answers),
            first=self.first,
            last=self.last if self.first is not None else None,
            delay=delay.promised,
            delay_from=delay.source,
            longest_delay=max(self.longest_delay, delay.promised),
            smallest_gap=self.smallest_gap if self.smallest_gap < math.inf else None,
            short_gaps=self.short_gaps,
            latency=self.seconds / self.answered if self.answered else None,
            refusals=dict(self.refusals),
            waits=self.waits,
            longest_wait=self.longest_wait,
            broken_waits=self.broken_waits,
            robots=tuple(robots),
        )
