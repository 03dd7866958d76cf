"""By whom, and of which bytes, was this made?

The chain of an article: the bytes as they came, by their sha256; the WARC record in which they lie; who made an article
of them (version, model, settings); and its text, by its sha256.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from scraper.model import Maker, RawRecord
from scraper.urls import dedupe_key
from scraper.writer.archive_database import Database, Row
from scraper.writer.document import article_id, moment

_NOTE_MAKER = """
    INSERT INTO makers (software, model, config_sha256, settings, used_at) VALUES (?, ?, ?, ?, ?)
    ON CONFLICT (software, model, config_sha256) DO UPDATE SET settings = excluded.settings, used_at = excluded.used_at
"""
_MAKER = "SELECT id FROM makers WHERE software = ? AND model = ? AND config_sha256 = ?"
_MAKERS = "m.software, m.model, m.config_sha256, m.settings"
_LAST_MAKER = f"SELECT {_MAKERS} FROM makers m ORDER BY used_at DESC, id DESC LIMIT 1"
_CHAIN = f"""
    SELECT r.article, r.revision, r.saved_at, r.text_sha256, p.url, p.fetched_at, p.status, p.content_sha256,
           p.payload_digest, p.warc, p.warc_offset, p.warc_length, {_MAKERS}
    FROM revisions r LEFT JOIN pages p ON p.id = r.page LEFT JOIN makers m ON m.id = r.maker
    WHERE r.article = ? ORDER BY r.revision
"""
_ID = re.compile(r"[0-9a-f]{16}")


@dataclass(frozen=True, slots=True)
class Exchange:
    """What came over the wire, and where it lies: nowhere, if no bytes were to be kept."""

    url: str
    fetched_at: datetime
    status: int
    content_sha256: str  # of the body, decoded of its Content-Encoding
    payload_digest: str | None  # as the WARC has it: of the body still encoded
    record: RawRecord | None


@dataclass(frozen=True, slots=True)
class Provenance:
    """The chain of one revision. What is from before it was noted is None or, for ``text_sha256``, empty."""

    id: str
    revision: int
    saved_at: datetime
    exchange: Exchange | None
    maker: Maker | None
    text_sha256: str


class ProvenanceTables:
    """Makers, and the chains of articles."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def note(self, maker: Maker, now: float) -> int:
        """Within a transaction: someone is set to work; returns the row, from 1 on."""
        self._database.run(_NOTE_MAKER, (*maker, now))
        return self.row_of(maker)

    def row_of(self, maker: Maker) -> int:
        """The row of a maker; 0 for one that has made nothing here."""
        row = self._database.one(_MAKER, maker[:3])
        return int(row[0]) if row else 0

    def last(self) -> Maker | None:
        """Who was set to work last."""
        row = self._database.one(_LAST_MAKER)
        return Maker(*row) if row else None

    def chains(self, id_or_url: str) -> Iterator[Provenance]:
        """The chain of each revision of an article, oldest first."""
        name = id_or_url if _ID.fullmatch(id_or_url) else article_id(dedupe_key(id_or_url))
        return map(_provenance, self._database.stream(_CHAIN, (name,)))


def _provenance(row: Row) -> Provenance:
    name, revision, saved_at, text, url, fetched_at, status, content, payload, *rest = row
    record = RawRecord(*rest[:3]) if rest[0] is not None else None
    came = Exchange(url, moment(fetched_at), status, content, payload, record) if url is not None else None
    maker = Maker(*rest[3:]) if rest[3] is not None else None
    return Provenance(name, revision, moment(saved_at), came, maker, text)
