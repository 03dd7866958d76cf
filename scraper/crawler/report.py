"""What did the run do?"""

from __future__ import annotations

import hashlib
import math
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from scraper.crawler.frontier import Frontier
from scraper.crawler.ledger import HostLedger, HostReport, RobotsNote
from scraper.crawler.pace import Pace
from scraper.model import Article, Outcome, Saved, State

MAX_HOSTS = 1_000  # told one by one, those with the most requests; a report is a few hundred KB then

# The ends of a visit that need no reason: the page came, or leads on.
_PLAIN_ENDS = frozenset({State.FETCHED, State.UNCHANGED, State.REDIRECTED})


@dataclass(frozen=True, slots=True)
class HeldHost:
    """A host that is left alone until a time (Unix seconds), and why."""

    host: str
    until: float
    reason: str


@dataclass(frozen=True, slots=True)
class Report:
    """The accounts of a run. Mappings go from a value to how often it came.

    ``counts`` are by State, ``saved`` by Saved, ``reasons`` (of what was not stored) by Reason or Fault. ``requests``
    are all, those for robots.txt and repeated tries included; ``bytes`` are of the responses as they came over the
    wire. ``next_due`` is in Unix seconds; None: nothing is left to do. ``delays_capped`` names the hosts whose
    Crawl-delay is longer than we wait, with the seconds they asked for. ``holds`` are the hosts on hold with their
    reasons, ``hosts_full`` those of which a run's worth of pages was had. ``hosts`` are the hosts one by one, of which
    ``hosts_cut`` more are left out. ``bare`` are the articles stored without their text, because the site wants no copy
    kept (noarchive). ``passed_over`` counts the links that became no visit by why they did not; a link that many pages
    have counts on each. ``backfill`` is what each file named.
    """

    counts: Mapping[str, int]
    saved: Mapping[str, int]
    reasons: Mapping[str, int]
    requests: int
    bytes: int
    seconds: float
    interrupted: bool
    next_due: float | None
    hosts_held: tuple[str, ...]
    delays_capped: Mapping[str, float]
    holds: tuple[HeldHost, ...] = ()
    hosts_full: tuple[str, ...] = ()
    hosts: tuple[HostReport, ...] = ()
    hosts_cut: int = 0
    bare: int = 0
    passed_over: Mapping[str, int] = field(default_factory=dict)
    backfill: tuple[Mapping[str, object], ...] = ()


@dataclass(slots=True)
class Tally:
    """The accounts while the run goes on."""

    started: float
    counts: Counter[str] = field(default_factory=Counter)
    saved: Counter[str] = field(default_factory=Counter)
    reasons: Counter[str] = field(default_factory=Counter)
    delays_capped: dict[str, float] = field(default_factory=dict)
    bare: int = 0
    passed_over: Counter[str] = field(default_factory=Counter)
    hosts_full: set[str] = field(default_factory=set)
    ledgers: dict[str, HostLedger] = field(default_factory=dict)

    def host(self, host: str) -> HostLedger:
        """The accounts of a host."""
        ledger = self.ledgers.get(host)
        if ledger is None:
            ledger = self.ledgers[host] = HostLedger()
        return ledger

    def add(self, outcome: Outcome, saved: Saved | None) -> None:
        """Count the end of a visit."""
        self.counts[outcome.state.value] += 1
        self.passed_over.update(outcome.passed_by)
        if saved is not None:
            self.saved[saved.value] += 1
            self.bare += isinstance(outcome.result, Article) and not outcome.result.text
        if outcome.reason and outcome.state not in _PLAIN_ENDS:
            self.reasons[outcome.reason] += 1
            if outcome.state is not State.REJECTED:
                self.host(outcome.visit.host).refusals[outcome.reason] += 1

    def report(self, now: float, pace: Pace, frontier: Frontier, interrupted: bool) -> Report:
        """The accounts as they stand, with what the pace and the frontier know of the hosts."""
        held = pace.held(now)
        dues = (max(pace.due(host, max(due, now)), frontier.hold(host).until) for host, due in frontier.hosts(now))
        busiest = sorted(self.ledgers, key=lambda host: (-self.ledgers[host].requests, host))
        return Report(
            counts=dict(self.counts),
            saved=dict(self.saved),
            reasons=dict(self.reasons),
            requests=sum(ledger.requests for ledger in self.ledgers.values()),
            bytes=sum(ledger.bytes for ledger in self.ledgers.values()),
            seconds=now - self.started,
            interrupted=interrupted,
            next_due=min((due for due in dues if due < math.inf), default=None),
            hosts_held=tuple(held),
            delays_capped=dict(self.delays_capped),
            holds=tuple(HeldHost(host, hold.until, hold.reason) for host, hold in held.items()),
            hosts_full=tuple(sorted(self.hosts_full)),
            hosts=tuple(
                self.ledgers[host].report(host, pace.server(host), pace.delay_of(host), _obeyed(host, frontier))
                for host in busiest[:MAX_HOSTS]
            ),
            hosts_cut=max(0, len(busiest) - MAX_HOSTS),
            bare=self.bare,
            passed_over=dict(self.passed_over),
        )


def _obeyed(host: str, frontier: Frontier) -> Iterator[RobotsNote]:
    """The robots.txt files of a host as they were last fetched."""
    for origin in (f"https://{host}", f"http://{host}"):
        if copy := frontier.robots(origin):
            yield RobotsNote(origin, copy.status, copy.fetched_at, hashlib.sha256(copy.body).hexdigest())
