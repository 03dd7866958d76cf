"""scraper policy: what does a site say of the use of one address, and may we have it?"""

from __future__ import annotations

import asyncio
import json
import textwrap
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

from scraper import journey
from scraper.cli.console import one_line, stdout_console
from scraper.cli.exits import Exit
from scraper.cli.places import CONFIG, CONTACT, DELAY, PRIVATE, settings_for
from scraper.journey import Policy
from scraper.model import Purpose

LABEL_WIDTH = 23  # the longest label is that of a header


def policy(
    url: Annotated[str, typer.Argument(help="The address to ask about.", show_default=False)],
    as_json: Annotated[bool, typer.Option("--json", help="As a JSON object.")] = False,
    purpose: Annotated[Purpose | None, typer.Option(help="What for; by default as configured.")] = None,
    config: Annotated[Path | None, CONFIG] = None,
    contact: Annotated[str | None, CONTACT] = None,
    delay_seconds: Annotated[float | None, DELAY] = None,
    allow_private: Annotated[list[str] | None, PRIVATE] = None,
) -> Exit:
    """Show all that a site says of the use of one address: robots.txt, TDMRep, RSL, Content-Usage and the rest.

    The page is asked for if robots.txt allows. Exits with 4 if it is not for our purpose.
    """
    flags = {"contact": contact, "delay_seconds": delay_seconds, "allow_private": allow_private, "purpose": purpose}
    found = asyncio.run(journey.policy_of(url, settings_for(config, **flags)))
    if as_json:
        print(json.dumps(document(found), ensure_ascii=False, indent=2))
    else:
        width = stdout_console().width
        for label, value in lines(found):
            print(laid_out(label, value, width))
    return Exit.OK if found.allowed else Exit.REFUSED


def laid_out(label: str, value: str, width: int) -> str:
    """A label with its value beside it, wrapped."""
    room = max(20, width - LABEL_WIDTH)
    first, *more = textwrap.wrap(one_line(value), room, break_on_hyphens=False) or [""]
    return "\n".join((f"{label:<{LABEL_WIDTH}}{first}", *(" " * LABEL_WIDTH + line for line in more)))


def lines(found: Policy) -> Iterator[tuple[str, str]]:
    """The policy as labels and values."""
    yield "url", found.url
    yield "purpose", found.purpose.value
    yield "verdict", "allowed" if found.allowed else f"refused: {found.refusal}"
    yield "may be kept", found.kept
    yield "robots.txt", answered(found.robots)
    yield "rule", (found.rule or "none matches") + ("" if found.robots_allows else " (refuses)")
    yield "crawl-delay", seconds(found.crawl_delay)
    yield "request-rate", seconds(found.request_rate)
    yield "visit-time", hours(found.visit_time)
    yield from (("sitemap", sitemap) for sitemap in found.sitemaps)
    yield "tdmrep.json file", answered(found.tdmrep)
    yield from (("rsl file", answered(licence)) for licence in found.licences)
    yield "page", found.page
    for source in dict.fromkeys(signal.source for signal in found.signals):
        said = (signal for signal in found.signals if signal.source == source)
        yield source, ", ".join(f"{one.name}={one.value}" if one.value else one.name for one in said)
    if not found.signals:
        yield "signals", "none"


def answered(file: journey.AskedFile) -> str:
    """A file and what came of asking for it."""
    if file.status is None:
        return f"{file.url} (not asked for)"
    problem = f"; {file.problem}" if file.problem else ""
    return f"{file.url} ({file.status or 'no answer'}{problem})"


def seconds(delay: float | None) -> str:
    """A delay, for people."""
    return f"{delay:g} s" if delay is not None else "none asked for"


def hours(window: tuple[int, int] | None) -> str:
    """A stretch of the day, for people."""
    if window is None:
        return "any"
    start, end = (f"{minute // 60:02}:{minute % 60:02}" for minute in window)
    return f"{start}-{end} UTC"


def document(found: Policy) -> dict[str, object]:
    """The policy as a JSON object."""

    def file(one: journey.AskedFile) -> dict[str, object]:
        return {"url": one.url, "status": one.status, "problem": one.problem}

    return {
        "url": found.url,
        "purpose": found.purpose.value,
        "allowed": found.allowed,
        "refusal": found.refusal,
        "kept": found.kept,
        "robots": {
            **file(found.robots),
            "allowed": found.robots_allows,
            "rule": found.rule,
            "crawl_delay": found.crawl_delay,
            "request_rate": found.request_rate,
            "visit_time": None if found.visit_time is None else hours(found.visit_time),
            "sitemaps": list(found.sitemaps),
        },
        "tdmrep": file(found.tdmrep),
        "rsl": [file(one) for one in found.licences],
        "page": found.page,
        "signals": [one._asdict() for one in found.signals],
    }
