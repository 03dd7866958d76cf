"""Where does a page lead? Whoever asks only that is told the same as whoever reads it."""

from __future__ import annotations

from pathlib import Path

import pytest

from scraper.cleaner import links_of, read
from scraper.model import Link, Reason, Rejection
from tests.cleaner.test_fixtures import FOLDERS, cleaned, name

URL = "https://news.test/a/"


@pytest.mark.parametrize("folder", FOLDERS, ids=name)
def test_links_feeds_and_directives_are_those_of_a_reading(folder: Path) -> None:
    html, url = (folder / "page.html").read_bytes(), cleaned(folder)[0]["url"]
    whole, skimmed = read(html, url), links_of(html, url)
    assert skimmed.links == whole.links
    assert skimmed.feeds == whole.feeds
    assert (skimmed.metas, skimmed.terms, skimmed.apis) == (whole.metas, whole.terms, whole.apis)


def test_links_are_absolute_distinct_and_in_order() -> None:
    html = (
        "<base href=https://other.test/b/><a href='#t'>Top</a><a href=c> See \n C</a><a href=/d rel='x NoFollow'>D</a>"
        "<a href=c>C again</a><a href='mailto:x@y.test'>Mail</a><map><area href='//third.test'></map><a>None</a>"
    )
    assert links_of(html, URL).links == (
        Link("https://other.test/b/c", "See C"),
        Link("https://other.test/d", "D", True, "x nofollow"),
        Link("https://third.test/"),
    )


def test_only_what_is_a_tag_of_the_page_counts() -> None:
    html = (
        "<!-- <a href=/1>1</a> --><script>var a = '<a href=/2>2</a>';</script><style><a href=/3></style>"
        "<title><a href=/4></title><textarea><a href=/5></textarea><template><a href=/6></template>"
        "<abbr href=/7><A\nData-href=/8 title='x > y' HREF='/9?a=1&amp;b=2&copy=3'>Nine <b>&amp; </b>more</A>"
        "<!--><a href=/10>Ten</a><a href=/11 href=/12>Eleven<a title=it's href=/13>Thirteen</a>"
    )
    assert links_of(html, URL).links == (
        Link("https://news.test/9?a=1&b=2&copy=3", "Nine & more"),
        Link("https://news.test/10", "Ten"),
        Link("https://news.test/11"),
        Link("https://news.test/13", "Thirteen"),
    )


def test_feeds_directives_and_the_next_page() -> None:
    html = (
        "<meta name=robots content='NoIndex, nofollow'><meta name=description content=noarchive>"
        "<link rel='alternate home' type='application/rss+xml' href=/feed/><link rel=next href=?page=2>"
        "<link rel=alternate type=text/html hreflang=es href=/es/><link rel=stylesheet href=/a.css>"
    )
    reading = links_of(html, URL)
    assert reading.feeds == ("https://news.test/feed/",)
    assert reading.metas == (("robots", "NoIndex, nofollow"), ("description", "noarchive"))
    assert reading.links == (Link("https://news.test/a/?page=2", rel="next"),)


@pytest.mark.parametrize(
    "piece", ["<b>", "<a ", "<a href=", "<!--", "<script>", "<a href='", "<a b='c", "<a>", "</a", "=", "-"]
)
def test_it_takes_no_longer_than_the_page_is_long(piece: str) -> None:
    """Were one of these quadratic, it would take hours."""
    assert len(links_of(piece * 300_000 + "<a href=/x>x</a>", URL).links) <= 1


def test_bytes_that_are_no_text_have_no_links() -> None:
    reading = links_of(b"%PDF-1.7 <a href=/x>x</a>", URL)
    assert isinstance(reading.result, Rejection)
    assert reading.result.reason is Reason.NOT_HTML
    assert reading.links == ()
