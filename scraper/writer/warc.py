"""How are the bytes kept as they were served?

WARC 1.1 (ISO 28500:2017), written with warcio's record format. Each record is a gzip member of its own, so a file can
be read from any record's offset. Of an exchange the request comes first and the response last: a file that ends with
a response is whole.

Heads are kept byte for byte, with one exception: the body is stored without its chunks (but still in its
Content-Encoding), so ``Transfer-Encoding`` is renamed ``X-Archive-Orig-Transfer-Encoding``, as other archives do.
Digests are over the bytes as stored.
"""

from __future__ import annotations

import base64
import contextlib
import errno
import hashlib
import io
import os
import re
import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from http import HTTPStatus
from pathlib import Path
from typing import BinaryIO, NamedTuple

from isal import isal_zlib
from warcio.archiveiterator import ArchiveIterator
from warcio.recordloader import ArcWarcRecord
from warcio.statusandheaders import StatusAndHeaders

from scraper.errors import InputError
from scraper.model import Page, RawRecord

VERSION = "WARC/1.1"
NOT_MODIFIED = "http://netpreserve.org/warc/1.1/revisit/server-not-modified"
OPEN = ".open"  # ends the name of a file that is being written
FAST = 1  # level for plain bodies: on news pages as small as by the standard library's, in a quarter of its time
LIGHT = 0  # level for bodies which the server has compressed already

_PHRASES = {int(status): status.phrase for status in HTTPStatus}
_CHUNKED = re.compile(rb"(?im)^(?=transfer-encoding[ \t]*:)")


@dataclass(frozen=True, slots=True)
class Original:
    """The earlier capture which a 304 speaks of."""

    url: str
    fetched_at: datetime
    payload_digest: str


class Capture(NamedTuple):
    """A page in somebody's WARC: its URL as written, and when it was taken, if that can be told."""

    url: str
    at: datetime | None
    is_page: bool  # HTML that came with status 200


class Written(NamedTuple):
    """What an exchange has become: where the response lies, and the digest of its payload."""

    record: RawRecord
    payload_digest: str


class WarcFile:
    """One file that only grows, by whole records. Raises OSError; a record that does not fit is taken back."""

    def __init__(self, path: Path, about: Mapping[str, str], now: datetime) -> None:
        """Start a new file with its warcinfo record; ``about`` are the fields of it."""
        self.path = path
        self._descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_APPEND, 0o644)
        self.size = 0
        self._synced = 0
        self._info_id = _record_id()
        try:
            self._append(_warcinfo(path.name, self._info_id, about, now))
            sync_directory(path.parent)
        except BaseException:
            os.close(self._descriptor)
            raise

    def write(self, page: Page, original: Original | None = None) -> Written:
        """Append an exchange: the request, and the response or the revisit of ``original``.

        The bytes are safe only after ``sync``.
        """
        response_id = _record_id()
        digest = payload_digest(page)
        request = _request(page, response_id, self._info_id)
        response = _response(page, (response_id, self._info_id), digest, original)
        self._append(request + response)
        return Written(RawRecord(self.path.name, self.size - len(response), len(response)), digest)

    def sync(self) -> None:
        """Have all that was written on the disk, and the file still in its place."""
        if self._synced == self.size:
            return
        os.fsync(self._descriptor)
        if not os.fstat(self._descriptor).st_nlink:
            raise FileNotFoundError(errno.ENOENT, "removed while in use", str(self.path))
        self._synced = self.size

    def close(self) -> None:
        """Sync and close."""
        try:
            self.sync()
        finally:
            os.close(self._descriptor)

    def _append(self, data: bytes) -> None:
        rest = memoryview(data)
        try:
            while rest:
                rest = rest[os.write(self._descriptor, rest) :]
        except BaseException:
            os.ftruncate(self._descriptor, self.size)
            raise
        self.size += len(data)


def located(directory: Path, name: str) -> Path:
    """Where a WARC file of an archive lies: under its name, or with OPEN after it while it is being written."""
    path = directory / name
    return path if path.exists() else path.with_name(name + OPEN)


def cut(path: Path, size: int) -> None:
    """Cut a file back to the ``size`` bytes which are committed; a file with none is removed. Missing is fine."""
    if not path.exists():
        return
    if size == 0:
        path.unlink()
    elif path.stat().st_size > size:
        with path.open("r+b") as file:
            file.truncate(size)
            os.fsync(file.fileno())


def payload_digest(page: Page) -> str:
    """The WARC-Payload-Digest of the page: over the de-chunked, still encoded body."""
    return _sha1(_exchange(page)[1])


def captures(stream: BinaryIO) -> Iterator[Capture]:
    """The responses and resources of a WARC, packed or not, in its order and in flat memory; their bodies are skipped.

    Raises InputError where it breaks off or cannot be read; what came before counts.
    """
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


def _warcinfo(name: str, record_id: str, about: Mapping[str, str], now: datetime) -> bytes:
    fields = "".join(f"{key}: {' '.join(value.split())}\r\n" for key, value in about.items() if value)
    headers = [("WARC-Type", "warcinfo"), ("WARC-Date", _date(now)), ("WARC-Filename", name)]
    return _member([*headers, ("WARC-Record-ID", record_id)], "application/warc-fields", fields.encode(), FAST)


def _request(page: Page, response_id: str, info_id: str) -> bytes:
    """The request record; b"" where its head is not known."""
    if not page.request_head:
        return b""
    headers = [*_common(page, "request", info_id), ("WARC-Record-ID", _record_id())]
    headers.append(("WARC-Concurrent-To", response_id))
    return _member(headers, "application/http; msgtype=request", page.request_head, FAST)


def _response(page: Page, ids: tuple[str, str], digest: str, original: Original | None) -> bytes:
    """The response record, or for a 304 whose original is known, the revisit record; ``ids`` are its and the file's."""
    head, body = _exchange(page)
    record_id, info_id = ids
    headers = [*_common(page, "revisit" if original else "response", info_id), ("WARC-Record-ID", record_id)]
    if original:
        headers += [
            ("WARC-Profile", NOT_MODIFIED),
            ("WARC-Refers-To-Target-URI", original.url),
            ("WARC-Refers-To-Date", _date(original.fetched_at)),
            ("WARC-Payload-Digest", original.payload_digest),
        ]
    else:
        headers.append(("WARC-Payload-Digest", digest))
    if page.truncated:
        headers.append(("WARC-Truncated", "length"))
    level = LIGHT if page.header("content-encoding") else FAST
    return _member(headers, "application/http; msgtype=response", head + body, level)


def _common(page: Page, kind: str, info_id: str) -> list[tuple[str, str]]:
    headers = [
        ("WARC-Type", kind),
        ("WARC-Target-URI", page.url),
        ("WARC-Date", _date(page.fetched_at)),
        ("WARC-Warcinfo-ID", info_id),
    ]
    return [*headers, ("WARC-IP-Address", page.ip)] if page.ip else headers


def _exchange(page: Page) -> tuple[bytes, bytes]:
    """Head and body of the response as they are stored."""
    if page.response_head and (page.raw_body or not page.body):
        return _CHUNKED.sub(b"X-Archive-Orig-", page.response_head), page.raw_body
    return _made_up(page)


def _made_up(page: Page) -> tuple[bytes, bytes]:
    """For a page that did not come over our wire: a head from its headers, honest about the body that we have."""
    untrue = {"transfer-encoding", "content-length"} | (set() if page.raw_body else {"content-encoding"})
    lines = [f"HTTP/1.1 {page.status} {_PHRASES.get(page.status, '')}".rstrip()]
    lines += [f"{name}: {value}" for name, value in page.headers if name not in untrue]
    return "\r\n".join([*lines, "", ""]).encode("latin-1", "replace"), page.raw_body or page.body


def _member(headers: list[tuple[str, str]], content_type: str, block: bytes, level: int) -> bytes:
    """One record as one gzip member.

    warcio lays out the headers only: its writer would put HTTP heads into its own words, and compresses at level 9.
    """
    measures = [
        ("WARC-Block-Digest", _sha1(block)),
        ("Content-Type", content_type),
        ("Content-Length", str(len(block))),
    ]
    compressor = isal_zlib.compressobj(level, isal_zlib.DEFLATED, isal_zlib.MAX_WBITS | 16)
    parts = (StatusAndHeaders("", headers + measures, protocol=VERSION).to_bytes(), block, b"\r\n\r\n")
    return b"".join(map(compressor.compress, parts)) + compressor.flush()


def _record_id() -> str:
    return f"<urn:uuid:{uuid.uuid4()}>"


def _date(when: datetime) -> str:
    return when.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def _sha1(data: bytes) -> str:
    """SHA-1 in base32: what the indexers of this field expect. An identity, not a seal; ours is sha256."""
    return "sha1:" + base64.b32encode(hashlib.sha1(data, usedforsecurity=False).digest()).decode()


def sync_directory(directory: Path) -> None:
    """Have a new file's name on the disk."""
    descriptor = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
