"""What did a feed or a sitemap name?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from scraper.model import Link


@dataclass(frozen=True, slots=True)
class Entry:
    """One address that was named, and what is said of it, each if told.

    ``url`` is absolute. Dates are aware: ``published``, and ``modified`` when it last changed (or was published, where
    no more is told). ``content`` is the whole story as HTML, if the feed brings it: a fact of the feed, whose links are
    no links of ours. ``language`` is a code as written: ``es``, ``pt-BR``.
    """

    url: str
    title: str = ""
    modified: datetime | None = None
    published: datetime | None = None
    language: str = ""
    authors: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    content: str = ""

    @property
    def dated(self) -> datetime | None:
        """The best date there is to tell fresh from old: a story from last year stays old when it is touched up."""
        return self.published or self.modified


@dataclass(frozen=True, slots=True)
class Found:
    """What could be read, in the document's order. ``problem`` says in one line what stood in the way of more."""

    entries: tuple[Entry, ...] = ()
    children: tuple[Entry, ...] = ()  # further sitemaps, for an index
    problem: str | None = None

    @property
    def links(self) -> tuple[Link, ...]:
        """The entries as links, for ``visits_from``."""
        return tuple(Link(entry.url, entry.title) for entry in self.entries)
