"""What would a crawl make now of the exchanges that an archive keeps?

They go the way of any page once more (``scraper.trip``), with nobody asked for anything. What a site's terms were when
they were last fetched holds.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import NamedTuple

from scraper.apart import As, Leads
from scraper.crawler.answers import judged
from scraper.crawler.clock import SystemClock
from scraper.crawler.codings import CodingError, decode
from scraper.crawler.consent import Ask
from scraper.crawler.discover import Posts, Scope
from scraper.errors import RecordError
from scraper.model import Failure, Fault, Kind, Outcome, Page, SiteFile
from scraper.settings import ApiUse, Settings
from scraper.trip import Trip
from scraper.wiring import trip
from scraper.workers import processors
from scraper.writer.archive import Archive
from scraper.writer.archive_originals import DIRECTORY
from scraper.writer.archive_recleaning import KeptExchange
from scraper.writer.warc_reading import WarcReader

MOST_BYTES = 2**31  # of a decoded body: what any crawl may have been set to take
AHEAD = 3  # exchanges for each processor: one in work, one to go on with, one being read
ANY_DEPTH = 1_000_000


class Left(StrEnum):
    """Why something was not cleaned, or what came of it does not count."""

    NOT_KEPT = "not_kept"  # the bytes: the settings or the site did not want it
    DAMAGED = "damaged"  # or missing
    BROKEN = "broken"  # the cleaner could not finish with it
    OPT_OUT = "opt_out"  # the site forbids what the pages are collected for now
    TERMS = "terms"  # nobody knows what the licence permits that it names
    NO_PAGE = "no_page"  # an answer that was none to what was asked, such as a puzzle for browsers
    LATER = "later"  # something that came later holds
    POST = "post"  # of a list of posts: left to be fetched as a page


class Unread(NamedTuple):
    """An exchange that made no trip, and why."""

    why: Left
    detail: str = ""


class _Everywhere(Scope):
    """What is in the archive was in the scope of its crawl."""

    def admits(self, url: str) -> None:
        """Everything."""


class _AsLastFetched:
    """The files of sites' terms as the archive has them, however old: nobody can be asked now."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive

    def site_file(self, url: str) -> SiteFile | None:
        """The copy kept of a file."""
        file = self._archive.site_file(url)
        return file and replace(file, fetched_at=0.0, expires=float("inf"))

    def keep_site_file(self, file: SiteFile) -> None:
        """Nothing comes that could be kept."""


@dataclass(frozen=True, slots=True)
class Cleaning:
    """Sends kept exchanges on their trip."""

    archive: Archive
    records: WarcReader
    trip: Trip

    async def __call__(self, exchange: KeptExchange) -> Outcome | Unread:
        """What a crawl would make of it now, or why it is left as it is."""
        if exchange.record is None:
            return Unread(Left.NOT_KEPT)
        try:
            page = decoded(self.archive.read(exchange, self.records).page)
        except RecordError as error:
            return Unread(Left.DAMAGED, str(error))
        answer = judged(replace(page, fetched_at=exchange.fetched_at), None, conditional=True)
        if isinstance(answer, Failure):
            return Unread(Left.NO_PAGE, answer.detail)
        outcome = await self._trip(exchange.visit.kind)(exchange.visit, answer)
        if isinstance(outcome, Ask):
            return Unread(Left.TERMS, f"{outcome.about} is not in the archive")
        if outcome.reason and outcome.result is None:
            unclear = outcome.reason == Fault.UNREACHABLE_TERMS
            return Unread(Left.TERMS if unclear else Left.NO_PAGE, outcome.detail)
        return outcome

    def _trip(self, kind: Kind) -> Trip:
        """Posts lie one link away from their list."""
        trip = replace(self.trip, parser=self._parse)
        if kind is not Kind.API:
            return trip
        return replace(trip, rules=replace(trip.rules, scope=replace(trip.rules.scope, max_depth=ANY_DEPTH)))

    async def _parse(self, body: bytes, url: str, how: As) -> Leads | Posts:
        """Only lists of posts hold articles."""
        return await self.trip.parser(body, url, how) if how.kind is Kind.API else Leads()


def decoded(page: Page) -> Page:
    """A page with its body decoded of its Content-Encoding. Raises RecordError."""
    encoding = ", ".join(value for name, value in page.headers if name == "content-encoding")
    try:
        return replace(page, body=decode(page.raw_body, encoding, MOST_BYTES))
    except CodingError as error:
        raise RecordError(f"{page.url}: {error}") from error


@contextmanager
def cleaning(archive: Archive, settings: Settings) -> Iterator[Cleaning]:
    """A way for kept exchanges, with processes to clean in."""
    scope = _Everywhere(
        frozenset(), max_depth=0, languages=settings.languages, since=settings.since, until=settings.until
    )
    asked = replace(settings, api=ApiUse.PREFER)  # whatever the crawl would ask for now: the lists are here
    with (
        WarcReader(archive.directory / DIRECTORY) as records,
        trip(asked, scope, lambda _: None, _AsLastFetched(archive), SystemClock()) as again,
    ):
        yield Cleaning(archive, records, again)


async def run(
    exchanges: Iterable[KeptExchange], clean: Cleaning, take: Callable[[KeptExchange, Outcome | Unread], None]
) -> None:
    """Clean all exchanges, several at a time; ``take`` gets what comes of each, in their order."""
    waiting: deque[tuple[KeptExchange, asyncio.Task[Outcome | Unread]]] = deque()
    try:
        for exchange in exchanges:
            waiting.append((exchange, asyncio.create_task(clean(exchange))))
            while len(waiting) > AHEAD * processors():
                first, task = waiting.popleft()
                take(first, await task)
        while waiting:
            first, task = waiting.popleft()
            take(first, await task)
    finally:
        for _, task in waiting:
            task.cancel()
