"""Does this address belong to the crawl?"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from scraper.crawler.discover.dates import Period, period_of
from scraper.crawler.discover.found import Entry


class Why(StrEnum):
    """Why a link becomes no visit. Closed set, counted in the run's report."""

    NOFOLLOW = "nofollow"
    ADDRESS = "address"  # no http(s) URL
    HOST = "host"  # not one of the crawl's
    NOT_INCLUDED = "not_included"
    EXCLUDED = "excluded"
    DATE = "date"  # published before or after what is wanted
    LANGUAGE = "language"  # said to be in one that is not wanted
    DEPTH = "depth"
    TOO_MANY = "too_many"  # links on one page
    FILE = "file"  # pictures, documents, archives
    MACHINERY = "machinery"  # logins, carts, APIs and what else no reader reads
    SEARCH = "search"  # an endless space
    LENGTH = "length"
    REPETITION = "repetition"
    PARAMETERS = "parameters"
    CALENDAR = "calendar"
    PAGING = "paging"  # too far down a listing, or past its end
    VARIANTS = "variants"  # one more of very many addresses that differ in little
    SITEMAPS = "sitemaps"  # more of them than are read in a run


# What is kept with the visits, as EXCLUDED and with its reason: what a reader of the accounts may ask about, and what
# a change of the configuration may bring in. Other hosts, files and logins are as many and tell nothing.
RECORDED = frozenset(Why) - {Why.NOFOLLOW, Why.ADDRESS, Why.HOST, Why.FILE, Why.MACHINERY}


@dataclass(frozen=True, slots=True)
class Scope:
    """The bounds of a crawl.

    ``hosts`` are authorities (``news.test``, ``news.test:8080``; with or without www is the same) or ``*.news.test``
    for the subdomains too. ``include`` and ``exclude`` are regular expressions searched for in path and query; without
    ``include`` everything is in. ``languages`` are of the pages wanted (``en``); what a page is in nobody knows before
    it is there unless a sitemap says so, and then no address is evidence. ``since`` and ``until`` are days of
    publication, both included. ``max_depth`` counts links from a start page, ``max_links`` those kept of one page,
    ``max_sitemaps`` those read of one host in a run.
    """

    hosts: frozenset[str]
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    max_depth: int = 5
    max_links: int = 500
    max_sitemaps: int = 500
    languages: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None

    def admits(self, url: str) -> Why | None:
        """None if a request URL is within hosts, patterns and the days that its path may name, else why it is not."""
        host, _, rest = url.partition("://")[2].partition("/")
        if not self.has(host):
            return Why.HOST
        rest = "/" + rest
        if self.include and not any(re.search(pattern, rest) for pattern in self.include):
            return Why.NOT_INCLUDED
        if self.exclude and any(re.search(pattern, rest) for pattern in self.exclude):
            return Why.EXCLUDED
        period = period_of(url) if self.since or self.until else None
        return Why.DATE if period and period.outside(self.since, self.until) else None

    def admits_entry(self, entry: Entry) -> Why | None:
        """As ``admits``, of what a feed or a sitemap tells of an address.

        What was last changed before ``since`` was published before it as well; a later change tells nothing.
        """
        if self.languages and entry.language and primary(entry.language) not in self.languages:
            return Why.LANGUAGE
        if entry.published:
            return None if self.wants(entry.published) else Why.DATE
        return Why.DATE if self.since and entry.modified and entry.modified.date() < self.since else None

    def wants(self, published: datetime | date | None) -> bool:
        """Whether an article of that date is wanted; one without a date is."""
        if published is None:
            return True
        day = published.date() if isinstance(published, datetime) else published
        return not Period(day, day).outside(self.since, self.until)

    def has(self, host: str) -> bool:
        """Whether an authority is one of the crawl's."""
        plain = host.removeprefix("www.")
        if host in self.hosts or plain in self.hosts or f"www.{plain}" in self.hosts:
            return True
        parents = (plain.split(".", count)[-1] for count in range(plain.count(".") + 1))
        return any(f"*.{parent}" in self.hosts for parent in parents)


def primary(language: str) -> str:
    """The language of a tag (RFC 5646, 2.2.1): ``pt`` of ``pt-BR``; the underscore is a common slip."""
    return re.split(r"[-_]", language, maxsplit=1)[0].lower()
