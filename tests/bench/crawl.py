"""What does crawling a page cost beside Scrapy and crawlee? ``python -m tests.bench.crawl [--peers PYTHON]``

CPU milliseconds a page, user and system, of the whole process from its start to its end: robots.txt, fetching, links,
knowing which of them are new, and keeping every page; no cleaning. The ways take turns on the same pages
(``tests.bench.web``), each in a process of its own, each host asked one page at a time without a delay. Ours is the
crawl as it is, with an archive as users have it; the peers put the bodies into one plain file. Read the ratios.

Scrapy and crawlee (the extra ``bench``) are looked for in the Python named by --peers or the environment's BENCH_PEERS,
by default in this one; where they are missing they are left out.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from scraper import cleaner
from scraper.cleaner import Known
from scraper.crawler.clock import SystemClock
from scraper.crawler.crawl import Crawl
from scraper.crawler.fetch import Fetcher
from scraper.model import Reading
from scraper.settings import Settings
from scraper.wiring import limits, plan, scope, seeds, trip
from scraper.writer.archive import Archive
from scraper.writer.scribe import Scribe
from tests.bench import web

ROUNDS = 2
PEERS = {"Scrapy": "scrapy", "crawlee": "crawlee"}
SECONDS = 1_200.0  # that a run may take


@dataclass(frozen=True, slots=True)
class Cost:
    """Of one run: CPU milliseconds a page, of these in the kernel, the most resident megabytes, pages a second."""

    cpu: float
    system: float
    resident: float
    rate: float


# ---------------------------------------------------------------- ours


def settings(directory: Path, hosts: int, port: int) -> Settings:
    """Of a crawl of the whole web."""
    return Settings(
        contact="mailto:bench@bench.example.net",
        start=tuple(web.start_pages(hosts, port)),
        archive=directory / "archive",
        allow_private=("127.1.0.0/16",),
        delay_seconds=0.0,
        hosts_at_once=hosts,
        longest_wait_seconds=1.0,
    )


async def links_only(body: bytes, url: str, known: Known) -> Reading:
    """A page's links, without a worker."""
    return cleaner.links_of(body, url, known.content_type)


async def ours(directory: Path, hosts: int, port: int) -> int:
    """Crawl; returns how many pages came."""
    known = settings(directory, hosts, port)
    clock = SystemClock()
    with Archive.open(known.archive, write=True) as archive:
        archive.begin_run(known.name, 0.0)
        archive.add(seeds(known))
        fetcher = Fetcher(limits(known, 1.0), "bench/1.0 (+https://bench.example.net)")
        with Scribe(archive) as scribe, trip(known, scope(known), scribe.keep, scribe, clock) as handle:
            report = await Crawl(plan(known), scribe, fetcher, replace(handle, reader=links_only), clock).run()
        await fetcher.aclose()
        return report.counts["rejected"]


# ---------------------------------------------------------------- measuring


def run(name: str, python: str, hosts: int, pages: int, port: int) -> Cost | None:
    """The cost of one run; None when the crawler is not installed."""
    program = [sys.executable, "-m", "tests.bench.crawl", "--ours"]
    if name in PEERS:
        if subprocess.run([python, "-c", f"import {PEERS[name]}"], capture_output=True, check=False).returncode:
            return None
        program = [python, "-I", str(Path(__file__).with_name(f"crawl_{PEERS[name]}.py"))]
    with tempfile.TemporaryDirectory() as directory:
        command = [*program, directory, str(hosts), str(port)]
        started = os.times().elapsed
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
            assert process.stdout is not None
            told = process.stdout.read()
            _, status, used = os.wait4(process.pid, 0)
            process.returncode = os.waitstatus_to_exitcode(status)
            complaint = process.stderr.read() if process.stderr else ""
        seconds = os.times().elapsed - started
    if process.returncode or told.split()[-1:] != [str(hosts * pages)]:
        raise SystemExit(f"{name} brought {told.strip() or 'nothing'} of {hosts * pages} pages\n{complaint[-2000:]}")
    number = hosts * pages
    user, system = used.ru_utime * 1000 / number, used.ru_stime * 1000 / number
    return Cost(user + system, system, used.ru_maxrss / 1000, number / seconds)


def measure(names: list[str], python: str, options: argparse.Namespace) -> Mapping[str, list[Cost]]:
    """All runs, the ways taking turns."""
    found: dict[str, list[Cost]] = {}
    with web.served(options.hosts, options.pages) as port:
        for _ in range(options.rounds):
            for name in names:
                cost = run(name, python, options.hosts, options.pages, port)
                if cost is None:
                    print(f"{name} is not installed for {python}: left out")
                    names = [other for other in names if other != name]
                else:
                    found.setdefault(name, []).append(cost)
    return found


def report(found: Mapping[str, list[Cost]]) -> None:
    """The table: the best run of each."""
    best = {name: min(costs, key=lambda cost: cost.cpu) for name, costs in found.items()}
    print(f"{'crawler':<10}{'CPU ms/page':>12}{'of it kernel':>14}{'to ours':>9}{'peak MB':>9}{'pages/s':>9}")
    for name, cost in best.items():
        ratio = cost.cpu / best["ours"].cpu if "ours" in best else 0.0
        print(f"{name:<10}{cost.cpu:>12.2f}{cost.system:>14.2f}{ratio:>9.1f}{cost.resident:>9.0f}{cost.rate:>9.0f}")


def main() -> None:
    """Measures and prints a table."""
    parser = argparse.ArgumentParser(description="CPU per page of three crawlers")
    parser.add_argument("--ours", nargs=3, metavar=("DIRECTORY", "HOSTS", "PORT"), help="be our crawler")
    parser.add_argument("--hosts", type=int, default=web.HOSTS)
    parser.add_argument("--pages", type=int, default=web.PAGES)
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--peers", default=os.environ.get("BENCH_PEERS", sys.executable), metavar="PYTHON")
    parser.add_argument("--only", choices=["ours", *PEERS], action="append", help="of the crawlers")
    options = parser.parse_args()
    if options.ours:
        directory, hosts, port = options.ours
        print(asyncio.run(ours(Path(directory), int(hosts), int(port))))
        return
    print(f"{options.hosts} hosts with {options.pages} pages each, best of {options.rounds} rounds")
    report(measure(options.only or ["ours", *PEERS], options.peers, options))


if __name__ == "__main__":
    main()
