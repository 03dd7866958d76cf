"""What do we have, and what is next?

An archive is a directory: ``archive.db`` (the frontier, pages, articles, runs), ``warc/`` (the bytes as served) and
``lock``. This class is the only way to it. Its promise: a run that is killed at any instant loses nothing that was
finished and repeats only what was in flight.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import NamedTuple, Self

from scraper.errors import ArchiveError
from scraper.model import (
    TO_BE_WRITTEN,
    Article,
    Ended,
    Hold,
    Maker,
    Outcome,
    Page,
    RawRecord,
    Recleaned,
    Rejection,
    RobotsCopy,
    Saved,
    SiteFile,
    State,
    Visit,
)
from scraper.writer.archive_articles import Source
from scraper.writer.archive_database import Database
from scraper.writer.archive_faults import faults
from scraper.writer.archive_frontier import FrontierTables
from scraper.writer.archive_raw import RawOptions, RawStore
from scraper.writer.archive_reading import ArchiveReader
from scraper.writer.document import GoneReason, moment
from scraper.writer.lock import Lock

LOCK = "lock"
HTTP_GONE = 410
CLOCK_ERROR_SECONDS = 86_400.0  # a wrong time zone is less; what is due so much later is late, and not lost
_AHEAD = (
    "the run before was on {:%Y-%m-%d}, but the clock says {:%Y-%m-%d}; set the clock, or if it was wrong then, "
    "crawl once with --now"
)


class Held(NamedTuple):
    """A host, and the hold on it."""

    host: str
    hold: Hold


Entry = Outcome | RobotsCopy | SiteFile | Held | Recleaned


class Archive(ArchiveReader):
    """An open archive. Made by ``Archive.open``; use it in a ``with`` statement or call ``close``.

    Every method raises ArchiveError, in one line that says what to do, when the archive cannot be used. It is used
    by one thread at a time; while a crawl goes on that is its ``Scribe``'s.
    """

    def __init__(self, database: Database, raw: RawOptions, closing: ExitStack) -> None:
        super().__init__(database)
        self._closing = closing
        self._frontier = FrontierTables(database, self._purged)
        self._raw = RawStore(database, raw)
        self._run = 0
        self._maker = 0

    @classmethod
    def open(cls, directory: Path | str, *, write: bool = False, raw: RawOptions | None = None) -> Archive:
        """Open an archive: to read, also while a crawl runs, or to write, as the only one.

        Writing creates the directory, brings an older format up to date and clears up after a killed run. Raises
        ArchiveLockedError when another process writes, ArchiveVersionError when a newer version made it, ArchiveError
        when it cannot be read or written.
        """
        directory = Path(directory)
        with ExitStack() as closing, faults(directory):
            if write:
                _create(directory)
                closing.callback(Lock(directory / LOCK).release)
            database = Database.open(directory, write=write)
            closing.callback(database.close)
            archive = cls(database, raw or RawOptions(), closing)
            if write:
                archive._raw.recover()
                closing.callback(archive._raw.close)
            archive._closing = closing.pop_all()
        return archive

    @property
    def directory(self) -> Path:
        """Where it lies."""
        return self._database.directory

    @property
    def run(self) -> int:
        """The id of the run that was begun last; 0 if none was."""
        return self._run

    def close(self) -> None:
        """Close files, database and lock, in this order. May be called twice."""
        self._closing.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    # ------------------------------------------------------------ runs

    def begin_run(self, name: str, now: float, everything_due: bool = False, maker: Maker | None = None) -> int:
        """Start a run; returns its id. What is visited in it is not taken again in it, unless it was put off.

        ``maker`` makes the articles that are stored in it.

        Raises ArchiveError if the run before was later than ``now`` by more than a clock is usually off: what it saw
        would not be looked at again before that time. With ``everything_due`` it is.
        """
        latest = self._runs.latest_moment()
        if latest > now + CLOCK_ERROR_SECONDS and not everything_due:
            raise ArchiveError(f"{self.directory}: {_AHEAD.format(moment(latest), moment(now))}")
        with self._database.transaction():
            self._run = self._runs.begin(name, now)
            self._maker = self._provenance.note(maker, now) if maker else 0
            if everything_due:
                self._frontier.make_all_due(now)
        return self._run

    def end_run(self, report: Mapping[str, object], now: float) -> None:
        """End the run with its report, which must fit into JSON."""
        with self._database.transaction():
            self._runs.end(self._run, report, now)

    def begin_recleaning(self, maker: Maker, now: float) -> None:
        """From now on ``maker`` makes what is stored. No run: no site is asked for anything."""
        with self._database.transaction():
            self._maker = self._provenance.note(maker, now)

    # ------------------------------------------------------------ frontier

    def add(self, visits: Sequence[Visit]) -> int:
        """Queue those visits whose key is unknown; returns how many they were."""
        with self._database.transaction():
            return self._frontier.add(visits)

    def hosts(self, now: float) -> list[tuple[str, float]]:
        """Hosts with visits for this run, and when the first of them is due (Unix seconds, ``now`` at the earliest)."""
        return [(host, max(due, now)) for host, due in self._frontier.hosts(self._run)]

    def take(self, host: str, now: float) -> Visit | None:
        """Lease the host's best visit that is due (by priority, due time, depth); None when there is none."""
        return self._frontier.take(host, now, self._run)

    def give_back(self, visit: Visit) -> None:
        """End a lease as if it had never been taken."""
        self._frontier.release(visit)

    def robots(self, origin: str) -> RobotsCopy | None:
        """The robots.txt as last fetched; ``origin`` is what its copy calls ``host``."""
        return self._frontier.robots(origin)

    def keep_robots(self, copy: RobotsCopy) -> None:
        """Remember a robots.txt in place of the earlier one, and make its exchange last, if that was kept."""
        self.store([copy])

    def site_file(self, url: str) -> SiteFile | None:
        """A file of a site's terms (tdmrep.json, RSL) as last fetched."""
        return self._frontier.site_file(url)

    def keep_site_file(self, file: SiteFile) -> None:
        """Remember a file of a site's terms in place of the earlier one, and make its exchange last, if it was kept."""
        self.store([file])

    def hold(self, host: str) -> Hold:
        """Until when the host is not to be asked, and why; also when that is over."""
        return self._frontier.hold(host)

    def holds(self, now: float) -> dict[str, Hold]:
        """The hosts that are not to be asked at ``now`` (Unix seconds), by name."""
        return self._frontier.holds(now)

    def keep_hold(self, host: str, hold: Hold) -> None:
        """Remember a hold in place of the one before it."""
        self.store([Held(host, hold)])

    # ------------------------------------------------------------ evidence and ends of visits

    def keep(self, page: Page) -> RawRecord | None:
        """Write the exchange as it was served; the next ``finish`` makes it last. None where no bytes are to be kept.

        A 304 becomes a revisit of the capture that it speaks of, and so does a page that came again byte for byte.
        """
        return self._raw.keep(page, self._run)

    def finish(self, outcome: Outcome) -> Saved | None:
        """Commit the end of a visit in one transaction: state, validators, exchange, article or rejection, links found.

        The exchange's bytes are on the disk before. A found visit is queued if its key is unknown; one with the key
        of a visit that was redirected takes its place. Returns what became of the article, if there is one.
        """
        (ended,) = self.store([outcome])
        for one in (outcome, *outcome.brought):
            self._frontier.release(one.visit)
        return ended.saved

    def store(self, entries: Sequence[Entry]) -> list[Ended]:
        """Commit any number of ends of visits and of other entries together, or none of them.

        It takes one wait for the disk for all of them. Leases are left as they are.
        """
        taken = self._purged.without(entries)
        written = [self._written(entry) if isinstance(entry, Outcome) else entry for entry in taken]
        self._raw.sync()
        try:
            with self._database.transaction():
                ended = [self._store(entry) for entry in written]
                self._raw.note()
        except BaseException:
            self._frontier.forget_recent()
            raise
        self._raw.settle()
        if taken is entries:
            return ended
        return [
            end._replace(stored=one) if isinstance(one, Outcome) else end for end, one in zip(ended, taken, strict=True)
        ]

    def _written(self, outcome: Outcome) -> Outcome:
        """The outcome with the places of its exchanges, each of which is written but once."""
        places: dict[int, RawRecord | None] = {}

        def placed(one: Outcome) -> Outcome:
            if one.brought:
                one = replace(one, brought=tuple(map(placed, one.brought)))
            if one.raw is not TO_BE_WRITTEN or one.page is None:
                if one.raw is None:
                    self._raw.tell(one, self._run)
                return one
            if id(one.page) not in places:
                key = one.visit.key if one.visit.url == one.page.url else ""
                places[id(one.page)] = self._raw.keep(one.page, self._run, key)
            return replace(one, raw=places[id(one.page)])

        return placed(outcome)

    def _store(self, entry: Entry) -> Ended:
        match entry:
            case Outcome():
                return self._finish(entry)
            case RobotsCopy():
                self._frontier.keep_robots(entry)
            case SiteFile():
                self._frontier.keep_site_file(entry)
            case Held(host, hold):
                self._frontier.keep_hold(host, hold)
            case Recleaned():
                self._recleaning.store(entry, self._maker)
        return Ended()

    def _finish(self, outcome: Outcome, exchange: int | None = None) -> Ended:
        """``exchange`` is the row of the one that brought it, where it has none of its own."""
        visit_id = self._frontier.end(outcome, self._run)
        page_id = self._raw.record(outcome, visit_id, self._run, self._maker) or exchange
        hosts = self._frontier.add_found(outcome.found)
        if outcome.state is State.REDIRECTED:
            hosts.update((found.host, found.due) for found in outcome.found)  # where it may have taken a place
        self._frontier.pass_over(outcome.passed_over)
        brought = [self._finish(one, page_id) for one in outcome.brought]
        for one in brought:
            hosts.update(one.hosts)
        saved = None
        source = Source(outcome.visit.key, visit_id, page_id, outcome.at, self._maker)
        if isinstance(outcome.result, Article):
            saved = self._articles.save(outcome.result, source)
        if isinstance(outcome.result, Rejection):
            self._articles.reject(outcome.result, source)
        if outcome.state is State.GONE:  # nothing else says so: a page may fail, or be something else, and come back
            self._articles.bury(source, GoneReason.GONE if outcome.status == HTTP_GONE else GoneReason.NOT_FOUND)
        return Ended(saved, hosts, tuple(one.saved for one in brought))


def _create(directory: Path) -> None:
    try:
        directory.mkdir(parents=True, exist_ok=True)
    except FileNotFoundError as error:  # a file system that makes no directories, such as /proc
        raise ArchiveError(f"{directory}: no directory can be made there; choose another place") from error
