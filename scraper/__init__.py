"""Crawl news sites politely, clean each page down to the story, and keep the way back to the publisher.

What a program imports::

    from scraper import clean, crawl, fetch, Archive
"""

from __future__ import annotations

from scraper.errors import ScraperError
from scraper.journey import Report, clean, crawl, fetch
from scraper.model import Article, Attribution, Author, Failure, Licence, Rejection
from scraper.settings import Settings
from scraper.version import __version__
from scraper.writer.archive import Archive

__all__ = [
    "Archive",
    "Article",
    "Attribution",
    "Author",
    "Failure",
    "Licence",
    "Rejection",
    "Report",
    "ScraperError",
    "Settings",
    "__version__",
    "clean",
    "crawl",
    "fetch",
]
