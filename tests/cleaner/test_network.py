"""Can what the network says be traced back to the evidence it saw?

Between the ramps of its units, and with the spreads of its normalisations taken as given, the network is linear. Here
it is written down once more as that linear function: its inputs and what it found around each piece go in, log-odds
come out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

import numpy as np
import pytest

from scraper.cleaner.bags import BAGS, Words, vectors
from scraper.cleaner.classifier import FAMILIES, Classifier
from scraper.cleaner.features import Features
from scraper.cleaner.features.columns import Family, Floats
from scraper.cleaner.network import LAYERS, REACH, Network, Pass
from scraper.cleaner.selection import probabilities
from scraper.cleaner.weights import Weights
from tests.cleaner import models
from tests.cleaner.pages import page

SEEN = models.observed(page(inside="<aside class=nav><p>Read more</p><p><a href=/sport>Sport</a></p></aside>"))
Linear = Callable[[Floats, Iterable[Floats]], Floats]


def member(model: Weights, number: int = 0) -> dict[str, Floats]:
    """The arrays of one member, exact enough to take differences of."""
    return {name: array[number].astype(float) for name, array in model.arrays.items() if name not in ("mean", "scale")}


def passed(model: Weights, seen: Features) -> tuple[Network, Pass]:
    """One member's look at a page."""
    arrays = member(model)
    table = (seen.table - model.arrays["mean"]) / model.arrays["scale"]
    words = vectors(Words(model.words).of(seen), seen, {bag: arrays[f"{bag}_vectors"] for bag in BAGS})
    network = Network(arrays)
    return network, network.run(np.concatenate([table, words], axis=1).astype(float), seen.boxes)


def frozen(arrays: dict[str, Floats], found: Pass) -> Linear:
    """The network as a linear function, at the place where it passed by."""

    def normal(values: Floats, name: str, spread: Floats) -> Floats:
        centred = values - values.mean(axis=1, keepdims=True)
        return centred / spread * arrays[f"{name}_gain"] + arrays[f"{name}_shift"]

    def run(inputs: Floats, around: Iterable[Floats]) -> Floats:
        raw = inputs @ arrays["in_weight"] + arrays["in_bias"]
        hidden = normal(raw * found.active, "in", found.spread)
        for number, (look, beside) in enumerate(zip(found.looks, around, strict=True)):
            width = hidden.shape[1]
            own = arrays[f"{number}_weight"][REACH * width : (REACH + 1) * width]
            raw = hidden @ own + beside + arrays[f"{number}_bias"]
            hidden = normal(hidden + raw * look.active, str(number), look.spread)
        return hidden @ arrays["out_weight"][:, 0] + arrays["out_bias"]

    return run


def surroundings(found: Pass) -> list[Floats]:
    """What each look found around each piece."""
    return [look.beside + look.boxes + look.page for look in found.looks]


@pytest.mark.parametrize("seed", range(3))
def test_the_evidence_and_a_constant_make_the_odds(seed: int) -> None:
    model = models.weights(seed)
    network, found = passed(model, SEEN)
    linear = frozen(member(model), found)
    np.testing.assert_allclose(linear(found.inputs, surroundings(found)), found.odds, rtol=1e-4, atol=1e-4)
    constant = linear(np.zeros_like(found.inputs), [np.zeros(1)] * LAYERS)
    of_inputs, around = network.trace(found)
    assert of_inputs.shape == found.inputs.shape
    total = constant + of_inputs.sum(axis=1) + around.sum(axis=1)
    np.testing.assert_allclose(total, found.odds, rtol=1e-4, atol=1e-4)


def test_an_input_counts_for_as_much_as_the_odds_change_with_it() -> None:
    model = models.weights()
    network, found = passed(model, SEEN)
    linear = frozen(member(model), found)
    of_inputs, _ = network.trace(found)
    beside, step = surroundings(found), 1e-3
    for column in range(0, found.inputs.shape[1], 37):
        moved = found.inputs.copy()
        moved[:, column] += step
        slope = (linear(moved, beside) - linear(found.inputs, beside)) / step
        np.testing.assert_allclose(slope * found.inputs[:, column], of_inputs[:, column], rtol=1e-3, atol=1e-4)


def test_a_piece_is_seen_with_its_neighbours_but_none_beyond_the_boxes() -> None:
    html = "".join(f"<section><p>Word number {n} of the page, all alone in its box.</p></section>" for n in range(30))
    model = models.weights()
    arrays = member(model)
    for number in range(LAYERS):
        arrays[f"{number}_weight"][-len(arrays["in_bias"][0]) :] = 0  # of the page as a whole
    seen = models.observed(html)
    boxes = seen.boxes
    boxes.chain[:] = boxes.chain[:, :1]  # and of all boxes but the innermost
    inputs = np.random.default_rng(0).normal(size=(30, arrays["in_weight"].shape[0]))
    before = Network(arrays).run(inputs, boxes).odds
    inputs[15] += 1
    changed = np.flatnonzero(~np.isclose(Network(arrays).run(inputs, boxes).odds, before, atol=1e-5))
    reach = LAYERS * REACH
    assert changed.tolist() == list(range(15 - reach, 15 + reach + 1))


@pytest.mark.parametrize("members", [1, 3])
def test_the_answer_is_the_mean_of_the_members(members: int) -> None:
    model = models.weights(members=members)
    whole = Classifier(model).ask(SEEN)
    single = [Classifier(model, [number]).ask(SEEN) for number in range(members)]
    np.testing.assert_allclose(whole.odds, np.mean([one.odds for one in single], axis=0), rtol=1e-4, atol=1e-5)
    np.testing.assert_allclose(whole.evidence, np.mean([one.evidence for one in single], axis=0), rtol=1e-4, atol=1e-5)
    np.testing.assert_allclose(whole.types, np.mean([one.types for one in single], axis=0), rtol=1e-4, atol=1e-5)


def test_the_evidence_is_told_by_families_and_none_is_lost() -> None:
    model = models.weights(members=1, numbers={"calibration": (1.0, 0.0)})
    seen = models.observed(page())
    seen.table[:] = seen.table.clip(-1, 1)  # nothing that the classifier clips
    answer = Classifier(model).ask(seen)
    network, found = passed(model, seen)
    of_inputs, around = network.trace(found)
    assert answer.evidence.shape == (len(seen.table), len(FAMILIES))
    np.testing.assert_allclose(
        answer.evidence.sum(axis=1), of_inputs.sum(axis=1) + around.sum(axis=1), rtol=1e-3, atol=1e-3
    )
    beside = answer.evidence[:, FAMILIES.index(Family.NEIGHBOURS)]
    np.testing.assert_allclose(beside, around[:, 0], rtol=1e-3, atol=1e-3)


def test_the_calibration_is_a_slope_and_an_offset() -> None:
    raw = Classifier(models.weights(numbers={"calibration": (1.0, 0.0)})).ask(SEEN)
    told = Classifier(models.weights(numbers={"calibration": (0.5, -1.0)})).ask(SEEN)
    np.testing.assert_allclose(told.odds, 0.5 * raw.odds - 1, rtol=1e-4, atol=1e-5)
    assert (probabilities(told.odds) < 1).all()


def test_the_same_page_is_answered_the_same() -> None:
    first, second = (models.classifier().ask(models.observed(page())) for _ in range(2))
    np.testing.assert_array_equal(first.odds, second.odds)
    np.testing.assert_array_equal(first.evidence, second.evidence)
