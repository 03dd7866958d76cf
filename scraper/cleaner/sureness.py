"""How likely is a value with such evidence right?

By counting: of the values that were found in such a place, with so much said for and against them, how many were the
truth? Where few were counted, those of the same fact with the same support help out, then all of the fact. A fact whose
truth nobody has collected is as sure as all others together that have such evidence.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from functools import cache

from scraper.cleaner.sureness_table import COUNTED
from scraper.model import Fact, Source

WORTH = 5.0  # values that a look at a wider circle counts for
CAREFUL = (1.0, 2.0)  # right, and of how many: what is assumed before anything is counted (Laplace's rule)


class Support(StrEnum):
    """What the other places say of a value."""

    ALONE = "alone"  # nothing
    AGREED = "agreed"  # the same, all of them
    MOSTLY = "mostly"  # the same, more of them than not
    DISPUTED = "disputed"  # something else, as many of them or more


Count = tuple[int, int]  # right, and of how many
Counts = Mapping[tuple[str, str, str], Count]  # by fact, source and support


def support_of(agreeing: int, differing: int) -> Support:
    """What so many places for a value and against it amount to."""
    if differing:
        return Support.MOSTLY if agreeing > differing else Support.DISPUTED
    return Support.AGREED if agreeing else Support.ALONE


@cache  # of a closed set
def of(fact: Fact, source: Source, support: Support) -> float:
    """The chance that a value is right, 0 to 1."""
    return round(chance(COUNTED, (fact, source, support)), 3)


def chance(counted: Counts, asked: tuple[str, str, str]) -> float:
    """The same by these counts: ever narrower circles, each weighed against the one around it."""
    fact, source, support = asked
    all_ = {key: count for key, count in counted.items() if key[0] == fact} or counted
    right, known = CAREFUL
    circles = (
        all_.values(),
        [count for key, count in all_.items() if key[2] == support],
        [count for key, count in all_.items() if key[1:] == (source, support)],
    )
    found = right / known
    for number, circle in enumerate(circles):
        worth = WORTH if number else known
        found = (sum(count[0] for count in circle) + worth * found) / (sum(count[1] for count in circle) + worth)
    return found
