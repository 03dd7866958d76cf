"""Which bytes belong to the archive?

Writes exchanges to WARC files and keeps account of how much of each file is committed. After a crash the files are cut
back to that. A file is named in the database before it exists, so files that others put beside ours are never touched.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime

from scraper.model import Outcome, Page, RawRecord
from scraper.urls import dedupe_key
from scraper.version import __version__
from scraper.writer.archive_database import Database
from scraper.writer.archive_faults import faults
from scraper.writer.archive_frontier import digest
from scraper.writer.document import dumps, moment
from scraper.writer.warc import Original, WarcFile, cut, located, payload_digest

DIRECTORY = "warc"
FILE_BYTES = 2**30  # the size that archives of the web commonly hold their files to

_INSERT_PAGE = """
    INSERT INTO pages (visit, run, url, fetched_at, status, truncated, content_sha256,
                       payload_digest, warc, warc_offset, warc_length, signals)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
"""
_NOTE = "UPDATE warc_files SET size = ? WHERE name = ?"
_ORIGINAL = """
    SELECT p.url, p.fetched_at, p.payload_digest FROM visits v JOIN pages p ON p.visit = v.id
    WHERE v.digest = ? AND p.status = 200 AND NOT p.truncated AND p.payload_digest IS NOT NULL
    ORDER BY p.id DESC LIMIT 1
"""


@dataclass(frozen=True, slots=True)
class RawOptions:
    """Whether and how bytes are kept. ``user_agent`` and ``description`` are told in each file's first record."""

    keep: bool = True
    user_agent: str = ""
    description: str = ""
    file_bytes: int = FILE_BYTES


class RawStore:
    """The WARC files of an archive that is open for writing."""

    def __init__(self, database: Database, options: RawOptions) -> None:
        self._database = database
        self._options = options
        self._directory = database.directory / DIRECTORY
        self._file: WarcFile | None = None
        self._digests: dict[RawRecord, str] = {}  # of the payloads written since the last commit

    def recover(self) -> None:
        """Cut what a killed run left unfinished."""
        with faults(self._database.directory):
            for name, size in self._database.all("SELECT name, size FROM warc_files"):
                cut(located(self._directory, name), size)
            self._database.run("DELETE FROM warc_files WHERE size = 0")

    def keep(self, page: Page, run: int) -> RawRecord | None:
        """Write an exchange, without waiting for the disk; None where no bytes are to be kept."""
        if not self._options.keep:
            return None
        with faults(self._database.directory):
            file = self._open_file(run, page.fetched_at)
            written = file.write(page, self._original(page) if page.status == 304 else None)
        self._digests[written.record] = written.payload_digest
        return written.record

    def sync(self) -> None:
        """Have on the disk what was written; before the commit that speaks of it."""
        if self._file is not None:
            with faults(self._database.directory):
                self._file.sync()

    def note(self) -> None:
        """Within a transaction: what was synced belongs to the archive."""
        if self._file is not None:
            self._database.run(_NOTE, (self._file.size, self._file.path.name))
        self._digests.clear()

    def record(self, outcome: Outcome, visit_id: int, run: int) -> int | None:
        """Within a transaction: the row of the outcome's exchange, if there was one; returns its id."""
        page, raw = outcome.page, outcome.raw
        if page is None:
            return None
        return self._database.run(
            _INSERT_PAGE,
            (
                visit_id,
                run,
                page.url,
                page.fetched_at.timestamp(),
                page.status,
                page.truncated,
                hashlib.sha256(page.body).hexdigest(),
                (self._digests.get(raw) or payload_digest(page)) if raw else None,
                raw.file if raw else None,
                raw.offset if raw else None,
                raw.length if raw else None,
                dumps(outcome.signals) if outcome.signals else "",
            ),
        )

    def close(self) -> None:
        """Close the open file and drop from it what no visit's end has vouched for."""
        if self._file is None:
            return
        file, self._file = self._file, None
        with faults(self._database.directory):
            file.close()
        self.recover()

    def _open_file(self, run: int, now: datetime) -> WarcFile:
        """The file to write to: a new one for a run's first page, and after one that is full."""
        file = self._file
        if file is not None and file.size < self._options.file_bytes:
            return file
        if file is not None:
            self._file = None
            file.close()
            self._database.run(_NOTE, (file.size, file.path.name))
        self._file = self._new_file(run, now)
        return self._file

    def _new_file(self, run: int, now: datetime) -> WarcFile:
        self._directory.mkdir(exist_ok=True)
        name = self._free_name(run, now)
        self._database.run("INSERT INTO warc_files (name, size) VALUES (?, 0)", (name,))
        about = {
            "software": f"scraper/{__version__}",
            "format": "WARC File Format 1.1",
            "conformsTo": "https://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/",
            "robots": "obeyed (RFC 9309)",
            "http-header-user-agent": self._options.user_agent,
            "description": self._options.description,
        }
        return WarcFile(self._directory / name, about, now)

    def _free_name(self, run: int, now: datetime) -> str:
        start = now.astimezone(UTC).strftime("%Y%m%d%H%M%S")
        serial = 0
        while (self._directory / (name := f"scraper-{start}-run{run:05d}-{serial:05d}.warc.gz")).exists():
            serial += 1
        return name

    def _original(self, page: Page) -> Original | None:
        row = self._database.one(_ORIGINAL, (digest(dedupe_key(page.url)),))
        return Original(row[0], moment(row[1]), row[2]) if row else None
