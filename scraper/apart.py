"""What is done with a body in a worker process?

``read``, by the name of which the workers are started: a page is cleaned; a feed, a sitemap or a list of posts is
parsed, and what they name is weighed. The same without a process apart is ``parse``.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from scraper import cleaner
from scraper.cleaner import Known
from scraper.crawler.discover import (
    Choice,
    Entry,
    Found,
    Posts,
    Scope,
    choose_entries,
    parse_feed,
    parse_posts,
    parse_sitemap,
)
from scraper.model import Kind, Reading, Visit

NOTHING = Choice((), ())
FINGERPRINT_CHARS = 16  # 64 bits: to tell one state of a page from the one before


@dataclass(frozen=True, slots=True)
class As:
    """As what a document is to be parsed. A feed or sitemap that ``visit`` brought is weighed by ``scope``, at ``now``.

    Of a sitemap ``limit`` URLs are read at most.
    """

    kind: Kind
    limit: int = 0
    visit: Visit | None = None
    scope: Scope | None = None
    now: datetime | None = None


@dataclass(frozen=True, slots=True)
class Leads:
    """Where a feed or a sitemap leads: its entries weighed, the sitemaps that an index names as they are."""

    entries: Choice = NOTHING
    children: tuple[Entry, ...] = ()
    problem: str = ""
    fingerprint: str = ""


def read(body: bytes, url: str, how: Known | As) -> Reading | Leads | Posts:
    """A page's reading, or what is in a document."""
    return parse(body, url, how) if isinstance(how, As) else cleaner.read(body, url, how)


def parse(body: bytes, url: str, how: As) -> Leads | Posts:
    """What is in a document: ``Posts`` for a list of posts (Kind.API), else ``Leads``. Raises nothing."""
    if how.kind is Kind.API:
        return parse_posts(body, url)
    found = parse_sitemap(body, url, how.limit) if how.kind is Kind.SITEMAP else parse_feed(body, url)
    entries = NOTHING
    if how.visit and how.scope and how.now:
        entries = choose_entries(found.entries, how.visit, how.scope, how.now)
    return Leads(entries, found.children, found.problem or "", digest(_states(found)))


def lost(how: As, why: str) -> Leads | Posts:
    """The same where the process did not survive it."""
    return Posts(problem=why) if how.kind is Kind.API else Leads(problem=why)


def digest(lines: Iterable[str]) -> str:
    """A fingerprint of some lines."""
    return hashlib.sha256("\n".join(lines).encode("utf-8", "replace")).hexdigest()[:FINGERPRINT_CHARS]


def _states(found: Found) -> list[str]:
    return sorted(f"{entry.url} {entry.modified or ''}" for entry in (*found.children, *found.entries))
