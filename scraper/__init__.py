"""Crawl news sites politely, clean each page down to the story, and keep the way back to the publisher.

What a program imports::

    from scraper import clean, crawl, fetch, Archive

And what needs no crawl, plain functions on bytes and strings that ask no network::

    from scraper import parse_feed, parse_sitemap, parse_robots, request_url, dedupe_key
"""

from __future__ import annotations

from scraper.crawler.discover import Entry, Found, parse_feed, parse_sitemap
from scraper.crawler.robots import parse as parse_robots
from scraper.errors import ScraperError
from scraper.journey import Report, clean, crawl, fetch
from scraper.model import Article, Attribution, Author, Failure, Licence, Rejection
from scraper.settings import Settings
from scraper.urls import dedupe_key, request_url
from scraper.version import __version__
from scraper.writer.archive import Archive

__all__ = [
    "Archive",
    "Article",
    "Attribution",
    "Author",
    "Entry",
    "Failure",
    "Found",
    "Licence",
    "Rejection",
    "Report",
    "ScraperError",
    "Settings",
    "__version__",
    "clean",
    "crawl",
    "dedupe_key",
    "fetch",
    "parse_feed",
    "parse_robots",
    "parse_sitemap",
    "request_url",
]
