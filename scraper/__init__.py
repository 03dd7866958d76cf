"""Crawl news sites politely, clean each page down to the story, and keep the way back to the publisher.

What a program imports::

    from scraper import clean, crawl, fetch, Archive

And what needs no crawl, plain functions on bytes and strings that ask no network::

    from scraper import parse_feed, parse_sitemap, parse_robots, request_url, dedupe_key
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from scraper.errors import ScraperError
from scraper.front import front_page
from scraper.version import __version__

if TYPE_CHECKING:
    from scraper.crawler.discover import Entry, Found, parse_feed, parse_sitemap
    from scraper.crawler.robots import parse as parse_robots
    from scraper.journey import Report, clean, crawl, fetch
    from scraper.model import Article, Attribution, Author, Failure, Licence, Rejection
    from scraper.settings import Settings
    from scraper.urls import dedupe_key, request_url
    from scraper.writer.archive import Archive
else:
    __getattr__, __dir__ = front_page(
        __name__,
        {
            "Archive": "scraper.writer.archive",
            "Article": "scraper.model",
            "Attribution": "scraper.model",
            "Author": "scraper.model",
            "Entry": "scraper.crawler.discover",
            "Failure": "scraper.model",
            "Found": "scraper.crawler.discover",
            "Licence": "scraper.model",
            "Rejection": "scraper.model",
            "Report": "scraper.journey",
            "Settings": "scraper.settings",
            "clean": "scraper.journey",
            "crawl": "scraper.journey",
            "dedupe_key": "scraper.urls",
            "fetch": "scraper.journey",
            "parse_feed": "scraper.crawler.discover",
            "parse_robots": "scraper.crawler.robots:parse",
            "parse_sitemap": "scraper.crawler.discover",
            "request_url": "scraper.urls",
        },
    )

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
