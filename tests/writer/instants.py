"""Short crawls, each killed at another instant: before the first step that changes the disk, before the second ...

Run as ``python -m tests.writer.instants DIRECTORY [LAST]``. The nth crawl has DIRECTORY/n for its archive; the last one
is the LASTth or comes to its end. The step before which each was killed is told on stdout. A step is a call of the
system or a statement of SQL; of what is written there is an instant in the middle. Nothing waits for the disk: a kill
leaves to the system what it was given.
"""

from __future__ import annotations

import os
import sqlite3
import sys
from collections.abc import Callable
from itertools import count
from pathlib import Path
from typing import Any

from scraper.writer import Archive, RawOptions
from tests.writer.committer import HOST, end
from tests.writer.factory import CLOCK, visit

PAGES = 2
KILLED = 9
CHANGES = ("warc_files", "pages", "COMMIT")  # the statements that matter here have one of these words


class Hasty(sqlite3.Connection):
    """A connection that never waits for the disk."""

    def execute(self, sql: str, *values: Any) -> sqlite3.Cursor:
        return super().execute(sql.replace("synchronous = FULL", "synchronous = OFF"), *values)


def main() -> None:
    """Crawl and kill until one crawl is through, or often enough."""
    for instant in range(1, int(sys.argv[2]) + 1) if len(sys.argv) > 2 else count(1):
        sys.stdout.flush()
        child = os.fork()
        if child == 0:
            kill_at(instant)
            crawl(Path(sys.argv[1]) / str(instant))
            os._exit(0)
        _, status = os.waitpid(child, 0)
        if os.waitstatus_to_exitcode(status) != KILLED:
            sys.exit(os.waitstatus_to_exitcode(status))


def crawl(directory: Path) -> None:
    """Each page fills a file, so that all that happens to a file happens."""
    with Archive.open(directory, write=True, raw=RawOptions(file_bytes=1)) as archive:
        archive.begin_run("killed", CLOCK)
        archive.add([visit(f"https://{HOST}/0")])
        while taken := archive.take(HOST, CLOCK):
            archive.finish(end(archive, taken, PAGES))


def kill_at(instant: int) -> None:
    """Have this process end at once at its nth step, as by kill -9: nothing is tidied up."""
    steps = count(1)
    connect, write = sqlite3.connect, os.write

    def step(name: str) -> None:
        if next(steps) == instant:
            write(1, f"{name}\n".encode())
            os._exit(KILLED)

    class Stepping(Hasty):
        def execute(self, sql: str, *values: Any) -> sqlite3.Cursor:
            if any(word in sql for word in CHANGES) and not sql.lstrip().startswith("SELECT"):
                step(" ".join(sql.split())[:40])
            return super().execute(sql, *values)

    def write_in_two(descriptor: int, data: bytes) -> int:
        step("write")
        written = write(descriptor, data[: len(data) // 2])
        step("write, second half")
        return written + write(descriptor, data[written:])

    def stepping(name: str, call: Callable[..., Any]) -> Callable[..., Any]:
        def stepped(*values: Any, **named: Any) -> Any:
            step(name)
            return call(*values, **named)

        return stepped

    os.write = write_in_two  # type: ignore[assignment]
    sqlite3.connect = lambda *values, **named: connect(*values, factory=Stepping, **named)  # type: ignore[assignment]
    os.fsync = lambda _: None
    for name in ("mkdir", "rename", "unlink", "fsync", "open", "ftruncate"):
        setattr(os, name, stepping(name, getattr(os, name)))


if __name__ == "__main__":
    main()
