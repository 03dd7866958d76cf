"""Which bytes belong to the archive?

Writes exchanges to WARC files and keeps account of how much of each file is committed. After a crash the files are cut
back to that. A file is named in the database before it exists, so files that others put beside ours are never touched.
While it is written, and until all that was written is committed, its name ends in ``warc.OPEN``; the database knows
its final name only.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime

from scraper.model import Article, Outcome, Page, RawRecord
from scraper.urls import dedupe_key
from scraper.version import __version__
from scraper.writer.archive_database import Database
from scraper.writer.archive_faults import faults
from scraper.writer.archive_originals import DIRECTORY, earlier
from scraper.writer.archive_refusals import has_been_told, refusal
from scraper.writer.document import dumps
from scraper.writer.warc import WarcFile, complete, opened, sync_directory
from scraper.writer.warc_records import payload_digest

FILE_BYTES = 2**30  # the size that archives of the web commonly hold their files to

_INSERT_PAGE = """
    INSERT INTO pages (visit, run, url, fetched_at, status, truncated, content_sha256,
                       payload_digest, warc, warc_offset, warc_length, signals, maker)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
"""
_NOTE = "UPDATE warc_files SET size = ? WHERE name = ?"
_SIZE = "SELECT size FROM warc_files WHERE name = ?"


@dataclass(frozen=True, slots=True)
class RawOptions:
    """Whether and how bytes are kept. A new file is begun after ``file_bytes``, and with each day (UTC).

    ``user_agent``, ``operator`` (whom to write to), ``collection`` and ``description`` are told in each file's first
    record.
    """

    keep: bool = True
    user_agent: str = ""
    description: str = ""
    file_bytes: int = FILE_BYTES
    operator: str = ""
    collection: str = ""


class RawStore:
    """The WARC files of an archive that is open for writing."""

    def __init__(self, database: Database, options: RawOptions) -> None:
        self._database = database
        self._options = options
        self._directory = database.directory / DIRECTORY
        self._files: list[WarcFile] = []  # the last one is written to; what is in the others is yet to be committed
        self._digests: dict[RawRecord, str] = {}  # of the payloads written since the last commit

    def recover(self) -> None:
        """Complete the files that a killed run left open, without what it did not commit."""
        with faults(self._database.directory):
            for name, size in self._database.all("SELECT name, size FROM warc_files"):
                complete(self._directory / name, size)
            self._database.run("DELETE FROM warc_files WHERE size = 0")

    def keep(self, page: Page, run: int, key: str = "") -> RawRecord | None:
        """Write an exchange, without waiting for the disk; None where no bytes are to be kept.

        ``key`` is the dedupe key of its address, where that is known.

        Returns where the response lies. Of a page that came again byte for byte that is the record of the earlier
        capture; this one is written as a revisit of it, as is a 304 (see ``archive_originals``).
        """
        if not self._options.keep:
            return None
        with faults(self._database.directory):
            known = earlier(self._database, page, key or dedupe_key(page.url))
            written = self._open_file(run, page.fetched_at).write(page, known.original if known else None)
        place = known.place if known and page.status != 304 else written.record
        self._digests[place] = written.payload_digest
        return place

    def tell(self, outcome: Outcome, run: int) -> None:
        """Write why there are no bytes, of a page that is refused or not to be copied; without waiting for the disk."""
        if not self._options.keep or not (told := refusal(outcome)) or has_been_told(self._database, outcome):
            return
        with faults(self._database.directory):
            self._open_file(run, outcome.at).note(outcome.visit.url, outcome.at, told)

    def sync(self) -> None:
        """Have on the disk what was written; before the commit that speaks of it."""
        with faults(self._database.directory):
            for file in self._files:
                file.sync()

    def note(self) -> None:
        """Within a transaction: what was synced belongs to the archive."""
        for file in self._files:
            self._database.run(_NOTE, (file.size, file.path.name))
        self._digests.clear()

    def settle(self) -> None:
        """After the commit: files that are not written to any more are complete."""
        with faults(self._database.directory):
            while len(self._files) > 1:
                self._files.pop(0).close()

    def record(self, outcome: Outcome, visit_id: int, run: int, maker: int) -> int | None:
        """Within a transaction: the row of the outcome's exchange, if there was one; returns its id.

        ``maker`` is the row of who has read it.
        """
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
                bool(page.truncated),
                _content_sha256(outcome, page),
                (self._digests.get(raw) or payload_digest(page)) if raw else None,
                raw.file if raw else None,
                raw.offset if raw else None,
                raw.length if raw else None,
                dumps(outcome.signals) if outcome.signals else "",
                maker,
            ),
        )

    def close(self) -> None:
        """Close the open files and drop from them what no visit's end has vouched for."""
        files, self._files = self._files, []
        with faults(self._database.directory):
            for file in files:
                (size,) = self._database.one(_SIZE, (file.path.name,)) or (0,)
                file.close(size)
        if files:
            self.recover()  # a file that could not be begun, say

    def _open_file(self, run: int, now: datetime) -> WarcFile:
        """The file to write to: a new one for a run's first record, after one that is full, and for a new day."""
        file = self._files[-1] if self._files else None
        is_fit = file and file.size < self._options.file_bytes and file.day >= now.astimezone(UTC).date()
        if file is None or not is_fit:
            file = self._new_file(run, now)
            self._files.append(file)
        return file

    def _new_file(self, run: int, now: datetime) -> WarcFile:
        if not self._directory.is_dir():
            self._directory.mkdir()
            sync_directory(self._database.directory)
        name = self._free_name(run, now)
        self._database.run("INSERT INTO warc_files (name, size) VALUES (?, 0)", (name,))
        return WarcFile(self._directory / name, self._about(), now)

    def _about(self) -> dict[str, str]:
        """The fields of a warcinfo record (WARC 1.1, 6.2). Not the machine's name: that is its owner's affair."""
        return {
            "software": f"scraper/{__version__}",
            "format": "WARC File Format 1.1",
            "conformsTo": "https://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/",
            "operator": self._options.operator,
            "isPartOf": self._options.collection,
            "description": self._options.description,
            "robots": "obeyed (RFC 9309)",
            "http-header-user-agent": self._options.user_agent,
        }

    def _free_name(self, run: int, now: datetime) -> str:
        start = now.astimezone(UTC).strftime("%Y%m%d%H%M%S")
        serial = 0
        while True:
            path = self._directory / f"scraper-{start}-run{run:05d}-{serial:05d}.warc.gz"
            if not (path.exists() or opened(path).exists()):
                return path.name
            serial += 1


def _content_sha256(outcome: Outcome, page: Page) -> str:
    """The digest of the body: the one of the bytes that its article was made of, if there is one."""
    known = outcome.result.content_sha256 if isinstance(outcome.result, Article) else ""
    return known or hashlib.sha256(page.body).hexdigest()
