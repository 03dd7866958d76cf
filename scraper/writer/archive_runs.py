"""What has happened so far?

Runs, and the accounts: every known document is in exactly one state, so the counts of all states add up to all of
them.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from scraper.model import Kind, State
from scraper.writer.archive_database import Database, Row
from scraper.writer.document import dumps, moment

_LATEST_MOMENT = """
    SELECT max(r.started_at, coalesce(r.ended_at, 0),
               coalesce((SELECT fetched_at FROM (SELECT run, fetched_at FROM pages ORDER BY id DESC LIMIT 1)
                         WHERE run = r.id), 0))
    FROM runs r ORDER BY r.id DESC LIMIT 1
"""
_PAGES = """
    SELECT url, host, kind, state, reason, detail, status, depth, found_on, visited_at, due, truncated FROM visits
"""


@dataclass(frozen=True, slots=True)
class Run:
    """One crawl's stay at the archive. ``ended_at`` is None while it runs, or for ever when it was killed."""

    id: int
    name: str
    started_at: datetime
    ended_at: datetime | None
    report: Mapping[str, Any] | None


@dataclass(frozen=True, slots=True)
class KnownPage:
    """A known URL and how the last visit to it ended. ``due`` is None when it is not to be visited again."""

    url: str
    host: str
    kind: Kind
    state: State
    reason: str
    detail: str
    status: int | None
    depth: int
    found_on: str | None
    visited_at: datetime | None
    due: datetime | None
    truncated: bool = False  # what came last was cut short


class RunTables:
    """Runs and accounts."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def begin(self, name: str, now: float) -> int:
        """Note that a run starts; returns its id, from 1 on."""
        return self._database.run("INSERT INTO runs (name, started_at) VALUES (?, ?)", (name, now))

    def latest_moment(self) -> float:
        """When the last run was seen last, in Unix seconds: by its start, its end and the last page; 0 if none was."""
        (latest,) = self._database.one(_LATEST_MOMENT) or (0.0,)
        return float(latest)

    def asked_until(self, now: float) -> float:
        """Until when the last run may have asked anybody: its end, or ``now`` for one that was killed, since nobody
        knows when; minus infinity if there was none.
        """
        row = self._database.one("SELECT ended_at FROM runs ORDER BY id DESC LIMIT 1")
        if row is None:
            return -math.inf
        return now if row[0] is None else min(now, row[0])  # an end to come is that of a wrong clock

    def end(self, run: int, report: Mapping[str, object], now: float) -> None:
        """Note that it ended, with its report."""
        self._database.run("UPDATE runs SET ended_at = ?, report = ? WHERE id = ?", (now, dumps(report), run))

    def runs(self) -> Iterator[Run]:
        """All runs, latest first."""
        rows = self._database.stream("SELECT id, name, started_at, ended_at, report FROM runs ORDER BY id DESC")
        return map(_run, rows)

    def known(self) -> int:
        """How many documents are known, counted apart from their states."""
        (number,) = self._database.one("SELECT count(*) FROM visits") or (0,)
        return int(number)

    def counts(self) -> dict[State, int]:
        """How many known documents are in each state."""
        rows = self._database.all("SELECT state, count(*) FROM visits GROUP BY state")
        found: dict[str, int] = dict(rows)
        return {state: found.get(state.value, 0) for state in State}

    def reasons(self) -> dict[tuple[State, str], int]:
        """The same by state and reason, where there is a reason, most frequent first."""
        rows = self._database.all(
            "SELECT state, reason, count(*) AS n FROM visits WHERE reason <> '' GROUP BY state, reason ORDER BY n DESC"
        )
        return {(State(state), reason): number for state, reason, number in rows}

    def pages(self, state: State | None) -> Iterator[KnownPage]:
        """All known documents, or those in one state, in the order in which they were found."""
        if state is None:
            return map(_page, self._database.stream(f"{_PAGES} ORDER BY id"))
        return map(_page, self._database.stream(f"{_PAGES} WHERE state = ? ORDER BY id", (state.value,)))


def _run(row: Row) -> Run:
    run, name, started_at, ended_at, report = row
    return Run(run, name, moment(started_at), _moment(ended_at), json.loads(report) if report else None)


def _page(row: Row) -> KnownPage:
    return KnownPage(
        url=row[0],
        host=row[1],
        kind=Kind(row[2]),
        state=State(row[3]),
        reason=row[4],
        detail=row[5],
        status=row[6],
        depth=row[7],
        found_on=row[8],
        visited_at=_moment(row[9]),
        due=_moment(row[10]),
        truncated=bool(row[11]),
    )


def _moment(seconds: float | None) -> datetime | None:
    return None if seconds is None else moment(seconds)
