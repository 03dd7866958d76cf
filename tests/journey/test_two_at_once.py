"""What may others do while a crawl runs?"""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from scraper.cli import main
from tests.journey.runs import running, urls, write_config
from tests.journey.site import Reply, Request, Site, stories, story


@pytest.fixture
def gate() -> Iterator[threading.Event]:
    """Opens a page that would otherwise not come."""
    event = threading.Event()
    yield event
    event.set()


def test_one_writes_and_others_read(tmp_path: Path, gate: threading.Event, capsys: pytest.CaptureFixture[str]) -> None:
    def last(_: Request) -> Reply:
        assert gate.wait(30)
        return Reply(200, story(3).encode())

    archive = tmp_path / "archive"
    with Site(stories([1, 2, 3]) | {"/story/3": last}) as site:
        config = write_config(tmp_path, [site.url()], tries=1, read_seconds=60, longest_wait_seconds=1)
        with running(tmp_path, "crawl", config) as process:
            site.wait_for(4)  # robots.txt, the front page, two stories; the third does not come yet
            wait_until_saved(archive, 2)

            assert main(["crawl", str(config)]) == 75
            out, err = capsys.readouterr()
            assert out == ""
            (line,) = err.splitlines()
            assert str(process.pid) in line
            assert str(archive) in line

            assert main(["status", str(archive), "--json"]) == 0
            accounts = json.loads(capsys.readouterr().out)
            assert (accounts["adds_up"], accounts["articles"]) == (True, 2)
            assert accounts["last_run"]["ended_at"] is None

            assert main(["export", str(config)]) == 0
            found = [json.loads(line)["url"] for line in capsys.readouterr().out.splitlines()]
            assert sorted(found) == [site.url("/story/1"), site.url("/story/2")]

            gate.set()
            _, said = process.communicate(timeout=30)
        assert (process.returncode, said) == (0, "")
        assert urls(archive) == [site.url(f"/story/{number}") for number in (1, 2, 3)]
        asked = site.paths()
        assert len(asked) == len(set(asked)), "the second crawl asked for nothing"


def wait_until_saved(archive: Path, number: int) -> None:
    """Wait until so many articles can be read: a page that was sent is stored a little later."""
    for _ in range(400):
        if len(urls(archive)) == number:
            return
        threading.Event().wait(0.05)
    pytest.fail(f"no {number} articles after 20 s")
