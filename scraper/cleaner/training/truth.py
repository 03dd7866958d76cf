"""Which blocks of a page stand in its known text?

The truth is plain text; the page is a list of pieces. Each piece gets the share of its words that the truth has, each
word of the truth counted once: runs of four words find the long pieces, lines and the gaps between long pieces the
short ones.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Shares = NDArray[np.float32]

RUN = 4  # words
FOUND = 0.5  # a piece with this share of its words in the truth stands there
NEAR = 12  # pieces: a short piece so near to one that was found is looked for beside it
MARGIN = 5  # words around the gap between two found pieces
BEFORE, AFTER = 200, 300  # words at the ends of the truth, for what stands outside all found pieces

_WORD = re.compile(r"\w+")


def words_of(text: str) -> list[str]:
    """The words of a text as the scorers count them: lower case, letters and digits."""
    return _WORD.findall(text.lower())


def shares(texts: Sequence[str], hidden: Sequence[bool], truth: str) -> Shares:
    """For each piece the share of its words, 0 to 1, that stand in the truth. A visible piece goes before a hidden
    copy of it, an earlier one before a later one."""
    page = _Page(texts, truth)
    for turn in (False, True):
        for number in range(len(texts)):
            if bool(hidden[number]) is turn:
                page.find_long(number)
    page.cover()
    for number in range(len(texts)):
        page.find_short(number)
    return page.share


def partial(texts: Sequence[str], wanted: Sequence[str], unwanted: Sequence[str]) -> Shares:
    """1 for pieces that hold a wanted segment, 0 for those with an unwanted one, NaN where nothing is known."""
    share = np.full(len(texts), np.nan, np.float32)
    keep, drop = ([" ".join(segment.split()) for segment in segments] for segments in (wanted, unwanted))
    for number, text in enumerate(texts):
        folded = " ".join(text.split())
        for value, segments in ((0, drop), (1, keep)):
            if any(segment in folded or (len(folded) > 15 and folded in segment) for segment in segments):
                share[number] = value
                break
    return share


class _Page:
    """The state of one alignment."""

    def __init__(self, texts: Sequence[str], truth: str) -> None:
        self.words = [words_of(text) for text in texts]
        self.truth = words_of(truth)
        self.lines = Counter(" ".join(words_of(line)) for line in truth.splitlines())
        self.share: Shares = np.zeros(len(texts), np.float32)
        self.places: dict[tuple[str, ...], list[int]] = {}
        for place, run in enumerate(_runs(self.truth)):
            self.places.setdefault(run, []).append(place)
        self._left = Counter({run: len(places) for run, places in self.places.items()})
        self._at: dict[int, float] = {}  # piece -> its place in the truth
        self._anchors: list[int] = []
        self._covered = np.zeros(len(self.truth), bool)

    def find_long(self, number: int) -> None:
        """Find a piece by its runs of words."""
        words, hits = self.words[number], []
        present = np.zeros(len(words), bool)
        for start, run in enumerate(_runs(words)):
            if self._left.get(run, 0) > 0:
                self._left[run] -= 1
                present[start : start + RUN] = True
                hits.append(self.places[run][0])
        if hits:
            self.share[number] = present.mean()
            if self.share[number] > FOUND:
                self._at[number] = float(np.median(hits))

    def cover(self) -> None:
        """Mark the words of the truth that the long pieces explain."""
        self._anchors = sorted(self._at)
        for number in self._anchors:
            for run in _runs(self.words[number]):
                for place in self.places.get(run, ())[:3]:
                    self._covered[place : place + RUN] = True

    def find_short(self, number: int) -> None:
        """Find a piece of fewer words than a run: a line of its own, or a gap beside its neighbours."""
        words = self.words[number]
        if not words or len(words) >= RUN:
            return
        line = " ".join(words)
        if self.lines.get(line):
            self.lines[line] -= 1
            self.share[number] = 1
            return
        for place in self._gap(number, len(words)):
            here = slice(place, place + len(words))
            if self.truth[here] == words and not self._covered[here].any():
                self._covered[here] = True
                self.share[number] = 1
                return

    def _gap(self, number: int, length: int) -> range:
        """Where in the truth a piece may stand: between the found pieces before and after it."""
        after = bisect_left(self._anchors, number)
        left = self._anchors[after - 1] if after else None
        right = self._anchors[after] if after < len(self._anchors) else None
        if not any(found is not None and abs(found - number) <= NEAR for found in (left, right)):
            return range(0)
        low = self._at[left] if left is not None else max(0.0, self._at[right or 0] - BEFORE)
        high = self._at[right] if right is not None else low + AFTER
        low, high = sorted((low, high))
        return range(max(0, int(low) - MARGIN), min(len(self.truth), int(high) + MARGIN) - length + 1)


def _runs(words: Sequence[str]) -> list[tuple[str, ...]]:
    return [tuple(words[start : start + RUN]) for start in range(len(words) - RUN + 1)]
