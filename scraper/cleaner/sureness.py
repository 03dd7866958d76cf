"""How likely is a value with such evidence right?

By counting: of the values that were found in such a place, with so much said for and against them, how many were the
truth? Where few were counted, those of the same fact with the same support help out, then all of the fact. A fact whose
truth nobody has collected is as sure as the others together that have such evidence.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from functools import cache
from types import MappingProxyType

from scraper.cleaner.sureness_table import COUNTED
from scraper.model import Fact, Source

WORTH = 5.0  # values that a look at a wider circle counts for
# Told in the same places by the same systems. Of tags, each reader would make another list: they say nothing of others.
_LIKE: Mapping[str, str] = MappingProxyType({Fact.MODIFIED: Fact.PUBLISHED})


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
    """The same by these counts: ever narrower circles, each weighed against the one around it.

    Nothing is surer than so many looks at a fact allow: one more than all of them might have failed.
    """
    fact, source, support = asked
    alike = _LIKE.get(fact, fact)
    all_ = {key: count for key, count in counted.items() if key[0] == alike}
    all_ = all_ or {key: count for key, count in counted.items() if key[0] != Fact.TAGS}
    supported = {key: count for key, count in all_.items() if key[2] == support}
    exactly = {key: count for key, count in supported.items() if key[1] == source}
    looks = sum(known for _, known in all_.values())
    found = 0.5
    for circle, worth in ((all_, 2.0), (supported, WORTH), (exactly, WORTH)):  # Laplace's rule, then two steps inwards
        right, known = map(sum, zip(*circle.values(), strict=True)) if circle else (0, 0)
        found = (right + worth * found) / (known + worth)
    return min(found, (looks + 1) / (looks + 2))
