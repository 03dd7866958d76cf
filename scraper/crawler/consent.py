"""May this visit be made, and what has to be asked first?

Between the loop, which asks before each visit, and those who read: robots.txt comes first, then what it says of the use
of pages, then the files that state a site's terms (RSL where robots.txt names it; tdmrep.json where the purpose is one
that a reservation speaks of). Each is asked for in a turn of its host, and robots.txt before all others.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from scraper.crawler import redirects, rsl
from scraper.crawler.frontier import Frontier
from scraper.crawler.heard import MAX_AGE_SECONDS
from scraper.crawler.robots import Rules
from scraper.crawler.robots_copies import Answer, RobotsCopies
from scraper.crawler.robots_lines import SIGNAL, USAGE
from scraper.crawler.signal_table import MINING, Source
from scraper.crawler.signals import NOTHING, Stance, Weighed, stated, weigh
from scraper.crawler.site_files import SiteFiles
from scraper.crawler.tdmrep import PATH, Tdmrep
from scraper.model import Failure, Fault, Page, Reason, Rejection, Signal, Visit
from scraper.urls import host_of

__all__ = ["MAX_AGE_SECONDS", "Ask", "Consent", "Step", "Trip", "origin_of"]

MAX_REDIRECTS = 5  # RFC 9309, 2.3.1.2
MAX_LICENCES = 5  # RSL files of one origin; one for news and one for pictures have been seen


class Step(Enum):
    """What may be done about a visit."""

    FETCH = "fetch"


@dataclass(frozen=True, slots=True)
class Ask:
    """What has to be asked for first: an origin's robots.txt, or a file by its URL."""

    about: str


@dataclass(frozen=True, slots=True)
class Trip:
    """One request on the way to what is asked for; after a redirect its URL lies elsewhere."""

    about: str
    url: str
    hops: int = 0

    @property
    def visit(self) -> Visit:
        """The request to make."""
        return Visit(self.url, self.url, host_of(self.url), hops=self.hops)

    @property
    def is_robots(self) -> bool:
        """Whether it is for an origin's robots.txt, which nothing has to be asked before."""
        return self.about == origin_of(self.about)


def origin_of(url: str) -> str:
    """Scheme and authority: what one robots.txt speaks for (RFC 9309, 2.3).

    >>> origin_of("https://news.test:8443/a?b")
    'https://news.test:8443'
    """
    return "/".join(url.split("/", 3)[:3])


class Consent:
    """What all sites say to one agent with one purpose."""

    def __init__(self, stance: Stance, frontier: Frontier, backoff: float, survey: bool = False) -> None:
        """``backoff``: seconds before what could not be had is asked for again, doubled each time.

        ``survey``: everything is asked about, to be told; then only robots.txt keeps a page from being asked for.
        """
        self._stance = stance
        self._survey = survey
        self._robots = RobotsCopies(stance.agent, frontier, backoff)
        self._files = SiteFiles(frontier, backoff)
        self._asked: set[str] = set()

    def judge(self, visit: Visit, now: float) -> Step | Ask | Rejection | Failure:
        """What may be done about a visit: fetch it, ask for something else first, or nothing and why."""
        origin = origin_of(visit.url)
        answer = self._robots.answer(origin, now)
        if answer is None:
            return Ask(origin)
        if answer.is_unknown:
            return answer.refusal(visit, now)
        verdict = answer.rules.allows(visit.url)
        if not verdict.allowed and not self._survey:
            return Rejection(visit.url, Reason.ROBOTS, verdict.rule or "")
        step = self._by_terms(visit, answer, now)
        if step is Step.FETCH and not verdict.allowed:
            return Rejection(visit.url, Reason.ROBOTS, verdict.rule or "")
        return step

    def rules(self, origin: str, now: float) -> Rules | None:
        """What the origin's robots.txt says to us; None when it has to be asked."""
        answer = self._robots.answer(origin, now)
        return answer.rules if answer else None

    def sitemaps(self, origin: str, now: float) -> tuple[str, ...]:
        """The sitemaps that the origin's robots.txt names, as far as it is known."""
        answer = self._robots.answer(origin, now)
        return answer.sitemaps if answer else ()

    def signals(self, visit: Visit, now: float) -> tuple[Signal, ...]:
        """What the site says of the use of a page, apart from the page itself; overrides that hold are among it."""
        answer = self._robots.answer(origin_of(visit.url), now)
        return self._weigh(visit, answer, now).signals if answer else ()

    # ------------------------------------------------------------ asking

    def is_asking(self, about: str) -> bool:
        """Whether an origin's robots.txt or a file is on its way."""
        return about in self._asked

    def ask(self, about: str) -> Trip:
        """The request to make for an origin's robots.txt or for a file."""
        self._asked.add(about)
        return Trip(about, f"{about}/robots.txt" if about == origin_of(about) else about)

    def before(self, trip: Trip, now: float) -> Ask | Failure | None:
        """What has to be asked before a request, or why it is not made; None if it may be."""
        if trip.is_robots:
            return None
        origin = origin_of(trip.url)
        answer = self._robots.answer(origin, now)
        if answer is None:
            return Ask(origin)
        if answer.is_unknown:
            return answer.refusal(trip.visit, now)
        verdict = answer.rules.allows(trip.url)
        if verdict.allowed:
            return None
        return Failure(trip.url, Fault.STATUS, f"robots.txt: {verdict.rule}", status=403)  # it may as well forbid it

    def hear(self, trip: Trip, result: Page | Failure, now: float, next_turn: float) -> Trip | None:
        """What came of a request: kept as the answer, or the next request of a chain of redirects.

        ``next_turn``: when the host's visits are looked at again; the answer holds for longer than that.
        """
        onward = redirects.target(result) if isinstance(result, Page) else None
        if onward is not None and trip.hops < MAX_REDIRECTS:
            return Trip(trip.about, onward, trip.hops + 1)
        self._asked.discard(trip.about)
        (self._robots if trip.is_robots else self._files).hear(trip.about, result, now, next_turn)
        return None

    # ------------------------------------------------------------ weighing

    def _by_terms(self, visit: Visit, answer: Answer, now: float) -> Step | Ask | Rejection | Failure:
        """What may be done about a visit that robots.txt allows."""
        for file in self._concerned(origin_of(visit.url), answer):
            terms = self._files.terms(file, now)
            if terms is None:
                return Ask(file)
            if terms.is_unknown and not self._survey:
                return terms.refusal(visit.url, now)
        refusal = self._weigh(visit, answer, now).refusal(self._stance.purpose)
        if refusal and not self._survey:
            return Rejection(visit.url, Reason.OPT_OUT, refusal)
        return Step.FETCH

    def _concerned(self, origin: str, answer: Answer) -> tuple[str, ...]:
        """The files that may have a say in what becomes of the origin's pages."""
        licences = answer.licences[:MAX_LICENCES]
        if self._survey or self._stance.purpose in MINING:
            return (origin + PATH, *licences)
        return licences

    def _weigh(self, visit: Visit, answer: Answer, now: float) -> Weighed:
        files = self._concerned(origin_of(visit.url), answer)
        rules = answer.rules
        if not files and not rules.statements:
            return NOTHING
        url = visit.url
        found = [
            *stated(Source.USAGE, rules.preferences(USAGE, url)),
            *stated(Source.SIGNAL, rules.preferences(SIGNAL, url)),
        ]
        licences: list[rsl.Licence] = []
        for terms in filter(None, (self._files.terms(file, now) for file in files)):
            if isinstance(terms.said, Tdmrep):
                found += terms.said.signals(url)
            licences += terms.licences(url)
        found += rsl.signals(licences)
        return weigh(found, visit.host, self._stance, rsl.against(licences, self._stance.purpose))
