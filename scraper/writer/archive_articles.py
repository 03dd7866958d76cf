"""Is the article new, changed or unchanged?

Every state of an article that a reader would tell apart is a revision, and none is ever overwritten. Each has a
cursor, which grows with every change in the archive.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import datetime
from typing import Any, NamedTuple

from scraper.model import Article, Rejection, Saved
from scraper.urls import dedupe_key
from scraper.writer.archive_database import Database, Row
from scraper.writer.archive_search_index import SearchIndex
from scraper.writer.document import (
    Document,
    StoredArticle,
    article_id,
    document,
    dumps,
    fingerprint,
    iso,
    moment,
    rejection_document,
)

COLUMNS = "r.article, r.revision, r.cursor, r.saved_at, r.document"  # see ``stored``
_LATEST = f"SELECT {COLUMNS} FROM articles a JOIN revisions r ON r.cursor = a.cursor"
_CURRENT = """
    SELECT r.revision, r.fingerprint FROM articles a JOIN revisions r ON r.cursor = a.cursor WHERE a.id = ?
"""
_INSERT_REVISION = """
    INSERT INTO revisions (article, revision, fingerprint, saved_at, page, document) VALUES (?, ?, ?, ?, ?, ?)
"""
_POINT = """
    INSERT INTO articles (id, visit, cursor) VALUES (?, ?, ?) ON CONFLICT (id) DO UPDATE SET cursor = excluded.cursor
"""
_REJECT = "INSERT OR REPLACE INTO rejections (visit, at, page, document) VALUES (?, ?, ?, ?)"
_ID = re.compile(r"[0-9a-f]{16}")


class Source(NamedTuple):
    """What an article or a rejection was made of: the visit's dedupe key and row, its exchange's row, and when."""

    key: str
    visit: int
    page: int | None
    at: datetime


class ArticleTables:
    """Articles with their revisions, and rejections."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._index = SearchIndex(database)

    def save(self, article: Article, source: Source) -> Saved:
        """Within a transaction: store what the article has become, if it has changed."""
        name, print_ = article_id(source.key), fingerprint(article)
        revision, known = self._database.one(_CURRENT, (name,)) or (0, None)
        self._database.run("DELETE FROM rejections WHERE visit = ?", (source.visit,))
        if known == print_:
            return Saved.UNCHANGED
        told = document(article, source.key, revision + 1)
        values = (name, revision + 1, print_, source.at.timestamp(), source.page, dumps(told))
        cursor = self._database.run(_INSERT_REVISION, values)
        self._database.run(_POINT, (name, source.visit, cursor))
        self._index.follow(name, revision + 1, told)
        return Saved.CHANGED if revision else Saved.NEW

    def reject(self, rejection: Rejection, source: Source) -> None:
        """Within a transaction: remember why there is no article. An earlier article stays."""
        told = dumps({**rejection_document(rejection), "date_fetched": iso(source.at)})
        self._database.run(_REJECT, (source.visit, source.at.timestamp(), source.page, told))

    def articles(self, since: int) -> Iterator[StoredArticle]:
        """The latest revision of each article that changed after the cursor, in the order of the changes."""
        rows = self._database.stream(f"{_LATEST} WHERE a.cursor > ? ORDER BY a.cursor", (since,))
        return map(stored, rows)

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
        """How many articles there are."""
        (number,) = self._database.one("SELECT count(*) FROM articles") or (0,)
        return int(number)

    def rejections(self) -> Iterator[Document]:
        """The rejections as JSON objects, by the time of the visit."""
        rows = self._database.stream("SELECT document FROM rejections ORDER BY at, visit")
        return (json.loads(told) for (told,) in rows)


def stored(row: Row | list[Any]) -> StoredArticle:
    """A row of ``COLUMNS`` as what it is."""
    name, revision, cursor, saved_at, told = row
    return StoredArticle(name, revision, cursor, moment(saved_at), told)
