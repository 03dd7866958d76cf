"""What does a record of a WARC file look like?

WARC 1.1 (ISO 28500:2017). Each record is a gzip member of its own (see ``warc_members``).

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

from scraper.model import Page, Truncation
from scraper.writer.warc_members import half_packed, packed

VERSION = "WARC/1.1"
NOT_MODIFIED = "http://netpreserve.org/warc/1.1/revisit/server-not-modified"
SAME_PAYLOAD = "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest"
FIELDS = "application/warc-fields"
STATUS_LINE = b"http-status-line: "  # makes a field of the first line of a head, whose others are fields as they stand
_END = b"\r\n\r\n"  # of a record

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
    return _member([*headers, ("WARC-Record-ID", info_id)], FIELDS, _fields(about))


def exchange(page: Page, info_id: str, original: Original | None = None) -> tuple[bytes, bytes, str]:
    """What is written of an exchange: the records that come first, the one of the response, and its payload digest.

    Those are the request (6.5) and the response (6.3), or the revisit (6.7) of the capture that the page has nothing to
    add to. The head of the response is kept in any case. That of a 304 lies in a metadata record before its revisit,
    which is empty: tools for replay show its capture as they find its head, and a 304 would be an empty page.
    """
    ids = Ids(record_id(), info_id)
    concurrent = ("WARC-Concurrent-To", ids.record)
    head, body = _exchange(page)
    first = b""
    if page.request_head:
        headers = [*_of_page(page, "request", Ids(record_id(), info_id)), concurrent]
        first = _member(headers, "application/http; msgtype=request", page.request_head)
    if original and page.status == HTTPStatus.NOT_MODIFIED:
        headers = [*_of_page(page, "metadata", Ids(record_id(), info_id)), concurrent]
        first += _member(headers, FIELDS, STATUS_LINE + head)
        head = body = b""
    digest = original.payload_digest if original else _sha1(body)
    return first, _response(page, ids, (head, body), digest, original), digest


def metadata(url: str, at: datetime, info_id: str, told: Fields) -> bytes:
    """A record of what is to be said of a URL where there is no exchange (6.6)."""
    return _member(_common(url, at, "metadata", Ids(record_id(), info_id)), FIELDS, _fields(told))


def _response(page: Page, ids: Ids, stored: tuple[bytes, bytes], digest: str, original: Original | None) -> bytes:
    head, body = stored
    headers = _of_page(page, "revisit" if original else "response", ids)
    headers.append(("WARC-Payload-Digest", digest))
    truncation = page.truncated
    if original:
        headers += _revisit(page, original)
        if body:
            body, truncation = b"", Truncation.LENGTH  # by 6.7.2
    if truncation:
        headers.append(("WARC-Truncated", truncation.value))
    start = _head(headers, "application/http; msgtype=response", head, body) + head
    if 0 < len(body) < len(page.body):  # the server has compressed it
        return half_packed(start, body + _END)
    return packed(start + body + _END)


def _revisit(page: Page, original: Original) -> Headers:
    headers = [
        ("WARC-Profile", NOT_MODIFIED if page.status == HTTPStatus.NOT_MODIFIED else SAME_PAYLOAD),
        ("WARC-Refers-To-Target-URI", original.url),
        ("WARC-Refers-To-Date", _date(original.fetched_at)),
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


def _member(headers: Headers, content_type: str, block: bytes) -> bytes:
    """One record as one gzip member."""
    return packed(_head(headers, content_type, block) + block + _END)


def _head(headers: Headers, content_type: str, *block: bytes) -> bytes:
    """The head of a record, with the empty line that ends it. The block may come in parts."""
    measures = [
        ("WARC-Block-Digest", _sha1(*block)),
        ("Content-Type", content_type),
        ("Content-Length", str(sum(map(len, block)))),
    ]
    lines = [f"{name}: {value}" for name, value in headers + measures]
    return "\r\n".join([VERSION, *lines, "", ""]).encode()


def _date(when: datetime) -> str:
    return when.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


def _sha1(*parts: bytes) -> str:
    """SHA-1 in base32: what the indexers of this field expect. An identity, not a seal; ours is sha256."""
    digest = hashlib.sha1(usedforsecurity=False)
    for part in parts:
        digest.update(part)
    return "sha1:" + base64.b32encode(digest.digest()).decode()
