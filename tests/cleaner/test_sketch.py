"""Does a sketch tell a copy from another story?"""

from __future__ import annotations

import random

import pytest

from scraper.cleaner.sketch import LEAST, SAMPLE, WORDS, sketch
from scraper.model import Sketch
from scraper.writer.relations import is_copy, resemblance

LETTERS = "abcdefghijklmnopqrstuvwxyz"


def story(seed: int, words: int = 300) -> list[str]:
    chance = random.Random(seed)
    lexicon = ["".join(chance.choices(LETTERS, k=chance.randint(2, 9))) for _ in range(900)]
    return chance.choices(lexicon, k=words)


def alike(one: str, two: str) -> float:
    first, second = sketch(one), sketch(two)
    assert first is not None
    assert second is not None
    return resemblance(first, second)


def copied(one: str, two: str) -> bool:
    first, second = sketch(one), sketch(two)
    return first is not None and second is not None and is_copy(first, second, resemblance(first, second))


WORDS_OF_IT = story(1)
STORY = " ".join(WORDS_OF_IT)


def test_the_same_words_are_the_same_text() -> None:
    shouted = ", ".join(word.upper() for word in WORDS_OF_IT) + "!"
    assert alike(STORY, shouted) == 1.0
    assert alike("Él vivió en Málaga " * 1 + STORY, "el vivio en malaga " + STORY) == 1.0


@pytest.mark.parametrize(
    "edited",
    [
        " ".join(WORDS_OF_IT[:150]),
        " ".join(WORDS_OF_IT[60:]),
        " ".join(story(2, 120)) + " " + STORY,
        " ".join([*WORDS_OF_IT[:100], *WORDS_OF_IT[130:250], *story(3, 20), *WORDS_OF_IT[250:]]),
        " ".join([*WORDS_OF_IT[150:], *WORDS_OF_IT[:150]]),
    ],
    ids=("half of it", "without its start", "with an intro", "cut and edited", "turned round"),
)
def test_an_edited_copy_is_one(edited: str) -> None:
    assert copied(STORY, edited)
    assert copied(edited, STORY)


@pytest.mark.parametrize("seed", range(2, 12))
def test_another_story_is_none(seed: int) -> None:
    notice = " ".join(story(99, 40))  # what all pages of a site say
    assert not copied(STORY + " " + notice, " ".join(story(seed)) + " " + notice)


def test_short_texts_have_none() -> None:
    assert sketch("") is None
    assert sketch(" ".join(WORDS_OF_IT[: LEAST + WORDS - 2])) is None
    assert sketch("the same words over and over again " * 20) is None
    least = sketch(" ".join(WORDS_OF_IT[: LEAST + WORDS - 1]))
    assert least is not None
    assert least.shingles == LEAST


@pytest.mark.parametrize("start", ["\u4e00", "\u3042", "\u0e01"], ids=("Chinese", "Japanese", "Thai"))
def test_scripts_that_part_no_words(start: str) -> None:
    chance = random.Random(5)
    text = "".join(chr(ord(start) + chance.randrange(40)) for _ in range(400))
    assert copied(text, text[:220])
    assert not copied(text, "".join(chance.sample(text, len(text))))


def test_vowel_signs_part_no_words() -> None:
    """A shingle is four words in Hindi as well: texts that share phrases of three have none in common."""
    words = ["".join(random.Random(n).choices("\u0915\u0916\u0917\u0928\u092e\u0930", k=3)) for n in range(900)]
    signed = [word[0] + "\u093f" + word[1:] + "\u0940" for word in words]
    chance = random.Random(3)
    phrases = [" ".join(chance.sample(signed, 3)) for _ in range(60)]
    one, two = (
        " ".join(f"{phrase} {word}\u0964" for phrase, word in zip(phrases, some, strict=False))
        for some in (signed[:60], signed[400:460])
    )
    assert alike(one, two) < 0.05
    assert alike(one, one.replace("\u0964", "")) == 1.0


def test_vowel_points_do_not_count() -> None:
    pointed = " ".join(f"\u05e9\u05b8\u05c1\u05dc{chr(0x05D0 + n % 27)}{chr(0x05D0 + n // 27)}" for n in range(200))
    plain = "".join(letter for letter in pointed if not "\u0591" <= letter <= "\u05c7")
    assert alike(pointed, plain) == 1.0


def test_it_is_small_sorted_and_always_the_same() -> None:
    found = sketch(" ".join(story(4, 3_000)))
    assert found is not None
    assert len(found.sample) == SAMPLE
    assert list(found.sample) == sorted(set(found.sample))
    assert all(type(value) is int and 0 <= value < 2**32 for value in found.sample)
    assert sketch(STORY) == sketch(STORY)
    assert sketch("\ud800 " + STORY) is not None


def test_what_has_no_sample_resembles_nothing() -> None:
    assert resemblance(Sketch(0, ()), Sketch(0, ())) == 0.0
