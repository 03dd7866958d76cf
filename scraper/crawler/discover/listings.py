"""Which links of this page become visits?

Those in scope, not marked nofollow, that may be pages and lead somewhere new. Going on in a listing does not take it
deeper: its page 7 is as deep as its page 1, only later in the queue.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from scraper.crawler.discover.budgets import Budgets
from scraper.crawler.discover.families import Family, families_of
from scraper.crawler.discover.order import OLDER_PAGES, PRIORITY, SITEMAPS
from scraper.crawler.discover.scope import RECORDED, Scope, Why
from scraper.crawler.discover.traps import Listing, leads_on, listing_of, trap
from scraper.errors import UrlError
from scraper.model import Kind, Link, PassedOver, Visit
from scraper.urls import dedupe_key, host_of, request_url

REMEMBERED = 16_384  # addresses, 12 MB: the pages of a site share most of their links, and sites take turns


@dataclass(frozen=True, slots=True)
class Choice:
    """The visits that a page's links make, and the links passed over, each with its reason, in the page's order."""

    visits: tuple[Visit, ...]
    passed_over: tuple[tuple[str, Why], ...]


@dataclass(frozen=True, slots=True)
class Address:
    """All that an address tells by itself."""

    url: str
    key: str
    host: str
    listing: Listing
    trap: Why | None
    families: tuple[Family, ...]


def visit_to(url: str, kind: Kind = Kind.PAGE, depth: int = 0, found_on: str | None = None) -> Visit:
    """The visit to a start page, feed or sitemap, its address as written anywhere. Raises UrlError."""
    asked = request_url(url)
    priority = SITEMAPS if kind is Kind.SITEMAP else 0
    return Visit(asked, dedupe_key(asked), host_of(asked), kind, depth, priority=priority, found_on=found_on)


def visits_from(links: Iterable[Link], visit: Visit, scope: Scope) -> tuple[Visit, ...]:
    """The visits that the links found on ``visit`` make: a page's links, or a feed's or a sitemap's entries."""
    return choose(links, visit, scope).visits


def choose(
    links: Iterable[Link], visit: Visit, scope: Scope, budgets: Budgets | None = None, is_story: bool = False
) -> Choice:
    """Weighs links (absolute) found on ``visit``. Of several to one document the first counts; one to itself never.

    With the ``budgets`` of a run, what has no end is capped, and a link that has made a visit before makes none again.
    Pages that say "next" are of one listing, unless the page ``is_story``: that is the way to another one.
    """
    visits: dict[str, Visit] = {}
    passed_over: list[tuple[str, Why]] = []
    limit = scope.max_links if visit.kind is Kind.PAGE else None  # feeds and sitemaps have limits of their own
    links = list(links)
    budgets = budgets if visit.kind is Kind.PAGE else None
    weigher = Weigher(visit, scope, budgets, is_story)
    weigher.look_at(links)
    known = 0
    for link in links:
        if budgets and not link.nofollow and budgets.is_chosen(link.url, visit.depth):
            known += 1
            continue
        new = weigher.weighed(link)
        if isinstance(new, Why):
            passed_over.append((link.url, new))
        elif new.key == visit.key or new.key in visits:
            continue
        elif limit is not None and known + len(visits) >= limit:
            passed_over.append((link.url, Why.TOO_MANY))
        else:
            visits[new.key] = new
            if budgets:
                budgets.note_chosen(link.url, new.depth)
    return Choice(tuple(visits.values()), tuple(passed_over))


def to_record(choice: Choice, visit: Visit, budgets: Budgets, kind: Kind = Kind.PAGE) -> tuple[PassedOver, ...]:
    """Of what was passed over on ``visit``, what is kept with the visits, as many as ``budgets`` allow."""
    return budgets.worth_a_record(
        PassedOver(Visit(found.url, found.key, found.host, kind, visit.depth + 1, found_on=visit.url), why.value)
        for url, why in choice.passed_over
        if why in RECORDED and (found := address(url))
    )


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


class Weigher:
    """Weighs the links of one page."""

    def __init__(self, visit: Visit, scope: Scope, budgets: Budgets | None, is_story: bool) -> None:
        self._visit = visit
        self._scope = scope
        self._budgets = budgets
        self._is_page = visit.kind is Kind.PAGE
        self._says_next = self._is_page and not is_story
        self._listing = listing_of(visit.url)
        self._has_ended = False

    def look_at(self, links: Sequence[Link]) -> None:
        """Notice whether this is a page past the end of its listing, which leads where the one before has led."""
        if self._budgets and self._listing.page > 1:
            elsewhere = frozenset(link.url for link in links if not self._is_of_listing(link.url))
            self._has_ended = self._budgets.has_ended(self._listing.base, self._visit.key, elsewhere)

    def weighed(self, link: Link) -> Visit | Why:
        """The visit that a link makes, or why it makes none."""
        if link.nofollow:
            return Why.NOFOLLOW
        found = address(link.url)
        if found is None:
            return Why.ADDRESS
        why = self._scope.admits(found.url) or found.trap
        return why or self._placed(found, link)

    def _placed(self, found: Address, link: Link) -> Visit | Why:
        """The visit, as deep and as early as it comes, if it is not too deep or one too many."""
        goes_on = self._is_page and found.listing.page > 1 and found.listing.base == self._listing.base
        if goes_on and self._has_ended:
            return Why.PAGING
        if not goes_on and self._says_next and leads_on(link):
            goes_on = self._budgets is None or self._budgets.spend_further(found.host, found.key)
        depth = self._visit.depth if goes_on else self._visit.depth + 1
        if depth > self._scope.max_depth:
            return Why.DEPTH
        if found.families and self._budgets and (why := self._budgets.spend(found.families)):
            return why
        priority = OLDER_PAGES if goes_on else PRIORITY[self._visit.kind]
        return Visit(found.url, found.key, found.host, depth=depth, priority=priority, found_on=self._visit.url)

    def _is_of_listing(self, url: str) -> bool:
        found = address(url)
        return found is not None and found.listing.base == self._listing.base


def address_of(url: str) -> Address | None:
    """What an address tells; None for what is no web address."""
    try:
        asked = request_url(url)
    except UrlError:
        return None
    return Address(asked, dedupe_key(asked), host_of(asked), listing_of(asked), trap(asked), families_of(asked))


address = lru_cache(maxsize=REMEMBERED)(address_of)
