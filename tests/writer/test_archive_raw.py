"""Does each row lead to its bytes, and is nothing kept twice or left unsaid?"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from scraper.model import TO_BE_WRITTEN, Outcome, Page, RawRecord, Reason, Signal, State, Truncation
from scraper.writer import Archive, RawOptions
from scraper.writer.archive_database import Database
from scraper.writer.archive_originals import body_record
from scraper.writer.warc_records import NOT_MODIFIED, SAME_PAYLOAD
from tests.writer.factory import CLOCK, NOW, URL, page, visit
from tests.writer.warcs import Record, checked, records

ASKED = b"GET / HTTP/1.1\r\nHost: news.test\r\nIf-None-Match: %s\r\n\r\n"


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with Archive.open(tmp_path, write=True) as opened:
        opened.begin_run("test", CLOCK)
        yield opened


def came(body: bytes = b"<p>story</p>" * 99, etag: str = '"v1"', **changes: Any) -> Page:
    return replace(said(page(body=body), '"v1"', etag), **changes)


def said(page: Page, old: str, new: str) -> Page:
    """The page with other words in the values of its headers."""
    headers = tuple((name, value.replace(old, new)) for name, value in page.headers)
    return replace(page, headers=headers, response_head=page.response_head.replace(old.encode(), new.encode()))


def unchanged(etag: str) -> Page:
    return page(status=304, body=b"", request_head=ASKED % etag.encode())


def store(archive: Archive, *pages: Page) -> list[RawRecord]:
    """The ends of visits, one after the other; returns where the rows say that the bytes lie."""
    for number, made in enumerate(pages):
        at = made.fetched_at + timedelta(minutes=number)
        one = replace(made, fetched_at=at)
        archive.finish(Outcome(visit(one.url), State.REJECTED, at, one.status, page=one, raw=archive.keep(one)))
    return [RawRecord(*row) for row in rows(archive.directory, "warc, warc_offset, warc_length")]


def rows(directory: Path, columns: str) -> list[Any]:
    with closing(sqlite3.connect(directory / "archive.db")) as database:
        return database.execute(f"SELECT {columns} FROM pages ORDER BY id").fetchall()


def bodies(directory: Path) -> list[RawRecord | None]:
    """What ``body_record`` finds, row by row."""
    with closing(Database.open(directory, write=False)) as database:
        return [body_record(database, row) for (row,) in rows(directory, "id")]


def captures(archive: Archive) -> list[Record]:
    """The responses and revisits, once the archive is closed."""
    archive.close()
    assert checked(archive.directory)
    return [record for record in records(archive.directory) if record.kind in ("response", "revisit")]


def profile(record: Record) -> str | None:
    return record.headers["WARC-Profile"]  # type: ignore[no-any-return]


def test_the_same_bytes_are_kept_once_and_every_row_leads_to_them(archive: Archive, tmp_path: Path) -> None:
    first, again = store(archive, came(), came(etag='"v2"'))
    assert again == first
    assert bodies(tmp_path) == [first, first]
    response, revisit = captures(archive)
    assert (response.kind, response.offset) == ("response", first.offset)
    assert profile(revisit) == SAME_PAYLOAD
    assert revisit.headers["WARC-Refers-To"] == response.headers["WARC-Record-ID"]
    assert revisit.headers["WARC-Refers-To-Date"] == response.headers["WARC-Date"]
    assert revisit.headers["WARC-Refers-To-Target-URI"] == URL
    assert revisit.http["ETag"] == '"v2"'
    assert len({digest for (digest,) in rows(tmp_path, "payload_digest")}) == 1


def test_the_same_bytes_under_another_visit_than_their_own(archive: Archive) -> None:
    """A page that was brought has the exchange of the list in which it came."""
    at = visit("https://news.test/post")
    for _ in range(2):
        archive.store([Outcome(visit(URL), State.REJECTED, NOW, 200, page=came(), raw=TO_BE_WRITTEN)])
    archive.store([Outcome(at, State.REJECTED, NOW, 200, page=came(), raw=TO_BE_WRITTEN)])
    assert [record.kind for record in captures(archive)] == ["response", "revisit", "revisit"]


def test_it_may_have_been_another_one_in_between(archive: Archive) -> None:
    one, two, again = store(archive, came(), came(b"another"), came())
    assert again == one != two
    assert [record.kind for record in captures(archive)] == ["response", "response", "revisit"]


@pytest.mark.parametrize(
    "differs",
    [
        came(url="http://www.news.test/2026/03/river-story"),
        came(truncated=Truncation.LENGTH),
        came(status=404),
        said(came(), "text/html", "text/html; charset=koi8-r"),
    ],
    ids=["address", "whole", "status", "read"],
)
def test_what_differs_in_more_than_its_bytes_is_kept_whole(archive: Archive, differs: Page) -> None:
    first, second = store(archive, came(), differs)
    assert first != second
    assert [record.kind for record in captures(archive)] == ["response", "response"]


def test_what_cannot_be_read_any_more_is_kept_anew(archive: Archive, tmp_path: Path) -> None:
    store(archive, came())
    archive.close()
    for path in (tmp_path / "warc").iterdir():
        path.rename(tmp_path / path.name)
    with Archive.open(tmp_path, write=True) as later:
        later.begin_run("test", CLOCK)
        first, second, third = store(later, came(), came())
    assert first.file != second.file
    assert second == third


def test_a_304_leads_to_the_capture_that_it_speaks_of(archive: Archive, tmp_path: Path) -> None:
    first, puzzle, own = store(archive, came(), came(b"a puzzle", '"no"'), unchanged('"v1"'))
    assert bodies(tmp_path) == [first, puzzle, first]
    assert own not in (first, puzzle)
    response, _, revisit = captures(archive)
    assert profile(revisit) == NOT_MODIFIED
    assert revisit.offset == own.offset
    for name in ("Date", "Target-URI"):
        assert revisit.headers[f"WARC-Refers-To-{name}"] == response.headers[f"WARC-{name}"]
    assert revisit.headers["WARC-Refers-To"] == response.headers["WARC-Record-ID"]
    assert revisit.headers["WARC-Payload-Digest"] == response.headers["WARC-Payload-Digest"]


def test_a_304_of_bytes_that_were_not_kept_refers_to_none(archive: Archive, tmp_path: Path) -> None:
    first, own = store(archive, came(), unchanged('"v2"'))
    assert bodies(tmp_path) == [first, None]
    assert [record.kind for record in captures(archive)] == ["response", "response"]
    assert own != first


# ---------------------------------------------------------------- files


def names(directory: Path) -> list[str]:
    return sorted(path.name for path in (directory / "warc").iterdir())


def test_each_day_has_files_of_its_own(archive: Archive, tmp_path: Path) -> None:
    evening = NOW.replace(hour=23, minute=59, second=59)
    store(archive, *(came(b"%d" % number, fetched_at=evening) for number in range(3)))
    archive.keep(came(b"a straggler", fetched_at=evening))
    days = [name.removesuffix(".open").split("-")[1][:8] for name in names(tmp_path)]
    assert days == ["20260304", "20260305"]
    assert [name.endswith(".open") for name in names(tmp_path)] == [False, True]


def test_a_full_file_stays_open_until_its_bytes_are_committed(tmp_path: Path) -> None:
    with Archive.open(tmp_path, write=True, raw=RawOptions(file_bytes=100)) as archive:
        archive.begin_run("test", CLOCK)
        ends = [
            Outcome(visit(one.url), State.REJECTED, NOW, 200, page=one, raw=archive.keep(one))
            for one in (came(b"%d" % number, url=f"https://news.test/{number}") for number in range(3))
        ]
        assert [name.endswith(".open") for name in names(tmp_path)] == [True] * 3
        archive.store(ends)
        assert [name.endswith(".open") for name in names(tmp_path)] == [False, False, True]
        archive.keep(came(b"never finished"))
    assert len(names(tmp_path)) == 3
    assert not [name for name in names(tmp_path) if name.endswith(".open")]
    assert {row[0] for row in rows(tmp_path, "warc")} == set(names(tmp_path))


def test_the_first_record_tells_who_wrote_the_file(tmp_path: Path) -> None:
    about = RawOptions(user_agent="scraper/0 (+x)", operator="mailto:a@b.test", collection="news", description="why")
    with Archive.open(tmp_path, write=True, raw=about) as archive:
        archive.begin_run("test", CLOCK)
        store(archive, came())
    info = records(tmp_path)[0]
    told = dict(line.split(": ", 1) for line in info.block.decode().splitlines())
    assert told.pop("software").startswith("scraper/")
    assert told.pop("conformsTo").endswith("/warc-1.1/")
    assert told == {
        "format": "WARC File Format 1.1",
        "operator": "mailto:a@b.test",
        "isPartOf": "news",
        "description": "why",
        "robots": "obeyed (RFC 9309)",
        "http-header-user-agent": "scraper/0 (+x)",
    }
    assert info.headers["WARC-Filename"] == names(tmp_path)[0]


# ---------------------------------------------------------------- what was refused


def refused(detail: str = "Disallow: /", reason: Reason = Reason.ROBOTS, **changes: Any) -> Outcome:
    end = Outcome(visit(found_on="https://news.test/"), State.EXCLUDED, NOW, reason=reason.value, detail=detail)
    return replace(end, **changes)


def notes(directory: Path) -> list[str]:
    return [record.block.decode() for record in records(directory) if record.kind == "metadata"]


def test_a_refusal_is_told_once(archive: Archive, tmp_path: Path) -> None:
    archive.finish(refused())
    archive.finish(refused())
    archive.finish(refused("Disallow: /2026/"))
    archive.finish(refused(state=State.DEFERRED))
    archive.close()
    assert notes(tmp_path) == [
        f"refused: robots\r\ndetail: {rule}\r\nvia: https://news.test/\r\n"
        for rule in ("Disallow: /", "Disallow: /2026/")
    ]
    assert checked(tmp_path)


def test_what_is_not_to_be_copied_is_told_with_every_answer(archive: Archive, tmp_path: Path) -> None:
    bare = replace(came(b""), raw_body=b"")
    end = refused("noai", Reason.OPT_OUT, page=bare, signals=(Signal("x-robots-tag", "noai"),))
    kept = replace(end, state=State.FETCHED, reason="", detail="", signals=(Signal("meta robots", "noarchive"),))
    archive.finish(end)
    archive.finish(kept)
    archive.finish(kept)
    archive.close()
    told, *copies = notes(tmp_path)
    assert told.startswith("refused: opt_out\r\ndetail: noai\r\nstatus: 200\r\nsignal: x-robots-tag: noai\r\n")
    assert [copy.startswith("refused: copy\r\nstatus: 200\r\nsignal: meta robots: noarchive") for copy in copies] == [
        True,
        True,
    ]
    assert not captures(archive)


def test_nothing_is_told_where_no_bytes_are_kept(tmp_path: Path) -> None:
    with Archive.open(tmp_path, write=True, raw=RawOptions(keep=False)) as archive:
        archive.begin_run("test", CLOCK)
        archive.finish(refused())
    assert not (tmp_path / "warc").exists()
