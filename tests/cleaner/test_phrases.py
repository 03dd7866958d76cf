"""Do the patterns by first letter say what all phrases together would?"""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scraper.cleaner import phrases
from scraper.cleaner.phrase_table import FAMILIES, INSIDE, NOTES
from scraper.model import Label

TOGETHER = [
    (label, re.compile("|".join(f"(?:{phrase})" for phrase in some)))
    for label, some in {Label.NOTE: NOTES, **FAMILIES}.items()
]
HEADS = re.findall(r"[^\W_]{2,}", " ".join(phrase for some in (NOTES, *FAMILIES.values()) for phrase in some))
TEXTS = st.lists(st.sampled_from([*HEADS, "1", "©", "¿", "(c)", "*", "x", ":", "$"]), min_size=1, max_size=5)


@given(TEXTS.map(" ".join))
def test_they_do(text: str) -> None:
    low = phrases.fold(text.lower())
    whole = next((label for label, pattern in TOGETHER if pattern.match(low)), None)
    found = phrases.reads_like(low, 5)
    inside = next((label for label, _, pattern in INSIDE if re.match(pattern, low)), None)
    assert found is (whole or inside)


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("please support our newsroom today", Label.DONATE),
        ("consider donating to our work", Label.DONATE),
        ("e-mail", Label.SHARE),
        ("email", Label.SHARE),
        ("últimas noticias", Label.RELATED),
        ("anna contributed reporting", Label.NOTE),
        ("3 comments", Label.COMMENTS),
        ("the river rose", None),
        ("", None),
    ],
)
def test_a_choice_at_the_beginning_is_one_of_all_it_may_be(text: str, label: Label | None) -> None:
    assert phrases.reads_like(text, len(text.split())) is label
