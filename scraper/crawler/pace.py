"""When may we ask next?

Each host has one pace. A request may start when our delay has passed since the last one started, and when the server
has had as much rest as the last answer took it. Nothing here sleeps or reads a clock: ``now`` comes with the question.
All times are Unix seconds.
"""

from __future__ import annotations

import heapq
import ipaddress
from collections.abc import Sequence
from dataclasses import dataclass

FLOOR_SECONDS = 1.0  # at most one request a second to a host that is not on the user's own network
MARGIN_SECONDS = 0.002  # one request travels a little slower than the next; the server shall see no gap too small
MAX_BACKOFF_SECONDS = 3600.0
MAX_HOLD_SECONDS = 86_400.0  # a Retry-After of years is an error; one more question a day harms nobody


@dataclass(slots=True)
class _Host:
    delay: float
    last: tuple[float, float] | None = None  # when the last request started and ended
    held_until: float = 0.0
    strikes: int = 0  # refusals in a row


class Pace:
    """The turns of all hosts.

    >>> pace = Pace(delay=2.0)
    >>> pace.done("news.test", started=10.0, ended=10.5)
    >>> round(pace.turn("news.test", now=11.0))
    12
    """

    def __init__(
        self,
        delay: float = 1.0,
        max_delay: float = 60.0,
        backoff: float = 30.0,
        allow_private: Sequence[str] = (),
    ) -> None:
        """Seconds, all three; ``allow_private`` are the networks (CIDR) in which a delay below 1 s may hold.

        ``delay`` is ours, ``max_delay`` the most that a Crawl-delay or a slow server makes of it, ``backoff`` the
        first wait after a refusal that names none.
        """
        self.delay = delay
        self.max_delay = max(delay, max_delay)
        self.backoff = backoff
        self._own = tuple(ipaddress.ip_network(network, strict=False) for network in allow_private)
        self._hosts: dict[str, _Host] = {}

    def turn(self, host: str, now: float) -> float:
        """When the next request to the host may start; never before now."""
        known = self._hosts.get(host)
        if known is None:
            return now
        free = max(now, known.held_until)
        if known.last is None:
            return free
        started, ended = known.last
        rest = min(ended - started, self.max_delay)
        return max(free, started + known.delay + MARGIN_SECONDS, ended + rest)

    def knows(self, host: str) -> bool:
        """Whether anything has been heard of the host in this run."""
        return host in self._hosts

    def done(self, host: str, started: float, ended: float) -> None:
        """A request to the host was under way from ``started`` to ``ended``."""
        self._known(host).last = (started, ended)

    def wish(self, host: str, *wishes: float | None) -> float | None:
        """The host asks for delays (Crawl-delay, Request-rate). Returns the largest if it is more than we grant."""
        asked = max((seconds for seconds in wishes if seconds is not None), default=0.0)
        self._known(host).delay = max(self._least(host), min(asked, self.max_delay))
        return asked if asked > self.max_delay else None

    def hold(self, host: str, until: float) -> None:
        """Nothing is asked of the host before ``until``; an earlier time does not shorten a hold."""
        known = self._known(host)
        known.held_until = max(known.held_until, until)

    def refused(self, host: str, now: float, wait: float | None) -> float:
        """The host turned us away (429, 503, no connection): hold it, and return until when.

        ``wait`` is its own word in seconds (Retry-After), which holds the first time. When it goes on refusing, or
        has no word, the wait doubles with each refusal in a row.
        """
        known = self._known(host)
        known.strikes += 1
        ours = min(self.backoff * 2.0 ** min(known.strikes - 1, 30), MAX_BACKOFF_SECONDS)
        if wait is not None:
            ours = wait if known.strikes == 1 else max(wait, ours)
        self.hold(host, now + min(ours, MAX_HOLD_SECONDS))
        return known.held_until

    def welcomed(self, host: str) -> None:
        """The host answered as it should: the refusals in a row end here."""
        self._known(host).strikes = 0

    def held(self, now: float) -> tuple[str, ...]:
        """The hosts that are on hold."""
        return tuple(sorted(host for host, known in self._hosts.items() if known.held_until > now))

    def _known(self, host: str) -> _Host:
        known = self._hosts.get(host)
        if known is None:
            known = self._hosts[host] = _Host(self._least(host))
        return known

    def _least(self, host: str) -> float:
        return self.delay if _is_inside(host, self._own) else max(self.delay, FLOOR_SECONDS)


Network = ipaddress.IPv4Network | ipaddress.IPv6Network


def _is_inside(host: str, networks: Sequence[Network]) -> bool:
    """Whether ``host[:port]`` is a literal address in one of the networks; a name never is, wherever it leads."""
    name = host[1:].partition("]")[0] if host.startswith("[") else host.partition(":")[0]
    try:
        address = ipaddress.ip_address(name)
    except ValueError:
        return False
    return any(address in network for network in networks)


class Schedule:
    """The hosts by the time at which there may be something to do for them. One heap; nothing is polled."""

    def __init__(self) -> None:
        self._heap: list[tuple[float, str]] = []
        self._entries: set[tuple[float, str]] = set()

    def push(self, host: str, when: float) -> None:
        """Look at the host at ``when``; a host may be waited for at several times."""
        entry = (when, host)
        if entry not in self._entries:
            self._entries.add(entry)
            heapq.heappush(self._heap, entry)

    def next(self) -> float | None:
        """The earliest time at which there may be something to do."""
        return self._heap[0][0] if self._heap else None

    def pop(self, now: float) -> str | None:
        """A host whose time has come."""
        if not self._heap or self._heap[0][0] > now:
            return None
        entry = heapq.heappop(self._heap)
        self._entries.discard(entry)
        return entry[1]
