"""How is a document read, and where are a site's lists of posts?

A feed or a sitemap holds no article, but the way to many. A large one is parsed and weighed in a process apart, so that
nothing else has to wait for it.
"""

from __future__ import annotations

from collections.abc import Iterable

from scraper.apart import As, Leads, parse
from scraper.crawler.discover import Posts, Why, list_at
from scraper.errors import UrlError
from scraper.model import Kind, Page, Visit
from scraper.trip_rules import Parser, Rules
from scraper.urls import host_of

SMALL_BYTES = 16 * 1024  # parsed on the spot: a feed of that size takes some 10 ms
GZIP = b"\x1f\x8b"  # a small file may unpack to a large one

NEWS_FIRST = -10  # the priority of a list of posts: each of its answers spares a hundred visits
OLDER_POSTS = 5  # of its further pages: before all pages, after the feeds that the crawl begins with


async def parsed(page: Page, how: As, parser: Parser) -> Leads | Posts:
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
