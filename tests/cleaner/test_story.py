"""Where is the story looked for: on the page, in its scripts, with a second opinion?"""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from scraper.cleaner import dom, story
from scraper.cleaner.opinion import Opinion
from scraper.cleaner.story import Story
from tests.cleaner import models
from tests.cleaner.pages import STORY, TITLE, URL, page, paragraphs

OTHERS = tuple(f"Another story, said the mayor, is told by the scripts of this page: {text}" for text in STORY)


def found(html: str, sure: float = 4.0) -> Story:
    return story.find(dom.parse(html, URL), URL, models.Knowing((*STORY, *OTHERS), sure))


def told(result: Story) -> list[str]:
    return [block.text for block in result.labelling.blocks if block.is_story]


def scripted(*texts: str) -> str:
    thing = {"@type": "NewsArticle", "headline": TITLE, "articleBody": paragraphs(*texts)}
    return f'<script type="application/ld+json">{json.dumps(thing)}</script>'


@pytest.fixture
def opinion(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], list[str]]:
    """Have the second opinion be this text; returns which pages it was asked about."""

    def give(text: str) -> list[str]:
        asked: list[str] = []

        def ask(html: str, url: str) -> Opinion:
            asked.append(html)
            return Opinion(text)

        monkeypatch.setattr(story, "ask", ask)
        return asked

    return give


def test_what_the_page_shows_goes_before_what_its_scripts_hold() -> None:
    assert told(found(page(after=scripted(*OTHERS)))) == list(STORY)


@pytest.mark.parametrize("shown", ["", "<p>Please wait.</p>", f"<p>{STORY[4]}</p>"])
def test_a_page_that_shows_next_to_nothing_is_looked_through(shown: str) -> None:
    result = found(f"<title>{TITLE}</title><div id=app>{shown}</div>{scripted(*OTHERS)}")
    assert told(result) == list(OTHERS)
    assert result.words > 100


def test_scripts_with_less_than_the_page_change_nothing() -> None:
    shown, less = paragraphs(STORY[1], STORY[0]), "Some other text here. " * 11
    result = found(f"<title>{TITLE}</title>{shown}{scripted(less)}")
    assert told(result) == [STORY[1], STORY[0]]


def test_a_page_without_text_has_no_story() -> None:
    result = found("<title>Nothing</title><div></div>")
    assert (result.words, result.seen, result.answer, result.labelling.blocks) == (0, None, None, ())


def test_where_the_model_is_sure_nobody_else_is_asked(opinion: Callable[[str], list[str]]) -> None:
    asked = opinion(STORY[0])
    assert told(found(page())) == list(STORY)
    assert asked == []


def test_where_little_is_sure_a_second_opinion_counts(opinion: Callable[[str], list[str]]) -> None:
    asked = opinion("\n".join(STORY[:2]))
    result = found(page(), sure=-1.9)
    assert len(asked) == 1
    assert STORY[0] in asked[0]
    assert told(result) == list(STORY[:2])
    (first,) = [block for block in result.labelling.blocks if block.text == STORY[0]]
    assert "a second opinion keeps it" in first.reasons


def test_no_opinion_changes_nothing(opinion: Callable[[str], list[str]]) -> None:
    before = told(found(page(), sure=-1.9))
    asked = opinion("")
    assert told(found(page(), sure=-1.9)) == before
    assert len(asked) == 1
