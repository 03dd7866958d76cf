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


def test_a_page_that_must_not_be_parsed_has_no_links() -> None:
    reading = links_of("<b>" * 70_000 + "<a href=/x>x</a>", URL)
    assert isinstance(reading.result, Rejection)
    assert reading.result.reason is Reason.TOO_LARGE
    assert reading.links == ()
