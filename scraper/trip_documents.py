"""Where does this feed or sitemap lead?

No article, but the way to many. A large one is parsed in a process apart and its links are weighed bit by bit, so that
nothing else has to wait for it.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from scraper.apart import As, parse
from scraper.crawler.discover import Entry, Found, Posts, Why, documents, list_at, visits_from
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
    """The visits that a document leads to, what was wrong with it, and what to know its state by."""

    visits: tuple[Visit, ...]
    problem: str
    fingerprint: str


async def lead(visit: Visit, page: Page, kind: Kind, rules: Rules, parser: Parser) -> Led:
    """Follow a feed or a sitemap; whoever else is ready has a turn every now and then."""
    found = await parsed(page, As(kind, rules.max_sitemap_urls), parser)
    assert isinstance(found, Found)
    children = documents((child.url for child in found.children), Kind.SITEMAP, visit, rules.scope)
    visits = {child.key: child for child in children}
    looks = Looks()
    looks.add(_states(found.children))
    for start in range(0, len(found.entries), ENTRIES_AT_ONCE):
        some = Found(found.entries[start : start + ENTRIES_AT_ONCE])
        looks.add(_states(some.entries))
        for new in visits_from(some.links, visit, rules.scope):
            visits.setdefault(new.key, new)
        await asyncio.sleep(0)
    return Led(tuple(visits.values()), found.problem or "", looks.fingerprint)


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
