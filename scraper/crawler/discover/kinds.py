"""Is this a page, a feed or a sitemap?"""

from __future__ import annotations

import re
import zlib

from scraper.model import Kind

LOOK_BYTES = 2_048  # a prolog of comments and stylesheet instructions fits in
_GZIP = b"\x1f\x8b"
_ROOT = re.compile(rb"<(?:[a-z0-9]+:)?(rss|rdf|feed|urlset|sitemapindex|html|body|head)\b", re.IGNORECASE)
_PAGE_ROOTS = frozenset({b"html", b"body", b"head"})
_JSON_FEED = re.compile(rb'"version"\s*:\s*"https?:\\?/\\?/jsonfeed\.org\\?/version')


def kind_of(body: bytes) -> Kind:
    """What a body is by its first bytes, whatever was expected and whatever its Content-Type says.

    A .gz file is taken for a sitemap, unless there is a page in it, which was packed twice and is told as no page.
    """
    start = body[:LOOK_BYTES]
    if start.startswith(_GZIP):
        inside = _ROOT.search(_unpacked(start))
        return Kind.PAGE if inside and inside[1].lower() in _PAGE_ROOTS else Kind.SITEMAP
    if start.lstrip().startswith(b"{"):
        return Kind.FEED if _JSON_FEED.search(start) else Kind.PAGE
    root = _ROOT.search(start)
    name = root[1].lower() if root else b""
    if name in {b"rss", b"rdf", b"feed"}:
        return Kind.FEED
    return Kind.SITEMAP if name in {b"urlset", b"sitemapindex"} else Kind.PAGE


def _unpacked(start: bytes) -> bytes:
    """The first bytes of what a gzip file holds; none if it is broken."""
    try:
        return zlib.decompressobj(zlib.MAX_WBITS | 16).decompress(start, LOOK_BYTES)
    except zlib.error:
        return b""
