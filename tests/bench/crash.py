"""Is nothing lost and nothing stored twice when a crawl is killed? ``python -m tests.bench.crash [--seed N]``

A crawl by the command line of 2,000 documents on 40 hosts (``tests.bench.crash_site``: sections, feeds, what has moved,
what is gone), killed with SIGKILL, workers and all, at seeded random instants and started again after each. Then comes
a day on which a fifth of the stories has changed: all are asked for again (--now), and that is killed as well. One kill
in five falls on a crawl's first two seconds, in which an archive is opened and mended; the others anywhere, so also in
commits, checkpoints and the files' ends. In the end all of what the archive promises is looked at, and the exit code is
1 when one of it does not hold. A WARC file begins with each run; its size is no setting, so no other rotation is met
here (tests/writer/test_archive_killed.py has those).

What was in flight at a kill is told by two witnesses who know nothing of each other: the server, which notes each
request as it comes, and the database, of which a copy is opened after each kill. A request that the server has noted
and for which there is no row was under way, or answered and not yet committed. A request is repeated when the server
was asked for a document twice on one day. The gap over a kill is by the server's clock as well; it is told, not
judged: nothing is promised of how soon another run may ask a host.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.bench import crash_site
from tests.bench.crash_site import Heard, Site
from tests.journey.runs import command, environment, write_config
from tests.writer.whole import Whole, look_at, reading

PAGES = 2_000
HOSTS = 40
KILLS = 20
SEED = 1
DELAY = 0.02  # seconds: as fast as two processors clean
SECOND_DAY = 0.25  # of the kills
AT_THE_START = 5  # one of so many kills
START_SECONDS = 2.0
LATE_SECONDS = 0.3  # after the request that a kill waits for, at most
SETTLE_SECONDS = 0.1  # until the server has noted what was on its way to it
RUN_SECONDS = 600.0  # that a run may take
COMMITTED = """
    SELECT url FROM pages UNION ALL SELECT url FROM site_files UNION ALL SELECT host || '/robots.txt' FROM robots
"""


@dataclass(frozen=True)
class Kill:
    """One, and what it met: requests in flight, by host, and bytes of WARC files which were not yet committed.

    ``damage`` is what was wrong with the database after it.
    """

    at: float
    in_flight: Counter[int]
    torn: int
    damage: list[str]


@dataclass
class Crashes:
    """A crawl and its kills."""

    site: Site
    config: Path
    chance: random.Random
    kills: list[Kill] = field(default_factory=list)
    uncommitted: Counter[str] = field(default_factory=Counter)  # so far, by URL
    ended: list[int] = field(default_factory=list)  # exit codes of the runs that came to their end

    @property
    def archive(self) -> Path:
        """Where it is."""
        return self.config.parent / "archive"

    def crawl(self, kills: int, *more: str) -> None:
        """Crawl to the end, with so many kills on the way. ``more`` is for the first run that gets to ask."""
        before, requests = self.site.number(), self.site.hosts * self.site.pages
        for left in range(kills, 0, -1):
            rest = max(0, before + requests - self.site.number())
            self.run_and_kill(self.chance.uniform(0, 1.6) * rest / (left + 1), *self._asked_since(before, more))
        self.finish(*self._asked_since(before, more))

    def _asked_since(self, before: int, more: tuple[str, ...]) -> tuple[str, ...]:
        return more if self.site.number() == before else ()

    def run_and_kill(self, requests: float, *more: str) -> None:
        """One run, killed after so many requests and a little, unless it has come to its end by then."""
        number = len(self.kills)
        at_start = number % AT_THE_START == 0
        with self._running(*more) as process:
            if at_start:
                time.sleep(self.chance.uniform(0, START_SECONDS))
            else:
                self._wait_for(self.site.number() + requests, process)
                time.sleep(self.chance.uniform(0, LATE_SECONDS))
        if process.returncode != -signal.SIGKILL:
            self.ended.append(process.returncode)
            return
        time.sleep(SETTLE_SECONDS)
        self.kills.append(self._seen(time.time()))

    def finish(self, *more: str) -> None:
        """One run that is left in peace."""
        with self._running(*more) as process:
            _, said = process.communicate(timeout=RUN_SECONDS)
        self.ended.append(process.returncode)
        if process.returncode:
            print(said, file=sys.stderr)

    @contextmanager
    def _running(self, *more: str) -> Iterator[subprocess.Popen[str]]:
        """A run; at the end it is killed, and its workers with it."""
        process = subprocess.Popen(
            [sys.executable, "-m", "scraper", "crawl", str(self.config), *more],
            cwd=self.config.parent,
            env=environment(self.config.parent),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
        with process:
            try:
                yield process
            finally:
                with suppress(ProcessLookupError):  # it has come to its end
                    os.killpg(process.pid, signal.SIGKILL)

    def _wait_for(self, requests: float, process: subprocess.Popen[str]) -> None:
        while self.site.number() < requests and process.poll() is None:
            time.sleep(0.005)

    def _seen(self, at: float) -> Kill:
        """What a kill has left, by a copy of the database: the archive itself is first opened by the next run."""
        damage, committed, torn = self._in_database()
        asked = {self.site.url(heard.host, heard.path): heard.host for heard in self.site.heard()}
        uncommitted = Counter(self.site.url(heard.host, heard.path) for heard in self.site.heard())
        uncommitted.subtract(committed)
        new = uncommitted - self.uncommitted
        self.uncommitted = +uncommitted
        in_flight: Counter[int] = Counter()
        for url, number in new.items():
            in_flight[asked[url]] += number
        return Kill(at, in_flight, torn, damage)

    def _in_database(self) -> tuple[list[str], Counter[str], int]:
        """What is wrong with it, how many answers of each URL it has, and how many bytes of WARC files it lacks."""
        if not (self.archive / "archive.db").exists():
            return [], Counter(), 0
        with TemporaryDirectory() as directory:
            for path in self.archive.glob("archive.db*"):
                shutil.copy(path, directory)
            with reading(Path(directory)) as database:
                damage = [row[0] for row in database.execute("PRAGMA integrity_check") if row[0] != "ok"]
                if not database.execute("PRAGMA user_version").fetchone()[0]:
                    return damage, Counter(), 0
                committed = Counter(url for (url,) in database.execute(COMMITTED))
                (size,) = database.execute("SELECT coalesce(sum(size), 0) FROM warc_files").fetchone()
        written = sum(path.stat().st_size for path in (self.archive / "warc").glob("*"))
        return damage, committed, written - size


# ---------------------------------------------------------------- what came of it


@dataclass(frozen=True)
class Line:
    """Of the table: what was looked at, what was found, and whether that is as it should be (None: it is only told)."""

    what: str
    found: str
    holds: bool | None = None


def of_articles(whole: Whole, expected: dict[str, int]) -> list[Line]:
    """Is each there, and once?"""
    missing = [url for url in expected if url not in whole.articles]
    strange = [url for url in whole.articles if url not in expected]
    wrong = [url for url, number in expected.items() if whole.articles[url] not in (0, number)]
    return [
        Line("articles expected", f"{len(expected):,}"),
        Line("of these missing", f"{len(missing):,}", not missing),
        Line(
            "stored twice, or a change not stored once",
            f"{len(wrong) + len(whole.doubles):,}",
            not whole.doubles + wrong,
        ),
        Line("others", f"{len(strange):,}", not strange),
    ]


def of_files(whole: Whole, crashes: Crashes, days: list[list[Heard]]) -> list[Line]:
    """Are database and WARC whole, and do they agree?"""
    damage = [line for kill in crashes.kills for line in kill.damage] + whole.damage
    asked = Counter(crashes.site.url(heard.host, heard.path) for day in days for heard in day)
    untrue = whole.kept - asked
    unclaimed = whole.unclaimed.total()
    return [
        Line("integrity_check after each kill and at the end", "ok" if not damage else damage[0], not damage),
        Line("foreign_key_check, rows", f"{len(whole.orphans):,}", not whole.orphans),
        Line("WARC files", f"{whole.files:,}"),
        Line("records, each one gzip member, digests checked", f"{whole.records:,}", not whole.unreadable),
        Line("files not as long as committed, or unknown", f"{len(whole.strays):,}", not whole.strays),
        Line("rows of exchanges", f"{whole.rows.total():,}"),
        Line("of these without their record", f"{len(whole.lost):,}", not whole.lost),
        Line("exchanges kept that no row points to", f"{unclaimed:,}", unclaimed == 0),
        Line("exchanges kept that did not take place", f"{untrue.total():,}", not untrue),
    ]


def of_requests(crashes: Crashes, days: list[list[Heard]]) -> list[Line]:
    """Was anything asked for in vain?"""
    flights = [kill.in_flight for kill in crashes.kills]
    in_flight = sum(flight.total() for flight in flights)
    most = max((flight.total() for flight in flights), default=0)
    of_host = max((number for flight in flights for number in flight.values()), default=0)
    repeated = sum(number - 1 for day in days for number in Counter((one.host, one.path) for one in day).values())
    return [
        Line("requests", f"{sum(map(len, days)):,}"),
        Line("kills that left bytes of a WARC to be cut", f"{sum(kill.torn > 0 for kill in crashes.kills)}"),
        Line("in flight at the kills", f"{in_flight:,}"),
        Line("of these at one kill, at most", f"{most:,}"),
        Line("of these to one host at one kill, at most", f"{of_host:,}", of_host <= 1),
        Line("requests repeated", f"{repeated:,}", repeated <= in_flight),
    ]


def over_kills(crashes: Crashes, days: list[list[Heard]]) -> list[Line]:
    """How long was a host left alone by a run that came after a kill?"""
    times: dict[int, list[float]] = defaultdict(list)
    for day in days:
        for heard in day:
            times[heard.host].append(heard.at)
    gaps = [
        later - sooner
        for came in times.values()
        for sooner, later in pairwise(came)
        if any(sooner <= kill.at <= later for kill in crashes.kills)
    ]
    return [Line("smallest gap at a host over a kill, s", f"{min(gaps, default=0):.3f}")]


def report(lines: list[Line]) -> bool:
    """Prints the table; returns whether all holds."""
    for line in lines:
        verdict = {None: "", True: "yes", False: "NO"}[line.holds]
        print(f"{line.what:<50}{line.found:>12}{verdict:>6}")
    return all(line.holds is not False for line in lines)


def main() -> None:
    """Crawls, kills, looks and prints."""
    parser = argparse.ArgumentParser(description="a crawl that is killed")
    parser.add_argument("--pages", type=int, default=PAGES)
    parser.add_argument("--hosts", type=int, default=HOSTS)
    parser.add_argument("--kills", type=int, default=KILLS)
    parser.add_argument("--seed", type=int, default=SEED)
    options = parser.parse_args()
    second = round(options.kills * SECOND_DAY)
    with TemporaryDirectory() as name:
        directory = Path(name)
        pages = options.pages // options.hosts
        with crash_site.served(options.hosts, pages, directory / "log") as site:
            start = [site.url(host, "/") for host in range(options.hosts)]
            more = {"delay_seconds": DELAY, "hosts_at_once": options.hosts, "longest_wait_seconds": 5.0}
            crashes = Crashes(site, write_config(directory, start, **more), random.Random(options.seed))
            crashes.crawl(options.kills - second)
            first_day = site.number()
            site.next_day()
            crashes.crawl(second, "--now")
            heard = site.heard()
            expected = site.expected(days=2)
        days = [heard[:first_day], heard[first_day:]]
        whole = look_at(crashes.archive)
        status = command(directory, "status", crashes.archive)
    print(f"{options.hosts} hosts with {pages} documents each, {len(crashes.kills)} kills, seed {options.seed}")
    lines = [
        *of_articles(whole, expected),
        *of_files(whole, crashes, days),
        Line("accounts: scraper status exits with", f"{status.returncode}", status.returncode == 0),
        Line("crawls left in peace exit with", " ".join(map(str, crashes.ended)), not any(crashes.ended)),
        *of_requests(crashes, days),
        *over_kills(crashes, days),
    ]
    sys.exit(0 if report(lines) else 1)


if __name__ == "__main__":
    main()
