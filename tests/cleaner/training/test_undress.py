"""What is left of a page in each of its plainer dresses?"""

from __future__ import annotations

import pytest

from scraper.cleaner import dom
from scraper.cleaner.blocks import Scan, scan
from scraper.cleaner.features import observe, setting_of
from scraper.cleaner.training.undress import PLAINER, Dress, undress
from tests.cleaner.pages import URL, page

HTML = page(
    before="<section class=lead><blockquote id=q>A quote of the day.</blockquote></section>",
    after="<h2>More</h2><ul class=related><li><a class=card href=/a>One of them</a><li>Two</ul><p hidden>Not seen</p>",
)


def dressed(dress: Dress) -> Scan:
    return undress(scan(dom.parse(HTML, URL)), dress)


def texts(found: Scan) -> list[str]:
    return [piece.text for piece in found.pieces]


@pytest.mark.parametrize("dress", Dress)
def test_every_dress_shows_the_same_text_in_places_that_hold_it(dress: Dress) -> None:
    found = dressed(dress)
    assert texts(found) == texts(dressed(Dress.WHOLE))
    known = set(found.places)
    for number, piece in enumerate(found.pieces):
        assert piece.place in known
        assert piece.place.first <= number < piece.place.end
        assert piece.place.parent is None or piece.place.parent in known
    assert [piece.hidden for piece in found.pieces] == [piece.text == "Not seen" for piece in found.pieces]


@pytest.mark.parametrize("dress", PLAINER)
def test_no_plainer_dress_has_names(dress: Dress) -> None:
    found = dressed(dress)
    assert not any(place.ident or place.names for place in found.places)
    assert not any(piece.wraps for piece in found.pieces)
    assert any(place.ident for place in dressed(Dress.WHOLE).places)


def tags(dress: Dress) -> set[str]:
    return {place.tag for place in dressed(dress).places}


def test_elements_go_step_by_step() -> None:
    assert {"main", "article", "nav", "section", "h1", "ul", "blockquote"} <= tags(Dress.NAMELESS)
    assert not {"main", "article", "nav", "section", "header", "footer"} & tags(Dress.PLAIN)
    assert {"h1", "h2", "ul", "li", "blockquote", "div"} <= tags(Dress.PLAIN)
    assert tags(Dress.FLAT) == {"body", "h1", "h2", "li", "p", "blockquote"}
    assert tags(Dress.TYPED) == {"body", "h1", "p"}


@pytest.mark.parametrize("dress", [Dress.FLAT, Dress.TYPED])
def test_all_stand_side_by_side(dress: Dress) -> None:
    found = dressed(dress)
    assert all(place.parent is (found.places[0] if number else None) for number, place in enumerate(found.places))


@pytest.mark.parametrize("dress", Dress)
def test_every_dress_can_be_looked_at(dress: Dress) -> None:
    parsed = dom.parse(HTML, URL)
    seen = observe(undress(scan(parsed), dress), setting_of(parsed, URL))
    assert len(seen.table) == len(texts(dressed(dress)))
    assert not any(seen.names) or dress not in PLAINER
