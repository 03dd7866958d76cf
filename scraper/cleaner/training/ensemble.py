"""How do several networks make one model?

Each member learns from the sites of all folds but one, so for every page there is a member that has never seen its
site: what that one says calibrates the model and tells how good it is on strangers.
"""

from __future__ import annotations

import multiprocessing
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import torch

from scraper.cleaner.features import column_names
from scraper.cleaner.selection import choose, probabilities
from scraper.cleaner.training import calibrate, fit, network
from scraper.cleaner.training.corpus import fold_of
from scraper.cleaner.training.reading import Lexicon
from scraper.cleaner.training.report import Unseen, score
from scraper.cleaner.training.samples import Sample
from scraper.cleaner.weights import Weights

MEMBERS = 5
SEED = 20_261_125
CREDITS = (
    "WCXB, the Web Content eXtraction Benchmark, Murrough Foley, 2026, CC BY 4.0; the weights are derived from it",
    "the parser tests of Fundus, flairNLP, MIT",
    "the evaluation set of trafilatura, Adrien Barbaresi, Apache-2.0",
)


@dataclass(frozen=True, slots=True)
class Work:
    """All that a process needs to train a member."""

    known: Sequence[Sample]
    plainer: Sequence[Sample]
    data: fit.Data


_work: list[Work] = []  # of a training process: handed over once, when it starts


def learn(
    known: Sequence[Sample], plainer: Sequence[Sample], lexicon: Lexicon, processes: int
) -> tuple[Weights, Sequence[Unseen]]:
    """The model, and for each page what the member that has not seen its site says of it."""
    words = fit.vocabulary(known)
    data = fit.prepare([*known, *plainer], words, len(lexicon.numbers))
    work = Work(known, plainer, data)
    with multiprocessing.get_context("fork").Pool(processes, _start, (work,)) as pool:
        trained = pool.map(_member, range(MEMBERS), chunksize=1)
    odds = {number: found for _, unseen in trained for number, found in unseen.items()}
    slope, offset = _calibration(known, odds)
    pages = [_page(sample, odds[number] * slope + offset) for number, sample in enumerate(known)]
    whole = [page for page in pages if page.score is not None]
    places, heights = calibrate.confidence([page.expected for page in whole], [page.score or 0.0 for page in whole])
    members = [_loaded(state, data) for state, _ in trained]
    names = lexicon.words()
    model = Weights(
        about={"made from": CREDITS, "pages": len(known), "members": MEMBERS, "seed": SEED},
        columns=column_names(),
        words={name: tuple(names[number] for number in numbers) for name, numbers in words.items()},
        arrays=network.arrays(members, data.mean, data.scale),
        numbers={"calibration": (slope, offset), "expected": places, "confidence": heights},
    )
    return model, pages


def _start(work: Work) -> None:
    torch.set_num_threads(1)
    torch.use_deterministic_algorithms(mode=True)
    _work.append(work)


def _member(number: int) -> tuple[dict[str, torch.Tensor], dict[int, np.ndarray]]:
    """Train a member without its fold; its weights, and what it says of the pages of that fold."""
    work = _work[0]
    pages = work.data.samples
    chosen = [index for index, page in enumerate(pages) if fold_of(page.site, MEMBERS) != number + 1]

    def tell(line: str) -> None:
        print(f"member {number + 1}: {line}", flush=True)

    trained = fit.train(work.data, chosen, SEED + number, tell)
    unseen = {
        index: fit.predict(trained, work.data, page)
        for index, page in enumerate(work.known)
        if fold_of(page.site, MEMBERS) == number + 1
    }
    return trained.state_dict(), unseen


def _loaded(state: Mapping[str, torch.Tensor], data: fit.Data) -> network.Network:
    member = fit.empty(data)
    member.load_state_dict(state)
    return member.eval()


def _calibration(known: Sequence[Sample], odds: Mapping[int, np.ndarray]) -> tuple[float, float]:
    """Slope and offset over all pieces of pages with a whole text; each page counts the same, words within it."""
    rows = [(number, sample) for number, sample in enumerate(known) if sample.truth is not None]
    return calibrate.scale(
        np.concatenate([odds[number] for number, _ in rows]),
        np.concatenate([sample.share for _, sample in rows]),
        np.concatenate([sample.words / sample.words.sum() for _, sample in rows]),
    )


def _page(sample: Sample, odds: np.ndarray) -> Unseen:
    chosen, expected = choose(probabilities(odds), sample.words)
    return score(sample, chosen, expected)
