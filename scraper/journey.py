"""How does an article travel from a URL into the archive, or to whoever asked?

The only place that knows all three rooms: it wires the crawler's loop, the cleaner and the writer's archive together.
"""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable, Generator, Iterable
from dataclasses import asdict, replace
from datetime import UTC, datetime
from pathlib import Path

from scraper import cleaner
from scraper import settings as configured
from scraper.backfill import Backfill, check
from scraper.cleaner import Known
from scraper.crawler.clock import SystemClock
from scraper.crawler.crawl import Crawl
from scraper.crawler.discover import visit_to
from scraper.crawler.fetch import Fetcher
from scraper.crawler.report import Report
from scraper.model import Article, Outcome, Rejection, Saved
from scraper.oneoff import Result, RobotsAnswer, fetch_all, robots_answer
from scraper.policy import AskedFile, Policy, policy_of
from scraper.settings import RawPolicy, Settings, user_agent
from scraper.wiring import bounds, known, limits, maker, plan, robots_sitemaps, scope, seeds, terms, trip
from scraper.workers import Workers, read_apart
from scraper.writer.archive import Archive
from scraper.writer.archive_raw import RawOptions
from scraper.writer.scribe import Scribe

__all__ = [
    "AskedFile",
    "Policy",
    "Report",
    "Result",
    "RobotsAnswer",
    "clean",
    "clean_all",
    "clean_apart",
    "crawl",
    "crawl_async",
    "fetch",
    "fetch_all",
    "policy_of",
    "robots_answer",
]

IN_FETCH_WAIT = 10.0  # seconds: in a crawl longer waits go back to the frontier, where they survive a restart


# ---------------------------------------------------------------- one page


def clean(html: bytes | str, url: str | None = None) -> Article | Rejection:
    """The article of a page, or why there is none. Asks no network.

    ``html`` is the page as served (bytes) or as text. ``url`` is its address, needed for links and credit; without it
    the page's own canonical link counts. Publishers' terms come from ``config/publishers``.
    """
    return cleaner.clean(html, url, Known(terms=terms(None)))


def clean_apart(html: bytes, url: str | None, settings: Settings) -> Article | Rejection:
    """As ``clean``, in a process apart and by the clock: whatever a page does to the cleaner, there is an answer."""
    return read_apart(html, url, known(settings), bounds(settings)).result


def clean_all(
    pages: Iterable[tuple[str, bytes]], settings: Settings
) -> Generator[tuple[str, Article | Rejection], None, None]:
    """As ``clean_apart``, for any number of named pages: on all processors, and in the order given."""
    with Workers(bounds(settings)) as workers:
        for name, reading in workers.read_all(pages, known(settings)):
            yield name, reading.result


def fetch(url: str, settings: Settings | None = None) -> Result:
    """Fetch one page as politely as a crawl would: robots.txt first, the host's pace, each redirect a visit of its own.

    ``settings`` default to the user's configuration and environment, which must name a contact.
    Raises SettingsError without a contact and UrlError for what is no URL; all else is a value.
    """
    found: list[Result] = []
    known = settings or configured.load(None, {}, os.environ)
    visit_to(url)

    async def ask() -> None:
        await fetch_all([url], known, lambda _, result: found.append(result), asyncio.Event())

    asyncio.run(ask())
    return found[0]


# ---------------------------------------------------------------- a crawl


def crawl(config: Settings | Path | str) -> Report:
    """Run one crawl to its end. ``config`` is the path of its TOML, or settings.

    Raises SettingsError for a configuration that will not do and ArchiveError when the archive cannot be used.
    """
    known = config if isinstance(config, Settings) else configured.load(Path(config), {}, os.environ)

    async def run() -> Report:
        return await crawl_async(known, asyncio.Event())

    return asyncio.run(run())


async def crawl_async(
    settings: Settings,
    stop: asyncio.Event,
    on_outcome: Callable[[Outcome, Saved | None], None] | None = None,
    everything_due: bool = False,
) -> Report:
    """Bring the archive up to date: what is new is fetched, what is due is asked for conditionally, the rest waits.

    ``on_outcome`` is told of each visit after it has been saved. ``everything_due`` makes all known pages due. Raises
    ArchiveError when the archive cannot be opened, is in use, or can no longer be written, and SettingsError for a
    file of the back-fill that cannot be read or a proxy in the environment that cannot be spoken to.
    """
    check(settings.backfill)
    options = RawOptions(
        keep=settings.raw is RawPolicy.WARC,
        user_agent=user_agent(settings),
        description=f"collected for the purpose: {settings.purpose}",
        operator=settings.contact,
        collection=settings.name,
    )
    fetching = limits(settings, IN_FETCH_WAIT)
    with Archive.open(settings.archive, write=True, raw=options) as archive:
        now = datetime.now(UTC).timestamp()
        asked_until = archive.asked_until(now)
        archive.begin_run(settings.name, now, everything_due, maker(settings))
        archive.add(seeds(settings))
        filled = await _fill_back(settings, archive, stop)
        within = filled.scope
        fetcher, clock = Fetcher(fetching, user_agent(settings), stop=stop), SystemClock()
        with Scribe(archive) as scribe, trip(settings, within, scribe.keep, scribe, clock) as handle:
            try:
                crawl = Crawl(
                    replace(plan(settings), asked_until=asked_until),
                    scribe,
                    fetcher,
                    handle,
                    clock,
                    on_outcome=on_outcome,
                    sitemaps=robots_sitemaps(within),
                )
                report = await crawl.run(stop)
            finally:
                await fetcher.aclose()
        report = replace(report, backfill=tuple(map(asdict, filled.accounts)))
        archive.end_run(asdict(report) | {"sender": _sender(settings)}, datetime.now(UTC).timestamp())
        return report


async def _fill_back(settings: Settings, archive: Archive, stop: asyncio.Event) -> Backfill:
    """Queue what the files of the back-fill name, unless a run has read them before."""
    last = next((run.report for run in archive.runs() if run.report), {})
    filled = Backfill(settings.backfill, scope(settings), datetime.now(UTC), last.get("backfill", ()))
    for account, visits in filled.batches():
        account.new += archive.add(visits)
        await asyncio.sleep(0)  # whoever wants to stop the run is heard
        if stop.is_set():
            break
    return filled


def _sender(settings: Settings) -> dict[str, str]:
    """Who asked and what for, as a site's owner is to read it in the run's report."""
    return {
        "user_agent": user_agent(settings),
        "agent": settings.agent,
        "contact": settings.contact,
        "purpose": settings.purpose.value,
    }
