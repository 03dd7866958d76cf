"""How do thousands of pages become samples?"""

from __future__ import annotations

import multiprocessing
from collections.abc import Sequence

import numpy as np

from scraper.cleaner.training.corpus import Example, fold_of
from scraper.cleaner.training.samples import Bag, Look, Sample, look
from scraper.cleaner.training.undress import PLAINER, Dress

AT_ONCE = 20  # pages handed to a process
PLAINER_OF_TEN, STREWN_OF_TEN = 3, 6  # pages of ten that are shown in a plainer dress, or strewn, too


class Lexicon:
    """All words met so far, numbered in the order of meeting."""

    def __init__(self) -> None:
        self.numbers: dict[str, int] = {}

    def bag(self, rows: Sequence[tuple[str, ...]]) -> Bag:
        """The words of each row as numbers."""
        bounds = np.zeros(len(rows) + 1, np.intp)
        np.cumsum([len(row) for row in rows], out=bounds[1:])
        numbers = self.numbers
        ids = [numbers.setdefault(word, len(numbers)) for row in rows for word in row]
        return Bag(np.array(ids, np.intp), bounds)

    def words(self) -> list[str]:
        """All words by number."""
        return list(self.numbers)


def read(examples: Sequence[Example], processes: int) -> tuple[list[Sample], list[Sample], Lexicon]:
    """The samples of all pages with text, and of some of them in other dresses."""
    jobs = [(example, dress) for example in examples for dress in _dresses(example)]
    lexicon = Lexicon()
    known: list[Sample] = []
    plainer: list[Sample] = []
    with multiprocessing.get_context("spawn").Pool(processes) as pool:
        for (example, dress), seen in zip(jobs, pool.imap(_look, jobs, AT_ONCE), strict=True):
            if seen is not None:
                (known if dress is Dress.WHOLE else plainer).append(_sample(example, seen, lexicon))
    return known, plainer, lexicon


def _dresses(example: Example) -> list[Dress]:
    """Always the same ones for the same page."""
    dresses = [Dress.WHOLE]
    if fold_of(example.id, 10) <= PLAINER_OF_TEN:
        dresses.append(PLAINER[fold_of(f"{example.id} dress", len(PLAINER)) - 1])
    if fold_of(f"{example.id} strewn", 10) <= STREWN_OF_TEN:
        dresses.append(Dress.STREWN)
    return dresses


def _look(job: tuple[Example, Dress]) -> Look | None:
    return look(*job)


def _sample(example: Example, seen: Look, lexicon: Lexicon) -> Sample:
    return Sample(
        id=example.id,
        site=example.site,
        type=example.type,
        table=seen.table,
        words=seen.words,
        first=seen.first,
        end=seen.end,
        kinds=seen.kinds,
        share=seen.share,
        bags={name: lexicon.bag(rows) for name, rows in seen.bags.items()},
        texts=seen.texts,
        truth=example.text,
        segments=(example.wanted, example.unwanted),
    )
