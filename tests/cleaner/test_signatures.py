"""Where else on a page do its author's name and its day stand?"""

from __future__ import annotations

from datetime import date

import pytest

from scraper.cleaner.signatures import dated_near
from scraper.model import Block, Label, Labelled
from tests.cleaner.pages import article, page, rejection


def day_of(line: str) -> tuple[str | None, str | None]:
    result = article(page().replace("</h1>", f"</h1>{line}"))
    return str(result.date_published or "") or None, result.evidence.get("published")


@pytest.mark.parametrize(
    "line",
    [
        "<div class=x><span>Oct 4, 2011</span></div>",
        "<div class=x>Nora Flake ● October 4, 2011 ● 6 min read</div>",
        "<div class=x>Posted on 4 October 2011</div>",
    ],
)
def test_a_line_beside_the_title_tells_the_day(line: str) -> None:
    assert day_of(line)[0] == "2011-10-04"


@pytest.mark.parametrize(
    "line",
    [
        "<div class=x>Last updated October 4, 2011</div>",
        "<div>The council met on October 4, 2011 and talked of what the flood of the year before had cost</div>",
    ],
)
def test_a_line_that_may_tell_another_day(line: str) -> None:
    assert day_of(line)[0] is None


def test_the_day_of_the_last_change_stands_beside_the_title_too() -> None:
    result = article(page().replace("</h1>", "</h1><div class=x>Last updated October 4, 2011</div>"))
    assert str(result.date_modified) == "2011-10-04"


def test_a_day_that_may_be_of_april_or_of_october() -> None:
    lines = [
        Labelled(Block(text=text, tag="div", path="body", position=0), Label.OTHER, 0.9)
        for text in ("10/4/2011", "25/4/2011")
    ]
    assert [line.day for line in dated_near(lines)] == [date(2011, 4, 25)]


def test_a_day_beside_a_title_makes_no_article() -> None:
    gone = "<h1>Page not found</h1><p>Sorry, the page you looked for is not here.</p><div>Oct 4, 2011</div>"
    rejection(f"<html><head><title>Page not found</title></head><body>{gone}</body></html>")
