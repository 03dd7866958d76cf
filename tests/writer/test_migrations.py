"""Does an archive of each earlier format become one of today's, with all that was in it?"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from scraper.errors import ArchiveError
from scraper.model import Hold, State
from scraper.writer import Archive
from scraper.writer.archive_database import APPLICATION_ID, FILE, know_words
from scraper.writer.schema import scripts
from tests.writer.factory import CLOCK, DAY, URL

HOST = "news.test"
ORIGIN = f"https://{HOST}"


def made(directory: Path, version: int) -> None:
    """An archive as that version left it, with a row in each table that a crawl goes on from."""
    with closing(sqlite3.connect(directory / FILE)) as database, database:
        know_words(database)
        for script in scripts()[:version]:
            database.executescript(script)
        database.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        database.execute(f"PRAGMA user_version = {version}")
        database.execute(
            "INSERT INTO visits (digest, key, url, host, kind, depth, hops, priority, due, attempts, state, etag)"
            " VALUES (1, ?, ?, ?, 'page', 0, 0, 0, ?, 0, 'fetched', '\"e\"')",
            (URL, URL, HOST, CLOCK),
        )
        database.execute(
            "INSERT INTO robots (host, status, body, fetched_at, expires) VALUES (?, 200, ?, ?, ?)",
            (ORIGIN, b"User-agent: *", CLOCK, CLOCK + DAY),
        )
        database.execute("INSERT INTO holds (host, until) VALUES (?, ?)", (HOST, CLOCK + 9))


@pytest.mark.parametrize("version", range(1, len(scripts()) + 1))
def test_what_was_there_is_there(tmp_path: Path, version: int) -> None:
    made(tmp_path, version)
    with Archive.open(tmp_path, write=True) as archive:
        archive.begin_run("next", CLOCK)
        assert archive.counts()[State.FETCHED] == archive.known() == 1
        taken = archive.take(HOST, CLOCK)
        assert taken is not None
        assert (taken.url, taken.etag, taken.checks, taken.fingerprint) == (URL, '"e"', 0, "")
        copy = archive.robots(ORIGIN)
        assert copy is not None
        assert (copy.body, copy.good_body, copy.unreachable_since) == (b"User-agent: *", None, None)
        assert archive.hold(HOST) == Hold(CLOCK + 9)


@pytest.mark.parametrize("version", range(1, len(scripts())))
def test_who_only_reads_is_told_to_write_first(tmp_path: Path, version: int) -> None:
    made(tmp_path, version)
    with pytest.raises(ArchiveError, match=r"of an older version .* the next crawl into it upgrades it"):
        Archive.open(tmp_path)
