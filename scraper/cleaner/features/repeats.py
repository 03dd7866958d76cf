"""What else on the page is like this piece: the same text, or an element of the same kind?"""

from __future__ import annotations

from collections import Counter

import numpy as np

from scraper.cleaner.features.boxes import Boxes
from scraper.cleaner.features.columns import Columns, Family, Floats, Ints
from scraper.cleaner.features.sight import Sight
from scraper.cleaner.places import Place

MANY = 3


def add(columns: Columns, sight: Sight, boxes: Boxes) -> None:
    """Columns of copies and of elements alike."""
    so_far: Counter[str] = Counter()
    earlier = []
    for low in sight.low:
        earlier.append(so_far[low])
        so_far[low] += 1
    columns.add(Family.COPIES, "copies", np.minimum(MANY, sight.copies - 1), np.minimum(MANY, earlier))
    columns.add(Family.ALIKE, "same path", _alike(sight, boxes.kinds))
    columns.add(Family.ALIKE, "same elements", _alike(sight, _numbered([_elements(p.place) for p in sight.pieces])))


def _elements(place: Place) -> tuple[object, ...]:
    parent = place.parent
    above = parent.parent if parent else None
    return place.tag, parent and parent.tag, above and above.tag, place.depth


def _numbered(keys: list[tuple[object, ...]]) -> Ints:
    numbers: dict[tuple[object, ...], int] = {}
    return np.array([numbers.setdefault(key, len(numbers)) for key in keys], np.intp)


def _alike(sight: Sight, kind: Ints) -> Floats:
    """Of all pieces of one kind: how many, their share of words, links and prose, and how wide they are spread."""
    size = int(kind.max()) + 1
    index = np.arange(sight.n)
    count = np.bincount(kind, minlength=size)
    words, prose = (np.bincount(kind, weight, size) for weight in (sight.words, sight.prose))
    linked, length = (np.bincount(kind, weight, size) for weight in (sight.link * sight.length, sight.length))
    first = np.full(size, sight.n)
    np.minimum.at(first, kind, index)
    last = np.zeros(size, np.intp)
    np.maximum.at(last, kind, index)
    spread = np.maximum(0, last - first)
    some = np.maximum(1, count)
    table = (
        np.log1p(count),
        words / sight.words.sum(),
        linked / np.maximum(1, length),
        np.log1p(words / some),
        prose / max(1, sight.prose.sum()),
        spread / sight.n,
        np.log1p(spread / some),
    )
    return np.stack(table, axis=1)[kind]
