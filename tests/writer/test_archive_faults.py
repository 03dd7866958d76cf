"""Is every way in which an archive can fail told in one line, with the path and the way out?"""

from __future__ import annotations

import errno
import os
import resource
import shutil
import sqlite3
import stat
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from scraper.errors import ArchiveError, ArchiveLockedError, ArchiveVersionError
from scraper.writer import Archive, archive_database
from scraper.writer.archive_faults import faults
from scraper.writer.schema import scripts
from tests.permissions import permissions_hold
from tests.writer.factory import CLOCK, NOW, article, fetched, page, visit


def failure(directory: Path, *, write: bool = True) -> str:
    """What opening says; one line that names the path."""
    with pytest.raises(ArchiveError) as caught:
        Archive.open(directory, write=write)
    said = str(caught.value)
    assert "\n" not in said
    assert str(directory) in said
    return said


def change(directory: Path, sql: str) -> None:
    connection = sqlite3.connect(directory / "archive.db")
    connection.execute(sql)
    connection.commit()
    connection.close()


def test_two_crawls_at_once(tmp_path: Path) -> None:
    with Archive.open(tmp_path, write=True):
        with pytest.raises(ArchiveLockedError, match=f"another crawl .process {os.getpid()}. is writing"):
            Archive.open(tmp_path, write=True)
        Archive.open(tmp_path).close()
    Archive.open(tmp_path, write=True).close()


def test_an_opening_that_fails_leaves_no_lock(tmp_path: Path) -> None:
    (tmp_path / "archive.db").write_text("not a database, but long enough to look like one" * 50)
    failure(tmp_path)
    (tmp_path / "archive.db").unlink()
    Archive.open(tmp_path, write=True).close()


def test_closing_twice(tmp_path: Path) -> None:
    archive = Archive.open(tmp_path, write=True)
    archive.close()
    archive.close()


def test_a_newer_version(tmp_path: Path) -> None:
    Archive.open(tmp_path, write=True).close()
    change(tmp_path, f"PRAGMA user_version = {len(scripts()) + 1}")
    for write in (True, False):
        with pytest.raises(ArchiveVersionError, match=r"newer version .* upgrade"):
            Archive.open(tmp_path, write=write)


def test_an_older_version_is_upgraded_by_a_writer_only(tmp_path: Path) -> None:
    connection = sqlite3.connect(tmp_path / "archive.db")
    connection.executescript("PRAGMA application_id = 0x53435250; CREATE TABLE old (x);")
    connection.close()
    assert "older version" in failure(tmp_path, write=False)
    Archive.open(tmp_path, write=True).close()
    Archive.open(tmp_path).close()


def test_nothing_there(tmp_path: Path) -> None:
    assert "no archive here" in failure(tmp_path / "nowhere", write=False)
    assert not (tmp_path / "nowhere").exists()
    (tmp_path / "archive.db").touch()
    assert "no archive here" in failure(tmp_path, write=False)


def test_a_file_is_no_directory(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    assert "name a directory" in failure(tmp_path / "file")
    assert "name a directory" in failure(tmp_path / "file" / "below")


@pytest.mark.parametrize("write", [True, False])
def test_a_database_of_others(tmp_path: Path, write: bool) -> None:
    change(tmp_path, "CREATE TABLE theirs (x)")
    assert "no archive of ours" in failure(tmp_path, write=write)
    (tmp_path / "archive.db").write_text("not a database, but long enough to look like one" * 50)
    assert "no archive of ours" in failure(tmp_path, write=write)


def test_a_directory_that_cannot_be_written_to(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Archive.open(tmp_path, write=True).close()
    tmp_path.chmod(stat.S_IRUSR | stat.S_IXUSR)
    try:
        with permissions_hold():
            assert "cannot be written to" in failure(tmp_path)
            monkeypatch.setattr(os, "access", lambda *_: False)  # it answers for root as root usually is
            Archive.open(tmp_path).close()
    finally:
        tmp_path.chmod(stat.S_IRWXU)


def test_a_still_archive_is_read_without_a_trace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Archive.open(tmp_path, write=True) as archive:
        archive.finish(fetched(archive, article()))
    before = sorted(path.name for path in tmp_path.iterdir())
    monkeypatch.setattr(os, "access", lambda *_: False)
    with Archive.open(tmp_path) as archive:
        assert archive.article_count() == 1
        assert sorted(path.name for path in tmp_path.iterdir()) == before


def test_an_archive_that_is_removed_mid_run(tmp_path: Path) -> None:
    directory = tmp_path / "archive"
    archive = Archive.open(directory, write=True)
    archive.finish(fetched(archive, article()))
    shutil.rmtree(directory)
    with pytest.raises(ArchiveError, match="removed or moved while in use"):
        archive.finish(fetched(archive, article("https://news.test/2")))
    with pytest.raises(ArchiveError, match="removed or moved while in use"):
        archive.add([visit()])
    with pytest.raises(ArchiveError):
        archive.close()
    assert not directory.exists()


def test_a_warc_that_is_removed_mid_run(tmp_path: Path) -> None:
    archive = Archive.open(tmp_path, write=True)
    archive.begin_run("test", CLOCK)
    archive.finish(fetched(archive, article()))
    shutil.rmtree(tmp_path / "warc")
    with pytest.raises(ArchiveError, match="removed or moved while in use"):
        archive.finish(fetched(archive, article("https://news.test/2")))
    with pytest.raises(ArchiveError):
        archive.close()


def test_a_killed_run_whose_clock_was_ahead(tmp_path: Path) -> None:
    """Its last page tells; once all is due again the next run needs no word more."""
    ahead = page(fetched_at=NOW + timedelta(days=300))
    with Archive.open(tmp_path, write=True) as archive:
        archive.begin_run("killed", CLOCK)
        archive.finish(replace(fetched(archive, article()), page=ahead, raw=archive.keep(ahead)))
        with pytest.raises(ArchiveError, match=r"was on 2026-12-29, but the clock says 2026-03-04; .* --now"):
            archive.begin_run("refused", CLOCK)
        archive.begin_run("made due", CLOCK, everything_due=True)
        archive.begin_run("as ever", CLOCK)
        assert archive.take("news.test", CLOCK)


@pytest.mark.parametrize("log_pages", [1, 4_000])  # copied at each commit, or at the end
def test_a_disk_that_is_full_when_the_log_is_copied(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, log_pages: int
) -> None:
    """What is in the log alone is as safe: whoever opens the archive next finds it there."""
    monkeypatch.setattr(archive_database, "LOG_PAGES", log_pages)
    with Archive.open(tmp_path, write=True) as archive:
        archive.finish(fetched(archive, article(text="A long story. " * 50_000)))
    size, before = (tmp_path / "archive.db").stat().st_size, resource.getrlimit(resource.RLIMIT_FSIZE)
    archive = Archive.open(tmp_path, write=True)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        archive.finish(fetched(archive, article("https://news.test/2", text="A story of some length. " * 4_000)))
        archive.close()
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert (tmp_path / "archive.db").stat().st_size == size
    for write in (False, True):
        with Archive.open(tmp_path, write=write) as archive:
            assert archive.article_count() == 2
    assert (tmp_path / "archive.db").stat().st_size > size


@pytest.mark.parametrize(
    ("number", "advice"),
    [
        (errno.ENOSPC, "make room"),
        (errno.EACCES, "permissions"),
        (errno.EROFS, "permissions"),
        (errno.EIO, "check its space"),
        (errno.ENFILE, "Too many open files"),
    ],
)
def test_errors_of_the_system(tmp_path: Path, number: int, advice: str) -> None:
    with pytest.raises(ArchiveError, match=advice), faults(tmp_path):
        raise OSError(number, os.strerror(number))


@pytest.mark.parametrize(
    ("code", "advice"),
    [
        (sqlite3.SQLITE_FULL, "make room"),
        (sqlite3.SQLITE_IOERR_WRITE, "check its space"),
        (sqlite3.SQLITE_READONLY_DBMOVED, "permissions"),
        (sqlite3.SQLITE_BUSY, "another program"),
        (sqlite3.SQLITE_CORRUPT, "damaged"),
        (sqlite3.SQLITE_MISUSE, "odd"),
    ],
)
def test_errors_of_the_database(tmp_path: Path, code: int, advice: str) -> None:
    error = sqlite3.OperationalError("odd: database is locked")
    error.sqlite_errorcode = code
    with pytest.raises(ArchiveError, match=advice), faults(tmp_path):
        raise error
