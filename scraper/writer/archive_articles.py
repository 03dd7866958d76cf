"""Is the article new, changed, unchanged or gone?

Every state of an article that a reader would tell apart is a revision, and none is ever overwritten; that its page is
gone is one, too. Each has a cursor, which grows with every change in the archive.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from scraper.model import Article, Rejection, Saved
from scraper.urls import dedupe_key
from scraper.writer.archive_database import Database, Row
from scraper.writer.archive_relations import RelationTables
from scraper.writer.archive_search_index import SearchIndex
from scraper.writer.document import (
    ChangeKind,
    Document,
    GoneReason,
    RevisionKind,
    StoredArticle,
    article_id,
    document,
    dumps,
    fingerprint,
    iso,
    moment,
    rejection_document,
    storable,
    tombstone_document,
)
from scraper.writer.revisions import compare

COLUMNS = "r.article, r.revision, r.cursor, r.saved_at, r.document, r.kind, r.changes"  # see ``stored``
_LATEST = f"SELECT {COLUMNS} FROM articles a JOIN revisions r ON r.cursor = a.cursor"
_CURRENT = """
    SELECT r.revision, r.fingerprint, r.kind FROM articles a JOIN revisions r ON r.cursor = a.cursor WHERE a.id = ?
"""
_LAST_TOLD = """
    SELECT document FROM revisions WHERE article = ? AND kind = 'article' ORDER BY revision DESC LIMIT 1
"""
_INSERT_REVISION = """
    INSERT INTO revisions
        (article, revision, fingerprint, saved_at, page, kind, changes, document, maker, text_sha256)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
"""
_POINT = """
    INSERT INTO articles (id, visit, cursor, gone, first_seen) VALUES (?, ?, ?, ?, ?)
    ON CONFLICT (id) DO UPDATE SET cursor = excluded.cursor, gone = excluded.gone
"""
_REJECT = "INSERT OR REPLACE INTO rejections (visit, at, page, document) VALUES (?, ?, ?, ?)"
_ID = re.compile(r"[0-9a-f]{16}")


class Source(NamedTuple):
    """What an article or a rejection was made of: the visit's dedupe key and row, its exchange's row, and when.

    ``maker`` is the row of who made it. ``anew``: it is a revision even if only what the fingerprint has no part in is
    different.
    """

    key: str
    visit: int
    page: int | None
    at: datetime
    maker: int = 0
    anew: bool = False


class Latest(NamedTuple):
    """What the archive holds of an article; no revision and no kind if nothing."""

    revision: int = 0
    fingerprint: str = ""
    kind: RevisionKind | None = None


@dataclass(frozen=True, slots=True)
class NewRevision:
    """A revision on its way into the archive."""

    article: str  # its id
    revision: int
    kind: RevisionKind
    document: Document
    fingerprint: str = ""
    changes: tuple[ChangeKind, ...] = ()


class ArticleTables:
    """Articles with their revisions, and rejections."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._relations = RelationTables(database)
        self._index = SearchIndex(database)

    def save(self, article: Article, source: Source) -> Saved:
        """Within a transaction: store what the article has become, if it has changed or was gone."""
        name, print_ = article_id(source.key), fingerprint(article)
        latest = self._latest(name)
        self._database.run("DELETE FROM rejections WHERE visit = ?", (source.visit,))
        first_seen = (self._first_seen(name) if latest.kind else None) or source.at
        since, at = first_seen.timestamp(), source.at.timestamp()
        renewed = self._relations.renew(article, name, since, at, is_new=not latest.kind)
        if latest.kind is RevisionKind.ARTICLE and latest.fingerprint == print_ and not source.anew:
            return Saved.UNCHANGED
        told = document(article, source.key, latest.revision + 1)
        changes = self._changes(name, latest, told)
        told["date_first_seen"] = iso(first_seen)
        told["duplicates"] = self._relations.told(renewed)
        self._add(NewRevision(name, latest.revision + 1, RevisionKind.ARTICLE, told, print_, changes), source)
        return Saved.CHANGED if latest.revision else Saved.NEW

    def bury(self, source: Source, reason: GoneReason) -> None:
        """Within a transaction: the page is gone. If there is an article of it, it gets a tombstone."""
        name = article_id(source.key)
        latest = self._latest(name)
        if latest.kind is RevisionKind.ARTICLE:
            told = tombstone_document(self._last_told(name), latest.revision + 1, source.at, reason)
            kinds = (ChangeKind.GONE,)
            self._add(NewRevision(name, latest.revision + 1, RevisionKind.TOMBSTONE, told, changes=kinds), source)

    def _add(self, new: NewRevision, source: Source) -> None:
        """Store a revision and all that hangs on it. The only place where one comes to be."""
        cursor = self._insert(new, source)
        self._database.run(
            _POINT, (new.article, source.visit, cursor, new.kind is RevisionKind.TOMBSTONE, source.at.timestamp())
        )
        self._index.follow(new.article, new.revision, cursor, new.document)

    def _insert(self, new: NewRevision, source: Source) -> int:
        told, changes = dumps(new.document), dumps(new.changes)
        at = source.at.timestamp()
        digest = text_sha256(new.document["text"]) if new.kind is RevisionKind.ARTICLE else ""
        values = (new.article, new.revision, new.fingerprint, at, source.page, new.kind.value, changes, told)
        return self._database.run(_INSERT_REVISION, (*values, source.maker, digest))

    def _first_seen(self, name: str) -> datetime | None:
        row = self._database.one("SELECT first_seen FROM articles WHERE id = ?", (name,))
        return moment(row[0]) if row else None

    def _latest(self, name: str) -> Latest:
        row = self._database.one(_CURRENT, (name,))
        return Latest(row[0], row[1], RevisionKind(row[2])) if row else Latest()

    def _changes(self, name: str, latest: Latest, told: Document) -> tuple[ChangeKind, ...]:
        """What a document changes, compared with the last one that had text."""
        if not latest.revision:
            return ()
        kinds = compare(self._last_told(name), told).kinds
        if latest.kind is RevisionKind.TOMBSTONE:
            return (ChangeKind.RESTORED, *kinds)
        return kinds or (ChangeKind.OTHER,)

    def _last_told(self, name: str) -> Document:
        row = self._database.one(_LAST_TOLD, (name,))
        assert row is not None  # a tombstone stands on an article
        told: Document = json.loads(row[0])
        return told

    def reject(self, rejection: Rejection, source: Source) -> None:
        """Within a transaction: remember why there is no article. An earlier article stays."""
        told = dumps({**rejection_document(rejection), "date_fetched": iso(source.at)})
        self._database.run(_REJECT, (source.visit, source.at.timestamp(), source.page, told))

    def articles(self, since: int) -> Iterator[StoredArticle]:
        """The latest revision of each living article that changed after the cursor, in the order of the changes."""
        rows = self._database.stream(f"{_LATEST} WHERE a.cursor > ? AND NOT a.gone ORDER BY a.cursor", (since,))
        return map(stored, rows)

    def changes(self, since: int) -> Iterator[StoredArticle]:
        """As ``articles``, and the tombstones of those that are gone."""
        return map(stored, self._database.stream(f"{_LATEST} WHERE a.cursor > ? ORDER BY a.cursor", (since,)))

    def article(self, id_or_url: str) -> StoredArticle | None:
        """One article in its latest revision, by its id or by any spelling of its URL."""
        name = id_or_url if _ID.fullmatch(id_or_url) else article_id(dedupe_key(id_or_url))
        row = self._database.one(f"{_LATEST} WHERE a.id = ?", (name,))
        return stored(row) if row else None

    def revisions(self, name: str) -> Iterator[StoredArticle]:
        """All revisions of the article with this id, oldest first."""
        rows = self._database.stream(
            f"SELECT {COLUMNS} FROM revisions r WHERE r.article = ? ORDER BY r.revision", (name,)
        )
        return map(stored, rows)

    def count(self) -> int:
        """How many living articles there are."""
        (number,) = self._database.one("SELECT count(*) FROM articles") or (0,)
        return int(number) - self.gone_count()

    def gone_count(self) -> int:
        """How many articles are gone."""
        (number,) = self._database.one("SELECT count(*) FROM articles WHERE gone") or (0,)
        return int(number)

    def rejections(self) -> Iterator[Document]:
        """The rejections as JSON objects, by the time of the visit."""
        rows = self._database.stream("SELECT document FROM rejections ORDER BY at, visit")
        return (json.loads(told) for (told,) in rows)


def text_sha256(text: str) -> str:
    """The digest of an article's text, as stored."""
    return hashlib.sha256(storable(text).encode()).hexdigest()


def stored(row: Row | list[Any]) -> StoredArticle:
    """A row of ``COLUMNS`` as what it is."""
    name, revision, cursor, saved_at, told, kind, changes = row
    kinds = tuple(map(ChangeKind, json.loads(changes))) if len(changes) > 2 else ()
    return StoredArticle(name, revision, cursor, moment(saved_at), told, RevisionKind(kind), kinds)
