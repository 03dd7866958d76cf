"""What came of this visit?

One URL's whole trip on one screen: what the fetch brought is kept, cleaned, searched for further links, and ends in an
``Outcome``. The loop decides when, the archive how it is stored; neither is known here.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from scraper.cleaner import Known
from scraper.crawler.answers import REDIRECTS
from scraper.crawler.content_types import why_no_page
from scraper.crawler.discover import (
    Budgets,
    Choice,
    Found,
    Scope,
    choose,
    choose_entries,
    choose_sitemaps,
    documents,
    families_of,
    kind_of,
    parse_feed,
    parse_sitemap,
    to_record,
)
from scraper.crawler.redirects import Chains
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
OFF_THE_LOOP = 100_000  # bytes of a feed or sitemap; a longer one is read in a thread, for 50,000 URLs take seconds
FOLLOW_NOTHING = frozenset({"nofollow", "none"})  # in meta robots or X-Robots-Tag

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
    on. ``budgets`` are the run's: a trip serves one run.
    """

    rules: Rules
    keep: Callable[[Page], RawRecord | None]
    reader: Reader
    clock: Callable[[], datetime] = field(default=lambda: datetime.now(UTC))
    chains: Chains = field(default_factory=Chains)
    budgets: Budgets = field(default_factory=Budgets)

    async def __call__(self, visit: Visit, result: Page | Failure | Rejection) -> Outcome:
        """The end of a visit. Raises only what ``keep`` and ``reader`` raise."""
        if isinstance(result, Rejection):
            refused = self._end(visit, State.EXCLUDED, self._later(DAY))
            return replace(refused, reason=result.reason.value, detail=result.detail)
        if isinstance(result, Failure):
            return self._failed(visit, result)
        if result.status == 304:
            return replace(self._end(visit, State.UNCHANGED, self._later(), result), raw=self.keep(result))
        if result.status in REDIRECTS:
            return self._redirected(visit, result)
        return await self._arrived(visit, result)

    # ------------------------------------------------------------ the page came

    async def _arrived(self, visit: Visit, page: Page) -> Outcome:
        raw = self.keep(page)  # evidence first
        kind = kind_of(page.body) if page.body else Kind.PAGE
        if kind is not Kind.PAGE:
            return replace(await self._documents(visit, page, kind), raw=raw)
        reading = await self._read(page)
        result = self._of_its_time(reading.result)
        state = State.FETCHED if isinstance(result, Article) else State.REJECTED
        outcome = replace(self._end(visit, state, self._later(), page), raw=raw, result=result)
        outcome = self._led_on(outcome, page, reading)
        if isinstance(result, Rejection):
            return replace(outcome, reason=result.reason.value, detail=result.detail)
        return outcome

    def _of_its_time(self, result: Article | Rejection) -> Article | Rejection:
        """The article, if it was published when articles are wanted from."""
        if not isinstance(result, Article) or self.rules.scope.wants(result.date_published):
            return result
        detail = f"published {str(result.date_published)[:10]}, which is before since or after until"
        return Rejection(result.url, Reason.SCOPE, detail, result.page_type, title=result.title)

    async def _read(self, page: Page) -> Reading:
        why = why_no_page(page.header("content-type"), page.body)
        if why:
            return Reading(Rejection(page.url, Reason.NOT_HTML, why))
        if len(page.body) > self.rules.max_page:
            detail = f"{len(page.body):,} bytes, more than max_page_bytes ({self.rules.max_page:,})"
            return Reading(Rejection(page.url, Reason.TOO_LARGE, detail))
        known = Known(page.header("content-type"), page.fetched_at, self.rules.terms, self.rules.languages)
        return await self.reader(page.body, page.url, known)

    def _led_on(self, outcome: Outcome, page: Page, reading: Reading) -> Outcome:
        """With the visits that the page leads to, unless it or its server says to follow none."""
        scope, visit = self.rules.scope, outcome.visit
        header = (page.header("x-robots-tag") or "").lower().replace(",", " ").split()
        if scope.max_depth == 0 or FOLLOW_NOTHING & (reading.directives | set(header)):
            return outcome
        is_story = isinstance(reading.result, Article)
        if isinstance(reading.result, Article):
            self.budgets.earn(families_of(visit.url), reading.result.fingerprint)
        feeds = documents(reading.feeds, Kind.FEED, visit, scope)
        choice = choose(reading.links, visit, scope, self.budgets, is_story)
        return replace(self._chosen(outcome, choice), found=(*feeds, *choice.visits))

    def _chosen(self, outcome: Outcome, choice: Choice, kind: Kind = Kind.PAGE) -> Outcome:
        """With what was found, and what was passed over: all of it counted, some of it kept."""
        return replace(
            outcome,
            found=(*outcome.found, *choice.visits),
            passed_over=(*outcome.passed_over, *to_record(choice, outcome.visit, self.budgets, kind)),
            passed_by=Counter(outcome.passed_by) + Counter(why.value for _, why in choice.passed_over),
        )

    async def _documents(self, visit: Visit, page: Page, kind: Kind) -> Outcome:
        """A feed or a sitemap: no article, but the way to many."""
        if len(page.body) > OFF_THE_LOOP:
            found, entries = await asyncio.to_thread(self._read_document, visit, page, kind)
        else:
            found, entries = self._read_document(visit, page, kind)
        children = choose_sitemaps(found.children, visit, self.rules.scope, self.clock(), self.budgets)
        outcome = replace(self._end(visit, State.FETCHED, self._later(), page), detail=found.problem or "")
        return self._chosen(self._chosen(outcome, children, Kind.SITEMAP), entries)

    def _read_document(self, visit: Visit, page: Page, kind: Kind) -> tuple[Found, Choice]:
        """Touches nothing of the run, so it may be in a thread."""
        if kind is Kind.FEED:
            found = parse_feed(page.body, page.url)
        else:
            found = parse_sitemap(page.body, page.url, self.rules.max_sitemap_urls)
        return found, choose_entries(found.entries, visit, self.rules.scope, self.clock())

    # ------------------------------------------------------------ it did not

    def _redirected(self, visit: Visit, page: Page) -> Outcome:
        following = self.chains.follow(visit, page, self.rules.max_redirects)
        if isinstance(following, Failure):
            return self._failed(visit, following)
        raw = self.keep(page)
        why = self.rules.scope.admits(following.url)
        if why:
            outcome = self._end(visit, State.EXCLUDED, self._later(DAY), page)
            detail = f"redirects to {following.url}, which is out of scope: {why.value}"
            return replace(outcome, raw=raw, reason=Reason.SCOPE.value, detail=detail)
        outcome = self._end(visit, State.REDIRECTED, self._later(), page)
        return replace(outcome, raw=raw, detail=f"to {following.url}", found=(following,))

    def _failed(self, visit: Visit, failure: Failure) -> Outcome:
        raw = self.keep(failure.page) if failure.page else None
        outcome = self._end(visit, *self._loss(visit, failure), failure.page)
        status = failure.status if outcome.status is None else outcome.status
        return replace(outcome, raw=raw, status=status, reason=failure.fault.value, detail=failure.detail)

    def _loss(self, visit: Visit, failure: Failure) -> tuple[State, float | None]:
        """What a failure means for the URL: to be tried again, failed for now, or gone for good."""
        if failure.status == 410 or (failure.status == 404 and visit.attempts > 0):
            return State.GONE, None
        if failure.again and (visit.attempts + 1 < MAX_ATTEMPTS or failure.fault is Fault.UNREACHABLE_ROBOTS):
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
