"""How long does a large archive take to be opened, counted, looked up, searched and exported? See ``archive``."""

from __future__ import annotations

import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from statistics import median
from typing import Any

from scraper.writer.archive import Archive
from scraper.writer.archive_frontier import digest
from scraper.writer.document import article_id, document, dumps
from tests.bench.stories import CLOCK, Writer, story, url, visit

OTHERS = 0.5  # addresses without an article, to each with one
SMALL_BYTES = 350
BATCH = 20_000
TRIES = 5
SEED = 11
COMMON = (10_000, 1_000, 0)  # ranks of words among all
DISK_BYTES = 4_000  # an article while the archive is built, at most
# A command line that tells its most memory at the end: the kernel's figure for a child starts with its parent's.
TELLING = """
import sys
from scraper.cli import main
if code := main(sys.argv[1:]):
    sys.exit(code)
print(next(line for line in open("/proc/self/status") if line.startswith("VmHWM")), file=sys.stderr)
"""


def build(directory: Path, articles: int) -> None:
    """Fill an archive with so many articles, and half as many addresses that are none."""
    writer = Writer(SEED)
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
    done = subprocess.run([sys.executable, "-c", TELLING, *arguments], capture_output=True, text=True, check=True)
    return time.perf_counter() - started, int(done.stderr.split()[-2]) / 1000


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
            line("search index, all made at once", seconds_once(archive._index.rebuild), "s")
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
    line("scraper --help", median(command("--help")[0] for _ in range(TRIES)))
    with tempfile.TemporaryDirectory() as empty:
        Archive.open(empty, write=True).close()
        line("scraper status of an empty archive", median(command("status", empty)[0] for _ in range(TRIES)))
    line("scraper status", median(command("status", str(directory))[0] for _ in range(TRIES)))
    some = [url(number) for number in random.Random(3).sample(range(articles), 1_000)]
    rare = f"number{articles // 2}"
    with Archive.open(directory) as archive:
        line("articles counted", seconds(archive.article_count))
        line("an article by its URL", seconds(lambda: [archive.article(one) for one in some]) / len(some))
        line("its revisions", seconds(lambda: [list(archive.revisions(one)) for one in some]) / len(some))
        line("search: a word of one article", seconds(lambda: archive.search(rare)))
        for word in (Writer(SEED).words[rank] for rank in COMMON):
            number = sum(1 for _ in archive.matching(word))
            line(f"search: a word of {number:,} articles", seconds(partial(archive.search, word)))


def exported(directory: str, articles: int, line: Line) -> None:
    """The last articles as JSON Lines."""
    for number in (20_000, 100_000, articles):
        if number <= articles:
            told, most = command("export", directory, "--since", str(articles - number))
            line(f"scraper export of {number:,}", number / told, "articles/s")
            line("  most memory", most, "MB")
