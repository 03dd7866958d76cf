"""What if the story were a brief, and furniture stood in the middle of it?

Briefs are short, and sites put their notices, gifts and other headlines between the paragraphs; few of the pages that
we learn from are like that. So some are shown once more with only the beginning of their story, with pieces of their
own furniture moved into it, and with lines that such furniture has elsewhere.
"""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

import numpy as np

from scraper.cleaner.blocks import Piece, Scan
from scraper.cleaner.places import Place
from scraper.cleaner.runs import PLAIN, Part, Style
from scraper.cleaner.training.interloper_table import (
    BOX_HEADINGS,
    BOXES,
    HEADLINES,
    KICKERS,
    LINES,
    PLACES,
    ROWS,
)
from scraper.cleaner.training.truth import Shares

LEAST_TOLD = 3  # pieces: a page with a shorter story is left as it is
BRIEF = (1, 8)  # pieces of the story that are left, where it is cut
MOVED, ADDED = 2, 3  # at most
ROWED, BOXED = 0.4, 0.5  # of the pages have a row of lines, and a box of other stories below their own
FLAT = 0.4  # of the rows and boxes stand beside the paragraphs, in elements like theirs
HIDDEN = 0.15  # of the lines are not shown
CARDS = (1, 4)
EXCERPT_WORDS = (10, 30)
WORDS = (3, 60)  # of furniture that is moved
TOLD = 0.5  # share of a piece's words in the truth that makes it one of the story

Numbered = tuple[Piece, float]  # a piece and the share of its words that are of the story


def strew(page: Scan, share: Shares, random: Random) -> tuple[Scan, Shares]:
    """The page with a shorter story and furniture within it. The page as it was is spent."""
    pieces: list[Numbered] = list(zip(page.pieces, share.tolist(), strict=True))
    told = [number for number, (piece, part) in enumerate(pieces) if part > TOLD and not piece.hidden]
    hosts = [number for number in told if not pieces[number][0].place.context and pieces[number][0].place.parent]
    if len(hosts) < LEAST_TOLD:
        return page, share
    left = random.randint(*BRIEF) if random.random() < 0.6 else len(told)
    cut = set(told[left:])
    hosts = [number for number in hosts if number not in cut] or hosts[:1]
    cut -= set(hosts)
    after: dict[int, list[Piece]] = {}
    moved = set(_movable(pieces, random))
    for number in sorted(moved):
        host = random.choice(hosts)
        after.setdefault(host, []).append(_moved(page, pieces[number][0], pieces[host][0].place, random))
    for line in random.sample(LINES, random.randint(0, ADDED)):
        host = random.choice((random.choice(hosts), hosts[-1]))
        after.setdefault(host, []).append(_added(page, line, pieces[host][0].place, random))
    if random.random() < ROWED:
        row, place = random.choice(ROWS), pieces[hosts[-1]][0].place
        for _ in range(random.randint(1, 2)):
            after.setdefault(hosts[-1], []).extend(_row(page, row, place, random))
    if random.random() < BOXED:
        spare = [pieces[number][0].text for number in sorted(cut)]
        after.setdefault(hosts[-1], []).extend(_box(page, pieces[hosts[-1]][0].place, spare, random))
    new: list[Numbered] = []
    for number, numbered in enumerate(pieces):
        if number not in cut and number not in moved:
            new.append(numbered)
        new += [(piece, 0.0) for piece in after.get(number, ())]
    return _settled(page, [piece for piece, _ in new]), np.array([part for _, part in new], np.float32)


def _movable(pieces: Sequence[Numbered], random: Random) -> list[int]:
    """Some visible pieces of furniture."""
    found = [
        number
        for number, (piece, part) in enumerate(pieces)
        if part == 0 and not piece.hidden and WORDS[0] <= len(piece.text.split()) <= WORDS[1] and piece.level != 1
    ]
    return random.sample(found, min(len(found), random.randint(0, MOVED)))


def _moved(page: Scan, piece: Piece, host: Place, random: Random) -> Piece:
    """A piece in a place of the same kind beside the host, now and then with the box it stood in."""
    old, around = piece.place, host.parent
    if old.parent is not None and random.random() < 0.5:
        around = _place(page, old.parent.tag, old.parent.ident, around)
    piece.place = _place(page, old.tag, old.ident, around)
    return piece


def _added(page: Scan, line: str, host: Place, random: Random) -> Piece:
    tag, ident = random.choice(PLACES)
    around = host.parent if random.random() < 0.7 else _place(page, "div", random.choice(PLACES)[1], host.parent)
    place = _place(page, *((host.tag, host.ident) if random.random() < 0.4 else (tag, ident)), around)
    place.hidden = place.hidden or random.random() < HIDDEN
    parts = _parts(line.replace("@", random.choice(HEADLINES)), random)
    return Piece(parts, place, (), 0)


def _row(page: Scan, lines: Sequence[str], host: Place, random: Random) -> list[Piece]:
    """Lines that belong together, in a box or beside the host."""
    if random.random() < FLAT or host.parent is None:
        return [Piece([(line, PLAIN)], _place(page, host.tag, host.ident, host.parent), (), 0) for line in lines]
    tag, ident = random.choice(PLACES)
    box = _place(page, "div", ident, host.parent)
    return [Piece([(line, PLAIN)], _place(page, random.choice((tag, "p", "div")), "", box), (), 0) for line in lines]


def _box(page: Scan, host: Place, spare: list[str], random: Random) -> list[Piece]:
    """Other stories, in a box below the host or around the corner, or right beside it: a heading, then headlines with
    their beginnings, which are those of this page's own story where some of it was cut."""
    is_flat = random.random() < FLAT
    around = (
        host.parent if is_flat or random.random() < 0.5 or host.parent is None else host.parent.parent or host.parent
    )
    box = around if is_flat else _place(page, *random.choice(BOXES), around)
    heading = random.choice((host.tag, "h2", "h3")) if is_flat else random.choice(("h2", "h3", "h4", "p", "div"))
    style = random.choice((PLAIN, Style(bold=True)))
    pieces = [Piece([(random.choice(BOX_HEADINGS), style)], _place(page, heading, "", box), (), 0)]
    tag, has_kicker, has_excerpt = random.choice(("div", "li", "article")), random.random() < 0.4, random.random() < 0.7
    has_headline = not has_kicker or random.random() < 0.5
    for _ in range(random.randint(*CARDS)):
        card = box if is_flat else _place(page, tag, random.choice(("", "card", "post")), box)
        lines: list[Part] = []
        if has_kicker:
            lines.append((random.choice(KICKERS), PLAIN))
        if has_headline:
            headline = random.choice(HEADLINES)
            lines.append((headline, Style(href="/" + headline.lower().replace(" ", "-"))))
        if spare and has_excerpt:
            words = random.choice(spare).split()[: random.randint(*EXCERPT_WORDS)]
            lines.append((" ".join(words) + random.choice(("", "…", "...")), PLAIN))
        for line in lines:
            name = host.tag if is_flat else random.choice(("p", "div", "h4"))
            pieces.append(Piece([line], _place(page, name, host.ident if is_flat else "", card), (), 0))
    return pieces


def _parts(line: str, random: Random) -> list[Part]:
    """A line plain, in italics, in bold, or with a link in it."""
    style = random.choice((PLAIN, PLAIN, Style(italic=True), Style(bold=True)))
    if random.random() < 0.5:
        return [(line, style)]
    head, colon, rest = line.partition(": ")
    if not rest:
        words = line.split()
        where = random.randrange(len(words))
        head, rest = " ".join(words[:where]), " ".join(words[where:])
    linked = (rest, style._replace(href="/" + rest.lower().replace(" ", "-")[:40]))
    return [(head + (colon or " "), style), linked] if head else [linked]


def _place(page: Scan, tag: str, ident: str, parent: Place | None) -> Place:
    place = Place(tag, ident, parent)
    page.places.append(place)
    return place


def _settled(page: Scan, pieces: list[Piece]) -> Scan:
    """The page with these pieces: positions and the ranges of places told anew."""
    before = [piece.position for piece in pieces]  # 0 for those that are new
    images = [(sum(position < at for position in before), image) for at, image in page.images]
    for place in page.places:
        place.first = place.end = 0
    for position, piece in enumerate(pieces):
        piece.position = position
        for place in piece.place.ancestors():
            if place.end == 0:
                place.first = position
            place.end = position + 1
    return Scan(page.base, pieces, page.places, images)
