"""Who writes while the crawl goes on?

One thread, which commits in groups: what has come to an end while it waited for the disk is committed together the next
time. So the crawl's loop never waits, neither for the disk nor for a transaction, and many visits share the cost of one
commit. Whoever finishes a visit is told after its commit, as ever; and since a host is not asked again before that, no
more ends of visits wait here than hosts are asked at once.
"""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Sequence
from itertools import zip_longest
from queue import Empty, SimpleQueue
from types import TracebackType
from typing import Self

from scraper.model import TO_BE_WRITTEN, Ended, Hold, Outcome, Page, RawRecord, RobotsCopy, SiteFile, Visit
from scraper.writer.ahead import AHEAD, Ahead
from scraper.writer.archive import Archive, Entry, Held
from scraper.writer.archive_database import Database
from scraper.writer.archive_frontier import FrontierTables

GATHER_SECONDS = 0.01  # after the first entry: hosts wait a second for their turn, and a commit costs two disk waits
MOST_AT_ONCE = 64  # entries: none has to wait long for the others


class _Job:
    """An entry on its way to the disk, and who is to be told; nobody if that is None."""

    __slots__ = ("entry", "teller")

    def __init__(self, entry: Entry, teller: asyncio.Future[Ended] | None = None) -> None:
        self.entry = entry
        self.teller = teller


class Scribe:
    """The archive as a crawl's loop needs it (see ``crawler.frontier``), in a ``with`` statement.

    As long as it is open, the archive is its own: only it may write. It is used from the thread of the loop. Every
    method raises ArchiveError; an error that met nobody who waited is raised at the next occasion, at the latest at
    the end.
    """

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        self._reading = Database.open(archive.directory, write=False)
        self._frontier = FrontierTables(self._reading)  # sees what was committed, and has the leases
        self._ahead = Ahead()
        self._jobs: SimpleQueue[_Job | None] = SimpleQueue()
        self._robots: dict[str, RobotsCopy] = {}  # by origin; these three are on their way
        self._files: dict[str, SiteFile] = {}
        self._holds: dict[str, Hold] = {}
        self._error: Exception | None = None
        self._loop = asyncio.get_running_loop()
        self._thread = threading.Thread(target=self._work, name="scribe")
        self._thread.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Write what is on its way, and end the thread."""
        self._jobs.put(None)
        self._thread.join()
        self._reading.close()
        if error is None:
            self._raise_what_broke()

    # ------------------------------------------------------------ reading

    def hosts(self, now: float) -> list[tuple[str, float]]:
        """Hosts with visits for this run, and when the first of them is due (Unix seconds, ``now`` at the earliest)."""
        return [(host, max(due, now)) for host, due in self._frontier.hosts(self._archive.run)]

    def take(self, host: str, now: float) -> Visit | None:
        """Lease the host's best visit that is due (by priority, due time, depth); None when there is none."""
        visit = self._ahead.next(host, now)
        if visit is not None:
            return self._frontier.lease(visit)
        self._ahead.keep(host, self._frontier.look(host, now, self._archive.run, AHEAD))
        visit = self._ahead.next(host, now)
        return self._frontier.lease(visit) if visit else None

    def give_back(self, visit: Visit) -> None:
        """End a lease as if it had never been taken."""
        self._ahead.forget(visit.host)
        self._frontier.release(visit)

    def robots(self, origin: str) -> RobotsCopy | None:
        """The robots.txt as last fetched."""
        return self._robots.get(origin) or self._frontier.robots(origin)

    def site_file(self, url: str) -> SiteFile | None:
        """A file of a site's terms (tdmrep.json, RSL) as last fetched."""
        return self._files.get(url) or self._frontier.site_file(url)

    def hold(self, host: str) -> Hold:
        """Until when the host is not to be asked, and why; also when that is over."""
        return self._holds.get(host) or self._frontier.hold(host)

    # ------------------------------------------------------------ writing

    def keep(self, page: Page) -> RawRecord | None:  # noqa: ARG002 - what a trip calls
        """The exchange is written with the end of the visit that names it."""
        return TO_BE_WRITTEN

    async def finish(self, outcome: Outcome) -> Ended:
        """Commit the end of a visit; returns after that."""
        teller: asyncio.Future[Ended] = asyncio.get_running_loop().create_future()
        self._put(_Job(outcome, teller))
        ended = await teller  # who gives up waiting is told nothing, and stops nothing that is on its way
        for one in (outcome, *outcome.brought):
            self._frontier.release(one.visit)
        self._ahead.ended(outcome)  # not before it is nobody's, for it may be the next one again
        return ended

    def keep_robots(self, copy: RobotsCopy) -> None:
        """Remember a robots.txt in place of the earlier one."""
        self._robots[copy.host] = copy
        self._put(_Job(copy))

    def keep_site_file(self, file: SiteFile) -> None:
        """Remember a file of a site's terms in place of the earlier one."""
        self._files[file.url] = file
        self._put(_Job(file))

    def keep_hold(self, host: str, hold: Hold) -> None:
        """Remember a hold in place of the one before it."""
        self._holds[host] = hold
        self._put(_Job(Held(host, hold)))

    def _put(self, job: _Job) -> None:
        self._raise_what_broke()
        self._jobs.put(job)

    def _raise_what_broke(self) -> None:
        if self._error is not None:
            raise self._error

    def _told(self, jobs: Sequence[_Job], ended: Sequence[Ended]) -> None:
        """In the loop: those entries are on the disk, or nothing is any more."""
        for job, end in zip_longest(jobs, ended):
            self._forget(job.entry)
            if job.teller is None or job.teller.done():
                continue
            if self._error is None:
                job.teller.set_result(end)
            else:
                job.teller.set_exception(self._error)

    def _forget(self, entry: Entry) -> None:
        """It can be read from the archive now."""
        match entry:
            case RobotsCopy() if self._robots.get(entry.host) is entry:
                del self._robots[entry.host]
            case SiteFile() if self._files.get(entry.url) is entry:
                del self._files[entry.url]
            case Held() if self._holds.get(entry.host) is entry.hold:
                del self._holds[entry.host]

    # ------------------------------------------------------------ in the thread

    def _work(self) -> None:
        """Commit group after group, until there is no more or until the archive breaks."""
        goes_on = True
        while goes_on:
            jobs, goes_on = self._group()
            ended: list[Ended] = []
            if self._error is None and jobs:
                try:
                    ended = self._archive.store([job.entry for job in jobs])
                except Exception as error:
                    self._error = error
            self._loop.call_soon_threadsafe(self._told, jobs, ended)

    def _group(self) -> tuple[list[_Job], bool]:
        """Some jobs, and whether more may come."""
        jobs: list[_Job] = []
        job = self._jobs.get()
        if job is not None and self._jobs.empty():
            time.sleep(GATHER_SECONDS)
        while job is not None:
            jobs.append(job)
            if len(jobs) == MOST_AT_ONCE:
                break
            try:
                job = self._jobs.get_nowait()
            except Empty:
                break
        return jobs, job is not None
