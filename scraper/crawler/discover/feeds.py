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
_MAIL_AND_NAME = re.compile(r"\S+@\S+ \((.+)\)")  # "desk@news.test (Ana Ruiz)", as RSS 2.0 writes an author
_SPACE = b" \t\r\n"
_BOM = b"\xef\xbb\xbf"


def parse_feed(body: bytes, url: str) -> Found:
    """The entries of a feed in its own order, URLs made absolute against ``url``, each URL once.

    ``body`` is what the server sent, without its Content-Encoding. Raises nothing, whatever the bytes.
    """
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
    """``item`` is feedparser's dictionary; its keys are there or not as the feed has it.

    It has resolved ``xml:base``. The channel's language is left alone: too many are a program's default.
    """
    published, modified = (_utc(item[key]) if key in item else None for key in ("published_parsed", "updated_parsed"))
    return _made(
        item.get("feedburner_origlink") or item.get("link"),
        url,
        title=_text(item.get("title")),
        modified=modified or published,
        published=published,
        authors=_each(_name(author.get("name")) for author in item.get("authors", ())),
        tags=_each(_text(tag.get("label") or tag.get("term")) for tag in item.get("tags", ())),
        content=_content(item.get("content", ())),
    )


def _content(parts: Any) -> str:
    """The story of ``content:encoded`` or of Atom's ``content``, the HTML one of several."""
    told = [(part.get("type") != "text/plain", _text(part.get("value"))) for part in parts]
    return max(told, key=lambda one: one[0], default=(False, ""))[1]


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
    authors = item.get("authors")
    named = authors if isinstance(authors, list) else [item.get("author")]  # version 1.0 knows one only
    tags = item.get("tags")
    published, modified = (_date(item.get(key)) for key in ("date_published", "date_modified"))
    return _made(
        item.get("url") or item.get("external_url"),
        url,
        title=_text(item.get("title")),
        modified=modified or published,
        published=published,
        language=_text(item.get("language")),
        authors=_each(_text(author.get("name")) for author in named if isinstance(author, dict)),
        tags=_each(_text(tag) for tag in tags) if isinstance(tags, list) else (),
        content=_text(item.get("content_html")) or _text(item.get("content_text")),
    )


def _made(link: object, base: str, **told: Any) -> Entry | None:
    """The entry, if it has an address. ``told`` are the other fields of it."""
    if not isinstance(link, str) or not link.strip():
        return None
    try:
        return Entry(parse(link, base), **told)
    except UrlError:
        return None


def _text(value: object) -> str:
    return value.strip() if isinstance(value, str) else ""


def _name(value: object) -> str:
    name = _text(value)
    match = _MAIL_AND_NAME.fullmatch(name)
    return match[1] if match else name


def _each(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(text for text in texts if text))


def _date(value: object) -> datetime | None:
    return parse_w3c_date(value) if isinstance(value, str) else None


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
