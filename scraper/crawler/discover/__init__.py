"""Where does a page, a feed, a sitemap or a list of posts lead?

Plain functions on bytes and strings, of use without a crawl: nothing is fetched here.
"""

from __future__ import annotations

from scraper.crawler.discover.budgets import Budgets
from scraper.crawler.discover.entries import backfill_visit, choose_entries, choose_sitemaps
from scraper.crawler.discover.families import families_of
from scraper.crawler.discover.feeds import parse_feed
from scraper.crawler.discover.found import Entry, Found
from scraper.crawler.discover.kinds import kind_of
from scraper.crawler.discover.listings import Choice, choose, documents, to_record, visit_to, visits_from
from scraper.crawler.discover.posts import Post, page_of
from scraper.crawler.discover.scope import Scope, Why
from scraper.crawler.discover.sitemaps import parse_sitemap
from scraper.crawler.discover.traps import trap
from scraper.crawler.discover.wordpress import (
    PostList,
    Posts,
    list_at,
    list_of,
    news_after,
    next_page,
    parse_posts,
    refusal_of,
    roots_in_header,
)

__all__ = [
    "Budgets",
    "Choice",
    "Entry",
    "Found",
    "Post",
    "PostList",
    "Posts",
    "Scope",
    "Why",
    "backfill_visit",
    "choose",
    "choose_entries",
    "choose_sitemaps",
    "documents",
    "families_of",
    "kind_of",
    "list_at",
    "list_of",
    "news_after",
    "next_page",
    "page_of",
    "parse_feed",
    "parse_posts",
    "parse_sitemap",
    "refusal_of",
    "roots_in_header",
    "to_record",
    "trap",
    "visit_to",
    "visits_from",
]
