"""Where do rows go, and how do they stay?

The connection to ``archive.db``: opening, migrating, transactions. All that the driver can raise leaves here as
ArchiveError. The database is in WAL mode, so readers work while a crawl writes, and every commit is on the disk before
it returns (synchronous=FULL).
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from scraper.errors import ArchiveError, ArchiveVersionError
from scraper.writer.archive_faults import faults, removed
from scraper.writer.schema import scripts
from scraper.writer.search_words import folded

FILE = "archive.db"
APPLICATION_ID = 0x5343_5250  # "SCRP": tells our files from other SQLite databases
BUSY_SECONDS = 30.0  # readers wait only for a recovery or the last close; both take milliseconds
CACHE_KIB = 16_384  # the index of known keys of a million documents fits
LOG_PAGES = 4_000  # 16 MiB of log between checkpoints: a page changed by many commits is copied once

Row = tuple[Any, ...]


class Database:
    """One connection. Made by ``Database.open``."""

    def __init__(self, connection: sqlite3.Connection, directory: Path, *, writes: bool) -> None:
        self.directory = directory
        self.writes = writes
        self._connection = connection
        self._faults = faults(directory)
        self._identity = _identity(directory / FILE)
        self._last: list[tuple[str, Sequence[object]]] = []  # of the transaction that is open

    @classmethod
    def open(cls, directory: Path, *, write: bool) -> Database:
        """Open, and for writing create and bring up to date.

        Raises ArchiveVersionError when the file comes from a newer version, ArchiveError for all else.
        """
        with faults(directory):
            connection = _connect(directory, write=write)
            try:
                know_words(connection)
                _check(connection, directory, write=write)
                if write:
                    _prepare(connection)
                return cls(connection, directory, writes=write)
            except BaseException:
                connection.close()
                raise

    def close(self) -> None:
        """Close the connection."""
        with self._faults:
            self._connection.close()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Commit all that happens inside the block together, or nothing of it."""
        with self._faults:
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield
                for sql, values in self._last:
                    self._connection.execute(sql, values)
                if _identity(self.directory / FILE) != self._identity:
                    raise removed(self.directory)
                self._connection.execute("COMMIT")
            except BaseException:
                with suppress(sqlite3.Error):
                    self._connection.execute("ROLLBACK")
                raise
            finally:
                self._last.clear()

    def run_last(self, sql: str, values: Sequence[object] = ()) -> None:
        """Within a transaction: carry out one statement at its end, after all others and in the order of the calls.

        For the search index. Any statement that may fail half-way has it write down what it holds in memory, which
        costs it less for many articles at once.
        """
        self._last.append((sql, values))

    @contextmanager
    def moment(self) -> Iterator[None]:
        """All that is read inside the block is as of one moment, whatever is committed meanwhile."""
        with faults(self.directory):
            self._connection.execute("BEGIN")
            try:
                yield
            finally:
                with suppress(sqlite3.Error):
                    self._connection.execute("ROLLBACK")

    @contextmanager
    def removal(self) -> Iterator[None]:
        """A transaction that overwrites what it deletes. Rows may be deleted in any order: that no row refers to one
        that is gone is seen to at its end, once for all of them.
        """
        with faults(self.directory):
            self._connection.execute("PRAGMA secure_delete = ON")
            self._connection.execute("PRAGMA foreign_keys = OFF")
            try:
                with self.transaction():
                    yield
                    if broken := self.one("PRAGMA foreign_key_check"):
                        child, _, parent, _ = broken
                        raise ArchiveError(f"{self.directory}: rows of {child} refer to rows of {parent} that would go")
            finally:
                self._connection.execute("PRAGMA foreign_keys = ON")

    def sweep(self) -> bool:
        """Write the file anew without traces of what was deleted, and empty its log. Takes twice the file's room.

        False if a reader needed the log all the while, so that it still is what it was.
        """
        with faults(self.directory):
            self._connection.execute("VACUUM")
            busy, _, _ = self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
            return not busy

    def run(self, sql: str, values: Sequence[object] = ()) -> int:
        """Carry out one statement; returns the id of the row it inserted, if it did."""
        try:
            return self._connection.execute(sql, values).lastrowid or 0
        except sqlite3.Error as error:
            raise self._faults.told(error) from error

    def run_many(self, sql: str, rows: Iterable[Sequence[object]]) -> int:
        """Carry out a statement for each row; returns how many rows of the table changed."""
        try:
            before = self._connection.total_changes
            self._connection.executemany(sql, rows)
            return self._connection.total_changes - before
        except sqlite3.Error as error:
            raise self._faults.told(error) from error

    def one(self, sql: str, values: Sequence[object] = ()) -> Row | None:
        """The first row of the answer."""
        try:
            row: Row | None = self._connection.execute(sql, values).fetchone()
        except sqlite3.Error as error:
            raise self._faults.told(error) from error
        return row

    def fits(self, check: str, values: Sequence[object] = ()) -> bool:
        """Carry out a statement that finds damage by failing; whether there was none."""
        with faults(self.directory):
            try:
                self._connection.execute(check, values)
            except sqlite3.DatabaseError as error:
                if error.sqlite_errorcode & 0xFF == sqlite3.SQLITE_CORRUPT:
                    return False
                raise
            return True

    def all(self, sql: str, values: Sequence[object] = ()) -> list[Row]:
        """All rows of the answer."""
        try:
            return self._connection.execute(sql, values).fetchall()
        except sqlite3.Error as error:
            raise self._faults.told(error) from error

    def stream(self, sql: str, values: Sequence[object] = ()) -> Iterator[Row]:
        """The rows of the answer one by one, as of one moment, in flat memory."""
        with self._faults:
            for row in self._connection.execute(sql, values):  # noqa: UP028 - that would close a cursor we outlived
                yield row


def know_words(connection: sqlite3.Connection) -> None:
    """Teach a connection ``search_words``, which the views that feed the search index are made with."""
    connection.create_function("search_words", 1, _search_words, deterministic=True)


def _search_words(text: object) -> str:
    return folded(text) if isinstance(text, str) else ""


def _connect(directory: Path, *, write: bool) -> sqlite3.Connection:
    path = directory / FILE
    if write:
        # Not of one thread only: a crawl's Scribe writes in its own. SQLite is built for that (threadsafety 3).
        return sqlite3.connect(path, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False)
    if not path.is_file():
        raise _nothing_here(directory)
    # A read-only directory takes no shared-memory file; without a log to read nothing can change under us either.
    still = not os.access(directory, os.W_OK) and not path.with_name(f"{FILE}-wal").exists()
    uri = f"{path.absolute().as_uri()}?mode=ro{'&immutable=1' if still else ''}"
    return sqlite3.connect(uri, timeout=BUSY_SECONDS, isolation_level=None, uri=True)


def _check(connection: sqlite3.Connection, directory: Path, *, write: bool) -> None:
    """Refuse what is not ours, what is newer than we are and, for readers, what is older."""
    (owner,) = connection.execute("PRAGMA application_id").fetchone()
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    (tables,) = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    current = len(scripts())
    if not tables and not write:
        raise _nothing_here(directory)
    if tables and owner != APPLICATION_ID:
        raise ArchiveError(f"{directory}: {FILE} in it is no archive of ours; name another directory")
    if version > current:
        raise ArchiveVersionError(
            f"{directory}: made by a newer version (format {version}, this one knows {current}); upgrade the scraper"
        )
    if version < current and not write:
        raise ArchiveError(f"{directory}: of an older version (format {version}); the next crawl into it upgrades it")


def _prepare(connection: sqlite3.Connection) -> None:
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute(f"PRAGMA wal_autocheckpoint = {LOG_PAGES}")
    connection.execute(f"PRAGMA cache_size = -{CACHE_KIB}")
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    for number, script in enumerate(scripts()[version:], version + 1):
        marks = f"PRAGMA application_id = {APPLICATION_ID}; PRAGMA user_version = {number};"
        try:
            connection.executescript(f"BEGIN IMMEDIATE;\n{script}\n{marks}\nCOMMIT;")
        except sqlite3.Error:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            raise
    connection.execute("SELECT 1 FROM search LIMIT 0")  # fails now, and not in the midst of a crawl, without FTS5


def _nothing_here(directory: Path) -> ArchiveError:
    return ArchiveError(f"{directory}: there is no archive here; check the path, or crawl into it first")


def _identity(path: Path) -> tuple[int, int] | None:
    """What the file is, whatever its name; None where there is none."""
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_dev, status.st_ino
