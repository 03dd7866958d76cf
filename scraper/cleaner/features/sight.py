"""What can be counted of each piece by itself?

The arrays that all other evidence is made of, each a number a piece.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable

import numpy as np

from scraper.cleaner.blocks import Piece, Scan
from scraper.cleaner.features.columns import Floats
from scraper.cleaner.features.setting import Setting
from scraper.cleaner.features.shapes import STOP, Shapes

PROSE_WORDS = 10  # a text of so many words, few of them in links, is likely running text
PROSE_LINKS = 0.35
TITLE_CHARS = 300  # a longer text is neither title nor deck: its words are not compared with theirs
BOLD_WORDS = 12  # at most in a line that is a heading in bold

_WORD = re.compile(r"[^\W\d_]+|\d")


class Sight:
    """The pieces of a page, in numbers."""

    __slots__ = (
        "bold",
        "copies",
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
        "tokens",
        "words",
    )

    def __init__(self, scan: Scan, setting: Setting) -> None:
        pieces = scan.pieces
        self.scan, self.setting, self.pieces = scan, setting, pieces
        self.n = n = len(pieces)
        texts = [piece.text for piece in pieces]
        self.low = [text.lower() for text in texts]
        total = Counter(self.low)
        self.copies = np.fromiter((total[low] for low in self.low), np.intp, n)  # of its text on the page
        self.shapes = Shapes(texts)
        self.words = self.shapes.words
        self.tokens = [_WORD.findall(low) if len(low) < TITLE_CHARS else None for low in self.low]
        self.length = np.maximum(self.shapes.length, 1)
        self.link = self.numbers(lambda piece: piece.link_chars) / self.length
        self.hrefs = [[s.href for _, s in piece.parts if s.href] if piece.link_chars else [] for piece in pieces]
        self.link_count = np.fromiter(map(len, self.hrefs), np.float32, n)
        self.bold, self.italic = self._styles()
        self.hidden = self.numbers(lambda piece: piece.hidden)
        self.levels = self.numbers(lambda piece: piece.level)
        self.running = (self.words >= PROSE_WORDS) & (self.link < PROSE_LINKS) & (self.hidden == 0)
        self.prose: Floats = self.words * (1 - self.link) * self.running
        plain = np.fromiter((not piece.place.context for piece in pieces), np.bool_, n)
        bold = (self.words <= BOLD_WORDS) & (self.bold > 0.95) & (self.shapes.last != STOP) & plain
        self.headings = (self.levels > 0) | bold

    def numbers(self, of: Callable[[Piece], float]) -> Floats:
        """A number of each piece."""
        return np.fromiter(map(of, self.pieces), np.float32, self.n)

    def _styles(self) -> tuple[Floats, Floats]:
        """The shares of the text in bold and in italics."""
        bold = np.zeros(self.n, np.float32)
        italic = np.zeros(self.n, np.float32)
        for number, piece in enumerate(self.pieces):
            for text, style in piece.parts:
                if style.bold:
                    bold[number] += len(text)
                if style.italic:
                    italic[number] += len(text)
        return bold / self.length, italic / self.length
