"""Is each kind of break in the chain found and named?"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from scraper.model import Maker, Page
from scraper.verify import Break, Link, verify
from scraper.writer import Archive
from scraper.writer.archive_raw import RawOptions
from tests.writer.factory import CLOCK, DAY, article, fetched, page

MAKER = Maker("0.0.9", "aa" * 32, "bb" * 32)
A, B = "https://news.test/a/", "https://news.test/b/"


def made(directory: Path, raw: RawOptions | None = None) -> None:
    """Two articles, the first of them in two revisions and then as it was (304)."""
    with Archive.open(directory, write=True, raw=raw) as archive:
        for day, (url, text) in enumerate([(A, "one"), (A, "two"), (B, "three")]):
            archive.begin_run("run", CLOCK + day * DAY, maker=MAKER)
            came = page(url, body=f"<html>{text}</html>".encode())
            sha256 = hashlib.sha256(came.body).hexdigest()
            result = article(url, text=text, fingerprint=text, content_sha256=sha256)
            archive.finish(replace(fetched(archive, result), page=came, raw=archive.keep(came), result=result))
        unchanged = page(A, status=304, body=b"")
        archive.finish(replace(fetched(archive, article(A)), page=unchanged, raw=archive.keep(unchanged), result=None))


def breaks(directory: Path) -> list[Break]:
    found: list[Break] = []
    verify(directory, found.append, lambda _: None)
    return found


def files(directory: Path) -> list[Path]:
    return sorted((directory / "warc").iterdir())


def edit(directory: Path, sql: str) -> None:
    """Change the database behind the archive's back."""
    with closing(sqlite3.connect(directory / "archive.db")) as database, database:
        database.execute(sql)


def edit_document(directory: Path, **fields: object) -> None:
    """Change the latest revision's document."""
    with closing(sqlite3.connect(directory / "archive.db")) as database, database:
        [(cursor, told)] = database.execute("SELECT cursor, document FROM revisions ORDER BY cursor DESC LIMIT 1")
        told = json.dumps({**json.loads(told), **fields})
        database.execute("UPDATE revisions SET document = ? WHERE cursor = ?", (told, cursor))


def in_file(change: Callable[[Path], object]) -> Callable[[Path], None]:
    """The change made to the first run's WARC file."""
    return lambda directory: change(files(directory)[0]) and None


def flip(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[-6] ^= 1  # of the checksum: elsewhere a bit may mean the same
    path.write_bytes(data)


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-30])


def swap(directory: Path) -> None:
    """The rows of two exchanges point to each other's records."""
    with closing(sqlite3.connect(directory / "archive.db")) as database, database:
        places = database.execute("SELECT warc, warc_offset, warc_length FROM pages ORDER BY id LIMIT 3").fetchall()
        for row, place in ((1, places[2]), (3, places[0])):
            database.execute("UPDATE pages SET warc = ?, warc_offset = ?, warc_length = ? WHERE id = ?", (*place, row))


def sql(statement: str) -> Callable[[Path], None]:
    return lambda directory: edit(directory, statement)


def document(**fields: object) -> Callable[[Path], None]:
    return lambda directory: edit_document(directory, **fields)


def test_a_whole_archive_has_no_break(tmp_path: Path) -> None:
    made(tmp_path)
    assert breaks(tmp_path) == []
    seen = verify(tmp_path, lambda _: None, lambda _: None)
    assert (seen.exchanges, seen.revisions, seen.breaks) == (4, 3, 0)


def test_an_archive_without_bytes_has_none_either(tmp_path: Path) -> None:
    made(tmp_path, RawOptions(keep=False))
    assert breaks(tmp_path) == []


def test_a_crawl_may_be_writing(tmp_path: Path) -> None:
    made(tmp_path)
    with Archive.open(tmp_path, write=True) as archive:
        archive.begin_run("run", CLOCK + 3 * DAY, maker=MAKER)
        archive.keep(page(A))  # not committed yet
        assert breaks(tmp_path) == []
        ended = fetched(archive, article(A))
        assert ended.page is not None
        archive.finish(replace(ended, result=article(A, content_sha256=sha256(ended.page))))
        assert breaks(tmp_path) == []


def sha256(came: Page) -> str:
    return hashlib.sha256(came.body).hexdigest()


BREAKS: list[tuple[Callable[[Path], None], list[Link], str]] = [
    (in_file(flip), [Link.RECORD], "of https://news.test/a/: "),
    (in_file(cut), [Link.FILE, Link.RECORD], "were committed"),
    (in_file(lambda path: path.unlink()), [Link.FILE], "missing, and with it 4 exchanges"),
    (in_file(lambda path: path.with_name("b.warc.gz").write_bytes(b"")), [Link.STRANGE_FILE], "b.warc.gz"),
    (
        swap,
        [Link.EXCHANGE] * 2 + [Link.BODY] + [Link.EXCHANGE] * 2 + [Link.BODY],
        "the record is of https://news.test/",
    ),
    (sql("UPDATE pages SET url = 'https://x.test/' WHERE id = 1"), [Link.EXCHANGE], "is of https://news.test/a/"),
    (sql("UPDATE pages SET fetched_at = fetched_at + 1 WHERE id = 1"), [Link.EXCHANGE], "05:06:07.891011"),
    (sql("UPDATE pages SET status = 404 WHERE id = 1"), [Link.EXCHANGE], "has status 200"),
    (sql("UPDATE pages SET payload_digest = 'x' WHERE id = 1"), [Link.EXCHANGE], "payload is another one"),
    (sql("UPDATE pages SET payload_digest = 'x' WHERE id = 2"), [Link.EXCHANGE] * 2, "not in the archive"),
    (sql("UPDATE pages SET content_sha256 = 'x' WHERE id = 1"), [Link.BODY, Link.REVISION], "other bytes than"),
    (sql("UPDATE pages SET warc_offset = warc_offset + 9 WHERE id = 1"), [Link.RECORD], "not packed as it should be"),
    (sql("UPDATE pages SET warc_length = 99999 WHERE id = 1"), [Link.RECORD], "beyond what was committed"),
    (sql("UPDATE pages SET warc_length = 9 WHERE id = 1"), [Link.RECORD], "no record begins and ends here"),
    (sql("UPDATE pages SET warc = 'x.warc.gz' WHERE id = 1"), [Link.RECORD], "x.warc.gz"),
    (sql("UPDATE pages SET maker = 9 WHERE id = 1"), [Link.DATABASE], "pages, row 1"),
    (sql("UPDATE pages SET visit = 9 WHERE id = 1"), [Link.DATABASE], "a row of visits"),
    (sql("UPDATE warc_files SET size = size - 9"), [Link.RECORD], "beyond what was committed"),
    (sql("UPDATE revisions SET page = NULL WHERE cursor = 2"), [Link.REVISION], "its exchange is not there"),
    (sql("UPDATE revisions SET page = 99 WHERE cursor = 2"), [Link.DATABASE, Link.REVISION], "exchange is not there"),
    (sql("UPDATE revisions SET maker = 9 WHERE cursor = 2"), [Link.REVISION], "its maker is not there"),
    (sql("UPDATE revisions SET text_sha256 = 'x' WHERE cursor = 2"), [Link.TEXT], "revision 2"),
    (sql("UPDATE revisions SET document = 'x' WHERE cursor = 2"), [Link.REVISION, Link.INDEX], "cannot be read"),
    (sql("UPDATE articles SET cursor = 1 WHERE cursor = 2"), [Link.POINTER, Link.INDEX], "its latest revision"),
    (sql("DELETE FROM articles WHERE cursor = 2"), [Link.POINTER, Link.INDEX], "is in no list"),
    (sql("UPDATE articles SET visit = 2 WHERE cursor = 2"), [Link.POINTER], "is not named after its page"),
    (document(text="Other words."), [Link.TEXT], "the text is not the one that was stored"),
    (document(content_sha256="x"), [Link.REVISION], "other bytes than those of its exchange"),
    (document(revision=7), [Link.REVISION], "revision 7"),
]


@pytest.mark.parametrize(("harm", "links", "words"), BREAKS)
def test_a_break_is_named(tmp_path: Path, harm: Callable[[Path], None], links: list[Link], words: str) -> None:
    made(tmp_path)
    harm(tmp_path)
    found = breaks(tmp_path)
    assert [one.link for one in found] == links, found
    assert any(words in f"{one.where}: {one.how}" for one in found), found


def test_a_damaged_database_is_named(tmp_path: Path) -> None:
    made(tmp_path)
    path = tmp_path / "archive.db"
    with closing(sqlite3.connect(path)) as database:
        [(root,)] = database.execute("SELECT rootpage FROM sqlite_master WHERE name = 'revisions'")
        [(size,)] = database.execute("PRAGMA page_size")
    data = bytearray(path.read_bytes())
    data[(root - 1) * size : (root - 1) * size + 40] = b"\xff" * 40
    path.write_bytes(data)
    found = breaks(tmp_path)
    assert found
    assert {one.link for one in found} <= {Link.DATABASE, Link.REVISION, Link.POINTER}
    assert found[0].link is Link.DATABASE
