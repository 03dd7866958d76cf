"""How do records leave a WARC file?

The file is copied without them, under another name, record by record and byte for byte: what stays is not packed anew.
One record differs: the warcinfo at the top keeps its id, to which all others refer, and gets the file's new name. Each
record is a gzip member of its own (see ``warc``), so the places of those that stay move by what went before them.
"""

from __future__ import annotations

import os
import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO, NamedTuple

from isal import isal_zlib

from scraper.errors import ArchiveError
from scraper.writer.warc import OPEN, located, sync_directory
from scraper.writer.warc_members import packed

CHUNK = 2**18  # bytes, read and unpacked at once
HEAD_BYTES = 2**16  # of a record that are looked at: the longest URL takes an eighth of it
MOST_BODY = 2**28  # bytes; a longer body is taken for one that cannot be read
_HEAD_END = b"\r\n\r\n"
_CODINGS = frozenset({"", "identity", "gzip", "x-gzip", "deflate", "br"})  # that warcio undoes
_SERIAL = re.compile(r"(?:-p(\d+))?(\.warc\.gz)$")
_FILE_NAME = re.compile(rb"(?im)^(WARC-Filename:[ \t]*)[^\r\n]*")


class Member(NamedTuple):
    """A record: where it lies in its file, and its WARC headers by their names in lower case."""

    offset: int
    length: int
    headers: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Cut:
    """What is to leave a file: ``gone`` are offsets and lengths, in order. ``stays`` counts records beside warcinfo."""

    name: str
    size: int  # of the file, as far as it is committed
    gone: tuple[tuple[int, int], ...]
    stays: int

    @property
    def bytes(self) -> int:
        """How many bytes leave it."""
        return sum(length for _, length in self.gone)


@dataclass(slots=True)
class Selection:
    """Which records are to go, as file after file is looked at, oldest first.

    All those of addresses that ``covers``, or that refer to one; those in ``places`` (file name and offset); and with a
    record all that were written together with it, and the later ones that refer to it for their bytes.
    """

    covers: Callable[[str], bool]
    places: frozenset[tuple[str, int]]
    _ids: set[str] = field(default_factory=set)  # of records that go
    _captures: set[tuple[str, str]] = field(default_factory=set)  # of responses that go: address and date

    def cut(self, directory: Path, name: str, size: int) -> Cut | None:
        """What is to leave a file; None if that is nothing. Raises ArchiveError for one that cannot be read."""
        path = located(directory, name)
        with path.open("rb") as file:
            members = [member for member in members_of(file, size, path) if member.headers["warc-type"] != "warcinfo"]
        for member in members:
            if (name, member.offset) in self.places or self._is_of_gone(member.headers):
                self._ids.add(member.headers.get("warc-record-id", ""))
                if member.headers["warc-type"] == "response":
                    self._captures.add((_target(member.headers), member.headers.get("warc-date", "")))
        gone = tuple((one.offset, one.length) for one in members if self._goes(one.headers))
        return Cut(name, size, gone, len(members) - len(gone)) if gone else None

    def _is_of_gone(self, headers: Mapping[str, str]) -> bool:
        refers_to = headers.get("warc-refers-to-target-uri", "")
        if self.covers(_target(headers)) or (refers_to and self.covers(refers_to)):
            return True
        capture = refers_to, headers.get("warc-refers-to-date", "")
        return headers.get("warc-refers-to") in self._ids or capture in self._captures

    def _goes(self, headers: Mapping[str, str]) -> bool:
        return headers.get("warc-record-id") in self._ids or headers.get("warc-concurrent-to") in self._ids


@dataclass(frozen=True, slots=True)
class Moves:
    """Where the records of a file lie in the one that takes its place."""

    file: str  # the new name; "" if there is none
    size: int
    shift: int  # of all records, as the first one has become longer
    gone: tuple[tuple[int, int], ...]

    def place(self, offset: int) -> int | None:
        """The new offset; None for a record that went."""
        at = bisect_right(self.gone, (offset, 0))
        if at < len(self.gone) and self.gone[at][0] == offset:
            return None
        return offset + self.shift - sum(length for _, length in self.gone[:at])


def rewritten(directory: Path, cut: Cut, name: str) -> Moves:
    """Copy a file to one with another name without what goes, and have that on the disk. Raises OSError.

    It has OPEN after its name until it is whole.
    """
    target = directory / name
    opened = target.with_name(name + OPEN)
    with located(directory, cut.name).open("rb") as source, opened.open("xb") as copy:
        first = next(members_of(source, cut.size, source.name))
        source.seek(0)
        told = _renamed(source.read(first.length), name)
        copy.write(told)
        at = first.length
        for offset, length in (*cut.gone, (cut.size, 0)):
            _copy(source, copy, at, offset)
            at = offset + length
        copy.flush()
        os.fsync(copy.fileno())
        size = copy.tell()
    opened.rename(target)
    sync_directory(directory)
    return Moves(name, size, len(told) - first.length, cut.gone)


def next_name(name: str) -> str:
    """The name of the file that takes a file's place: in the order of names next to it.

    >>> next_name("a-00001.warc.gz"), next_name("a-00001-p1.warc.gz")
    ('a-00001-p1.warc.gz', 'a-00001-p2.warc.gz')
    """
    return _SERIAL.sub(lambda match: f"-p{int(match[1] or 0) + 1}{match[2]}", name)


def members_of(file: BinaryIO, size: int, path: Path | str) -> Iterator[Member]:
    """The records in the first ``size`` bytes of a file, in order and in flat memory. Raises ArchiveError."""
    offset, data = 0, b""
    while offset < size:
        unpacker = isal_zlib.decompressobj(isal_zlib.MAX_WBITS | 16)
        head, consumed = b"", 0
        try:
            while not unpacker.eof:
                data = data or file.read(CHUNK)
                before = len(data)
                unpacked = unpacker.decompress(data, CHUNK)
                if not before and not unpacked:
                    raise EOFError("it breaks off")
                data = unpacker.unused_data if unpacker.eof else unpacker.unconsumed_tail
                consumed += before - len(data)
                head = head if len(head) >= HEAD_BYTES else head + unpacked
            headers = _headers(head)
        except Exception as error:  # isal has names for its errors at run time only
            why = f"the record at {offset:,} cannot be read: {error}"
            raise ArchiveError(f"{path}: {why}; restore the file from a copy, nothing was changed") from error
        yield Member(offset, consumed, headers)
        offset += consumed


def body_at(path: Path, offset: int) -> bytes | None:
    """The decoded body of the response that lies there; None if it cannot be decoded."""
    from warcio.archiveiterator import ArchiveIterator  # noqa: PLC0415  # slow to import, and few archives are purged

    with path.open("rb") as file:
        file.seek(offset)
        record = next(iter(ArchiveIterator(file)))
        head = record.http_headers
        if head is None or (head.get_header("Content-Encoding") or "").strip().lower() not in _CODINGS:
            return None
        try:
            body: bytes = record.content_stream().read(MOST_BODY)
        except Exception:  # on broken bodies all sorts of things come out of warcio
            return None
        return body if len(body) < MOST_BODY else None


def _target(headers: Mapping[str, str]) -> str:
    return headers.get("warc-target-uri", "").strip("<>")


def _headers(head: bytes) -> dict[str, str]:
    lines = head.partition(_HEAD_END)[0].decode("utf-8", "replace").split("\r\n")
    told = (line.partition(":") for line in lines[1:])
    headers = {name.strip().lower(): value.strip() for name, _, value in told}
    if not lines[0].startswith("WARC/") or "warc-type" not in headers:
        raise ValueError("it is no record of a WARC file")
    return headers


def _renamed(member: bytes, name: str) -> bytes:
    """The warcinfo record with the file's new name in its head."""
    head, end, block = isal_zlib.decompress(member, isal_zlib.MAX_WBITS | 16).partition(_HEAD_END)
    head = _FILE_NAME.sub(lambda match: match[1] + name.encode(), head)
    return packed(head + end + block)


def _copy(source: BinaryIO, target: BinaryIO, start: int, end: int) -> None:
    source.seek(start)
    while start < end:
        data = source.read(min(CHUNK, end - start))
        if not data:
            raise EOFError(f"{source.name} has become shorter")
        target.write(data)
        start += len(data)
