"""scraper status: the accounts of an archive. Every known URL is in one state, so the states add up to all of them."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.box import SIMPLE_HEAD
from rich.table import Table

from scraper.cli.console import complain, one_line, stdout_console
from scraper.cli.exits import Exit
from scraper.cli.places import PLACE, archive_of
from scraper.cli.words import when
from scraper.model import Hold, State
from scraper.writer.archive import Archive
from scraper.writer.archive_runs import Run


@dataclass(frozen=True, slots=True)
class Accounts:
    """What an archive holds. ``known`` is counted by itself, not summed from ``states``."""

    archive: Path
    known: int
    states: dict[State, int]
    reasons: dict[tuple[State, str], int]
    articles: int  # living
    gone: int  # articles whose pages are gone
    last_run: Run | None
    holds: dict[str, Hold]

    @property
    def add_up(self) -> bool:
        """Whether the states account for every known URL, and no article is without one."""
        return sum(self.states.values()) == self.known and self.articles + self.gone <= self.known

    def document(self) -> dict[str, Any]:
        """The accounts as a JSON object."""
        run = self.last_run
        return {
            "archive": str(self.archive),
            "known": self.known,
            "states": {state.value: count for state, count in self.states.items()},
            "reasons": {f"{state.value}/{reason}": count for (state, reason), count in self.reasons.items()},
            "articles": self.articles,
            "gone": self.gone,
            "adds_up": self.add_up,
            "holds": {host: {"until": when(hold.until), "reason": hold.reason} for host, hold in self.holds.items()},
            "last_run": run
            and {
                "id": run.id,
                "name": run.name,
                "started_at": stamp(run.started_at),
                "ended_at": run.ended_at and stamp(run.ended_at),
                "report": run.report,
            },
        }


def status(
    place: Annotated[Path, PLACE],
    as_json: Annotated[bool, typer.Option("--json", help="As a JSON object.")] = False,
) -> Exit:
    """Show an archive's accounts: its URLs by how they ended.

    Exits with 1 if they do not add up.
    """
    accounts = read(archive_of(place))
    if as_json:
        print(json.dumps(accounts.document(), ensure_ascii=False, indent=2))
    else:
        show(accounts)
    if accounts.add_up:
        return Exit.OK
    complain(
        f"{accounts.archive}: the accounts do not add up: {accounts.known} URLs known, "
        f"{sum(accounts.states.values())} accounted for, {accounts.articles} articles and {accounts.gone} gone"
    )
    return Exit.SOME_FAILED


def read(directory: Path) -> Accounts:
    """The accounts of an archive. Raises ArchiveError."""
    with Archive.open(directory) as archive, archive.moment():
        return Accounts(
            archive=directory,
            known=archive.known(),
            states=archive.counts(),
            reasons=archive.reasons(),
            articles=archive.article_count(),
            gone=archive.gone_count(),
            last_run=next(archive.runs(), None),
            holds=archive.holds(datetime.now(UTC).timestamp()),
        )


def show(accounts: Accounts) -> None:
    """The accounts as a table."""
    table = Table(box=SIMPLE_HEAD, pad_edge=False, show_edge=False, show_footer=True)
    table.add_column("State", "all", no_wrap=True)
    table.add_column("URLs", f"{accounts.known:,}", justify="right", no_wrap=True)
    table.add_column("Of these", overflow="fold")
    for state, count in accounts.states.items():
        if count:
            parts = [f"{n:,} {reason.replace('_', ' ')}" for (at, reason), n in accounts.reasons.items() if at is state]
            table.add_row(state.value, f"{count:,}", ", ".join(parts))
    console = stdout_console()
    console.print(table)
    gone = f", {accounts.gone:,} more gone," if accounts.gone else ""
    console.print(f"{accounts.articles:,} articles{gone} in {one_line(str(accounts.archive))}", soft_wrap=True)
    for host, hold in accounts.holds.items():
        reason = f": {hold.reason}" if hold.reason else ""
        console.print(one_line(f"On hold until {when(hold.until)}: {host}{reason}"), soft_wrap=True)
    if accounts.last_run:
        console.print(last_run_line(accounts.last_run), soft_wrap=True)


def last_run_line(run: Run) -> str:
    """When the last run was, and whether it came to its end."""
    end = f"ended {stamp(run.ended_at)}" if run.ended_at else "has not ended: it runs, or was killed"
    return f"Last run {run.id} ({one_line(run.name)}) began {stamp(run.started_at)}, {end}"


def stamp(moment: datetime) -> str:
    """A moment to the second, in UTC."""
    return f"{moment:%Y-%m-%dT%H:%M:%SZ}"
