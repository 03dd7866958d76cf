"""What came of this visit?

One URL's whole trip on one screen: what the fetch brought is kept, cleaned, searched for further links, and ends in an
``Outcome``. The loop decides when, the archive how it is stored; neither is known here.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import partial

from scraper.apart import As, Leads, digest, parse
from scraper.cleaner import Known
from scraper.crawler.answers import REDIRECTS
from scraper.crawler.consent import Ask
from scraper.crawler.content_types import why_no_page
from scraper.crawler.discover import (
    Budgets,
    Choice,
    Posts,
    Why,
    choose,
    choose_sitemaps,
    documents,
    families_of,
    kind_of,
    roots_in_header,
    to_record,
)
from scraper.crawler.redirects import Chains
from scraper.crawler.verdict import Judge, Verdict, forbids_copies
from scraper.model import (
    Announced,
    Article,
    Failure,
    Kind,
    Outcome,
    Page,
    RawRecord,
    Reading,
    Reason,
    Rejection,
    Source,
    State,
    Visit,
)
from scraper.trip_documents import lists_at, parsed
from scraper.trip_posts import PostTrip, redirected, smaller
from scraper.trip_rules import DAY, Parser, Reader, Rules
from scraper.trip_times import KNOWN_STORIES, again, fingerprint_of, loss, published_at

__all__ = ["Rules", "Trip"]


async def parse_here(body: bytes, url: str, how: As) -> Leads | Posts:
    """Without a process apart."""
    return parse(body, url, how)


@dataclass(frozen=True, slots=True)
class Trip:
    """Turns what a visit brought into its outcome: ``await trip(visit, result)``.

    ``keep`` stores the bytes of an exchange and says where they lie; ``reader`` has a page cleaned and ``parser`` a
    large document parsed, while the loop goes on; ``judge`` says what may be kept of a page. ``chains`` and ``budgets``
    are the run's: a trip serves one run.
    """

    rules: Rules
    keep: Callable[[Page], RawRecord | None]
    reader: Reader
    parser: Parser = parse_here
    judge: Judge = field(default_factory=Judge)
    clock: Callable[[], datetime] = field(default=lambda: datetime.now(UTC))
    chains: Chains = field(default_factory=Chains)
    budgets: Budgets = field(default_factory=Budgets)

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
        if visit.kind is Kind.API:
            return await self._posts(visit, page)
        kind = kind_of(page.body) if page.body else Kind.PAGE
        verdict = self.judge(page, self._later(0))  # by its headers
        if not isinstance(verdict, Verdict):
            return self._unclear(visit, verdict)
        if kind is not Kind.PAGE:
            return await self._documents(visit, page, kind, verdict)
        if verdict.refusal and not verdict.only_leads:
            return self._refused(visit, page, verdict)
        reading = await self._read(page, announced=visit.announced)
        verdict = self.judge(page, self._later(0), reading)  # and by what it says itself
        if not isinstance(verdict, Verdict):
            return self._unclear(visit, verdict)
        return replace(self._judged(visit, page, reading, verdict), raw=self._keep(page, verdict))

    def _judged(self, visit: Visit, page: Page, reading: Reading, verdict: Verdict) -> Outcome:
        """The end of a visit that brought a page, by its reading and as far as it is for us."""
        if verdict.refusal:
            refused = self._refused(visit, page, verdict)
            return self._led_on(refused, page, reading) if verdict.only_leads else refused
        result = verdict.applied(self._of_its_time(reading.result))
        looks = fingerprint_of(reading, visit)
        published = published_at(result) if visit.depth > 0 else None  # a start page is there for what is new
        if isinstance(result, Article) and visit.depth > 0:
            visit = replace(visit, priority=max(visit.priority, KNOWN_STORIES))  # that is of the next look
        state = State.FETCHED if isinstance(result, Article) else State.REJECTED
        outcome = self._end(visit, state, again(visit, page, self.rules.revisit, looks, published), page)
        why, detail = (result.reason.value, result.detail) if isinstance(result, Rejection) else ("", "")
        outcome = replace(outcome, result=result, reason=why, detail=detail, fingerprint=looks, signals=verdict.signals)
        return self._led_on(outcome, page, reading) if verdict.leads else outcome

    def _of_its_time(self, result: Article | Rejection) -> Article | Rejection:
        """The article, if it was published when articles are wanted from."""
        if not isinstance(result, Article) or self.rules.scope.wants(result.date_published):
            return result
        detail = f"published {str(result.date_published)[:10]}, which is before since or after until"
        return Rejection(result.url, Reason.SCOPE, detail, result.page_type, title=result.title)

    async def _read(self, page: Page, announced: Announced | None = None, head: Source | None = None) -> Reading:
        why = why_no_page(page.header("content-type"), page.body)
        if why:
            return Reading(Rejection(page.url, Reason.NOT_HTML, why))
        if len(page.body) > self.rules.max_page:
            detail = f"{len(page.body):,} bytes, more than max_page_bytes ({self.rules.max_page:,})"
            return Reading(Rejection(page.url, Reason.TOO_LARGE, detail))
        rules = self.rules
        kind = page.header("content-type")
        known = Known(kind, page.fetched_at, rules.terms, rules.languages, announced, head)
        return await self.reader(page.body, page.url, known)

    def _led_on(self, outcome: Outcome, page: Page, reading: Reading) -> Outcome:
        """With the visits that the page leads to."""
        scope, visit = self.rules.scope, outcome.visit
        if scope.max_depth == 0:
            return outcome
        is_story = isinstance(reading.result, Article)
        if isinstance(reading.result, Article):
            self.budgets.earn(families_of(visit.url), reading.result.fingerprint)
        feeds = documents(reading.feeds, Kind.FEED, visit, scope)
        choice = choose(reading.links, visit, scope, self.budgets, is_story)
        named = (*self._lists(visit, page, reading), *feeds)
        return self._chosen(replace(outcome, found=named) if named else outcome, choice)

    def _lists(self, visit: Visit, page: Page, reading: Reading) -> tuple[Visit, ...]:
        if not self.rules.api:
            return ()
        links = (value for name, value in page.headers if name == "link")
        return lists_at((*roots_in_header(links), *reading.apis), visit, self.rules)

    def _chosen(self, outcome: Outcome, choice: Choice, kind: Kind = Kind.PAGE) -> Outcome:
        """With what was found, and what was passed over: all of it counted, some of it kept."""
        if not choice.visits and not choice.passed_over:
            return outcome
        passed_by = Counter(why.value for _, why in choice.passed_over)
        passed_by.update(outcome.passed_by)
        return replace(
            outcome,
            found=(*outcome.found, *choice.visits),
            passed_over=(*outcome.passed_over, *to_record(choice, outcome.visit, self.budgets, kind)),
            passed_by=passed_by,
        )

    async def _documents(self, visit: Visit, page: Page, kind: Kind, verdict: Verdict) -> Outcome:
        """A feed or a sitemap: no article, but the way to many. What it says of its use is said of itself alone."""
        now, scope = self.clock(), self.rules.scope
        led = await parsed(page, As(kind, self.rules.max_sitemap_urls, visit, scope, now), self.parser)
        assert isinstance(led, Leads)
        children = choose_sitemaps(led.children, visit, scope, now, self.budgets)
        outcome = self._end(visit, State.FETCHED, again(visit, page, self.rules.revisit, led.fingerprint), page)
        outcome = replace(outcome, detail=led.problem, fingerprint=led.fingerprint, signals=verdict.signals)
        outcome = replace(outcome, raw=self._keep(page, verdict))
        if not verdict.leads:
            return outcome
        return self._chosen(self._chosen(outcome, children, Kind.SITEMAP), led.entries)

    async def _posts(self, visit: Visit, page: Page) -> Outcome:
        """A list of posts: many articles at once. Its bytes are kept if those of each of them may be."""
        outcome = await PostTrip(self.rules, self.parser, partial(self._read, head=Source.API), self._post)(visit, page)
        signals = self.judge.by_headers(page).signals
        kept = not any(forbids_copies(one) for one in outcome.brought)
        return replace(outcome, signals=signals, raw=self._keep(page) if kept else None)

    def _post(self, visit: Visit, page: Page, reading: Reading) -> Outcome | None:
        """The end of a visit that a list of posts spared; None if the page has to say more."""
        verdict = self.judge(page, self._later(0), reading)
        return self._judged(visit, page, reading, verdict) if isinstance(verdict, Verdict) else None

    def _unchanged(self, visit: Visit, page: Page) -> Outcome:
        verdict = self.judge.by_headers(page)
        if verdict.refusal:
            return self._refused(visit, page, verdict)
        outcome = self._end(visit, State.UNCHANGED, again(visit, page, self.rules.revisit), page)
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
        following = self.chains.follow(visit, page, self.rules.max_redirects)
        if isinstance(following, Failure):
            return self._failed(visit, following)
        following = redirected(following)
        raw = self._keep(page)
        why = self.rules.scope.admits(following.url)
        if why and (why is Why.HOST or following.kind is not Kind.API):
            outcome = self._end(visit, State.EXCLUDED, self._later(DAY), page)
            detail = f"redirects to {following.url}, which is out of scope: {why.value}"
            return replace(outcome, raw=raw, reason=Reason.SCOPE.value, detail=detail)
        looks = "" if following.key == visit.key else digest([following.url])
        outcome = self._end(visit, State.REDIRECTED, again(visit, page, self.rules.revisit, looks), page)
        return replace(outcome, raw=raw, detail=f"to {following.url}", found=(following,), fingerprint=looks)

    def _failed(self, visit: Visit, failure: Failure) -> Outcome:
        raw = self._keep(failure.page) if failure.page else None
        less = smaller(visit, failure)
        if less is not None:
            outcome = self._end(visit, State.REDIRECTED, self._later(0), failure.page)
            return replace(outcome, raw=raw, detail=f"for less at once: {less.url}", found=(less,))
        outcome = self._end(visit, *loss(visit, failure, self.clock().timestamp(), self.rules), failure.page)
        status = failure.status if outcome.status is None else outcome.status
        return replace(outcome, raw=raw, status=status, reason=failure.fault.value, detail=failure.detail)

    # ------------------------------------------------------------ in both cases

    def _later(self, seconds: float) -> float:
        """Unix seconds from now."""
        return self.clock().timestamp() + seconds

    def _end(self, visit: Visit, state: State, next_due: float | None, page: Page | None = None) -> Outcome:
        at = page.fetched_at if page else self.clock()
        return Outcome(visit, state, at, status=page.status if page else None, page=page, next_due=next_due)
