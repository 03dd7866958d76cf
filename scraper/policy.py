"""What does a site say of the use of this one address, and may we have it for our purpose?

Everything that a crawl would ask is asked in the same way and at the same pace, and tdmrep.json whatever the purpose.
The page itself is asked for only if robots.txt allows; nothing is kept.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime

from scraper.cleaner import Known
from scraper.crawler.clock import SystemClock
from scraper.crawler.consent import MAX_LICENCES, Ask, Consent, Step, origin_of
from scraper.crawler.crawl import Crawl
from scraper.crawler.discover import visit_to
from scraper.crawler.fetch import Fetcher
from scraper.crawler.frontier import MemoryFrontier
from scraper.crawler.robots import absolute
from scraper.crawler.robots_copies import read
from scraper.crawler.rsl import in_link_headers
from scraper.crawler.site_files import understood
from scraper.crawler.tdmrep import PATH
from scraper.crawler.verdict import Verdict
from scraper.errors import UrlError
from scraper.model import Failure, Fault, Outcome, Page, Purpose, Reading, Rejection, Signal, State, Visit
from scraper.oneoff import EVERYWHERE, forget
from scraper.settings import Settings, user_agent
from scraper.trip import Trip
from scraper.wiring import limits, plan, stance, trip


@dataclass(frozen=True, slots=True)
class AskedFile:
    """A file of the site's terms. ``status`` 0: no answer, None: not asked for; ``problem`` says what is wrong."""

    url: str
    status: int | None
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Policy:
    """All of it. Delays are in seconds, ``visit_time`` in minutes of the day (UTC).

    ``page`` says in words what came of asking for the page; ``refusal`` why a crawl for ``purpose`` would leave it
    alone, empty if it would not.
    """

    url: str
    purpose: Purpose
    refusal: str
    robots: AskedFile
    robots_allows: bool
    rule: str | None
    crawl_delay: float | None
    request_rate: float | None
    visit_time: tuple[int, int] | None
    sitemaps: tuple[str, ...]
    tdmrep: AskedFile
    licences: tuple[AskedFile, ...]
    page: str
    kept: str  # in words, of the page
    signals: tuple[Signal, ...]

    @property
    def allowed(self) -> bool:
        """Whether a crawl would keep the page."""
        return not self.refusal


@dataclass(slots=True)
class _Survey:
    """What has been seen; its ``handle`` is that of the crawl."""

    trip: Trip
    result: Page | Failure | Rejection | None = None
    reading: Reading | None = None
    verdict: Verdict | Failure | None = None

    async def handle(self, visit: Visit, result: Page | Failure | Rejection) -> Outcome | Ask:
        now = datetime.now(UTC)
        self.result = result
        if isinstance(result, Page) and 200 <= result.status < 300:
            known = Known(result.header("content-type"), result.fetched_at)
            self.reading = self.reading or await self.trip.reader(result.body, result.url, known)
            verdict = self.trip.judge(result, now.timestamp(), self.reading)
            if isinstance(verdict, Ask):
                return verdict
            self.verdict = verdict
        return Outcome(visit, State.EXCLUDED, now)

    def named(self) -> tuple[str, ...]:
        """The licences that the page names."""
        if not isinstance(self.result, Page):
            return ()
        inside = absolute(self.reading.terms, self.result.url) if self.reading else ()
        return (*in_link_headers(self.result.headers, self.result.url), *inside)

    def page(self) -> str:
        """What came of asking for the page."""
        match self.result:
            case Page(status=status, headers=_):
                moved = self.result.header("location") if 300 <= status < 400 else None
                return f"answered {status}" + (f", redirects to {moved}" if moved else "")
            case Failure(fault=fault, detail=detail):
                return f"not fetched: {detail or fault.value}"
        return "not asked for"


async def policy_of(url: str, settings: Settings) -> Policy:
    """Ask a site for all that it says of one address.

    Raises UrlError for what is no URL, and for a host that cannot be asked at all.
    """
    visit = visit_to(url)
    frontier = MemoryFrontier([visit])
    fetcher = Fetcher(limits(settings, settings.longest_wait_seconds), user_agent(settings))
    clock = SystemClock()
    with trip(settings, EVERYWHERE, forget, frontier, clock) as go:
        survey = _Survey(go)
        try:
            await Crawl(replace(plan(settings), survey=True), frontier, fetcher, survey.handle, clock).run()
        finally:
            await fetcher.aclose()
    return _told(visit, survey, frontier, settings)


def _told(visit: Visit, survey: _Survey, frontier: MemoryFrontier, settings: Settings) -> Policy:
    origin, now = origin_of(visit.url), datetime.now(UTC).timestamp()
    copy = frontier.robots(origin)
    if copy is None:
        met = survey.result
        raise UrlError(f"{origin}/robots.txt: {met.detail if isinstance(met, Failure) else 'no answer'}", "host")
    robots = read(copy)
    rules = robots.rules_for(settings.agent)
    verdict = rules.allows(visit.url)
    consent = Consent(stance(settings), frontier, settings.backoff_seconds, survey=True)
    refusal = _refusal(visit, survey, frontier, settings)
    own = survey.verdict.signals if isinstance(survey.verdict, Verdict) else ()
    named = (*absolute(rules.licences, f"{origin}/robots.txt")[:MAX_LICENCES], *survey.named())
    return Policy(
        url=visit.url,
        purpose=settings.purpose,
        refusal=refusal,
        robots=AskedFile(f"{origin}/robots.txt", copy.status),
        robots_allows=verdict.allowed,
        rule=verdict.rule,
        crawl_delay=rules.crawl_delay,
        request_rate=rules.request_rate,
        visit_time=rules.visit_time,
        sitemaps=robots.sitemaps(f"{origin}/robots.txt"),
        tdmrep=_asked(origin + PATH, frontier),
        licences=tuple(_asked(licence, frontier) for licence in dict.fromkeys(named)),
        page=survey.page(),
        kept=survey.verdict.kept if isinstance(survey.verdict, Verdict) and not refusal else "nothing",
        signals=tuple(dict.fromkeys((*consent.signals(visit, now), *own))),
    )


def _refusal(visit: Visit, survey: _Survey, frontier: MemoryFrontier, settings: Settings) -> str:
    """Why a crawl would leave the page alone, as it would come upon it: before the request, or with the page."""
    now = datetime.now(UTC).timestamp()
    step = Consent(stance(settings), frontier, settings.backoff_seconds).judge(visit, now)
    if isinstance(step, Rejection):
        return step.detail if step.reason != "robots" else f"robots.txt: {step.detail}"
    if isinstance(step, Failure):
        return f"not known: {step.detail}"
    if not isinstance(step, Step):
        return f"not known: {step.about} was not asked"
    if isinstance(survey.verdict, Failure):
        return f"not known: {survey.verdict.detail}"
    if survey.verdict is None and isinstance(survey.result, Failure) and survey.result.fault is Fault.CHALLENGE:
        return f"the site wants no crawler: {survey.result.detail or 'a challenge for browsers'}"
    return survey.verdict.refusal if survey.verdict else ""


def _asked(url: str, frontier: MemoryFrontier) -> AskedFile:
    file = frontier.site_file(url)
    return AskedFile(url, file.status, understood(file).said.problem) if file else AskedFile(url, None)
