"""What is to be visited, and how did the visits end?

The queue in SQL: a row for each known document, found by a 64-bit digest of its dedupe key. Leases live in memory
alone, because the archive has one writer: a lease ends with the process that holds it, so nothing needs releasing
after a crash.
"""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import astuple

from scraper.model import Hold, Kind, Outcome, PassedOver, Reason, RobotsCopy, SiteFile, State, Visit
from scraper.writer.ahead import COLUMNS, Look, visit_of
from scraper.writer.announced import written
from scraper.writer.archive_database import Database
from scraper.writer.archive_purged import PurgedTable
from scraper.writer.document import digest, storable
from scraper.writer.recent import Recent

__all__ = ["FrontierTables", "digest"]

_INSERT = """
    INSERT INTO visits
        (digest, url, key, host, kind, depth, hops, priority, found_on, due, attempts, etag, last_modified, announced)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT (digest) DO UPDATE SET
        state = 'pending', reason = '', depth = excluded.depth, priority = excluded.priority, due = excluded.due
    WHERE state = 'excluded' AND due IS NULL  -- passed over earlier, and in bounds now
"""
_PASS_OVER = """
    INSERT OR IGNORE INTO visits
        (digest, url, key, host, kind, depth, hops, priority, found_on, due, attempts, state, reason)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, NULL, 0, 'excluded', ?)
"""

# A visit of this run is not made again in it, unless it was put off.
_OPEN = "due IS NOT NULL AND (run <> ? OR state IN ('pending', 'deferred'))"

_NEXT_PRIORITY = """
    SELECT priority FROM visits WHERE host = ? AND priority > ? AND due IS NOT NULL ORDER BY priority LIMIT 1
"""
_BEST = f"""
    SELECT {COLUMNS}
    FROM visits WHERE host = ? AND priority = ? AND due <= ? AND {_OPEN}
    ORDER BY due, depth LIMIT ?
"""
_LATER = "SELECT min(due) FROM visits WHERE host = ? AND priority = ? AND due > ?"

# Steps over the index from host to host and from priority to priority, so its cost does not grow with the queue.
_HOSTS = f"""
    WITH RECURSIVE
    names (host) AS (
        SELECT min(host) FROM visits WHERE due IS NOT NULL
        UNION ALL
        SELECT (SELECT v.host FROM visits v WHERE v.host > names.host AND v.due IS NOT NULL ORDER BY v.host LIMIT 1)
        FROM names WHERE names.host IS NOT NULL
    ),
    queues (host, priority) AS (
        SELECT host, (SELECT v.priority FROM visits v
                      WHERE v.host = names.host AND v.due IS NOT NULL ORDER BY v.priority LIMIT 1)
        FROM names WHERE host IS NOT NULL
        UNION ALL
        SELECT host, (SELECT v.priority FROM visits v
                      WHERE v.host = queues.host AND v.priority > queues.priority AND v.due IS NOT NULL
                      ORDER BY v.priority LIMIT 1)
        FROM queues WHERE priority IS NOT NULL
    )
    SELECT host, min((SELECT due FROM visits v WHERE v.host = queues.host AND v.priority = queues.priority
                      AND {_OPEN} ORDER BY due LIMIT 1)) AS earliest
    FROM queues WHERE priority IS NOT NULL GROUP BY host HAVING earliest IS NOT NULL
"""

# Validators: replaced by those of a page that came whole, otherwise only added to.
_END = """
    UPDATE visits SET
        state = ?, reason = ?, detail = ?, status = ?, visited_at = ?, run = ?, due = ?, attempts = ?,
        priority = ?,
        etag = CASE WHEN ? THEN ? ELSE coalesce(?, etag) END,
        last_modified = CASE WHEN ? THEN ? ELSE coalesce(?, last_modified) END,
        hops = CASE WHEN ? THEN 0 ELSE hops END,  -- it answers here, so the next visit starts here
        checks = checks + ?,
        changes = changes + (fingerprint <> '' AND coalesce(?, fingerprint) <> fingerprint),
        first_checked = CASE WHEN first_checked > 0 THEN first_checked ELSE ? END,
        fingerprint = coalesce(?, fingerprint), truncated = ?
    WHERE digest = ? RETURNING id
"""
_REPLACE = """
    UPDATE visits SET
        url = ?, host = ?, kind = ?, depth = ?, hops = ?, priority = ?, found_on = ?, due = ?, attempts = 0,
        etag = NULL, last_modified = NULL,
        status = CASE WHEN state = 'redirected' THEN NULL ELSE status END,
        state = CASE WHEN state = 'redirected' THEN 'pending' ELSE state END
    WHERE id = ?
"""
_CLOSE = "UPDATE visits SET state = 'excluded', reason = 'purged', due = NULL WHERE digest = ?"
_ALL_DUE = """
    UPDATE visits SET due = ?
    WHERE state <> 'gone' AND (due > ? OR (due IS NULL AND state <> 'excluded'))
"""
LONGEST_HOLD_SECONDS = 86_400.0
_SHORTEN = "UPDATE holds SET until = ? WHERE until > ?"
_COPY = "host, status, body, fetched_at, expires, good_body, unreachable_since"
_ROBOTS = f"INSERT OR REPLACE INTO robots ({_COPY}) VALUES (?, ?, ?, ?, ?, ?, ?)"
_FILE = "url, status, body, fetched_at, expires"
_LOWEST = -(2**62)


class FrontierTables:
    """The queue, the ends of visits, robots.txt copies and holds."""

    def __init__(self, database: Database, purged: PurgedTable | None = None) -> None:
        self._database = database
        self._purged = purged or PurgedTable(database)
        self._leased: dict[str, set[str]] = {}  # host -> keys in flight
        self._recent = Recent()

    def add(self, visits: Iterable[Visit]) -> int:
        """Insert those whose key is unknown, and not of what was purged; returns how many."""
        return self._database.run_many(_INSERT, map(_values, self._purged.others(visits)))

    def add_found(self, visits: Iterable[Visit]) -> dict[str, float]:
        """As ``add``; returns the hosts of those not queued lately, each with the time when its first one is due."""
        dues: dict[str, float] = {}
        if new := self._recent.others(self._purged.others(visits)):
            self.add(new)
        for visit in new:
            dues[visit.host] = min(visit.due, dues.get(visit.host, visit.due))
        return dues

    def forget_recent(self) -> None:
        """A transaction failed: what was queued lately may not be in the table."""
        self._recent.forget()

    def pass_over(self, passed: Iterable[PassedOver]) -> int:
        """Remember visits that are not to be made, unless they are known; returns how many were new."""
        barred = self._purged.barred
        kept = (one for one in passed if not (barred and barred.bars(one.visit)))
        rows = [(*_values(one.visit)[:9], one.reason) for one in kept]
        return self._database.run_many(_PASS_OVER, rows) if rows else 0

    def hosts(self, run: int) -> list[tuple[str, float]]:
        """Hosts with open visits, and when the first of them is due (Unix seconds)."""
        return [(host, due) for host, due in self._database.all(_HOSTS, (run,))]

    def take(self, host: str, now: float, run: int) -> Visit | None:
        """Lease the host's best visit that is due."""
        look = self.look(host, now, run)
        return self.lease(visit_of(look.rows[0])) if look.rows else None

    def look(self, host: str, now: float, run: int, number: int = 1) -> Look:
        """The host's best visits that are due and nobody's, at most ``number`` and all of one priority."""
        leased = self._leased.get(host, set())
        priority, until = _LOWEST, math.inf
        while following := self._database.one(_NEXT_PRIORITY, (host, priority)):
            (priority,) = following
            # However many are in flight, with so many rows more than that there are enough free ones among them.
            rows = self._database.all(_BEST, (host, priority, now, run, len(leased) + number))
            free = [row for row in rows if row[1] not in leased]
            if free:
                return Look(deque(free[:number]), until)
            if number > 1 and (later := self._database.one(_LATER, (host, priority, now))):
                until = min(until, later[0] or math.inf)
        return Look(deque(), until)

    def lease(self, visit: Visit) -> Visit:
        """Nobody else gets it before its lease ends."""
        self._leased.setdefault(visit.host, set()).add(visit.key)
        return visit

    def release(self, visit: Visit) -> None:
        """End a lease, if there is one."""
        leased = self._leased.get(visit.host, set())
        leased.discard(visit.key)
        if not leased:
            self._leased.pop(visit.host, None)

    def end(self, outcome: Outcome, run: int) -> int:
        """Record how a visit ended; returns the id of its row. One of what was purged has none: it is only closed."""
        visit = outcome.visit
        if (barred := self._purged.barred) and barred.bars(visit):
            self._database.run(_CLOSE, (digest(visit.key),))
            return 0
        fresh, etag, last_modified = _validators(outcome)
        failed = outcome.state in (State.DEFERRED, State.FAILED)
        values = (
            outcome.state.value,
            storable(outcome.reason),
            storable(outcome.detail),
            outcome.status,
            outcome.at.timestamp(),
            run,
            outcome.next_due,
            visit.attempts + 1 if failed else 0,
            visit.priority,
            *(fresh, etag, etag),
            *(fresh, last_modified, last_modified),
            fresh or outcome.state is State.UNCHANGED,
            *_seen(outcome),
            outcome.state is not State.REDIRECTED and outcome.page is not None and bool(outcome.page.truncated),
            digest(visit.key),
        )
        visit_id = self._ended(visit, values)
        if outcome.state is State.REDIRECTED or visit.kind is Kind.API:
            self._replace(visit_id, outcome)
        return visit_id

    def _ended(self, visit: Visit, values: Sequence[object]) -> int:
        """The visit's row with its end, made now if it was never queued (a one-off fetch)."""
        row = self._database.one(_END, values)
        if row is None:
            self._database.run(_INSERT, _values(visit))
            row = self._database.one(_END, values)
        assert row is not None
        return int(row[0])

    def _replace(self, visit_id: int, outcome: Outcome) -> None:
        """A redirect to another spelling of the same document (https, www) takes the place of the visit.

        A list of posts that has been read moves on to its news, and stays read until these are due.
        """
        for found in self._purged.others(outcome.found):
            if found.key == outcome.visit.key:
                place = (found.url, found.host, found.kind.value, found.depth, found.hops)
                turn = (found.priority, found.found_on, found.due)
                self._database.run(_REPLACE, (*place, *turn, visit_id))

    def make_all_due(self, now: float) -> None:
        """Have every known document visited again, save those that are gone and those that were passed over.

        A hold that is longer than any was set by a clock that was ahead.
        """
        self._database.run(_ALL_DUE, (now, now))
        self._database.run(_SHORTEN, (now + LONGEST_HOLD_SECONDS, now + LONGEST_HOLD_SECONDS))

    def robots(self, origin: str) -> RobotsCopy | None:
        """The robots.txt as last fetched."""
        row = self._database.one(f"SELECT {_COPY} FROM robots WHERE host = ?", (origin,))
        return RobotsCopy(*row) if row else None

    def keep_robots(self, copy: RobotsCopy) -> None:
        """Remember a robots.txt in place of the earlier one."""
        self._database.run(_ROBOTS, astuple(copy))

    def site_file(self, url: str) -> SiteFile | None:
        """A file of a site's terms as last fetched."""
        row = self._database.one(f"SELECT {_FILE} FROM site_files WHERE url = ?", (url,))
        return SiteFile(*row) if row else None

    def keep_site_file(self, file: SiteFile) -> None:
        """Remember a file of a site's terms in place of the earlier one."""
        self._database.run(f"INSERT OR REPLACE INTO site_files ({_FILE}) VALUES (?, ?, ?, ?, ?)", astuple(file))

    def hold(self, host: str) -> Hold:
        """Until when the host is not to be asked, and why."""
        row = self._database.one("SELECT until, reason, parkings FROM holds WHERE host = ?", (host,))
        return Hold(*row) if row else Hold()

    def holds(self, now: float) -> dict[str, Hold]:
        """The hosts that are not to be asked now."""
        rows = self._database.all(
            "SELECT host, until, reason, parkings FROM holds WHERE until > ? ORDER BY host", (now,)
        )
        return {host: Hold(*rest) for host, *rest in rows}

    def keep_hold(self, host: str, hold: Hold) -> None:
        """Remember a hold in place of the one before it."""
        values = (host, hold.until, storable(hold.reason), hold.parkings)
        self._database.run("INSERT OR REPLACE INTO holds (host, until, reason, parkings) VALUES (?, ?, ?, ?)", values)


def _values(visit: Visit) -> Sequence[object]:
    return (
        digest(visit.key),
        visit.url,
        visit.key,
        visit.host,
        visit.kind.value,
        visit.depth,
        visit.hops,
        visit.priority,
        visit.found_on,
        visit.due,
        visit.attempts,
        visit.etag,
        visit.last_modified,
        written(visit.announced),
    )


def _seen(outcome: Outcome) -> tuple[bool, str | None, float, str | None]:
    """Whether the page was seen, what it looked like (None: as before), when that was, and its looks once more."""
    seen = bool(outcome.fingerprint) or outcome.state is State.UNCHANGED
    looks = outcome.fingerprint or None
    return seen, looks, outcome.at.timestamp() if seen else 0.0, looks


def _validators(outcome: Outcome) -> tuple[bool, str | None, str | None]:
    """Whether the page's validators replace what we had, and the validators.

    A body that was cut short or that the cleaner could not finish is never to be called unchanged, so it has none.
    """
    page = outcome.page
    fresh = outcome.state in (State.FETCHED, State.REJECTED)
    whole = page is not None and not page.truncated and outcome.reason != Reason.BROKEN
    if page is None or not whole or not (fresh or outcome.state is State.UNCHANGED):
        return fresh, None, None
    return fresh, page.header("etag"), page.header("last-modified")
