"""May others read while a crawl writes, and does what they read fit together?"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from scraper.cli import main
from scraper.writer import Archive, archive_database
from scraper.writer.archive_reading import ArchiveReader
from tests.writer.factory import CLOCK, article, fetched, visit

ROUNDS = 3  # of a writer that opens the archive, commits and closes it
ENDS = 30  # of visits in each


def commit(archive: Archive, number: int) -> None:
    """A visit to a page with a link to another one."""
    url = f"https://news.test/{number}"
    archive.add([visit(url)])
    archive.finish(fetched(archive, article(url), found=(visit(f"{url}/more"),)))


def test_accounts_add_up_whatever_is_committed_meanwhile(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    known = ArchiveReader.known
    with Archive.open(tmp_path, write=True) as archive:
        commit(archive, 0)

        def known_before_a_commit(reader: ArchiveReader) -> int:
            number = known(reader)
            commit(archive, 1)
            return number

        monkeypatch.setattr(ArchiveReader, "known", known_before_a_commit)
        assert main(["status", str(tmp_path)]) == 0
        assert known(archive) == 4, "it was committed"


def test_nobody_who_reads_is_turned_away(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Streams that last, short looks, and a writer whose every commit copies its log into the database."""
    monkeypatch.setattr(archive_database, "LOG_PAGES", 1)
    Archive.open(tmp_path, write=True).close()
    done = threading.Event()

    def again_and_again(read: Callable[[Archive], int]) -> int:
        """How often it was read; the last time is after the end of the writing."""
        times, is_last = 0, False
        while not is_last:
            is_last = done.is_set()
            with Archive.open(tmp_path) as archive, archive.moment():
                assert read(archive) == archive.known()
            times += 1
        return times

    def long_stream(archive: Archive) -> int:
        return sum(1 for _ in archive.pages() if time.sleep(0.001) is None)

    with ThreadPoolExecutor(4) as readers:
        looks = [readers.submit(again_and_again, lambda archive: sum(archive.counts().values())) for _ in range(2)]
        streams = [readers.submit(again_and_again, long_stream) for _ in range(2)]
        try:
            for at in range(ROUNDS):
                with Archive.open(tmp_path, write=True) as archive:
                    archive.begin_run("hammered", CLOCK)
                    for number in range(ENDS):
                        commit(archive, at * ENDS + number)
        finally:
            done.set()
        assert all(reader.result() > 1 for reader in (*looks, *streams))
    with Archive.open(tmp_path) as archive:
        assert archive.article_count() == ROUNDS * ENDS
