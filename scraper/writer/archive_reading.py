"""What can be read of an archive, also while a crawl writes it?"""

from __future__ import annotations

from collections.abc import Iterator

from scraper.model import State
from scraper.writer.archive_articles import ArticleTables
from scraper.writer.archive_database import Database
from scraper.writer.archive_runs import KnownPage, Run, RunTables
from scraper.writer.archive_search import EVERYWHERE, LIMIT, Hit, Order, SearchTables, Within
from scraper.writer.archive_search_index import SearchIndex
from scraper.writer.document import Document, StoredArticle


class ArchiveReader:
    """The part of an ``Archive`` that changes nothing. Every method raises ArchiveError when it cannot be read."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._articles = ArticleTables(database)
        self._runs = RunTables(database)
        self._search = SearchTables(database)
        self._index = SearchIndex(database)

    def runs(self) -> Iterator[Run]:
        """All runs, latest first."""
        return self._runs.runs()

    def articles(self, since: int = 0) -> Iterator[StoredArticle]:
        """The latest revision of each article that changed after the cursor, in the order of the changes."""
        return self._articles.articles(since)

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
        """One article in its latest revision, by its id or URL. Raises UrlError for what is neither."""
        return self._articles.article(id_or_url)

    def revisions(self, id_or_url: str) -> Iterator[StoredArticle]:
        """All revisions of one article, oldest first. Raises UrlError for what is neither id nor URL."""
        latest = self._articles.article(id_or_url)
        return self._articles.revisions(latest.id) if latest else iter(())

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
        """How many articles there are."""
        return self._articles.count()
