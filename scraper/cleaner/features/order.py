"""Where on the page does a piece stand, and how near to the title?"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from scraper.cleaner.features.columns import Columns, Family, Floats
from scraper.cleaner.features.sight import Sight
from scraper.cleaner.features.words import Told, tokens_of
from scraper.cleaner.letters import squeeze

FAR = 40  # pieces: farther away is as far
NEAR = 4
TITLE_SHARE = 0.8  # of the words of both are the same


def add(columns: Columns, sight: Sight) -> None:
    """Columns of place, title and summary."""
    n = sight.n
    index = np.arange(n, dtype=np.float32)
    columns.add(Family.PLACE, "rank", index / n, np.log1p(index), np.log1p(index[::-1]))
    before = np.cumsum(sight.words) - sight.words
    columns.add(Family.PLACE, "words before", before / max(1, sight.words.sum()))
    title = _overlap(sight.told, sight.setting.title)
    columns.add(Family.TITLE, "agreement", title)
    columns.add(Family.SUMMARY, "agreement", _overlap(sight.told, sight.setting.description))
    is_title = title.min(axis=1) > TITLE_SHARE
    is_head = sight.levels == 1
    columns.add(Family.TITLE, "is it", is_title)
    for name, mask in (("h1", is_head), ("title", is_title), ("both", is_head & is_title)):
        columns.add(Family.TITLE, name, _distance(mask))
    columns.add(Family.PAGE, "h1", np.full(n, is_head.any()), np.full(n, is_head.sum() > 1))
    body = sight.setting.body
    columns.add(Family.PAGE, "declared body", np.full(n, bool(body)))
    told = [_stands_in(low, body) for low in sight.low] if body else np.zeros(n)
    columns.add(Family.SUMMARY, "declared body", told)


def _overlap(told: list[Told], text: str) -> Floats:
    """The shares of a piece's words in a text, and of the text's words in the piece."""
    shares = np.zeros((len(told), 2), np.float32)
    wanted = frozenset(tokens_of(text.lower()))
    if len(wanted) > 1:
        for number, (_, tokens) in enumerate(told):
            if not wanted.isdisjoint(tokens):
                common = len(wanted.intersection(tokens))
                shares[number] = common / len(frozenset(tokens)), common / len(wanted)
    return shares


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
