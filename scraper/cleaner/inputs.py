"""Which numbers does the first look go by: those of a piece, of its words, and of the pieces beside it?"""

from __future__ import annotations

from functools import cache

import numpy as np

from scraper.cleaner import word_scores
from scraper.cleaner.features import column_families, column_names
from scraper.cleaner.features.columns import Family, Floats, Ints

NEAR = (-2, -1, 1, 2)  # pieces that are seen beside each
TELLING = frozenset(("words", "share", "emphasis", "hidden"))  # groups of columns that are seen of them


def rows(table: Floats, scores: Floats) -> Floats:
    """All numbers of each piece (pieces × ``families``). ``scores`` are those of its words."""
    telling = np.hstack([table[:, _telling()], scores[:, ::2]])
    padded = np.pad(telling, ((2, 2), (0, 0)))
    beside = [padded[2 + distance : 2 + distance + len(table)] for distance in NEAR]
    return np.hstack([table, scores, *beside], dtype=np.float32)


@cache
def families() -> tuple[Family, ...]:
    """The family of each number."""
    words = [word_scores.FAMILIES[bag] for bag in word_scores.BAGS for _ in ("sum", "mean")]
    beside = [Family.NEIGHBOURS] * (len(NEAR) * (len(_telling()) + len(word_scores.BAGS)))
    return (*column_families(), *words, *beside)


@cache
def _telling() -> Ints:
    chosen = [number for number, name in enumerate(column_names()) if name.rpartition(" ")[0] in TELLING]
    return np.array(chosen, np.intp)
