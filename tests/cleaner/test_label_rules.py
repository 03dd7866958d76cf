"""What do rules make of a page, once it is known which of its pieces are story?

The model's place is taken by one who knows: the pieces named are story, all others are not.
"""

from __future__ import annotations

from collections.abc import Collection

import numpy as np
import pytest

from scraper.cleaner import labels
from scraper.cleaner.classifier import Answer
from scraper.cleaner.features.columns import Family
from scraper.cleaner.labels import Labelling
from scraper.model import Label, Labelled, PageType
from tests.cleaner import models
from tests.cleaner.pages import STORY, TITLE, page, paragraphs

SURE, LIKELY = 4.0, 1.0  # log-odds


def told(
    html: str, story: Collection[str] = STORY, odds: float = SURE, kind: PageType = PageType.ARTICLE, **others: float
) -> Labelling:
    """The labels of a page; ``others`` are log-odds of pieces that begin with a word."""
    seen = models.observed(html)
    texts = [piece.text for piece in seen.sight.pieces]
    said = [others.get(text.split()[0], odds if text in story else -odds) for text in texts]
    evidence = np.zeros((len(texts), len(Family)), np.float32)
    return labels.label(seen, Answer(np.array(said, np.float32), evidence, {kind: 1.0}))


def block(found: Labelling, start: str) -> Labelled:
    """The only block that begins so."""
    (one,) = [each for each in found.blocks if each.text.startswith(start)]
    return one


def test_story_is_labelled_by_what_it_stands_in() -> None:
    html = page(
        inside="<h2>A dam too small</h2><ul><li>Two bridges</ul><blockquote>“We saw it”</blockquote><pre>x = 1</pre>"
        "<table><tr><th>Year<th>Metres<tr><td>1954<td>6.1</table><p><b>Four facts</b></p><dl><dt>Dam<dd>A wall</dl>"
    )
    more = ["A dam too small", "Two bridges", "“We saw it”", "x = 1", "Four facts", "Dam", "A wall"]
    found = told(html, [*STORY, *more, "Year\tMetres", "1954\t6.1"])
    assert [block(found, text).label for text in more] == [
        Label.HEADING,
        Label.LIST,
        Label.QUOTE,
        Label.CODE,
        Label.HEADING,
        Label.LIST,
        Label.LIST,
    ]
    assert block(found, "1954").label is Label.TABLE
    assert {block(found, text[:30]).label for text in STORY} == {Label.PARAGRAPH}


@pytest.mark.parametrize("taken", [True, False], ids=["taken for story", "not taken"])
def test_the_title_is_never_story(taken: bool) -> None:
    crumbs = f"<p><a href=/>Home</a> | <span>{TITLE}</span></p>"
    found = told(page(before=f"<p>{TITLE}</p>{crumbs}"), [*STORY, TITLE] if taken else STORY)
    titles = [each for each in found.blocks if each.text == TITLE]
    assert len(titles) == 2
    assert {each.label for each in titles} == {Label.TITLE}
    assert titles[0].reasons[0] == "is the title"
    assert not any(each.is_story for each in titles)


DECK = "How a town on the river spent a wet night at the dyke"
BYLINE = "<p>By Ana Pérez | 4 October 2011</p>"
DECKED = page().replace("</h1>", f"</h1><p class=x>{DECK}</p>{BYLINE}")


def test_a_deck_that_is_story_stays_in_it_and_is_the_summary() -> None:
    found = told(DECKED, [*STORY, DECK])
    assert found.deck == DECK
    assert block(found, DECK).label is Label.PARAGRAPH
    assert "stands between title and byline" in block(found, DECK).reasons


def test_a_deck_that_is_none_is_the_summary_alone() -> None:
    found = told(DECKED)
    assert found.deck == DECK
    assert block(found, DECK).label is Label.SUMMARY
    assert not block(found, DECK).is_story


@pytest.mark.parametrize(
    ("after", "deck"),
    [
        (f"<p class=standfirst>{DECK}</p>", DECK),
        (f"<div class=article__dek><p>{DECK}</p></div>", DECK),
        (f"<p>{DECK}</p>", None),  # nothing says that it is one
        (f"<p><a href=/x>{DECK}</a></p>{BYLINE}", None),
        (f"{BYLINE}<p>{DECK}</p>", None),
        (f"<h2>{DECK}</h2>{BYLINE}", None),
    ],
)
def test_a_deck_is_named_as_such_or_stands_before_the_byline(after: str, deck: str | None) -> None:
    assert told(page().replace("</h1>", f"</h1>{after}")).deck == deck


def test_lines_around_the_title_have_their_names() -> None:
    html = page(before="<p class=kicker>RIVERS</p>").replace("</h1>", f"</h1>{BYLINE}<p>4 October 2011</p>")
    found = told(html, [*STORY, "4 October 2011"], **{"4": LIKELY})
    assert block(found, "RIVERS").label is Label.KICKER
    assert block(found, "By Ana").label is Label.BYLINE
    assert block(found, "4 October").label is Label.DATELINE


def test_what_is_surely_story_is_no_byline() -> None:
    line = "By Ana Pérez and the river, a walk"
    found = told(page().replace("</h1>", f"</h1><p>{line}</p>"), [*STORY, line])
    assert block(found, line).is_story


FIGURE = "<figure><img src=a.png><figcaption>Boats on the left bank.</figcaption></figure>"


def test_a_caption_is_of_the_story_where_the_story_is() -> None:
    inside = block(told(page(inside=FIGURE)), "Boats")
    assert (inside.label, inside.is_story) == (Label.CAPTION, True)
    far = page(after="".join(f"<div><p>Other text {n}</p></div>" for n in range(9)) + FIGURE)
    assert not block(told(far), "Boats").is_story


def test_a_caption_taken_for_story_stays_a_caption() -> None:
    found = told(page(inside=FIGURE), [*STORY, "Boats on the left bank."])
    assert block(found, "Boats").label is Label.CAPTION


def test_a_note_of_the_editors_belongs_to_the_story() -> None:
    note = "Correction: an earlier version gave the height of the flood in feet."
    found = told(page(after=f"<p>{note}</p>"), **{"Correction:": -LIKELY})
    assert block(found, note).label is Label.NOTE
    assert block(found, note).is_story


def test_of_a_text_that_stands_twice_the_first_is_taken() -> None:
    found = told(page(after=f"<div>{paragraphs(STORY[0])}</div>"))
    first, second = (each for each in found.blocks if each.text == STORY[0])
    assert (first.label, second.label) == (Label.PARAGRAPH, Label.HIDDEN)
    assert second.reasons[0] == "the same text stands above"


@pytest.mark.parametrize("kind", [PageType.ARTICLE, PageType.PRODUCT, PageType.FORUM])
def test_of_a_page_that_is_no_article_no_text_is_told_twice_but_rows_and_code(kind: PageType) -> None:
    table, code = f"<table><tr><th>Size<th>Left{'<tr><td>Small<td>Yes' * 2}</table>", "<pre>pull()</pre>"
    html = page(inside="<p>Add to cart</p>" * 3 + table + code * 2)
    found = told(html, [*STORY, "Add to cart", "Size\tLeft", "Small\tYes", "pull()"], kind=kind)
    kept = [each.text for each in found.blocks if each.is_story]
    assert kept.count("Add to cart") == (3 if kind is PageType.ARTICLE else 1)
    assert (kept.count("Small\tYes"), kept.count("pull()")) == (2, 2)


@pytest.mark.parametrize(
    ("html", "start", "label"),
    [
        ("<p>Subscribe to our newsletter and never miss a story.</p>", "Subscribe", Label.NEWSLETTER),
        ("<p hidden>Nobody is meant to read it.</p>", "Nobody", Label.HIDDEN),
        ("<div class=share-bar><p>To your friends</p></div>", "To your", Label.SHARE),
        ("<h3>Related Content</h3><p>The boats of the fleet.</p>", "The boats", Label.RELATED),
        ("<footer><p>Made on the river</p></footer>", "Made", Label.LEGAL),
        ("<nav><p>Left bank</p></nav>", "Left", Label.NAVIGATION),
        ("<p><a href=/x>A walk on the dyke</a></p>", "A walk", Label.NAVIGATION),
        ("<p>Nothing to be said of this.</p>", "Nothing", Label.OTHER),
    ],
)
def test_furniture_is_named_by_what_tells_most(html: str, start: str, label: Label) -> None:
    assert block(told(page(after=html)), start).label is label


def test_confidence_is_how_likely_the_decision_is() -> None:
    found = told(page(after="<p>Nothing to be said.</p>"), **{"Nothing": -LIKELY, "The": LIKELY})
    assert block(found, "Nothing").confidence == block(found, "The water").confidence == pytest.approx(0.731)
    assert block(found, STORY[1][:20]).confidence == pytest.approx(0.982)
    assert block(found, TITLE).confidence >= 0.8  # a rule said so
    assert found.expected > 0.9


def test_nothing_is_dropped() -> None:
    html = page(inside=FIGURE, after=BYLINE)
    found = told(html)
    assert [each.text for each in found.blocks] == [piece.text for piece in models.observed(html).sight.pieces]
    assert all(1 <= len(each.reasons) <= 3 for each in found.blocks)
