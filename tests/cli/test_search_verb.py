"""scraper search, on a real archive."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from scraper.model import Outcome, State, Visit
from scraper.writer.archive import Archive
from tests.cli.conftest import Run, article

WHEN = datetime(2026, 1, 1, tzinfo=UTC)
RAID = "https://insightcrime.org/news/a-raid-with-a-long-address-that-no-line-of-seventy-columns-would-hold/"
BANK = "https://www.news.test/bank/"


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    """Two articles, of two sites."""
    directory = tmp_path / "archives" / "demo"
    with Archive.open(directory, write=True) as opened:
        opened.begin_run("demo", WHEN.timestamp())
        bank = replace(
            article(BANK, "한국은행"),
            text="\x1b[31mThe police\x1b[0m of the bank. " * 9,
            date_published=date(2020, 2, 3),
            language="ko",
        )
        for made in (article(RAID), bank):
            visit = Visit(made.url, made.url, made.url.split("/")[2])
            opened.finish(Outcome(visit, State.FETCHED, WHEN, status=200, result=made))
    return directory


@pytest.fixture
def running(archive: Path) -> Iterator[Archive]:
    """A crawl that goes on in the meantime."""
    with Archive.open(archive, write=True) as opened:
        opened.begin_run("demo", WHEN.timestamp())
        yield opened


@pytest.mark.usefixtures("running")
def test_a_hit_has_its_way_back(run: Run, archive: Path) -> None:
    done = run("search", "raid* brothels", archive)
    assert (done.code, done.err) == (0, "")
    assert done.out.splitlines() == [
        "1.  A raid",
        "    InSight Crime",
        "    Police raided 60 brothels. Five were arrested.",
        "    By Jeanna Cullinan, InSight Crime — originally published by InSight Crime:",
        f"    {RAID}",
        "    Licence: CC-BY-NC",
        "",
    ]


def test_of_no_archive_the_only_one_is_meant(run: Run, archive: Path, tmp_path: Path) -> None:
    assert "A raid" in run("search", "brothels").out
    with Archive.open(tmp_path / "archives" / "other", write=True):
        pass
    done = run("search", "brothels")
    assert (done.code, done.out) == (2, "")
    assert "2 archives here (archives/demo, archives/other): name the one that is meant" in done.err


def test_narrowed_down(run: Run, archive: Path) -> None:
    narrow = ["--site", "news.test", "--since", "2020-02-03", "--until", "2020-02-03", "--language", "KO"]
    told = [json.loads(line) for line in run("search", "police", archive, *narrow, "--json").out.splitlines()]
    assert [one["url"] for one in told] == [BANK]
    assert told[0]["credit"].endswith(BANK)
    assert (told[0]["attribution"]["link"], told[0]["license"]["id"]) == (BANK, "CC-BY-NC")
    snippet = told[0]["snippet"]
    assert {snippet[start:end] for start, end in told[0]["marks"]} == {"police"}
    for more in (["--since", "2020-02-04"], ["--until", "2020-02-02"], ["--language", "en"], ["--site", "ws.test"]):
        done = run("search", "police", archive, "--site", "news.test", *more)
        assert (done.code, done.out, done.err) == (0, "", f"nothing found in {archive}\n")


def test_in_order_and_no_more_than_asked_for(run: Run, archive: Path) -> None:
    done = run("search", "police", archive, "--sort", "date", "--limit", 1)
    assert done.out.startswith("1.  A raid\n")
    assert done.err == "the first 1; more with --limit\n"


@pytest.mark.parametrize("columns", ["30", "50", "72"])
def test_fits_the_terminal_and_obeys_no_page(
    run: Run, archive: Path, monkeypatch: pytest.MonkeyPatch, columns: str
) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    out = run("search", "police", archive).out
    assert "\x1b" not in out
    assert r"\x1b[31mThe" in " ".join(out.split())
    assert all(len(line) <= int(columns) for line in out.splitlines() if "http" not in line)
    assert f"    {RAID}\n" in out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["..."], "nothing in it can be searched for"),
        (["--", "-police"], "only says what is not wanted"),
        (["police", "--site", "a b"], "a b"),
        (["police", "--since", "lately"], "--since"),
        (["police", "--limit", "0"], "--limit"),
    ],
)
def test_what_cannot_be_asked_is_one_line(run: Run, archive: Path, arguments: list[str], said: str) -> None:
    done = run("search", *arguments)
    assert (done.code, done.out, len(done.complaints)) == (2, "", 1)
    assert said in done.err
