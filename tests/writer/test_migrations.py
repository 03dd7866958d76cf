"""Does an archive of each earlier format become one of today's, with all that was in it?"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from scraper.errors import ArchiveError
from scraper.model import Hold, State
from scraper.writer import Archive, ChangeKind
from scraper.writer.archive_database import APPLICATION_ID, FILE, know_words
from scraper.writer.document import article_id, document, dumps, iso, moment
from scraper.writer.schema import scripts
from tests.writer.factory import CLOCK, DAY, URL, article

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


def with_articles(directory: Path) -> None:
    """Add two articles as versions before 3 left them: one was changed, the page of the other went."""
    told = [
        document(article(URL), URL, 1),
        document(article(URL, title="Another"), URL, 2),
        document(article(URL + "gone"), URL + "gone", 1),
    ]
    with closing(sqlite3.connect(directory / FILE)) as database, database:
        database.execute(
            "INSERT INTO visits (id, digest, key, url, host, kind, depth, hops, priority, attempts, state, status,"
            " visited_at) VALUES (2, 2, ?, ?, ?, 'page', 0, 0, 0, 0, 'gone', 410, ?)",
            (URL + "gone", URL + "gone", HOST, CLOCK + 1.5),
        )
        database.execute(
            "INSERT INTO pages (id, visit, run, url, fetched_at, status, truncated, content_sha256)"
            " VALUES (7, 2, 1, ?, ?, 410, 0, '')",
            (URL + "gone", CLOCK + 1),
        )
        database.executemany(
            "INSERT INTO revisions (article, revision, fingerprint, saved_at, document) VALUES (?, ?, 'print', ?, ?)",
            [(one["id"], one["revision"], CLOCK, dumps(one)) for one in told],
        )
        database.executemany(
            "INSERT INTO articles (id, visit, cursor) VALUES (?, ?, ?)",
            [(told[0]["id"], 1, 2), (told[2]["id"], 2, 3)],
        )


@pytest.mark.parametrize("version", [1, 2])
def test_articles_whose_pages_had_gone_get_their_tombstones(tmp_path: Path, version: int) -> None:
    made(tmp_path, version)
    with_articles(tmp_path)
    with Archive.open(tmp_path, write=True) as archive:
        assert [one.document["title"] for one in archive.articles()] == ["Another"]
        assert (archive.article_count(), archive.gone_count()) == (1, 1)
        (tomb,) = archive.changes(since=3)
        assert (tomb.gone, tomb.revision, tomb.changes) == (True, 2, (ChangeKind.GONE,))
        assert tomb.saved_at == moment(CLOCK + 1.5)
        was, last = archive.history(URL + "gone")
        assert (was.stored.document["title"], was.changes) == (article().title, ())
        assert last.capture is not None
        assert last.capture.status == 410
        assert tomb.document == {
            "url": URL + "gone",
            "canonical_url": URL + "gone",
            "title": article().title,
            "gone": True,
            "date_gone": iso(moment(CLOCK + 1.5).replace(microsecond=0)),
            "reason": "gone",
            "attribution": was.stored.document["attribution"],
            "id": article_id(URL + "gone"),
            "revision": 2,
        }


@pytest.mark.parametrize("version", [1, 2])
def test_what_older_revisions_changed_is_told_all_the_same(tmp_path: Path, version: int) -> None:
    made(tmp_path, version)
    with_articles(tmp_path)
    with Archive.open(tmp_path, write=True) as archive:
        told = [revision.changes for revision in archive.history(article_id(URL))]
    assert told == [(), (ChangeKind.TITLE,)]


@pytest.mark.parametrize("version", range(1, len(scripts())))
def test_who_only_reads_is_told_to_write_first(tmp_path: Path, version: int) -> None:
    made(tmp_path, version)
    with pytest.raises(ArchiveError, match=r"of an older version .* the next crawl into it upgrades it"):
        Archive.open(tmp_path)
