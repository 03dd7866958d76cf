"""A crawl without a network, to be killed: visits every URL of its queue and tells each end on stdout.

Run as ``python -m tests.writer.committer DIRECTORY PAGES AT_ONCE [MAX_FILE_BYTES]``. One at once is committed by the
archive itself, several are by its scribe, as in a crawl; the last argument is a limit that the system sets on the size
of files, as a full disk would.
"""

from __future__ import annotations

import asyncio
import resource
import sys
from pathlib import Path

from scraper.errors import ArchiveError
from scraper.model import Outcome, Visit
from scraper.writer import Archive, RawOptions
from scraper.writer.scribe import Scribe
from tests.writer.factory import CLOCK, article, fetched, visit

HOST = "news.test"


def main() -> None:
    """Crawl to the end, or until something kills us."""
    directory, pages, at_once = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
    if len(sys.argv) > 4:
        resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[4]), int(sys.argv[4])))
    with Archive.open(directory, write=True, raw=RawOptions(file_bytes=50_000)) as archive:
        archive.begin_run("killed", CLOCK)
        archive.add([visit(f"https://{HOST}/0")])
        if at_once > 1:
            asyncio.run(crawl(archive, pages, at_once))
            return
        while taken := archive.take(HOST, CLOCK):
            archive.finish(end(archive, taken, pages))
            print(taken.url, flush=True)


async def crawl(archive: Archive, pages: int, at_once: int) -> None:
    """The same by a scribe, with several ends at a time."""
    with Scribe(archive) as scribe:

        async def finish(taken: Visit) -> None:
            await scribe.finish(end(scribe, taken, pages))
            print(taken.url, flush=True)

        while taken := [one for _ in range(at_once) if (one := scribe.take(HOST, CLOCK))]:
            await asyncio.gather(*map(finish, taken))


def end(archive: Archive | Scribe, taken: Visit, pages: int) -> Outcome:
    """A page with a story and links to those after it."""
    number = int(taken.url.rpartition("/")[2])
    found = tuple(visit(f"https://{HOST}/{next_}") for next_ in range(number, min(number + 9, pages)))
    return fetched(archive, article(taken.url, text=f"Story {number}. " * 100), found=found, next_due=None)


if __name__ == "__main__":
    try:
        main()
    except ArchiveError as error:
        sys.exit(f"{error}")
