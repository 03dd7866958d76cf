"""What was purged, and who has to be told?

The memory of it: the sites and documents that are not to come back, and the ids of the articles that went. Of a
document no more is kept than the digest of its key, so the memory does not tell what it forbids to keep.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from scraper.model import Outcome, Visit
from scraper.writer.archive_database import Database, Row
from scraper.writer.document import ChangeKind, GoneReason, RevisionKind, StoredArticle, digest, dumps, iso, moment
from scraper.writer.purged import Asked, Barred, Extent

_REMEMBER = """
    INSERT INTO purged (host, subdomains, digest, leads_to, at, reason) VALUES (?, ?, ?, ?, ?, ?)
    ON CONFLICT DO UPDATE SET subdomains = max(subdomains, excluded.subdomains), swept = 0,
        leads_to = CASE WHEN excluded.leads_to IS NULL THEN NULL ELSE leads_to END
"""
_TOLD = """
    SELECT p.host, p.subdomains, p.digest, p.at, p.reason, (SELECT count(*) FROM purged l WHERE l.leads_to = p.id)
    FROM purged p WHERE p.leads_to IS NULL ORDER BY p.at, p.id
"""
_FIND = "SELECT id FROM purged WHERE host = ? OR digest = ?"
_FORGET = "DELETE FROM purged WHERE id = ?"
_FORGET_LEADS = "DELETE FROM purged WHERE leads_to = ?"
_TOMBSTONES = "SELECT id, cursor, at FROM purged_articles WHERE cursor > ? ORDER BY cursor"
T = TypeVar("T")
_ID = re.compile(r"[0-9a-f]{16}")


@dataclass(frozen=True, slots=True)
class Remembered:
    """Something that is not to come back. ``name`` is the host[:port] of a site, or the id of a document.

    ``leads`` counts the other addresses that only led to it, which are not asked for either.
    """

    extent: Extent
    name: str
    at: datetime
    reason: str
    leads: int = 0


class PurgedTable:
    """The memory of an archive. What is barred is read once, and held."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._barred: Barred | None = None

    @property
    def barred(self) -> Barred:
        """All that is not to come back."""
        if self._barred is None:
            rows = self._database.all("SELECT host, subdomains, digest FROM purged")
            self._barred = Barred(
                frozenset(host for host, _, _ in rows if host),
                tuple(f".{host}" for host, subdomains, _ in rows if host and subdomains),
                frozenset(known for _, _, known in rows if known is not None),
            )
        return self._barred

    def others(self, visits: Iterable[Visit]) -> Iterable[Visit]:
        """The visits that are not barred; where nothing is, that costs nothing."""
        return self.barred.others(visits) if self.barred else visits

    def without(self, entries: Sequence[T]) -> Sequence[T | Outcome]:
        """What is to be stored, with ends of visits as far as they are not barred; the same list if nothing is."""
        barred = self.barred
        if not barred:
            return entries
        return [barred.applied(entry) if isinstance(entry, Outcome) else entry for entry in entries]

    def remember(self, asked: Asked, leads: Iterable[int], reason: str, now: float) -> None:
        """Within a transaction: bar this, and the digests of the addresses that only lead to it.

        What is barred already keeps its date and its reason.
        """
        self._barred = None
        is_site = asked.extent is not Extent.DOCUMENT
        host, known = (asked.name, None) if is_site else (None, digest(asked.name))
        self._database.run(_REMEMBER, (host, asked.extent is Extent.SUBDOMAINS, known, None, now, reason))
        (asked_for,) = self._database.one(_FIND, (host, known)) or (0,)
        self._database.run_many(_REMEMBER, [(None, 0, lead, asked_for, now, reason) for lead in leads])

    def remembered(self) -> list[Remembered]:
        """What was asked for, oldest first."""
        return list(map(_remembered, self._database.all(_TOLD)))

    def forget(self, name: str) -> bool:
        """Let a site or a document come back, by its host, its URL or its id; whether it was barred.

        Raises UrlError, and UsageError, for what is neither.
        """
        host, known = _named(name)
        with self._database.transaction():
            row = self._database.one(_FIND, (host, known))
            if row:
                self._database.run(_FORGET_LEADS, row)
                self._database.run(_FORGET, row)
        self._barred = None
        return row is not None

    def tombstones(self, since: int) -> Iterator[StoredArticle]:
        """What is left of the purged articles, after the cursor and in its order: an id, for who has a copy."""
        return map(_tombstone, self._database.stream(_TOMBSTONES, (since,)))

    def is_swept(self) -> bool:
        """Whether the database holds no traces of what was deleted."""
        return self._database.one("SELECT 1 FROM purged WHERE NOT swept LIMIT 1") is None

    def note_swept(self) -> None:
        """It does not any more."""
        self._database.run("UPDATE purged SET swept = 1 WHERE NOT swept")


def _named(name: str) -> tuple[str | None, int | None]:
    """Host and digest, one of which is None."""
    if _ID.fullmatch(name):
        return None, int.from_bytes(bytes.fromhex(name), signed=True)
    if "://" in name:
        return None, digest(Asked.document(name).name)
    return Asked.site(name).name, None


def _remembered(row: Row) -> Remembered:
    host, subdomains, known, at, reason, leads = row
    if host is None:
        return Remembered(Extent.DOCUMENT, known.to_bytes(8, signed=True).hex(), moment(at), reason, leads)
    return Remembered(Extent.SUBDOMAINS if subdomains else Extent.SITE, host, moment(at), reason, leads)


def _tombstone(row: Row) -> StoredArticle:
    """No address, no title and no credit: there is nothing of the publisher's in it."""
    name, cursor, at = row
    told = {
        "gone": True,
        "date_gone": iso(moment(at).replace(microsecond=0)),
        "reason": GoneReason.PURGED.value,
        "id": name,
    }
    return StoredArticle(name, 0, cursor, moment(at), dumps(told), RevisionKind.TOMBSTONE, (ChangeKind.GONE,))
