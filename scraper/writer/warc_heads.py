"""What does a record say of itself?

Only its beginning is read: enough to refer to a capture.
"""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

PACKED_BYTES = 8 * 1024  # to read of a record; heads are some 2 KiB before they are packed
HEAD_BYTES = 64 * 1024  # of it unpacked


class Head(NamedTuple):
    """A response record's own head and that of the response in it: names in lower case, of repeated ones the first."""

    record_id: str
    url: str
    at: datetime | None
    http: Mapping[str, str]


def head_at(path: Path, offset: int) -> Head | None:
    """The head of the response record at an offset in bytes; None where there is no such record to be read."""
    try:
        with path.open("rb") as file:
            file.seek(offset)
            start = zlib.decompressobj(zlib.MAX_WBITS | 16).decompress(file.read(PACKED_BYTES), HEAD_BYTES)
    except (OSError, zlib.error):
        return None
    about, _, block = start.partition(b"\r\n\r\n")
    headers = _headers(about)
    if headers.get("warc-type") != "response":
        return None
    url = headers.get("warc-target-uri", "")
    return Head(
        headers.get("warc-record-id", ""), url, _moment(headers.get("warc-date", "")), _headers(block, "latin-1")
    )


def _headers(block: bytes, encoding: str = "utf-8") -> dict[str, str]:
    found: dict[str, str] = {}
    for line in block.partition(b"\r\n\r\n")[0].decode(encoding, "replace").split("\r\n")[1:]:
        name, _, value = line.partition(":")
        found.setdefault(name.strip().lower(), value.strip())
    return found


def _moment(text: str) -> datetime | None:
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        return None
    return at if at.tzinfo else at.replace(tzinfo=UTC)
