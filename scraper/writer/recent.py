"""Have we queued this just now?

The pages of a site share most of their links, so most of what is found was found a moment ago. That is told here,
without a look at the table.
"""

from __future__ import annotations

from collections.abc import Iterable

from scraper.model import Visit

MOST = 32_768  # keys in each of two generations, 12 MB in all


class Recent:
    """The keys of the visits queued lately, in two generations: when one is full, the older one is forgotten."""

    def __init__(self, most: int = MOST) -> None:
        self._most = most
        self._young: set[str] = set()
        self._old: set[str] = set()

    def others(self, visits: Iterable[Visit]) -> list[Visit]:
        """The visits whose keys were not queued lately, in their order; from now on they were."""
        young, old = self._young, self._old
        new = [visit for visit in visits if visit.key not in young and visit.key not in old]
        self._young.update(visit.key for visit in new)
        if len(self._young) >= self._most:
            self._young, self._old = set(), self._young
        return new

    def forget(self) -> None:
        """Of what was queued lately some may not have been committed: all of it is looked up again."""
        self._young, self._old = set(), set()
