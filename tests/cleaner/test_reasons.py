"""Has each block of a page its reasons, whatever the model says?"""

from __future__ import annotations

from pathlib import Path

import pytest

from scraper.cleaner import read
from scraper.cleaner.features.columns import Family
from scraper.cleaner.reasons import SAME, Reasons
from scraper.model import Label, Labelled
from tests.cleaner import models
from tests.cleaner.pages import TITLE, URL, page

PAGES = sorted((Path(__file__).resolve().parents[2] / "fixtures" / "pages").rglob("page.html"))
BUSY = page(
    before="<p class=kicker>RIVERS</p><p>By Ana Pérez | 4 October 2011</p>",
    inside="<figure><img src=a.png><figcaption>Boats on the left bank.</figcaption></figure>"
    "<p hidden>Not to be seen.</p><p><b>SEE ALSO</b></p><p>Subscribe to our newsletter.</p><h2>A dam too small</h2>",
    after="<ul><li><a href=/a>One</a><li><a href=/a>One</a></ul><nav class='menu main'><a href=/x>Sport</a></nav>",
)


def blocks_of(html: str | bytes, seed: int = 0) -> list[Labelled]:
    result = read(html, URL, model=models.classifier(seed)).result
    return sorted((*result.blocks, *result.removed), key=lambda block: block.block.position)


@pytest.mark.parametrize("path", PAGES[::4], ids=lambda path: path.parent.name)
def test_every_block_has_one_to_three_reasons(path: Path) -> None:
    blocks = blocks_of(path.read_bytes())
    assert blocks
    for block in blocks:
        assert 1 <= len(block.reasons) <= 3
        assert len(set(block.reasons)) == len(block.reasons)
        assert all(reason.strip() == reason and reason for reason in block.reasons)
        assert 0 <= block.confidence <= 1


@pytest.mark.parametrize("seed", range(4))
def test_what_a_rule_said_comes_first(seed: int) -> None:
    blocks = blocks_of(BUSY, seed)
    titles = [block for block in blocks if block.label is Label.TITLE]
    assert [block.text for block in titles] == [TITLE]
    assert titles[0].reasons[0] == "is the title"
    captions = [block for block in blocks if block.text.startswith("Boats") and block.label is Label.CAPTION]
    assert all(block.reasons[0] == "stands under a picture of the story" for block in captions)


def test_every_kind_of_evidence_has_its_words() -> None:
    seen = models.observed(BUSY)
    told = Reasons(seen, models.classifier().ask(seen))
    for family in Family:
        same = SAME.get(family)
        for words in same or [getattr(told, f"_{family.value}")(number) for number in range(len(seen.words))]:
            assert words
            assert "\n" not in words


def test_the_same_page_has_the_same_reasons() -> None:
    assert blocks_of(BUSY) == blocks_of(BUSY)
