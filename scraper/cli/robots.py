"""scraper robots: may we fetch it, and what says so?"""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Annotated

import typer

from scraper import journey
from scraper.cli.console import one_line
from scraper.cli.exits import Exit
from scraper.cli.places import CONFIG, CONTACT, DELAY, PRIVATE, settings_for
from scraper.journey import RobotsAnswer


def robots(
    url: Annotated[str, typer.Argument(help="The address to ask about.", show_default=False)],
    config: Annotated[Path | None, CONFIG] = None,
    contact: Annotated[str | None, CONTACT] = None,
    delay_seconds: Annotated[float | None, DELAY] = None,
    allow_private: Annotated[list[str] | None, PRIVATE] = None,
) -> Exit:
    """Ask a site's robots.txt about one address.

    Exits with 4 if it says no.
    """
    settings = settings_for(config, contact=contact, delay_seconds=delay_seconds, allow_private=allow_private)
    answer = asyncio.run(journey.robots_answer(url, settings))
    for label, value in lines(answer):
        print(f"{label:<13}{one_line(value)}")
    return Exit.OK if answer.allowed else Exit.REFUSED


def lines(answer: RobotsAnswer) -> list[tuple[str, str]]:
    """The answer as labels and values."""
    delay = f"{answer.crawl_delay:g} s" if answer.crawl_delay is not None else "none asked for"
    return [
        ("url", answer.url),
        ("allowed", "yes" if answer.allowed else "no"),
        ("rule", answer.rule or "none matches"),
        ("robots.txt", f"{answer.robots_url} ({answer.status or 'no answer'})"),
        ("crawl-delay", delay),
        *(("sitemap", sitemap) for sitemap in answer.sitemaps),
    ]
