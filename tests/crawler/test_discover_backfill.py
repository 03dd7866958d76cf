"""Listings of pages in every dialect, broken and endless ones too."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scraper.crawler.discover import Entry
from scraper.crawler.discover.backfill import MAX_LINE_BYTES, Bad, Form, Named, Other, form_of, named_in

LIST = (
    b"\xef\xbb\xbf# mine\nhttps://news.test/1\n\n  HTTPS://news.test/2\r\nnot a page\nftp://news.test/3\nhttps://a b/\n"
)
CSV = b'id;URL;date_published\n1;https://news.test/1;2011-10-04\n2;"https://news.test/2;x=1";\n3\n4;;\n'
JSONL = b"""{"url": "https://news.test/1", "date_published": "2011-10-04T08:00:00+02:00", "status": "fetched"}
{"url": "https://news.test/2", "status": "404", "mime": "text/html"}
{"title": "no address"}
["https://news.test/3"]
{"url":
"""
# Common Crawl's index server with output=json
CC_SERVER = b"""{"urlkey": "test,news)/1", "timestamp": "20240229103015", "url": "https://news.test/1", \
"mime": "text/html", "mime-detected": "text/html", "status": "200", "filename": "c.warc.gz"}
{"urlkey": "test,news)/2", "timestamp": "20240229103015", "url": "https://news.test/2", "mime": "unk", \
"mime-detected": "application/xhtml+xml", "status": "200"}
{"urlkey": "test,news)/3", "timestamp": "20240229103015", "url": "https://news.test/3", "mime": "text/html", \
"mime-detected": "image/png", "status": "200"}
"""
CDXJ = b"""!OpenWayback-CDXJ 1.0
test,news)/1 20111004100000 {"url": "https://news.test/1", "mime": "text/html", "status": "200"}
test,news)/2 20111004100000 {"url": "https://news.test/2", "mime": "warc/revisit", "status": "-"}
test,news)/3 20111004100000 {"url": "https://news.test/3", "mime": "text/html", "status": "301"}
test,news)/4 20111004 {"url": "https://news.test/4", "status": 200}
broken
test,news)/5 20111004100000 {"url": "https://new
"""
CDX_11 = b""" CDX N b a m s k r M S V g
test,news)/1 20111004100000 http://news.test:80/1 text/html 200 SHA - - 100 200 f.warc.gz
test,news)/2 20111004100000 http://news.test/2 image/gif 200 SHA - - 100 200 f.warc.gz
"""
CDX_OTHER_ORDER = b""" CDX b a s m
20111004100000 http://news.test/1 200 text/html
20111004100000 http://news.test/2 404 text/html
"""
CDX_SERVER = b"""test,news)/1 20111004100000 http://news.test:80/1 text/html 200 SHA 100
test,news)/2 20111004100000 http://news.test/2 text/html 302 SHA 100
two words
"""
ROWS = b"""[["urlkey","timestamp","original","mimetype","statuscode","digest","length"],
["test,news)/1", "20111004100000", "http://news.test/1?a=[x],[y]", "text/html", "200", "S", "1"],
["test,news)/2", "20111004100000", "http://news.test/2", "text/html", "500", "S", "1"],
[],
["test%2Cnews%29%2F3"]]
"""


def pieces(body: bytes) -> Iterator[bytes]:
    """As a file is read: lines, and of long ones parts."""
    for line in body.splitlines(keepends=True):
        yield from (line[at : at + MAX_LINE_BYTES] for at in range(0, len(line), MAX_LINE_BYTES))


def named(body: bytes, form: Form | None = None) -> list[Named]:
    found = form or form_of(body)
    assert found is not None
    return list(named_in(pieces(body), found))


def urls(found: list[Named]) -> list[str]:
    return [one.url for one in found if isinstance(one, Entry)]


def kinds(found: list[Named]) -> str:
    """E, B or O for each."""
    return "".join(type(one).__name__[0] for one in found)


@pytest.mark.parametrize(
    ("body", "form", "pages", "all_of_it"),
    [
        (LIST, Form.LIST, ["https://news.test/1", "HTTPS://news.test/2"], "EEBBB"),
        (CSV, Form.CSV, ["https://news.test/1", "https://news.test/2;x=1"], "EEBB"),
        (JSONL, Form.JSONL, ["https://news.test/1"], "EOBBB"),
        (CC_SERVER, Form.JSONL, ["https://news.test/1", "https://news.test/2"], "EEO"),
        (CDXJ, Form.CDXJ, ["https://news.test/1", "https://news.test/4"], "EOOEBB"),
        (CDXJ.partition(b"\n")[2], Form.CDXJ, ["https://news.test/1", "https://news.test/4"], "EOOEBB"),
        (CDX_11, Form.CDX, ["http://news.test:80/1"], "EO"),
        (CDX_OTHER_ORDER, Form.CDX, ["http://news.test/1"], "EO"),
        (CDX_SERVER, Form.CDX, ["http://news.test:80/1"], "EOB"),
        (ROWS, Form.ROWS, ["http://news.test/1?a=[x],[y]"], "EO"),
        (ROWS.replace(b"\n", b""), Form.ROWS, ["http://news.test/1?a=[x],[y]"], "EO"),
        (b'[["original","timestamp"],\n["http://news.test/1","2011"]]', Form.ROWS, ["http://news.test/1"], "E"),
        (b"", Form.LIST, [], ""),
        (b"[]\n", Form.ROWS, [], ""),
    ],
)
def test_a_file_is_told_by_its_content(body: bytes, form: Form, pages: list[str], all_of_it: str) -> None:
    assert form_of(body) is form
    found = named(body)
    assert urls(found) == pages
    assert kinds(found) == all_of_it


def test_warcs_and_what_is_no_text() -> None:
    assert form_of(b"WARC/1.1\r\n") is Form.WARC
    assert form_of(b"%PDF\0\1") is None


def test_dates_of_captures_are_no_dates_of_publication() -> None:
    (captured,) = named(CDX_OTHER_ORDER)[:1]
    assert isinstance(captured, Entry)
    assert (captured.published, captured.modified) == (None, datetime(2011, 10, 4, 10, tzinfo=UTC))
    (told,) = named(JSONL)[:1]
    assert isinstance(told, Entry)
    assert (told.published, told.modified) == (datetime.fromisoformat("2011-10-04T08:00:00+02:00"), None)


@pytest.mark.parametrize(
    ("stamp", "when"),
    [
        ("2011", "2011-01-01"),
        ("201110", "2011-10-01"),
        ("20111004103015", "2011-10-04T10:30:15"),
        ("20111399000000", None),
        ("soon", None),
    ],
)
def test_times_of_captures(stamp: str, when: str | None) -> None:
    (one,) = named(json.dumps({"url": "https://news.test/", "timestamp": stamp}).encode())
    assert isinstance(one, Entry)
    assert one.modified == (when and datetime.fromisoformat(when).replace(tzinfo=UTC))


def test_a_line_that_is_too_long_or_no_text_costs_itself_only() -> None:
    long = b"https://news.test/" + b"x" * 3 * MAX_LINE_BYTES
    found = named(b"https://news.test/1\n" + long + b"\nhttps://news.test/\xff\nhttps://news.test/2\n")
    assert kinds(found) == "EBBE"
    rows = b'[["original"],["http://news.test/1","x"],["' + b"y" * 300_000 + b'"],["http://news.test/2","x"]]'
    assert urls(named(rows)) == ["http://news.test/1", "http://news.test/2"]


def test_a_listing_of_any_length_goes_through() -> None:
    """One line at a time: nothing is taken from the file before what came of the line before was given."""
    taken = 0

    def endless() -> Iterator[bytes]:
        nonlocal taken
        while True:
            taken += 1
            yield b"https://news.test/%d\n" % taken

    found = named_in(endless(), Form.LIST)
    for number in range(1, 1_001):
        assert next(found) == Entry(f"https://news.test/{number}")
        assert taken == number


@given(
    st.sampled_from([LIST, CSV, JSONL, CDXJ, CDX_11, CDX_SERVER, ROWS, b""]),
    st.binary(max_size=80),
    st.integers(0, 400),
    st.sampled_from([form for form in Form if form is not Form.WARC]),
)
@settings(max_examples=150, deadline=None)
def test_no_bytes_raise(body: bytes, noise: bytes, at: int, form: Form) -> None:
    broken = body[:at] + noise + body[at:]
    form_of(broken)
    assert all(isinstance(one, Entry | Bad | Other) for one in named(broken, form))
