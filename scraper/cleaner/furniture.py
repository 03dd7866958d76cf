"""Which kind of furniture is a piece that is no story?"""

from __future__ import annotations

from scraper.cleaner.features import Features
from scraper.cleaner.places import AROUND
from scraper.model import Label

ALL_LINK = 0.8  # of the text
NO_FURNITURE = frozenset({Label.NOTE})  # what reads like a note and is none is anything
BY_HEADING = frozenset(
    {Label.RELATED, Label.ABOUT, Label.COMMENTS, Label.NEWSLETTER, Label.DONATE, Label.BIO, Label.SHARE}
)


def kind(seen: Features, number: int) -> Label:
    """By its words, by the names around it, by the heading above it, by where it stands: in this order."""
    phrase = seen.hints.phrases[number]
    if phrase is not None and phrase not in NO_FURNITURE:
        return phrase
    sight = seen.sight
    piece = sight.pieces[number]
    if piece.hidden:
        return Label.HIDDEN
    marker = seen.hints.markers[number]
    if marker is not None and marker[0] is not Label.OTHER:
        return marker[0]
    heading = seen.hints.headings[number]
    if heading is not None and heading in BY_HEADING:
        return heading
    around = piece.place.around
    if around & AROUND["footer"]:
        return Label.LEGAL
    return Label.NAVIGATION if around & AROUND["nav"] or sight.link[number] > ALL_LINK else Label.OTHER
