"""What does this one URL give, without an archive?

Single pages and robots answers go through the crawler's own loop, with a frontier in memory: the same robots.txt, the
same pace, each redirect a visit of its own.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from scraper.crawler import robots
from scraper.crawler.clock import SystemClock
from scraper.crawler.consent import Ask, origin_of
from scraper.crawler.crawl import Crawl
from scraper.crawler.discover import Scope, visit_to
from scraper.crawler.fetch import Fetcher
from scraper.crawler.frontier import MemoryFrontier
from scraper.crawler.turns import Gate
from scraper.errors import UrlError
from scraper.model import Article, Failure, Fault, Outcome, Page, Reason, Rejection, State, Visit
from scraper.settings import Settings, user_agent
from scraper.wiring import limits, plan, trip

Result = Article | Rejection | Failure


@dataclass(frozen=True, slots=True)
class RobotsAnswer:
    """What a site's robots.txt says of one URL and of us. ``crawl_delay`` is in seconds, ``body`` as served."""

    url: str
    host: str
    robots_url: str
    status: int
    allowed: bool
    rule: str | None
    crawl_delay: float | None
    sitemaps: tuple[str, ...]
    body: str


async def fetch_all(
    urls: Iterable[str], settings: Settings, on_result: Callable[[str, Result], None], stop: asyncio.Event
) -> None:
    """Fetch single pages, each URL ending in one call of ``on_result``; links are not followed.

    Raises UrlError for what is no URL. When ``stop`` is set, what has not been asked for is not reported.
    """
    askers = _Askers(on_result)
    frontier = MemoryFrontier([askers.visit(url) for url in urls])
    clock = SystemClock()
    with trip(settings, EVERYWHERE, forget, frontier, clock) as kept:
        go = replace(kept, judge=replace(kept.judge, stores=False))  # whoever asked reads it; no copy remains here

        async def handle(visit: Visit, result: Page | Failure | Rejection) -> Outcome | Ask:
            outcome = await go(visit, result)
            if isinstance(outcome, Ask):
                return outcome
            if outcome.state is State.REDIRECTED:
                askers.send_on(visit, outcome.found[0].key)
                return outcome
            askers.tell(visit.key, _answer(outcome, result))
            return _final(outcome)

        fetcher = Fetcher(limits(settings, settings.longest_wait_seconds), user_agent(settings), stop=stop)
        try:
            await Crawl(plan(settings), frontier, fetcher, handle, clock).run(stop)
        finally:
            await fetcher.aclose()
    if not stop.is_set():
        askers.tell_the_rest(
            "the host is not to be asked for now: it wants to be left alone, or these are not the hours"
        )


class _Askers:
    """Who waits for which page. A page that redirects sends its askers on to where the redirects end."""

    def __init__(self, on_result: Callable[[str, Result], None]) -> None:
        self._on_result = on_result
        self._waiting: dict[str, list[str]] = {}  # dedupe key -> URLs as they were asked for
        self._answers: dict[str, Result] = {}
        self._moved: dict[str, str] = {}  # key of a page that redirected -> key of where to

    def visit(self, url: str) -> Visit:
        """The visit to make for a URL, whose asker waits from now on."""
        visit = visit_to(url)
        self._waiting.setdefault(visit.key, []).append(url)
        return visit

    def tell(self, key: str, result: Result) -> None:
        """A page came to its end."""
        self._answers[key] = result
        for url in self._waiting.pop(key, []):
            self._on_result(url, result)

    def send_on(self, visit: Visit, target: str) -> None:
        """A page redirects; to its own key it takes the place of itself."""
        waiting = self._waiting.pop(visit.key, [])
        if target != visit.key:
            self._moved[visit.key] = target
        end = self._end(target)
        self._waiting.setdefault(end or visit.key, []).extend(waiting)
        if end is None:
            self.tell(visit.key, Failure(visit.url, Fault.REDIRECTS, "they lead in a circle"))
        elif end in self._answers:
            self.tell(end, self._answers[end])

    def tell_the_rest(self, why: str) -> None:
        """The run is over: what is left was never asked for."""
        for url in [url for waiting in self._waiting.values() for url in waiting]:
            self._on_result(url, Failure(url, Fault.STATUS, why, again=True))

    def _end(self, key: str) -> str | None:
        """Where the redirects known so far end; None if they never do."""
        seen = set()
        while key in self._moved:
            if key in seen:
                return None
            seen.add(key)
            key = self._moved[key]
        return key


def _answer(outcome: Outcome, result: Page | Failure | Rejection) -> Result:
    if outcome.result is not None:
        return outcome.result
    if isinstance(result, Page):
        if outcome.state is State.FETCHED:
            return Rejection(result.url, Reason.OTHER_TYPE, "a feed or a sitemap, no page")
        return Failure(result.url, Fault.REDIRECTS, outcome.detail, outcome.status)
    return result


def _final(outcome: Outcome) -> Outcome:
    """In a one-off fetch nothing is tried again later."""
    return replace(outcome, state=State.FAILED) if outcome.state is State.DEFERRED else outcome


def forget(page: Page) -> None:
    """Keep nothing."""


class _Everywhere(Scope):
    """Whoever names a URL wants that page: every host is in scope."""

    def admits(self, url: str) -> None:
        """Everything."""


EVERYWHERE = _Everywhere(hosts=frozenset(), max_depth=0)


async def robots_answer(url: str, settings: Settings) -> RobotsAnswer:
    """What robots.txt says of a URL, asked for as a crawl would. The page itself is not fetched.

    Raises UrlError for what is no URL, and for a host that cannot be asked at all.
    """
    visit = visit_to(url)
    frontier, origin = MemoryFrontier([visit]), origin_of(visit.url)
    met: list[Failure] = []

    async def handle(visit: Visit, result: Page | Failure | Rejection) -> Outcome:
        if isinstance(result, Failure) and result.fault is not Fault.INTERRUPTED:
            met.append(result)
        return Outcome(visit, State.EXCLUDED, datetime.now(UTC))

    fetcher = Fetcher(limits(settings, settings.longest_wait_seconds), user_agent(settings))
    try:
        await Crawl(plan(settings), frontier, _RobotsOnly(fetcher, frontier, origin), handle).run()
    finally:
        await fetcher.aclose()
    copy = frontier.robots(origin)
    if copy is None:
        raise UrlError(f"{origin}/robots.txt: {met[0].detail or met[0].fault if met else 'no answer'}", "host")
    rules = robots.from_response(copy.status, copy.body)
    verdict = rules.allows(settings.agent, visit.url)
    return RobotsAnswer(
        url=visit.url,
        host=visit.host,
        robots_url=f"{origin}/robots.txt",
        status=copy.status,
        allowed=verdict.allowed,
        rule=verdict.rule,
        crawl_delay=rules.crawl_delay(settings.agent),
        sitemaps=rules.sitemaps(origin),
        body=copy.body.decode("utf-8", "replace"),
    )


@dataclass(frozen=True, slots=True)
class _RobotsOnly:
    """A fetcher that asks for an origin's robots.txt and, once that is known, for nothing more."""

    fetcher: Fetcher
    frontier: MemoryFrontier
    origin: str

    async def get(self, visit: Visit, gate: Gate) -> Page | Failure:
        if self.frontier.robots(self.origin) is not None:
            return Failure(visit.url, Fault.STATUS, "not asked for")
        return await self.fetcher.get(visit, gate)

    async def address(self, host: str) -> str | None:
        return await self.fetcher.address(host)
