"""A crawl without a network, to be killed: visits every URL of its queue and tells each end on stdout.

Run as ``python -m tests.writer.committer DIRECTORY PAGES [MAX_FILE_BYTES]``; the last argument is a limit that the
system sets on the size of files, as a full disk would.
"""

from __future__ import annotations

import resource
import sys
from pathlib import Path

from scraper.errors import ArchiveError
from scraper.writer import Archive, RawOptions
from tests.writer.factory import CLOCK, article, fetched, visit

HOST = "news.test"


def main() -> None:
    """Crawl to the end, or until something kills us."""
    directory, pages = Path(sys.argv[1]), int(sys.argv[2])
    if len(sys.argv) > 3:
        resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[3]), int(sys.argv[3])))
    with Archive.open(directory, write=True, raw=RawOptions(file_bytes=50_000)) as archive:
        archive.begin_run("killed", CLOCK)
        archive.add([visit(f"https://{HOST}/0")])
        while taken := archive.take(HOST, CLOCK):
            number = int(taken.url.rpartition("/")[2])
            found = tuple(visit(f"https://{HOST}/{next_}") for next_ in range(number, min(number + 9, pages)))
            made = article(taken.url, text=f"Story {number}. " * 100)
            archive.finish(fetched(archive, made, found=found, next_due=None))
            print(number, flush=True)


if __name__ == "__main__":
    try:
        main()
    except ArchiveError as error:
        sys.exit(f"{error}")
