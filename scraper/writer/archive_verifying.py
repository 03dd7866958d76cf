"""Does the chain hold, from the bytes to the text?

Walks an archive from its database over its WARC files to its articles and names each break. It only reads, in small
batches and flat memory, and what it looks at is what was committed when it began: so it works while a crawl goes on.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from enum import StrEnum
from pathlib import Path
from typing import NamedTuple

from scraper.errors import ArchiveError, RecordError
from scraper.model import Kind, Page, RawRecord, Visit
from scraper.urls import dedupe_key, host_of
from scraper.writer.archive_articles import text_sha256
from scraper.writer.archive_database import FILE, Database, Row
from scraper.writer.archive_frontier import digest
from scraper.writer.archive_originals import DIRECTORY
from scraper.writer.archive_recleaning import KeptExchange, RecleaningTables
from scraper.writer.archive_search_index import SearchIndex
from scraper.writer.document import Document, RevisionKind, moment
from scraper.writer.warc import OPEN
from scraper.writer.warc_reading import Kept, WarcReader
from scraper.writer.warc_records import NOT_MODIFIED

BATCH = 200  # rows at a time
SAME_SECONDS = 0.001  # the database has times as fractions of a second, a WARC as digits

_PAGES = """
    SELECT id, url, fetched_at, visit, payload_digest, content_sha256, warc, warc_offset, warc_length, status, truncated
    FROM pages WHERE id > ? AND id <= ? ORDER BY id LIMIT ?
"""
_REVISIONS = """
    SELECT r.cursor, r.article, r.revision, r.fingerprint, r.text_sha256, r.document, r.maker, p.id, p.content_sha256,
           m.software, r.kind
    FROM revisions r LEFT JOIN pages p ON p.id = r.page LEFT JOIN makers m ON m.id = r.maker
    WHERE r.cursor > ? AND r.cursor <= ? ORDER BY r.cursor LIMIT ?
"""
_TOLD = """
    SELECT 1 FROM pages p JOIN visits v ON v.id = p.visit
    WHERE (v.id = ? OR v.digest = ?) AND p.payload_digest = ? AND p.status <> 304
"""
_CAPTURE = """
    SELECT 1 FROM pages WHERE visit = ? AND warc = ? AND warc_offset = ? AND abs(fetched_at - ?) <= ? AND id < ?
"""
_POINTERS = """
    SELECT a.id, 'does not point to its latest revision' FROM articles a
    WHERE a.cursor IS NOT (SELECT r.cursor FROM revisions r WHERE r.article = a.id ORDER BY r.revision DESC LIMIT 1)
    UNION ALL
    SELECT a.id, 'is not named after its page' FROM articles a JOIN visits v ON v.id = a.visit
    WHERE a.id <> printf('%016x', v.digest)
    UNION ALL
    SELECT DISTINCT r.article, 'has revisions and is in no list' FROM revisions r
    WHERE NOT EXISTS (SELECT 1 FROM articles a WHERE a.id = r.article)
"""
_UNMADE = "SELECT id FROM pages WHERE maker <> 0 AND maker NOT IN (SELECT id FROM makers) LIMIT 100"
_MADE_BY = """
    SELECT r.cursor, r.article, r.text_sha256,
           p.id, p.url, p.fetched_at, p.visit, p.payload_digest, p.content_sha256, p.warc, p.warc_offset, p.warc_length,
           v.key, v.kind, v.depth
    FROM revisions r JOIN articles a ON a.cursor = r.cursor
    JOIN pages p ON p.id = r.page JOIN visits v ON v.id = p.visit
    WHERE r.cursor > ? AND r.maker = ? AND p.warc IS NOT NULL ORDER BY r.cursor LIMIT ?
"""


class Link(StrEnum):
    """What of the chain is broken."""

    DATABASE = "database"  # damaged, or a row points nowhere
    FILE = "file"  # a WARC file is missing or shorter than what was committed
    STRANGE_FILE = "strange_file"  # a WARC file that the archive knows nothing of
    RECORD = "record"  # an exchange's record is missing or damaged
    EXCHANGE = "exchange"  # the record is not that of the exchange
    BODY = "body"  # the bytes are not those that were cleaned
    REVISION = "revision"  # a revision is not what was made of its exchange
    TEXT = "text"  # the text is not what was stored, or not what is made of the bytes
    POINTER = "pointer"  # an article does not lead to its latest revision
    INDEX = "index"  # the search finds other articles than there are


class Break(NamedTuple):
    """A break: what is broken, where, and how."""

    link: Link
    where: str
    how: str


class Checks(NamedTuple):
    """What other rooms know: a page with its body decoded (raises RecordError); a document's fingerprint by this
    version of the cleaner."""

    decoded: Callable[[Page], Page]
    fingerprint: Callable[[Document], str]
    software: str


class Made(NamedTuple):
    """A latest revision of an article: its id and its text's digest, and the exchange it was made of."""

    article: str
    text_sha256: str
    exchange: KeptExchange


class Verifier:
    """Walks one archive. ``exchanges`` and ``revisions`` count what has been looked at."""

    def __init__(self, database: Database, recleaning: RecleaningTables, checks: Checks) -> None:
        self.exchanges = 0
        self.revisions = 0
        self._database = database
        self._recleaning = recleaning
        self._checks = checks
        self._directory = database.directory / DIRECTORY
        self._sizes: dict[str, int] = {}  # of the WARC files, as committed
        self._missing: set[str] = set()

    def breaks(self, on_step: Callable[[], None]) -> Iterator[Break]:
        """All breaks, in the order of the chain; ``on_step`` is called for each row that was looked at."""
        there = _warc_files(self._directory)
        try:
            last_page = self._number("SELECT max(id) FROM pages")
            last_cursor = self._number("SELECT max(cursor) FROM revisions")
            yield from self._database_breaks()
            self._sizes = dict(self._database.all("SELECT name, size FROM warc_files"))
            yield from self._file_breaks(there)
            with WarcReader(self._directory) as records:
                for row in self._rows(_PAGES, last_page):
                    self.exchanges += 1
                    on_step()
                    yield from self._exchange_breaks(row, records)
            for row in self._rows(_REVISIONS, last_cursor):
                self.revisions += 1
                on_step()
                yield from (Break(link, f"article {row[1]}, revision {row[2]}", how) for link, how in self._of(row))
            for name, how in self._database.stream(_POINTERS):
                yield Break(Link.POINTER, f"article {name}", how)
            yield from self._index_breaks()
        except ArchiveError as error:
            yield Break(Link.DATABASE, FILE, f"not readable any further: {error}")

    def made_by(self, maker: int) -> Iterator[Made]:
        """The latest revisions that were made by a maker, in the order in which they were stored."""
        last = 0
        while rows := self._database.all(_MADE_BY, (last, maker, BATCH)):
            yield from map(_made, rows)
            last = rows[-1][0]

    # ------------------------------------------------------------ the database

    def _database_breaks(self) -> Iterator[Break]:
        for (said,) in self._database.all("PRAGMA integrity_check"):
            if said != "ok":
                yield Break(Link.DATABASE, FILE, " ".join(str(said).split()))
        for table, row, parent, _ in self._database.stream("PRAGMA foreign_key_check"):
            yield Break(Link.DATABASE, f"{table}, row {row}", f"points to a row of {parent} that is not there")
        for (page,) in self._database.all(_UNMADE):
            yield Break(Link.DATABASE, f"pages, row {page}", "was read by a maker that is not there")

    def _index_breaks(self) -> Iterator[Break]:
        try:
            if not SearchIndex(self._database).agrees():
                yield Break(Link.INDEX, "the search index", "has other articles than there are")
        except ArchiveError:  # a document that is broken itself
            yield Break(Link.INDEX, "the search index", "cannot be compared with the articles")

    def _number(self, sql: str, values: Sequence[object] = ()) -> int:
        row = self._database.one(sql, values)
        return int(row[0] or 0) if row else 0

    def _rows(self, sql: str, end: int) -> Iterator[Row]:
        last = 0
        while rows := self._database.all(sql, (last, end, BATCH)):
            yield from rows
            last = rows[-1][0]

    # ------------------------------------------------------------ files and records

    def _file_breaks(self, there: set[str]) -> Iterator[Break]:
        for name in sorted(there - set(self._sizes)):
            yield Break(Link.STRANGE_FILE, name, "the archive knows nothing of it")
        for name, size in sorted(self._sizes.items()):
            length = _length(self._directory, name)
            if length is None and size:
                number = self._number("SELECT count(*) FROM pages WHERE warc = ?", (name,))
                yield Break(Link.FILE, name, f"missing, and with it {number:,} exchanges")
                self._missing.add(name)
            elif (length or 0) < size:
                yield Break(Link.FILE, name, f"{length:,} bytes long; {size:,} were committed")

    def _exchange_breaks(self, row: Row, records: WarcReader) -> Iterator[Break]:
        page, url, fetched_at, visit, payload_digest, content_sha256, warc, offset, length, status, truncated = row
        if warc is None or warc in self._missing:
            return
        where = f"{warc}, record at {offset}"
        if offset + length > self._sizes.get(warc, 0):
            yield Break(Link.RECORD, where, f"of {url}: beyond what was committed of the file")
            return
        exchange = KeptExchange(
            page=page,
            visit=Visit(url, "", ""),
            visit_row=visit,
            fetched_at=moment(fetched_at),
            content_sha256=content_sha256,
            payload_digest=payload_digest,
            record=RawRecord(warc, offset, length),
        )
        try:
            kept = self._recleaning.read(exchange, records)
            for link, how in self._mismatches(exchange, kept, status):
                yield Break(link, where, f"of {url}: {how}")
            if not truncated and _sha256_of(self._checks.decoded(kept.page)) != content_sha256:
                yield Break(Link.BODY, where, f"of {url}: the body is not the one that was cleaned")
        except RecordError as error:
            yield Break(Link.RECORD, where, f"of {url}: {str(error).removeprefix(where + ': ')}")

    def _mismatches(self, exchange: KeptExchange, kept: Kept, status: int) -> Iterator[tuple[Link, str]]:
        """What the database says otherwise than the record."""
        page, url = kept.page, exchange.visit.url
        if page.url != url:
            yield Link.EXCHANGE, f"the record is of {page.url}"
        if not self._is_of_then(exchange, page.fetched_at.timestamp()):
            yield Link.EXCHANGE, f"the record is of {page.fetched_at.isoformat()}"
        if page.status != status:
            yield Link.EXCHANGE, f"the record has status {page.status}"
        if kept.revisit == NOT_MODIFIED:
            if not self._database.one(_TOLD, (exchange.visit_row, digest(dedupe_key(url)), kept.payload_digest)):
                yield Link.EXCHANGE, "refers to a capture that is not in the archive"
        elif kept.payload_digest != exchange.payload_digest:
            yield Link.EXCHANGE, "the record's payload is another one"

    def _is_of_then(self, exchange: KeptExchange, recorded: float) -> bool:
        """Whether the record is of the exchange's own time, or of that of an earlier one which it repeated."""
        if abs(recorded - exchange.fetched_at.timestamp()) <= SAME_SECONDS:
            return True
        place = exchange.record
        assert place is not None  # it was read
        values = (exchange.visit_row, place.file, place.offset, recorded, SAME_SECONDS, exchange.page)
        return self._database.one(_CAPTURE, values) is not None

    # ------------------------------------------------------------ revisions

    def _of(self, row: Row) -> Iterator[tuple[Link, str]]:
        """What is wrong with a revision."""
        _, article, revision, print_, text, told, maker, page, content_sha256, software, kind = row
        if kind == RevisionKind.TOMBSTONE:
            if not _is_tombstone_of(told, article, revision):
                yield Link.REVISION, "its tombstone is not its own"
            return
        try:
            document: Document = json.loads(told)
            known = document["id"], document["revision"], document["content_sha256"]
            text_now, print_now = text_sha256(document["text"]), self._checks.fingerprint(document)
        except (ValueError, LookupError, TypeError, AttributeError) as error:
            yield Link.REVISION, f"its document cannot be read ({type(error).__name__})"
            return
        if page is None:
            yield Link.REVISION, "its exchange is not there"
        elif known[2] != content_sha256:
            yield Link.REVISION, "it names other bytes than those of its exchange"
        if known[:2] != (article, revision):
            yield Link.REVISION, f"its document is that of article {known[0]}, revision {known[1]}"
        if maker and software is None:
            yield Link.REVISION, "its maker is not there"
        if text and text != text_now:
            yield Link.TEXT, "the text is not the one that was stored"
        elif software == self._checks.software and document["text"] and print_ != print_now:
            yield Link.REVISION, "its fingerprint is another one"


def _is_tombstone_of(told: str, article: str, revision: int) -> bool:
    try:
        document: Document = json.loads(told)
        return (document["id"], document["revision"], document["gone"]) == (article, revision, True)
    except (ValueError, LookupError, TypeError):
        return False


def _made(row: Row) -> Made:
    _, article, text, page, url, fetched_at, visit, payload_digest, content_sha256, *place, key, kind, depth = row
    asked = Visit(url, key, host_of(url), Kind(kind), depth)
    came = KeptExchange(
        page=page,
        visit=asked,
        visit_row=visit,
        fetched_at=moment(fetched_at),
        content_sha256=content_sha256,
        payload_digest=payload_digest,
        record=RawRecord(*place),
    )
    return Made(article, text, came)


def _sha256_of(page: Page) -> str:
    return hashlib.sha256(page.body).hexdigest()


def _warc_files(directory: Path) -> set[str]:
    """The WARC files in a directory, by the names that they have once they are complete."""
    names = {path.name.removesuffix(OPEN) for path in directory.iterdir()} if directory.is_dir() else set()
    return {name for name in names if name.endswith((".warc", ".warc.gz"))}


def _length(directory: Path, name: str) -> int | None:
    """A WARC file's length in bytes; None where there is none."""
    for path in (directory / name, directory / (name + OPEN), directory / name):  # it may be renamed meanwhile
        with suppress(FileNotFoundError):
            return path.stat().st_size
    return None
