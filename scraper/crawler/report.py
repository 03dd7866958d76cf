"""What did the run do?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from scraper.model import Failure, Outcome, Page, Saved, State

# The ends of a visit that need no reason: the page came, or leads on.
_PLAIN_ENDS = frozenset({State.FETCHED, State.UNCHANGED, State.REDIRECTED})


@dataclass(frozen=True, slots=True)
class Report:
    """The accounts of a run. Mappings go from a value to how often it came.

    ``counts`` are by State, ``saved`` by Saved, ``reasons`` (of what was not stored) by Reason or Fault. ``requests``
    are all, those for robots.txt and repeated tries included; ``bytes`` are of the responses as they came over the
    wire. ``next_due`` is in Unix seconds; None: nothing is left to do. ``delays_capped`` names the hosts whose
    Crawl-delay is longer than we wait, with the seconds they asked for. ``passed_over`` counts the links that became no
    visit by why they did not; a link that many pages have counts on each. ``backfill`` is what each file named.
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
    passed_over: Mapping[str, int] = field(default_factory=dict)
    backfill: tuple[Mapping[str, object], ...] = ()


@dataclass(slots=True)
class Tally:
    """The accounts while the run goes on."""

    started: float
    counts: Counter[str] = field(default_factory=Counter)
    saved: Counter[str] = field(default_factory=Counter)
    reasons: Counter[str] = field(default_factory=Counter)
    requests: int = 0
    bytes: int = 0
    delays_capped: dict[str, float] = field(default_factory=dict)
    passed_over: Counter[str] = field(default_factory=Counter)

    def add(self, outcome: Outcome, saved: Saved | None) -> None:
        """Count the end of a visit."""
        self.counts[outcome.state.value] += 1
        self.passed_over.update(outcome.passed_by)
        if saved is not None:
            self.saved[saved.value] += 1
        if outcome.reason and outcome.state not in _PLAIN_ENDS:
            self.reasons[outcome.reason] += 1

    def add_bytes(self, result: Page | Failure) -> None:
        """Count what came over the wire."""
        page = result if isinstance(result, Page) else result.page
        if page is not None:
            self.bytes += len(page.response_head) + len(page.raw_body or page.body)

    def report(self, now: float, *, interrupted: bool, next_due: float | None, hosts_held: tuple[str, ...]) -> Report:
        """The accounts as they stand."""
        return Report(
            counts=dict(self.counts),
            saved=dict(self.saved),
            reasons=dict(self.reasons),
            requests=self.requests,
            bytes=self.bytes,
            seconds=now - self.started,
            interrupted=interrupted,
            next_due=next_due,
            hosts_held=hosts_held,
            delays_capped=dict(self.delays_capped),
            passed_over=dict(self.passed_over),
        )
