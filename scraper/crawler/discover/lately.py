"""Have we gone after this link just now?

The pages of a site share most of their links. A link that has become a visit need not be weighed and looked up again by
each of them: what is known already stays as it is.
"""

from __future__ import annotations

from collections.abc import Iterable

from scraper.model import Link, Visit

MOST = 32_768  # addresses in each of two generations, 12 MB in all


class Lately:
    """The addresses of the latest visits, in two generations: when the young one is full, the old one is forgotten."""

    def __init__(self, most: int = MOST) -> None:
        self._most = most
        self._young: set[str] = set()
        self._old: set[str] = set()

    def others(self, links: Iterable[Link]) -> list[Link]:
        """The links to all other addresses, in their order."""
        young, old = self._young, self._old
        return [link for link in links if link.url not in young and link.url not in old]

    def note(self, visits: Iterable[Visit]) -> None:
        """Those visits are going to be made."""
        self._young.update(visit.url for visit in visits)
        if len(self._young) >= self._most:
            self._young, self._old = set(), self._young
