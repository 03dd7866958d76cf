"""Does the crawl's loop never wait for the disk, and is nothing told before it is safe?"""

from __future__ import annotations

import asyncio
import shutil
import sqlite3
import threading
from collections.abc import Awaitable, Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from scraper.errors import ArchiveError
from scraper.model import TO_BE_WRITTEN, Ended, Outcome, RobotsCopy, Saved, SiteFile, State
from scraper.writer import Archive
from scraper.writer.scribe import MOST_AT_ONCE, Scribe
from tests.writer.factory import CLOCK, DAY, NOW, article, page, visit
from tests.writer.warcs import records

HOST = "news.test"
COPY = RobotsCopy("https://news.test", 200, b"User-agent: *", CLOCK, CLOCK + DAY)
FILE = SiteFile("https://news.test/.well-known/tdmrep.json", 200, b"[]", CLOCK, CLOCK + DAY)


def url(number: int) -> str:
    return f"https://{HOST}/{number}"


def ended(number: int, **changes: Any) -> Outcome:
    """A page with an article, its bytes still to be written."""
    made = article(url(number))
    came = page(made.url)
    outcome = Outcome(visit(made.url), State.FETCHED, NOW, 200, page=came, raw=TO_BE_WRITTEN, result=made)
    return replace(outcome, **changes)


def written(directory: Path, work: Callable[[Scribe], Awaitable[Any]]) -> Any:
    """What a piece of work with a scribe comes to."""

    async def run() -> Any:
        with Archive.open(directory, write=True) as archive:
            archive.begin_run("scribe", CLOCK)
            with Scribe(archive) as scribe:
                return await work(scribe)

    return asyncio.run(run())


def commits(directory: Path, work: Callable[[Scribe], Awaitable[Any]], monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many entries each commit took."""
    sizes: list[int] = []
    store = Archive.store

    def counted(self: Archive, entries: Any) -> list[Ended]:
        sizes.append(len(entries))
        return store(self, entries)

    monkeypatch.setattr(Archive, "store", counted)
    written(directory, work)
    return sizes


def test_an_end_is_told_after_its_commit(tmp_path: Path) -> None:
    async def work(scribe: Scribe) -> tuple[Ended, int]:
        told = await scribe.finish(ended(1, found=(visit(url(2)),)))
        other = sqlite3.connect(tmp_path / "archive.db")
        (number,) = other.execute("SELECT count(*) FROM pages WHERE warc_length > 0").fetchone()
        other.close()
        return told, number

    assert written(tmp_path, work) == (Ended(Saved.NEW, {HOST: CLOCK}), 1)
    assert [record.headers["WARC-Type"] for record in records(tmp_path)] == ["warcinfo", "request", "response"]


def test_what_ends_together_is_committed_together(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    number = MOST_AT_ONCE + 10

    async def work(scribe: Scribe) -> None:
        told = await asyncio.gather(*(scribe.finish(ended(one)) for one in range(number)))
        assert [end.saved for end in told] == [Saved.NEW] * number

    sizes = commits(tmp_path, work, monkeypatch)
    assert sum(sizes) == number
    assert max(sizes) == MOST_AT_ONCE
    with Archive.open(tmp_path) as archive:
        assert archive.article_count() == number


def test_the_loop_goes_on_while_the_disk_is_slow(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store, may_go_on = Archive.store, threading.Event()

    def slow(self: Archive, entries: Any) -> list[Ended]:
        assert may_go_on.wait(10)
        return store(self, entries)

    monkeypatch.setattr(Archive, "store", slow)

    async def work(scribe: Scribe) -> None:
        finishing = asyncio.create_task(scribe.finish(ended(1)))
        scribe.keep_robots(COPY)
        scribe.keep_site_file(FILE)
        scribe.keep_hold(HOST, CLOCK + 30)
        await asyncio.sleep(0)
        assert not finishing.done()
        assert scribe.robots(COPY.host) == COPY  # though on no disk yet
        assert scribe.site_file(FILE.url) == FILE
        assert scribe.hold(HOST) == CLOCK + 30
        may_go_on.set()
        await finishing

    written(tmp_path, work)
    with Archive.open(tmp_path) as archive:
        assert archive.robots(COPY.host) == COPY
        assert archive.site_file(FILE.url) == FILE
        assert archive.hold(HOST) == CLOCK + 30


def test_what_is_on_its_way_is_written_when_the_crawl_gives_up_waiting(tmp_path: Path) -> None:
    async def work(scribe: Scribe) -> None:
        finishing = asyncio.create_task(scribe.finish(ended(1)))
        await asyncio.sleep(0)
        finishing.cancel()
        await asyncio.gather(finishing, return_exceptions=True)

    written(tmp_path, work)
    with Archive.open(tmp_path) as archive:
        assert archive.article_count() == 1


def test_a_visit_is_leased_until_its_end_is_safe(tmp_path: Path) -> None:
    async def work(scribe: Scribe) -> None:
        await scribe.finish(ended(0, found=(visit(url(1)), visit(url(2)))))
        first, second = scribe.take(HOST, CLOCK), scribe.take(HOST, CLOCK)
        assert first is not None
        assert second is not None
        assert scribe.take(HOST, CLOCK) is None
        scribe.give_back(second)
        assert scribe.take(HOST, CLOCK) == second
        await scribe.finish(ended(1, visit=first, next_due=CLOCK))
        assert scribe.take(HOST, CLOCK) is None  # not twice in one run
        assert scribe.hosts(CLOCK) == [(HOST, CLOCK)]  # the second is not finished

    written(tmp_path, work)


def test_a_broken_archive_is_told_to_all_who_wait_and_to_all_who_come(tmp_path: Path) -> None:
    async def work(scribe: Scribe) -> None:
        await scribe.finish(ended(0))
        shutil.rmtree(tmp_path)
        told = await asyncio.gather(scribe.finish(ended(1)), scribe.finish(ended(2)), return_exceptions=True)
        assert [type(one) for one in told] == [ArchiveError] * 2
        with pytest.raises(ArchiveError, match="removed"):
            scribe.keep_hold(HOST, CLOCK)

    with pytest.raises(ArchiveError, match="removed"):
        written(tmp_path, work)


def test_an_error_that_nobody_waited_for_is_raised_at_the_end(tmp_path: Path) -> None:
    async def work(scribe: Scribe) -> None:
        shutil.rmtree(tmp_path)
        scribe.keep_robots(COPY)

    with pytest.raises(ArchiveError, match="removed"):
        written(tmp_path, work)


def test_an_exchange_that_brought_many_pages_is_written_once(tmp_path: Path) -> None:
    answer = page("https://news.test/wp-json/wp/v2/posts", b'[{"id": 1}]')
    brought = tuple(ended(number, page=answer) for number in (1, 2))

    async def work(scribe: Scribe) -> Ended:
        return await scribe.finish(Outcome(visit(answer.url), State.FETCHED, NOW, 200, page=answer, brought=brought))

    assert written(tmp_path, work).brought == (Saved.NEW, Saved.NEW)
    assert sum(record.headers["WARC-Type"] == "response" for record in records(tmp_path)) == 1
    other = sqlite3.connect(tmp_path / "archive.db")
    rows = other.execute("SELECT warc_offset FROM pages WHERE warc IS NOT NULL").fetchall()
    other.close()
    assert len(rows) == 2
    assert len(set(rows)) == 1


def test_a_link_is_looked_up_once(tmp_path: Path) -> None:
    async def work(scribe: Scribe) -> None:
        links = (visit(url(7)), visit("https://other.test/"))
        assert set((await scribe.finish(ended(1, found=links))).hosts) == {HOST, "other.test"}
        assert (await scribe.finish(ended(2, found=links))).hosts == {}

    written(tmp_path, work)
    with Archive.open(tmp_path) as archive:
        assert archive.known() == 4
