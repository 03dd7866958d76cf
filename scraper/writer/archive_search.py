"""Which articles speak of it?

Asked of the search index (see archive_search_index.py), also while a crawl writes.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

from scraper.urls import host_of
from scraper.writer.archive_articles import COLUMNS, stored
from scraper.writer.archive_database import Database, Row
from scraper.writer.document import StoredArticle
from scraper.writer.search_query import Query, Term, parsed
from scraper.writer.search_snippet import Snippet, snippet

LIMIT = 10

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

# The best are chosen before their documents are read: what is sorted stays small.
_BEST = f"""
    SELECT {COLUMNS}, f.rank
    FROM (SELECT search.rowid AS cursor, search.rank AS rank {{found}} ORDER BY search.rank LIMIT ?) f
    JOIN revisions r ON r.cursor = f.cursor ORDER BY f.rank, f.cursor DESC
"""
_NEWEST = f"""
    SELECT {COLUMNS}, f.rank
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
    """What can be found. Raises ArchiveError where SQLite has no FTS5."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def search(self, query: str, within: Within, order: Order, limit: int) -> list[Hit]:
        """The first articles that match. Raises UsageError where the query has nothing that can be looked for."""
        asked = parsed(query)
        found, values = _conditions(asked, within)
        sql = (_BEST if order is Order.RELEVANCE else _NEWEST).format(found=found)
        return [_hit(row, asked.terms) for row in self._database.all(sql, (*values, limit))]

    def matching(self, query: str, within: Within, since: int) -> Iterator[StoredArticle]:
        """All articles that match and changed after the cursor, in the order of the changes."""
        found, values = _conditions(parsed(query), within)
        sql = f"SELECT {COLUMNS} {found} AND search.rowid > ? ORDER BY search.rowid"
        return map(stored, self._database.stream(sql, (*values, since)))


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
    *columns, rank = row
    article = stored(columns)
    return Hit(article, snippet(article.document["text"], terms), -rank)
