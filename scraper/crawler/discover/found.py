"""What did a feed or a sitemap name?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from scraper.model import Link


@dataclass(frozen=True, slots=True)
class Entry:
    """One address that was named: absolute URL, title, and when it was published or last changed (aware), if told."""

    url: str
    title: str = ""
    modified: datetime | None = None


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
