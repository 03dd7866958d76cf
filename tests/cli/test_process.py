"""The command as a process of its own: pipes, signals, the environment."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from scraper.cli.ending import ending_as_interrupted
from scraper.model import Outcome, State, Visit
from scraper.version import __version__
from scraper.writer.archive import Archive
from scraper.writer.export.files import whole
from tests.cli.conftest import article
from tests.cli.test_archive_verbs import WHEN
from tests.journey.site import Reply, Site

COMMAND = [sys.executable, "-m", "scraper"]

# A crawl that hangs until it is told to stop, and one that does not listen.
PATIENT = """
import asyncio, sys
from scraper import journey
from scraper.cli import main
async def crawl_async(settings, stop, **_):
    print("ready", file=sys.stderr, flush=True)
    await stop.wait()
    print("stopping", file=sys.stderr, flush=True)
    await asyncio.sleep(60)
journey.crawl_async = crawl_async
sys.exit(main(sys.argv[1:]))
"""


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("SCRAPER_", "XDG_"))}
    root = str(Path(__file__).resolve().parents[2])
    return {**kept, "HOME": str(tmp_path), "SCRAPER_CONTACT": "mailto:tests@news-archive.info", "PYTHONPATH": root}


def command(environment: dict[str, str], *arguments: object) -> subprocess.CompletedProcess[str]:
    line = [*COMMAND, *map(str, arguments)]
    return subprocess.run(line, env=environment, capture_output=True, text=True, timeout=60, check=False)


def test_version_and_help(environment: dict[str, str]) -> None:
    assert command(environment, "--version").stdout == f"scraper {__version__}\n"
    done = command(environment, "crawl", "--help")
    assert done.returncode == 0
    assert "--now" in done.stdout


def test_a_bare_command_shows_its_help(environment: dict[str, str]) -> None:
    done = command(environment)
    assert done.returncode == 2
    assert "schedule" in done.stdout + done.stderr
    assert "scraper: " not in done.stderr


def test_a_closed_pipe_is_no_error(environment: dict[str, str], tmp_path: Path) -> None:
    with Archive.open(tmp_path / "a", write=True) as archive:
        archive.begin_run("a", 0.0)
        for number in range(300):  # more than a pipe holds
            url = f"https://news.test/{number}"
            visit = Visit(url, url, "news.test")
            archive.add([visit])
            archive.finish(Outcome(visit, State.FETCHED, WHEN, status=200, result=article(url, "long " * 100)))
    line = [*COMMAND, "export", str(tmp_path / "a")]
    with subprocess.Popen(line, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        assert process.stdout.readline().startswith(b'{"url"')
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait(30) == 141


def test_the_second_signal_leaves_at_once(environment: dict[str, str], tmp_path: Path) -> None:
    config = tmp_path / "demo.toml"
    config.write_text('start = ["https://news.test/"]\n', encoding="utf-8")
    line = [sys.executable, "-c", PATIENT, "crawl", str(config)]
    with subprocess.Popen(line, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None
        assert process.stderr.readline() == "ready\n"
        process.send_signal(signal.SIGINT)
        said = [process.stderr.readline() for _ in range(2)]
        assert "stopping\n" in said
        assert any("Once more to leave at once" in line for line in said)
        process.send_signal(signal.SIGINT)
        assert process.wait(10) == 130


def test_a_traceback_for_who_asks(environment: dict[str, str], tmp_path: Path) -> None:
    assert "Traceback" not in command(environment, "status", tmp_path / "none").stderr
    debugging = {**environment, "SCRAPER_DEBUG": "1"}
    assert "Traceback" in command(debugging, "status", tmp_path / "none").stderr


def test_results_are_utf8_whatever_the_locale(environment: dict[str, str], tmp_path: Path) -> None:
    with Archive.open(tmp_path / "a", write=True) as archive:
        archive.begin_run("a", 0.0)
        visit = Visit("https://news.test/", "https://news.test/", "news.test")
        archive.add([visit])
        archive.finish(Outcome(visit, State.FETCHED, WHEN, status=200, result=article(visit.url, "Año 日本")))
    line = [*COMMAND, "export", str(tmp_path / "a"), "-f", "text"]
    latin = {**environment, "PYTHONIOENCODING": "latin-1"}
    done = subprocess.run(line, env=latin, capture_output=True, timeout=60, check=False)
    assert done.stdout.decode("utf-8").startswith("Año 日本")


PAGES = Path(__file__).resolve().parents[2] / "fixtures" / "pages" / "insightcrime.org"


def test_several_pages_are_cleaned_in_the_order_given(environment: dict[str, str], tmp_path: Path) -> None:
    stories = [PAGES / name / "page.html" for name in ("peru-brothels-wordpress-2021", "arena-isla-corvo-newspack-es")]
    names = [stories[0], PAGES / "not-found" / "page.html", tmp_path / "missing.html", stories[1], stories[0]]
    done = command(environment, "clean", *names, "-f", "jsonl")
    assert done.returncode == 1
    assert [json.loads(line)["title"].split()[0] for line in done.stdout.splitlines()] == ["Peru", "La", "Peru"]
    assert len(done.stderr.splitlines()) == 2


@pytest.mark.parametrize("number", [1, 2])
def test_pages_are_cleaned_by_the_clock(environment: dict[str, str], tmp_path: Path, number: int) -> None:
    names = [tmp_path / f"{at}.html" for at in range(number)]
    for name in names:  # far more to do than there is time for
        name.write_text("<h1>Long</h1>" + "<p>The harbour council met on <b>Monday</b>.</p>" * 12_000, encoding="utf-8")
    done = command({**environment, "SCRAPER_CLEAN_SECONDS": "0.1"}, "clean", *names)
    assert (done.returncode, done.stdout) == (3, "")
    assert done.stderr.splitlines() == [
        f"scraper: {name}: no article: broken (cleaning took longer than 0.1 s)" for name in names
    ]


def test_a_page_is_explained_by_name_and_by_address(environment: dict[str, str]) -> None:
    name = PAGES / "peru-brothels-wordpress-2021" / "page.html"
    body = name.read_bytes()
    with Site({"/peru": Reply(200, body)}) as site:
        by_name = command(environment, "explain", name, "--url", site.url("/peru"), "--json")
        by_address = command(environment, "explain", site.url("/peru"), "--json", "--allow-private", "127.0.0.0/8")
        assert site.paths() == ["/robots.txt", "/peru"]
    assert (by_name.returncode, by_address.returncode) == (0, 0), by_address.stderr
    assert json.loads(by_name.stdout)["blocks"] == json.loads(by_address.stdout)["blocks"]
    assert any(block["label"] == "title" for block in json.loads(by_name.stdout)["blocks"])


@pytest.fixture
def large(tmp_path: Path) -> Path:
    """An archive of more than a pipe holds."""
    directory = tmp_path / "archive"
    with Archive.open(directory, write=True) as archive:
        url = "https://insightcrime.org/news/0/"
        made = replace(article(url), text="A long story. " * 20_000)
        archive.finish(Outcome(Visit(url, url, "insightcrime.org"), State.FETCHED, WHEN, 200, result=made))
    return directory


def test_a_full_disk_is_told_in_a_line(environment: dict[str, str], large: Path) -> None:
    with Path("/dev/full").open("w") as full:
        line = [*COMMAND, "export", str(large)]
        done = subprocess.run(line, env=environment, stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    assert done.returncode == 2
    assert done.stderr == "scraper: stdout: cannot be written: No space left on device; what came out is not whole\n"


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_whoever_ends_an_export_interrupts_it(environment: dict[str, str], large: Path, number: signal.Signals) -> None:
    line = [*COMMAND, "export", str(large)]
    with subprocess.Popen(line, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.read(1) == "{"  # now it waits for the pipe to be emptied
        process.send_signal(number)
        assert process.wait(timeout=30) == 130
        assert process.stderr is not None
        assert process.stderr.read() == "scraper: interrupted; what was written is whole\n"


def test_half_a_file_is_taken_away(tmp_path: Path) -> None:
    def end_in_the_middle() -> None:
        with ending_as_interrupted(), whole(tmp_path / "a.jsonl") as stream:
            stream.write("half")
            signal.raise_signal(signal.SIGTERM)

    with pytest.raises(KeyboardInterrupt):
        end_in_the_middle()
    assert not list(tmp_path.iterdir())
    assert signal.getsignal(signal.SIGTERM) is signal.SIG_DFL


def test_without_a_stdout_nothing_is_amiss(environment: dict[str, str], large: Path) -> None:
    line = ["sh", "-c", 'exec "$@" >&-', "sh", *COMMAND, "export", str(large)]
    done = subprocess.run(line, env=environment, stderr=subprocess.PIPE, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "1 articles; what comes later: --since 1\n")
