"""Which pages does this sitemap name?

The protocol of sitemaps.org: URL sets, indexes, news sitemaps, alternate languages, gzip, plain text, and feeds that
serve as sitemaps. Read as a stream and up to a limit; whatever breaks on the way, what was read before it counts.
"""

from __future__ import annotations

from collections.abc import Iterator
from xml.parsers import expat

from scraper.crawler.codings import CodingError, Decoder
from scraper.crawler.discover.feeds import parse_feed, parse_w3c_date
from scraper.crawler.discover.found import Entry, Found
from scraper.crawler.discover.safe_xml import UnsafeXmlError, check, explain, local, strict_parser
from scraper.errors import UrlError
from scraper.urls import parse

MAX_URLS = 50_000  # of one file, by the protocol
MAX_BYTES = 52_428_800  # 50 MiB uncompressed, by the protocol
MAX_TEXT_CHARS = 8_192  # of one loc or title
MAX_ALTERNATES = 200  # of one page; the largest sites come in some 100 languages and regions
ANY_LANGUAGE = "x-default"  # the page for readers of no language that is listed
BATCH_BYTES = 1024 * 1024  # given to expat at once, which scans an unfinished tag or comment anew each time

_GZIP = b"\x1f\x8b"
_BOM = b"\xef\xbb\xbf"
_SPACE = b" \t\r\n"
_FEEDS = frozenset({"rss", "rdf", "feed"})
_ROOTS = frozenset({"urlset", "sitemapindex"})
_PARENTS = frozenset({"url", "sitemap", "news", "publication"})
_TEXTS = frozenset({"loc", "lastmod", "publication_date", "title", "language", "keywords"})


def parse_sitemap(body: bytes, url: str, limit: int = MAX_URLS) -> Found:
    """The pages and the further sitemaps that a sitemap names, at most ``limit`` of them, each URL once.

    ``body`` is what the server sent, without its Content-Encoding; a .gz file may be given as it is. ``url`` is its
    own address. Raises nothing, whatever the bytes.
    """
    reader = _Reader(url, limit)
    start = _start(body)
    if start.startswith(b"http"):
        return _text(body, url, limit)
    try:
        for piece in _pieces(body):
            reader.feed(piece)
        reader.close()
    except _EnoughError:
        return reader.found(f"more than {limit:,} URLs")
    except expat.ExpatError as error:
        return reader.found(explain(error))
    except (UnsafeXmlError, CodingError, LookupError, ValueError) as error:  # the last two: encodings that nobody knows
        return reader.found(str(error))
    if reader.root in _FEEDS:
        return parse_feed(b"".join(_pieces(body)), url)
    return reader.found(None if reader.root in _ROOTS else f"not a sitemap but <{reader.root}>")


class _EnoughError(Exception):
    """As many URLs as we want have been read."""


class _Reader:
    """Collects entries from expat's events."""

    def __init__(self, url: str, limit: int) -> None:
        self.root = ""
        self._url = url
        self._limit = limit
        self._entries: dict[str, Entry] = {}
        self._children: dict[str, Entry] = {}
        self._path: list[str] = []
        self._fields: dict[str, str] = {}
        self._alternates: dict[str, str] = {}  # address as written -> language
        self._named_by_others: set[str] = set()  # as an alternate, and not yet by an entry of its own
        self._text: list[str] | None = None
        self._begun = False
        self._parser = strict_parser()
        self._parser.buffer_text = True
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._characters

    def feed(self, piece: bytes) -> None:
        """Raises ExpatError, UnsafeXmlError, _EnoughError."""
        if not self._begun:
            piece = piece.removeprefix(_BOM).lstrip(_SPACE)
            self._begun = bool(piece)
        self._parser.Parse(piece, False)

    def close(self) -> None:
        """Says that this was all. Raises ExpatError."""
        self._parser.Parse(b"", True)

    def found(self, problem: str | None) -> Found:
        """What was read up to now."""
        return Found(tuple(self._entries.values()), tuple(self._children.values()), problem)

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        name = local(name)
        self.root = self.root or name
        self._path.append(name)
        check(len(self._path), len(attributes))
        if name in {"url", "sitemap"}:
            self._fields, self._alternates = {}, {}
        elif name == "link" and attributes.get("rel") == "alternate" and len(self._alternates) < MAX_ALTERNATES:
            language = attributes.get("hreflang", "").strip()
            self._alternates.setdefault(attributes.get("href", ""), "" if language == ANY_LANGUAGE else language)
        self._text = [] if name in _TEXTS else None

    def _characters(self, text: str) -> None:
        if self._text is not None and len(self._text) < 100:
            self._text.append(text[:MAX_TEXT_CHARS])

    def _end(self, _: str) -> None:
        name = self._path.pop()
        parent = self._path[-1] if self._path else ""
        if self._text is not None and parent in _PARENTS:  # not an image's or a video's
            self._fields.setdefault(name, "".join(self._text)[:MAX_TEXT_CHARS].strip())
        self._text = None
        if name in {"url", "sitemap"}:
            self._keep(self._children if name == "sitemap" else self._entries)

    def _keep(self, kept: dict[str, Entry]) -> None:
        fields, self._fields = self._fields, {}
        published = parse_w3c_date(fields.get("publication_date", ""))
        alternates = {url: language for text, language in self._alternates.items() if (url := _url(text, self._url))}
        if url := _url(fields.get("loc", ""), self._url):
            own = Entry(
                url,
                fields.get("title", ""),
                modified=parse_w3c_date(fields.get("lastmod", "")) or published,
                published=published,
                language=fields.get("language", "") or alternates.pop(url, ""),
                tags=tuple(tag for word in fields.get("keywords", "").split(",") if (tag := word.strip())),
            )
            self._add(kept, own, replace=url in self._named_by_others)
            self._named_by_others.discard(url)
        for url, language in alternates.items():
            if url not in kept:
                self._named_by_others.add(url)
                self._add(kept, Entry(url, language=language), replace=False)  # the dates are not its own

    def _add(self, kept: dict[str, Entry], entry: Entry, *, replace: bool) -> None:
        if entry.url not in kept and len(self._entries) + len(self._children) >= self._limit:
            raise _EnoughError
        if replace or entry.url not in kept:
            kept[entry.url] = entry


def _start(body: bytes) -> bytes:
    """The first bytes, unpacked."""
    try:
        piece = next(_pieces(body), b"")
    except CodingError:
        return b""
    return piece.removeprefix(_BOM).lstrip(_SPACE)[:16]


def _pieces(body: bytes) -> Iterator[bytes]:
    """The document in batches, unpacked if it is a .gz file. Raises CodingError."""
    decoder = Decoder("gzip" if body.startswith(_GZIP) else "", MAX_BYTES)
    batch = bytearray()
    try:
        for at in range(0, len(body), BATCH_BYTES):
            for piece in decoder.pieces(body[at : at + BATCH_BYTES]):
                batch += piece
                if len(batch) >= BATCH_BYTES:
                    yield bytes(batch)
                    batch.clear()
        decoder.finish()
    except CodingError:
        yield bytes(batch)  # what came before the fault counts
        raise
    yield bytes(batch)


def _text(body: bytes, url: str, limit: int) -> Found:
    """A sitemap of one URL a line."""
    entries: dict[str, Entry] = {}
    try:
        lines = b"".join(_pieces(body)).decode("utf-8-sig", "replace").splitlines()
    except CodingError as error:
        return Found(problem=str(error))
    for line in lines:
        page = _url(line, url) if line.startswith("http") else None
        if page and page not in entries:
            if len(entries) >= limit:
                return Found(tuple(entries.values()), problem=f"more than {limit:,} URLs")
            entries[page] = Entry(page)
    return Found(tuple(entries.values()))


def _url(text: str, base: str) -> str | None:
    if not text:
        return None
    try:
        return parse(text, base)
    except UrlError:
        return None
