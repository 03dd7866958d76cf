"""scraper crawl: bring an archive up to date, one configuration after the other."""

from __future__ import annotations

import asyncio
import shlex
from collections import Counter
from pathlib import Path
from typing import Annotated

import typer

from scraper import journey
from scraper.cli.console import complain, say, stdout_console, watched
from scraper.cli.exits import Exit, Fate, exit_for
from scraper.cli.places import CONTACT, DELAY, PRIVATE, settings_for
from scraper.cli.progress import CrawlWatch, crawl_watch
from scraper.cli.report import summary
from scraper.cli.stop import stopping
from scraper.errors import ArchiveLockedError
from scraper.journey import Report
from scraper.model import Saved
from scraper.settings import Settings
from scraper.writer.archive import Archive


def crawl(
    configs: Annotated[list[Path], typer.Argument(metavar="CONFIG...", help="TOMLs, one a crawl.", show_default=False)],
    now: Annotated[bool, typer.Option("--now", help="Everything known is due, however fresh.")] = False,
    contact: Annotated[str | None, CONTACT] = None,
    delay_seconds: Annotated[float | None, DELAY] = None,
    max_pages: Annotated[int | None, typer.Option(help="Stop after so many pages.", show_default=False)] = None,
    allow_private: Annotated[list[str] | None, PRIVATE] = None,
    verbose: Annotated[bool, typer.Option("--verbose", "-v", help="Show the table even if nothing is new.")] = False,
) -> Exit:
    """Bring an archive up to date and say how it went.

    What is new or due is fetched, cleaned and stored.

    Without a terminal, a run that finds nothing new and loses nothing prints nothing.
    """
    flags = {"contact": contact, "delay_seconds": delay_seconds, "max_pages": max_pages, "allow_private": allow_private}
    plans = [(path, settings_for(path, **flags)) for path in configs]  # all are read before the first one starts
    fates: Counter[Fate] = Counter()
    for path, settings in plans:
        watch = CrawlWatch()
        try:
            report = asyncio.run(run(settings, watch, everything_due=now))
        except ArchiveLockedError as error:
            complain(str(error))
            fates[Fate.LATER] += 1
            continue
        fates += watch.fates()
        tell_of_files(report)
        tell_of_purged(path, settings)
        if verbose or watched() or worth_saying(report, watch):
            stdout_console().print(summary(report, settings.name or path.stem, settings.archive))
        if report.interrupted:
            say(f"Stopped; what was fetched is saved. To go on: scraper crawl {shlex.join(map(str, configs))}")
            return Exit.INTERRUPTED
    return exit_for(fates, crawl=True)


async def run(settings: Settings, watch: CrawlWatch, *, everything_due: bool) -> Report:
    """One crawl, stoppable by a signal, with a bar on a terminal."""
    with crawl_watch(watch) as seen, stopping(say) as stop:
        return await journey.crawl_async(settings, stop, on_outcome=seen, everything_due=everything_due)


def tell_of_files(report: Report) -> None:
    """What the files of a back-fill named, when they were read; what could not be read in them is a complaint."""
    for file in report.backfill:
        if file["fresh"]:
            parts = (f"{file[key]:,} {key.replace('_', ' ')}" for key in ("named", "new", "out_of_scope", "other"))
            say(f"{file['file']}: {', '.join(parts)}")
        if file["fresh"] and file["bad"]:
            complain(f"{file['file']}: {file['bad']:,} lines cannot be read; the first: {file['first_bad']}")


def tell_of_purged(path: Path, settings: Settings) -> None:
    """Which places to start from are not asked for, since they were purged: the configuration should not name them."""
    if not settings.archive.is_dir():
        return
    with Archive.open(settings.archive) as archive:
        barred = archive.purging.barred
    starts = (*settings.start, *settings.feeds, *settings.sitemaps)
    if barred and (out := [url for url in starts if barred.bars_url(url)]):
        complain(f"{path} names what was purged from {settings.archive}, and is not asked for: {', '.join(out)}")


def worth_saying(report: Report, watch: CrawlWatch) -> bool:
    """Whether a run nobody watches has something to say: a new or changed article, a loss, or a stop."""
    fresh = report.saved.get(str(Saved.NEW), 0) + report.saved.get(str(Saved.CHANGED), 0)
    return bool(fresh or report.interrupted or exit_for(watch.fates(), crawl=True))
