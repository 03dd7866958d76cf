"""Are texts with the same words known as one?"""

from __future__ import annotations

import hashlib
import re
from dataclasses import replace

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from scraper.cleaner.sketch import sketch
from scraper.writer.relations import story_of, words_digest
from tests.writer.factory import URL, article


@given(st.text())
@example("It’s “new” – a_b, 1\x1c2\x85x\xa0y")
@example("İstanbul ŞEHİR ﬁ ß K² ½ ⅷ Ⅷ नमस्ते 東京 \ud800x")
@example("".join(map(chr, range(0x300))))
def test_the_digest_is_of_the_words_alone(text: str) -> None:
    """As it has been since archives have it: a text of then is known by its words of now."""
    words = " ".join(re.findall(r"\w+", text.casefold())) or "name"
    told = int.from_bytes(hashlib.sha256(words.encode("utf-8", "replace")).digest()[:8], signed=True)
    assert words_digest(article(text=text), "name") == told


@given(st.text(max_size=200))
@example("İstanbul ŞEHİR ﬁ ß K² ½ ⅷ नमस्ते दुनिया 東京 ไทย \ud800x")
@example("It’s “new” – a_b, 1\x1c2\x85x\xa0y")
@example("word " * 50_010)
def test_a_sketch_knows_the_same_words(some: str) -> None:
    told = article(text=" ".join(map(str, range(40))) + some)
    made = sketch(told.text)
    assert made is not None
    assert made.words is not None
    assert words_digest(replace(told, sketch=made), "name") == made.words == words_digest(told, "name")


@pytest.mark.parametrize("canonical", [None, "", URL, "https://www.news.test/2026/03/river-story", "no address"])
def test_an_article_is_its_own_story(canonical: str | None) -> None:
    name = story_of(article(canonical_url="https://news.test/2026/03/river-story"), "")
    assert len(name) == 16
    assert story_of(article(canonical_url=canonical), name) == ""
