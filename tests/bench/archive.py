"""What does the archive cost? ``python -m tests.bench.archive [--pages N] [--articles N]``

First its share of a page: the processor's milliseconds for committing the end of a visit (a story of 3 kB, 60 links
of which most are known, 40 kB of gzip as served), as a crawl does it by its Scribe and in other ways, beside a bare
SQLite transaction that does as much; with the search index and without. The stories come with what the cleaner makes
of each: the sketch by which copies are found, and the digest of the bytes. Then how long a large archive takes to be
opened, counted, looked up, searched and exported. The large archive is built for that, 2.6 GB for a million articles,
and taken away again; ``--articles 0`` leaves it out. Linux only: the memory of the export is the kernel's figure.
"""

from __future__ import annotations

import argparse
import asyncio
import gc
import hashlib
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from unittest import mock

from scraper.cleaner.sketch import sketch
from scraper.model import TO_BE_WRITTEN, Article, Outcome, Page, State
from scraper.writer.archive import Archive
from scraper.writer.archive_raw import RawOptions
from scraper.writer.archive_search_index import SearchIndex
from scraper.writer.document import document, dumps
from scraper.writer.scribe import Scribe
from tests.bench.large_archive import large
from tests.bench.stories import CLOCK, NOW, Writer, story, visit

PAGES = 3_000
ARTICLES = 1_000_000
STORY_BYTES = 3_000
MENU, OLD, NEW = 30, 24, 6  # links of a page: those of each page of its site, other known ones, unknown ones
GROUP = 16
AT_ONCE = 64


def ends(pages: int) -> list[Outcome]:
    """The ends of the visits to so many stories, in the order in which a crawl meets them."""
    writer = Writer()
    bodies = list(writer.bodies(20))
    made = []
    for number in range(pages):
        raw, body = bodies[number % len(bodies)]
        told = _cleaned(story(number, writer.text(60), writer.text(STORY_BYTES)), number, body)
        menu = [visit(number, f"section-{at}") for at in range(MENU)]
        old = [visit(writer.chance.randrange(number * NEW + 1)) for _ in range(OLD)]
        new = [visit(number * NEW + at) for at in range(NEW)]
        headers = (("content-type", "text/html"), ("content-encoding", "gzip"), ("etag", f'"{number}"'))
        page = Page(
            url=told.url,
            status=200,
            headers=headers,
            body=body,
            fetched_at=NOW,
            final_url=told.url,
            raw_body=raw,
            request_head=f"GET /{number} HTTP/1.1\r\nHost: news.test\r\nUser-Agent: bench/1\r\n\r\n".encode(),
            response_head=b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: gzip\r\n\r\n",
            ip="127.0.0.1",
        )
        found = (*menu, *old, *new)
        made.append(
            Outcome(visit(number), State.FETCHED, NOW, 200, page=page, raw=TO_BE_WRITTEN, result=told, found=found)
        )
    return made


def _cleaned(told: Article, number: int, body: bytes) -> Article:
    """The story with all that the archive has from the cleaner."""
    known = hashlib.sha256(body).hexdigest()
    return replace(told, fingerprint=f"print {number}", sketch=sketch(told.text), content_sha256=known)


@dataclass(frozen=True, slots=True)
class Cost:
    """Of a page: the processor's milliseconds, and how many a second were done."""

    cpu: float
    rate: float


def cost(work: Callable[[], Any], pages: int) -> Cost:
    """What a piece of work takes."""
    cpu, wall = time.process_time(), time.perf_counter()
    work()
    return Cost((time.process_time() - cpu) / pages * 1000, pages / (time.perf_counter() - wall))


# ------------------------------------------------------------ the share of a page


def bare(given: Sequence[Outcome]) -> Cost:
    """The floor: a transaction a page, which looks up its links and stores them and the story."""
    rows = [
        (end.visit.key, end.visit.url, dumps(document(end.result)), [(one.key, one.url, one.host) for one in end.found])
        for end in given
        if isinstance(end.result, Article)
    ]
    with tempfile.TemporaryDirectory() as directory, closing(_bare(Path(directory) / "bare.db")) as database:

        def work() -> None:
            for key, address, told, links in rows:
                database.execute("BEGIN IMMEDIATE")
                database.executemany("INSERT OR IGNORE INTO links (key, url, host) VALUES (?, ?, ?)", links)
                database.execute("UPDATE links SET state = 'fetched' WHERE key = ?", (key,))
                database.execute("INSERT INTO pages (url, told) VALUES (?, ?)", (address, told))
                database.execute("COMMIT")

        return cost(work, len(given))


def _bare(path: Path) -> sqlite3.Connection:
    database = sqlite3.connect(path, isolation_level=None)
    database.execute("PRAGMA journal_mode = WAL")
    database.execute("PRAGMA synchronous = FULL")
    database.execute("CREATE TABLE links (id INTEGER PRIMARY KEY, key TEXT UNIQUE, url TEXT, host TEXT, state TEXT)")
    database.execute("CREATE TABLE pages (id INTEGER PRIMARY KEY, url TEXT, told TEXT)")
    return database


def one_by_one(archive: Archive, given: Sequence[Outcome]) -> None:
    """A transaction a page."""
    for end in given:
        archive.finish(end)


def in_groups(archive: Archive, given: Sequence[Outcome]) -> None:
    """A transaction for some pages."""
    for at in range(0, len(given), GROUP):
        archive.store(given[at : at + GROUP])


def by_the_scribe(archive: Archive, given: Sequence[Outcome]) -> None:
    """As a crawl does it: so many visits at once, each of which goes on when its end is committed."""

    async def crawl() -> None:
        rest = iter(given)

        async def visits(scribe: Scribe) -> None:
            for end in rest:
                await scribe.finish(end)

        with Scribe(archive) as scribe:
            await asyncio.gather(*(visits(scribe) for _ in range(AT_ONCE)))

    asyncio.run(crawl())


WAYS: dict[str, Callable[[Archive, Sequence[Outcome]], None]] = {
    "a page a commit": one_by_one,
    f"{GROUP} pages a commit": in_groups,
    "the Scribe's groups": by_the_scribe,
}


def committed(given: Sequence[Outcome], way: str, *, search: bool = True, keep: bool = True) -> Cost:
    """What the archive takes for a page."""
    raw = RawOptions(keep=keep)
    with tempfile.TemporaryDirectory() as directory, Archive.open(directory, write=True, raw=raw) as archive:
        archive.begin_run("bench", CLOCK)
        archive.add([given[0].visit])
        if search:
            told = cost(lambda: WAYS[way](archive, given), len(given))
        else:
            with mock.patch.object(SearchIndex, "follow", _nothing):  # a mock would keep, and take, more than it spares
                told = cost(lambda: WAYS[way](archive, given), len(given))
        assert archive.article_count() == len(given)
        return told


def _nothing(*_: object) -> None:
    """In place of the search index."""


def share(pages: int) -> None:
    """Print what a page costs."""
    given = ends(pages)
    gc.freeze()  # a crawl has not all its pages in memory at once, to be looked through again and again
    print(f"{'a page with 60 links and a story of 3 kB':<44} {'CPU ms':>7} {'pages/s':>8}")

    def line(name: str, told: Cost) -> None:
        print(f"{name:<44} {told.cpu:7.2f} {told.rate:8,.0f}", flush=True)

    line("floor: bare SQLite, a page a commit", bare(given))
    for way in WAYS:
        line(f"archive, {way}", committed(given, way))
        line("  without the search index", committed(given, way, search=False))
        line("  and without WARC", committed(given, way, search=False, keep=False))


def main() -> None:
    """Measure, or say why not."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--pages", type=int, default=PAGES)
    parser.add_argument("--articles", type=int, default=ARTICLES)
    options = parser.parse_args()
    if sys.platform != "linux":
        print("skipped: memory is the kernel's figure, Linux' only")
        return
    share(options.pages)
    if options.articles:
        large(options.articles)


if __name__ == "__main__":
    main()
