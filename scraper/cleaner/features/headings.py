"""Under which heading does a piece stand?"""

from __future__ import annotations

import numpy as np

from scraper.cleaner.features.columns import Columns, Family, Ints
from scraper.cleaner.features.sight import Sight

NONE_ABOVE = 4.0  # as far as 50 pieces


def add(columns: Columns, sight: Sight) -> Ints:
    """Columns of the heading above; returns its number for each piece, -1 for none."""
    index = np.arange(sight.n)
    marks = np.where(sight.levels > 0, index, -1)
    above = np.concatenate([[-1], np.maximum.accumulate(marks)[:-1]])
    there = above >= 0
    distance = np.where(there, np.log1p(index - above), NONE_ABOVE)
    columns.add(Family.HEADING, "above", there, distance, sight.levels[above] / 6 * there, sight.link[above] * there)
    return above
