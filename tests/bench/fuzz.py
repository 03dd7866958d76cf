"""Does any page bring the cleaner down or hold it up? ``python -m tests.bench.fuzz [--pages N] [--keep DIR]``

Mutated real pages and pages hostile from the start, each cleaned in a worker with its deadline, as a crawl does it.
Prints what came of them, the slowest, and each that broke; ``--keep`` saves those. Ends with 1 if there was any.
"""

from __future__ import annotations

import asyncio
import gzip
import random
import sys
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from scraper.cleaner import Known, clean
from scraper.model import Article, Reason
from scraper.workers import Bounds, Workers
from tests.bench import pages
from tests.bench.mutations import MONSTERS, MUTATIONS

PAGES = 20  # real ones, each mutated in every way
SLOWEST = 10
SLOW = 2.0  # seconds: what takes longer is told too


@dataclass(frozen=True, slots=True)
class Ending:
    """What came of a page: ``article``, a reason, or how it broke."""

    name: str
    what: str
    detail: str
    seconds: float
    body: bytes

    @property
    def broke(self) -> bool:
        """Whether the cleaner failed on it."""
        return self.what == Reason.BROKEN


def hostile(number: int, seed: int) -> Iterator[tuple[str, str | None, bytes]]:
    """Name, address and bytes of each page."""
    for name, make in MONSTERS.items():
        yield f"monster: {name}", None, make()
    for page in pages.real(number):
        for name, mutate in MUTATIONS.items():
            yield f"{page.name}: {name}", page.url, mutate(page.body, random.Random(f"{seed} {page.name} {name}"))


async def through(workers: Workers, name: str, url: str | None, body: bytes) -> Ending:
    """Clean a page in a worker."""
    began = time.monotonic()
    result = (await workers.read(body, url or "https://fuzz.test/2026/a-page", Known())).result
    seconds = time.monotonic() - began
    if isinstance(result, Article):
        return Ending(name, "article", "", seconds, body)
    return Ending(name, result.reason, result.detail, seconds, body)


def as_text(number: int, seed: int) -> Iterator[Ending]:
    """Pages given as text, with surrogates that no bytes can have; in this process."""
    for page in pages.real(number):
        source = random.Random(f"{seed} {page.name}")
        text = page.body.decode("utf-8", "surrogateescape")
        place = source.randrange(len(text))
        dirty = text[:place] + "\udfff\ud800 " * source.choice((1, 50)) + text[place:]
        began = time.monotonic()
        result = clean(dirty, page.url)
        what, detail = ("article", "") if isinstance(result, Article) else (result.reason, result.detail)
        seconds, name = time.monotonic() - began, f"{page.name}: text with surrogates"
        yield Ending(name, what, detail, seconds, dirty.encode("utf-8", "surrogatepass"))


async def fuzz(options: Options) -> list[Ending]:
    """All endings; those that broke are told at once."""
    endings = []

    def take(ending: Ending) -> None:
        endings.append(ending)
        if ending.broke or ending.seconds > SLOW:
            print(f"{ending.seconds:6.2f} s  {ending.name}: {ending.what} {ending.detail}", flush=True)
        if options.keep and (ending.broke or ending.seconds > SLOW):
            keep(ending, options.keep)

    with Workers(Bounds(seconds=options.seconds), number=1) as workers:
        for name, url, body in hostile(options.pages, options.seed):
            take(await through(workers, name, url, body))
    for ending in as_text(options.pages, options.seed):
        take(ending)
    return endings


def keep(ending: Ending, folder: Path) -> None:
    """Save a page under its name."""
    folder.mkdir(parents=True, exist_ok=True)
    name = "".join(letter if letter.isalnum() else "-" for letter in ending.name)
    (folder / f"{name}.html.gz").write_bytes(gzip.compress(ending.body))


@dataclass(frozen=True, slots=True)
class Options:
    """What was asked for."""

    pages: int
    seed: int
    seconds: float
    keep: Path | None


def report(endings: list[Ending]) -> None:
    """Counts, and the slowest."""
    print(f"\n{len(endings)} pages, {sum(e.seconds for e in endings):.0f} s")
    for what, count in Counter(ending.what for ending in endings).most_common():
        print(f"{count:7}  {what}")
    print("\nslowest")
    for ending in sorted(endings, key=lambda ending: -ending.seconds)[:SLOWEST]:
        print(f"{ending.seconds:6.2f} s  {len(ending.body):>11,} bytes  {ending.name}: {ending.what}")


def main() -> None:
    """Fuzz and report."""
    parser = pages.options(__doc__, PAGES, "real pages to mutate")
    parser.add_argument("--seed", type=int, default=1, help="another one makes other pages")
    parser.add_argument("--seconds", type=float, default=Bounds().seconds, help="deadline of a page")
    parser.add_argument("--keep", type=Path, metavar="DIR", help="save what broke or was slow")
    asked = parser.parse_args()
    endings = asyncio.run(fuzz(Options(asked.pages, asked.seed, asked.seconds, asked.keep)))
    report(endings)
    sys.exit(any(ending.broke for ending in endings))


if __name__ == "__main__":
    main()
