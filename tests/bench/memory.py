"""Does a worker's memory stay flat? ``python -m tests.bench.memory [--pages N]``

One worker process, never replaced, cleans real pages over and over; every thousand pages its resident memory and the
most it ever had are told. Linux only: the figures are the kernel's.
"""

from __future__ import annotations

import asyncio
import os
import re
import sys
from collections.abc import Iterator
from itertools import cycle, islice
from pathlib import Path

from scraper.cleaner import Known
from scraper.workers import Bounds, Workers
from tests.bench import pages

PAGES = 10_000
EVERY = 1_000
ENDLESS = 1 << 40  # bytes and pages after which a worker would be replaced


def real(number: int) -> Iterator[pages.Real]:
    """So many pages, each set's from its beginning again when they are all read."""
    return islice((page for _ in cycle([0]) for page in pages.real(0)), number)


def child() -> int:
    """The process id of the worker: the only child of this process."""
    found = [int(ident) for task in Path("/proc/self/task").iterdir() for ident in _children(task)]
    if len(found) != 1:
        raise SystemExit(f"one worker was expected, and there are {len(found)}")
    return found[0]


def _children(task: Path) -> list[str]:
    return (task / "children").read_text(encoding="ascii").split()


def megabytes(process: int | str) -> tuple[float, float]:
    """Resident memory now, and the most so far."""
    status = Path(f"/proc/{process}/status").read_text(encoding="utf-8")
    now, most = (int(re.search(rf"^{name}:\s+(\d+) kB", status, re.M)[1]) / 1000 for name in ("VmRSS", "VmHWM"))
    return now, most


async def measure(number: int) -> None:
    """Clean so many pages and print a line for each thousand."""
    print(f"{'pages':>8} {'resident MB':>12} {'peak MB':>9}")
    workers_of = set()
    with Workers(Bounds(resident=ENDLESS, pages=ENDLESS), number=1) as workers:
        for count, page in enumerate(real(number), 1):
            await workers.read(page.body, page.url, Known())
            if count % EVERY == 0 or count in (1, 100) or count == number:
                process = child()
                workers_of.add(process)
                now, most = megabytes(process)
                print(f"{count:8,} {now:12.0f} {most:9.0f}", flush=True)
    if len(workers_of) > 1:
        print(f"the worker was lost and replaced: {len(workers_of)} in all")


def main() -> None:
    """Measure, or say why not."""
    parser = pages.options(__doc__, PAGES, "pages to clean")
    options = parser.parse_args()
    if sys.platform != "linux" or not Path(f"/proc/self/task/{os.getpid()}/children").exists():
        print("skipped: the memory of another process is read from Linux' /proc")
        return
    if not pages.skipped():
        asyncio.run(measure(options.pages))


if __name__ == "__main__":
    main()
