"""When was it published, and when changed?"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from scraper.cleaner import bylines
from scraper.cleaner.dom import parse
from scraper.cleaner.moments import Moment, modified_of, parse_moment, published_of

URL = "https://news.test/story"
DAY = date(2011, 10, 4)
NOON = datetime(2011, 10, 4, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2011-10-04T12:00:00Z", NOON),
        ("2011-10-04T12:00:00.000Z", NOON),
        ("2011-10-04T09:00:00-0300", NOON),  # an offset without its colon
        ("2011-10-04T09:00:00-03:00", NOON),
        ("2011-10-04 12:00:00 UTC", NOON),
        ("2011-10-04 12:00:00", NOON),  # no offset: taken as UTC
        ("2011/10/04 12:00", NOON),
        (" 2011-10-04 ", DAY),  # a day stays a day, midnight is not made up
        ("2011/10/04", DAY),
        ("20111004", DAY),
        ("October 4, 2011", DAY),
        ("Tue, 04 Oct 2011 12:00:00 +0000", DAY),
        ("4.10.2011", DAY),
        ("yesterday", None),
        ("2011-13-40", None),
        ("1317729600", None),
        ("0001-01-01T00:00:00", None),  # what systems write that know no date
        ("1970-01-01T00:00:00Z", None),
        ("0001-01-01", None),
        ("1970-01-01", None),
        ("", None),
        (None, None),
    ],
)
def test_ways_of_writing_a_moment(text: str | None, moment: Moment | None) -> None:
    got = parse_moment(text)
    assert got == moment
    assert type(got) is type(moment)


def test_the_offset_is_kept() -> None:
    got = parse_moment("2011-10-04T09:00:00-03:00")
    assert isinstance(got, datetime)
    assert got.tzinfo == timezone(timedelta(hours=-3))


@pytest.mark.parametrize(
    ("html", "line", "url", "source"),
    [
        ("<meta name=date content=2011-10-04>", "By Ana Pérez, 5 May 2020", URL, "meta"),
        ("<meta property=article:published_time content=2011-10-04>", "", URL, "meta"),
        ("<meta name=date content=soon>", "4 Oct 2011", URL, "byline"),
        ("<article><header><time datetime=2011-10-04>today</time></header></article>", "", URL, "time element"),
        ("<div><h1>A</h1><p><time datetime=2011-10-04></time></p></div>", "", URL, "time element"),
        ("<div class=card><time datetime=2023-01-01></time></div>", "", "https://news.test/2011/10/4/a", "url"),
    ],
)
def test_published_by_the_best_source(html: str, line: str, url: str, source: str) -> None:
    assert published_of(parse(html, url), {}, [bylines.read(line)], url) == (DAY, source)


def test_json_ld_is_believed_first() -> None:
    dom = parse("<meta name=date content=2020-01-01>", URL)
    assert published_of(dom, {"datePublished": "2011-10-04"}, [], URL) == (DAY, "json-ld")
    assert published_of(dom, {"datePublished": ["2011-10-04"]}, [], URL) == (DAY, "json-ld")
    assert published_of(dom, {"datePublished": 4}, [], URL) == (date(2020, 1, 1), "meta")


def test_the_dates_of_other_stories_are_not_taken() -> None:
    cards = "<h1>A</h1><p>x</p><section><article-card><time datetime=2023-01-01></time></article-card></section>"
    assert published_of(parse(f"<div>{cards.replace('<h1>A</h1>', '')}</div>", URL), {}, [], URL) == (None, "")


def test_modified() -> None:
    assert modified_of(parse("<meta property=og:updated_time content=2011-10-04>", URL), {}) == (DAY, "meta")
    assert modified_of(parse("", URL), {"dateModified": "2011-10-04T12:00:00Z"}) == (NOON, "json-ld")
    assert modified_of(parse("", URL), {}) == (None, "")
