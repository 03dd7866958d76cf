"""Which pieces stand in cards: several boxes alike, side by side, each with a linked headline and few words?"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from scraper.cleaner.features.boxes import Boxes
from scraper.cleaner.features.sight import Sight

PIECES = (2, 8)  # of a card
WORDS = (8, 80)
LINKED = 0.8  # of a headline's text is link
HEADLINE_WORDS = 2


def headlines(sight: Sight) -> NDArray[np.bool_]:
    """The pieces that are links of some words: headlines of other stories."""
    return (sight.link > LINKED) & (sight.words > HEADLINE_WORDS)


def in_cards(sight: Sight, boxes: Boxes) -> NDArray[np.bool_]:
    """The pieces that stand in cards: teasers of other stories."""
    heads = np.concatenate([[0], np.cumsum(headlines(sight))])
    words = np.concatenate([[0.0], np.cumsum(sight.words)])
    first, end = boxes.first, boxes.end
    size, length = end - first, words[end] - words[first]
    card = (size >= PIECES[0]) & (size <= PIECES[1]) & (length > WORDS[0]) & (length < WORDS[1])
    card &= heads[end] > heads[first]
    rows: dict[tuple[int, tuple[str, ...]], list[int]] = {}
    for box in np.flatnonzero(card).tolist():
        rows.setdefault((int(boxes.parents[box]), boxes.names[box][:3]), []).append(box)
    found = np.zeros(sight.n, np.bool_)
    for row in rows.values():
        if len(row) > 1:
            for box in row:
                found[first[box] : end[box]] = True
    return found
