"""Sitemaps of all kinds, packed, cut short and hostile."""

from __future__ import annotations

import gzip
import time
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scraper.crawler.discover import parse_sitemap

URL = "https://news.test/sitemap.xml"

SITEMAP = b"""<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"
  xmlns:image="http://www.google.com/schemas/sitemap-image/1.1" xmlns:xhtml="http://www.w3.org/1999/xhtml"
  xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">
<url><image:image><image:loc>https://news.test/i.jpg</image:loc><image:title>no</image:title></image:image>
  <loc> https://news.test/a?x=1&amp;y=2 </loc><lastmod>2024-05-01T10:00:00+02:00</lastmod></url>
<url><loc><![CDATA[https://news.test/b/]]></loc><news:news><news:publication><news:name>N</news:name>
  </news:publication><news:publication_date>2024-05-02</news:publication_date><news:title>T &amp; U</news:title>
  </news:news></url>
<url><loc>/c/</loc><lastmod>soon</lastmod><xhtml:link rel="alternate" hreflang="es" href="https://news.test/es/c/"/></url>
<url><loc>ftp://news.test/</loc></url><url><loc></loc></url><url><loc>https://news.test/b/</loc></url>
</urlset>"""
ALL = ["https://news.test/a?x=1&y=2", "https://news.test/b/", "https://news.test/c/", "https://news.test/es/c/"]


def urls(body: bytes) -> list[str]:
    return [entry.url for entry in parse_sitemap(body, URL).entries]


@pytest.mark.parametrize(
    "body",
    [
        SITEMAP,
        gzip.compress(SITEMAP),
        b"\xef\xbb\xbf\r\n" + SITEMAP,
        SITEMAP.decode().replace("UTF-8", "UTF-16").encode("utf-16"),
        SITEMAP.replace(b"<url>", b"<sm:url>").replace(b"</url>", b"</sm:url>").replace(b"xmlns=", b"xmlns:sm="),
    ],
)
def test_a_url_set_in_any_wrapping(body: bytes) -> None:
    found = parse_sitemap(body, URL)
    assert [entry.url for entry in found.entries] == ALL
    assert found.problem is None
    first, second, third, _ = found.entries
    assert first.modified == datetime(2024, 5, 1, 8, tzinfo=UTC)
    assert (second.modified, second.title) == (datetime(2024, 5, 2, tzinfo=UTC), "T & U")
    assert third.modified is None


def test_an_index_names_sitemaps() -> None:
    found = parse_sitemap(
        b"<sitemapindex><sitemap><loc>/s1.xml.gz</loc><lastmod>2024-05-01</lastmod></sitemap></sitemapindex>", URL
    )
    assert found.entries == ()
    assert [(child.url, child.modified) for child in found.children] == [
        ("https://news.test/s1.xml.gz", datetime(2024, 5, 1, tzinfo=UTC))
    ]


def test_plain_text_and_feeds_serve_as_sitemaps() -> None:
    assert urls(b"https://news.test/1\r\nhttps://news.test/2\n\nnothing\n") == [
        "https://news.test/1",
        "https://news.test/2",
    ]
    rss = b"<rss version='2.0'><channel><item><link>https://news.test/r</link></item></channel></rss>"
    assert urls(rss) == ["https://news.test/r"]


@pytest.mark.parametrize(
    "cut",
    [SITEMAP[:850], SITEMAP[:850] + b"<&" + SITEMAP[850:], gzip.compress(SITEMAP)[:-20]],
)
def test_what_was_read_before_the_fault_counts(cut: bytes) -> None:
    found = parse_sitemap(cut, URL)
    assert [entry.url for entry in found.entries][:1] == ALL[:1]
    assert found.problem


def test_the_limit_holds() -> None:
    found = parse_sitemap(SITEMAP, URL, limit=2)
    assert [entry.url for entry in found.entries] == ALL[:2]
    assert found.problem == "more than 2 URLs"
    text = parse_sitemap(b"https://news.test/1\nhttps://news.test/2\nhttps://news.test/3", URL, limit=2)
    assert len(text.entries) == 2


@pytest.mark.parametrize(
    ("body", "problem"),
    [
        (b"", "malformed"),
        (b'<?xml version="1.0" encoding="aUTF-8"?><urlset/>', "aUTF-8"),
        (b'<?xml version="1.0" encoding="Shift_JIS"?><urlset/>', "multi-byte"),
        (b"<html><body></body></html>", "not a sitemap but <html>"),
        (b'<!DOCTYPE urlset [<!ENTITY a "b">]><urlset><url><loc>&a;</loc></url></urlset>', "entity"),
        (b"<urlset>" + b"<a>" * 500_000, "deep"),
        (b"<urlset " + b" ".join(b'a%d="x"' % n for n in range(200_000)) + b"/>", "attributes"),
        (b"<urlset><!--" + b"x" * 20_000_000, "malformed"),
        (b"<urlset><url><loc>https://news.test/" + b"x" * 20_000_000, "malformed"),
        (gzip.compress(b"<urlset>" + b" " * 60_000_000), "decodes to more"),
    ],
)
def test_what_is_no_sitemap_or_no_honest_one_is_a_problem(body: bytes, problem: str) -> None:
    began = time.monotonic()
    found = parse_sitemap(body, URL)
    assert found.entries == ()
    assert problem in str(found.problem)
    assert time.monotonic() - began < 30, "a hang"


@given(st.binary(max_size=300), st.integers(0, len(SITEMAP)))
@settings(max_examples=60, deadline=None)
def test_no_bytes_raise(noise: bytes, at: int) -> None:
    packed = gzip.compress(SITEMAP)
    for body in (noise, SITEMAP[:at] + noise + SITEMAP[at:], packed[:at] + noise + packed[at:]):
        parse_sitemap(body, URL)
