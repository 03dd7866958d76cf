"""Where does this feed or sitemap lead?

No article, but the way to many. A large one is parsed in a process apart and its links are weighed bit by bit, so that
nothing else has to wait for it.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from scraper.apart import As, parse
from scraper.crawler.discover import (
    Budgets,
    Choice,
    Entry,
    Found,
    Posts,
    Why,
    choose_entries,
    choose_sitemaps,
    list_at,
    newest_first,
)
from scraper.errors import UrlError
from scraper.model import Kind, Page, Visit
from scraper.trip_rules import Parser, Rules
from scraper.trip_times import Looks
from scraper.urls import host_of

SMALL_BYTES = 16 * 1024  # parsed on the spot: a feed of that size takes some 10 ms
ENTRIES_AT_ONCE = 200  # weighed without a break: some 5 ms
GZIP = b"\x1f\x8b"  # a small file may unpack to a large one

NEWS_FIRST = -10  # the priority of a list of posts: each of its answers spares a hundred visits
OLDER_POSTS = 5  # of its further pages: before all pages, after the feeds that the crawl begins with


@dataclass(frozen=True, slots=True)
class Led:
    """The sitemaps and the stories that a document leads to, what was wrong with it, and what to know its state by."""

    sitemaps: Choice
    entries: Choice
    problem: str
    fingerprint: str


@dataclass(frozen=True, slots=True)
class DocumentTrip:
    """Follows a feed or a sitemap; whoever else is ready has a turn every now and then."""

    rules: Rules
    parser: Parser
    budgets: Budgets

    async def __call__(self, visit: Visit, page: Page, kind: Kind) -> Led:
        """Where it leads, the newest first."""
        found = await parsed(page, As(kind, self.rules.max_sitemap_urls), self.parser)
        assert isinstance(found, Found)
        sitemaps = choose_sitemaps(found.children, visit, self.rules.scope, page.fetched_at, self.budgets)
        looks = Looks()
        looks.add(_states(found.children))
        visits: dict[str, Visit] = {}
        passed_over: list[tuple[str, Why]] = []
        entries = sorted(found.entries, key=lambda entry: newest_first(entry.dated))
        for start in range(0, len(entries), ENTRIES_AT_ONCE):
            some = entries[start : start + ENTRIES_AT_ONCE]
            looks.add(_states(some))
            choice = choose_entries(some, visit, self.rules.scope, page.fetched_at)
            for new in choice.visits:
                visits.setdefault(new.key, new)
            passed_over += choice.passed_over
            await asyncio.sleep(0)
        chosen = Choice(tuple(visits.values()), tuple(passed_over))
        return Led(sitemaps, chosen, found.problem or "", looks.fingerprint)


def _states(entries: Iterable[Entry]) -> Iterator[str]:
    return (f"{entry.url} {entry.modified or ''}" for entry in entries)


async def parsed(page: Page, how: As, parser: Parser) -> Found | Posts:
    """What is in a document; a small one is not worth the way to another process."""
    if len(page.body) <= SMALL_BYTES and not page.body.startswith(GZIP):
        return parse(page.body, page.url, how)
    return await parser(page.body, page.url, how)


def lists_at(roots: Iterable[str], visit: Visit, rules: Rules) -> tuple[Visit, ...]:
    """The visits to the lists of posts below these roots of APIs, on the crawl's own hosts.

    They are of our making, so what is said of links does not hold for them; robots.txt and all else does.
    """
    visits: dict[str, Visit] = {}
    for root in roots:
        posts = list_at(root, visit.url)
        try:
            if posts is None or rules.scope.admits(posts.url) is Why.HOST:
                continue
            new = Visit(
                posts.url, posts.key, host_of(posts.url), Kind.API, visit.depth, 0, NEWS_FIRST, found_on=visit.url
            )
        except UrlError:
            continue
        visits.setdefault(new.key, new)
    return tuple(visits.values())
