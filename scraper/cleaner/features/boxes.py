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
from scraper.cleaner.places import Place

LEVELS = 5  # boxes around a piece that are looked at


class Boxes:
    """All boxes of a page; the first is the body. ``chain`` has the ``LEVELS`` innermost boxes of each piece, the
    body again where there are no more; ``kinds`` numbers the pieces by the path of their element."""

    __slots__ = ("chain", "end", "fields", "first", "kinds", "names", "parents", "sizes")

    def __init__(self, page: Scan, sight: Sight) -> None:
        first, end, parents, fields = [0], [sight.n], [-1], [0]
        names: list[tuple[str, ...]] = [()]
        box_of: dict[Place | None, int] = {page.places[0]: 0}
        paths: dict[tuple[int, str, str], int] = {}
        path_of: dict[Place | None, int] = {page.places[0]: 0}
        for place in page.places[1:]:
            if place.end == place.first:
                continue
            parent = place.parent
            box = box_of[parent]
            path_of[place] = paths.setdefault((path_of[parent], place.tag, place.ident), len(paths) + 1)
            if end[box] - first[box] > place.end - place.first:
                first.append(place.first)
                end.append(place.end)
                parents.append(box)
                fields.append(place.fields)
                box = len(first) - 1
                names.append(words.of_element(place.tag, place.names))
            elif place.names or place.tag != "div":
                names[box] += words.of_element(place.tag, place.names)
            box_of[place] = box
        self.first, self.end, self.parents = (np.array(values, np.intp) for values in (first, end, parents))
        self.sizes: Floats = (self.end - self.first).astype(np.float32)
        self.fields: Floats = np.array(fields, np.float32)
        self.names = names
        self.kinds: Ints = np.array([path_of[piece.place] for piece in sight.pieces], np.intp)
        inner = np.array([box_of[piece.place] for piece in sight.pieces], np.intp)
        chain = [inner]
        for _ in range(LEVELS - 1):
            chain.append(np.maximum(self.parents[chain[-1]], 0))
        self.chain: Ints = np.stack(chain, axis=1)
