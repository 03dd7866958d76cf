"""Do the standard tools read what we keep, whatever its coding, and find the bytes of what came again?"""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import brotli
import pytest
import zstandard
from warcio.archiveiterator import ArchiveIterator
from warcio.bufferedreaders import BufferedReader

from scraper.model import Outcome, Page, State, Truncation
from scraper.writer import Archive
from scraper.writer.warc_records import payload_digest
from tests.replaying import Line, indexed, needs_pywb, replayed
from tests.writer.factory import CLOCK, NOW, page, visit
from tests.writer.warcs import checked

BODY = "<!doctype html>\n<p>Größe: 5 €</p>\n".encode() * 500
CODINGS: dict[str, Callable[[bytes], bytes]] = {
    "gzip": gzip.compress,
    "deflate": zlib.compress,
    "br": brotli.compress,
    "zstd": zstandard.compress,
    "identity": bytes,
}
UNKNOWN = {"zstd"}  # to pywb 2.10 and warcio 1.8, which hand it on as it is


def coded(coding: str, raw: bytes, status: str = "200 OK") -> Page:
    """A page in a coding; chunked, if that is a compression, as is usual."""
    how = ["Transfer-Encoding: chunked", f"Content-Encoding: {coding}"]
    if coding == "identity":
        how = [f"Content-Length: {len(raw)}"]
    lines = ["Content-Type: text/html; charset=utf-8", 'ETag: "1"', *(how if raw else ())]
    parts = [line.split(": ") for line in lines]
    return replace(
        page(f"https://news.test/{coding}"),
        status=int(status[:3]),
        headers=tuple((name.lower(), value) for name, value in parts),
        response_head="\r\n".join([f"HTTP/1.1 {status}", *lines, "", ""]).encode(),
        raw_body=raw,
        body=BODY if raw else b"",
    )


PAGES = {coding: coded(coding, pack(BODY)) for coding, pack in CODINGS.items()}


def keep(archive: Archive, came: Page, day: int = 0) -> None:
    came = replace(came, fetched_at=NOW + timedelta(days=day))
    archive.finish(Outcome(visit(came.url), State.REJECTED, came.fetched_at, page=came, raw=archive.keep(came)))


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Each coding once, on the next day the same bytes, on the third a 304; and a body that was cut."""
    directory = tmp_path_factory.mktemp("archive")
    with Archive.open(directory, write=True) as opened:
        opened.begin_run("test", CLOCK)
        for day in range(3):
            for coding, came in PAGES.items():
                keep(opened, came if day < 2 else coded(coding, b"", "304 Not Modified"), day)
        url = "https://news.test/half"
        half = BODY[: len(BODY) // 2]
        keep(opened, replace(PAGES["identity"], url=url, body=half, raw_body=half, truncated=Truncation.TIME), 2)
    return directory


@pytest.fixture
def lines(archive: Path, tmp_path: Path) -> list[Line]:
    return indexed(archive, tmp_path / "index.cdxj")


def test_the_checker_of_warcio_is_content(archive: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As it is where there is no brotli: warcio 1.8 does not get on with brotli 1.2, whoever wrote the file."""
    monkeypatch.delitem(BufferedReader.DECOMPRESSORS, "br")
    assert checked(archive)


@pytest.mark.parametrize("coding", sorted(CODINGS.keys() - {"br"}))
def test_warcio_reads_the_bodies(archive: Path, coding: str) -> None:
    found = []
    for path in sorted((archive / "warc").iterdir()):
        with path.open("rb") as stream:
            for record in ArchiveIterator(stream):
                kind, url = record.rec_type, record.rec_headers["WARC-Target-URI"]
                if url == PAGES[coding].url and kind in ("response", "revisit"):
                    found.append((kind, record.content_stream().read()))
    body = PAGES[coding].raw_body if coding in UNKNOWN else BODY
    assert found == [("response", body), ("revisit", b""), ("revisit", b"")]


def test_the_index_has_every_capture_once(lines: list[Line]) -> None:
    for came in PAGES.values():
        digest = payload_digest(came)
        assert [(line.timestamp[:8], line.mime, line.digest) for line in lines if line.url == came.url] == [
            ("20260304", "text/html", digest),
            ("20260305", "warc/revisit", digest),
            ("20260306", "warc/revisit", digest),
        ]


@needs_pywb
def test_pywb_shows_every_capture(archive: Path, lines: list[Line], tmp_path: Path) -> None:
    shown = replayed(archive, tmp_path / "index.cdxj", [(line.timestamp, line.url) for line in lines])
    assert len(shown) == 3 * len(PAGES) + 1
    for line, one in zip(lines, shown, strict=True):
        coding = line.url.rpartition("/")[2]
        expected = BODY[: len(BODY) // 2] if coding == "half" else BODY
        assert (one.status, one.body) == (200, PAGES[coding].raw_body if coding in UNKNOWN else expected), line
