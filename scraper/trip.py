"""What came of this visit?

One URL's whole trip on one screen: what the fetch brought is kept, cleaned, searched for further links, and ends in an
``Outcome``. The loop decides when, the archive how it is stored; neither is known here.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from scraper.cleaner import Known
from scraper.crawler.answers import REDIRECTS
from scraper.crawler.consent import Ask
from scraper.crawler.discover import Scope, documents, kind_of, parse_feed, parse_sitemap, visits_from
from scraper.crawler.redirects import follow
from scraper.crawler.verdict import Judge, Verdict
from scraper.model import (
    Article,
    Failure,
    Fault,
    Kind,
    Outcome,
    Page,
    RawRecord,
    Reading,
    Reason,
    Rejection,
    State,
    Terms,
    Visit,
)

DAY = 86_400.0
MAX_ATTEMPTS = 4  # runs in which a URL may fail before it counts as failed and is looked at no sooner than others
HTML = ("text/html", "application/xhtml", "text/plain", "application/xml", "text/xml")
LOOK_BYTES = 1_024  # of a body whose Content-Type says that it is no page

UNKNOWN = frozenset({Fault.UNREACHABLE_ROBOTS, Fault.UNREACHABLE_TERMS})  # not said of the page: tried ever again

Reader = Callable[[bytes, str, Known], Awaitable[Reading]]


@dataclass(frozen=True, slots=True)
class Rules:
    """What the trip goes by. ``revisit`` is in seconds, ``max_page`` in bytes, ``max_depth`` 0 follows no links."""

    scope: Scope
    terms: tuple[Terms, ...] = ()
    languages: tuple[str, ...] = ()
    revisit: float = DAY
    backoff: float = 60.0
    max_page: int = 10_000_000
    max_redirects: int = 5
    max_sitemap_urls: int = 50_000


@dataclass(frozen=True, slots=True)
class Trip:
    """Turns what a visit brought into its outcome: ``await trip(visit, result)``.

    ``keep`` stores the bytes of an exchange and says where they lie; ``reader`` has a page cleaned, while the loop goes
    on; ``judge`` says what may be kept of a page.
    """

    rules: Rules
    keep: Callable[[Page], RawRecord | None]
    reader: Reader
    judge: Judge = field(default_factory=Judge)
    clock: Callable[[], datetime] = field(default=lambda: datetime.now(UTC))

    async def __call__(self, visit: Visit, result: Page | Failure | Rejection) -> Outcome | Ask:
        """The end of a visit, or what has to be asked before. Raises only what ``keep`` and ``reader`` raise."""
        if isinstance(result, Rejection):
            refused = self._end(visit, State.EXCLUDED, self._later(DAY))
            return replace(refused, reason=result.reason.value, detail=result.detail)
        if isinstance(result, Failure):
            return self._failed(visit, result)
        if result.status == 304:
            return self._unchanged(visit, result)
        if result.status in REDIRECTS:
            return self._redirected(visit, result)
        return await self._arrived(visit, result)

    # ------------------------------------------------------------ the page came

    async def _arrived(self, visit: Visit, page: Page) -> Outcome | Ask:
        kind = kind_of(page.body) if page.body else Kind.PAGE
        verdict = self.judge(page, self._later(0))  # by its headers
        if not isinstance(verdict, Verdict):
            return self._unclear(visit, verdict)
        if kind is not Kind.PAGE:
            return self._documents(visit, page, kind, verdict)
        if verdict.refusal and not verdict.only_leads:
            return self._refused(visit, page, verdict)
        reading = await self._read(page)
        verdict = self.judge(page, self._later(0), reading)  # and by what it says itself
        if not isinstance(verdict, Verdict):
            return self._unclear(visit, verdict)
        if verdict.refusal:
            found = self._found_on(visit, reading) if verdict.only_leads else ()
            return replace(self._refused(visit, page, verdict), found=found)
        outcome = self._judged(visit, page, verdict.applied(reading.result))
        found = self._found_on(visit, reading) if verdict.leads else ()
        return replace(outcome, raw=self._keep(page, verdict), found=found, signals=verdict.signals)

    def _judged(self, visit: Visit, page: Page, result: Article | Rejection) -> Outcome:
        """The end of a visit that brought a page for us."""
        state = State.FETCHED if isinstance(result, Article) else State.REJECTED
        outcome = replace(self._end(visit, state, self._later(), page), result=result)
        if isinstance(result, Rejection):
            return replace(outcome, reason=result.reason.value, detail=result.detail)
        return outcome

    async def _read(self, page: Page) -> Reading:
        content_type = (page.header("content-type") or "").lower()
        if content_type and not content_type.startswith(HTML) and not _looks_like_html(page.body):
            return Reading(Rejection(page.url, Reason.NOT_HTML, f"served as {content_type[:60]}"))
        if len(page.body) > self.rules.max_page:
            detail = f"{len(page.body):,} bytes, more than max_page_bytes ({self.rules.max_page:,})"
            return Reading(Rejection(page.url, Reason.TOO_LARGE, detail))
        known = Known(page.header("content-type"), page.fetched_at, self.rules.terms, self.rules.languages)
        return await self.reader(page.body, page.url, known)

    def _found_on(self, visit: Visit, reading: Reading) -> tuple[Visit, ...]:
        if self.rules.scope.max_depth == 0:
            return ()
        feeds = documents(reading.feeds, Kind.FEED, visit, self.rules.scope)
        return (*feeds, *visits_from(reading.links, visit, self.rules.scope))

    def _documents(self, visit: Visit, page: Page, kind: Kind, verdict: Verdict) -> Outcome:
        """A feed or a sitemap: no article, but the way to many. What it says of its use is said of itself alone."""
        if kind is Kind.FEED:
            found = parse_feed(page.body, page.url)
        else:
            found = parse_sitemap(page.body, page.url, self.rules.max_sitemap_urls)
        children = documents((child.url for child in found.children), Kind.SITEMAP, visit, self.rules.scope)
        links = visits_from(found.links, visit, self.rules.scope)
        outcome = self._end(visit, State.FETCHED, self._later(), page)
        leads = (*children, *links) if verdict.leads else ()
        told = replace(outcome, detail=found.problem or "", signals=verdict.signals)
        return replace(told, raw=self._keep(page, verdict), found=leads)

    def _unchanged(self, visit: Visit, page: Page) -> Outcome:
        verdict = self.judge.by_headers(page)
        if verdict.refusal:
            return self._refused(visit, page, verdict)
        outcome = self._end(visit, State.UNCHANGED, self._later(), page)
        return replace(outcome, raw=self._keep(page, verdict), signals=verdict.signals)

    # ------------------------------------------------------------ it is not for us

    def _keep(self, page: Page, verdict: Verdict | None = None) -> RawRecord | None:
        """Keep the bytes of an exchange, unless the site forbids it."""
        return self.keep(page) if (verdict or self.judge.by_headers(page)).keeps else None

    def _refused(self, visit: Visit, page: Page, verdict: Verdict) -> Outcome:
        """The end of a visit to a page that opts out of our use of it: nothing of it is kept but that."""
        bare = replace(page, body=b"", raw_body=b"")
        outcome = self._end(visit, State.EXCLUDED, self._later(DAY), bare)
        result = Rejection(page.url, Reason.OPT_OUT, verdict.refusal)
        told = replace(outcome, reason=result.reason.value, detail=result.detail)
        return replace(told, result=result, signals=verdict.signals)

    def _unclear(self, visit: Visit, wanted: Ask | Failure) -> Outcome | Ask:
        """The licence that a page names is not known: it has to be asked for, or cannot be had."""
        return wanted if isinstance(wanted, Ask) else self._failed(visit, wanted)

    # ------------------------------------------------------------ it did not

    def _redirected(self, visit: Visit, page: Page) -> Outcome:
        following = follow(visit, page, self.rules.max_redirects)
        if isinstance(following, Failure):
            return self._failed(visit, following)
        raw = self._keep(page)
        why = self.rules.scope.admits(following.url)
        if why:
            outcome = self._end(visit, State.EXCLUDED, self._later(DAY), page)
            detail = f"redirects to {following.url}, which is out of scope: {why.value}"
            return replace(outcome, raw=raw, reason=Reason.SCOPE.value, detail=detail)
        outcome = self._end(visit, State.REDIRECTED, self._later(), page)
        return replace(outcome, raw=raw, detail=f"to {following.url}", found=(following,))

    def _failed(self, visit: Visit, failure: Failure) -> Outcome:
        raw = self._keep(failure.page) if failure.page else None
        outcome = self._end(visit, *self._loss(visit, failure), failure.page)
        status = failure.status if outcome.status is None else outcome.status
        return replace(outcome, raw=raw, status=status, reason=failure.fault.value, detail=failure.detail)

    def _loss(self, visit: Visit, failure: Failure) -> tuple[State, float | None]:
        """What a failure means for the URL: to be tried again, failed for now, or gone for good."""
        if failure.status == 410 or (failure.status == 404 and visit.attempts > 0):
            return State.GONE, None
        if failure.again and (visit.attempts + 1 < MAX_ATTEMPTS or failure.fault in UNKNOWN):
            wait = failure.wait if failure.wait is not None else self.rules.backoff * 2**visit.attempts
            return State.DEFERRED, self._later(wait)
        return State.FAILED, self._later(DAY)

    # ------------------------------------------------------------ in both cases

    def _later(self, seconds: float | None = None) -> float:
        """Unix seconds from now; by default when a known page is looked at again."""
        return self.clock().timestamp() + (self.rules.revisit if seconds is None else seconds)

    def _end(self, visit: Visit, state: State, next_due: float | None, page: Page | None = None) -> Outcome:
        at = page.fetched_at if page else self.clock()
        return Outcome(visit, state, at, status=page.status if page else None, page=page, next_due=next_due)


def _looks_like_html(body: bytes) -> bool:
    """Whether a body begins like a page, whatever it was declared as."""
    start = body[:LOOK_BYTES].lower()
    return b"<!doctype html" in start or b"<html" in start
