"""What does the archive cost? ``python -m tests.bench.archive [--pages N] [--articles N]``

First its share of a page: the processor's milliseconds for committing the end of a visit (a story of 3 kB, 60 links
of which most are known, 40 kB of gzip as served), as a crawl does it by its Scribe and in other ways, beside a bare
SQLite transaction that does as much; with the search index and without. Then how long a large archive takes to be
opened, counted, looked up, searched and exported. The large archive is built for that, 2.6 GB for a million articles,
and taken away again; ``--articles 0`` leaves it out. Linux only: the memory of the export is the kernel's figure.
"""

from __future__ import annotations

import argparse
import asyncio
import gzip
import os
import random
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial
from itertools import accumulate
from pathlib import Path
from statistics import median
from typing import Any
from unittest import mock

from scraper.model import TO_BE_WRITTEN, Article, Attribution, Author, Outcome, Page, State, Visit
from scraper.writer.archive import Archive
from scraper.writer.archive_frontier import digest
from scraper.writer.archive_raw import RawOptions
from scraper.writer.archive_search import SearchTables
from scraper.writer.document import article_id, document, dumps
from scraper.writer.scribe import Scribe

PAGES = 3_000
ARTICLES = 1_000_000
OTHERS = 0.5  # addresses without an article, to each with one
HOSTS = 40
STORY_BYTES = 3_000
SMALL_BYTES = 350
BODY_BYTES = 40_000  # gzip, as served
MENU, OLD, NEW = 30, 24, 6  # links of a page: those of each page of its site, other known ones, unknown ones
GROUP = 16
AT_ONCE = 64
BATCH = 20_000
TRIES = 5
COMMON = (1_000, 100, 0)  # ranks of words among all
DISK_BYTES = 4_000  # an article of the large archive while it is built, at most
CLOCK = 1_800_000_000.0
NOW = datetime.fromtimestamp(CLOCK, UTC)


class Writer:
    """Writes stories: words as frequent as in a language (Zipf), so that an index of them is as large."""

    def __init__(self, seed: int = 7) -> None:
        self.chance = random.Random(seed)
        letters = "etaoinshrdlucmfwypvbgk"
        self.words = ["".join(self.chance.choices(letters, k=2 + rank.bit_length() // 2)) for rank in range(60_000)]
        self._weights = list(accumulate(1 / (rank + 2) for rank in range(len(self.words))))

    def text(self, length: int) -> str:
        """Sentences of so many characters, about."""
        words = self.chance.choices(self.words, cum_weights=self._weights, k=length // 5)
        return ". ".join(" ".join(words[at : at + 15]).capitalize() for at in range(0, len(words), 15))

    def bodies(self, number: int) -> Iterator[tuple[bytes, bytes]]:
        """Pages as served and decoded."""
        for _ in range(number):
            raw = b""
            body = b""
            while len(raw) < BODY_BYTES:
                body += self.text(20_000).encode()
                raw = gzip.compress(body, 6)
            yield raw, body


def url(number: int) -> str:
    """The address of a story."""
    return f"https://www.news-{number % HOSTS}.test/{2000 + number % 27}/a-story-told-in-some-words-{number}/"


def visit(number: int, kind: str = "") -> Visit:
    """The visit to a story, or to a page of a site's menu."""
    address = url(number) if not kind else f"https://www.news-{number % HOSTS}.test/{kind}/"
    host = address.split("/")[2]
    return Visit(address, address.replace("www.", "").rstrip("/"), host, depth=2, found_on=f"https://{host}/")


def story(number: int, title: str, text: str) -> Article:
    """A story with the usual facts."""
    address = url(number)
    paragraphs = text.replace(". ", ".\n\n", 3)
    return Article(
        url=address,
        title=title,
        text=paragraphs,
        attribution=Attribution(address, "News", ("Ana Ruiz",)),
        canonical_url=address,
        authors=(Author("Ana Ruiz", "https://www.news.test/ana"),),
        date_published=NOW,
        date_fetched=NOW,
        markdown=paragraphs,
        language="en",
        site_name="News",
    )


def ends(pages: int) -> list[Outcome]:
    """The ends of the visits to so many stories, in the order in which a crawl meets them."""
    writer = Writer()
    bodies = list(writer.bodies(20))
    made = []
    for number in range(pages):
        raw, body = bodies[number % len(bodies)]
        told = replace(story(number, writer.text(60), writer.text(STORY_BYTES)), fingerprint=f"print {number}")
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
            with mock.patch.object(SearchTables, "follow", return_value=None):
                told = cost(lambda: WAYS[way](archive, given), len(given))
        assert archive.article_count() == len(given)
        return told


def share(pages: int) -> None:
    """Print what a page costs."""
    given = ends(pages)
    print(f"{'a page with 60 links and a story of 3 kB':<44} {'CPU ms':>7} {'pages/s':>8}")

    def line(name: str, told: Cost) -> None:
        print(f"{name:<44} {told.cpu:7.2f} {told.rate:8,.0f}", flush=True)

    line("floor: bare SQLite, a page a commit", bare(given))
    for way in WAYS:
        line(f"archive, {way}", committed(given, way))
        line("  without the search index", committed(given, way, search=False))
        line("  and without WARC", committed(given, way, search=False, keep=False))


# ------------------------------------------------------------ a large archive


def build(directory: Path, articles: int) -> None:
    """Fill an archive with so many articles, and half as many addresses that are none."""
    writer = Writer(11)
    parts = [writer.text(SMALL_BYTES // 2) for _ in range(5_000)]
    reasons = ("listing", "too_short", "search", "scope")

    def told(number: int) -> str:
        text = f"{writer.chance.choice(parts)}. {writer.chance.choice(parts)}. Number{number}."
        return dumps(document(story(number, text[:60], text), visit(number).key))

    def known(number: int) -> tuple[object, ...]:
        one = visit(number)
        state, reason = ("fetched", "") if number < articles else ("rejected", reasons[number % len(reasons)])
        return digest(one.key), one.key, one.url, one.host, one.found_on, CLOCK, state, reason, CLOCK

    with Archive.open(directory, write=True) as archive:
        archive.begin_run("bench", CLOCK)
        for numbers in batches(round(articles * (1 + OTHERS))):
            with archive._database.transaction():
                archive._database.run_many(
                    "INSERT INTO visits (digest, key, url, host, kind, depth, hops, priority, found_on, due, attempts,"
                    " state, reason, visited_at, status) VALUES (?, ?, ?, ?, 'page', 2, 0, 1, ?, ?, 0, ?, ?, ?, 200)",
                    map(known, numbers),
                )
        for numbers in batches(articles):
            with archive._database.transaction():
                names = [article_id(visit(number).key) for number in numbers]
                archive._database.run_many(
                    "INSERT INTO revisions (cursor, article, revision, fingerprint, saved_at, document)"
                    " VALUES (?, ?, 1, ?, ?, ?)",
                    (
                        (number + 1, name, name * 4, CLOCK, told(number))
                        for number, name in zip(numbers, names, strict=True)
                    ),
                )
                archive._database.run_many(
                    "INSERT INTO articles (id, visit, cursor) VALUES (?, ?, ?)",
                    sorted((name, number + 1, number + 1) for number, name in zip(numbers, names, strict=True)),
                )
        archive.end_run({}, CLOCK)


def batches(number: int) -> Iterator[range]:
    """All numbers below, some at a time."""
    for start in range(0, number, BATCH):
        yield range(start, min(start + BATCH, number))


def seconds(work: Callable[[], Any]) -> float:
    """How long it takes, the median of some tries."""
    times = []
    for _ in range(TRIES):
        started = time.perf_counter()
        work()
        times.append(time.perf_counter() - started)
    return median(times)


def command(*arguments: str) -> tuple[float, float]:
    """The seconds that a command line takes, and the most memory it had in MB."""
    started = time.perf_counter()
    with subprocess.Popen([sys.executable, "-m", "scraper", *arguments], stdout=subprocess.DEVNULL) as process:
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode == 0, arguments
    return time.perf_counter() - started, used.ru_maxrss / 1000


def large(articles: int) -> None:
    """Print what a large archive takes."""
    with tempfile.TemporaryDirectory() as name:
        directory = Path(name)
        free = shutil.disk_usage(directory).free
        if free < articles * DISK_BYTES:
            need = articles * DISK_BYTES
            print(f"skipped: {articles:,} articles need {need / 1e9:.0f} GB of disk, {free / 1e9:.0f} are free")
            return
        started = time.perf_counter()
        build(directory, articles)
        built = time.perf_counter() - started

        def line(what: str, told: float, unit: str = "ms") -> None:
            print(f"{what:<52} {told * (1000 if unit == 'ms' else 1):10,.1f} {unit}", flush=True)

        def size() -> float:
            return sum(file.stat().st_size for file in directory.glob("archive.db*")) / 1e6

        print(f"\nan archive of {articles:,} articles, and {round(articles * OTHERS):,} other addresses")
        line("built by SQL, without the search index", built, "s")
        before = size()
        with Archive.open(directory, write=True) as archive, archive._database.transaction():
            line("search index, all made at once", seconds_once(archive._search.rebuild), "s")
        line("on the disk without the search index", before, "MB")
        line("the search index", size() - before, "MB")
        looked_up(directory, articles, line)
        exported(str(directory), articles, line)


def seconds_once(work: Callable[[], Any]) -> float:
    """How long it takes."""
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


Line = Callable[..., None]


def looked_up(directory: Path, articles: int, line: Line) -> None:
    """Opening, counting, looking up, searching."""
    line("opened to read", seconds(lambda: Archive.open(directory).close()))
    line("opened to write", seconds(lambda: Archive.open(directory, write=True).close()))
    line("scraper --version: what any command takes", median(command("--version")[0] for _ in range(TRIES)))
    line("scraper status", median(command("status", str(directory))[0] for _ in range(TRIES)))
    some = [url(number) for number in random.Random(3).sample(range(articles), 1_000)]
    rare = f"number{articles // 2}"
    with Archive.open(directory) as archive:
        line("articles counted", seconds(archive.article_count))
        line("an article by its URL", seconds(lambda: [archive.article(one) for one in some]) / len(some))
        line("its revisions", seconds(lambda: [list(archive.revisions(one)) for one in some]) / len(some))
        line("search: a word of one article", seconds(lambda: archive.search(rare)))
        for word in (Writer().words[rank] for rank in COMMON):
            number = sum(1 for _ in archive.matching(word))
            line(f"search: a word of {number:,} articles", seconds(partial(archive.search, word)))


def exported(directory: str, articles: int, line: Line) -> None:
    """The last articles as JSON Lines."""
    for number in (20_000, 100_000, articles):
        if number <= articles:
            told, most = command("export", directory, "--since", str(articles - number))
            line(f"scraper export of {number:,}", number / told, "articles/s")
            line("  most memory", most, "MB")


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
