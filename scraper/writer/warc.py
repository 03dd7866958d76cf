"""How are the bytes kept as they were served?

In WARC files, which only grow, by whole records, and are named as open while they do. Of an exchange the request comes
first and the response last: a file that ends with a response is whole.
"""

from __future__ import annotations

import contextlib
import errno
import io
import os
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, NamedTuple

from scraper.errors import InputError
from scraper.model import Page, RawRecord
from scraper.writer.warc_records import Fields, Original, exchange, metadata, record_id, warcinfo

if TYPE_CHECKING:
    from warcio.recordloader import ArcWarcRecord

OPEN = ".open"  # ends the name of a file that is being written


class Capture(NamedTuple):
    """A page in somebody's WARC: its URL as written, and when it was taken, if that can be told."""

    url: str
    at: datetime | None
    is_page: bool  # HTML that came with status 200


class Written(NamedTuple):
    """What an exchange has become: where the response lies, and the digest of the payload that it speaks of."""

    record: RawRecord
    payload_digest: str


class WarcFile:
    """One file that only grows, by whole records. Raises OSError; a record that does not fit is taken back.

    ``path`` is where it will lie once it is closed, ``day`` the UTC day on which it was begun.
    """

    def __init__(self, path: Path, about: Mapping[str, str], now: datetime) -> None:
        """Start a new file with its warcinfo record; ``about`` are the fields of it."""
        if path.exists():
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(path))
        self.path = path
        self.day: date = now.astimezone(UTC).date()
        self._descriptor = os.open(opened(path), os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_APPEND, 0o644)
        self.size = 0
        self._synced = 0
        self._info_id = record_id()
        try:
            self._append(warcinfo(path.name, self._info_id, about.items(), now))
            sync_directory(path.parent)
        except BaseException:
            os.close(self._descriptor)
            raise

    def write(self, page: Page, original: Original | None = None) -> Written:
        """Append an exchange: the request, and the response or the revisit of ``original``.

        The bytes are safe only after ``sync``.
        """
        first, came, digest = exchange(page, self._info_id, original)
        self._append(first + came)
        return Written(RawRecord(self.path.name, self.size - len(came), len(came)), digest)

    def note(self, url: str, at: datetime, told: Fields) -> None:
        """Append what is to be said of a URL in place of its bytes."""
        self._append(metadata(url, at, self._info_id, told))

    def sync(self) -> None:
        """Have all that was written on the disk, and the file still in its place."""
        if self._synced == self.size:
            return
        os.fsync(self._descriptor)
        if not os.fstat(self._descriptor).st_nlink:
            raise FileNotFoundError(errno.ENOENT, "removed while in use", str(self.path))
        self._synced = self.size

    def close(self, size: int | None = None) -> None:
        """Sync, close and complete; all beyond ``size`` bytes is dropped."""
        try:
            self.sync()
        finally:
            os.close(self._descriptor)
        complete(self.path, self.size if size is None else size)

    def _append(self, data: bytes) -> None:
        rest = memoryview(data)
        try:
            while rest:
                rest = rest[os.write(self._descriptor, rest) :]
        except BaseException:
            os.ftruncate(self._descriptor, self.size)
            raise
        self.size += len(data)


def opened(path: Path) -> Path:
    """Where a file lies while it is being written."""
    return path.with_name(path.name + OPEN)


def located(directory: Path, name: str) -> Path:
    """Where a WARC file of an archive lies: under its name, or with OPEN after it while it is being written."""
    path = directory / name
    return path if path.exists() else opened(path)


def complete(path: Path, size: int) -> None:
    """Give a file that nobody writes to any more its name and its ``size`` in bytes; none at all if that is 0.

    Cut first and named then: what has its name is whole. Done again after a crash at any point it comes to the same,
    and on a file that is complete it changes nothing. One that is missing may have been put elsewhere: that is fine.
    """
    lies = located(path.parent, path.name)
    if not lies.exists():
        return
    if size == 0:
        lies.unlink()
        sync_directory(path.parent)
        return
    if lies.stat().st_size > size:
        with lies.open("r+b") as file:
            file.truncate(size)
            os.fsync(file.fileno())
    if lies != path:
        lies.rename(path)
        sync_directory(path.parent)


def sync_directory(directory: Path) -> None:
    """Have on the disk which files a directory has, under which names."""
    descriptor = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def captures(stream: BinaryIO) -> Iterator[Capture]:
    """The responses and resources of a WARC, packed or not, in its order and in flat memory; their bodies are skipped.

    Raises InputError where it breaks off or cannot be read; what came before counts.
    """
    from warcio.archiveiterator import ArchiveIterator  # noqa: PLC0415  # slow to import, and our own files need none

    records = iter(ArchiveIterator(stream))
    number, last = 0, None
    try:
        while record := _next(records):
            number, last = number + 1, record
            if record.rec_type in ("response", "resource"):
                yield _capture(record)
        if last is not None and last.raw_stream.limit > 0:  # bytes that its Content-Length has promised
            raise EOFError("the last one is cut short")
    except Exception as error:  # on broken files all sorts of things come out of warcio
        why = " ".join(str(error).split())[:100]
        raise InputError(f"no more to be read after {number:,} records: {type(error).__name__}: {why}") from error


def _next(records: Iterator[ArcWarcRecord]) -> ArcWarcRecord | None:
    """The next record, if there is one; what warcio has to say of a broken file it would print."""
    with contextlib.redirect_stderr(io.StringIO()):
        return next(records, None)


def _capture(record: ArcWarcRecord) -> Capture:
    about, head = record.rec_headers, record.http_headers
    status = head.get_statuscode() if head else "200"
    mime = (head or about).get_header("Content-Type") or ""
    try:
        at = datetime.fromisoformat(about.get_header("WARC-Date") or "")
    except ValueError:
        at = None
    url = (about.get_header("WARC-Target-URI") or "").strip("<>")  # in brackets by WARC 1.0's grammar
    return Capture(url, at and (at if at.tzinfo else at.replace(tzinfo=UTC)), status == "200" and _is_html(mime))


def _is_html(mime: str) -> bool:
    return mime.strip().lower().startswith(("text/html", "application/xhtml+xml"))
