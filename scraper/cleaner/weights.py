"""How does a trained model travel?

A file of one header line (JSON: what the model is, its vocabularies, the kinds and shapes of its arrays) and the
arrays one after the other. The same training writes the same bytes.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from scraper.errors import ModelError

FORMAT = "scraper story model 2"
KINDS = ("<f2", "<f4", "<u2")  # of numbers

Array = NDArray[Any]


@dataclass(frozen=True, slots=True)
class Weights:
    """A model as stored. ``about`` says how it was made and credits what it was made from; ``words`` are its
    vocabularies, ``columns`` the names of the features it knows; ``arrays`` hold numbers of one of ``KINDS``."""

    about: Mapping[str, Any]
    columns: tuple[str, ...]
    words: Mapping[str, tuple[str, ...]]
    arrays: Mapping[str, Array]
    numbers: Mapping[str, tuple[float, ...]] = field(default_factory=dict)


def dump(weights: Weights) -> bytes:
    """The file's bytes."""
    header = {
        "format": FORMAT,
        "about": weights.about,
        "columns": weights.columns,
        "words": weights.words,
        "numbers": weights.numbers,
        "arrays": {name: (array.dtype.str, array.shape) for name, array in weights.arrays.items()},
    }
    line = json.dumps(header, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    return b"".join([line.encode(), b"\n", *(array.tobytes() for _, array in sorted(weights.arrays.items()))])


def load(data: bytes) -> Weights:
    """The model in a file's bytes. Raises ModelError for what is none, or one of another format."""
    line, _, rest = data.partition(b"\n")
    try:
        header = json.loads(line)
        if header["format"] != FORMAT:
            raise ModelError(f"a model of the format {header['format']!r}, and {FORMAT!r} is needed: train it again")
        arrays, start = {}, 0
        for name, (kind, shape) in sorted(header["arrays"].items()):
            flat = np.frombuffer(rest, KINDS[KINDS.index(kind)], int(np.prod(shape)), start)
            arrays[name] = flat.reshape(shape)
            start += flat.nbytes
        return Weights(
            about=header["about"],
            columns=tuple(header["columns"]),
            words={name: tuple(words) for name, words in header["words"].items()},
            arrays=arrays,
            numbers={name: tuple(values) for name, values in header["numbers"].items()},
        )
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise ModelError(f"no model file, or a broken one: {error}") from error
