"""What is left of a page when its markup says nothing?

A page is shown to the model a second time with less markup than it has: without names, without telling elements,
without boxes. So the evidence of the text itself is learned too, and a site that marks up nothing is no stranger.
"""

from __future__ import annotations

from enum import StrEnum

from scraper.cleaner.blocks import Scan
from scraper.cleaner.places import Place


class Dress(StrEnum):
    """How much is left."""

    WHOLE = "whole"
    NAMELESS = "nameless"  # no class, no id, no role
    PLAIN = "plain"  # and of the elements only paragraphs, headings, lists, tables and the like
    FLAT = "flat"  # and all of them side by side in one box
    TYPED = "typed"  # and all of them paragraphs but for the main heading
    STREWN = "strewn"  # as much markup, but a shorter story with furniture in it (``strewing``)


PLAINER = (Dress.NAMELESS, Dress.PLAIN, Dress.FLAT, Dress.TYPED)
_KEPT = frozenset("p li ul ol table tr td th blockquote pre h1 h2 h3 h4 h5 h6 figure figcaption noscript".split())


def undress(page: Scan, dress: Dress) -> Scan:
    """The page in a plainer dress, if it is one. Its pieces are changed: the page as it was is spent."""
    if dress not in PLAINER:
        return page
    places = _side_by_side(page, dress) if dress in (Dress.FLAT, Dress.TYPED) else _nested(page, dress)
    for piece in page.pieces:
        piece.tag = piece.place.tag
        piece.level = piece.level if piece.tag.startswith("h") else 0
        piece.wraps = ()
    return Scan(page.base, page.pieces, places, page.images)


def _nested(page: Scan, dress: Dress) -> list[Place]:
    """The places as they were, without their names and perhaps their elements."""
    new: dict[Place, Place] = {}
    for place in page.places:
        tag = place.tag if dress is Dress.NAMELESS or place.tag in _KEPT or place.parent is None else "div"
        new[place] = _bare(place, tag, new[place.parent] if place.parent else None)
    for piece in page.pieces:
        piece.place = new[piece.place]
    return list(new.values())


def _side_by_side(page: Scan, dress: Dress) -> list[Place]:
    """A place of its own for each piece, directly in the body."""
    body = _bare(page.places[0], "body", None)
    places = [body]
    for number, piece in enumerate(page.pieces):
        kept = piece.tag in _KEPT and (dress is Dress.FLAT or piece.tag == "h1")
        place = _bare(piece.place, piece.tag if kept else "p", body)
        place.first, place.end = number, number + 1
        if dress is Dress.TYPED:
            place.context, place.group = "", 0
        piece.place = place
        places.append(place)
    return places


def _bare(place: Place, tag: str, parent: Place | None) -> Place:
    bare = Place(tag, "", parent, hidden=place.hidden)
    bare.first, bare.end, bare.fields = place.first, place.end, place.fields
    bare.context, bare.group = place.context, place.group
    return bare
