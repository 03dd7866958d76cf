"""What does cleaning a page cost beside trafilatura? ``python -m tests.bench.speed [--pages N]``

CPU time of this process, both extractors on the same pages in turns, trafilatura with its metadata: it gives the same
things. Read the ratio; times change with the machine.
"""

from __future__ import annotations

import gc
import time
from collections.abc import Callable
from dataclasses import dataclass
from statistics import fmean, median
from typing import Any

import trafilatura

from scraper import clean
from tests.bench import pages

PAGES = 150
WARM = 5  # pages before the clock runs: tables and models are loaded once
SLOWEST = 5
COMPARED = ("news-dev", "wcxb-dev")  # the sets of the goal

Extract = Callable[[bytes | str, str | None], Any]


@dataclass(frozen=True, slots=True)
class Times:
    """CPU milliseconds of one page."""

    name: str
    kind: str
    ours: float
    theirs: float


def theirs(html: bytes | str, url: str | None) -> Any:
    """All that trafilatura finds."""
    return trafilatura.bare_extraction(html, url=url, include_comments=False, with_metadata=True)


def cpu(extract: Extract, html: bytes | str, url: str | None) -> float:
    """CPU milliseconds of one call."""
    gc.collect()
    before = time.process_time()
    extract(html, url)
    return (time.process_time() - before) * 1000


def measured(kind: str, number: int) -> list[Times]:
    """The times of so many pages of a set, evenly chosen."""
    examples = pages.examples([kind])
    step = max(1, len(examples) // number) if number else 1
    found = []
    for turn, example in enumerate(examples[::step][: number or None]):
        html = example.page()
        order = (clean, theirs) if turn % 2 else (theirs, clean)
        times = {extract: cpu(extract, html, example.url) for extract in order}
        found.append(Times(example.id, kind, times[clean], times[theirs]))
    return found


def row(name: str, times: list[Times]) -> str:
    """A line of the table."""
    ours, peers = [page.ours for page in times], [page.theirs for page in times]
    ratio, middle = fmean(ours) / fmean(peers), median(page.ours / page.theirs for page in times)
    means = f"{fmean(ours):8.1f} {fmean(peers):12.1f} {ratio:6.3f}"
    return f"{name:22} {len(times):6} {means} {median(ours):10.1f} {median(peers):12.1f} {middle:6.3f}"


def report(times: dict[str, list[Times]]) -> None:
    """The table, and the slowest pages."""
    print(f"{'CPU ms a page':22} {'pages':>6} {'mean':>8} {'trafilatura':>12} {'ratio':>6}", end="")
    print(f" {'median':>10} {'trafilatura':>12} {'ratio':>6}")
    for kind, found in times.items():
        print(row(kind, found))
    both = [page for kind in COMPARED for page in times.get(kind, [])]
    if both:
        print(row(" and ".join(COMPARED), both))
    print("\nslowest")
    every = [page for found in times.values() for page in found]
    for page in sorted(every, key=lambda page: -page.ours)[:SLOWEST]:
        print(f"{page.ours:9.1f} ms  {page.kind} {page.name}, trafilatura {page.theirs:.1f} ms")


def main() -> None:
    """Measure and print."""
    options = pages.options(__doc__, PAGES, "pages of each set, 0 for all").parse_args()
    if pages.skipped():
        return
    for page in pages.real(WARM):
        clean(page.body, page.url)
        theirs(page.body, page.url)
    report({kind: found for kind in pages.SETS if (found := measured(kind, options.pages))})


if __name__ == "__main__":
    main()
