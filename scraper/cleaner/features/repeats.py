"""What else on the page is like this piece: the same text, or an element of the same kind?"""

from __future__ import annotations

import numpy as np

from scraper.cleaner.features.boxes import Boxes
from scraper.cleaner.features.columns import Columns, Family, Floats, Ints
from scraper.cleaner.features.sight import Sight
from scraper.cleaner.places import Place

MANY = 3


def add(columns: Columns, sight: Sight, boxes: Boxes) -> None:
    """Columns of copies and of elements alike."""
    columns.add(Family.COPIES, "copies", np.minimum(MANY, sight.copies - 1), np.minimum(MANY, _earlier(sight.low)))
    columns.add(Family.ALIKE, "same path", _alike(sight, boxes.kinds))
    columns.add(Family.ALIKE, "same elements", _alike(sight, _kinds([piece.place for piece in sight.pieces])))


def _earlier(texts: list[str]) -> list[int]:
    """How often each text stood before."""
    so_far = dict.fromkeys(texts, -1)
    earlier = []
    for text in texts:
        so_far[text] = count = so_far[text] + 1
        earlier.append(count)
    return earlier


def _kinds(places: list[Place]) -> Ints:
    """Numbers places by their element, the two around it, and how deep they are."""
    numbers: dict[tuple[object, ...], int] = {}
    kinds = []
    for place in places:
        parent = place.parent
        above = parent and parent.parent
        key = (place.tag, parent and parent.tag, above and above.tag, place.depth)
        kinds.append(numbers.setdefault(key, len(numbers)))
    return np.array(kinds, np.intp)


def _alike(sight: Sight, kind: Ints) -> Floats:
    """Of all pieces of one kind: how many, their share of words, of links and of prose, how wide they are spread."""
    size = int(kind.max()) + 1
    count = np.bincount(kind, minlength=size)
    some = np.maximum(1, count)
    words = np.bincount(kind, sight.words, size)
    length = np.bincount(kind, sight.length, size)
    first, last = np.zeros((2, size), np.intp)
    index = np.arange(sight.n)
    first[kind[::-1]] = index[::-1]  # of pieces of one kind the last to be written stays
    last[kind] = index
    table = np.empty((size, 7), np.float32)
    table[:, 0] = np.log1p(count)
    table[:, 1] = words / sight.words.sum()
    table[:, 2] = np.bincount(kind, sight.link * sight.length, size) / np.maximum(1, length)
    table[:, 3] = np.log1p(words / some)
    table[:, 4] = np.bincount(kind, sight.prose, size) / max(1, sight.prose.sum())
    table[:, 5] = spread = (last - first) / sight.n
    table[:, 6] = np.log1p(spread * sight.n / some)
    return table[kind]
