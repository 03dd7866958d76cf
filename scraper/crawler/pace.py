"""When may we ask next?

Each host has one pace, and hosts on one address share that of their server: it has had our delay since the last request
started, or more if it is under strain, and as much rest as the last answer took it. A host that turns us away is left
alone for longer each time, and in the end parked. Nothing here sleeps or reads a clock: ``now`` comes with the
question. All times are Unix seconds.
"""

from __future__ import annotations

import ipaddress
import math
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from scraper.crawler.authority import is_inside, server_key
from scraper.crawler.hours import Window, opening
from scraper.crawler.strain import Strain
from scraper.model import Hold

FLOOR_SECONDS = 1.0  # at most one request a second to a host that is not on the user's own network
MARGIN_SECONDS = 0.001  # one request travels a little slower than the next; the server shall see no gap too small
MAX_BACKOFF_SECONDS = 3600.0
MAX_HOLD_SECONDS = 86_400.0  # a Retry-After of years is an error; one more question a day harms nobody
PARK_STRIKES = 5  # refusals in a row, each after a longer wait: the host wants to be left alone, or is down
PARK_SECONDS = 6 * 3600.0  # doubled each time until it is a day
ERRORS_IN_A_ROW = 3  # 5xx, time-outs, resets: one is a page's, three are the host's


@dataclass(slots=True)
class _Host:
    server: str
    least: float  # of the delays that may hold
    delay: float
    source: str = "ours"  # of the delay
    started: float = -math.inf  # the last request
    ended: float = -math.inf
    hold: Hold = field(default_factory=Hold)
    stopped: bool = False  # for the rest of this run
    strikes: int = 0  # refusals in a row
    errors: int = 0  # failures in a row that may be one page's alone
    visit_time: tuple[Window, ...] = ()
    located: bool = False


@dataclass(slots=True)
class _Server:
    """What answers at one address."""

    hosts: set[str] = field(default_factory=set)
    delay: float = 0.0  # the longest of its hosts
    started: float = -math.inf
    ended: float = -math.inf
    strain: Strain = field(default_factory=Strain)


@dataclass(frozen=True, slots=True)
class Delay:
    """Seconds between two requests to a host: as promised, where that comes from, and as it is under strain."""

    promised: float
    source: str  # ours, crawl-delay, request-rate, or shared: a host on the same address asks for more
    present: float


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
        hours: Sequence[Window] = (),
    ) -> None:
        """Seconds, the first three; ``allow_private`` are the networks (CIDR) in which a delay below 1 s may hold.

        ``delay`` is ours, ``max_delay`` the most that a Crawl-delay or a slow server makes of it, ``backoff`` the
        first wait after a refusal that names none. ``hours`` are those of the day in which anybody is asked at all.
        """
        self.delay = delay
        self.max_delay = max(delay, max_delay)
        self.backoff = backoff
        self._hours = tuple(hours)
        self._own = tuple(ipaddress.ip_network(network, strict=False) for network in allow_private)
        self._hosts: dict[str, _Host] = {}
        self._servers: dict[str, _Server] = {}
        self._before = -math.inf

    def begin(self, asked_until: float) -> None:
        """A run before this one may have asked any host up to that time (Unix seconds): no host is asked sooner after
        it than after a request of this run.
        """
        self._before = asked_until

    # ------------------------------------------------------------ turns

    def turn(self, host: str, now: float) -> float:
        """When the next request to the host may start; never before now. Infinity: not in this run."""
        return self.own_turn(host, self.server_turn(self.server(host), now))

    def own_turn(self, host: str, now: float) -> float:
        """As far as the host alone is concerned, whoever else its server has to answer."""
        known = self._hosts.get(host)
        if known is None:
            return opening(max(now, self._before + self._least(host) + MARGIN_SECONDS), self._hours)
        if known.stopped:
            return math.inf
        free = max(now, known.hold.until, known.started + known.delay + MARGIN_SECONDS)
        return opening(free, self._hours, known.visit_time)

    def server_turn(self, server: str, now: float) -> float:
        """As far as the server alone is concerned."""
        known = self._servers.get(server)
        if known is None:
            return now
        rest = min(known.ended - known.started, self.max_delay) if known.ended > -math.inf else 0.0
        return max(now, known.started + self._present(known) + MARGIN_SECONDS, known.ended + rest)

    def due(self, host: str, when: float) -> float:
        """When a later run may ask the host for what is due at ``when``."""
        known = self._hosts.get(host)
        return opening(max(when, known.hold.until if known else 0.0), self._hours, known.visit_time if known else ())

    def knows(self, host: str) -> bool:
        """Whether anything has been heard of the host in this run."""
        return host in self._hosts

    def done(self, host: str, started: float, ended: float) -> None:
        """A request to the host was under way from ``started`` to ``ended``."""
        known = self._known(host)
        server = self._servers[known.server]
        known.started = server.started = started
        known.ended = server.ended = ended

    # ------------------------------------------------------------ servers

    def server(self, host: str) -> str:
        """The server of a host: its address once that is known; until then it is taken to have one of its own."""
        known = self._hosts.get(host)
        return known.server if known else host

    def is_located(self, host: str) -> bool:
        """Whether the host's address has been looked for."""
        known = self._hosts.get(host)
        return known is not None and known.located

    def join(self, host: str, ip: str | None) -> None:
        """The host is at this address, and shares the pace of the others there; None: nobody could say where it is.

        http and https (80 and 443) of an address are one server, any other port is another one.
        """
        known = self._known(host)
        known.located = True
        key = server_key(host, ip) if ip else known.server
        if key == known.server:
            return
        self._leave(host, known)
        self._enter(host, known, key)

    # ------------------------------------------------------------ delays

    def wish(
        self,
        host: str,
        crawl_delay: float | None = None,
        request_rate: float | None = None,
        visit_time: Window | None = None,
    ) -> float | None:
        """The host asks for delays and for hours. Returns the larger delay if it is more than we grant."""
        known = self._known(host)
        known.visit_time = (visit_time,) if visit_time else ()
        asked = max(crawl_delay or 0.0, request_rate or 0.0)
        least = known.least
        delay = max(least, min(asked, self.max_delay))
        if delay != known.delay:
            known.delay = delay
            self._settle_delay(self._servers[known.server])
        known.source = "ours" if delay <= least else "crawl-delay" if asked == crawl_delay else "request-rate"
        return asked if asked > self.max_delay else None

    def delay_of(self, host: str) -> Delay:
        """The delay in force."""
        known = self._known(host)
        server = self._servers[known.server]
        source = known.source if known.delay >= server.delay else "shared"
        return Delay(server.delay, source, self._present(server))

    def answered(self, host: str, seconds: float, good: bool) -> None:
        """The host's server took so long for an answer, and it was a good one, or an error that it is to blame for."""
        strain = self._servers[self._known(host).server].strain
        strain.answered(seconds)
        if good:
            strain.recovered()
        else:
            strain.erred()

    def erred(self, host: str) -> None:
        """A request came to nothing, and will be tried again."""
        self._servers[self._known(host).server].strain.erred()

    # ------------------------------------------------------------ holds

    def hold(self, host: str, hold: Hold) -> None:
        """Nothing is asked of the host until then; an earlier time does not shorten a hold."""
        known = self._known(host)
        if hold.until >= known.hold.until:
            known.hold = hold

    def stop(self, host: str, hold: Hold) -> None:
        """Nothing more is asked of the host in this run, nor in later ones before the end of the hold."""
        known = self._known(host)
        known.hold = replace(hold, until=max(hold.until, known.hold.until))
        known.stopped = True

    def is_stopped(self, host: str) -> bool:
        """Whether the host is not asked any more in this run."""
        known = self._hosts.get(host)
        return known is not None and known.stopped

    def refused(self, host: str, now: float, wait: float | None, reason: str = "") -> Hold:
        """The host turned us away (429, 503, no connection): hold it, and return until when and why.

        ``wait`` is its own word in seconds (Retry-After), which holds the first time. When it goes on refusing, or
        has no word, the wait doubles with each refusal in a row. After ``PARK_STRIKES`` of them it is parked: done
        with for this run, and for some hours more.
        """
        known = self._known(host)
        known.strikes += 1
        ours = min(self.backoff * 2.0 ** min(known.strikes - 1, 30), MAX_BACKOFF_SECONDS)
        if wait is not None:
            ours = wait if known.strikes == 1 else max(wait, ours)
        if known.strikes < PARK_STRIKES:
            self.hold(host, Hold(now + min(ours, MAX_HOLD_SECONDS), reason, known.hold.parkings))
        else:
            parked = max(ours, PARK_SECONDS * 2.0 ** min(known.hold.parkings, 10))
            reason = f"parked after {known.strikes} refusals in a row, the last: {reason or 'unknown'}"
            self.stop(host, Hold(now + min(parked, MAX_HOLD_SECONDS), reason, known.hold.parkings + 1))
        return known.hold

    def failed(self, host: str, now: float, reason: str) -> Hold | None:
        """The host failed in a way that may be one page's alone (5xx, time-out, reset). After some in a row it is not:
        that counts as a refusal, and its hold is returned.
        """
        known = self._known(host)
        known.errors += 1
        return self.refused(host, now, None, reason) if known.errors >= ERRORS_IN_A_ROW else None

    def welcomed(self, host: str) -> bool:
        """The host answered as it should: refusals in a row end here. Returns whether it had been parked before."""
        known = self._known(host)
        known.strikes = known.errors = 0
        parked = known.hold.parkings > 0
        if parked:
            known.hold = Hold()
        return parked

    def held(self, now: float) -> dict[str, Hold]:
        """The hosts that are on hold, by name."""
        return {host: known.hold for host, known in sorted(self._hosts.items()) if known.hold.until > now}

    # ------------------------------------------------------------ inside

    def _known(self, host: str) -> _Host:
        known = self._hosts.get(host)
        if known is None:
            least = self._least(host)
            known = self._hosts[host] = _Host(host, least, delay=least, started=self._before)
            self._enter(host, known, host)
        return known

    def _enter(self, host: str, known: _Host, key: str) -> None:
        server = self._servers.setdefault(key, _Server())
        server.hosts.add(host)
        server.delay = max(server.delay, known.delay)
        server.started, server.ended = max(server.started, known.started), max(server.ended, known.ended)
        known.server = key

    def _leave(self, host: str, known: _Host) -> None:
        server = self._servers[known.server]
        server.hosts.discard(host)
        if server.hosts:
            self._settle_delay(server)
        else:
            del self._servers[known.server]

    def _least(self, host: str) -> float:
        return self.delay if is_inside(host, self._own) else max(self.delay, FLOOR_SECONDS)

    def _settle_delay(self, server: _Server) -> None:
        server.delay = max(self._hosts[host].delay for host in server.hosts)

    def _present(self, server: _Server) -> float:
        """The delay as it is under strain."""
        return min(server.delay * server.strain.factor, self.max_delay)
