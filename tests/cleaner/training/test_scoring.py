"""Do words score by where they stand, and do training and cleaning see the same scores?"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from scraper.cleaner import dom
from scraper.cleaner.blocks import scan
from scraper.cleaner.features import observe, setting_of
from scraper.cleaner.features.columns import Floats
from scraper.cleaner.training import corpus, scoring
from scraper.cleaner.training.reading import Lexicon, read
from scraper.cleaner.training.samples import Sample
from scraper.cleaner.word_scores import BAGS, VOCABULARIES, WordScores
from tests.cleaner.training import made_up

PAGES = 8
TEXTS = BAGS.index("texts")


@pytest.fixture(scope="module")
def learned(tmp_path_factory: pytest.TempPathFactory) -> tuple[list[Sample], Lexicon, Floats]:
    """Samples of pages made up, their words and what these score."""
    examples = list(corpus.read(made_up.with_facts(tmp_path_factory.mktemp("news"), range(PAGES))))
    known, _, lexicon = read(examples, processes=1)
    return known, lexicon, scoring.scores([scoring.count(known, len(lexicon.numbers))])


def test_words_of_stories_score_high_and_words_of_furniture_low(
    learned: tuple[list[Sample], Lexicon, Floats],
) -> None:
    _, lexicon, table = learned
    assert table[lexicon.numbers["~again"], TEXTS] > 0.5
    assert table[lexicon.numbers["subscribe"], TEXTS] < -0.5
    assert table[lexicon.numbers["newsletter"], BAGS.index("around")] < 0


def test_a_rare_word_says_nothing(learned: tuple[list[Sample], Lexicon, Floats]) -> None:
    known, lexicon, _ = learned
    counts = scoring.count(known[:2], len(lexicon.numbers))
    assert not scoring.scores([counts]).any()
    assert (counts.inside + counts.outside <= 2).all()


def test_what_was_counted_apart_adds_up(learned: tuple[list[Sample], Lexicon, Floats]) -> None:
    known, lexicon, table = learned
    parts = [scoring.count(known[start::3], len(lexicon.numbers)) for start in range(3)]
    np.testing.assert_allclose(scoring.scores(parts), table, atol=2e-3)


def test_training_and_cleaning_see_the_same_scores(learned: tuple[list[Sample], Lexicon, Floats]) -> None:
    known, lexicon, table = learned
    names = lexicon.words()
    words, scores = {}, {}
    for vocabulary, bags in VOCABULARIES.items():
        part = table[:, [BAGS.index(bag) for bag in bags]]
        kept = np.flatnonzero(part.any(axis=1))
        words[vocabulary], scores[vocabulary] = [names[number] for number in kept], part[kept]
    told = WordScores(words, scores)
    assert all(bag.ids.size for sample in known for bag in sample.bags.values())
    for number, sample in enumerate(known):
        url = f"https://{made_up.site(number)}/{number}"
        page = dom.parse(made_up.page(number), url)
        seen = observe(scan(page), setting_of(page, url))
        found = told.of(seen)
        assert found.shape == (sample.size, 2 * len(BAGS))
        np.testing.assert_allclose(found, scoring.of(sample, table), rtol=1e-4, atol=1e-4)


def test_samples_are_the_same_from_any_number_of_processes(tmp_path: Path) -> None:
    examples = list(corpus.read(made_up.with_segments(tmp_path, range(5))))
    (one, _, words), (two, _, others) = read(examples, processes=1), read(examples, processes=2)
    assert words.words() == others.words()
    for first, second in zip(one, two, strict=True):
        np.testing.assert_array_equal(first.table, second.table)
        assert first.texts == second.texts


def test_of_a_page_with_segments_the_rest_is_not_known(tmp_path: Path) -> None:
    (sample,), _, _ = read(list(corpus.read(made_up.with_segments(tmp_path, [1]))), processes=1)
    told = np.flatnonzero(~np.isnan(sample.share))
    known = {sample.texts[number]: float(sample.share[number]) for number in told}
    assert known == dict.fromkeys(made_up.story(1)[:2], 1.0) | dict.fromkeys(made_up.furniture(1)[:1], 0.0)
