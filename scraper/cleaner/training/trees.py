"""How does a forest grow?

The only door to CatBoost. What it grows is brought into the form that ``forest`` runs.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
from catboost import CatBoost, Pool

from scraper.cleaner.features.columns import Family, Floats
from scraper.cleaner.forest import FAMILIES
from scraper.cleaner.page_types import TYPES
from scraper.cleaner.weights import Array

THREADS = 2  # fixed: the order of sums, and so the last digits, depend on it
SEED = 20_261_125


@dataclass(frozen=True, slots=True)
class Plan:
    """How many trees, and how much each learns; ``strictness`` keeps the values of rare nodes small."""

    trees: int
    rate: float
    strictness: float
    depth: int = 6
    columns: float = 0.3  # of all are tried for a question


@dataclass(frozen=True, slots=True)
class Rows:
    """What to learn from: numbers, the share of each row's words that are of the story, the weight of each row, and the
    log-odds to start from."""

    table: Floats
    share: Floats
    weight: Floats
    start: Floats | None = None


def grow(rows: Rows, families: Sequence[Family], plan: Plan) -> Mapping[str, Array]:
    """The arrays of a forest that has learned from the rows; ``families`` are those of the columns.

    Raises ValueError when there is nothing to be learned from them.
    """
    weight = rows.weight / rows.weight.mean()
    grown = _grown(Pool(rows.table, rows.share, weight=weight, baseline=rows.start), "CrossEntropy", plan)
    scale, (bias,) = grown["scale_and_bias"]
    trees = [_tree(tree, families, plan.depth) for tree in grown["oblivious_trees"] if tree["splits"]]
    if not trees:
        raise ValueError("nothing could be learned from so few pages")
    columns, borders, nodes = (np.array(part) for part in zip(*trees, strict=True))
    nodes *= scale
    nodes[0, 1:] += bias
    return {**_questions(columns, borders), "nodes": nodes.astype(np.float16)}


def grow_types(table: Floats, types: Sequence[int], plan: Plan) -> Mapping[str, Array]:
    """The arrays of a forest that tells the types of pages, given as numbers in the order of ``page_types.TYPES``."""
    grown = _grown(Pool(table, np.array(types)), "MultiClass", plan, classes_count=len(TYPES))
    scale, bias = grown["scale_and_bias"]
    trees = [tree for tree in grown["oblivious_trees"] if len(tree["splits"] or ()) == plan.depth]
    columns, borders = (
        np.array([[split[name] for split in reversed(tree["splits"])] for tree in trees]).reshape(-1, plan.depth)
        for name in ("float_feature_index", "border")
    )
    values = np.array([tree["leaf_values"] for tree in trees]).reshape(len(trees), 1 << plan.depth, len(TYPES)) * scale
    return {**_questions(columns, borders), "values": values.astype(np.float16), "bias": np.array(bias, np.float32)}


def _grown(pool: Pool, loss: str, plan: Plan, **more: int) -> dict[str, Any]:
    model = CatBoost(
        {
            "loss_function": loss,
            "iterations": plan.trees,
            "learning_rate": plan.rate,
            "l2_leaf_reg": plan.strictness,
            "depth": plan.depth,
            "rsm": plan.columns,
            "bootstrap_type": "Bernoulli",
            "subsample": 0.7,
            "border_count": 32,
            "boost_from_average": False,
            "random_seed": SEED,
            "thread_count": THREADS,
            "logging_level": "Silent",
            "allow_writing_files": False,
            **more,
        }
    )
    model.fit(pool)
    with TemporaryDirectory() as folder:
        file = Path(folder, "model.json")
        model.save_model(str(file), format="json")
        found: dict[str, Any] = json.loads(file.read_text("utf-8"))
    return found


def _questions(columns: Array, borders: Array) -> dict[str, Array]:
    return {"columns": columns.astype(np.uint16), "borders": borders.astype(np.float32)}


def _tree(tree: Mapping[str, Any], families: Sequence[Family], depth: int) -> tuple[list[int], list[float], Floats]:
    """Questions of one family side by side; the leaves in the order of the answers, the first one the highest bit;
    above them the mean values of the nodes."""
    splits = tree["splits"]
    columns = [split["float_feature_index"] for split in splits]
    order = sorted(range(len(splits)), key=lambda split: (FAMILIES.index(families[columns[split]]), split))
    order += order[-1:] * (depth - len(order))  # a tree that ran out of questions asks its last one again
    places = np.arange(1 << depth)
    leaves = np.zeros_like(places)
    for at, split in enumerate(order):
        leaves |= ((places >> (depth - 1 - at)) & 1) << split
    values, weights = np.array(tree["leaf_values"])[leaves], np.array(tree["leaf_weights"])[leaves] + 1e-6
    nodes, total = np.zeros((2, 2 << depth))
    nodes[1 << depth :], total[1 << depth :] = values * weights, weights
    for node in range((1 << depth) - 1, 0, -1):
        nodes[node] = nodes[2 * node] + nodes[2 * node + 1]
        total[node] = total[2 * node] + total[2 * node + 1]
    borders = [splits[split]["border"] for split in order]
    return [columns[split] for split in order], borders, nodes / np.maximum(total, 1e-9)
