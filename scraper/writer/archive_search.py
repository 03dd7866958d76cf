"""Which articles speak of it?

The search index (SQLite's FTS5) over title and text of each article's latest revision. It changes in the transaction
that changes the article, holds words and no text, and is asked while a crawl writes.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from scraper.urls import host_of
from scraper.writer.archive_database import Database, Row
from scraper.writer.document import Document, StoredArticle, moment, storable
from scraper.writer.search_query import Query, Term, parsed
from scraper.writer.search_snippet import Snippet, snippet
from scraper.writer.search_words import folded

LIMIT = 10

_OUT = """
    INSERT INTO search (search, rowid, title, text)
    SELECT 'delete', cursor, title, text FROM search_texts WHERE article = ? AND revision = ?
"""
_IN = """
    INSERT INTO search (rowid, title, text)
    VALUES ((SELECT cursor FROM revisions WHERE article = ? AND revision = ?), ?, ?)
"""
_DROP = """
    INSERT INTO search (search, rowid, title, text)
    SELECT 'delete', cursor, title, text FROM searched WHERE cursor = (SELECT cursor FROM articles WHERE id = ?)
"""
_DIFFERENCE = """
    SELECT * FROM (SELECT id FROM search_docsize EXCEPT SELECT cursor FROM searched)
    UNION ALL
    SELECT * FROM (SELECT cursor FROM searched EXCEPT SELECT id FROM search_docsize)
"""
_CHECK = "INSERT INTO search (search, rank) VALUES ('integrity-check', 1)"  # 1: with the articles, not only in itself

# Published, else fetched, else stored; in UTC.
_DATE = """
    coalesce(datetime(json_extract(r.document, '$.date_published')),
             datetime(json_extract(r.document, '$.date_fetched')), datetime(r.saved_at, 'unixepoch'))
"""
_FOUND = "FROM search JOIN revisions r ON r.cursor = search.rowid WHERE search MATCH ?"
_SITE = """
    AND EXISTS (SELECT 1 FROM articles a JOIN visits v ON v.id = a.visit
                WHERE a.cursor = r.cursor AND instr('.' || v.host || ':', '.' || ? || ':'))
"""
_SINCE = f"AND {_DATE} >= ?"
_UNTIL = f"AND {_DATE} < ?"
_LANGUAGE = "AND substr(lower(json_extract(r.document, '$.language')) || '-', 1, length(?)) = ?"

_STORED = "r.article, r.revision, r.cursor, r.saved_at, r.document"
# The best are chosen before their documents are read: what is sorted stays small.
_BEST = f"""
    SELECT {_STORED}, f.rank
    FROM (SELECT search.rowid AS cursor, search.rank AS rank {{found}} ORDER BY search.rank LIMIT ?) f
    JOIN revisions r ON r.cursor = f.cursor ORDER BY f.rank, f.cursor DESC
"""
_NEWEST = f"""
    SELECT {_STORED}, f.rank
    FROM (SELECT search.rowid AS cursor, search.rank AS rank, {_DATE} AS date {{found}}
          ORDER BY date DESC, search.rowid DESC LIMIT ?) f
    JOIN revisions r ON r.cursor = f.cursor ORDER BY f.date DESC, f.cursor DESC
"""


class Order(StrEnum):
    """What comes first: what says most of it, or what is newest."""

    RELEVANCE = "relevance"
    DATE = "date"


@dataclass(frozen=True, slots=True)
class Within:
    """Which articles are looked through; all where nothing is said.

    ``site`` is a host, and those under it are meant as well. An article is of ``since`` or later, and before
    ``until`` (aware datetimes), by the day on which it was published, or fetched if that is not known. ``language`` is
    a tag such as ``es``, which stands for ``es-MX`` as well. Raises UrlError for a site that is no host.
    """

    site: str | None = None
    since: datetime | None = None
    until: datetime | None = None
    language: str | None = None


EVERYWHERE = Within()


@dataclass(frozen=True, slots=True)
class Hit:
    """An article that was found, the place in it, and how much it says of what was looked for: the more the higher."""

    article: StoredArticle
    snippet: Snippet
    score: float


class SearchTables:
    """The search index. Raises ArchiveError where SQLite has no FTS5."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def follow(self, article: str, revision: int, told: Document) -> None:
        """Within a transaction: the article with this id has come to a revision, from the one before, if there is one.

        ``told`` is the revision's document; without a text, as that of a tombstone, it is not to be found.
        """
        if revision > 1:
            self._database.run_last(_OUT, (article, revision - 1))
        if told.get("text") is not None:  # what search_texts would read from it, at a third of the cost
            title, text = folded(storable(told["title"])), folded(storable(told["text"]))
            self._database.run_last(_IN, (article, revision, title, text))

    def drop(self, article: str) -> None:
        """Within a transaction: the article with this id is about to be taken out, and is not to be found any more."""
        self._database.run(_DROP, (article,))

    def squeeze(self) -> None:
        """Leave nothing in the file of what was dropped: until then its words may stay there, though not be found."""
        self._database.run("INSERT INTO search (search) VALUES ('optimize')")

    def agrees(self) -> bool:
        """Whether the index has exactly the articles that there are; where it may be written to, whether it has
        exactly their words. It is whole again after ``rebuild``.
        """
        if self._database.one(_DIFFERENCE):
            return False
        return not self._database.writes or self._database.fits(_CHECK)

    def rebuild(self) -> None:
        """Within a transaction: make the index anew from the articles."""
        self._database.run("INSERT INTO search (search) VALUES ('rebuild')")

    def search(self, query: str, within: Within, order: Order, limit: int) -> list[Hit]:
        """The first articles that match. Raises UsageError where the query has nothing that can be looked for."""
        asked = parsed(query)
        found, values = _conditions(asked, within)
        sql = (_BEST if order is Order.RELEVANCE else _NEWEST).format(found=found)
        return [_hit(row, asked.terms) for row in self._database.all(sql, (*values, limit))]

    def matching(self, query: str, within: Within, since: int) -> Iterator[StoredArticle]:
        """All articles that match and changed after the cursor, in the order of the changes."""
        found, values = _conditions(parsed(query), within)
        sql = f"SELECT {_STORED} {found} AND search.rowid > ? ORDER BY search.rowid"
        return map(_stored, self._database.stream(sql, (*values, since)))


def _conditions(query: Query, within: Within) -> tuple[str, list[object]]:
    """What the articles must fulfil, as SQL and its values."""
    sql, values = [_FOUND], [query.match()]
    if within.site:
        host = host_of(within.site if "://" in within.site else f"https://{within.site}")
        sql.append(_SITE)
        values.append(host)
    if within.since:
        sql.append(_SINCE)
        values.append(_in_utc(within.since))
    if within.until:
        sql.append(_UNTIL)
        values.append(_in_utc(within.until))
    if within.language:
        sql.append(_LANGUAGE)
        values += [f"{within.language.lower()}-"] * 2
    return " ".join(sql), list(values)


def _in_utc(when: datetime) -> str:
    """As SQLite's datetime() has it."""
    return when.astimezone(UTC).replace(microsecond=0, tzinfo=None).isoformat(" ")


def _hit(row: Row, terms: Sequence[Term]) -> Hit:
    *stored, rank = row
    article = _stored(stored)
    return Hit(article, snippet(article.document["text"], terms), -rank)


def _stored(row: Sequence[Any]) -> StoredArticle:
    name, revision, cursor, saved_at, told = row
    return StoredArticle(name, revision, cursor, moment(saved_at), told)
