"""In which boxes does a piece stand?

A box is an element together with the wrappers around it that hold nothing else. The boxes around a piece, from the
innermost out, hold more and more pieces; each is a range of them.
"""

from __future__ import annotations

import numpy as np

from scraper.cleaner.blocks import Scan
from scraper.cleaner.features import words
from scraper.cleaner.features.columns import Floats, Ints
from scraper.cleaner.features.sight import Sight
from scraper.cleaner.markers import Hint, marker
from scraper.cleaner.remembered import Once

LEVELS = 5  # boxes around a piece that are looked at


class Boxes:
    """All boxes of a page; the first is the body. ``chain`` has the ``LEVELS`` innermost boxes of each piece, the
    body again where there are no more; ``kinds`` numbers the pieces by the path of their element; ``hints`` are what
    the elements of each box are named for, the innermost that says something."""

    __slots__ = ("chain", "end", "fields", "first", "hints", "kinds", "names", "parents", "sizes")

    def __init__(self, page: Scan, sight: Sight) -> None:
        body = page.places[0]
        places, parents = [body], [-1]
        names: list[tuple[str, ...]] = [()]
        hints: list[Hint | None] = [None]
        standing = {body: (0, 0)}  # the box and the path of each place
        paths: dict[tuple[int, str, str], int] = {}
        told = Once[tuple[str, str, str], tuple[tuple[str, ...], Hint | None]](_told)
        for place in page.places[1:]:
            first, end, parent = place.first, place.end, place.parent
            if end == first or parent is None:
                continue
            box, path = standing[parent]
            tag, ident, name = place.tag, place.ident, place.names
            path = paths.setdefault((path, tag, ident), len(paths) + 1)
            own, hint = told[tag, ident, name]
            if end - first < parent.end - parent.first:
                places.append(place)
                parents.append(box)
                box = len(names)
                names.append(own)
                hints.append(hint)
            else:
                if name or tag != "div":
                    names[box] += own
                hints[box] = hint or hints[box]
            standing[place] = box, path
        self.names, self.hints = names, hints
        self.parents: Ints = np.array(parents, np.intp)
        self.first: Ints = np.array([place.first for place in places], np.intp)
        self.end: Ints = np.array([place.end for place in places], np.intp)
        self.sizes: Floats = (self.end - self.first).astype(np.float32)
        self.fields: Floats = np.array([0, *[place.fields for place in places[1:]]], np.float32)
        boxes, kinds = zip(*[standing[piece.place] for piece in sight.pieces], strict=True)
        self.kinds: Ints = np.array(kinds, np.intp)
        self.chain: Ints = np.empty((sight.n, LEVELS), np.intp)
        self.chain[:, 0] = box_of = np.array(boxes, np.intp)
        outside = np.maximum(self.parents, 0)
        for level in range(1, LEVELS):
            self.chain[:, level] = box_of = outside[box_of]


def _told(element: tuple[str, str, str]) -> tuple[tuple[str, ...], Hint | None]:
    """The words of an element with a tag, a class and id, and all its names; and what it is named for."""
    tag, ident, names = element
    found = words.of_element(tag, names)
    return found, marker(tag, ident, found if len(names) <= words.MAX_NAMES else None)
