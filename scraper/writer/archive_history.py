"""What has become of this article since it was first seen?"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from scraper.errors import UsageError
from scraper.model import Signal
from scraper.writer.archive_articles import COLUMNS, stored
from scraper.writer.archive_database import Database, Row
from scraper.writer.document import ChangeKind, Document, StoredArticle, moment
from scraper.writer.revisions import Diff, compare

_WITH_CAPTURES = f"""
    SELECT {COLUMNS}, r.changes = '', p.url, p.fetched_at, p.status, p.warc, p.warc_offset, p.warc_length
    FROM revisions r LEFT JOIN pages p ON p.id = r.page WHERE r.article = ? ORDER BY r.revision
"""

_SAVED_FROM = "SELECT cursor, saved_at FROM revisions WHERE cursor >= ? ORDER BY cursor LIMIT 1"
_SIGNALS = "SELECT p.signals FROM revisions r JOIN pages p ON p.id = r.page WHERE r.cursor = ?"


@dataclass(frozen=True, slots=True)
class Capture:
    """The exchange that brought a revision. The place of its bytes is None where none are kept."""

    url: str
    fetched_at: datetime
    status: int
    file: str | None  # the name of a WARC file
    offset: int | None  # of the response record, in bytes
    length: int | None


@dataclass(frozen=True, slots=True)
class Revision:
    """A step in an article's history: what is stored, and the exchange that it came from, if that is known."""

    stored: StoredArticle
    capture: Capture | None

    @property
    def number(self) -> int:
        """Its number, from 1 on."""
        return self.stored.revision

    @property
    def changes(self) -> tuple[ChangeKind, ...]:
        """What it changed; nothing for the first."""
        return self.stored.changes


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two revisions of one article, and what differs. They are the same if there is only one."""

    before: StoredArticle
    after: StoredArticle
    diff: Diff


class HistoryTables:
    """The revisions of articles as a history. Only reads."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def cursor_at(self, when: datetime) -> int:
        """The cursor of the last change before a moment; 0 if there was none. Cursors grow with time."""
        low, high = 0, self._database.one("SELECT coalesce(max(cursor), 0) FROM revisions")[0]  # type: ignore[index]
        while low < high:
            middle = (low + high + 1) // 2
            row = self._database.one(_SAVED_FROM, (middle,))
            if row is not None and row[1] < when.timestamp():
                low = row[0]
            else:
                high = middle - 1
        return int(low)

    def last_cursor(self) -> int:
        """The greatest cursor ever given, also where its revision was purged since; 0 in an empty archive."""
        row = self._database.one("SELECT seq FROM sqlite_sequence WHERE name = 'revisions'")
        return int(row[0]) if row else 0

    def signals_of(self, cursor: int) -> tuple[Signal, ...]:
        """What the site said of the use of the page from which a revision was made."""
        row = self._database.one(_SIGNALS, (cursor,))
        return tuple(Signal(*told) for told in json.loads(row[0])) if row and row[0] else ()

    def history(self, name: str) -> Iterator[Revision]:
        """All revisions of an article by its id, oldest first. What an older version did not note is compared now."""
        last: Document = {}
        for row in self._database.stream(_WITH_CAPTURES, (name,)):
            found = stored(row[:7])
            is_unknown, capture = row[7], _capture(row[8:])
            told = found.document if is_unknown or not found.gone else {}
            if is_unknown and last:
                found = replace(found, changes=compare(last, told).kinds or (ChangeKind.OTHER,))
            last = told or last
            yield Revision(found, capture)

    def comparison(self, name: str, start: int | None, end: int | None) -> Comparison | None:
        """Two revisions of an article compared: the last two unless others are named. None for an unknown article.

        Raises UsageError for a revision that is not there, or for two in the wrong order.
        """
        revisions = [revision.stored for revision in self.history(name)]
        if not revisions:
            return None
        end = len(revisions) if end is None else end
        start = max(1, end - 1) if start is None else start
        for wanted in (start, end):
            if not 1 <= wanted <= len(revisions):
                raise UsageError(f"{name}: there is no revision {wanted}; it has 1 to {len(revisions)}")
        if start > end:
            raise UsageError(f"revision {start} is later than {end}; name the earlier one first")
        before, after = revisions[start - 1], revisions[end - 1]
        return Comparison(before, after, _difference(revisions[:start], after))


def _difference(before: list[StoredArticle], after: StoredArticle) -> Diff:
    """What differs from the last of those before. What comes back is compared with what was there before it went."""
    last = before[-1]
    if last.gone and not after.gone:
        told = next(one for one in reversed(before) if not one.gone)
        diff = compare(told.document, after.document)
        return replace(diff, kinds=(ChangeKind.RESTORED, *diff.kinds))
    return compare(last.document, after.document)


def _capture(row: Row) -> Capture | None:
    url, fetched_at, *rest = row
    return None if url is None else Capture(url, moment(fetched_at), *rest)
