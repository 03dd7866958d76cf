"""Where does a page, a feed or a sitemap lead?

Plain functions on bytes and strings, of use without a crawl: nothing is fetched here.
"""

from __future__ import annotations

from scraper.crawler.discover.feeds import parse_feed
from scraper.crawler.discover.found import Entry, Found
from scraper.crawler.discover.kinds import kind_of
from scraper.crawler.discover.listings import Choice, choose, documents, visit_to, visits_from
from scraper.crawler.discover.scope import Scope, Why
from scraper.crawler.discover.sitemaps import parse_sitemap

__all__ = [
    "Choice",
    "Entry",
    "Found",
    "Scope",
    "Why",
    "choose",
    "documents",
    "kind_of",
    "parse_feed",
    "parse_sitemap",
    "visit_to",
    "visits_from",
]
