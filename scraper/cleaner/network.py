"""What does one neural network make of a page, and why?

It sees each piece by its features and words, then twice looks around: at the pieces before and after it, at the boxes
it stands in, at the whole page. Between the ramps of its units it is linear, so what it says of a piece can be traced
back, exactly but for a constant, to the evidence it saw.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from scraper.cleaner.features.boxes import LEVELS, Boxes
from scraper.cleaner.features.columns import Floats

REACH = 2  # pieces before and after that are looked at
LAYERS = 2  # looks around
EPSILON = 1e-5  # of the layer normalisation (Ba, Kiros and Hinton, 2016)
TAPS = 2 * REACH + 1


@dataclass(slots=True)
class Look:
    """One look around: what came of each part of it, and what is needed to trace it back."""

    beside: Floats  # from the pieces before and after
    boxes: Floats
    page: Floats  # one row, the same for all
    active: Floats  # 1 where a unit was on its ramp
    spread: Floats  # of the hidden units, by which they were divided


@dataclass(slots=True)
class Pass:
    """All that happened on the way: inputs, looks, and what was said of each piece (log-odds) and of the page."""

    inputs: Floats
    active: Floats
    spread: Floats
    looks: list[Look]
    odds: Floats
    types: Floats


class Network:
    """The weights of one network, as matrices to be multiplied from the right."""

    __slots__ = ("_enter", "_leave", "_looks", "_type", "width")

    def __init__(self, arrays: Mapping[str, Floats]) -> None:
        self._enter = tuple(arrays[f"in_{part}"] for part in ("weight", "bias", "gain", "shift"))
        self.width = width = self._enter[0].shape[1]
        self._looks = []
        for number in range(LAYERS):
            weight = arrays[f"{number}_weight"].reshape(TAPS + LEVELS + 1, width, width)
            beside, boxes = (
                np.ascontiguousarray(part.transpose(1, 0, 2).reshape(width, -1))
                for part in (weight[:TAPS], weight[TAPS:-1])
            )
            rest = (arrays[f"{number}_{part}"] for part in ("bias", "gain", "shift"))
            self._looks.append((beside, boxes, weight[REACH], weight[-1], *rest))
        self._leave = (arrays["out_weight"][:, 0], arrays["out_bias"])
        self._type = (arrays["type_weight"], arrays["type_bias"][0])

    def run(self, inputs: Floats, boxes: Boxes) -> Pass:
        """Look at a page. ``inputs`` has a row a piece: its features, then the vectors of its words."""
        weight, bias, gain, shift = self._enter
        raw = inputs @ weight + bias
        active = (raw > 0).astype(np.float32)
        hidden, spread = _normal(raw * active, gain, shift)
        found = Pass(inputs, active, spread, [], raw, raw)
        for number in range(LAYERS):
            hidden, look = self._look(number, hidden, boxes)
            found.looks.append(look)
        out, constant = self._leave
        found.odds = hidden @ out + constant
        found.types = hidden.mean(axis=0) @ self._type[0] + self._type[1]
        return found

    def _look(self, number: int, hidden: Floats, boxes: Boxes) -> tuple[Floats, Look]:
        of_beside, of_boxes, _, of_page, bias, gain, shift = self._looks[number]
        rows, width = hidden.shape
        parts = (hidden @ of_beside).reshape(rows, TAPS, width)
        beside = np.zeros((rows, width), np.float32)
        for distance in range(1, REACH + 1):
            beside[distance:] += parts[: rows - distance, REACH - distance]
            beside[: rows - distance] += parts[distance:, REACH + distance]
        running = np.zeros((rows + 1, width), np.float32)
        np.cumsum(hidden, axis=0, out=running[1:])
        means = (running[boxes.end] - running[boxes.first]) / boxes.sizes[:, None]
        said = (means @ of_boxes).reshape(len(means), LEVELS, width)
        around = said[boxes.chain[:, 0], 0]
        for level in range(1, LEVELS):
            around += said[boxes.chain[:, level], level]
        page = means[0] @ of_page
        raw = parts[:, REACH] + beside + around + page + bias
        active = (raw > 0).astype(np.float32)
        hidden, spread = _normal(hidden + raw * active, gain, shift)
        return hidden, Look(beside, around, page, active, spread)

    def trace(self, found: Pass) -> tuple[Floats, Floats]:
        """Where the log-odds of each piece come from: its inputs (pieces × inputs), and what stands around it (pieces ×
        neighbours, boxes, page)."""
        slope = np.broadcast_to(self._leave[0], found.looks[-1].beside.shape)
        around = np.zeros((len(slope), 3), np.float32)
        for number in reversed(range(LAYERS)):
            look, (_, _, of_self, _, _, gain, _) = found.looks[number], self._looks[number]
            slope = _back(slope, gain, look.spread)
            ramp = slope * look.active
            for place, part in enumerate((look.beside, look.boxes, look.page)):
                around[:, place] += (part * ramp).sum(axis=1)
            slope = slope + ramp @ of_self.T
        weight, _, gain, _ = self._enter
        ramp = _back(slope, gain, found.spread) * found.active
        return found.inputs * (ramp @ weight.T), around


def _normal(values: Floats, gain: Floats, shift: Floats) -> tuple[Floats, Floats]:
    centred = values - values.mean(axis=1, keepdims=True)
    spread: Floats = np.sqrt(np.einsum("ij,ij->i", centred, centred)[:, None] / values.shape[1] + EPSILON)
    normal: Floats = centred / spread * gain + shift
    return normal, spread


def _back(slope: Floats, gain: Floats, spread: Floats) -> Floats:
    """Slopes before a normalisation whose spread is taken as given."""
    before = slope * gain / spread
    centred: Floats = before - before.mean(axis=1, keepdims=True)
    return centred
