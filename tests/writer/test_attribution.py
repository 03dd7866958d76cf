"""Is the credit what the publisher asks for?"""

from __future__ import annotations

from dataclasses import replace

import pytest

from scraper.model import Attribution, Duty, Licence
from scraper.writer.attribution import Markup, bottom, byline, credit_line, from_document, top
from scraper.writer.document import document
from scraper.writer.plain import escape_markdown
from tests.writer.factory import INSIGHT_CRIME, article

LINK = "https://news.test/a"
PLAIN = Attribution(link=LINK, publisher="News Test", authors=("Ana Ruiz", "Bo Li"))


def test_by_default_one_line_at_the_top() -> None:
    assert top(PLAIN) == f"By Ana Ruiz and Bo Li — originally published by News Test: {LINK}"
    assert bottom(PLAIN) == ""


def test_without_authors() -> None:
    assert top(replace(PLAIN, authors=())) == f"Originally published by News Test: {LINK}"


def test_insight_crime_is_in_the_byline_and_linked_at_top_and_bottom() -> None:
    link = INSIGHT_CRIME.link
    assert byline(INSIGHT_CRIME) == "By Jeanna Cullinan, InSight Crime"
    assert top(INSIGHT_CRIME) == (f"By Jeanna Cullinan, InSight Crime — originally published by InSight Crime: {link}")
    below = bottom(INSIGHT_CRIME).split("\n")
    assert below[0] == f"Originally published by InSight Crime: {link}"
    assert below[1] == "Licence: CC-BY-NC (https://creativecommons.org/licenses/by-nc/)"
    assert below[2].startswith("We encourage readers to copy our work")


@pytest.mark.parametrize(
    ("authors", "expected"),
    [
        ((), "By InSight Crime"),
        (("InSight Crime",), "By InSight Crime"),
        (("A", "B", "C"), "By A, B and C, InSight Crime"),
    ],
)
def test_bylines_with_the_publisher(authors: tuple[str, ...], expected: str) -> None:
    assert byline(replace(INSIGHT_CRIME, authors=authors)) == expected


def test_the_publishers_own_sentence_comes_first() -> None:
    said = replace(PLAIN, credit="This story by Ana Ruiz originally appeared on News Test.")
    assert credit_line(said) == f"This story by Ana Ruiz originally appeared on News Test. — original: {LINK}"
    assert credit_line(replace(PLAIN, credit=f"See {LINK}.")) == f"See {LINK}."
    assert credit_line(replace(PLAIN, credit=f"See {LINK}/b")) == f"See {LINK}/b — original: {LINK}"


def test_a_sentence_without_the_name_gets_the_byline_where_it_is_a_duty() -> None:
    said = replace(INSIGHT_CRIME, credit="Republished with thanks.")
    assert credit_line(said).startswith("By Jeanna Cullinan, InSight Crime — Republished with thanks. — original: ")


def test_markup() -> None:
    odd = Attribution(link=LINK + "?a=1&b=2", publisher="News *<Test>*", duties=(Duty.LINK_AT_BOTTOM,))
    assert top(odd, Markup.MARKDOWN) == rf"Originally published by News \*\<Test\>\*: <{LINK}?a=1&b=2>"
    assert bottom(odd, Markup.HTML) == (
        f'Originally published by News *&lt;Test&gt;*: <a href="{LINK}?a=1&amp;b=2">{LINK}?a=1&amp;b=2</a>'
    )


def test_a_notice_without_a_named_licence_is_told_all_the_same() -> None:
    noticed = replace(PLAIN, licence=Licence(None, None, "All rights\n reserved."))
    assert bottom(noticed) == "All rights reserved."


def test_it_survives_the_archive() -> None:
    assert from_document(document(article(attribution=INSIGHT_CRIME))) == INSIGHT_CRIME
    assert from_document(document(article(attribution=PLAIN))) == PLAIN


def test_nothing_without_attribution() -> None:
    with pytest.raises(ValueError, match="no attribution"):
        from_document({"url": LINK, "attribution": None})


def test_escape_markdown() -> None:
    assert escape_markdown("a_b [c] <d> `e` \\") == r"a\_b \[c\] \<d\> \`e\` " + "\\\\"


def test_a_credit_is_one_line_and_no_markup_whatever_it_is_made_of() -> None:
    odd = replace(PLAIN, authors=("Ana\n\nRuiz", " "), publisher="News\nTest")
    assert credit_line(odd) == f"By Ana Ruiz — originally published by News Test: {LINK}"
    said = replace(PLAIN, credit="1. First\nin *News*", licence=Licence("CC-BY", None, "# Our\nterms", "notice"))
    assert top(said, Markup.MARKDOWN) == f"1\\. First in \\*News\\* — original: <{LINK}>"
    assert bottom(said, Markup.MARKDOWN) == "Licence: CC-BY\n\n\\# Our terms"
