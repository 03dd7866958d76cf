"""What can be read of an archive, also while a crawl writes it?"""

from __future__ import annotations

import heapq
from collections.abc import Iterator
from contextlib import AbstractContextManager
from datetime import datetime
from operator import attrgetter

from scraper.model import Maker, Signal, State
from scraper.writer.archive_articles import ArticleTables
from scraper.writer.archive_database import Database
from scraper.writer.archive_history import Comparison, HistoryTables, Revision
from scraper.writer.archive_provenance import Provenance, ProvenanceTables
from scraper.writer.archive_purge import Purging
from scraper.writer.archive_purged import PurgedTable
from scraper.writer.archive_recleaning import KeptExchange, Part, RecleaningTables, Standing
from scraper.writer.archive_relations import Member, RelationTables, Relative
from scraper.writer.archive_runs import KnownPage, Run, RunTables
from scraper.writer.archive_search import EVERYWHERE, LIMIT, Hit, Order, SearchTables, Within
from scraper.writer.archive_search_index import SearchIndex
from scraper.writer.archive_verifying import Checks, Verifier
from scraper.writer.document import Document, StoredArticle
from scraper.writer.warc_reading import Kept, WarcReader


class ArchiveReader:
    """The part of an ``Archive`` that changes nothing. Every method raises ArchiveError when it cannot be read."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._articles = ArticleTables(database)
        self._runs = RunTables(database)
        self._history = HistoryTables(database)
        self._relations = RelationTables(database)
        self._provenance = ProvenanceTables(database)
        self._recleaning = RecleaningTables(database, self._articles)
        self._search = SearchTables(database)
        self._index = SearchIndex(database)
        self._purged = PurgedTable(database)

    @property
    def purging(self) -> Purging:
        """What was removed for good, and the removal of more."""
        return Purging(self._database, self._purged)

    def moment(self) -> AbstractContextManager[None]:
        """In a ``with`` statement: all that is read in it fits together, whatever a crawl commits meanwhile."""
        return self._database.moment()

    def asked_until(self, now: float) -> float:
        """Until when the last run may have asked anybody: its end, or ``now`` for one that was killed."""
        return self._runs.asked_until(now)

    def runs(self) -> Iterator[Run]:
        """All runs, latest first."""
        return self._runs.runs()

    def articles(self, since: int = 0) -> Iterator[StoredArticle]:
        """The latest revision of each living article that changed after the cursor, in the order of the changes."""
        return self._articles.articles(since)

    def changes(self, since: int = 0) -> Iterator[StoredArticle]:
        """As ``articles``, and the tombstones of those whose pages are gone or which were purged.

        It is what keeps another collection in step. The tombstone of a purged article has its id and nothing more.
        """
        streams = self._articles.changes(since), self._purged.tombstones(since)
        return heapq.merge(*streams, key=attrgetter("cursor"))

    def search(
        self, query: str, within: Within = EVERYWHERE, order: Order = Order.RELEVANCE, limit: int = LIMIT
    ) -> list[Hit]:
        """The first articles that match a query as people write it: words, "phrases", -without, this OR that, begin*.

        Raises UsageError where the query has nothing that can be looked for, UrlError for a site that is no host.
        """
        return self._search.search(query, within, order, limit)

    def matching(self, query: str, within: Within = EVERYWHERE, since: int = 0) -> Iterator[StoredArticle]:
        """All articles that match and changed after the cursor, as from ``articles``. Raises as ``search``."""
        return self._search.matching(query, within, since)

    def search_agrees(self) -> bool:
        """Whether the search index has exactly the articles that there are; of an archive that is open for writing,
        whether it has exactly their words.
        """
        return self._index.agrees()

    def article(self, id_or_url: str) -> StoredArticle | None:
        """One article in its latest revision, which may be a tombstone, by its id or URL.

        Raises UrlError for what is neither.
        """
        return self._articles.article(id_or_url)

    def revisions(self, id_or_url: str) -> Iterator[StoredArticle]:
        """All revisions of one article, oldest first. Raises UrlError for what is neither id nor URL."""
        latest = self._articles.article(id_or_url)
        return self._articles.revisions(latest.id) if latest else iter(())

    def history(self, id_or_url: str) -> Iterator[Revision]:
        """The revisions of one article with what each changed and where it came from, oldest first.

        Raises UrlError for what is neither id nor URL.
        """
        latest = self._articles.article(id_or_url)
        return self._history.history(latest.id) if latest else iter(())

    def cursor_at(self, when: datetime) -> int:
        """The cursor of the last change before a moment, to ask for what came later; 0 if there was none."""
        return self._history.cursor_at(when)

    def last_cursor(self) -> int:
        """The cursor of the last change of all; 0 if there was none."""
        return self._history.last_cursor()

    def signals_of(self, article: StoredArticle) -> tuple[Signal, ...]:
        """What the site said of the use of the page that this revision was made from."""
        return self._history.signals_of(article.cursor)

    def diff(self, id_or_url: str, start: int | None = None, end: int | None = None) -> Comparison | None:
        """Two revisions of one article compared, the last two unless others are named; None for an unknown one.

        Raises UrlError for what is neither id nor URL, and UsageError for revisions that are not there.
        """
        latest = self._articles.article(id_or_url)
        return self._history.comparison(latest.id, start, end) if latest else None

    def relatives(self, id_or_url: str) -> list[Relative]:
        """The copies and translations of one article, the first seen first. Raises UrlError for neither id nor URL."""
        latest = self._articles.article(id_or_url)
        return self._relations.relatives(latest.id) if latest else []

    def copies(self) -> frozenset[str]:
        """The ids of the articles to be left out where one of each is wanted: each is a copy of one that stays."""
        return self._relations.copies()

    def groups(self) -> Iterator[list[Member]]:
        """The articles that are copies of each other, a group at a time, the first seen first in each."""
        return self._relations.groups()

    def provenance(self, id_or_url: str) -> Iterator[Provenance]:
        """The chain from the bytes to the text of each revision of one article, oldest first. Raises UrlError."""
        return self._provenance.chains(id_or_url)

    def last_maker(self) -> Maker | None:
        """Who makes its articles: who did so in the last run."""
        return self._provenance.last()

    def exchanges(self, part: Part, maker: Maker) -> Iterator[KeptExchange]:
        """The exchanges that ``maker`` could clean and has not cleaned yet, in the order in which they came."""
        return self._recleaning.exchanges(part, self._provenance.row_of(maker) or -1)

    def read(self, exchange: KeptExchange, records: WarcReader) -> Kept:
        """An exchange's bytes, its body still encoded. Raises RecordError where they are missing or damaged."""
        return self._recleaning.read(exchange, records)

    def verifier(self, checks: Checks) -> Verifier:
        """Who walks the chain from the bytes to the texts."""
        return Verifier(self._database, self._recleaning, checks)

    def maker_row(self, maker: Maker) -> int:
        """The row of a maker; 0 for one that has made nothing here."""
        return self._provenance.row_of(maker)

    def standing(self, key: str) -> Standing | None:
        """What is held of the page with this dedupe key; None if it was never read."""
        return self._recleaning.standing(key)

    def rejections(self) -> Iterator[Document]:
        """Why pages are no articles, as JSON objects, by the time of the visit."""
        return self._articles.rejections()

    def pages(self, state: State | None = None) -> Iterator[KnownPage]:
        """All known URLs, or those in one state, in the order in which they were found."""
        return self._runs.pages(state)

    def known(self) -> int:
        """How many URLs are known, counted apart from their states: the accounts must add up to it."""
        return self._runs.known()

    def counts(self) -> dict[State, int]:
        """How many known URLs are in each state; in all they are ``known``."""
        return self._runs.counts()

    def reasons(self) -> dict[tuple[State, str], int]:
        """How often each state has each reason, most frequent first."""
        return self._runs.reasons()

    def article_count(self) -> int:
        """How many living articles there are."""
        return self._articles.count()

    def gone_count(self) -> int:
        """How many articles are gone."""
        return self._articles.gone_count()
