"""What do phrases, small boxes, lists of contents and hiding count against a piece?"""

from __future__ import annotations

import pytest

from scraper.cleaner.features.hints import BOXED, HIDDEN, STRONG, hiding
from tests.cleaner import models
from tests.cleaner.pages import STORY, page


def vote(html: str, start: str) -> float:
    """What counts against the only piece that begins so."""
    seen = models.observed(html)
    votes = seen.hints.votes(seen.sight, seen.boxes) + hiding(seen.sight)
    (one,) = [number for number, text in enumerate(seen.sight.texts) if text.startswith(start)]
    return float(votes[one])


@pytest.mark.parametrize("paragraph", STORY)
def test_nothing_counts_against_a_story(paragraph: str) -> None:
    assert vote(page(), paragraph) == 0


def test_a_phrase_counts() -> None:
    assert vote(page(inside="<p>Subscribe to our newsletter and never miss a story.</p>"), "Subscribe") == STRONG


def test_so_does_a_small_box_with_an_appeal_or_with_fields() -> None:
    appeal = "<div><p>No reader is too small for us.</p><p>Please donate to our newsroom today</p></div>"
    fields = "<div><p>No reader is too small for us.</p><input type=email></div>"
    assert vote(page(inside=appeal), "No reader") == BOXED
    assert vote(page(inside=fields), "No reader") == BOXED
    assert vote(page(inside="<div><p>No reader is too small for us.</p><p>So it is.</p></div>"), "No reader") == 0


def test_and_a_link_down_the_page() -> None:
    assert vote(page(inside="<ul><li><a href=#map>The map of it</a></ul>"), "The map") == BOXED
    assert vote(page(inside="<ul><li><a href=/map>The map of it</a></ul>"), "The map") == 0


def test_hidden_text_counts_only_where_the_page_shows_its_own() -> None:
    secret = "<p hidden>A secret sentence stands here, and nobody is meant to read it.</p>"
    assert vote(page(inside=secret), "A secret") == HIDDEN
    whole = page(inside=secret).replace("<p>", "<p hidden>")
    assert vote(whole, "A secret") == 0
