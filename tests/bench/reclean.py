"""How fast is an archive cleaned again, and how fast verified? ``python -m tests.bench.reclean [--pages N]``

The same pages three times: cleaned one after the other in this process; read back from an archive's WARC, cleaned by
the worker processes, compared and stored; and walked along the chain. Told are pages a second on the clock. The machine
must have nothing else to do.
"""

from __future__ import annotations

import gzip
import hashlib
import resource
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

from scraper.cleaner import Known, read
from scraper.model import Article, Attribution, Maker, Outcome, Page, State, Visit
from scraper.reclean import Fate, reclean
from scraper.settings import Settings, publisher_terms
from scraper.urls import dedupe_key, host_of
from scraper.verify import verify
from scraper.workers import processors
from scraper.writer.archive import Archive
from tests.bench import pages

PAGES = 1_000
GROUP = 200  # pages stored together
HTML = "text/html"
NOW = datetime(2026, 11, 1, tzinfo=UTC)
EARLIER = Maker("0", "", "")


def stored(directory: Path, bodies: list[bytes]) -> None:
    """An archive of the pages, of each of which an earlier version made next to nothing."""
    with Archive.open(directory, write=True) as archive:
        archive.begin_run("bench", NOW.timestamp(), maker=EARLIER)
        for start in range(0, len(bodies), GROUP):
            group = enumerate(bodies[start : start + GROUP], start)
            archive.store([ended(archive, number, body) for number, body in group])


def ended(archive: Archive, number: int, body: bytes) -> Outcome:
    """The end of a visit as a crawl of that time stored it."""
    url, packed = address(number), gzip.compress(body, 1)
    came = Page(url, 200, (("content-type", HTML), ("content-encoding", "gzip")), body, NOW, raw_body=packed)
    poor = Article(url, "", "", Attribution(url, ""), fingerprint="0", content_sha256=hashlib.sha256(body).hexdigest())
    visit = Visit(url, dedupe_key(url), host_of(url), depth=1)
    return Outcome(visit, State.FETCHED, NOW, 200, page=came, raw=archive.keep(came), result=poor)


def address(number: int) -> str:
    """The URL of a page."""
    return f"https://news.test/{number}"


def alone(bodies: list[bytes]) -> float:
    """Seconds that the cleaner takes for the pages."""
    known = Known(HTML, NOW, publisher_terms())
    started = time.perf_counter()
    for number, body in enumerate(bodies):
        read(body, address(number), known)
    return time.perf_counter() - started


def main() -> None:
    """Measures and prints."""
    number = pages.options(__doc__, PAGES, "pages to clean").parse_args().pages
    bodies = [page.body for page in pages.real(number)]
    with tempfile.TemporaryDirectory() as name:
        settings = Settings(archive=Path(name) / "archive")
        stored(settings.archive, bodies)
        own = alone(bodies)
        before, cpu, started = peak(), time.process_time(), time.perf_counter()
        report = reclean(settings)
        again, used, grown = time.perf_counter() - started, time.process_time() - cpu, peak() - before
        started = time.perf_counter()
        seen = verify(settings.archive, print, lambda _: None)
        walked = time.perf_counter() - started
    assert report.fates.total() == seen.exchanges == len(bodies)
    assert not report.fates[Fate.LEFT]
    assert not seen.breaks
    count = len(bodies)
    print(f"{count:,} pages of {sum(map(len, bodies)) / count / 1000:.0f} KB; {processors()} processors for workers")
    print(f"{'':<22}{'pages/s':>9}{'seconds':>9}")
    print(f"{'the cleaner alone':<22}{count / own:>9.1f}{own:>9.1f}")
    print(f"{'cleaned again':<22}{count / again:>9.1f}{again:>9.1f}   {own / again:.0%} of the cleaner's pace")
    print(f"{'verified':<22}{count / walked:>9.1f}{walked:>9.1f}")
    print(f"cleaning again used {used * 1000 / count:.2f} ms of CPU a page besides its workers', {grown:.0f} MB more")


def peak() -> float:
    """The most memory that this process has had, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main()
