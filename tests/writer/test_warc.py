"""Do the bytes come back as they were served?"""

from __future__ import annotations

import errno
import gzip
import io
import os
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from scraper.errors import InputError
from scraper.model import Page, Truncation
from scraper.writer.warc import Capture, WarcFile, captures, complete, located, opened
from scraper.writer.warc_records import NOT_MODIFIED, SAME_PAYLOAD, Original, payload_digest
from tests.writer.factory import NOW, URL, page
from tests.writer.warcs import Record, checked, records


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    (tmp_path / "warc").mkdir()
    return tmp_path


def kept(archive: Path, *pages: Page, original: Original | None = None) -> list[Record]:
    file = WarcFile(archive / "warc" / "a.warc.gz", {"software": "scraper/0", "http-header-user-agent": ""}, NOW)
    for came in pages:
        file.write(came, original)
    file.close()
    assert checked(archive)
    return records(archive)


def test_request_and_response_as_sent_and_received(archive: Path) -> None:
    came = page()
    info, request, response = kept(archive, came)
    assert [info.kind, request.kind, response.kind] == ["warcinfo", "request", "response"]
    assert info.headers.protocol == "WARC/1.1"
    assert info.headers["WARC-Filename"] == "a.warc.gz"
    assert info.block == b"software: scraper/0\r\n"
    assert request.headers["WARC-Concurrent-To"] == response.headers["WARC-Record-ID"]
    for record in (request, response):
        assert record.headers["WARC-Target-URI"] == URL
        assert record.headers["WARC-Date"] == "2026-03-04T05:06:07.891011Z"
        assert record.headers["WARC-IP-Address"] == "127.0.0.1"
        assert record.headers["WARC-Warcinfo-ID"] == info.headers["WARC-Record-ID"]
    assert request.http["User-Agent"] == "scraper/0"
    assert response.headers["WARC-Payload-Digest"] == payload_digest(came)
    assert response.block == came.raw_body
    assert response.content == came.body
    assert response.headers["WARC-Truncated"] is None


def test_the_heads_are_byte_for_byte_save_for_the_chunks(archive: Path) -> None:
    came = page()
    file = WarcFile(archive / "warc" / "a.warc.gz", {}, NOW)
    place, digest = file.write(came)
    file.close()
    whole = (archive / "warc" / "a.warc.gz").read_bytes()
    response = gzip.decompress(whole[place.offset : place.offset + place.length])
    head = came.response_head.replace(b"Transfer-Encoding:", b"X-Archive-Orig-Transfer-Encoding:")
    assert came.request_head in gzip.decompress(whole[: place.offset])
    assert response.endswith(b"\r\n\r\n" + head + came.raw_body + b"\r\n\r\n")
    assert b"\r\nContent-Encoding:gzip\r\n" in head
    assert digest == payload_digest(came)


def test_a_record_is_found_by_its_place(archive: Path) -> None:
    file = WarcFile(archive / "warc" / "a.warc.gz", {}, NOW)
    places = [file.write(page(f"https://news.test/{number}", b"body %d" % number)).record for number in range(3)]
    file.close()
    responses = [record for record in records(archive) if record.kind == "response"]
    assert [(record.offset, record.length) for record in responses] == [
        (place.offset, place.length) for place in places
    ]
    assert places[-1].offset + places[-1].length == file.size == file.path.stat().st_size


def test_a_304_is_a_revisit_of_what_it_speaks_of(archive: Path) -> None:
    original = Original(URL, NOW, payload_digest(page()), "<urn:uuid:1>")
    came = page(status=304, body=b"")
    _, request, head, revisit = kept(archive, came, original=original)
    assert revisit.kind == "revisit"
    assert revisit.headers["WARC-Profile"] == NOT_MODIFIED
    assert revisit.headers["WARC-Refers-To"] == "<urn:uuid:1>"
    assert revisit.headers["WARC-Refers-To-Target-URI"] == URL
    assert revisit.headers["WARC-Refers-To-Date"] == "2026-03-04T05:06:07.891011Z"
    assert revisit.headers["WARC-Payload-Digest"] == original.payload_digest
    assert revisit.headers["Content-Length"] == "0"
    assert (head.kind, head.headers["Content-Type"]) == ("metadata", "application/warc-fields")
    assert head.block == b"http-status-line: " + came.response_head
    for record in (request, head):
        assert record.headers["WARC-Concurrent-To"] == revisit.headers["WARC-Record-ID"]


def test_the_same_bytes_again_are_a_revisit_without_them(archive: Path) -> None:
    original = Original(URL, NOW, payload_digest(page()), "<urn:uuid:1>")
    _, _, revisit = kept(archive, page(), original=original)
    assert revisit.kind == "revisit"
    assert revisit.headers["WARC-Profile"] == SAME_PAYLOAD
    assert revisit.headers["WARC-Refers-To"] == "<urn:uuid:1>"
    assert revisit.headers["WARC-Payload-Digest"] == original.payload_digest
    assert revisit.headers["WARC-Truncated"] == "length", "by 6.7.2 of the standard"
    assert revisit.http["ETag"] == '"v1"'
    assert revisit.block == b""


def test_what_is_said_in_place_of_bytes(archive: Path) -> None:
    file = WarcFile(archive / "warc" / "a.warc.gz", {}, NOW)
    file.note(URL, NOW, [("refused", "robots"), ("detail", "Disallow: \r\n /Größe"), ("via", "")])
    file.close()
    info, note = records(archive)
    assert note.kind == "metadata"
    assert note.headers["Content-Type"] == "application/warc-fields"
    assert note.headers["WARC-Target-URI"] == URL
    assert note.headers["WARC-Date"] == "2026-03-04T05:06:07.891011Z"
    assert note.headers["WARC-Warcinfo-ID"] == info.headers["WARC-Record-ID"]
    assert note.block.decode() == "refused: robots\r\ndetail: Disallow: /Größe\r\n"


def test_a_304_of_something_unknown_is_a_plain_response(archive: Path) -> None:
    _, _, response = kept(archive, page(status=304, body=b""))
    assert response.kind == "response"


@pytest.mark.parametrize("why", Truncation)
def test_a_body_that_was_cut_says_so_and_why(archive: Path, why: Truncation) -> None:
    *_, response = kept(archive, page(truncated=why))
    assert response.headers["WARC-Truncated"] == why.value


def test_a_page_without_heads_gets_an_honest_one(archive: Path) -> None:
    bare = replace(page(), request_head=b"", response_head=b"", raw_body=b"")
    _, response = kept(archive, bare)
    assert response.http.get_statuscode() == "200"
    assert response.http["content-encoding"] is None
    assert response.http["etag"] == '"v1"'
    assert response.content == bare.body


@pytest.mark.parametrize("body", [b"", b"\r\n\r\nWARC/1.1\r\n", bytes(range(256)) * 5000])
def test_any_body(archive: Path, body: bytes) -> None:
    *_, response = kept(archive, page(body=body))
    assert response.content == body


def test_a_record_that_does_not_fit_is_taken_back(archive: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = WarcFile(archive / "warc" / "a.warc.gz", {}, NOW)
    file.write(page())
    size, write = file.size, os.write

    def full(descriptor: int, data: bytes) -> int:
        if len(data) <= 50:
            raise OSError(errno.ENOSPC, "No space left on device")
        return write(descriptor, data[:50])

    monkeypatch.setattr(os, "write", full)
    with pytest.raises(OSError, match="No space"):
        file.write(page())
    monkeypatch.undo()
    assert file.size == size == opened(file.path).stat().st_size
    file.write(page())
    file.close()
    assert len(records(archive)) == 5


def test_a_file_is_never_written_over(archive: Path) -> None:
    WarcFile(archive / "warc" / "a.warc.gz", {}, NOW).close()
    with pytest.raises(FileExistsError):
        WarcFile(archive / "warc" / "a.warc.gz", {}, NOW)


def test_a_file_has_its_name_when_it_is_closed(archive: Path) -> None:
    file = WarcFile(archive / "warc" / "a.warc.gz", {}, NOW)
    place = file.write(page()).record
    assert place.file == "a.warc.gz"
    assert [path.name for path in (archive / "warc").iterdir()] == ["a.warc.gz.open"]
    assert located(archive / "warc", place.file) == opened(file.path)
    file.close()
    assert [path.name for path in (archive / "warc").iterdir()] == ["a.warc.gz"]
    assert located(archive / "warc", place.file) == file.path


def test_what_is_not_to_last_is_dropped_on_closing(archive: Path) -> None:
    file = WarcFile(archive / "warc" / "a.warc.gz", {}, NOW)
    file.write(page())
    size = file.size
    file.write(page())
    file.close(size)
    assert file.path.stat().st_size == size
    assert [record.kind for record in records(archive)] == ["warcinfo", "request", "response"]


@pytest.mark.parametrize("name", ["a", "a.open"])
def test_completing_a_file(tmp_path: Path, name: str) -> None:
    path = tmp_path / "a"
    complete(path, 3)
    (tmp_path / name).write_bytes(b"12345")
    for size in (9, 3, 3):
        complete(path, size)
        assert path.read_bytes() == b"12345"[:size]
        assert [one.name for one in tmp_path.iterdir()] == ["a"]
    complete(path, 0)
    assert list(tmp_path.iterdir()) == []


# ---------------------------------------------------------------- somebody's file


def record(
    kind: str, url: str, block: bytes, mime: str = "application/http; msgtype=response", date: str = ""
) -> bytes:
    """A record as other programs write it, unpacked."""
    head = f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {url}\r\nContent-Type: {mime}\r\n"
    head += f"WARC-Date: {date or '2011-10-04T10:00:00Z'}\r\nContent-Length: {len(block)}\r\n\r\n"
    return head.encode() + block + b"\r\n\r\n"


def http(status: str, mime: str) -> bytes:
    return f"HTTP/1.1 {status}\r\nContent-Type: {mime}\r\n\r\n<p>a page</p>".encode()


FOREIGN = [
    record("warcinfo", "a.warc", b"software: x\r\n", "application/warc-fields"),
    record("request", "http://news.test/1", b"GET / HTTP/1.1\r\n\r\n", "application/http; msgtype=request"),
    record("response", "<http://news.test/1>", http("200 OK", "Text/HTML; charset=x")),
    record("response", "http://news.test/2", http("404 Not Found", "text/html")),
    record("response", "http://news.test/3", http("200 OK", "image/gif")),
    record("revisit", "http://news.test/4", http("200 OK", "text/html")),
    record("resource", "http://news.test/5", b"<p>", "text/html"),
    record("response", "dns:news.test", b"news.test. 300 IN A 127.0.0.1", "text/dns"),
    record("response", "http://news.test/6", http("200 OK", "application/xhtml+xml"), date="soon"),
]


@pytest.mark.parametrize("packed", [False, True])
def test_the_pages_of_somebodys_file(packed: bool) -> None:
    file = b"".join(gzip.compress(one) if packed else one for one in FOREIGN)
    when = datetime(2011, 10, 4, 10, tzinfo=UTC)
    assert list(captures(io.BytesIO(file))) == [
        Capture("http://news.test/1", when, True),
        Capture("http://news.test/2", when, False),
        Capture("http://news.test/3", when, False),
        Capture("http://news.test/5", when, True),
        Capture("dns:news.test", when, False),
        Capture("http://news.test/6", None, True),
    ]


def test_a_file_of_one_gzip_member_and_one_that_is_cut_are_told_of(capsys: pytest.CaptureFixture[str]) -> None:
    def before_the_fault(file: bytes) -> list[str]:
        urls: list[str] = []
        with pytest.raises(InputError, match="no more to be read after"):
            urls.extend(one.url for one in captures(io.BytesIO(file)))
        return urls

    before_the_fault(gzip.compress(b"".join(FOREIGN)))
    assert before_the_fault(b"".join(FOREIGN[:3])[:-10]) == ["http://news.test/1"]
    assert before_the_fault(b"".join(FOREIGN[:4]) + b"noise\r\n" * 9) == ["http://news.test/1", "http://news.test/2"]
    assert capsys.readouterr().err == "", "warcio has nothing to print"
