"""What do known words score?

A dictionary of tens of thousands of words lies all over the memory, and who asks it word by word waits for most of
them. Here all words of a page are looked for at once, by their hashes: those of a vocabulary lie sorted, side by side,
and where to begin is told by the first bits. Of so few hashes of 64 bits no two are alike.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain
from typing import Any

import numpy as np
from numpy.typing import NDArray

from scraper.cleaner.features.columns import Floats, Ints

UNKNOWN = -1  # the place of words that are not known: the last one
ROOM = 4  # beginnings for each word
LARGEST = np.array([-1]).view(np.uint64)  # of all hashes: at the place of words that are not known
SPREAD = np.uint64(0x9E3779B97F4A7C15)  # lengths, over all bits

Hashes = NDArray[np.uint64]


class Vocabulary:
    """Words and their scores, one a bag; 0 says that the word is not known in that bag."""

    __slots__ = ("_given", "_hashes", "_shift", "_starts", "_steps", "_table")

    def __init__(self, words: Sequence[str], scores: Floats) -> None:
        """``scores`` has a row a word and a column a bag."""
        self._given = words, scores
        hashes = _hashes(words)
        order = np.argsort(hashes)
        bits = max(1, (ROOM * len(words)).bit_length())
        self._shift = np.uint64(64 - bits)
        beginnings = np.arange(1 << bits, dtype=np.uint64) << self._shift
        self._hashes: Hashes = np.concatenate([hashes[order], LARGEST])
        self._starts: Ints = np.searchsorted(hashes[order], beginnings)
        self._steps = int(np.diff(self._starts, append=len(words)).max())  # from the beginning to any word
        self._table = _with_unknown(np.asarray(scores)[order])

    def __reduce__(self) -> tuple[Any, ...]:
        """Another process has other hashes."""
        return Vocabulary, self._given

    def told(self, rows: Sequence[tuple[str, ...]]) -> Floats:
        """For each row of words and each bag the scores added up, and how many known words they are of (rows × bags
        × 2)."""
        numbers: dict[tuple[str, ...], int] = {}  # many say the same
        order = [numbers.setdefault(row, len(numbers)) for row in rows]
        found = self._table.take(self._places(list(chain.from_iterable(numbers))), axis=0)
        running = np.zeros((found.shape[1], len(found) + 1))
        np.cumsum(found.T, axis=1, out=running[:, 1:])
        ends = running.take(np.cumsum([0, *map(len, numbers)]), axis=1)
        told = np.diff(ends).T.astype(np.float32).take(order, axis=0)
        return told.reshape(len(rows), -1, 2)

    def _places(self, words: Sequence[str]) -> Ints:
        """Where each word stands."""
        hashes = _hashes(words)
        places = self._starts.take((hashes >> self._shift).view(np.int64))
        for _ in range(self._steps):
            places += self._hashes.take(places) < hashes
        return np.where(self._hashes.take(places) == hashes, places, UNKNOWN)


def _hashes(words: Sequence[str]) -> Hashes:
    """Python hashes the bytes of a text as it holds them, and holds "sk" and "歳" in the same ones: their lengths tell
    such texts apart."""
    hashes = np.fromiter(map(hash, words), np.int64, len(words)).view(np.uint64)
    return hashes ^ np.fromiter(map(len, words), np.uint64, len(words)) * SPREAD


def _with_unknown(scores: Floats) -> Floats:
    """Of each bag the score of a word, and beside it whether it is known; the last row is that of words which are not
    (``UNKNOWN``)."""
    told = np.stack([scores, scores != 0], axis=2).reshape(len(scores), 2 * scores.shape[1])
    return np.vstack([told, np.zeros((1, told.shape[1]))]).astype(np.float32)
