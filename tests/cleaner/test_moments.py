"""When was it published, and when changed?"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from scraper.cleaner import bylines
from scraper.cleaner.dom import parse
from scraper.cleaner.moments import Moment, day_near, modified_of, parse_moment, published_of

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
        ("", "", "https://news.test/news/2011-10-04/a", "url"),
        ("", "", "https://news.test/read/A2011100414320005196", "url"),  # a number that begins with day and time
        ("", "", "https://news.test/a-20111004", "url"),
        ('<script>x({"publishDate": "2011-10-04", "editDate": "2012-01-01"})</script>', "", URL, "scripts"),
        ('<script>x("{\\"published_at\\":\\"2011-10-04\\"}")</script>', "", URL, "scripts"),
        ("<html lang=en-US>", "10/04/2011", URL, "byline"),
        ("<meta property=og:locale content=en_US>", "10/04/2011", URL, "byline"),
        ("<html lang=en>", "10/04/2011", "https://news.test/2011/10/04/a", "byline"),  # as its address says
        ("<html lang=en>", "04/10/2011", URL, "byline"),
        ("<html lang=en-US>", "4.10.2011", URL, "byline"),
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
    assert modified_of(parse("<meta property=og:updated_time content=2011-10-04>", URL), {}, []) == (DAY, "meta")
    assert modified_of(parse("", URL), {"dateModified": "2011-10-04T12:00:00Z"}, []) == (NOON, "json-ld")
    assert modified_of(parse("", URL), {}, []) == (None, "")


@pytest.mark.parametrize(
    ("html", "url"),
    [
        ("", "https://news.test/a-20111345"),  # no month
        ("", "https://news.test/a-20111004999"),  # no time behind the day
        ("", "https://news.test/a?id=20111004"),
        ("", "https://news.test/2011/13/45/a"),
        ('<script>[{"pubDate": "2011-10-04"}, {"pubDate": "2012-01-01"}]</script>', URL),  # of several stories
    ],
)
def test_what_is_no_day_of_publication(html: str, url: str) -> None:
    assert published_of(parse(html, url), {}, [], url) == (None, "")


def test_nothing_was_published_after_it_was_fetched() -> None:
    item = {"datePublished": "2031-01-01", "dateModified": "2031-01-02"}
    dom = parse("<meta name=date content=2011-10-04>", URL)
    assert published_of(dom, item, [], URL, date(2026, 1, 1)) == (DAY, "meta")
    assert modified_of(dom, item, [], [], date(2026, 1, 1)) == (None, "")
    assert published_of(parse("", URL), {}, [bylines.read("4 May 2031")], URL, date(2026, 1, 1)) == (None, "")
    assert published_of(dom, item, [], URL)[0] == date(2031, 1, 1)


@pytest.mark.parametrize(
    ("line", "url", "expected"),
    [
        ("4 October 2011", "https://news.test/2011/10/04/a", (DAY, "byline")),  # declared is the day of a change
        ("5 October 2011", "https://news.test/2011/10/04/a", (date(2011, 10, 5), "byline")),  # time zones
        ("4 October 2011", "https://news.test/2020/01/01/a", (date(2020, 1, 1), "json-ld")),
        ("4 October 2011", URL, (date(2020, 1, 1), "json-ld")),  # one against one
        ("", "https://news.test/2011/10/04/a", (date(2020, 1, 1), "json-ld")),
    ],
)
def test_a_declared_day_that_readers_and_the_address_contradict(
    line: str, url: str, expected: tuple[Moment, str]
) -> None:
    assert published_of(parse("", url), {"datePublished": "2020-01-01"}, [bylines.read(line)], url) == expected


def test_a_day_of_the_last_change_is_none_of_publication() -> None:
    line = bylines.read("By Ana Pérez | Updated on 4 October 2011")
    assert published_of(parse("", URL), {}, [line], URL) == (None, "")
    assert modified_of(parse("", URL), {}, [line]) == (DAY, "byline")
    assert modified_of(parse("", URL), {}, [], [line]) == (DAY, "line near the title")
    both = bylines.read("Published 4 October 2011, updated 5 May 2020")
    assert published_of(parse("", URL), {}, [both], URL) == (DAY, "byline")
    assert bylines.read("Zuletzt geändert am 4. Oktober 2011").updated
    assert bylines.read("Mis à jour le 4 octobre 2011").updated
    assert not bylines.read("An updated list, 4 October 2011").updated


def test_a_page_that_is_called_no_article_may_tell_its_day() -> None:
    ld = '<script type="application/ld+json">{{"@type": "{}", "datePublished": "2011-10-04"}}</script>'
    assert day_near(parse(ld.format("WebPage"), URL), []) == (DAY, "json-ld of the page")
    assert day_near(parse(ld.format("WebPage") * 2, URL), []) == (None, "")  # of which of them?
    assert day_near(parse(ld.format("Event"), URL), []) == (None, "")
    assert day_near(parse("", URL), [bylines.read("Oct 4, 2011")]) == (DAY, "line near the title")
    assert day_near(parse("", URL), [bylines.read("Oct 4, 2031")], date(2026, 1, 1)) == (None, "")
