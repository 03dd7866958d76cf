"""What can be counted of each piece by itself?

The arrays that all other evidence is made of, each a number a piece.
"""

from __future__ import annotations

from operator import attrgetter

import numpy as np

from scraper.cleaner.blocks import Scan
from scraper.cleaner.features.columns import Floats, Ints
from scraper.cleaner.features.setting import Setting
from scraper.cleaner.features.shapes import STOP, Shapes

PROSE_WORDS = 10  # a text of so many words, few of them in links, is likely running text
PROSE_LINKS = 0.35
BOLD_WORDS = 12  # at most in a line that is a heading in bold


class Sight:
    """The pieces of a page, in numbers."""

    __slots__ = (
        "bold",
        "copies",
        "counts",
        "headings",
        "hidden",
        "hrefs",
        "italic",
        "length",
        "levels",
        "link",
        "link_count",
        "low",
        "n",
        "pieces",
        "prose",
        "running",
        "scan",
        "setting",
        "shapes",
        "texts",
        "told",
        "which",
        "words",
    )

    def __init__(self, scan: Scan, setting: Setting) -> None:
        pieces = scan.pieces
        self.scan, self.setting, self.pieces = scan, setting, pieces
        self.n = n = len(pieces)
        self.texts = texts = [piece.text for piece in pieces]
        self.low = low = [text.lower() for text in texts]
        self.shapes = Shapes(texts)
        self.words = self.shapes.words
        self.counts: list[int] = self.words.astype(int).tolist()  # the words again, as plain numbers
        self.told = dict(zip(low, self.counts, strict=True))  # what is told on the page, and its words
        numbers = dict(zip(self.told, range(len(self.told)), strict=True))
        self.which: Ints = np.fromiter(map(numbers.__getitem__, low), np.intp, n)  # of these each piece tells
        self.copies: Ints = np.bincount(self.which)[self.which]
        self.length = np.maximum(self.shapes.length, 1)
        self.link = self.numbers("link_chars") / self.length
        self.hrefs = [
            [style.href for _, style in piece.parts if style.href] if piece.link_chars else [] for piece in pieces
        ]
        self.link_count = np.fromiter(map(len, self.hrefs), np.float32, n)
        self.bold, self.italic = self._styles()
        self.hidden = self.numbers("hidden")
        self.levels = self.numbers("level")
        self.running = (self.words >= PROSE_WORDS) & (self.link < PROSE_LINKS) & (self.hidden == 0)
        self.prose: Floats = self.words * (1 - self.link) * self.running
        plain = np.array([not piece.place.context for piece in pieces])
        bold = (self.words <= BOLD_WORDS) & (self.bold > 0.95) & (self.shapes.last != STOP) & plain
        self.headings = (self.levels > 0) | bold

    def numbers(self, attribute: str) -> Floats:
        """A number of each piece, by its name."""
        return np.fromiter(map(attrgetter(attribute), self.pieces), np.float32, self.n)

    def _styles(self) -> tuple[Floats, Floats]:
        """The shares of the text in bold and in italics."""
        marked = [
            (number, len(text), style.bold, style.italic)
            for number, piece in enumerate(self.pieces)
            for text, style in piece.parts
            if style.bold or style.italic
        ]
        chars = np.zeros((2, self.n), np.float32)
        for number, length, bold, italic in marked:
            chars[0, number] += length * bold
            chars[1, number] += length * italic
        bold_share, italic_share = chars / self.length
        return bold_share, italic_share
