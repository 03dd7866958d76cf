"""Which exchange lies here?

Reads one record of our own WARC files back, by its place. What is damaged, cut or missing is a RecordError that names
file and offset: a record counts only if its block is what its digest says.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Self

from isal import isal_zlib

from scraper.errors import RecordError
from scraper.model import Page, RawRecord, Truncation
from scraper.writer.warc import located
from scraper.writer.warc_records import NOT_MODIFIED

MOST_BYTES = 2**32  # of a record, unpacked; no body that settings allow is longer
_HEAD_END = re.compile(rb"\r?\n\r?\n")
_FOLD = re.compile(rb"\r?\n[ \t]+")  # an old way to go on with a header on the next line (RFC 9112, 5.2)
_RENAMED = re.compile(rb"(?im)^X-Archive-Orig-(?=transfer-encoding[ \t]*:)")
_DIGEST = "sha1:"


@dataclass(frozen=True, slots=True)
class Kept:
    """An exchange as its record holds it. ``page.raw_body`` is still content-encoded, and ``page.body`` empty.

    ``payload_digest`` is that of the payload: here, or for a ``revisit`` in the capture that it refers to. That is all
    that a record of server-not-modified says of it; other revisits have had the same payload themselves.
    """

    page: Page
    payload_digest: str
    revisit: str = ""  # the WARC-Profile of a revisit record (WARC 1.1, 6.7)


class WarcReader:
    """Reads records of the files in a directory, in a ``with`` statement. Best in their order: one file stays open."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory
        self._name = ""
        self._file: BinaryIO | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the file that is open."""
        if self._file is not None:
            self._file.close()
        self._name, self._file = "", None

    def read(self, place: RawRecord) -> Kept:
        """The exchange whose response lies there. Raises RecordError."""
        try:
            return _kept(_unpacked(self._bytes(place)))
        except OSError as error:
            raise _broken(place, f"cannot be read ({error.strerror})") from error
        except KeyError as error:
            raise _broken(place, f"its header {error} is missing") from error
        except (ValueError, IndexError) as error:
            raise _broken(place, str(error)) from error

    def _bytes(self, place: RawRecord) -> bytes:
        if self._file is None or self._name != place.file:
            self.close()
            self._file = located(self._directory, place.file).open("rb")
            self._name = place.file
        self._file.seek(place.offset)
        data = self._file.read(place.length)
        if len(data) < place.length:
            raise ValueError("the file ends before it")
        return data


def _broken(place: RawRecord, why: str) -> RecordError:
    return RecordError(f"{place.file}, record at {place.offset}: {' '.join(why.split())[:200]}")


def _unpacked(data: bytes) -> bytes:
    """What a record's gzip member holds; it is one member and nothing more."""
    member = isal_zlib.decompressobj(isal_zlib.MAX_WBITS | 16)
    try:
        unpacked: bytes = member.decompress(data, MOST_BYTES)
    except Exception as error:  # isal has names for its errors at run time only
        raise ValueError(f"not packed as it should be ({error})") from error
    if not member.eof or member.unused_data:
        raise ValueError("no record begins and ends here")
    return unpacked


def _kept(record: bytes) -> Kept:
    head, block = _parted(record)
    version, _, rest = head.partition(b"\n")
    if not version.startswith(b"WARC/1."):
        raise ValueError("no WARC record")
    told = dict(reversed(_fields(rest)))
    if told["warc-type"] not in ("response", "revisit"):
        raise ValueError(f"a record of type {told['warc-type']}, which holds no response")
    block = _block(block, told)
    page = _page(block, told)
    if told["warc-type"] == "revisit":
        return Kept(page, told["warc-payload-digest"], told["warc-profile"])
    payload_digest = _sha1(page.raw_body)
    if told["warc-payload-digest"] != payload_digest:
        raise ValueError("the payload is not what its digest says")
    return Kept(page, payload_digest)


def _block(block: bytes, told: Mapping[str, str]) -> bytes:
    """The record's block, without the two line ends that follow it. Raises ValueError."""
    length = int(told["content-length"])
    if block[length:] != b"\r\n\r\n":
        raise ValueError("not as long as it says")
    if told["warc-block-digest"] != _sha1(block := block[:length]):
        raise ValueError("the block is not what its digest says")
    return block


def _truncation(told: str | None) -> Truncation | None:
    if told is None:
        return None
    return Truncation(told) if told in set(Truncation) else Truncation.UNSPECIFIED


def _page(block: bytes, told: Mapping[str, str]) -> Page:
    if not block and told.get("warc-profile") == NOT_MODIFIED:  # its head lies in a record beside it
        block = b"HTTP/1.1 304 Not Modified\r\n\r\n"
    head, body = _parted(block)
    whole = _RENAMED.sub(b"", block[: len(block) - len(body)])
    status, _, rest = _RENAMED.sub(b"", head).partition(b"\n")
    url = told["warc-target-uri"]
    return Page(
        url=url,
        status=int(status.split(None, 2)[1]),
        headers=_fields(rest),
        body=b"",
        fetched_at=datetime.fromisoformat(told["warc-date"]),
        final_url=url,
        raw_body=body,
        response_head=whole,
        ip=told.get("warc-ip-address"),
        truncated=_truncation(told.get("warc-truncated")),
    )


def _parted(data: bytes) -> tuple[bytes, bytes]:
    """Head and body. Raises ValueError where no empty line parts them."""
    end = _HEAD_END.search(data)
    if end is None:
        raise ValueError("its head does not end")
    return data[: end.start()], data[end.end() :]


def _fields(lines: bytes) -> tuple[tuple[str, str], ...]:
    """Header fields in their order, names in lower case."""
    pairs = (line.partition(b":") for line in _FOLD.sub(b" ", lines).splitlines())
    told = ((name.decode("latin-1"), value.decode("latin-1")) for name, colon, value in pairs if colon)
    return tuple((name.strip().lower(), value.strip()) for name, value in told)


def _sha1(data: bytes) -> str:
    return _DIGEST + base64.b32encode(hashlib.sha1(data, usedforsecurity=False).digest()).decode()
