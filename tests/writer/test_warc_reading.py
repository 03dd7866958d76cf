"""Does a record come back as the exchange that it was, and is a damaged one found out?"""

from __future__ import annotations

import gzip
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from scraper.errors import RecordError
from scraper.model import Page, RawRecord
from scraper.writer.warc import WarcFile, located
from scraper.writer.warc_reading import WarcReader
from scraper.writer.warc_records import NOT_MODIFIED, Original
from tests.writer.factory import NOW, URL, page

NAME = "a.warc.gz"


@pytest.fixture
def file(tmp_path: Path) -> Iterator[WarcFile]:
    file = WarcFile(tmp_path / NAME, {"software": "test"}, NOW)
    yield file
    file.close()


def back(file: WarcFile, written: Page, original: Original | None = None) -> Page:
    """The page as it is read back."""
    place = file.write(written, original).record
    with WarcReader(file.path.parent) as reader:
        return reader.read(place).page


@pytest.mark.parametrize(
    "written",
    [
        page(),
        page(status=404),
        page(body=b""),
        replace(page(), raw_body=b"", headers=(("content-type", "text/html"),), response_head=b""),
        replace(
            page(),
            response_head=b"HTTP/1.1 200 OK\nContent-Type: text/html\nX-Long: a\n  b\nX-Twice: 1\nX-Twice: 2\n\n",
        ),
        replace(page(), response_head=b"HTTP/1.1 200 OK\r\n\r\n", headers=()),
    ],
    ids=["usual", "404", "no body", "made up", "bare line ends", "no headers"],
)
def test_a_page_comes_back(file: WarcFile, written: Page) -> None:
    came = back(file, written)
    assert (came.url, came.status, came.fetched_at, came.ip) == (URL, written.status, NOW, "127.0.0.1")
    assert came.raw_body == (written.raw_body or written.body)
    if written.response_head:
        assert came.response_head == written.response_head
    if b"X-Long" in written.response_head:
        assert came.headers == (("content-type", "text/html"), ("x-long", "a b"), ("x-twice", "1"), ("x-twice", "2"))
    elif written.response_head:
        assert came.headers == written.headers


def test_a_revisit_names_the_payload_it_speaks_of(file: WarcFile) -> None:
    first = file.write(page())
    unchanged = page(status=304, body=b"")
    again = file.write(unchanged, Original(URL, NOW, first.payload_digest))
    with WarcReader(file.path.parent) as reader:
        one, other = reader.read(first.record), reader.read(again.record)
    assert (one.revisit, one.payload_digest) == ("", first.payload_digest)
    assert (other.revisit, other.payload_digest) == (NOT_MODIFIED, first.payload_digest)
    assert (other.page.status, other.page.raw_body) == (304, b"")


def flipped(data: bytes, place: RawRecord) -> bytes:
    """With one bit of its checksum turned: elsewhere a bit may mean the same."""
    at = place.offset + place.length - 6
    return data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :]


def cut(data: bytes, place: RawRecord) -> bytes:
    """Without its last bytes."""
    return data[: place.offset + place.length - 9]


def moved(data: bytes, _: RawRecord) -> bytes:
    """A little further down the file."""
    return b"\0" * 7 + data


@pytest.mark.parametrize(
    ("harm", "told"),
    [
        (flipped, "record at"),
        (cut, "the file ends before it"),
        (moved, "not packed as it should be|no record begins"),
    ],
)
def test_damage_is_found_out(file: WarcFile, harm: Callable[[bytes, RawRecord], bytes], told: str) -> None:
    place = file.write(replace(page(), raw_body=b"", response_head=b"")).record
    located(file.path.parent, NAME).write_bytes(harm(located(file.path.parent, NAME).read_bytes(), place))
    with WarcReader(file.path.parent) as reader, pytest.raises(RecordError, match=told) as raised:
        reader.read(place)
    assert f"{NAME}, record at {place.offset}: " in str(raised.value)


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        (b"<html>story", b"<html>glory", "the block is not what its digest says"),
        (b"Payload-Digest: sha1:", b"Payload-Digest: sha1:X", "the payload is not what its digest says"),
        (b"Content-Length: ", b"Content-Length: 1", "not as long as it says"),
        (b"WARC-Date", b"WARC-Data", "its header 'warc-date' is missing"),
        (b"WARC/1.1", b"WORC/1.1", "no WARC record"),
    ],
)
def test_a_record_that_contradicts_itself_is_none(file: WarcFile, before: bytes, after: bytes, told: str) -> None:
    place = file.write(replace(page(), raw_body=b"", response_head=b"")).record
    data = located(file.path.parent, NAME).read_bytes()
    record = gzip.decompress(data[place.offset : place.offset + place.length])
    changed = gzip.compress(record.replace(before, after, 1))
    located(file.path.parent, NAME).write_bytes(data[: place.offset] + changed)
    with WarcReader(file.path.parent) as reader, pytest.raises(RecordError, match=told):
        reader.read(replace(place, length=len(changed)))


def test_what_holds_no_response_is_none(file: WarcFile) -> None:
    size = file.size  # of the warcinfo record
    with WarcReader(file.path.parent) as reader:
        with pytest.raises(RecordError, match="of type warcinfo"):
            reader.read(RawRecord(NAME, 0, size))
        with pytest.raises(RecordError, match=r"b\.warc\.gz, record at 0: cannot be read \(No such file"):
            reader.read(RawRecord("b.warc.gz", 0, size))
