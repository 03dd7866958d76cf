"""Which words are in which article?

The search index (SQLite's FTS5) over title and text of each article's latest revision. It changes in the transaction
that changes the article, and holds words, not texts: those stay in the revisions, from which the view ``searched``
tells the index what it has to hold.
"""

from __future__ import annotations

from scraper.writer.archive_database import Database
from scraper.writer.document import Document, storable
from scraper.writer.search_words import folded

_OUT = """
    INSERT INTO search (search, rowid, title, text)
    SELECT 'delete', cursor, title, text FROM search_texts WHERE article = ? AND revision = ?
"""
_IN = "INSERT INTO search (rowid, title, text) VALUES (?, ?, ?)"
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


class SearchIndex:
    """What is kept in step with the articles. Raises ArchiveError where SQLite has no FTS5."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def follow(self, article: str, revision: int, cursor: int, told: Document) -> None:
        """Within a transaction: the article with this id has come to a revision, from the one before, if there is one.

        ``told`` is the revision's document; without a text, as that of a tombstone, it is not to be found.
        """
        if revision > 1:
            self._database.run_last(_OUT, (article, revision - 1))
        if told.get("text") is not None:  # what search_texts would read from it, at a third of the cost
            title, text = folded(storable(told["title"])), folded(storable(told["text"]))
            self._database.run_last(_IN, (cursor, title, text))

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
