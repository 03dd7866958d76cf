"""Is what two sequences have in common found, in order, and at a bounded cost?"""

from __future__ import annotations

import random
from itertools import pairwise

import pytest

from scraper.writer.alignment import aligned


def common(before: str, after: str) -> str:
    """What is aligned, checked to be the same and in order."""
    pairs = aligned(before, after)
    assert all(before[a] == after[b] for a, b in pairs)
    assert all(a < x and b < y for (a, b), (x, y) in pairwise(pairs))
    return "".join(before[a] for a, _ in pairs)


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("", "", ""),
        ("abc", "abc", "abc"),
        ("abc", "", ""),
        ("abcdef", "abXdef", "abdef"),
        ("abcdef", "defabc", "def"),
        ("abcabc", "bcabca", "bcabc"),
        ("aXbYc", "aYbXc", "aYc"),
        ("aaaa", "aa", "aa"),
    ],
)
def test_what_is_common(before: str, after: str, expected: str) -> None:
    assert common(before, after) == expected


def test_any_two_sequences() -> None:
    chance = random.Random(7)
    for _ in range(300):
        letters = "ab" if chance.random() < 0.3 else "abcdefghijkl"
        before, after = ("".join(chance.choices(letters, k=chance.randrange(14))) for _ in range(2))
        common(before, after)
        assert common(before, before) == before
        assert common(before, before + after).startswith(before)


def test_hostile_sequences_end() -> None:
    many = 30_000  # compared part by part they take 900,000,000 steps
    assert aligned(["x", "y"] * many, ["y", "x"] * many)[:1] is not None
    reverse = list(map(str, range(many)))
    assert len(aligned(reverse, reverse[::-1])) == 1
