"""Is a story found that stands in the page's scripts alone?"""

from __future__ import annotations

import json

import pytest

from scraper.cleaner import dom, payload, read
from scraper.cleaner.blocks import scan
from tests.cleaner import models
from tests.cleaner.pages import STORY, TITLE, URL, page, paragraphs

HTML = paragraphs(*STORY)
ARTICLE = '<meta property="og:type" content="article">'


def shell(scripts: str, head: str = ARTICLE) -> str:
    """A page that shows nothing until its scripts have run."""
    return f"<html><head><title>{TITLE}</title>{head}</head><body><div id=root></div>{scripts}</body></html>"


def drawn(html: str, *, is_shell: bool = True) -> list[str]:
    """The texts that would be drawn, the title first; none without a story in the scripts."""
    found = payload.story(dom.parse(html, URL), TITLE, is_shell=is_shell)
    return [piece.text for piece in scan(dom.parse(found, URL)).pieces] if found else []


def json_ld(body: str) -> str:
    thing = {"@type": "NewsArticle", "headline": TITLE, "articleBody": body}
    return f'<script type="application/ld+json">{json.dumps(thing)}</script>'


def next_data(value: object) -> str:
    state = json.dumps({"props": {"pageProps": {"id": "a" * 300, "image": "https://a.test/" + "b" * 300, "x": value}}})
    return f'<script id="__NEXT_DATA__" type="application/json">{state}</script>'


def pushed(text: str) -> str:
    """The stream of a server component: data written as a string."""
    return f"<script>self.__next_f.push([1,{json.dumps(text)}])</script>"


def state_of(value: object) -> str:
    return f"<script>window.__INITIAL_STATE__ = {json.dumps(value)};</script>"


@pytest.mark.parametrize(
    "scripts",
    [
        json_ld("\n\n".join(STORY)),
        json_ld(HTML),
        next_data({"content": {"rendered": HTML}}),
        next_data({"body": [{"type": "paragraph", "text": text} for text in STORY]}),
        pushed("5:" + json.dumps(["$", "div", {"html": HTML}])),
        pushed("5:" + json.dumps([["$", "p", {"children": text}] for text in STORY])),
        state_of({"article": {"html": HTML}}),
        state_of({"article": {"html": HTML.replace("<", "\\u003c")}}).replace("\\\\u003c", "\\u003c"),
    ],
    ids=lambda scripts: scripts[:48],
)
def test_a_story_in_the_scripts_is_drawn(scripts: str) -> None:
    assert drawn(shell(scripts)) == [TITLE, *STORY]


def test_the_longest_one_is_the_story() -> None:
    teaser = paragraphs(*(f"Another story, number {n}, has a teaser of its own that is not that long." for n in "123"))
    assert drawn(shell(next_data({"related": teaser, "content": HTML, "more": teaser}))) == [TITLE, *STORY]


@pytest.mark.parametrize(
    "scripts",
    [
        "",
        "<script>var a = 'x'; function b() { return a + \"c\" }</script>",
        next_data({"menu": ["Home", "Sport", "News"]}),
        next_data({"body": STORY[0]}),  # too short
        json_ld("See more."),
        f"<script>{json.dumps({'styles': 'a{b:c} ' * 200})}</script>",
        state_of({"urls": [f"https://a.test/{n}/{'x' * 90}" for n in range(50)]}),
        '<script>self.__next_f.push([1,"' + "\\" * 999 + "</script>",
        '<script>{"a": "' + "\\ud800 " * 300 + '"}</script>',
        '<script>"' * 5_000,
        next_data({"x": "y " * 2_500_000}),  # beyond what is looked through
    ],
    ids=lambda scripts: f"{scripts[:40]} {len(scripts)}",
)
def test_scripts_without_a_story_draw_nothing(scripts: str) -> None:
    assert drawn(shell(scripts)) == []


def test_without_a_word_of_an_article_more_is_asked_of_a_text() -> None:
    short, long = paragraphs(*STORY[:2]), paragraphs(*STORY, *(text.replace("the", "that") for text in STORY))
    assert drawn(shell(next_data({"content": short}))) == [TITLE, *STORY[:2]]
    assert drawn(shell(next_data({"content": short}), head="")) == []
    assert len(drawn(shell(next_data({"content": long}), head=""))) == 11
    assert drawn(shell(next_data({"content": long}), head=""), is_shell=False) == []  # it shows something else
    assert drawn(shell(next_data({"content": short})), is_shell=False) == [TITLE, *STORY[:2]]


def test_the_title_is_text_and_no_markup() -> None:
    page_ = dom.parse(shell(json_ld(HTML)), URL)
    found = payload.story(page_, "<script>alert('<b>')</script>", is_shell=True)
    assert found
    assert "<script>" not in found


def test_an_ordinary_page_is_read_as_it_stands() -> None:
    """What the page shows goes before what its scripts hold."""
    other = next_data({"content": paragraphs(*(f"{text} But this is the text of another story." for text in STORY))})
    result = read(page(after=other), URL, model=models.classifier()).result
    assert not any("another story" in block.text for block in (*result.blocks, *result.removed))
