"""Do the networks learn what is wanted of a whole page, and do they walk downhill?"""

from __future__ import annotations

import numpy as np
import pytest

from scraper.cleaner.other_pages import SHARE, Networks, Seen
from scraper.cleaner.training import networks
from scraper.cleaner.training.networks import Lesson, fit

PIECES, COLUMNS = 12, 4


def lesson(random: np.random.Generator) -> Lesson:
    """A page of which either the odd pieces are wanted or the even ones: what all pieces have in common tells."""
    odd = np.arange(PIECES) % 2
    wants_odd = random.random() < 0.5
    table = random.normal(size=(PIECES, COLUMNS))
    table[:, 0], table[:, 1] = odd, wants_odd
    words = random.integers(5, 40, PIECES).astype(np.float32)
    share = (odd == wants_odd).astype(np.float32)
    weights = np.stack([words / words.sum(), np.full(PIECES, 1 / PIECES)])
    return Lesson(
        Seen(table.astype(np.float32), np.zeros(PIECES, np.float32), weights.astype(np.float32)), share, words
    )


def test_they_learn_what_only_the_page_as_a_whole_tells() -> None:
    random = np.random.default_rng(0)
    known = Networks(fit([lesson(random) for _ in range(160)]))
    right = []
    for _ in range(40):
        page = lesson(random)
        right += ((known.say(page.seen) > 0) == (page.share > 0.5)).tolist()
    assert np.mean(right) > 0.95


def test_the_same_pages_give_the_same_networks() -> None:
    one, other = (fit([lesson(np.random.default_rng(n)) for n in range(8)]) for _ in range(2))
    assert one.keys() == other.keys()
    assert all(one[name].tobytes() == other[name].tobytes() for name in one)


def test_too_few_pages_teach_nothing() -> None:
    assert fit([lesson(np.random.default_rng(0))] * (networks.TOGETHER - 1)) == {}


@pytest.mark.parametrize("name", ["inner", "inner bias", "again", "page", "outer bias", "last", "trust"])
def test_each_slope_is_that_of_what_is_to_become_small(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(networks, "DROPPED", 0.0)
    monkeypatch.setattr(networks, "INPUTS_DROPPED", 0.0)
    random = np.random.default_rng(3)
    page = lesson(random)
    measure = np.zeros(COLUMNS), np.ones(COLUMNS)
    arrays = {key: array.astype(float) for key, array in networks._start(random, COLUMNS).items()}
    arrays["last"] = random.normal(0, 0.3, arrays["last"].shape)
    slopes = networks._slopes(arrays, page, measure, random)

    def loss() -> float:
        """Of the first network."""
        everything = {key: array[:1] for key, array in arrays.items()}
        said = Networks({"mean": measure[0], "scale": measure[1], **everything}).say(page.seen) / SHARE
        chance = 1 / (1 + np.exp(-said))
        weight = np.sqrt(page.words + 1)
        entropy = -(page.share * np.log(chance) + (1 - page.share) * np.log(1 - chance))
        both = 2 * (chance * page.share * page.words).sum()
        size = ((chance + page.share) * page.words).sum() + 1
        return float((entropy * weight).sum() / weight.sum() + 1 - both / size)

    place = np.unravel_index(int(np.abs(slopes[name][0]).argmax()), slopes[name][0].shape)
    step = 1e-2
    found = []
    for change in (step, -2 * step):
        arrays[name][(0, *place)] += change
        found.append(loss())
    assert slopes[name][(0, *place)] == pytest.approx((found[0] - found[1]) / (2 * step), rel=0.02, abs=1e-4)
