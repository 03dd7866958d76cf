"""Is what a publisher gives along for copies found, and is the story whole where it has to be?"""

from __future__ import annotations

import pytest

from scraper import cleaner
from scraper.cleaner import Known
from scraper.cleaner.republication import pixel
from scraper.model import Article, Duty, Terms

TRACKER = "https://river.test/?republication-pixel=true&post=81&ga4=G-1"
URL = "https://river.test/news/ferry/"
TERMS = Terms("River News", ("river.test",), "CC-BY-ND-4.0", duties=(Duty.NO_DERIVATIVES,))
PARAGRAPH = "<p>The ferry at Corvo left the pier at six on Monday with ninety people, the harbour master said, {}.</p>"
PAGE = f"""<html lang="en"><head><title>The ferry is late</title></head><body><article><h1>The ferry is late</h1>
{PARAGRAPH.format("late")}{PARAGRAPH.format("again")}{PARAGRAPH.format("as it does")}
<p><strong>SEE ALSO:</strong> <a href="/news/pier/">The pier that nobody paid for</a></p>
{PARAGRAPH.format("to nobody’s surprise")}{PARAGRAPH.format("in the rain")}
</article></body></html>"""


@pytest.mark.parametrize(
    "page",
    [
        f'<img id="republication-tracker-tool-source" src="{TRACKER}" width="1">',
        f"<textarea>&lt;img src=&quot;{TRACKER.replace('&', '&amp;amp;')}&quot; /&gt;</textarea>",
        f"<img src='{TRACKER.removeprefix('https:').replace('&', '&amp;')}'>",
    ],
)
def test_the_counter_of_the_tracker_tool(page: str) -> None:
    assert pixel(page.encode(), None) == TRACKER


def test_a_counter_of_ones_own() -> None:
    page = b'<img src="https://counter.lake.test/content/5/count.gif?distributor=republish" alt="x"> https://lake.test/'
    assert pixel(page, "counter.lake.test") == "https://counter.lake.test/content/5/count.gif?distributor=republish"
    assert pixel(page, "counter.other.test") is None
    assert pixel(page, None) is None


def test_the_name_alone_is_no_counter() -> None:
    assert pixel(b"<p>Our republication-pixel counts copies.</p>", None) is None


def read(terms: Terms) -> Article:
    result = cleaner.clean(PAGE, URL, Known(terms=(terms,)))
    assert isinstance(result, Article)
    return result


def test_terms_that_allow_no_changes_get_the_lines_to_other_stories() -> None:
    article = read(TERMS)
    assert "SEE ALSO" not in article.text
    line = "**SEE ALSO**: [The pier that nobody paid for](https://river.test/news/pier/)"
    assert line in article.republishable
    assert article.republishable.replace(line + "\n\n", "") == article.markdown


def test_other_terms_do_not() -> None:
    article = read(Terms("River News", ("river.test",), "CC-BY-4.0"))
    assert article.republishable == ""
