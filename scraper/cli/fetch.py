"""scraper fetch: single pages, as politely as a crawl."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated

import typer

from scraper import journey, urls
from scraper.cli.console import complain, one_line, say
from scraper.cli.exits import Exit, Fate, exit_for
from scraper.cli.inputs import addresses
from scraper.cli.output import FORMAT, OUTPUT, Sink, checked_target, chosen_format, deliver, sink
from scraper.cli.places import CONFIG, CONTACT, DELAY, PRIVATE, settings_for
from scraper.cli.progress import moving
from scraper.cli.stop import stopping
from scraper.errors import UrlError
from scraper.journey import Result
from scraper.model import Failure, Fault
from scraper.settings import Settings
from scraper.writer.export import Format


def fetch(
    given: Annotated[
        list[str] | None, typer.Argument(metavar="URL...", help="Addresses; - is a list on stdin.")
    ] = None,
    listing: Annotated[str | None, typer.Option("--input", "-i", metavar="FILE", help="A list, a URL a line.")] = None,
    format: Annotated[Format | None, FORMAT] = None,
    output: Annotated[Path | None, OUTPUT] = None,
    config: Annotated[Path | None, CONFIG] = None,
    contact: Annotated[str | None, CONTACT] = None,
    delay_seconds: Annotated[float | None, DELAY] = None,
    allow_private: Annotated[list[str] | None, PRIVATE] = None,
) -> Exit:
    """Fetch pages and print their articles.

    robots.txt is asked first, and every host is given its time between two requests.
    """
    asked = addresses(given or [], listing)
    wanted = requestable(asked)
    if not wanted:
        return Exit.USAGE
    settings = settings_for(config, contact=contact, delay_seconds=delay_seconds, allow_private=allow_private)
    target = checked_target(output)
    with sink(chosen_format(format, target, Format.MARKDOWN), target, single=len(asked) == 1) as articles:
        fates = asyncio.run(run(wanted, settings, articles))
    fates[Fate.LOST] += len(asked) - len(wanted)
    missing = len(asked) - fates.total()
    if missing:
        say(f"Stopped: {missing} of {len(asked)} addresses were not fetched; to go on, ask for those again")
        return Exit.INTERRUPTED
    return exit_for(fates)


def requestable(asked: Iterable[str]) -> list[str]:
    """Those that are URLs we may ask for; a line on stderr for each of the others."""
    good = []
    for text in asked:
        try:
            urls.request_url(text)
        except UrlError as error:
            complain(f"{one_line(text)}: {error}")
        else:
            good.append(text)
    return good


async def run(wanted: list[str], settings: Settings, articles: Sink) -> Counter[Fate]:
    """Fetch all, stoppable by a signal; returns the fates of those that came to an end."""
    fates: Counter[Fate] = Counter()
    with moving("Asking for robots.txt") as move, stopping(say) as stop:

        def take(url: str, result: Result) -> None:
            if isinstance(result, Failure) and result.fault is Fault.INTERRUPTED:
                return
            fates[deliver(url, result, articles)] += 1
            move(f"{fates.total()} of {len(wanted)}  {one_line(url)}")

        await journey.fetch_all(wanted, settings, take, stop)
    return fates
