"""Does a page that hangs, crashes or bursts cost itself only, and does no process stay behind?

Real processes. Time is looked at with generous bounds only, to tell a hang from an answer.
"""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from scraper import cleaner
from scraper.apart import As, Leads
from scraper.cleaner import UNKNOWN_URL, Known
from scraper.crawler.discover import Posts, Scope, visit_to
from scraper.errors import WorkerError
from scraper.model import Kind, Reading, Reason, Rejection
from scraper.workers import AHEAD, Bounds, Workers, read_apart
from tests.readers import NAME

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "fixtures/pages/insightcrime.org/peru-brothels-wordpress-2021/page.html"
URL = "https://news.test/story"
KNOWN = Known()
SOON = 30  # seconds: an end that is at once comes well within, one that waits for what hangs does not
LONG = Bounds(seconds=60)

# How a page may end its process or be given up, and what is said of it.
LOSSES = [
    ("hang", "cleaning took longer than 1 s"),
    ("exit", "the cleaner's process ended with exit code 3"),
    ("leave", "SystemExit: 4"),
    ("crash", f"the cleaner's process died of signal 11 ({signal.strsignal(signal.SIGSEGV)})"),
    ("burst", "MemoryError: "),
    ("fail", "ValueError: too deep for us"),
]


def obedient(bounds: Bounds = LONG, number: int = 1) -> Workers:
    """Workers that do as their pages say."""
    return Workers(bounds, number, NAME)


def asked(workers: Workers, *pages: str) -> list[Rejection]:
    """What comes of pages that are handed over one after the other."""

    async def ask() -> list[Rejection]:
        return [rejection(await workers.read(page.encode(), URL, KNOWN)) for page in pages]

    return asyncio.run(ask())


def rejection(reading: Reading) -> Rejection:
    assert isinstance(reading.result, Rejection)
    return reading.result


def pid(workers: Workers) -> int:
    """The process that answers next."""
    return int(asked(workers, "fine")[0].detail)


def is_running(process: int) -> bool:
    """Whether any thread of a process is there and not merely waiting for somebody to take note of its end."""
    try:
        states = [file.read_text(encoding="ascii") for file in Path(f"/proc/{process}/task").glob("*/stat")]
    except OSError:  # one ended in the meantime: look again
        return Path(f"/proc/{process}").exists()
    return any(state.rpartition(")")[2].split()[0] != "Z" for state in states)


def wait_until(is_so: Callable[[], bool]) -> None:
    end = time.monotonic() + SOON
    while not is_so():
        assert time.monotonic() < end
        time.sleep(0.01)


# ---------------------------------------------------------------- what a page comes to


def test_a_worker_reads_a_page_as_the_cleaner_does() -> None:
    body, here = PAGE.read_bytes(), cleaner.read(PAGE.read_bytes(), URL, KNOWN)

    async def read(workers: Workers) -> Reading:
        return await workers.read(body, URL, KNOWN)

    with Workers() as workers:
        assert asyncio.run(read(workers)) == here
        assert [reading.result for _, reading in workers.read_all([("a", body)], KNOWN)] == [
            cleaner.clean(body, None, KNOWN)
        ]
    assert read_apart(body, URL, KNOWN) == here


@pytest.mark.parametrize(("page", "detail"), LOSSES, ids=[page for page, _ in LOSSES])
def test_a_page_that_goes_wrong_costs_itself_only(page: str, detail: str) -> None:
    with obedient(Bounds(seconds=1)) as workers:
        before, lost, after = asked(workers, "fine", page, "fine")
    assert (lost.url, lost.reason) == (URL, Reason.BROKEN)
    assert lost.detail.startswith(detail)
    assert before.reason is after.reason is Reason.EMPTY
    assert before.detail != after.detail, "another process: the first one is gone, or may not be whole"


@pytest.mark.parametrize(("page", "detail"), LOSSES, ids=[page for page, _ in LOSSES])
def test_a_single_page_that_goes_wrong_does_no_harm_either(page: str, detail: str) -> None:
    lost = rejection(read_apart(page.encode(), None, KNOWN, Bounds(seconds=1), NAME))
    assert (lost.url, lost.reason) == (UNKNOWN_URL, Reason.BROKEN)
    assert lost.detail.startswith(detail)


def test_a_single_page_is_read_beside_other_threads() -> None:
    done = threading.Event()
    thread = threading.Thread(target=done.wait)
    thread.start()
    try:
        assert rejection(read_apart(b"fine", URL, KNOWN, LONG, NAME)).detail != str(os.getpid())
    finally:
        done.set()
        thread.join()


def test_the_deadline_is_for_a_page_not_for_a_worker() -> None:
    with obedient(Bounds(seconds=1.5)) as workers:
        assert {page.reason for page in asked(workers, *["nap"] * 6)} == {Reason.EMPTY}


# ---------------------------------------------------------------- which process


def test_a_worker_is_replaced_when_it_has_had_its_pages() -> None:
    with obedient(Bounds(pages=2)) as workers:
        first, second, third, fourth = (page.detail for page in asked(workers, *["fine"] * 4))
    assert first == second != third == fourth


def test_a_worker_that_has_grown_is_replaced() -> None:
    with obedient(Bounds(resident=1)) as workers:
        assert len({page.detail for page in asked(workers, *["fine"] * 3)}) == 3


def test_an_idle_worker_that_was_killed_costs_no_page() -> None:
    with obedient() as workers:
        first = pid(workers)
        os.kill(first, signal.SIGKILL)
        wait_until(lambda: not is_running(first))
        assert pid(workers) != first


def test_what_stops_the_parent_stops_no_worker() -> None:
    with obedient() as workers:
        first = pid(workers)
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            os.kill(first, number)
        assert pid(workers) == first


def test_no_worker_no_reading() -> None:
    with Workers(function="tests.readers:no_such") as workers, pytest.raises(WorkerError, match="no_such"):
        asked(workers, "fine")


# ---------------------------------------------------------------- many pages


def test_results_come_in_the_order_given_and_few_pages_are_held() -> None:
    taken: list[int] = []

    def pages() -> Iterator[tuple[int, bytes]]:
        for number in range(20):
            taken.append(number)
            yield number, b"nap" if number % 5 == 0 else b"fine"

    with obedient(number=2) as workers:
        for given, (name, reading) in enumerate(workers.read_all(pages(), KNOWN)):
            assert (name, rejection(reading).reason) == (given, Reason.EMPTY)
            assert len(taken) - given <= AHEAD * 2 + 1
    assert len(taken) == 20


def test_no_more_pages_are_in_work_than_there_are_workers() -> None:
    async def ask(workers: Workers) -> list[Reading]:
        return await asyncio.gather(*(workers.read(b"nap", URL, KNOWN) for _ in range(6)))

    with obedient(number=2) as workers:
        readings = asyncio.run(ask(workers))
    assert len({rejection(reading).detail for reading in readings}) == 2


def test_handing_over_a_large_page_holds_nothing_up() -> None:
    body = b"fine " + b"x" * 10_000_000

    async def ask(workers: Workers) -> Rejection:
        process = int(rejection(await workers.read(b"fine", URL, KNOWN)).detail)
        os.kill(process, signal.SIGSTOP)  # it takes no more than the pipe holds
        page = asyncio.create_task(workers.read(body, URL, KNOWN))
        for _ in range(20):
            await asyncio.sleep(0.01)
        assert not page.done()
        os.kill(process, signal.SIGCONT)
        return rejection(await page)

    with obedient() as workers:
        assert asyncio.run(ask(workers)).text == str(len(body))


# ---------------------------------------------------------------- the end


def test_a_page_nobody_waits_for_any_more_leaves_no_process() -> None:
    async def ask() -> int:
        with obedient() as workers:
            process = int(rejection(await workers.read(b"fine", URL, KNOWN)).detail)
            page = asyncio.create_task(workers.read(b"hang", URL, KNOWN))
            await asyncio.sleep(0.1)
            page.cancel()
            with pytest.raises(asyncio.CancelledError):
                await page
            assert is_running(process)
        return process

    begin = time.monotonic()
    assert not is_running(asyncio.run(ask()))
    assert time.monotonic() - begin < SOON


def test_closing_ends_what_is_in_work_and_what_waits() -> None:
    async def ask() -> list[Reading | BaseException]:
        workers = obedient()
        process = int(rejection(await workers.read(b"fine", URL, KNOWN)).detail)
        pages = [asyncio.create_task(workers.read(b"hang", URL, KNOWN)) for _ in range(3)]
        await asyncio.sleep(0.1)
        workers.close()
        workers.close()
        assert not is_running(process)
        return await asyncio.gather(*pages, return_exceptions=True)

    begin = time.monotonic()
    in_work, *waiting = asyncio.run(ask())
    assert isinstance(in_work, WorkerError)
    assert all(isinstance(page, asyncio.CancelledError) for page in waiting)
    assert time.monotonic() - begin < SOON


# A script as somebody might write it: it asks at its top level, with nothing that guards it from being imported.
SCRIPT = f"""
import asyncio, sys
from scraper.cleaner import Known
from scraper.workers import Bounds, Workers, read_apart
bounds = Bounds(seconds=60)
print("begin", flush=True)
async def ask(*pages):
    with Workers(bounds, 2, {NAME!r}) as workers:
        for page in pages:
            print((await workers.read(page, None, Known())).result.detail, flush=True)
        await asyncio.to_thread(sys.stdin.read)
match sys.argv[1]:
    case "idle":
        asyncio.run(ask(b"say"))
    case "busy":
        asyncio.run(ask(b"hang pid"))
    case "single":
        print(read_apart(b"say", None, Known(), bounds, {NAME!r}).result.detail)
    case "apart":
        read_apart(b"hang pid", None, Known(), bounds, {NAME!r})
"""


def script(directory: Path, at: str) -> subprocess.Popen[str]:
    path = directory / "script.py"
    path.write_text(SCRIPT, encoding="utf-8")
    return subprocess.Popen(
        [sys.executable, str(path), at],
        cwd=directory,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


@pytest.mark.parametrize("at", ["idle", "single"])
def test_a_script_runs_once_and_says_only_its_own_words(tmp_path: Path, at: str) -> None:
    with script(tmp_path, at) as process:
        out, err = process.communicate(timeout=SOON)
    begin, worker = out.split()
    assert (begin, err, process.returncode) == ("begin", "", 0)
    assert not is_running(int(worker))


def test_a_parent_that_is_killed_leaves_no_idle_worker(tmp_path: Path) -> None:
    with script(tmp_path, "idle") as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "begin\n"
        worker = int(process.stdout.readline())
        assert is_running(worker)
        process.kill()
    wait_until(lambda: not is_running(worker))


@pytest.mark.parametrize("at", ["busy", "apart"])
def test_a_parent_that_is_killed_leaves_no_worker_at_a_page_that_hangs(tmp_path: Path, at: str) -> None:
    told = tmp_path / "pid"
    with script(tmp_path, at) as process:
        wait_until(lambda: told.exists() and told.read_text(encoding="ascii") != "")
        worker = int(told.read_text(encoding="ascii"))
        assert worker != process.pid
        assert is_running(worker)
        process.kill()
    wait_until(lambda: not is_running(worker))


def test_documents_are_parsed_there_too() -> None:
    sitemap = (
        b"<urlset>" + b"".join(b"<url><loc>https://news.test/%d</loc></url>" % n for n in range(1_000)) + b"</urlset>"
    )

    async def ask(workers: Workers) -> Leads | Posts:
        scope = Scope(hosts=frozenset({"news.test"}))
        return await workers.parse(sitemap, URL, As(Kind.SITEMAP, 900, visit_to(URL), scope, datetime.now(UTC)))

    with Workers(LONG, 1) as workers:
        found = asyncio.run(ask(workers))
    assert isinstance(found, Leads)
    assert (len(found.entries.visits), found.problem) == (900, "more than 900 URLs")


@pytest.mark.parametrize("kind", [Kind.FEED, Kind.SITEMAP, Kind.API])
def test_a_document_that_hangs_has_a_problem(kind: Kind) -> None:
    async def ask(workers: Workers) -> Leads | Posts:
        return await workers.parse(b"hang", URL, As(kind))

    with obedient(Bounds(seconds=1)) as workers:
        found = asyncio.run(ask(workers))
    assert found.problem == "cleaning took longer than 1 s"
