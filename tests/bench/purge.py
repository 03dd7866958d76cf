"""What does it cost to take a document or a site out of a large archive?

``python -m tests.bench.purge [ARTICLES]``: an archive of so many articles (5,000) of 6 kB with their exchanges, on ten
sites. Each row is a purge; the WARC files are read once, those that hold some of it are copied, and the database is
written anew.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from scraper.model import Outcome, State
from scraper.writer import Archive, RawOptions
from scraper.writer.purged import Asked
from tests.writer.factory import CLOCK, NOW, article, page, visit

SITES = 10
AT_ONCE = 500
WORDS = "The council voted on Tuesday night to let the mill fall into the sea, where most of it has been. "


def main() -> None:
    """Print the table."""
    articles = int(sys.argv[1]) if len(sys.argv) > 1 else 5_000
    with tempfile.TemporaryDirectory() as folder:
        fill(Path(folder), articles)
        print(f"{articles:,} articles: {size(Path(folder), 'archive.db'):,.0f} MB of database, ", end="")
        print(f"{size(Path(folder) / 'warc', '*'):,.0f} MB of WARC")
        print(f"{'':<22}{'plan':>9}{'remove':>9}{'articles':>10}{'WARC MB':>9}")
        for name, asked in (
            ("one document", Asked.document("https://s3.test/13")),
            ("a tenth of all", Asked.site("s4.test")),
            ("what is not there", Asked.site("never.test")),
        ):
            print(f"{name:<22}{purged(Path(folder), asked)}")


def fill(directory: Path, articles: int) -> None:
    """An archive as a crawl leaves it."""
    with Archive.open(directory, write=True, raw=RawOptions(file_bytes=2**26)) as archive:
        archive.begin_run("bench", CLOCK)
        for numbers in batches(articles):
            archive.store([end(archive, number) for number in numbers])


def end(archive: Archive, number: int) -> Outcome:
    """The end of the visit to an article, its bytes of 30 kB kept."""
    came = page(url(number), f"<html>{text(number) * 5}</html>".encode())
    made = article(came.url, text=text(number))
    return Outcome(visit(came.url), State.FETCHED, NOW, 200, page=came, raw=archive.keep(came), result=made)


def batches(articles: int) -> Iterator[range]:
    """The numbers of the articles, some at a time."""
    return (range(start, min(start + AT_ONCE, articles)) for start in range(0, articles, AT_ONCE))


def url(number: int) -> str:
    """The address of an article."""
    return f"https://s{number % SITES}.test/{number}"


def text(number: int) -> str:
    """Its text, some 6 kB."""
    return f"Story {number}. {WORDS * 30}\n\n{WORDS * 30}"


def purged(directory: Path, asked: Asked) -> str:
    """Seconds to choose and to remove, and how much that was."""
    with Archive.open(directory, write=True) as archive:
        began = time.perf_counter()
        plan = archive.purging.plan([asked])
        chosen = time.perf_counter()
        archive.purging.carry_out(plan, "bench", CLOCK)
        ended = time.perf_counter()
    removal = plan.removal
    parts = f"{chosen - began:>7.2f} s{ended - chosen:>7.2f} s"
    return f"{parts}{removal.articles:>10,}{removal.warc_bytes / 1e6:>9.1f}"


def size(directory: Path, pattern: str) -> float:
    """The files in MB."""
    return sum(path.stat().st_size for path in directory.glob(pattern)) / 1e6


if __name__ == "__main__":
    main()
