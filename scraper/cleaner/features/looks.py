"""What does a piece look like by itself: its letters, its style, its element?"""

from __future__ import annotations

import numpy as np

from scraper.cleaner.features.columns import Columns, Family, one_hot
from scraper.cleaner.features.shapes import (
    DIGIT,
    IDEOGRAPH,
    KINDS,
    LETTER,
    LOWER,
    PAUSE,
    QUOTE,
    SEPARATOR,
    STOP,
    SYMBOL,
    UPPER,
)
from scraper.cleaner.features.sight import Sight
from scraper.cleaner.places import AROUND, CONTEXTS

TAGS = {
    tag: number
    for number, tag in enumerate(
        "p div li td th tr h1 h2 h3 h4 h5 h6 section article header footer aside figcaption blockquote pre dt dd "
        "button form label summary a span nav main noscript textarea strong address figure fieldset legend ul "
        "body".split()
    )
}
CONTEXT_NUMBERS = {tag: number for number, tag in enumerate(sorted(CONTEXTS))}
AROUND_BITS = np.arange(len(AROUND), dtype=np.int32)
COUNTED = [LOWER, UPPER, DIGIT, STOP, PAUSE, QUOTE, SEPARATOR, IDEOGRAPH, LETTER, SYMBOL]
MAX_WORD = 15  # characters, on average


def add(columns: Columns, sight: Sight) -> None:
    """Columns of length, text, style, element and hiding."""
    _text(columns, sight)
    _style(columns, sight)
    _element(columns, sight)


def _text(columns: Columns, sight: Sight) -> None:
    shapes, words, length = sight.shapes, sight.words, sight.length
    counts = shapes.counts
    columns.add(Family.LENGTH, "words", np.log1p(words), np.log1p(length))
    columns.add(Family.TEXT, "kinds", counts[:, COUNTED] / length[:, None])
    cased = np.maximum(1, counts[:, LOWER] + counts[:, UPPER])
    columns.add(Family.TEXT, "upper", counts[:, UPPER] / cased)
    columns.add(Family.TEXT, "word length", np.minimum(length / words, MAX_WORD) / 10)
    columns.add(Family.TEXT, "marks", np.log1p(counts[:, [STOP, PAUSE, QUOTE, DIGIT]]), counts[:, STOP] / words)
    columns.add(Family.TEXT, "first", one_hot(shapes.first, KINDS))
    columns.add(Family.TEXT, "last", one_hot(shapes.last, KINDS))
    columns.add(Family.TEXT, "end", *(shapes.codes == ord(mark) for mark in ":…?"))


def _style(columns: Columns, sight: Sight) -> None:
    columns.add(Family.STYLE, "emphasis", sight.bold, sight.italic, sight.headings)
    for name, mark in (("breaks", "\n"), ("cells", "\t")):
        columns.add(Family.STYLE, name, np.log1p(np.array([text.count(mark) for text in sight.texts], np.float32)))


def _element(columns: Columns, sight: Sight) -> None:
    pieces = sight.pieces
    columns.add(Family.ELEMENT, "tag", one_hot([TAGS.get(piece.tag, len(TAGS)) for piece in pieces], len(TAGS)))
    contexts = [CONTEXT_NUMBERS.get(piece.place.context, len(CONTEXT_NUMBERS)) for piece in pieces]
    columns.add(Family.ELEMENT, "context", one_hot(contexts, len(CONTEXT_NUMBERS)))
    around = np.array([piece.place.around for piece in pieces], np.int32)
    columns.add(Family.ELEMENT, "around", (around[:, None] >> AROUND_BITS) & 1)
    columns.add(Family.ELEMENT, "depth", sight.numbers("place.depth") / 20)
    columns.add(Family.HIDING, "hidden", sight.hidden)
    columns.add(Family.HIDING, "unseen", sight.numbers("place.unseen"))
