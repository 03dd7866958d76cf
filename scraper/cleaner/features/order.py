"""Where on the page does a piece stand, and how near to the title?"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from scraper.cleaner.features.columns import Columns, Family, Floats
from scraper.cleaner.features.sight import Sight
from scraper.cleaner.features.words import tokens_of
from scraper.cleaner.letters import squeeze

FAR = 40  # pieces: farther away is as far
NEAR = 4
TITLE_SHARE = 0.8  # of the words of both are the same


def add(columns: Columns, sight: Sight, tokens: list[list[str]]) -> None:
    """Columns of place, title and summary; ``tokens`` are the words of each text on the page, if it may be a title."""
    n = sight.n
    index = np.arange(n, dtype=np.float32)
    columns.add(Family.PLACE, "rank", index / n, np.log1p(index), np.log1p(index[::-1]))
    before = np.cumsum(sight.words) - sight.words
    columns.add(Family.PLACE, "words before", before / max(1, sight.words.sum()))
    told = _overlaps(tokens, _wanted(sight.setting.title), _wanted(sight.setting.description))
    title, summary = np.hsplit(told.take(sight.which, axis=0), 2)
    columns.add(Family.TITLE, "agreement", title)
    columns.add(Family.SUMMARY, "agreement", summary)
    is_title = title.min(axis=1) > TITLE_SHARE
    is_head = sight.levels == 1
    columns.add(Family.TITLE, "is it", is_title)
    for name, mask in (("h1", is_head), ("title", is_title), ("both", is_head & is_title)):
        columns.add(Family.TITLE, name, _distance(mask))
    columns.add(Family.PAGE, "h1", np.full(n, is_head.any()), np.full(n, is_head.sum() > 1))
    body = sight.setting.body
    columns.add(Family.PAGE, "declared body", np.full(n, bool(body)))
    inside = np.array([_stands_in(text, body) for text in sight.told])[sight.which] if body else np.zeros(n)
    columns.add(Family.SUMMARY, "declared body", inside)


def _wanted(text: str) -> frozenset[str]:
    """The words of a text, if there are some."""
    words = frozenset(tokens_of(text.lower()))
    return words if len(words) > 1 else frozenset()


def _overlaps(told: list[list[str]], one: frozenset[str], other: frozenset[str]) -> Floats:
    """For each of two texts the shares of another one's words in it, and of its words in the other one."""
    either, size, other_size = one | other, max(1, len(one)), max(1, len(other))
    meeting, shares = [], []
    for number, tokens in enumerate(told):
        if not either.isdisjoint(tokens):  # as most are
            own = frozenset(tokens)
            common, more = len(one & own), len(other & own)
            meeting.append(number)
            shares.append((common / len(own), common / size, more / len(own), more / other_size))
    table = np.zeros((len(told), 4), np.float32)
    if meeting:
        table[meeting] = shares
    return table


def _distance(mask: NDArray[np.bool_]) -> Floats:
    """Whether there is such a piece at all; before or after the first; how far from first and last."""
    columns = np.zeros((len(mask), 5), np.float32)
    places = np.flatnonzero(mask)
    if len(places):
        index = np.arange(len(mask), dtype=np.float32)
        first, last = index - places[0], index - places[-1]
        columns[:, 0] = 1
        columns[:, 1] = np.sign(first)
        columns[:, 2] = first.clip(-FAR, FAR) / 20
        columns[:, 3] = np.exp(-np.abs(first) / NEAR)
        columns[:, 4] = last.clip(-FAR, FAR) / 20
    return columns


def _stands_in(low: str, body: str) -> bool:
    letters = squeeze(low)
    return len(letters) > 8 and letters in body
