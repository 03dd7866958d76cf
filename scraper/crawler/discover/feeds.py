"""Which stories does this feed name?

RSS 0.9 to 2.0, RDF and Atom through feedparser (the only place that knows it), JSON Feed by hand. Bytes in, entries
out: nothing is fetched, and a hostile or broken feed ends in ``Found.problem``, not in an exception.
"""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

import feedparser

from scraper.crawler.discover.found import Entry, Found
from scraper.crawler.discover.safe_xml import UnsafeXmlError, check, look
from scraper.errors import UrlError
from scraper.urls import parse

MAX_BYTES = 10_000_000  # a full-text feed of 100 long stories has 2 MB
MAX_MALFORMED_BYTES = 300_000  # what is not XML goes through a slower parser
MAX_MALFORMED_DEPTH = 1_000  # HTML's <br> and <p> need no end
MAX_MALFORMED_TAGS = 20_000
MAX_ENTRIES = 5_000

_ROOTS = frozenset({"rss", "rdf", "feed", "channel"})
_TAG = re.compile(rb"<[A-Za-z][^>]*")
_OPENING = re.compile(rb"<(/?)[A-Za-z][^<>]*?(/?)>")
_SPACE = b" \t\r\n"
_BOM = b"\xef\xbb\xbf"


def parse_feed(body: bytes, url: str) -> Found:
    """The entries of a feed in its own order, URLs made absolute against ``url``, each URL once."""
    body = body.removeprefix(_BOM).lstrip(_SPACE)
    if len(body) > MAX_BYTES:
        return Found(problem=f"a feed of more than {MAX_BYTES:,} bytes")
    if body.startswith(b"{"):
        return _json_feed(body, url)
    try:
        problem = _inspected(body)
    except UnsafeXmlError as error:
        return Found(problem=str(error))
    headers = {"content-location": url, "content-type": "application/xml"}
    stream = io.BytesIO(body)  # a bare string would be opened as a file or an address
    try:
        feed = feedparser.parse(stream, response_headers=headers, resolve_relative_uris=False, sanitize_html=False)
        found = [entry for item in feed.entries if (entry := _entry(item, url))]
    except Exception as error:  # on broken input all sorts of things come out of feedparser's inner parsers
        return Found(problem=f"not readable as a feed: {type(error).__name__}: {str(error)[:100]}")
    if not feed.get("version") and not found:
        problem = problem or "not a feed"
    return Found(_each_once(found), problem=problem)


def _inspected(body: bytes) -> str | None:
    """What is wrong with the XML, if it can be read all the same. Raises UnsafeXmlError if it should not be."""
    seen = look(body)
    if seen.error is None:
        return None if seen.root in _ROOTS else f"not a feed but <{seen.root}>"
    if seen.root and seen.root not in _ROOTS:
        raise UnsafeXmlError(f"not a feed but <{seen.root[:40]}>")
    if len(body) > MAX_MALFORMED_BYTES:
        raise UnsafeXmlError(f"{seen.error}, and too large to be mended")
    _check_malformed(body)
    return seen.error


def _check_malformed(body: bytes) -> None:
    """The same limits as for sound XML, roughly. Raises UnsafeXmlError."""
    for tag in _TAG.findall(body):
        check(1, tag.count(b"="))
    tags = _OPENING.findall(body)
    if len(tags) > MAX_MALFORMED_TAGS:
        raise UnsafeXmlError(f"malformed and of more than {MAX_MALFORMED_TAGS:,} tags")
    depth = 0
    for closing, empty in tags:
        depth += -1 if closing else 0 if empty else 1
        if depth > MAX_MALFORMED_DEPTH:
            raise UnsafeXmlError(f"malformed and nested more than {MAX_MALFORMED_DEPTH:,} deep")


def _entry(item: Any, url: str) -> Entry | None:
    """``item`` is feedparser's dictionary; its keys are there or not as the feed has it."""
    link = item.get("feedburner_origlink") or item.get("link")
    when = item["updated_parsed"] if "updated_parsed" in item else item.get("published_parsed")
    return _made(link, item.get("title"), url, _utc(when))


def _json_feed(body: bytes, url: str) -> Found:
    """https://www.jsonfeed.org/version/1.1/"""
    try:
        feed = json.loads(body)
    except (ValueError, RecursionError):
        return Found(problem="malformed JSON")
    if not isinstance(feed, dict) or "jsonfeed.org/version/" not in str(feed.get("version")):
        return Found(problem="not a feed but other JSON")
    items = feed.get("items")
    found = [_json_entry(item, url) for item in items if isinstance(item, dict)] if isinstance(items, list) else []
    return Found(_each_once(entry for entry in found if entry))


def _json_entry(item: dict[str, object], url: str) -> Entry | None:
    when: datetime | None = None
    told = item.get("date_modified") or item.get("date_published")
    if isinstance(told, str):
        when = parse_w3c_date(told)
    return _made(item.get("url") or item.get("external_url"), item.get("title"), url, when)


def _made(link: object, title: object, base: str, when: datetime | None) -> Entry | None:
    if not isinstance(link, str) or not link.strip():
        return None
    try:
        absolute = parse(link, base)
    except UrlError:
        return None
    return Entry(absolute, title if isinstance(title, str) else "", when)


def _each_once(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    return tuple({entry.url: entry for entry in reversed(list(entries)[:MAX_ENTRIES])}.values())[::-1]


def _utc(when: tuple[int, ...] | None) -> datetime | None:
    try:
        year, month, day, hour, minute, second = when[:6] if when else ()
        return datetime(year, month, day, hour, minute, min(second, 59), tzinfo=UTC)
    except ValueError:  # no date, or none that there is
        return None


def parse_w3c_date(text: str) -> datetime | None:
    """A date or time in the W3C's or RFC 3339's form as an aware datetime; without a zone it is taken for UTC."""
    try:
        when = datetime.fromisoformat(text.strip())
    except ValueError:
        return None
    return when if when.tzinfo else when.replace(tzinfo=UTC)
