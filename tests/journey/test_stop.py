"""Is nothing lost and nothing twice, when a crawl is asked to stop, or killed?"""

from __future__ import annotations

import random
import signal
import subprocess
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from scraper.cli import main
from scraper.model import State
from scraper.writer.archive import Archive
from tests.journey.faults import NETWORK, Faults, Server, drips, hangs
from tests.journey.runs import documents, running, write_config
from tests.journey.site import Site, stories
from tests.writer.whole import look_at

STORIES = 30  # on each of two hosts
SEED = 20261123


@pytest.fixture
def site() -> Iterator[Site]:
    with Site(stories(range(STORIES)), stories(range(100, 100 + STORIES))) as site:
        yield site


@pytest.fixture
def config(site: Site, tmp_path: Path) -> Path:
    """A crawl of both hosts; what is known is not due again for a day."""
    return write_config(tmp_path, [site.url("/", 0), site.url("/", 1)], delay_seconds=0.03)


def assert_complete(site: Site, archive: Path) -> None:
    """Every article is stored exactly once, database and WARC are whole."""
    wanted = [site.url(path, at) for at in (0, 1) for path in site.pages[at] if path != "/"]
    found = look_at(archive)
    found.assert_whole()
    assert found.articles == Counter(wanted), "each once, in one revision"
    assert all(found.rows[url] == 1 for url in wanted)
    assert all(document["attribution"]["link"] for document in documents(archive))
    # An exchange whose visit was cut short may have been kept; none is kept that did not take place.
    assert found.kept <= Counter(request.url for request in site.log())


def stop(process: subprocess.Popen[str]) -> tuple[str, str]:
    """Ctrl-C, once."""
    process.send_signal(signal.SIGINT)
    return process.communicate(timeout=30)


def test_ctrl_c_once_saves_and_says_how_to_go_on(site: Site, config: Path, tmp_path: Path) -> None:
    archive = tmp_path / "archive"
    with running(tmp_path, "crawl", config) as process:
        site.wait_for(20)
        _, said = stop(process)
    assert process.returncode == 130
    assert f"scraper crawl {config}" in said.splitlines()[-1]
    seen = len(site.log())
    saved = documents(archive)
    assert 0 < len(saved) < 2 * STORIES
    assert {document["url"] for document in saved} == {r.url for r in site.log() if r.path.startswith("/story/")}
    assert main(["crawl", str(config)]) == 0
    assert_complete(site, archive)
    # What was in flight at the signal was finished and saved: nothing was asked for a second time.
    assert Counter(request.url for request in site.log()).most_common(1)[0][1] == 1
    assert len(site.log()) > seen


def test_killed_three_times(site: Site, config: Path, tmp_path: Path) -> None:
    archive, chance = tmp_path / "archive", random.Random(SEED)
    for _ in range(3):
        with running(tmp_path, "crawl", config) as process:
            site.wait_for(len(site.log()) + chance.randint(3, 25))
            time.sleep(chance.uniform(0, 0.05))  # not only at the moment of a request
            process.kill()
            process.communicate(timeout=30)
        assert process.returncode == -signal.SIGKILL
    assert main(["crawl", str(config)]) == 0
    assert_complete(site, archive)
    # Repeated is at most what was in flight: one request a host for each kill.
    repeats = Counter(request.url for request in site.log())
    assert sum(times - 1 for times in repeats.values()) <= 2 * 3
    assert documents(archive)


HANGING = {
    "robots": Server(robots=hangs()),
    "head": Server(hangs(b"HTTP/1.1 200 OK\r\n")),
    "body": Server(hangs(b"HTTP/1.1 200 OK\r\nContent-Length: 9999\r\n\r\n<p>")),
    "drip": Server(drips(b"HTTP/1.1 200 OK\r\nContent-Length: 9999\r\n\r\n")),
    "connection": Server(https=True, greets=b"", fault=hangs()),  # waits for a request that TLS never gets to
}
STOP_SECONDS = 10.0  # that whoever sends a signal waits before a harder one


def test_both_signals_stop_a_crawl_of_servers_that_hang(tmp_path: Path) -> None:
    """Both at once, each with a crawl of its own: they take as long as they may."""
    signals = (signal.SIGINT, signal.SIGTERM)
    with Faults(HANGING) as faults, ExitStack() as stack:
        runs = []
        for number in signals:
            directory = tmp_path / number.name
            directory.mkdir()
            start = [faults.url(name) for name in HANGING]
            patient = {"connect_seconds": 300.0, "read_seconds": 300.0, "total_seconds": 600.0}
            config = write_config(directory, start, allow_private=[NETWORK], **patient)
            runs.append((number, directory, stack.enter_context(running(directory, "crawl", config))))
        for name in HANGING:
            if name != "connection":
                faults.wait_for(name, len(signals) * (1 if name == "robots" else 2))
        for number, _, process in runs:
            process.send_signal(number)
        began = time.monotonic()
        for number, directory, process in runs:
            _, said = process.communicate(timeout=STOP_SECONDS - (time.monotonic() - began))
            assert process.returncode == 130, number
            assert "To go on: scraper crawl" in said
            with Archive.open(directory / "archive") as archive:
                assert archive.counts()[State.PENDING] == archive.known() == len(HANGING), (
                    "nothing lost, nothing half done"
                )
        assert all(len(faults.log(name)) <= 4 for name in HANGING), "and nobody was asked once more"
