"""How much of the cleaner's own pace does a crawl keep? ``python -m tests.bench.throughput [--pages N]``

The same pages twice: cleaned one after the other in this process, and crawled from hosts on loopback without a delay
with all that belongs to it (robots.txt, fetching, cleaning in worker processes, links, archive). Told are pages a
second on the clock; the goal is that a crawl on two processors keeps 80 % of what the cleaner does alone on one. The
machine must have nothing else to do.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import re
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import cycle, islice
from pathlib import Path
from subprocess import PIPE, Popen
from sys import executable

from scraper import journey
from scraper.cleaner import Known, read
from scraper.settings import Settings
from scraper.terms import publisher_terms
from scraper.workers import Workers
from tests.bench import pages, web

PAGES = 2_000
HOSTS = 40
SLICES = 2  # of the pages, alone and in a crawl by turns: a machine's pace changes with time
HTML = "text/html"
PATH = re.compile(rb"/page-of-the-bench/(\d+)-of-all")
WARM = 20  # pages before the clock runs


def bodies(number: int) -> list[bytes]:
    """So many pages, over and over if need be."""
    return list(islice(cycle([page.body for page in pages.real(number)]), number))


def address(page: int, port: int) -> str:
    """The URL of a page: each host has as many."""
    return f"http://{web.address(page % HOSTS)}:{port}/page-of-the-bench/{page}-of-all"


async def serve(number: int) -> None:
    """Answer until killed."""
    answers = [
        f"HTTP/1.1 200 OK\r\nContent-Type: {HTML}\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body
        for body in bodies(number)
    ]
    missing = b"HTTP/1.1 404 Not Found\r\nContent-Type: text/plain\r\nContent-Length: 0\r\n\r\n"

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while request := await reader.readuntil(b"\r\n\r\n"):
                page = PATH.fullmatch(request.split(b" ", 2)[1])
                writer.write(answers[int(page[1])] if page and int(page[1]) < number else missing)
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            writer.close()

    server = await asyncio.start_server(talk, "0.0.0.0", 0, backlog=1024)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


@contextmanager
def served(number: int) -> Iterator[int]:
    """The pages while they are there; yields the port."""
    command = [executable, "-m", "tests.bench.throughput", "--serve", "--pages", str(number)]
    with Popen(command, stdout=PIPE) as server:
        try:
            assert server.stdout is not None
            yield int(server.stdout.readline())
        finally:
            server.kill()


def alone(all_pages: list[bytes], turn: int, port: int) -> float:
    """Seconds that the cleaner takes for a slice of the pages."""
    known = Known(HTML, None, publisher_terms())
    started = time.perf_counter()
    for page in range(turn, len(all_pages), SLICES):
        read(all_pages[page], address(page, port), known)
    return time.perf_counter() - started


def crawled(number: int, turn: int, port: int) -> tuple[float, float]:
    """Seconds that a crawl takes for the same, and its own CPU seconds, those of its workers left out."""
    with tempfile.TemporaryDirectory() as directory:
        settings = Settings(
            contact="mailto:bench@bench.example.net",
            start=tuple(address(page, port) for page in range(turn, number, SLICES)),
            archive=Path(directory) / "archive",
            include=(f"^{PATH.pattern.decode()}$",),  # the pages' own links are weighed and left out
            allow_private=("127.1.0.0/16",),
            delay_seconds=0.0,
            longest_wait_seconds=1.0,
        )
        cpu, started = time.process_time(), time.perf_counter()
        report = asyncio.run(journey.crawl_async(settings, asyncio.Event()))
        seconds, used = time.perf_counter() - started, time.process_time() - cpu
    came = report.counts.get("fetched", 0) + report.counts.get("rejected", 0)
    assert came == len(settings.start), report
    return seconds, used


def main() -> None:
    """Measures and prints."""
    parser = pages.options(__doc__, PAGES, "pages to clean and to crawl")
    parser.add_argument("--serve", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    number = options.pages
    if options.serve:
        asyncio.run(serve(number))
        return
    all_pages = bodies(number)
    for body in all_pages[:WARM]:
        read(body, "https://news.test/", Known(HTML))
    with served(number) as port:
        times = [(alone(all_pages, turn, port), *crawled(number, turn, port)) for turn in range(SLICES)]
    own, crawl, used = map(sum, zip(*times, strict=True))
    with Workers() as workers:
        print(f"{number:,} pages of {sum(map(len, all_pages)) / number / 1000:.0f} KB on average", end="; ")
        print(f"{os.cpu_count()} processors, {workers.number} of them for workers")
    print(f"{'':<22}{'pages/s':>9}{'seconds':>9}")
    print(f"{'the cleaner alone':<22}{number / own:>9.1f}{own:>9.1f}")
    print(f"{'a crawl':<22}{number / crawl:>9.1f}{crawl:>9.1f}   {own / crawl:.0%} of the cleaner's pace")
    print(f"the crawl's own process used {used * 1000 / number:.2f} ms of CPU a page")


if __name__ == "__main__":
    main()
