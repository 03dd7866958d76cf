"""What do the files say in which a site states its terms for machines?

tdmrep.json and RSL licences: the copies, how long they hold, and what one that cannot be had means. 404 and the like
are no statement, and so is what is no such file (an error page). While nobody can say (5xx, 429, no answer) the pages
that it may speak of wait.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from scraper.crawler import rsl, tdmrep
from scraper.crawler.heard import SHORTEST_SECONDS, Shelf, content, is_unreachable, lifetime, retry_after
from scraper.crawler.rsl import Licence, Rsl
from scraper.crawler.tdmrep import Tdmrep
from scraper.model import Failure, Fault, Page, SiteFile

_FILE_BYTES = 1024  # what a file with an empty body costs


class Copies(Protocol):
    """Whoever keeps the files."""

    def site_file(self, url: str) -> SiteFile | None:
        """The copy kept of a file, however old."""

    def keep_site_file(self, file: SiteFile) -> None:
        """Keep a copy in place of the one before it."""


@dataclass(frozen=True, slots=True)
class Terms:
    """A file as understood."""

    file: SiteFile
    said: Tdmrep | Rsl

    @property
    def size(self) -> int:
        """Bytes, roughly: what is parsed grows with the file."""
        return len(self.file.body) + _FILE_BYTES

    @property
    def is_unknown(self) -> bool:
        """Whether nobody knows what the file says."""
        return is_unreachable(self.file.status)

    def licences(self, url: str) -> tuple[Licence, ...]:
        """The licences for a page, if the file is of RSL."""
        return self.said.licences(url) if isinstance(self.said, Rsl) else ()

    def refusal(self, url: str, now: float) -> Failure:
        """Why the visit to a page has to wait for a file that cannot be had."""
        status = self.file.status or None
        detail = f"{self.file.url} " + (f"answered {status}" if status else "gave no answer")
        wait = max(0.0, self.file.expires - now)
        return Failure(url, Fault.UNREACHABLE_TERMS, detail, status=status, again=True, wait=wait)


class SiteFiles:
    """The files of all sites."""

    def __init__(self, copies: Copies, backoff: float = 0.0) -> None:
        """``backoff``: seconds before a file that could not be had is asked for again, doubled each time."""
        self._copies = copies
        self._backoff = backoff
        self._shelf: Shelf[Terms] = Shelf()

    def terms(self, url: str, now: float) -> Terms | None:
        """What a file says; None when it has to be asked for."""
        known = self._shelf.get(url)
        if known is None or not _holds(known.file, now):
            file = self._copies.site_file(url)
            if file is None or not _holds(file, now):
                return None
            known = self._shelf.put(url, understood(file))
        return known

    def hear(self, url: str, result: Page | Failure, now: float, next_turn: float) -> None:
        """What came of the request for a file."""
        status, body = content(result)
        expires = now + lifetime(result)
        if is_unreachable(status):
            wait = retry_after(self._backoff, self._copies.site_file(url), result)
            expires = max(now + wait, next_turn + SHORTEST_SECONDS)
        self._copies.keep_site_file(SiteFile(url, status, body, now, expires))


def understood(file: SiteFile) -> Terms:
    """A copy, parsed. Only what came with a 2xx is a file."""
    good = 200 <= file.status < 300
    if file.url.endswith(tdmrep.PATH):
        return Terms(file, tdmrep.parse(file.body) if good else Tdmrep())
    return Terms(file, rsl.parse(file.body) if good else Rsl())


def _holds(file: SiteFile, now: float) -> bool:
    return file.fetched_at <= now < file.expires
