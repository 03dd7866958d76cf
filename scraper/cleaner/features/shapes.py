"""What does a text look like, whatever its language?

Counts of kinds of characters, for all pieces of a page at once: letters in either case, digits, the marks that end
sentences, quotes, separators. The text of a page becomes one array of code points, and each count one running sum.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from functools import cache

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Ints = NDArray[np.intp]

OTHER, LOWER, UPPER, DIGIT, SPACE, STOP, PAUSE, QUOTE, SEPARATOR, IDEOGRAPH, LETTER, SYMBOL = range(12)
KINDS = 12
LETTERS = [LOWER, UPPER, DIGIT, LETTER]  # and digits
_STOPS = ".!?。！？…۔।؟"
_PAUSES = ",;:、，；：،"
_QUOTES = "\"'“”„‘’‚«»‹›「」『』"
_SEPARATORS = "|/•·–—-_»›→>▶►(){}[]#*+=~"
_UNSPACED = ((0x3040, 0x30FF), (0x3400, 0x9FFF), (0x0E00, 0x0E7F))  # two characters make a word
CHARACTERS_PER_WORD = 2


@cache
def kinds() -> NDArray[np.uint8]:
    """The kind of each character of the basic plane."""
    by_category = {"Ll": LOWER, "Lu": UPPER, "Lt": UPPER, "Nd": DIGIT, "Zs": SPACE, "Lo": LETTER, "Lm": LETTER}
    table = np.zeros(0x10000, np.uint8)
    for code in range(0x10000):
        category = unicodedata.category(chr(code))
        table[code] = by_category.get(category, SYMBOL if category[0] == "S" else OTHER)
    for first, last in _UNSPACED:
        table[first : last + 1] = IDEOGRAPH
    for characters, kind in ((_STOPS, STOP), (_PAUSES, PAUSE), (_SEPARATORS, SEPARATOR), (_QUOTES, QUOTE)):
        table[[ord(character) for character in characters]] = kind
    table[[ord("\n"), ord("\t")]] = SPACE
    return table


class Shapes:
    """The characters of a page's pieces. ``counts`` has a row a piece and a column a kind; ``first`` and ``last`` are
    the kinds of the outermost characters, ``codes`` of the last one its code point."""

    __slots__ = ("codes", "counts", "first", "last", "length", "words")

    def __init__(self, texts: Sequence[str]) -> None:
        lengths = np.fromiter(map(len, texts), np.intp, len(texts))
        points = np.frombuffer("".join(texts).encode("utf-32-le", "surrogatepass"), np.uint32)
        table = kinds()[np.minimum(points, 0xFFFF)]
        ends = np.cumsum(lengths)
        starts = ends - lengths
        rows = np.repeat(np.arange(len(texts)) * KINDS, lengths)
        counts = np.bincount(rows + table, minlength=len(texts) * KINDS)
        self.counts: Floats = counts.reshape(len(texts), KINDS).astype(np.float32)
        self.length: Floats = lengths.astype(np.float32)
        self.first = table[starts]
        self.last = table[ends - 1]
        self.codes = points[ends - 1]
        self.words: Floats = 1 + self.counts[:, SPACE] + self.counts[:, IDEOGRAPH] // CHARACTERS_PER_WORD
