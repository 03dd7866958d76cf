"""What has to go, and how is it made to go for good?

First the rows and records are chosen, and nothing is changed. Then WARC files that hold some of it are copied without
it; one transaction moves the rows of pages to the copies, gives the old files up and removes the rows; then the old
files are unlinked, and the database is written anew, since deleted rows leave traces. Killed before the transaction
ends, nothing has happened; after it, opening the archive unlinks what was given up, and the next purge does the rest.

A table with rows of a visit, an article or an exchange needs a line in ``STATEMENTS``, and no more. References between
tables are checked before the commit: a line that is missing stops the purge instead of leaving half of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress

from scraper.errors import ArchiveError
from scraper.writer.archive_database import Database, Row
from scraper.writer.archive_faults import faults
from scraper.writer.archive_mentions import clear_copies, clear_mentions, clear_sites
from scraper.writer.archive_originals import DIRECTORY
from scraper.writer.archive_purge_choice import Choice, Plan
from scraper.writer.archive_purged import PurgedTable, Remembered
from scraper.writer.archive_raw import RawOptions, RawStore
from scraper.writer.document import StoredArticle
from scraper.writer.purged import Asked, Barred
from scraper.writer.warc import located
from scraper.writer.warc_rewriting import Cut, Moves, next_name, rewritten

# Carried out in this order. Texts of the archive's tables only: files and memory are seen to by the code below.
STATEMENTS = (
    "INSERT INTO search (search, rowid, title, text) SELECT 'delete', cursor, title, text FROM searched"
    " WHERE cursor IN (SELECT cursor FROM articles WHERE id IN (SELECT id FROM purge_articles))",
    "INSERT INTO search (search) VALUES ('optimize')",  # until then its words stay in the file
    "DELETE FROM profiles WHERE article IN (SELECT id FROM purge_articles)",
    "DELETE FROM alternates WHERE article IN (SELECT id FROM purge_articles)",
    # Texts that no other article has.
    "DELETE FROM texts WHERE id NOT IN (SELECT text FROM profiles)",
    "DELETE FROM text_keys WHERE text NOT IN (SELECT id FROM texts)",
    "DELETE FROM near_texts WHERE text NOT IN (SELECT id FROM texts) OR other NOT IN (SELECT id FROM texts)",
    "DELETE FROM rejections WHERE visit IN (SELECT id FROM purge_visits)",
    "DELETE FROM articles WHERE id IN (SELECT id FROM purge_articles)",
    "DELETE FROM revisions WHERE article IN (SELECT id FROM purge_articles)",
    # An exchange may have brought what stays as well: a list of posts that names other sites.
    "UPDATE revisions SET page = NULL WHERE page IN (SELECT id FROM purge_pages)"
    " AND article NOT IN (SELECT id FROM purge_articles)",
    "UPDATE rejections SET page = NULL WHERE page IN (SELECT id FROM purge_pages)"
    " AND visit NOT IN (SELECT id FROM purge_visits)",
    "DELETE FROM pages WHERE id IN (SELECT id FROM purge_pages)",
    "DELETE FROM visits WHERE id IN (SELECT id FROM purge_visits)",
)
# Before that: each article leaves its id in the stream of changes, under a cursor of its own.
_BURY = """
    INSERT OR REPLACE INTO purged_articles (cursor, id, at)
    SELECT (SELECT seq FROM sqlite_sequence WHERE name = 'revisions') + row_number() OVER (ORDER BY cursor), id, ?
    FROM articles WHERE id IN (SELECT id FROM purge_articles)
"""
_MOVE_ON = """
    UPDATE sqlite_sequence SET seq = max(seq, (SELECT coalesce(max(cursor), 0) FROM purged_articles))
    WHERE name = 'revisions'
"""
_NO_BYTES = "UPDATE pages SET warc = NULL, warc_offset = NULL, warc_length = NULL, payload_digest = NULL WHERE id = ?"


class Purging:
    """Removal for good. Every method raises ArchiveError when the archive cannot be read or written."""

    def __init__(self, database: Database, table: PurgedTable | None = None) -> None:
        self._database = database
        self._table = table or PurgedTable(database)
        self._directory = database.directory / DIRECTORY

    @property
    def barred(self) -> Barred:
        """What is not to come back."""
        return self._table.barred

    def remembered(self) -> list[Remembered]:
        """What was purged, oldest first."""
        return self._table.remembered()

    def forget(self, name: str) -> bool:
        """Let a site or document come back, by its host, URL or id; whether it was out. Raises UrlError, UsageError."""
        return self._table.forget(name)

    def tombstones(self, since: int = 0) -> Iterator[StoredArticle]:
        """The ids of purged articles, as entries of the stream of changes after a cursor."""
        return self._table.tombstones(since)

    def plan(self, asked: Sequence[Asked]) -> Plan:
        """Choose all that is to go; reads every WARC file once."""
        return Choice(self._database).plan(asked)

    def carry_out(self, plan: Plan, reason: str, now: float) -> bool:
        """Remove what was planned, and remember it. The archive is open for writing, and no run is going on in it.

        False if somebody reads the archive all the while: then its log keeps traces until the next purge, or until
        who reads ends and who comes next closes it.
        """
        store = RawStore(self._database, RawOptions())
        is_clean = plan.removal.is_empty and self._table.is_swept()
        try:
            with faults(self._database.directory):
                moved = [self._rewritten(cut) for cut in plan.cuts]
            with self._database.removal():
                self._move(plan.cuts, moved)
                self._database.run(_BURY, (now,))
                self._database.run(_MOVE_ON)
                for statement in STATEMENTS:
                    self._database.run(statement)
                clear_sites(self._database, plan.shut, now)
                clear_mentions(self._database, plan.shut)
                clear_copies(self._database)
                for asked, leads in plan.leads.items():
                    self._table.remember(asked, leads, reason, now)
        except BaseException:
            with suppress(ArchiveError):
                store.recover()  # of the copies
            raise
        store.recover()  # of the old files
        swept = is_clean or self._database.sweep()
        if swept:
            self._table.note_swept()
        return swept

    def _rewritten(self, cut: Cut) -> Moves:
        """The copy of a file without what goes, on the disk under a name that the database knows as empty."""
        if not cut.stays:
            return Moves("", 0, 0, cut.gone)
        name = next_name(cut.name)
        while located(self._directory, name).exists():
            name = next_name(name)
        self._database.run("INSERT INTO warc_files (name, size) VALUES (?, 0)", (name,))
        return rewritten(self._directory, cut, name)

    def _move(self, cuts: Iterable[Cut], moved: Iterable[Moves]) -> None:
        """Within the transaction: the copies take the places of the files, which are given up."""
        moves = dict(zip((cut.name for cut in cuts), moved, strict=True))
        self._database.run_many("UPDATE warc_files SET size = 0 WHERE name = ?", [(name,) for name in moves])
        sizes = [(one.size, one.file) for one in moves.values()]
        self._database.run_many("UPDATE warc_files SET size = ? WHERE name = ?", sizes)
        bare: list[Row] = list(self._database.all("SELECT id FROM purge_bare"))
        places: list[Row] = []
        rows = self._database.all("SELECT id, warc, warc_offset FROM pages WHERE warc IS NOT NULL") if moves else []
        for page, name, offset in rows:
            if name not in moves:
                continue
            place = moves[name].place(offset)
            if place is None:
                bare.append((page,))
            else:
                places.append((moves[name].file, place, page))
        self._database.run_many("UPDATE pages SET warc = ?, warc_offset = ? WHERE id = ?", places)
        self._database.run_many(_NO_BYTES, bare)
