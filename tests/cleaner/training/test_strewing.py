"""Is a strewn page still the page it was, with a story of its own words and furniture that is told apart?"""

from __future__ import annotations

from random import Random

import numpy as np
import pytest

from scraper.cleaner import dom
from scraper.cleaner.blocks import Scan, scan
from scraper.cleaner.features import observe, setting_of
from scraper.cleaner.training.strewing import strew
from scraper.cleaner.training.truth import Shares
from tests.cleaner.pages import URL

STORY = [f"Paragraph number {number} tells what was seen at the river that day." for number in range(12)]
MENU = "".join(f"<li><a href=/{name}>All about the {name} of the town</a></li>" for name in ("boats", "dams", "fish"))
BODY = "".join(f"<p>{text}</p>" for text in STORY)
HTML = f"<body><nav><ul>{MENU}</ul></nav><main><h1>The river</h1><div class=body>{BODY}</div></main><p>All rights</p>"
SEEDS = range(40)


def strewn(seed: int, html: str = HTML, told: str = "Paragraph") -> tuple[Scan, Shares]:
    found = scan(dom.parse(html, URL))
    share = np.array([float(piece.text.startswith(told)) for piece in found.pieces], np.float32)
    return strew(found, share, Random(seed))


@pytest.mark.parametrize("seed", SEEDS)
def test_the_story_is_a_beginning_of_itself_and_the_rest_is_not_of_it(seed: int) -> None:
    page, share = strewn(seed)
    told = [piece.text for piece, part in zip(page.pieces, share, strict=True) if part]
    assert told == STORY[: len(told)]
    assert told
    assert len(page.pieces) == len(share)


@pytest.mark.parametrize("seed", SEEDS)
def test_places_hold_their_pieces_and_all_can_be_observed(seed: int) -> None:
    page, _ = strewn(seed)
    for number, piece in enumerate(page.pieces):
        assert piece.position == number
        assert all(place.first <= number < place.end for place in piece.place.ancestors())
    assert len(observe(page, setting_of(dom.parse(HTML, URL), URL)).table) == len(page.pieces)


def test_furniture_comes_to_stand_between_the_paragraphs() -> None:
    between = 0
    for seed in SEEDS:
        _, share = strewn(seed)
        told = np.flatnonzero(share)
        between += int((share[told[0] : told[-1]] == 0).sum())
    assert between > len(SEEDS) / 2


def test_some_of_it_is_hidden_and_some_is_boxed_with_beginnings_of_the_story_that_was_cut() -> None:
    pages = [strewn(seed) for seed in SEEDS]
    furniture = [piece for page, share in pages for piece, part in zip(page.pieces, share, strict=True) if not part]
    assert any(piece.hidden for piece in furniture)
    assert any(piece.text.startswith("Paragraph") for piece in furniture)


def test_the_same_page_is_strewn_the_same_way() -> None:
    one, other = (strewn(3)[0] for _ in range(2))
    assert [piece.text for piece in one.pieces] == [piece.text for piece in other.pieces]


def test_a_page_with_next_to_no_story_is_left_as_it_is() -> None:
    page, share = strewn(1, "<body><p>Paragraph one.</p><p>Other</p>")
    assert [piece.text for piece in page.pieces] == ["Paragraph one.", "Other"]
    assert share.tolist() == [1, 0]
