"""Which entries of this feed or sitemap become visits, and which of its stories comes first?

What a site names for machines it wants to be read, so no budget for endless spaces holds here; scope does, and with
what the document says of each story: its dates and its language. The newest is queued first.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from types import MappingProxyType

from scraper.crawler.discover.budgets import Budgets
from scraper.crawler.discover.dates import sitemap_period
from scraper.crawler.discover.found import Entry
from scraper.crawler.discover.listings import Address, Choice, address, address_of, visit_to
from scraper.crawler.discover.order import (
    at_midnight,
    backfill_priority,
    date_of,
    newest_first,
    priority_of,
    sitemap_priority,
)
from scraper.crawler.discover.scope import Scope, Why
from scraper.errors import UrlError
from scraper.model import Announced, Kind, Source, Visit

MAX_TITLE_CHARS = 500
MAX_AUTHORS = 20
BACKFILL_DEPTH = 1  # as deep as the entries of a feed
_SOURCES = MappingProxyType({Kind.FEED: Source.FEED, Kind.SITEMAP: Source.SITEMAP})
_PLAIN_HOST = re.compile(r"https?://((?:[a-z0-9-]+\.)+[a-z]{2,})(?:/|$)")  # which parsing leaves as it is


def choose_entries(entries: Iterable[Entry], visit: Visit, scope: Scope, now: datetime) -> Choice:
    """Weighs the stories that a feed, a sitemap or an API names. ``now`` is aware.

    Visits come newest first, what is not dated last and in the document's order; so does what is passed over.
    """
    visits: dict[str, Visit] = {}
    passed_over: list[tuple[str, Why]] = []
    depth = visit.depth + 1
    for entry in sorted(entries, key=lambda entry: newest_first(date_of(entry))):
        found = address(entry.url)
        why = Why.DEPTH if depth > scope.max_depth else _against(entry, found, scope)
        if why or found is None:
            passed_over.append((entry.url, why or Why.ADDRESS))
        elif found.key != visit.key and found.key not in visits:
            priority = priority_of(entry, visit.kind, now)
            new = _page(found, depth, priority, visit.url)
            visits[found.key] = replace(new, announced=_announced(entry, visit.kind))
    return Choice(tuple(visits.values()), tuple(passed_over))


def choose_sitemaps(children: Iterable[Entry], visit: Visit, scope: Scope, now: datetime, budgets: Budgets) -> Choice:
    """Weighs the sitemaps that an index names, the newest first: so many of a host are read in a run.

    One is dated by ``lastmod``, or else by the month or year in a sitemap's own name.
    """
    visits: dict[str, Visit] = {}
    passed_over: list[tuple[str, Why]] = []
    depth = visit.depth + 1
    dated = [(entry, _sitemap_date(entry)) for entry in children]
    for entry, when in sorted(dated, key=lambda one: newest_first(one[1])):
        try:
            new = visit_to(entry.url, Kind.SITEMAP, depth, visit.url)
        except UrlError:
            passed_over.append((entry.url, Why.ADDRESS))
            continue
        if new.key == visit.key or new.key in visits:
            continue
        if why := _against_sitemap(entry, new, scope, budgets):
            passed_over.append((entry.url, why))
        else:
            visits[new.key] = replace(new, priority=sitemap_priority(when, now))
    return Choice(tuple(visits.values()), tuple(passed_over))


def backfill_visit(entry: Entry, scope: Scope, now: datetime) -> Visit | Why:
    """The visit to a page that a file of ours names, or why there is none. It is asked for as politely as any other."""
    plain = _PLAIN_HOST.match(entry.url)
    if plain and not scope.has(plain[1]):
        return Why.HOST  # most lines of a large listing, and soon told
    found = address_of(entry.url)
    why = _against(entry, found, scope)
    if why or found is None:
        return why or Why.ADDRESS
    return _page(found, min(BACKFILL_DEPTH, scope.max_depth), backfill_priority(entry, now), None)


def _against(entry: Entry, found: Address | None, scope: Scope) -> Why | None:
    if found is None:
        return Why.ADDRESS
    return scope.admits(found.url) or found.trap or scope.admits_entry(entry)


def _against_sitemap(entry: Entry, new: Visit, scope: Scope, budgets: Budgets) -> Why | None:
    """Patterns are for pages, so only host, dates, depth and number count."""
    if scope.admits(new.url) is Why.HOST:
        return Why.HOST
    if new.depth > scope.max_depth:
        return Why.DEPTH
    if why := scope.admits_entry(entry):
        return why
    return None if budgets.spend_sitemap(new.host, new.key, scope.max_sitemaps) else Why.SITEMAPS


def _sitemap_date(entry: Entry) -> datetime | None:
    period = None if entry.modified else sitemap_period(entry.url)
    return at_midnight(period.last) if period else entry.modified


def _announced(entry: Entry, kind: Kind) -> Announced | None:
    """What the document says of a story that the story's own page may not say. A mere date of change is none of it."""
    if not (entry.title or entry.authors or entry.published) or kind not in _SOURCES:
        return None
    authors = tuple(name[:MAX_TITLE_CHARS] for name in entry.authors[:MAX_AUTHORS])
    return Announced(_SOURCES[kind], entry.title[:MAX_TITLE_CHARS], authors, entry.published)


def _page(found: Address, depth: int, priority: int, found_on: str | None) -> Visit:
    return Visit(found.url, found.key, found.host, depth=depth, priority=priority, found_on=found_on)
