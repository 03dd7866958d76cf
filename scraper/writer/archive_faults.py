"""What went wrong with the archive, and what can be done about it?

The border where errors of the database driver and of the system become ours: one line, with the path and the way out.
"""

from __future__ import annotations

import errno
import sqlite3
from pathlib import Path
from types import TracebackType

from scraper.errors import ArchiveError

_FULL = "the disk is full or a size limit is reached; make room and start again, what was committed is safe"
_DENIED = "it cannot be written to; change its permissions or name another directory"
_REMOVED = "the archive was removed or moved while in use; put it back, or start again with another directory"
_FAILING = "the disk does not read or write as it should; check its space, quota and health, then start again"
_BUSY = "another program keeps the database busy; close it and try again"
_FOREIGN = "archive.db in it is no archive of ours; name another directory"
_DAMAGED = "archive.db in it is damaged; restore it from a copy"
_NO_SEARCH = (
    "the SQLite of this Python has no full-text search (FTS5), which an archive needs; use a Python from python.org, "
    "from your system's packages or from uv"
)
_NO_DIRECTORY = "it is, or leads through, a file; name a directory"

_DATABASE = {
    sqlite3.SQLITE_FULL: _FULL,
    sqlite3.SQLITE_IOERR: _FAILING,
    sqlite3.SQLITE_READONLY: _DENIED,
    sqlite3.SQLITE_PERM: _DENIED,
    sqlite3.SQLITE_CANTOPEN: _DENIED,
    sqlite3.SQLITE_BUSY: _BUSY,
    sqlite3.SQLITE_LOCKED: _BUSY,
    sqlite3.SQLITE_NOTADB: _FOREIGN,
    sqlite3.SQLITE_CORRUPT: _DAMAGED,
}
_SYSTEM = {
    errno.ENOSPC: _FULL,
    errno.EDQUOT: _FULL,
    errno.EFBIG: _FULL,
    errno.EACCES: _DENIED,
    errno.EPERM: _DENIED,
    errno.EROFS: _DENIED,
    errno.EEXIST: _NO_DIRECTORY,
    errno.ENOTDIR: _NO_DIRECTORY,
    errno.ENOENT: _REMOVED,
    errno.EIO: _FAILING,
}


class Border:
    """In a ``with`` statement: turns what the driver and the system raise inside the block into ArchiveError.

    May be entered any number of times.
    """

    __slots__ = ("_directory",)

    def __init__(self, directory: Path) -> None:
        self._directory = directory

    def __enter__(self) -> None:
        pass

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if isinstance(error, sqlite3.Error):
            raise self.told(error) from error
        if isinstance(error, OSError):
            advice = _SYSTEM.get(error.errno or 0, f"{error}; see to that and start again")
            raise ArchiveError(f"{self._directory}: {advice}") from error

    def told(self, error: sqlite3.Error) -> ArchiveError:
        """What the driver raised, as ours; for each of many statements, as it costs nothing where nothing is raised."""
        return ArchiveError(f"{self._directory}: {_database_advice(error, self._directory)}")


def faults(directory: Path) -> Border:
    """The border of the archive in a directory."""
    return Border(directory)


def removed(directory: Path) -> ArchiveError:
    """The error for an archive that is no longer where it was opened."""
    return ArchiveError(f"{directory}: {_REMOVED}")


def _database_advice(error: sqlite3.Error, directory: Path) -> str:
    if not directory.is_dir():
        return _REMOVED
    if "no such module" in str(error):
        return _NO_SEARCH
    primary = getattr(error, "sqlite_errorcode", 0) & 0xFF  # extended codes keep the primary one in the low byte
    return _DATABASE.get(primary, f"the database cannot be used ({error}); see to that and start again")
