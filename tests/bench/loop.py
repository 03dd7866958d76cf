"""Is the crawl's loop ever blocked? ``python -m tests.bench.loop``

A whole crawl, cleaning included, of hosts on loopback. One of them has a robots.txt of 500 KB, a sitemap of 50,000 URLs
and a page of 10 MB; and each wait for the disk takes a quarter of a second. Meanwhile a task sleeps for 5 ms time and
again: told is by how much it overslept, at most. On a busy machine that also has to wait for a processor, so the steps
of the loop that took the most CPU time are told as well: a loop is blocked by these, and by nothing else but waits.
"""

from __future__ import annotations

import argparse
import asyncio
import asyncio.events
import os
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from scraper import journey
from scraper.settings import Settings
from scraper.writer import warc
from tests.bench import web

HOSTS = 20
PAGES = 10
MAX_PAGES = 260  # 200 of the hosts, what is heavy, and some of the 50,000 stories
TICK_SECONDS = 0.005
SLOW_DISK_SECONDS = 0.25
LONGEST = 5  # steps that are shown


class Ticker:
    """Sleeps again and again, and notes how long it overslept, in milliseconds."""

    def __init__(self) -> None:
        self.lags: list[float] = []

    async def run(self) -> None:
        while True:
            before = time.perf_counter()
            await asyncio.sleep(TICK_SECONDS)
            self.lags.append((time.perf_counter() - before - TICK_SECONDS) * 1000)


@contextmanager
def watched() -> Iterator[list[tuple[float, float, str]]]:
    """In here the steps of all loops are timed: CPU milliseconds, milliseconds on the clock, what it was."""
    steps: list[tuple[float, float, str]] = []
    run = asyncio.events.Handle._run

    def timed(self: asyncio.events.Handle) -> None:
        clock, cpu = time.perf_counter(), time.thread_time()
        name = _name(self._callback)
        run(self)
        used = (time.thread_time() - cpu) * 1000
        if used > 1:
            steps.append((used, (time.perf_counter() - clock) * 1000, name))

    asyncio.events.Handle._run = timed  # type: ignore[method-assign]
    try:
        yield steps
    finally:
        asyncio.events.Handle._run = run  # type: ignore[method-assign]


def _name(callback: Callable[..., object] | None) -> str:
    """Whose step it is: for a task the innermost of its coroutines as it was before the step."""
    task = getattr(callback, "__self__", None)
    if isinstance(task, asyncio.Task):
        frames = [frame.f_code.co_qualname for frame in task.get_stack(limit=1)]
        coroutine = task.get_coro()
        while (inner := getattr(coroutine, "cr_await", None)) is not None and hasattr(inner, "cr_code"):
            coroutine = inner
        return getattr(coroutine, "__qualname__", str(frames))
    return getattr(callback, "__qualname__", repr(callback))


@contextmanager
def slow_disk() -> Iterator[None]:
    """In here it takes long to have the pages' bytes on the disk."""
    fsync = os.fsync

    def slow(descriptor: int) -> None:
        time.sleep(SLOW_DISK_SECONDS)
        fsync(descriptor)

    warc.os.fsync = slow
    try:
        yield
    finally:
        warc.os.fsync = fsync


async def crawl(directory: Path, port: int) -> tuple[journey.Report, list[float]]:
    """A crawl, and by how many milliseconds each tick came late."""
    first = f"http://{web.address(0)}:{port}"
    settings = Settings(
        contact="mailto:bench@bench.example.net",
        start=(f"{first}/huge/", *web.start_pages(HOSTS, port)),
        sitemaps=(f"{first}/sitemap.xml",),
        archive=directory / "archive",
        allow_private=("127.1.0.0/16",),
        delay_seconds=0.0,
        longest_wait_seconds=1.0,
        max_pages=MAX_PAGES,
    )
    ticker = Ticker()
    ticking = asyncio.create_task(ticker.run())
    report = await journey.crawl_async(settings, asyncio.Event())
    ticking.cancel()
    return report, ticker.lags


def main() -> None:
    """Measures and prints."""
    argparse.ArgumentParser(description="how long the crawl's loop is blocked").parse_args()
    web_of_bench = web.served(HOSTS, PAGES, "--heavy")
    with tempfile.TemporaryDirectory() as directory, web_of_bench as port, watched() as steps, slow_disk():
        report, lags = asyncio.run(crawl(Path(directory), port))
    late = sorted(lags)
    print(f"{report.requests} requests in {report.seconds:.0f} s, ends of visits: {dict(report.counts)}")
    print(f"{len(late):,} ticks of {TICK_SECONDS * 1000:.0f} ms; late by: median {late[len(late) // 2]:.1f} ms", end="")
    print(f", 99.9 % within {late[int(len(late) * 0.999)]:.1f} ms, the latest by {late[-1]:.1f} ms")
    print(f"{'CPU ms':>8}{'clock ms':>10}  the longest steps of the loop")
    for cpu, clock, name in sorted(steps, reverse=True)[:LONGEST]:
        print(f"{cpu:>8.1f}{clock:>10.1f}  {name}")


if __name__ == "__main__":
    main()
