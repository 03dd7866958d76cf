"""What can be cleaned again, and where does it go?

Of each page the exchange that came last and whole, of a list of posts every one, in the order in which they came. What
is made of them anew goes where a crawl would put it, but the frontier learns nothing of it: when a page is due, its
validators and its failures are the site's doing, not the cleaner's.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from scraper.errors import RecordError
from scraper.model import Article, Kind, RawRecord, Recleaned, Remade, State, Visit
from scraper.urls import dedupe_key, host_of
from scraper.writer.announced import read
from scraper.writer.archive_articles import ArticleTables, Source
from scraper.writer.archive_database import Database, Row
from scraper.writer.archive_frontier import digest
from scraper.writer.document import Document, article_id, document, dumps, moment
from scraper.writer.warc_reading import Kept, WarcReader
from scraper.writer.warc_records import NOT_MODIFIED

BATCH = 200  # exchanges looked up at a time: no reading goes on while others write
GOOD = "status BETWEEN 200 AND 299 AND NOT {0}.truncated"  # came whole: what else came is no page
_EXCHANGES = f"""
    SELECT p.id, p.url, p.fetched_at, p.visit, p.payload_digest, p.content_sha256, p.warc, p.warc_offset, p.warc_length,
           v.key, v.host, v.kind, v.depth, v.announced
    FROM pages p CROSS JOIN visits v ON v.id = p.visit
    WHERE p.id > ? AND p.maker <> ? AND p.{GOOD.format("p")} AND (v.kind = 'api' OR NOT EXISTS (
        SELECT 1 FROM pages q WHERE q.visit = p.visit AND q.id > p.id AND q.{GOOD.format("q")}))
"""
_OF_HOST = "AND v.host = ?"
_OF_ARTICLE = """
    AND v.id IN (SELECT id FROM visits WHERE digest = ?
                 UNION SELECT q.visit FROM articles a JOIN revisions r ON r.cursor = a.cursor
                       JOIN pages q ON q.id = r.page WHERE a.id = ?)
"""
_STANDING = f"""
    SELECT v.id, r.page, r.document, x.page, x.document,
           (SELECT max(q.id) FROM pages q WHERE q.visit = v.id AND q.{GOOD.format("q")})
    FROM visits v
    LEFT JOIN articles a ON a.id = ? LEFT JOIN revisions r ON r.cursor = a.cursor
    LEFT JOIN rejections x ON x.visit = v.id
    WHERE v.digest = ?
"""
_COPIES = """
    SELECT warc, warc_offset, warc_length FROM pages
    WHERE visit = ? AND payload_digest = ? AND warc IS NOT NULL AND status BETWEEN 200 AND 299 ORDER BY id
"""
_JUDGED = """
    UPDATE visits SET state = ?, reason = ?, detail = ? WHERE id = ? AND state IN ('fetched', 'rejected')
"""
_SEEN = "UPDATE visits SET fingerprint = ? WHERE id = ? AND fingerprint <> '' AND ? <> ''"
_DONE = "UPDATE pages SET maker = ? WHERE id = ?"
# Fields in which an article may differ and still be the same one.
_UNSAID = frozenset(
    "id revision date_fetched content_sha256 removed confidence date_first_seen duplicates evidence".split()
)


@dataclass(frozen=True, slots=True)
class Part:
    """Which part of an archive is meant: a host's pages, one page by its URL; by default all of it.

    Raises UrlError for what is no URL.
    """

    host: str = ""
    url: str = ""

    @property
    def key(self) -> str:
        """The dedupe key of the URL, if there is one."""
        return dedupe_key(self.url) if self.url else ""


@dataclass(frozen=True, slots=True)
class KeptExchange:
    """An exchange that may be cleaned again. ``visit`` is as a crawl would make it.

    ``record`` is None where no bytes are kept.
    """

    page: int
    visit: Visit
    visit_row: int
    fetched_at: datetime
    content_sha256: str
    payload_digest: str | None
    record: RawRecord | None


@dataclass(frozen=True, slots=True)
class Standing:
    """What the archive holds of a page: the article's latest revision, or why there is none (or none any more)."""

    visit: int
    page: int  # the last exchange that says what it is; 0: unknown
    article: Document | None
    rejection: Document | None


class RecleaningTables:
    """What is kept, to be read again, and what was made anew of it."""

    def __init__(self, database: Database, articles: ArticleTables) -> None:
        self._database = database
        self._articles = articles

    def exchanges(self, part: Part, maker: int) -> Iterator[KeptExchange]:
        """Those that the maker has not read yet, in the order in which they came."""
        sql, values = _EXCHANGES, list[object]()
        if part.host:
            sql, values = sql + _OF_HOST, [part.host.lower()]
        if part.key:
            sql, values = sql + _OF_ARTICLE, [*values, digest(part.key), article_id(part.key)]
        last = 0
        while rows := self._database.all(f"{sql} ORDER BY p.id LIMIT {BATCH}", (last, maker, *values)):
            yield from map(_exchange, rows)
            last = rows[-1][0]

    def read(self, exchange: KeptExchange, records: WarcReader) -> Kept:
        """The exchange's bytes, body still encoded; where its own record only refers to them, from where they are.

        Raises RecordError; also where no bytes are kept.
        """
        if exchange.record is None:
            raise RecordError(f"{exchange.visit.url}: no bytes are kept of it")
        kept = records.read(exchange.record)
        has_its_own = kept.revisit in ("", NOT_MODIFIED)  # a 304 came without a body
        return kept if has_its_own else self._followed(kept, exchange.visit_row, records)

    def _followed(self, kept: Kept, visit: int, records: WarcReader) -> Kept:
        """A revisit with the payload that it refers to: of an earlier capture of the same page."""
        for place in self._database.all(_COPIES, (visit, kept.payload_digest)):
            other = records.read(RawRecord(*place))
            if not other.revisit:
                return replace(kept, page=replace(kept.page, raw_body=other.page.raw_body))
        raise RecordError(f"{kept.page.url}: the capture that its revisit refers to is not in the archive")

    def standing(self, key: str) -> Standing | None:
        """What the archive holds of the page with this dedupe key; None if it was never read."""
        row = self._database.one(_STANDING, (article_id(key), digest(key)))
        if row is None or (row[2] is None and row[4] is None):
            return None
        visit, made, told, refused, why, own = row
        return Standing(visit, max(made or 0, refused or 0, own or 0), _loaded(told), _loaded(why))

    def store(self, entry: Recleaned, maker: int) -> None:
        """Within a transaction: what was made anew of an exchange, by that maker."""
        for one in entry.results:
            self._store(entry, one, maker)
        if entry.whole:
            self._database.run(_DONE, (maker, entry.page))

    def _store(self, entry: Recleaned, made: Remade, maker: int) -> None:
        row = self._database.one("SELECT id FROM visits WHERE digest = ?", (digest(made.key),))
        if row is None:  # purged meanwhile
            return
        (visit,) = row
        source = Source(made.key, visit, entry.page, entry.at, maker, made.anew)
        if isinstance(made.result, Article):
            self._articles.save(made.result, source)
            self._database.run(_JUDGED, (State.FETCHED.value, "", "", visit))
        else:
            self._articles.reject(made.result, source._replace(at=entry.fetched_at))
            why = (made.result.reason.value, made.result.detail)
            self._database.run(_JUDGED, (State.REJECTED.value, *why, visit))
        self._database.run(_SEEN, (made.fingerprint, visit, made.fingerprint))


def differences(before: Document, article: Article, key: str) -> tuple[str, ...]:
    """The names of a stored article's fields that are different now, as a reader or a republisher would find them.

    A field that was not yet known when it was stored is none of them.
    """
    after = json.loads(dumps(document(replace(article, removed=()), key)))
    return tuple(name for name in after if name in before and name not in _UNSAID and before[name] != after[name])


def _exchange(row: Row) -> KeptExchange:
    page, url, fetched_at, visit, payload_digest, content_sha256, warc, offset, length, key, _, kind, depth, told = row
    return KeptExchange(
        page=page,
        visit=Visit(url, key, host_of(url), Kind(kind), depth, announced=read(told)),
        visit_row=visit,
        fetched_at=moment(fetched_at),
        content_sha256=content_sha256,
        payload_digest=payload_digest,
        record=RawRecord(warc, offset, length) if warc is not None else None,
    )


def _loaded(told: str | None) -> Document | None:
    return json.loads(told) if told is not None else None
