"""What do names say, and does a short look at their words miss anything?"""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scraper.cleaner.features.words import of_element
from scraper.cleaner.markers import PAIRS, WORDS, marker
from scraper.model import Label

WORD = st.sampled_from(
    [*WORDS, *[word for pair in PAIRS for word in pair], "story", "x", "h1", "2", "é", "nav-bar", "a2b"]
)
NAME = st.lists(st.tuples(WORD, st.sampled_from(["", "-", "_", " ", "__", "2"]), st.booleans()), min_size=1, max_size=6)


@given(st.sampled_from(["div", "nav", "p"]), NAME)
def test_it_misses_nothing(tag: str, parts: list[tuple[str, str, bool]]) -> None:
    ident = "".join((word.capitalize() if humped else word) + end for word, end, humped in parts)
    assert marker(tag, ident, of_element(tag, ident)) == marker(tag, ident)


@pytest.mark.parametrize(
    ("tag", "ident", "said"),
    [
        ("div", "a2a_kit", (Label.SHARE, "a2a")),
        ("div", "mc4wp-form", (Label.NEWSLETTER, "mc4wp")),
        ("div", "siteShare", (Label.SHARE, "share")),
        ("nav", "story", (Label.NAVIGATION, "<nav>")),
        ("div", "story", None),
        ("div", "post-content related", None),
    ],
)
def test_the_first_telling_word_counts(tag: str, ident: str, said: tuple[Label, str] | None) -> None:
    assert marker(tag, ident) == marker(tag, ident, of_element(tag, ident)) == said
