"""What is done with a body in a worker process?

``read``, by the name of which the workers are started: a page is cleaned; a feed, a sitemap or a list of posts is
parsed. The same without a process apart is ``parse``.
"""

from __future__ import annotations

from dataclasses import dataclass

from scraper import cleaner
from scraper.cleaner import Known
from scraper.crawler.discover import Found, Posts, parse_feed, parse_posts, parse_sitemap
from scraper.model import Kind, Reading


@dataclass(frozen=True, slots=True)
class As:
    """As what a document is to be parsed; of a sitemap ``limit`` URLs at most."""

    kind: Kind
    limit: int = 0


def read(body: bytes, url: str, how: Known | As) -> Reading | Found | Posts:
    """A page's reading, or what is in a document."""
    return parse(body, url, how) if isinstance(how, As) else cleaner.read(body, url, how)


def parse(body: bytes, url: str, how: As) -> Found | Posts:
    """What is in a document: ``Posts`` for a list of posts (Kind.API), else ``Found``. Raises nothing."""
    if how.kind is Kind.API:
        return parse_posts(body, url)
    if how.kind is Kind.SITEMAP:
        return parse_sitemap(body, url, how.limit)
    return parse_feed(body, url)


def lost(how: As, why: str) -> Found | Posts:
    """The same where the process did not survive it."""
    return Posts(problem=why) if how.kind is Kind.API else Found(problem=why)
