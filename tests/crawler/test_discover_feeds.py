"""Feeds of all kinds, relative, broken and hostile."""

from __future__ import annotations

import gzip
import json
import time
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scraper.crawler.discover import kind_of, parse_feed
from scraper.model import Kind

URL = "https://news.test/feed/"

RSS = b"""<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:feedburner="http://rssnamespace.org/feedburner/ext/1.0"
     xmlns:content="http://purl.org/rss/1.0/modules/content/">
<channel><title>News</title><link>https://news.test/</link>
<item><title>A &amp; B</title><link>/news/a/</link><pubDate>Tue, 04 Oct 2011 10:00:00 +0200</pubDate>
  <content:encoded><![CDATA[<p>See <a href="https://other.test/">this</a>.</p>]]></content:encoded></item>
<item><title>By guid</title><guid>https://news.test/?p=7</guid></item>
<item><title>No address</title><guid isPermaLink="false">tag:8</guid></item>
<item><title>Burnt</title><link>http://feeds.test/x</link><feedburner:origLink>https://news.test/b/</feedburner:origLink>
</item><item><title>Again</title><link>https://news.test/b/</link></item>
</channel></rss>"""

ATOM = b"""<feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://news.test/blog/"><title>Blog</title>
<entry><title>A</title><link rel="self" href="self"/><link rel="alternate" href="a/"/>
<updated>2020-01-02T03:04:05+01:00</updated></entry></feed>"""

RDF = b"""<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/">
<channel rdf:about="https://news.test/"><title>N</title></channel>
<item rdf:about="https://news.test/1"><title>One</title><link>https://news.test/1</link></item></rdf:RDF>"""

JSON = json.dumps(
    {
        "version": "https://jsonfeed.org/version/1.1",
        "items": [
            {"id": "1", "url": "/a", "title": "A", "date_published": "2024-05-01T10:00:00Z"},
            {"id": "2", "external_url": "https://other.test/b"},
            {"id": "3"},
            "no item",
        ],
    }
).encode()


def urls(body: bytes) -> list[str]:
    return [entry.url for entry in parse_feed(body, URL).entries]


def test_rss_names_each_story_once() -> None:
    found = parse_feed(RSS, URL)
    assert [entry.url for entry in found.entries] == [
        "https://news.test/news/a/",
        "https://news.test/?p=7",
        "https://news.test/b/",
    ]
    assert found.entries[0].title == "A & B"
    assert found.entries[0].modified == datetime(2011, 10, 4, 8, tzinfo=UTC)
    assert found.problem is None
    assert [link.text for link in found.links] == ["A & B", "By guid", "Burnt"]


def test_atom_resolves_against_its_base() -> None:
    found = parse_feed(ATOM, URL)
    assert [entry.url for entry in found.entries] == ["https://news.test/blog/a/"]
    assert found.entries[0].modified == datetime(2020, 1, 2, 2, 4, 5, tzinfo=UTC)
    assert urls(ATOM.replace(b' xml:base="https://news.test/blog/"', b"")) == ["https://news.test/feed/a/"]


def test_rdf_and_json_feeds() -> None:
    assert urls(RDF) == ["https://news.test/1"]
    found = parse_feed(JSON, URL)
    assert [entry.url for entry in found.entries] == ["https://news.test/a", "https://other.test/b"]
    assert found.entries[0].modified == datetime(2024, 5, 1, 10, tzinfo=UTC)


def test_white_space_and_a_mark_before_the_declaration_are_forgiven() -> None:
    assert urls(b"\xef\xbb\xbf\n  " + RSS) == urls(RSS)


@pytest.mark.parametrize("broken", [RSS.replace(b"A &amp; B", b"A & B &nbsp; <br>"), RSS[: RSS.index(b"<title>Again")]])
def test_a_malformed_feed_is_read_as_far_as_it_goes(broken: bytes) -> None:
    found = parse_feed(broken, URL)
    assert len(found.entries) >= 2
    assert "malformed" in str(found.problem)


@pytest.mark.parametrize(
    ("body", "problem"),
    [
        (b"", "malformed"),
        (b"<!DOCTYPE html><html><body><p>Not found</p></body></html>", "not a feed but <html>"),
        (b"<urlset/>", "not a feed but <urlset>"),
        (b'{"a": 1}', "not a feed but other JSON"),
        (b'{"version": "https://jsonfeed.org/version/1", "items": ' + b"[" * 100_000, "malformed JSON"),
        (b"\x00\xff" * 50, "malformed"),
        (b"/etc/passwd", "malformed"),
        (b"https://news.test/", "malformed"),
        (b'<!DOCTYPE rss [<!ENTITY a "ha">]><rss>&a;</rss>', "entity"),
        (b'<!DOCTYPE rss [<!ENTITY % x SYSTEM "file:///etc/passwd">]><rss/>', "entity"),
        ('<?xml version="1.0" encoding="utf-16"?><!DOCTYPE r [<!ENTITY a "b">]><rss/>'.encode("utf-16"), "entity"),
        (b"<rss>" + b"<a>" * 300_000, "deep"),
        (b"<rss></a>" + b"<a>" * 15_000, "deep"),
        (b"<rss>" + b"<a></a>" * 150_000, "elements"),
        (b"<rss " + b" ".join(b'a%d="x"' % n for n in range(200_000)) + b"/>", "attributes"),
        (b"<rss>&<a " + b'x="1" ' * 40_000 + b"/>", "attributes"),
        (b"<rss>" + b'<a b="' * 40_000, "attributes"),
        (b"<rss>&" + bytes(400_000), "too large"),
        (b" <rss>" + b"x" * 10_000_000, "bytes"),
    ],
)
def test_what_is_no_feed_or_no_honest_one_is_a_problem(body: bytes, problem: str) -> None:
    began = time.monotonic()
    found = parse_feed(body, URL)
    assert found.entries == ()
    assert problem in str(found.problem)
    assert time.monotonic() - began < 30, "a hang"


@given(st.binary(max_size=300) | st.text(max_size=200).map(str.encode), st.integers(0, len(RSS)))
@settings(max_examples=60, deadline=None)
def test_no_bytes_raise(noise: bytes, at: int) -> None:
    for body in (noise, RSS[:at] + noise + RSS[at:], JSON[:at] + noise):
        parse_feed(body, URL)
        kind_of(body)


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (RSS, Kind.FEED),
        (ATOM, Kind.FEED),
        (RDF, Kind.FEED),
        (JSON, Kind.FEED),
        (b"<?xml version='1.0'?>\n<urlset xmlns='x'>", Kind.SITEMAP),
        (b"\xef\xbb\xbf<sitemapindex>", Kind.SITEMAP),
        (b"\x1f\x8b\x08", Kind.SITEMAP),
        (gzip.compress(b"<urlset xmlns='x'>" * 99, mtime=0), Kind.SITEMAP),
        (
            gzip.compress(b"<!DOCTYPE html><html><p>" * 999, mtime=0),
            Kind.PAGE,
        ),  # packed twice: no page of ours, and no sitemap
        (b"<!DOCTYPE html><html><head><title>rss</title>", Kind.PAGE),
        (b'{"a": 1}', Kind.PAGE),
        (b"", Kind.PAGE),
    ],
)
def test_what_a_body_is(body: bytes, kind: Kind) -> None:
    assert kind_of(body) is kind
