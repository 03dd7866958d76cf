"""Does this address belong to the crawl?"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum


class Why(StrEnum):
    """Why a link becomes no visit. Closed set, counted in the run's report."""

    NOFOLLOW = "nofollow"
    ADDRESS = "address"  # no http(s) URL
    HOST = "host"  # not one of the crawl's
    NOT_INCLUDED = "not_included"
    EXCLUDED = "excluded"
    DEPTH = "depth"
    TOO_MANY = "too_many"  # links on one page
    FILE = "file"  # pictures, documents, archives
    MACHINERY = "machinery"  # logins, carts, APIs and what else no reader reads
    SEARCH = "search"  # an endless space
    LENGTH = "length"
    REPETITION = "repetition"
    PARAMETERS = "parameters"
    CALENDAR = "calendar"
    PAGING = "paging"  # too far down a listing


@dataclass(frozen=True, slots=True)
class Scope:
    """The bounds of a crawl.

    ``hosts`` are authorities (``news.test``, ``news.test:8080``; with or without www is the same) or ``*.news.test``
    for the subdomains too. ``include`` and ``exclude`` are regular expressions searched for in path and query; without
    ``include`` everything is in. ``max_depth`` counts links from a start page, ``max_links`` those kept of one page.
    """

    hosts: frozenset[str]
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    max_depth: int = 5
    max_links: int = 500

    def admits(self, url: str) -> Why | None:
        """None if a request URL is within hosts and patterns, else why it is not."""
        host, _, rest = url.partition("://")[2].partition("/")
        if not self._has(host):
            return Why.HOST
        rest = "/" + rest
        if self.include and not any(re.search(pattern, rest) for pattern in self.include):
            return Why.NOT_INCLUDED
        if self.exclude and any(re.search(pattern, rest) for pattern in self.exclude):
            return Why.EXCLUDED
        return None

    def _has(self, host: str) -> bool:
        plain = host.removeprefix("www.")
        if host in self.hosts or plain in self.hosts or f"www.{plain}" in self.hosts:
            return True
        parents = (plain.split(".", count)[-1] for count in range(plain.count(".") + 1))
        return any(f"*.{parent}" in self.hosts for parent in parents)
