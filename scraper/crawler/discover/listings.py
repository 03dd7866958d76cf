"""Which links of this page become visits?

Those in scope, not marked nofollow, that may be pages and lead somewhere new. Going on in a listing does not take it
deeper: its page 7 is as deep as its page 1, only later in the queue.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from scraper.crawler.discover.scope import Scope, Why
from scraper.crawler.discover.traps import Listing, listing_of, trap
from scraper.errors import UrlError
from scraper.model import Kind, Link, Visit
from scraper.urls import dedupe_key, host_of, request_url

# What is visited first (lower first): what is new before what is old. Start pages and feeds have 0.
PRIORITY: dict[Kind, int] = {
    Kind.FEED: 10,
    Kind.API: 10,
    Kind.PAGE: 20,
    Kind.SITEMAP: 30,
}  # of a page, by where its link was found
SITEMAPS = 25  # a large site has hundreds, and reading them all first would be long without a story
OLDER_PAGES = 40  # the further pages of a listing

REMEMBERED = 8_192  # addresses; the pages of a site share most of their links


@dataclass(frozen=True, slots=True)
class Choice:
    """The visits that a page's links make, and the links passed over, each with its reason, in the page's order."""

    visits: tuple[Visit, ...]
    passed_over: tuple[tuple[str, Why], ...]


@dataclass(frozen=True, slots=True)
class _Address:
    """All that an address tells by itself."""

    url: str
    key: str
    host: str
    listing: Listing
    trap: Why | None


def visit_to(url: str, kind: Kind = Kind.PAGE, depth: int = 0, found_on: str | None = None) -> Visit:
    """The visit to a start page, feed or sitemap, its address as written anywhere. Raises UrlError."""
    asked = request_url(url)
    priority = SITEMAPS if kind is Kind.SITEMAP else 0
    return Visit(asked, dedupe_key(asked), host_of(asked), kind, depth, priority=priority, found_on=found_on)


def visits_from(links: Iterable[Link], visit: Visit, scope: Scope) -> tuple[Visit, ...]:
    """The visits that the links found on ``visit`` make: a page's links, or a feed's or a sitemap's entries."""
    return choose(links, visit, scope).visits


def choose(links: Iterable[Link], visit: Visit, scope: Scope) -> Choice:
    """Weighs links (absolute) found on ``visit``. Of several to one document the first counts; one to itself never."""
    visits: dict[str, Visit] = {}
    passed_over: list[tuple[str, Why]] = []
    limit = scope.max_links if visit.kind is Kind.PAGE else None  # feeds and sitemaps have limits of their own
    for link in links:
        new = _weighed(link, visit, scope)
        if isinstance(new, Why):
            passed_over.append((link.url, new))
        elif new.key == visit.key or new.key in visits:
            continue
        elif limit is not None and len(visits) >= limit:
            passed_over.append((link.url, Why.TOO_MANY))
        else:
            visits[new.key] = new
    return Choice(tuple(visits.values()), tuple(passed_over))


def documents(urls: Iterable[str], kind: Kind, visit: Visit, scope: Scope) -> tuple[Visit, ...]:
    """The visits to feeds or sitemaps named by ``visit``, on the crawl's own hosts.

    A page's feeds count only where the crawl begins: in WordPress every article names a feed of its own comments.
    """
    if kind is Kind.FEED and visit.depth > 0:
        return ()
    depth = visit.depth + 1 if visit.kind is Kind.SITEMAP else visit.depth
    visits: dict[str, Visit] = {}
    for url in urls:
        try:
            new = visit_to(url, kind, depth, visit.url)
        except UrlError:
            continue
        if scope.admits(new.url) is not Why.HOST and depth <= scope.max_depth and new.key != visit.key:
            visits.setdefault(new.key, new)
    return tuple(visits.values())


def _weighed(link: Link, visit: Visit, scope: Scope) -> Visit | Why:
    if link.nofollow:
        return Why.NOFOLLOW
    address = _address(link.url)
    if address is None:
        return Why.ADDRESS
    why = scope.admits(address.url) or address.trap
    if why:
        return why
    goes_on = (
        visit.kind is Kind.PAGE and address.listing.page > 1 and address.listing.base == listing_of(visit.url).base
    )
    depth = visit.depth if goes_on else visit.depth + 1
    if depth > scope.max_depth:
        return Why.DEPTH
    return Visit(
        url=address.url,
        key=address.key,
        host=address.host,
        depth=depth,
        priority=OLDER_PAGES if goes_on else PRIORITY[visit.kind],
        found_on=visit.url,
    )


@lru_cache(maxsize=REMEMBERED)
def _address(url: str) -> _Address | None:
    try:
        asked = request_url(url)
        return _Address(asked, dedupe_key(asked), host_of(asked), listing_of(asked), trap(asked))
    except UrlError:
        return None
