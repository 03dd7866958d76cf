"""What is there to see of each piece of a page?

A row of numbers a piece, words that a vocabulary may know, and the boxes it stands in. Evidence only: nothing is
decided here. Each column belongs to a family, so that whoever decides can say which evidence it was.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from scraper.cleaner.blocks import Piece, Scan
from scraper.cleaner.features import headings, hints, hyperlinks, looks, order, repeats, surroundings, words
from scraper.cleaner.features.boxes import LEVELS, Boxes
from scraper.cleaner.features.columns import Columns, Family, Floats, Ints
from scraper.cleaner.features.setting import Setting, setting_of
from scraper.cleaner.features.sight import Sight
from scraper.cleaner.places import Place
from scraper.cleaner.remembered import Once
from scraper.cleaner.runs import PLAIN

__all__ = ["LEVELS", "Features", "Setting", "column_families", "column_names", "observe", "setting_of"]


@dataclass(slots=True)
class Features:
    """All that is seen of ``n`` pieces.

    ``table`` is n × columns; ``first`` and ``end`` bound the pieces in the ``LEVELS`` boxes around each piece,
    innermost first, n × levels. ``links`` are the words of where the first link of each piece leads; ``names`` those of
    the inline elements that it begins in; those of the elements around it stand with their ``boxes``. ``above`` is the
    number of the heading, -1 for none.
    """

    sight: Sight
    hints: hints.Hints
    columns: Columns
    table: Floats
    words: Floats
    first: Ints
    end: Ints
    boxes: Boxes
    above: Ints
    box_prose: Floats  # the share of running text in the box around each piece
    names: list[tuple[str, ...]]
    told: list[tuple[str, ...]]  # those of each text on the page
    links: list[tuple[str, ...]]

    @property
    def texts(self) -> list[tuple[str, ...]]:
        """The words of each piece."""
        return [self.told[number] for number in self.sight.which.tolist()]

    @property
    def heads(self) -> list[tuple[str, ...]]:
        """The words of the heading above each piece."""
        texts = self.texts
        return [texts[index] if index >= 0 else () for index in self.above.tolist()]


def observe(page: Scan, setting: Setting) -> Features:
    """Look at every piece of a page, which must have one at least."""
    sight = Sight(page, setting)
    boxes = Boxes(page, sight)
    columns = Columns(sight.n)
    told = [words.of_text(text, count) for text, count in sight.told.items()]
    looks.add(columns, sight)
    order.add(columns, sight, [tokens for _, tokens in told])
    links = hyperlinks.add(columns, sight)
    repeats.add(columns, sight, boxes)
    above = headings.add(columns, sight)
    hinted = hints.add(columns, sight, boxes, above)
    prose = surroundings.add(columns, sight, boxes)
    names = Once(words.of_wraps)
    return Features(
        sight=sight,
        hints=hinted,
        columns=columns,
        table=columns.table(),
        words=sight.words,
        first=boxes.first[boxes.chain],
        end=boxes.end[boxes.chain],
        boxes=boxes,
        above=above,
        box_prose=prose,
        names=[names[piece.wraps] for piece in sight.pieces],
        told=[telling for telling, _ in told],
        links=links,
    )


def column_names() -> tuple[str, ...]:
    """The names of the columns: a model is trained for these and no others."""
    return tuple(_empty().columns.names)


def column_families() -> tuple[Family, ...]:
    """The family of each column."""
    return tuple(_empty().columns.families)


@cache
def _empty() -> Features:
    """The features of a page of one word: columns are the same on every page."""
    body = Place("body", "", None)
    body.end = 1
    page = Scan(pieces=[Piece([("word", PLAIN)], body, (), 0)], places=[body])
    return observe(page, Setting())
