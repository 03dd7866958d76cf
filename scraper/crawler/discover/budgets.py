"""How many more of this kind does a run take?

What a run learns on its way, in memory that does not grow with it: how many members of each family of addresses were
taken, how many sitemaps of each host, which listings have come to their end, and what was written down already. Only
links found on pages spend a budget: what a feed, a sitemap or an API names, the site wants to be read.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from scraper.crawler.discover.families import Family
from scraper.crawler.discover.scope import Why
from scraper.model import PassedOver

FAMILIES = 20_000  # remembered; of more, those not met for longest begin anew
LISTINGS = 4_096  # remembered, likewise
FURTHER_PAGES = 5_000  # a host and run, reached by links that say "next" and by no number
CHOSEN = 50_000  # links remembered, some 10 MB: those of a few hundred sites' menus
RECORDED_PER_PAGE = 50  # a page of 500 links into a calendar needs no 500 rows to say so
RECORDED_PER_HOST = 1_000  # of each reason, in a run; beyond that they are only counted
BITS = 1 << 24  # 2 MiB: of a million members, 1 in 200 is taken for known


_NEVER = 1 << 30  # deeper than any link

T = TypeVar("T")


class Seen:
    """A set of texts in flat memory (a Bloom filter): never forgets one, and rarely takes a new one for known."""

    def __init__(self) -> None:
        self._bits = bytearray(BITS // 8)

    def __contains__(self, thing: Hashable) -> bool:
        return all(self._bits[at >> 3] & 1 << (at & 7) for at in _places(thing))

    def add(self, thing: Hashable) -> bool:
        """Whether it was new."""
        new = False
        for at in _places(thing):
            bit = 1 << (at & 7)
            if not self._bits[at >> 3] & bit:
                self._bits[at >> 3] |= bit
                new = True
        return new


@dataclass(slots=True)
class Budgets:
    """The budgets of one run."""

    _taken: Seen = field(default_factory=Seen)
    _noted: Seen = field(default_factory=Seen)
    _members: dict[str, int] = field(default_factory=dict)  # family -> members taken, less what articles have earned
    _sitemaps: Counter[str] = field(default_factory=Counter)  # host -> taken
    _further: Counter[str] = field(default_factory=Counter)  # host -> pages of listings without a number
    _looks: dict[str, tuple[str, int]] = field(default_factory=dict)  # listing -> its page seen last, and its links
    _chosen: dict[str, int] = field(default_factory=dict)  # link -> the least depth at which it made a visit
    _records: Counter[tuple[str, str]] = field(default_factory=Counter)  # host, reason -> written down

    def spend(self, families: Sequence[Family]) -> Why | None:
        """Take one more member; None if there was room or it is known, else why it is left out."""
        new = [family for family in families if (family.key, family.member) not in self._taken]
        for family in new:
            if self._members.get(family.key, 0) >= family.shape.free:
                return family.shape.why
        for family in new:
            self._taken.add((family.key, family.member))
            _remember(self._members, family.key, self._members.get(family.key, 0) + 1, FAMILIES)
        return None

    def earn(self, families: Iterable[Family], fingerprint: str) -> None:
        """A member was an article. One that is not the same again makes room for more of its family."""
        if self._taken.add(("article", fingerprint)):
            for family in families:
                if family.shape.earned and family.key in self._members:
                    self._members[family.key] -= family.shape.earned

    def is_chosen(self, url: str, depth: int) -> bool:
        """Whether a link has made a visit in this run already that is no deeper: it would not make another one."""
        return self._chosen.get(url, _NEVER) <= depth

    def note_chosen(self, url: str, depth: int) -> None:
        """A link makes a visit of that depth."""
        _remember(self._chosen, url, min(depth, self._chosen.get(url, depth)), CHOSEN)

    def spend_sitemap(self, host: str, key: str, limit: int) -> bool:
        """Whether one more sitemap of the host may be read; one that was taken before may."""
        if ("sitemap", key) in self._taken:
            return True
        if self._sitemaps[host] >= limit:
            return False
        self._sitemaps[host] += 1
        return self._taken.add(("sitemap", key)) or True

    def spend_further(self, host: str, key: str) -> bool:
        """Whether one more page of a listing without page numbers may be as deep as the one before."""
        if ("further", key) in self._taken:
            return True
        if self._further[host] >= FURTHER_PAGES:
            return False
        self._further[host] += 1
        return self._taken.add(("further", key)) or True

    def has_ended(self, listing: str, key: str, links: frozenset[str]) -> bool:
        """Whether a further page of a listing leads where another one has led already: it is past the end.

        ``key`` is the page's, ``links`` all that it leads to but the listing's own pages.
        """
        last = self._looks.get(listing)
        look = hash(links)
        _remember(self._looks, listing, (key, look), LISTINGS)
        return last is not None and last[0] != key and last[1] == look

    def worth_a_record(self, passed: Iterable[PassedOver]) -> tuple[PassedOver, ...]:
        """Those of one page's that are written down: each once, and so many of a page, and of a host and reason."""
        kept: list[PassedOver] = []
        for one in passed:
            if len(kept) >= RECORDED_PER_PAGE:
                break
            counted = (one.visit.host, one.reason)
            if self._records[counted] < RECORDED_PER_HOST and self._noted.add((one.visit.key, one.reason)):
                self._records[counted] += 1
                kept.append(one)
        return tuple(kept)


def _remember(memory: dict[str, T], key: str, value: T, most: int) -> None:
    """Set as the latest; the one that was set longest ago goes if there are too many."""
    memory.pop(key, None)
    memory[key] = value
    if len(memory) > most:
        del memory[next(iter(memory))]


def _places(thing: Hashable) -> tuple[int, int, int]:
    """Three places among the bits. The hash is salted by the process, so no site can choose them."""
    number = hash(thing)
    return number % BITS, (number >> 20) % BITS, (number >> 40) % BITS
