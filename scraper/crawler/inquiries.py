"""What is asked of sites before their pages, and who waits for it?

The requests for robots.txt and for the files of a site's terms, each in the queue of the host whose turn it takes. An
answer wakes the hosts that waited for it, and what the site says of its pages is added to how their visits end.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, replace

from scraper.crawler.consent import Consent, Trip, origin_of
from scraper.model import Failure, Outcome, Page, Visit
from scraper.urls import host_of

Sitemaps = Callable[[str, tuple[str, ...]], tuple[Visit, ...]]
"""The visits that the sitemaps make which an origin's robots.txt names."""


@dataclass(frozen=True, slots=True)
class Ready:
    """A visit that waits for its host's next turn: for what has to be asked first, perhaps with its page in hand."""

    visit: Visit
    page: Page | Failure | None = None
    waits_for: str = ""  # an origin's robots.txt, or a file


class Inquiries:
    """All that is under way."""

    def __init__(self, consent: Consent, wake: Callable[[str], None], sitemaps: Sitemaps | None = None) -> None:
        """``wake`` has a host looked at again; ``sitemaps``: see there, None for none."""
        self._consent = consent
        self._wake = wake
        self._sitemaps = sitemaps
        self._trips: dict[str, deque[Trip]] = {}  # on whose host they are next
        self._parked: dict[str, list[Trip]] = {}  # by the origin whose robots.txt they wait for
        self._waiting: dict[str, set[str]] = {}  # hosts, by what they wait for
        self._told: set[str] = set()  # origins whose sitemaps are known

    def has(self, host: str) -> bool:
        """Whether a request waits for the host's turn."""
        return bool(self._trips.get(host))

    def take(self, host: str) -> Trip | None:
        """The request to make in a host's turn."""
        trips = self._trips.get(host)
        return trips.popleft() if trips else None

    def ask(self, about: str, host: str) -> None:
        """A host waits for an origin's robots.txt, or for a file."""
        self._waiting.setdefault(about, set()).add(host)
        self._send_for(about)

    def park(self, trip: Trip, origin: str) -> None:
        """A request has to wait for an origin's robots.txt."""
        self._parked.setdefault(origin, []).append(trip)
        self._send_for(origin)

    def line_up(self, trip: Trip) -> None:
        """A request waits for its host's turn."""
        self._trips.setdefault(trip.visit.host, deque()).append(trip)
        self._wake(trip.visit.host)

    def end(self, trip: Trip) -> None:
        """The answer has come: who waited for it goes on."""
        self._told.discard(trip.about)
        for parked in self._parked.pop(trip.about, ()):
            self.line_up(parked)
        for host in {host_of(trip.about), *self._waiting.pop(trip.about, ())}:
            self._wake(host)

    def told(self, outcome: Outcome, now: float) -> Outcome:
        """The outcome with the site's signals, if a page came, and with the sitemaps of an origin new to this run."""
        visit = outcome.visit
        if outcome.page is not None and (said := self._consent.signals(visit, now)):
            outcome = replace(outcome, signals=(*said, *outcome.signals))
        origin = origin_of(visit.url)
        if self._sitemaps is None or origin in self._told:
            return outcome
        self._told.add(origin)
        named = self._consent.sitemaps(origin, now)
        return replace(outcome, found=(*outcome.found, *self._sitemaps(origin, named))) if named else outcome

    def _send_for(self, about: str) -> None:
        if not self._consent.is_asking(about):
            self.line_up(self._consent.ask(about))
