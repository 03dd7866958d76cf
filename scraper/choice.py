"""Which articles of an archive may leave it, and as what?

The archive says what there is; here the crawler's word is heard on what sites allow it to be used for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime

from scraper.crawler.signals import conflicting
from scraper.errors import UsageError
from scraper.model import Purpose
from scraper.writer.archive import Archive
from scraper.writer.attribution import from_document
from scraper.writer.document import StoredArticle


@dataclass(frozen=True, slots=True)
class Choice:
    """What is wanted: all where nothing is said.

    ``since`` is a cursor (what changed after it, tombstones included) or a moment. ``licences`` are the beginnings of
    the names of licences (``CC-BY``), in any case. ``purpose`` leaves out what a site's opt-outs speak against.
    """

    since: int | datetime | None = None
    query: str | None = None
    licences: tuple[str, ...] = ()
    purpose: Purpose | None = None
    one_of_each: bool = False  # of the articles that are copies of each other, the one that was seen first


@dataclass(slots=True)
class Chosen:
    """The articles of an archive by a choice, in the order of their changes; counts those which it leaves out."""

    archive: Archive
    choice: Choice
    copies: int = 0
    opted_out: int = 0
    broken: int = 0
    last: int = field(default=0)  # the cursor of the last change that was looked at

    def __call__(self, complain: Callable[[str], None]) -> Iterator[StoredArticle]:
        """The articles; ``complain`` is told in a line of each that cannot be read, which is left out.

        Raises UsageError for a query in which nothing can be looked for, and for a cursor of another archive.
        """
        copies = self.archive.copies() if self.choice.one_of_each else frozenset()
        for article in self._found():
            self.last = article.cursor
            if article.gone:
                yield article
            elif article.id in copies:
                self.copies += 1
            elif self._is_wanted(article, complain):
                yield article

    def _found(self) -> Iterator[StoredArticle]:
        since, query = self.choice.since, self.choice.query
        start = self.archive.cursor_at(since) if isinstance(since, datetime) else since or 0
        if start > (last := self.archive.last_cursor()):
            raise UsageError(
                f"--since {start}: the last change of this archive is {last}; give a cursor that came from it, "
                "or a date such as 2026-11-23"
            )
        self.last = start
        if query is not None:
            return self.archive.matching(query, since=start)
        return self.archive.articles() if since is None else self.archive.changes(start)

    def _is_wanted(self, article: StoredArticle, complain: Callable[[str], None]) -> bool:
        try:
            document = article.document
            licence = (document["license"] or {}).get("id") or ""
            from_document(document)  # nothing leaves without its way back
        except (ValueError, LookupError, TypeError, AttributeError) as error:
            self.broken += 1
            complain(f"article {article.id}: cannot be read ({type(error).__name__}), left out; see: scraper verify")
            return False
        wanted = self.choice.licences
        if wanted and not licence.casefold().startswith(tuple(name.casefold() for name in wanted)):
            return False
        purpose = self.choice.purpose
        if purpose and any(conflicting(self.archive.signals_of(article), purpose)):
            self.opted_out += 1
            return False
        return True
