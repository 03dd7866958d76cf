"""WARC files read back with warcio, as any other tool would."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any, NamedTuple

from warcio.archiveiterator import ArchiveIterator
from warcio.checker import Checker


class Record(NamedTuple):
    """A record with its place; ``block`` is the payload as stored."""

    kind: str
    headers: Any
    http: Any
    block: bytes
    content: bytes
    offset: int
    length: int


def records(directory: Path) -> list[Record]:
    """All records of all files below an archive directory, in order. Digests are checked."""
    return [record for path in sorted((directory / "warc").glob("*.warc.gz")) for record in read(path)]


def read(path: Path) -> list[Record]:
    """All records of one file. Raises warcio's ArchiveLoadFailed on a wrong digest or a broken record."""
    found = []
    for raw in (True, False):
        with path.open("rb") as stream:
            iterator = ArchiveIterator(stream, check_digests="raise")
            for record in iterator:
                data = (record.raw_stream if raw else record.content_stream()).read()
                place = (iterator.get_record_offset(), iterator.get_record_length())
                found.append((record.rec_type, record.rec_headers, record.http_headers, data, place))
    half = len(found) // 2
    pairs = zip(found[:half], found[half:], strict=True)
    return [Record(*first[:4], second[3], *first[4]) for first, second in pairs]


def checked(directory: Path) -> bool:
    """What ``warcio check`` says of all files."""
    paths = [str(path) for path in sorted((directory / "warc").glob("*"))]
    return bool(Checker(SimpleNamespace(inputs=paths, verbose=False)).process_all() == 0)
