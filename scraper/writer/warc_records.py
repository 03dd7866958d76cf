"""What does a record of a WARC file look like?

WARC 1.1 (ISO 28500:2017). Each record is a gzip member of its own, so a file can be read from any record's offset.

Heads are kept byte for byte, with one exception: the body is stored without its chunks (but still in its
Content-Encoding), so ``Transfer-Encoding`` is renamed ``X-Archive-Orig-Transfer-Encoding``, as other archives do.
Digests are over the bytes as stored.
"""

from __future__ import annotations

import base64
import hashlib
import re
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from http import HTTPStatus
from typing import NamedTuple

from isal import isal_zlib
from warcio.statusandheaders import StatusAndHeaders

from scraper.model import Page, Truncation

VERSION = "WARC/1.1"
NOT_MODIFIED = "http://netpreserve.org/warc/1.1/revisit/server-not-modified"
SAME_PAYLOAD = "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest"
FIELDS = "application/warc-fields"
FAST = 1  # level for plain bodies: on news pages as small as by the standard library's, in a quarter of its time
LIGHT = 0  # level for bodies which the server has compressed already

_PHRASES = {int(status): status.phrase for status in HTTPStatus}
_CHUNKED = re.compile(rb"(?im)^(?=transfer-encoding[ \t]*:)")

Fields = Iterable[tuple[str, str]]
"""Names and values of ``application/warc-fields``, in order; those without a value are left out."""
Headers = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Original:
    """The earlier capture that a revisit speaks of. ``record_id`` is "" where it is not known."""

    url: str
    fetched_at: datetime
    payload_digest: str
    record_id: str = ""


class Ids(NamedTuple):
    """The ids of a record and of its file's warcinfo."""

    record: str
    info: str


def record_id() -> str:
    """A new WARC-Record-ID."""
    return f"<urn:uuid:{uuid.uuid4()}>"


def payload_digest(page: Page) -> str:
    """The WARC-Payload-Digest of the page: over the de-chunked, still encoded body."""
    return _sha1(_exchange(page)[1])


def warcinfo(name: str, info_id: str, about: Fields, now: datetime) -> bytes:
    """The first record of the file ``name`` (6.2)."""
    headers = [("WARC-Type", "warcinfo"), ("WARC-Date", _date(now)), ("WARC-Filename", name)]
    return _member([*headers, ("WARC-Record-ID", info_id)], FIELDS, _fields(about), FAST)


def request(page: Page, response_id: str, info_id: str) -> bytes:
    """The request record (6.5); b"" where its head is not known."""
    if not page.request_head:
        return b""
    headers = [*_of_page(page, "request", Ids(record_id(), info_id)), ("WARC-Concurrent-To", response_id)]
    return _member(headers, "application/http; msgtype=request", page.request_head, FAST)


def response(page: Page, ids: Ids, digest: str, original: Original | None) -> bytes:
    """The response record (6.3), or the revisit record (6.7) of a capture that the page says nothing new to.

    Of such a page the head is kept: it came, whatever came with it.
    """
    head, body = _exchange(page)
    headers = _of_page(page, "revisit" if original else "response", ids)
    truncation = page.truncated
    if original is None:
        headers.append(("WARC-Payload-Digest", digest))
    else:
        headers += _revisit(page, original)
        if body:
            body, truncation = b"", Truncation.LENGTH  # by 6.7.2
    if truncation:
        headers.append(("WARC-Truncated", truncation.value))
    level = LIGHT if page.header("content-encoding") else FAST
    return _member(headers, "application/http; msgtype=response", head + body, level)


def metadata(url: str, at: datetime, ids: Ids, told: Fields) -> bytes:
    """A record of what is to be said of a URL beside an exchange, or where there is none (6.6)."""
    return _member(_common(url, at, "metadata", ids), FIELDS, _fields(told), FAST)


def _revisit(page: Page, original: Original) -> Headers:
    headers = [
        ("WARC-Profile", NOT_MODIFIED if page.status == HTTPStatus.NOT_MODIFIED else SAME_PAYLOAD),
        ("WARC-Refers-To-Target-URI", original.url),
        ("WARC-Refers-To-Date", _date(original.fetched_at)),
        ("WARC-Payload-Digest", original.payload_digest),
    ]
    return [*headers, ("WARC-Refers-To", original.record_id)] if original.record_id else headers


def _of_page(page: Page, kind: str, ids: Ids) -> Headers:
    headers = _common(page.url, page.fetched_at, kind, ids)
    return [*headers, ("WARC-IP-Address", page.ip)] if page.ip else headers


def _common(url: str, at: datetime, kind: str, ids: Ids) -> Headers:
    return [
        ("WARC-Type", kind),
        ("WARC-Target-URI", url),
        ("WARC-Date", _date(at)),
        ("WARC-Record-ID", ids.record),
        ("WARC-Warcinfo-ID", ids.info),
    ]


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


def _fields(told: Fields) -> bytes:
    lines = (f"{name}: {' '.join(value.split())}\r\n" for name, value in told if value)
    return "".join(lines).encode("utf-8", "replace")


def _member(headers: Headers, content_type: str, block: bytes, level: int) -> bytes:
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


def _date(when: datetime) -> str:
    return when.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def _sha1(data: bytes) -> str:
    """SHA-1 in base32: what the indexers of this field expect. An identity, not a seal; ours is sha256."""
    return "sha1:" + base64.b32encode(hashlib.sha1(data, usedforsecurity=False).digest()).decode()
