"""Which network learns, and in which form do its weights travel?

The same computation as ``classifier``'s, in PyTorch; a test holds the two together.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor, nn

from scraper.cleaner.bags import BAGS
from scraper.cleaner.features import LEVELS
from scraper.cleaner.network import LAYERS, REACH

HIDDEN = 64
VECTOR = 8  # numbers a word
TYPES = ("article", "service", "product", "collection", "forum", "listing", "documentation")  # of pages
DROPOUT = 0.4  # of hidden units; two thousand sites are few
SPREAD = 0.02  # least standard deviation of a feature


@dataclass(frozen=True, slots=True)
class Batch:
    """Several pages, one after the other. ``beside`` are the numbers of the pieces near each piece (the number of all
    pieces where there is none); ``first``, ``end`` bound its boxes and, in the last column, its page."""

    table: Tensor
    bags: tuple[tuple[Tensor, Tensor], ...]  # word ids and where each piece's begin
    beside: Tensor
    first: Tensor
    end: Tensor
    pages: tuple[Tensor, Tensor]  # where each page begins and ends


class Network(nn.Module):
    """One member of the ensemble. ``sizes`` are those of the vocabularies, bag by bag; word 0 is the unknown one."""

    def __init__(self, columns: int, sizes: Sequence[int]) -> None:
        super().__init__()
        self.words = nn.ModuleList(nn.EmbeddingBag(size + 1, VECTOR, mode="mean", padding_idx=0) for size in sizes)
        for bag in self.words:
            nn.init.normal_(bag.weight, 0, 0.1)
            with torch.no_grad():
                bag.weight[0] = 0
        self.enter = nn.Linear(columns + VECTOR * len(sizes), HIDDEN)
        self.enter_norm = nn.LayerNorm(HIDDEN)
        around = HIDDEN * (2 * REACH + 1 + LEVELS + 1)
        self.layers = nn.ModuleList(nn.Linear(around, HIDDEN) for _ in range(LAYERS))
        self.norms = nn.ModuleList(nn.LayerNorm(HIDDEN) for _ in range(LAYERS))
        self.leave = nn.ModuleList(nn.Linear(HIDDEN, 1) for _ in range(LAYERS))
        self.kind = nn.Linear(HIDDEN, len(TYPES))
        self.drop = nn.Dropout(DROPOUT)

    def forward(self, batch: Batch) -> tuple[list[Tensor], Tensor]:
        """The log-odds of each piece after each look around, of which the last counts; those of each page's type."""
        vectors = [bag(ids, starts) for bag, (ids, starts) in zip(self.words, batch.bags, strict=True)]
        hidden = self.drop(self.enter_norm(torch.relu(self.enter(torch.cat([batch.table, *vectors], 1)))))
        outputs = []
        for layer, norm, leave in zip(self.layers, self.norms, self.leave, strict=True):
            hidden = self.drop(norm(hidden + torch.relu(layer(_around(hidden, batch)))))
            outputs.append(leave(hidden)[:, 0])
        running = _running(hidden)
        first, end = batch.pages
        page = (running[end] - running[first]) / (end - first)[:, None]
        return outputs, self.kind(page.float())


def _running(hidden: Tensor) -> Tensor:
    return torch.cat([hidden.new_zeros(1, HIDDEN, dtype=torch.float64), torch.cumsum(hidden.double(), 0)])


def _around(hidden: Tensor, batch: Batch) -> Tensor:
    padded = torch.cat([hidden, hidden.new_zeros(1, HIDDEN)])
    running = _running(hidden)
    boxes = (running[batch.end] - running[batch.first]) / (batch.end - batch.first)[..., None]
    return torch.cat([padded[batch.beside].flatten(1), boxes.float().flatten(1)], 1)


def arrays(members: Sequence[Network], mean: np.ndarray, scale: np.ndarray) -> Mapping[str, np.ndarray]:
    """The weights as the classifier wants them: members first, matrices to be multiplied from the right."""

    def stack(of: list[Tensor], *, turned: bool = False) -> np.ndarray:
        stacked = np.stack([tensor.detach().numpy() for tensor in of])
        return stacked.transpose(0, 2, 1) if turned else stacked

    def row(of: list[Tensor]) -> np.ndarray:
        return stack(of)[:, None]

    found = {"mean": mean, "scale": scale}
    for number, name in enumerate(BAGS):
        found[f"{name}_vectors"] = stack([member.words[number].weight[1:] for member in members])
    found["in_weight"] = stack([member.enter.weight for member in members], turned=True)
    found["in_bias"] = row([member.enter.bias for member in members])
    found["in_gain"] = row([member.enter_norm.weight for member in members])
    found["in_shift"] = row([member.enter_norm.bias for member in members])
    for layer in range(LAYERS):
        found[f"{layer}_weight"] = stack([member.layers[layer].weight for member in members], turned=True)
        found[f"{layer}_bias"] = row([member.layers[layer].bias for member in members])
        found[f"{layer}_gain"] = row([member.norms[layer].weight for member in members])
        found[f"{layer}_shift"] = row([member.norms[layer].bias for member in members])
    found["out_weight"] = stack([member.leave[-1].weight for member in members], turned=True)
    found["type_weight"] = stack([member.kind.weight for member in members], turned=True)
    found["type_bias"] = row([member.kind.bias for member in members])
    found["out_bias"] = stack([member.leave[-1].bias for member in members])
    return found
