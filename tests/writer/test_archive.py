"""Is everything stored, once, and can it be read back?"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from scraper.errors import ArchiveError, UrlError
from scraper.model import Outcome, RobotsCopy, Saved, State
from scraper.writer import Archive, RawOptions
from tests.writer.factory import CLOCK, DAY, NOW, URL, article, fetched, page, rejection, visit
from tests.writer.warcs import checked, records


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with Archive.open(tmp_path, write=True) as opened:
        opened.begin_run("test", CLOCK)
        yield opened


def test_new_unchanged_changed(archive: Archive) -> None:
    assert archive.finish(fetched(archive, article())) is Saved.NEW
    assert archive.finish(fetched(archive, article(tags=("chrome",)))) is Saved.UNCHANGED
    assert archive.finish(fetched(archive, article(title="New", fingerprint="print-2"))) is Saved.CHANGED
    assert archive.finish(fetched(archive, article())) is Saved.CHANGED
    stored = archive.article(URL)
    assert stored is not None
    assert (stored.revision, stored.document["revision"], stored.saved_at) == (3, 3, NOW)
    assert stored == archive.article(stored.id) == archive.article("http://www.news.test/2026/03/river-story?fbclid=1")
    assert [one.document["title"] for one in archive.revisions(URL)] == [
        article().title,
        "New",
        article().title,
    ]
    assert archive.article_count() == 1


def test_what_is_not_there(archive: Archive) -> None:
    assert archive.article(URL) is None
    assert archive.article("0" * 16) is None
    assert list(archive.revisions(URL)) == []
    with pytest.raises(UrlError):
        archive.article("no address")


def test_changes_are_read_from_a_cursor_on(archive: Archive) -> None:
    for number in range(3):
        archive.finish(fetched(archive, article(f"https://news.test/{number}")))
    first = list(archive.articles())
    assert [one.document["url"][-1] for one in first] == ["0", "1", "2"]
    archive.finish(fetched(archive, article("https://news.test/1", fingerprint="print-2")))
    archive.finish(fetched(archive, article("https://news.test/0")))
    (changed,) = archive.articles(since=first[-1].cursor)
    assert changed.document["url"].endswith("/1")
    assert [one.document["url"][-1] for one in archive.articles()] == ["0", "2", "1"]
    assert list(archive.articles(since=changed.cursor)) == []


def test_a_rejection_is_kept_until_there_is_an_article(archive: Archive) -> None:
    rejected = Outcome(visit(), State.REJECTED, NOW, 200, "listing", page=page(), result=rejection())
    assert archive.finish(rejected) is None
    (told,) = archive.rejections()
    assert (told["reason"], told["title"], told["date_fetched"]) == (
        "listing",
        "All stories",
        "2026-03-04T05:06:07.891011Z",
    )
    archive.finish(fetched(archive, article()))
    assert list(archive.rejections()) == []
    archive.finish(rejected)
    assert archive.article(URL) is not None


def test_bytes_rows_and_records_belong_together(archive: Archive, tmp_path: Path) -> None:
    outcome = fetched(archive, article())
    archive.finish(outcome)
    archive.close()
    assert outcome.raw is not None
    _, request, response = records(tmp_path)
    assert (response.offset, response.length) == (outcome.raw.offset, outcome.raw.length)
    assert response.content == page().body
    assert request.headers["WARC-Target-URI"] == URL
    with sqlite3.connect(tmp_path / "archive.db") as connection:
        (row,) = connection.execute("SELECT warc, warc_offset, warc_length, status, payload_digest FROM pages")
        (size,) = connection.execute("SELECT size FROM warc_files").fetchone()
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    connection.close()
    assert row == (*vars_of(outcome), 200, response.headers["WARC-Payload-Digest"])
    assert size == (tmp_path / "warc" / outcome.raw.file).stat().st_size


def vars_of(outcome: Outcome) -> tuple[str, int, int]:
    assert outcome.raw is not None
    return outcome.raw.file, outcome.raw.offset, outcome.raw.length


def test_a_304_refers_to_the_last_capture_and_keeps_what_was_there(archive: Archive, tmp_path: Path) -> None:
    archive.finish(fetched(archive, article()))
    later = page(status=304, body=b"")
    ended = Outcome(visit(), State.UNCHANGED, NOW, 304, page=later, raw=archive.keep(later), next_due=CLOCK + DAY)
    assert archive.finish(ended) is None
    assert archive.article(URL) is not None
    archive.close()
    revisit = records(tmp_path)[-1]
    assert revisit.kind == "revisit"
    assert revisit.headers["WARC-Refers-To-Target-URI"] == URL
    assert revisit.headers["WARC-Refers-To-Date"] == "2026-03-04T05:06:07.891011Z"
    assert revisit.headers["WARC-Payload-Digest"] == records(tmp_path)[2].headers["WARC-Payload-Digest"]
    assert checked(tmp_path)


def test_no_file_before_the_first_page_and_a_new_one_for_each_run(tmp_path: Path) -> None:
    for number in range(3):
        with Archive.open(tmp_path, write=True) as archive:
            archive.begin_run("test", CLOCK)
            if number:
                archive.finish(fetched(archive, article(fingerprint=str(number))))
    names = sorted(path.name for path in (tmp_path / "warc").iterdir())
    assert [name.split("-")[2] for name in names] == ["run00002", "run00003"]


def test_rotation(tmp_path: Path) -> None:
    with Archive.open(tmp_path, write=True, raw=RawOptions(file_bytes=3000)) as archive:
        archive.begin_run("test", CLOCK)
        for number in range(12):
            archive.finish(fetched(archive, article(f"https://news.test/{number}")))
    sizes = [path.stat().st_size for path in (tmp_path / "warc").iterdir()]
    assert len(sizes) > 3
    assert max(sizes) < 5000
    assert checked(tmp_path)
    assert sum(record.kind == "response" for record in records(tmp_path)) == 12


def test_raw_none_keeps_no_bytes(tmp_path: Path) -> None:
    with Archive.open(tmp_path, write=True, raw=RawOptions(keep=False)) as archive:
        archive.begin_run("test", CLOCK)
        outcome = fetched(archive, article())
        assert outcome.raw is None
        assert archive.finish(outcome) is Saved.NEW
    assert not (tmp_path / "warc").exists()


def test_kept_but_never_finished_leaves_no_bytes(tmp_path: Path) -> None:
    with Archive.open(tmp_path, write=True) as archive:
        archive.begin_run("test", CLOCK)
        archive.keep(page())
    assert list((tmp_path / "warc").iterdir()) == []
    with Archive.open(tmp_path, write=True) as archive:
        archive.begin_run("test", CLOCK)
        archive.finish(fetched(archive, article()))
        archive.keep(page("https://news.test/other"))
    assert [record.kind for record in records(tmp_path)] == ["warcinfo", "request", "response"]


def test_the_exchange_of_a_robots_txt_lasts_with_its_copy(tmp_path: Path) -> None:
    with Archive.open(tmp_path, write=True) as archive:
        archive.begin_run("test", CLOCK)
        archive.keep(page("https://news.test/robots.txt", b"User-agent: *"))
        archive.keep_robots(RobotsCopy("https://news.test", 200, b"User-agent: *", CLOCK, CLOCK + DAY))
    assert records(tmp_path)[-1].headers["WARC-Target-URI"] == "https://news.test/robots.txt"


def test_files_of_others_are_left_alone(tmp_path: Path) -> None:
    (tmp_path / "warc").mkdir()
    (tmp_path / "warc" / "theirs.warc.gz").write_bytes(b"not even a WARC")
    (tmp_path / "notes.txt").touch()
    Archive.open(tmp_path, write=True).close()
    assert (tmp_path / "warc" / "theirs.warc.gz").read_bytes() == b"not even a WARC"


def test_a_torn_tail_is_cut_on_opening(tmp_path: Path) -> None:
    with Archive.open(tmp_path, write=True) as archive:
        archive.begin_run("test", CLOCK)
        archive.finish(fetched(archive, article()))
    (path,) = (tmp_path / "warc").iterdir()
    whole = path.read_bytes()
    path.write_bytes(whole + whole[:77])
    Archive.open(tmp_path, write=True).close()
    assert path.read_bytes() == whole


def test_a_finish_that_fails_changes_nothing(archive: Archive) -> None:
    archive.add([visit()])
    taken = archive.take("news.test", CLOCK)
    assert taken is not None
    bad = replace(fetched(archive, article()), found=(visit("https://news.test/2"), None))  # type: ignore[arg-type]
    with pytest.raises(AttributeError):
        archive.finish(bad)
    assert archive.counts()[State.PENDING] == archive.known() == 1
    assert archive.article(URL) is None
    assert archive.finish(fetched(archive, article(), found=(visit("https://news.test/2"),))) is Saved.NEW
    assert archive.known() == 2, "a link of the failed one is not taken for known"


def test_readers_work_while_a_crawl_writes(archive: Archive, tmp_path: Path) -> None:
    archive.finish(fetched(archive, article("https://news.test/1")))
    archive.finish(fetched(archive, article("https://news.test/2")))
    with Archive.open(tmp_path) as reader:
        stream = reader.articles()
        next(stream)
        archive.finish(fetched(archive, article("https://news.test/3")))
        assert len(list(stream)) == 1, "a stream is of one moment"
        assert len(list(reader.articles())) == 3


def test_a_stream_may_be_left_and_outlive_the_archive(archive: Archive) -> None:
    archive.finish(fetched(archive, article("https://news.test/1")))
    archive.finish(fetched(archive, article("https://news.test/2")))
    stream = archive.articles()
    next(stream)
    archive.close()
    del stream  # an error in here would be a warning, and fail
    left = archive.articles()
    with pytest.raises(ArchiveError, match="closed"):
        next(left)


def test_a_reader_cannot_write(archive: Archive, tmp_path: Path) -> None:
    archive.finish(fetched(archive, article()))
    with Archive.open(tmp_path) as reader, pytest.raises(ArchiveError, match="cannot be written to"):
        reader.add([visit()])


def test_runs(archive: Archive) -> None:
    archive.end_run({"counts": {State.FETCHED: 3}, "interrupted": False}, CLOCK + 60)
    archive.begin_run("killed", CLOCK + 99)
    killed, whole = archive.runs()
    assert (killed.id, killed.name, killed.ended_at, killed.report) == (2, "killed", None, None)
    assert whole.ended_at is not None
    assert (whole.ended_at - whole.started_at).total_seconds() == 60
    assert whole.report == {"counts": {"fetched": 3}, "interrupted": False}
