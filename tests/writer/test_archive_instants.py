"""Is an archive whole, whichever instant it was killed at, and its bytes on the disk before the rows that name them?"""

from __future__ import annotations

import os
import shutil
import sqlite3
import stat
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from tests.writer.instants import PAGES, Hasty, crawl
from tests.writer.warcs import read, records

PROJECT = Path(__file__).resolve().parents[2]
RECOVERY = 14  # steps from the lock to the first of the new run


def killed(directory: Path, *last: int) -> list[str]:
    """Before which step each of the crawls in ``directory`` was killed."""
    line = [sys.executable, "-m", "tests.writer.instants", str(directory), *map(str, last)]
    done = subprocess.run(line, cwd=PROJECT, capture_output=True, text=True, timeout=120, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout.splitlines()


def rows(archive: Path, sql: str) -> list[Any]:
    with closing(sqlite3.connect(archive / "archive.db")) as database:
        return database.execute(sql).fetchall()


def assert_recovers(archive: Path) -> None:
    """Gone on with, it has every page once, in files that have their names and nothing else in them."""
    crawl(archive)
    lie = {path.name: path.stat().st_size for path in (archive / "warc").iterdir()}
    assert lie == dict(rows(archive, "SELECT name, size FROM warc_files"))
    wanted = [f"https://news.test/{number}" for number in range(PAGES)]
    places = sorted(
        (one.headers["WARC-Target-URI"], path.name, one.offset, one.length)
        for path in (archive / "warc").iterdir()
        for one in read(path)
        if one.kind == "response"
    )
    assert [url for url, *_ in places] == wanted
    assert sorted(rows(archive, "SELECT url, warc, warc_offset, warc_length FROM pages")) == places


@pytest.fixture
def hasty(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody waits for the disk, which matters when the power fails and not when a process is killed."""
    connect = sqlite3.connect
    monkeypatch.setattr(sqlite3, "connect", lambda *values, **more: connect(*values, **({"factory": Hasty} | more)))
    monkeypatch.setattr(os, "fsync", lambda _: None)


@pytest.mark.usefixtures("hasty")
def test_every_instant_of_a_crawl_and_of_the_recovery(tmp_path: Path) -> None:
    steps = killed(tmp_path)
    assert {"mkdir", "open", "write", "write, second half", "fsync", "rename", "COMMIT"} <= set(steps)
    assert len(steps) > 30
    last_commit = len(steps) - steps[::-1].index("COMMIT")
    recoveries = copies(tmp_path / str(last_commit), tmp_path / "again")
    for number in range(1, len(steps) + 1):
        assert_recovers(tmp_path / str(number))
    again = killed(recoveries, RECOVERY)
    assert {"rename", "unlink", "DELETE FROM warc_files WHERE size = 0"} <= set(again)
    for number in range(1, RECOVERY + 1):
        assert_recovers(recoveries / str(number))


def copies(torn: Path, into: Path) -> Path:
    """Copies of an archive with a full file that is to be cut and named, and a new one that is to be removed."""
    full, _ = sorted((torn / "warc").iterdir())
    full.write_bytes(full.read_bytes() + b"torn")
    for number in range(1, RECOVERY + 1):
        shutil.copytree(torn, into / str(number))
    return into


class Disk:
    """What would be left of files and their names if the power failed: what was synced."""

    def __init__(self) -> None:
        self.names: set[str] = set()
        self.sizes: dict[int, int] = {}

    def synced(self, descriptor: int) -> None:
        status = os.fstat(descriptor)
        if stat.S_ISDIR(status.st_mode):
            self.names.update(os.listdir(descriptor))
        self.sizes[status.st_ino] = status.st_size

    def has(self, path: Path, size: int) -> bool:
        lies = path if path.exists() else path.with_name(f"{path.name}.open")
        return lies.name in self.names and self.sizes.get(lies.stat().st_ino, 0) >= size


def test_what_a_commit_names_is_on_the_disk_before_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    disk, connect, fsync = Disk(), sqlite3.connect, os.fsync
    named: list[tuple[str, int]] = []

    class Watched(sqlite3.Connection):
        def execute(self, sql: str, *values: Any) -> sqlite3.Cursor:
            if sql == "COMMIT":
                told = super().execute("SELECT name, size FROM warc_files WHERE size > 0").fetchall()
                assert all(disk.has(tmp_path / "warc" / name, size) for name, size in told)
                assert not told or "warc" in disk.names
                named.extend(told)
            return super().execute(sql, *values)

    def watched(descriptor: int) -> None:
        fsync(descriptor)
        disk.synced(descriptor)

    monkeypatch.setattr(sqlite3, "connect", lambda *values, **more: connect(*values, factory=Watched, **more))
    monkeypatch.setattr(os, "fsync", watched)
    crawl(tmp_path)
    assert len(set(named)) == PAGES
    assert {path.name for path in (tmp_path / "warc").iterdir()} <= disk.names, "nor are the last names lost"
    assert sum(record.kind == "response" for record in records(tmp_path)) == PAGES
