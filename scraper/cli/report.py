"""What did the crawl bring? The table at its end, in 60 columns or more."""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import Path

from rich.box import SIMPLE_HEAD
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from scraper.cli.console import one_line
from scraper.cli.manners import manners
from scraper.cli.words import listed, number, size, span
from scraper.journey import Report
from scraper.model import Fault, Reason, Saved, State

NOT_ASKED = {str(reason) for reason in (Reason.ROBOTS, Reason.OPT_OUT, Reason.SCOPE, Reason.PURGED)}
NO_ARTICLE = {str(reason) for reason in Reason} - NOT_ASKED
FAULTS = {str(fault) for fault in Fault}


def summary(report: Report, name: str, archive: Path) -> RenderableType:
    """The whole closing table: pages by how they ended, and why; then where the files are."""
    pages = sum(report.counts.values())
    headline = (
        f"{one_line(name)}: {number(pages, 'visit')}, {number(report.requests, 'request')}, "
        f"{size(report.bytes)}, {span(report.seconds)}"
    )
    parts: list[RenderableType] = [Text(headline, style="bold"), accounts_table(report), Text()]
    if report.hosts or report.holds:
        parts += [manners(report), Text()]
    return Group(*parts, places(report, archive))


def accounts_table(report: Report) -> Table:
    """One row a kind of ending; kinds that did not occur are left out."""
    table = Table(box=SIMPLE_HEAD, pad_edge=False, show_edge=False)
    table.add_column("What", no_wrap=True)
    table.add_column("Pages", justify="right", no_wrap=True)
    table.add_column("Of these", overflow="fold")
    for what, count, detail in rows(report):
        if count:
            table.add_row(what, f"{count:,}", detail)
    return table


def rows(report: Report) -> Iterable[tuple[str, int, str]]:
    """The rows of the table: what, how many, and the parts of it."""
    counts, reasons = report.counts, report.reasons

    def count(*states: State) -> int:
        return sum(counts.get(str(state), 0) for state in states)

    yield "Fetched", count(State.FETCHED, State.REJECTED, State.UNCHANGED), fetched(counts)
    yield "Stored", sum(report.saved.values()), listed(report.saved, [str(saved) for saved in Saved])
    yield "- no text", report.bare, "the site wants no copy kept (noarchive)"
    yield "Rejected", count(State.REJECTED), listed(reasons, NO_ARTICLE)
    yield "Redirected", count(State.REDIRECTED), ""
    yield "Refused", count(State.EXCLUDED), listed(reasons, NOT_ASKED)
    # The reasons of what failed, of what is gone and of what is put off are counted together.
    yield "Failed", count(State.FAILED, State.DEFERRED, State.GONE), listed(reasons, FAULTS)
    yield "- gone", count(State.GONE), "404 again, or 410: not asked for any more"
    yield "- put off", count(State.DEFERRED), "tried again later"


def fetched(counts: Mapping[str, int]) -> str:
    """How many of the fetched came whole, and how many the server called unchanged."""
    unchanged = counts.get(str(State.UNCHANGED), 0)
    came = counts.get(str(State.FETCHED), 0) + counts.get(str(State.REJECTED), 0)
    share = f"{unchanged / (came + unchanged):.0%}" if unchanged else ""
    return f"{came:,} in full, {unchanged:,} unchanged (304): {share}" if unchanged else ""


def places(report: Report, archive: Path) -> Text:
    """Where the files are, and what waits."""
    lines = {
        "Articles": str(archive / "archive.db"),
        "Evidence": str(archive / "warc") if (archive / "warc").is_dir() else "none kept",
        "To read": f"scraper export {shlex.quote(str(archive))} -f markdown -o DIR",
    }
    if report.next_due is not None:
        lines["Next due"] = f"{datetime.fromtimestamp(report.next_due).astimezone():%Y-%m-%d %H:%M %Z}"
    return Text("\n".join(f"{label:<10}{one_line(value)}" for label, value in lines.items()))
