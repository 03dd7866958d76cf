"""Which pages does this listing name?

For a back-fill from a file: a plain list, CSV or JSON Lines with a ``url`` field, and the listings of web archives in
their four dialects: CDXJ, classic CDX, and the JSON lines (Common Crawl) and arrays (Wayback) of CDX servers. Plain
functions on lines of bytes: a listing of 10 GB goes through in flat memory, and a bad line is a value.
"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from enum import StrEnum
from typing import NamedTuple

from scraper.crawler.discover.feeds import parse_w3c_date
from scraper.crawler.discover.found import Entry

MAX_LINE_BYTES = 65_536  # a capture's line holds its URL twice, and 8 KiB is long for one
SHOWN_CHARS = 100  # of a bad line
MAX_PARTS = 4  # of one array, cut where "]," stands in a URL

_BOM = b"\xef\xbb\xbf"
_CDXJ = re.compile(r"(\S+) (\d{4,14}) (\{.*)")
_CDX = re.compile(r"\S+ \d{4,14} \S+ \S+ \S+(?: |$)")
_CDX_FIELDS = "N b a m s k r M S V g".split()  # CDX 11; those of 9 and of 7 columns begin alike
_CDX_NAMES = {"a": "url", "b": "timestamp", "m": "mime", "s": "status"}
_SERVER_FIELDS = ("urlkey", "timestamp", "original", "mimetype", "statuscode")  # the Wayback CDX server's default
_URLS = ("url", "original", "loc", "link")
_MIMES = ("mime-detected", "mime", "mimetype")  # detected: what it is, and not what its server thinks
_STATUSES = ("status", "statuscode", "http_status")
_PUBLISHED = ("date_published", "published")
_SEEN = ("timestamp", "lastmod", "date")  # captured or changed then, so published before
_HTML = ("text/html", "application/xhtml+xml")
_DELIMITERS = ",;\t"


class Form(StrEnum):
    """What a file is, told by its content."""

    WARC = "warc"
    CDXJ = "cdxj"
    CDX = "cdx"
    ROWS = "rows"  # a JSON array of arrays
    JSONL = "jsonl"
    CSV = "csv"
    LIST = "list"


class Bad(NamedTuple):
    """A line that cannot be read, or what of it can be shown."""

    text: str


class Other(NamedTuple):
    """A capture of something else than a page that came: a picture, a redirect, an error."""

    url: str


Named = Entry | Bad | Other

# How the first line looks that is no comment; the first that fits counts.
_FIRST_LINES: tuple[tuple[Form, re.Pattern[str]], ...] = (
    (Form.ROWS, re.compile(r"\s*\[")),
    (Form.JSONL, re.compile(r"\s*\{")),
    (Form.CDXJ, re.compile(rf"!|{_CDXJ.pattern}")),
    (Form.CDX, re.compile(rf" CDX [A-Za-z] |CDX N b |{_CDX.pattern}")),
)


def form_of(start: bytes) -> Form | None:
    """What a file is by its first bytes, unpacked; None if it is neither text nor a WARC."""
    if start.startswith((b"WARC/", b"\r\nWARC/")):
        return Form.WARC
    if b"\0" in start:
        return None
    lines = start.removeprefix(_BOM).decode("utf-8", "replace").splitlines()
    line = next((line for line in lines if line.strip() and not line.startswith("#")), "")
    told = (form for form, pattern in _FIRST_LINES if pattern.match(line))
    return next(told, Form.CSV if _header(line) else Form.LIST)


def named_in(pieces: Iterable[bytes], form: Form) -> Iterator[Named]:
    """What a file names, in its order; ``form`` is not WARC.

    ``pieces`` are lines with their ends, or parts of at most MAX_LINE_BYTES of longer ones. Entries have their URL as
    written, ``http(s)://``, and the date that the file gives. Raises nothing.
    """
    if form is Form.ROWS:
        yield from _rows(pieces)
        return
    lines = _lines(pieces)
    if form is Form.CSV:
        yield from _csv(lines)
    elif form is Form.CDX:
        yield from _cdx(lines)
    else:
        read = {Form.CDXJ: _cdxj, Form.JSONL: _json}.get(form, _plain)
        yield from (read(line) for line in lines if isinstance(line, str) and not line.startswith(("#", "!")))


def _lines(pieces: Iterable[bytes]) -> Iterator[str]:
    """The lines that are not empty. What is no UTF-8 or too long leaves a line that nothing can read."""
    is_rest = False
    for number, piece in enumerate(pieces):
        is_whole = piece.endswith(b"\n") or len(piece) < MAX_LINE_BYTES
        line = piece.removeprefix(_BOM) if number == 0 else piece
        if not is_rest and (text := line.decode("utf-8", "replace").rstrip("\r\n")).strip():
            yield text if is_whole else text[:SHOWN_CHARS] + "\ufffd"
        is_rest = not is_whole


# ---------------------------------------------------------------- dialects


def _plain(line: str) -> Named:
    return _entry(line.strip(), line)


def _json(line: str) -> Named:
    try:
        fields = json.loads(line)
    except (ValueError, RecursionError):
        return _bad(line)
    return _capture(fields, line) if isinstance(fields, dict) else _bad(line)


def _cdxj(line: str) -> Named:
    match = _CDXJ.match(line)
    if match is None:
        return _bad(line)
    try:
        fields = json.loads(match[3])
    except (ValueError, RecursionError):
        return _bad(line)
    return _capture({"timestamp": match[2], **fields}, line)


def _cdx(lines: Iterable[str]) -> Iterator[Named]:
    names: Sequence[str] = _CDX_FIELDS
    for line in lines:
        parts = line.split(" ")
        if "CDX" in parts[:2]:
            names = parts[parts.index("CDX") + 1 :]
            continue
        told = {_CDX_NAMES[name]: part for name, part in zip(names, parts, strict=False) if name in _CDX_NAMES}
        yield _capture(told, line)


def _csv(lines: Iterator[str]) -> Iterator[Named]:
    first = next(lines, "")
    header = _header(first)
    if header is None:
        return
    delimiter, names = header
    for line in lines:
        try:
            cells = next(csv.reader([line], delimiter=delimiter), [])
        except csv.Error:
            cells = []
        yield _capture(dict(zip(names, cells, strict=False)), line)


def _header(line: str) -> tuple[str, list[str]] | None:
    """Delimiter and columns, if a line names columns and a URL's among them."""
    for delimiter in _DELIMITERS:
        names = [name.strip().strip('"').lower() for name in line.split(delimiter)]
        if any(name in _URLS for name in names):
            return delimiter, names
    return None


def _rows(pieces: Iterable[bytes]) -> Iterator[Named]:
    """One array a line, as servers write it, or all on one line."""
    names: Sequence[str] = _SERVER_FIELDS
    parts: list[str] = []
    for part in _parts(pieces):
        parts = [*parts, part][-MAX_PARTS:]
        text = "],".join(parts)
        cells = _cells(text)
        if cells is None:
            if len(parts) == MAX_PARTS:
                yield _bad(parts.pop(0))
            continue
        parts = []
        if any(name in cells for name in _URLS):
            names = [str(cell) for cell in cells]
        elif len(cells) > 1:  # a lone one is the key to resume by
            yield _capture(dict(zip(names, cells, strict=False)), text)
    yield from map(_bad, parts)


def _cells(text: str) -> list[object] | None:
    inner = text.strip(" \r\n\t[],")
    try:
        found: list[object] = json.loads(f"[{inner}]")
    except (ValueError, RecursionError):
        return None
    return found


def _parts(pieces: Iterable[bytes]) -> Iterator[str]:
    """What is between each "]," and the next: an inner array without its end, mostly."""
    rest = b""
    for piece in pieces:
        *whole, rest = (rest + piece).split(b"],")
        yield from (part.decode("utf-8", "replace").removeprefix("\ufeff") for part in whole)
        if len(rest) > MAX_LINE_BYTES:
            yield rest[:SHOWN_CHARS].decode("utf-8", "replace")
            rest = b""
    yield rest.decode("utf-8", "replace").removeprefix("\ufeff")


# ---------------------------------------------------------------- one capture


def _capture(fields: Mapping[str, object], line: str) -> Named:
    """A line's entry. Of what is told, status and type must be those of a page that came; a word is no HTTP status."""
    url, status, mime = (_first(fields, names) for names in (_URLS, _STATUSES, _MIMES))
    entry = _entry(url, line, _moment(_first(fields, _PUBLISHED)), _moment(_first(fields, _SEEN)))
    if isinstance(entry, Bad):
        return entry
    came = not status or status == "200" or not (status.isdigit() or status == "-")
    return entry if came and (not mime or mime.lower().startswith(_HTML)) else Other(entry.url)


def _first(fields: Mapping[str, object], names: Iterable[str]) -> str:
    value = next((fields[name] for name in names if fields.get(name) not in (None, "")), "")
    return str(value).strip() if isinstance(value, str | int) else ""


def _entry(url: str, line: str, published: datetime | None = None, seen: datetime | None = None) -> Entry | Bad:
    if not url[:8].lower().startswith(("http://", "https://")) or "\ufffd" in url or " " in url:
        return _bad(line)
    return Entry(url, published=published, modified=seen)


def _moment(text: str) -> datetime | None:
    """A time of 4 to 14 digits, as archives write it, or one in RFC 3339's form."""
    if not (text.isascii() and text.isdigit()):
        return parse_w3c_date(text) if text else None
    full = text[:14] + "00000101000000"[len(text[:14]) :]
    month, day, hour, minute, second = (int(full[at : at + 2]) for at in range(4, 14, 2))
    try:
        return datetime(int(full[:4]), month, day, hour, minute, second, tzinfo=UTC)
    except ValueError:
        return None


def _bad(line: str) -> Bad:
    return Bad(line.strip()[:SHOWN_CHARS])
