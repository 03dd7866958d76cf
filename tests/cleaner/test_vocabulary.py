"""Are words found in a vocabulary, whatever their hashes?"""

from __future__ import annotations

import os
import pickle
import random
import subprocess
import sys

import numpy as np
import pytest

from scraper.cleaner.vocabulary import Vocabulary

WORDS = [f"word {number}" for number in range(3_000)]
SCORES = np.random.default_rng(0).integers(-3, 4, (len(WORDS), 2)).astype(np.float16)


def test_each_word_has_its_own_score() -> None:
    rows = [(word,) for word in random.Random(1).sample(WORDS, len(WORDS))]
    told = Vocabulary(WORDS, SCORES).told(rows)
    wanted = SCORES[[WORDS.index(word) for (word,) in rows]]
    assert told[..., 0].tolist() == wanted.tolist()
    assert told[..., 1].tolist() == (wanted != 0).astype(float).tolist()


def test_scores_of_a_row_are_added_up_and_unknown_words_have_none() -> None:
    rows = [("word 1", "never", "word 2", "word 1"), (), ("never",), ("word 1", "never", "word 2", "word 1")]
    told = Vocabulary(WORDS, SCORES).told(rows)
    scored = SCORES[[1, 2, 1]]
    assert told.shape == (4, 2, 2)
    assert told[0].tolist() == np.stack([scored.sum(axis=0), (scored != 0).sum(axis=0)], axis=1).tolist()
    assert told[3].tolist() == told[0].tolist()
    assert not told[1:3].any()


@pytest.mark.parametrize(("known", "other"), [("sk", "歳"), ("ék", "毩"), ("歳", "sk")])
def test_words_that_python_holds_in_the_same_bytes_are_told_apart(known: str, other: str) -> None:
    assert hash(known) == hash(other)
    told = Vocabulary([known], np.ones((1, 1), np.float16)).told([(known,), (other,)])
    assert told[:, 0, 1].tolist() == [1, 0]


@pytest.mark.parametrize("size", [0, 1])
def test_a_small_vocabulary_knows_no_other_words(size: int) -> None:
    told = Vocabulary(WORDS[:size], np.ones((size, 1), np.float16)).told([("word 0",), ("word 1",)])
    assert told[:, 0, 1].tolist() == [size, 0]


def test_another_process_has_other_hashes_and_finds_the_same_words() -> None:
    sent = pickle.dumps((Vocabulary(WORDS, SCORES), [(word,) for word in WORDS]))
    code = "import pickle, sys; known, rows = pickle.load(sys.stdin.buffer); print(known.told(rows).tobytes().hex())"
    other = {**os.environ, "PYTHONHASHSEED": "1"}
    answer = subprocess.run([sys.executable, "-c", code], input=sent, env=other, capture_output=True, check=True)
    told = Vocabulary(WORDS, SCORES).told([(word,) for word in WORDS])
    assert bytes.fromhex(answer.stdout.decode()) == told.tobytes()
