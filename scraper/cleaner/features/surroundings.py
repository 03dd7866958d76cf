"""What else stands in the boxes around a piece, and on the page?"""

from __future__ import annotations

import numpy as np

from scraper.cleaner.features.boxes import LEVELS, Boxes
from scraper.cleaner.features.columns import Columns, Family, Floats
from scraper.cleaner.features.shapes import DIGIT, PAUSE, STOP
from scraper.cleaner.features.sight import Sight

MANY_FIELDS = 3
(PIECES, WORDS, LINKED, LENGTH, PROSE, RUNNING, STOPS, PAUSES, LINKS, PARAGRAPHS, HEADINGS, DIGITS, HIDDEN) = range(13)


def add(columns: Columns, sight: Sight, boxes: Boxes) -> Floats:
    """Columns of each box around a piece, then of the page; returns the share of prose in the box around each piece."""
    sums = _sums(sight)
    inside = sums[boxes.end] - sums[boxes.first]
    total = sums[-1]
    of_box = _of_boxes(inside, total, boxes)
    index = np.arange(sight.n)[:, None]
    within = (index - boxes.first[boxes.chain]) / boxes.sizes[boxes.chain]
    around = np.concatenate([of_box[boxes.chain], within[:, :, None]], axis=2, dtype=np.float32)
    for level in range(LEVELS):
        columns.add(Family.BOX, f"box {level}", around[:, level])
    page = np.array([*_of_page(total, sight), *sight.setting.flags], np.float32)
    columns.add(Family.PAGE, "page", np.broadcast_to(page, (sight.n, len(page))))
    box = boxes.chain[:, 1]
    share: Floats = inside[box, PROSE] / inside[box, WORDS]
    return share


def _sums(sight: Sight) -> Floats:
    """Running sums over the pieces; the difference of two rows is the content of a box."""
    counts = sight.shapes.counts
    table = (
        np.ones(sight.n),
        sight.words,
        sight.link * sight.length,
        sight.length,
        sight.prose,
        sight.running,
        counts[:, STOP],
        counts[:, PAUSE],
        sight.link_count,
        [piece.tag == "p" for piece in sight.pieces],
        sight.levels > 0,
        counts[:, DIGIT],
        sight.hidden * sight.words,
    )
    sums = np.zeros((sight.n + 1, len(table)))
    np.cumsum(np.stack(table, axis=1), axis=0, out=sums[1:])
    return sums


def _of_boxes(inside: Floats, total: Floats, boxes: Boxes) -> Floats:
    pieces, words = inside[:, PIECES], inside[:, WORDS]
    table = (
        np.log1p(pieces),
        np.log1p(words),
        inside[:, LINKED] / np.maximum(1, inside[:, LENGTH]),
        inside[:, PROSE] / max(1, total[PROSE]),
        inside[:, RUNNING] / pieces,
        inside[:, STOPS] / words,
        inside[:, PAUSES] / words,
        inside[:, PARAGRAPHS] / pieces,
        inside[:, HEADINGS] / pieces,
        inside[:, PROSE] / words,
        np.minimum(MANY_FIELDS, boxes.fields),
        inside[:, LINKS] / pieces,
        inside[:, HIDDEN] / words,
    )
    found: Floats = np.stack(table, axis=1, dtype=np.float32)
    return found


def _of_page(total: Floats, sight: Sight) -> list[float]:
    words, length = max(1.0, total[WORDS]), max(1.0, total[LENGTH])
    return [
        np.log1p(sight.n),
        np.log1p(words),
        total[LINKED] / length,
        total[PROSE] / words,
        total[RUNNING] / sight.n,
        total[HEADINGS] / sight.n,
        total[PARAGRAPHS] / sight.n,
        np.log1p(total[RUNNING]),
        total[DIGITS] / length,
        total[HIDDEN] / words,
    ]
