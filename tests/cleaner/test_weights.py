"""Does a model come out of its file as it went in, and is a bad file told from a good one?"""

from __future__ import annotations

import json

import numpy as np
import pytest

from scraper.cleaner import weights
from scraper.cleaner.classifier import Classifier, default
from scraper.errors import ModelError
from tests.cleaner import models


def test_a_model_comes_back_as_it_was() -> None:
    model = models.weights()
    again = weights.load(weights.dump(model))
    assert (again.columns, again.words, again.numbers) == (model.columns, model.words, model.numbers)
    assert again.about == json.loads(json.dumps(model.about))
    assert again.arrays.keys() == model.arrays.keys()
    for name, array in model.arrays.items():
        assert again.arrays[name].dtype == array.dtype
        np.testing.assert_array_equal(again.arrays[name], array)


def test_the_same_model_gives_the_same_bytes() -> None:
    data = weights.dump(models.weights())
    assert weights.dump(models.weights()) == data
    assert weights.dump(weights.load(data)) == data
    assert weights.dump(models.weights(seed=1)) != data


def header(data: bytes, **changes: object) -> bytes:
    """The file with another header."""
    line, _, rest = data.partition(b"\n")
    return json.dumps(json.loads(line) | changes).encode() + b"\n" + rest


GOOD = weights.dump(models.weights())


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\n",
        b"<!doctype html>",
        b"[]\n",
        b"{}\n",
        b"\xff\xfe\x00",
        GOOD[:200],
        GOOD[:-2],  # cut off in the last array
        header(GOOD, arrays={"first nodes": ["<f2", [1 << 40]]}),
        header(GOOD, arrays={"first nodes": ["<f8", [1]]}),
    ],
    ids=lambda data: repr(data[:12]),
)
def test_what_is_no_model_is_told(data: bytes) -> None:
    with pytest.raises(ModelError, match="no model file, or a broken one"):
        weights.load(data)


def test_another_format_is_named() -> None:
    with pytest.raises(ModelError, match=r"'scraper story model 1'.*train it again"):
        weights.load(header(GOOD, format="scraper story model 1"))


def test_a_model_trained_on_other_features_is_told() -> None:
    for columns in (("length 0",), models.weights().columns[:-1], models.weights().columns[::-1]):
        with pytest.raises(ModelError, match="other features"):
            Classifier(models.weights(columns=columns))


def test_the_model_we_bring_fits_and_says_what_it_is_made_from() -> None:
    model = default().model
    default().ask(models.observed("<p>The water came at noon."))
    credits_ = " ".join(model.about["made from"])
    for source in ("WCXB", "CC BY 4.0", "Fundus", "MIT", "trafilatura", "Apache-2.0"):
        assert source in credits_
    assert len(model.numbers["expected"]) == len(model.numbers["confidence"])
