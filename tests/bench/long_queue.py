"""What does a long queue cost? ``python -m tests.bench.long_queue [--urls N]``

A million URLs found on the pages of 200 hosts are queued in an archive, as a crawl does it: each page is finished with
its links, of which some are known already. Told at each tenth: the resident memory, how many links a second were looked
up and queued, and how long it takes to take the next visit of a host. Linux only: the memory is the kernel's figure.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from statistics import median

from scraper.model import Outcome, State, Visit
from scraper.writer.archive import Archive
from scraper.writer.scribe import Scribe
from tests.bench.memory import megabytes

URLS = 1_000_000
STEPS = 10
HOSTS = 200
NEW = 60  # links of a page that nobody has found before
KNOWN = 60  # links of a page that were found before
AT_ONCE = 16  # pages that end at about the same time
TAKES = 200
CLOCK = 1_800_000_000.0
NOW = datetime.fromtimestamp(CLOCK, UTC)


@dataclass(frozen=True, slots=True)
class Step:
    """Links looked up a second, and the median and the worst milliseconds of a take."""

    rate: float
    take: float
    worst: float


def visit(number: int) -> Visit:
    """The visit to a page of one of the hosts."""
    host = f"www.news-{number % HOSTS}.test"
    path = f"/{2000 + number % 27}/{1 + number % 12:02}/a-story-that-is-told-in-some-words-{number}"
    depth = 1 + number % 4
    return Visit(f"https://{host}{path}/", f"https://{host[4:]}{path}", host, depth=depth, found_on=f"https://{host}/")


def page(start: int, chance: random.Random) -> Outcome:
    """The end of the visit to a page with its links."""
    known = (chance.randrange(start) for _ in range(KNOWN if start else 0))
    found = tuple(map(visit, [*range(start, start + NEW), *known]))
    return Outcome(visit(start), State.FETCHED, NOW, 200, found=found)


async def step(scribe: Scribe, starts: Sequence[int], chance: random.Random) -> Step:
    """Queue the links of the pages that begin with those numbers, then take some visits."""
    ends = [page(start, chance) for start in starts]
    started = time.perf_counter()
    for at in range(0, len(ends), AT_ONCE):
        await asyncio.gather(*map(scribe.finish, ends[at : at + AT_ONCE]))
    seconds = time.perf_counter() - started
    times = []
    for number in range(TAKES):
        before = time.perf_counter()
        taken = scribe.take(f"www.news-{number % HOSTS}.test", CLOCK)
        times.append((time.perf_counter() - before) * 1000)
        assert taken is not None
        scribe.give_back(taken)
    return Step(sum(len(end.found) for end in ends) / seconds, median(times), max(times))


async def measure(urls: int) -> None:
    """Queue so many URLs and print a line for each tenth."""
    chance = random.Random(7)
    print(f"{'queued':>10} {'resident MB':>12} {'grown by':>9} {'links/s':>9} {'take ms':>8} {'worst':>7}")
    with tempfile.TemporaryDirectory() as directory, Archive.open(directory, write=True) as archive:
        archive.begin_run("queue", CLOCK)
        with Scribe(archive) as scribe:
            await step(scribe, range(0, 100 * NEW, NEW), chance)
            before, _ = megabytes("self")
            for number in range(STEPS):
                told = await step(scribe, range(urls * number // STEPS, urls * (number + 1) // STEPS, NEW), chance)
                now, _ = megabytes("self")
                figures = f"{now:12.0f} {now - before:9.0f} {told.rate:9,.0f} {told.take:8.2f} {told.worst:7.2f}"
                print(f"{urls * (number + 1) // STEPS:10,} {figures}", flush=True)
            started = time.perf_counter()
            hosts = len(scribe.hosts(CLOCK))
            print(f"looking through all {hosts} hosts: {(time.perf_counter() - started) * 1000:.1f} ms")
        size = sum(file.stat().st_size for file in Path(directory).glob("archive.db*"))
        print(f"known: {archive.known():,}; on the disk: {size / 1e6:,.0f} MB")


def main() -> None:
    """Measure, or say why not."""
    parser = argparse.ArgumentParser(description="memory and pace with a long queue")
    parser.add_argument("--urls", type=int, default=URLS)
    options = parser.parse_args()
    if sys.platform != "linux":
        print("skipped: memory is read from Linux' /proc")
        return
    asyncio.run(measure(options.urls))


if __name__ == "__main__":
    main()
