"""Where on the page does a piece stand, and how near to the title?"""

from __future__ import annotations

import re

import numpy as np
from numpy.typing import NDArray

from scraper.cleaner.features.columns import Columns, Family, Floats
from scraper.cleaner.features.sight import Sight

FAR = 40  # pieces: farther away is as far
NEAR = 4
TITLE_SHARE = 0.8  # of the words of both are the same

_WORD = re.compile(r"[^\W\d_]+|\d")


def add(columns: Columns, sight: Sight) -> None:
    """Columns of place, title and summary."""
    n = sight.n
    index = np.arange(n, dtype=np.float32)
    columns.add(Family.PLACE, "rank", index / n, np.log1p(index), np.log1p(n - 1 - index))
    before = np.cumsum(sight.words) - sight.words
    columns.add(Family.PLACE, "words before", before / max(1, sight.words.sum()))
    bags = [frozenset(tokens) if tokens else None for tokens in sight.tokens]
    title = _overlap(bags, sight.setting.title)
    columns.add(Family.TITLE, "agreement", title)
    columns.add(Family.SUMMARY, "agreement", _overlap(bags, sight.setting.description))
    is_title = title.min(axis=1) > TITLE_SHARE
    is_head = sight.levels == 1
    columns.add(Family.TITLE, "is it", is_title)
    for name, mask in (("h1", is_head), ("title", is_title), ("both", is_head & is_title)):
        columns.add(Family.TITLE, name, _distance(mask))
    columns.add(Family.PAGE, "h1", np.full(n, is_head.any()), np.full(n, is_head.sum() > 1))
    body = sight.setting.body
    columns.add(Family.PAGE, "declared body", np.full(n, bool(body)))
    columns.add(Family.SUMMARY, "declared body", [bool(body) and _stands_in(low, body) for low in sight.low])


def _overlap(bags: list[frozenset[str] | None], text: str) -> Floats:
    """The shares of a piece's words in a text, and of the text's words in the piece."""
    shares = np.zeros((len(bags), 2), np.float32)
    wanted = frozenset(_WORD.findall(text.lower()))
    if len(wanted) > 1:
        for number, bag in enumerate(bags):
            if bag and not wanted.isdisjoint(bag):
                common = len(bag & wanted)
                shares[number] = common / len(bag), common / len(wanted)
    return shares


def _distance(mask: NDArray[np.bool_]) -> Floats:
    """Whether there is such a piece at all; before or after the first; how far from first and last."""
    places = np.flatnonzero(mask)
    if not len(places):
        return np.zeros((len(mask), 5), np.float32)
    index = np.arange(len(mask))
    first, last = index - places[0], index - places[-1]
    near = np.exp(-np.abs(first) / NEAR)
    columns = (np.ones(len(mask)), np.sign(first), first.clip(-FAR, FAR) / 20, near, last.clip(-FAR, FAR) / 20)
    return np.stack(columns, axis=1).astype(np.float32)


def _stands_in(low: str, body: str) -> bool:
    letters = "".join(filter(str.isalnum, low))
    return len(letters) > 8 and letters in body
