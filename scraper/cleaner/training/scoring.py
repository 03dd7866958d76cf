"""What does each word score: how much more often does it stand in stories than in furniture?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from scraper.cleaner.features.columns import Floats
from scraper.cleaner.training.samples import Sample
from scraper.cleaner.word_scores import BAGS, columns

LEAST = 3.0  # pages: a rarer word says nothing
PRIOR = 2.0  # pages on which each word is taken to have stood, in and out of the story as all words do


@dataclass(frozen=True, slots=True)
class Counts:
    """On how many pages a word stands in the story and outside it: a row a word of the lexicon, a column a bag. A page
    where it does both counts in parts."""

    inside: Floats
    outside: Floats


def count(samples: Sequence[Sample], size: int) -> Counts:
    """Count the words of samples; ``size`` is that of the lexicon."""
    inside, outside = np.zeros((2, size, len(BAGS)))
    for sample in samples:
        known = ~np.isnan(sample.share)
        share = np.nan_to_num(sample.share)
        for number, name in enumerate(BAGS):
            bag = sample.bags[name]
            rows = np.repeat(np.arange(sample.size), bag.counts)
            words, places = np.unique(bag.ids, return_inverse=True)
            both = [np.bincount(places, part[rows], len(words)) for part in (share * known, (1 - share) * known)]
            total = np.maximum(both[0] + both[1], 1)  # at most one page
            inside[words, number] += both[0] / total
            outside[words, number] += both[1] / total
    return Counts(inside, outside)


def scores(counts: Sequence[Counts]) -> Floats:
    """The log-odds of each word in each bag, less those of all words; 0 for rare ones (words × bags)."""
    nothing: Floats = np.zeros_like(counts[0].inside)
    inside, outside = sum((c.inside for c in counts), nothing), sum((c.outside for c in counts), nothing)
    share = (inside.sum(axis=0) + 1) / ((inside + outside).sum(axis=0) + 2)  # never all or nothing
    odds = np.log((inside + PRIOR * share) / (outside + PRIOR * (1 - share))) - np.log(share / (1 - share))
    return np.where(inside + outside < LEAST, 0, odds).astype(np.float16).astype(np.float32)


def of(sample: Sample, table: Floats) -> Floats:
    """The scores of a sample's pieces, as ``WordScores`` gives them."""
    sums, counts = np.zeros((2, sample.size, len(BAGS)))
    for number, name in enumerate(BAGS):
        bag = sample.bags[name]
        found = table[bag.ids, number]
        for into, values in ((sums, found), (counts, found != 0)):
            running = np.concatenate([[0], np.cumsum(values, dtype=float)])
            into[:, number] = running[bag.bounds[1:]] - running[bag.bounds[:-1]]
    return columns(sums, counts)
