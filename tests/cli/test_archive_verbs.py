"""scraper export and scraper status, on a real archive."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from scraper.model import Outcome, Reason, Rejection, State, Visit
from scraper.writer.archive import Archive
from tests.cli.conftest import Run, article

WHEN = datetime(2026, 1, 1, tzinfo=UTC)


def finish(archive: Archive, url: str, title: str) -> None:
    visit = Visit(url, url, "news.test")
    archive.add([visit])
    archive.finish(Outcome(visit, State.FETCHED, WHEN, status=200, result=article(url, title)))


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    """Two articles, one of them changed since, a listing and an address not yet asked for."""
    directory = tmp_path / "archives" / "demo"
    with Archive.open(directory, write=True) as opened:
        opened.begin_run("demo", WHEN.timestamp())
        finish(opened, "https://news.test/a", "First")
        finish(opened, "https://news.test/b", "Second")
        finish(opened, "https://news.test/a", "First, corrected")
        listing = Visit("https://news.test/", "https://news.test/", "news.test")
        opened.add([listing, replace(listing, url="https://news.test/c", key="https://news.test/c")])
        end = Outcome(listing, State.REJECTED, WHEN, status=200, reason="listing")
        opened.finish(replace(end, result=Rejection(listing.url, Reason.LISTING)))
        opened.end_run({"requests": 3}, WHEN.timestamp())
    return directory


@pytest.fixture
def config(tmp_path: Path) -> Path:
    path = tmp_path / "demo.toml"
    path.write_text('start = ["https://news.test/"]\narchive = "archives/demo"\n', encoding="utf-8")
    return path


def test_export_to_stdout_and_from_a_cursor_on(run: Run, archive: Path) -> None:
    done = run("export", archive)
    assert done.code == 0
    assert [json.loads(line)["title"] for line in done.out.splitlines()] == ["Second", "First, corrected"]
    cursor = done.err.split("--since ")[1].strip()
    later = run("export", archive, "--since", cursor)
    assert (later.code, later.out) == (0, "")
    assert later.err.endswith(f"--since {cursor}\n")


def test_export_by_the_crawls_toml_into_a_directory(run: Run, archive: Path, config: Path, tmp_path: Path) -> None:
    done = run("export", config, "-f", "markdown", "-o", tmp_path / "out")
    assert (done.code, done.out) == (0, "")
    texts = [file.read_text(encoding="utf-8") for file in sorted((tmp_path / "out").iterdir())]
    assert len(texts) == 2
    assert all(text.count("InSight Crime") > 1 and "https://news.test/" in text for text in texts)
    assert "2 articles" in done.err


@pytest.mark.parametrize("format", ["json", "jsonl", "markdown", "text"])
def test_every_format_carries_the_way_back(run: Run, archive: Path, format: str) -> None:
    out = run("export", archive, "-f", format).out
    assert "https://news.test/a" in out
    assert "InSight Crime" in out


def test_status_adds_up(run: Run, archive: Path, config: Path) -> None:
    done = run("status", archive)
    assert (done.code, done.err) == (0, "")
    accounts = json.loads(run("status", config, "--json").out)
    states = accounts["states"]
    assert accounts["known"] == sum(states.values()) == 4
    assert (states["fetched"], states["rejected"], states["pending"]) == (2, 1, 1)
    assert accounts["articles"] == 2
    assert accounts["adds_up"] is True
    assert accounts["reasons"] == {"rejected/listing": 1}
    assert accounts["last_run"]["report"] == {"requests": 3}


def test_accounts_that_do_not_add_up_are_told(run: Run, archive: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    counted = Archive.counts
    monkeypatch.setattr(Archive, "counts", lambda self: {**counted(self), State.PENDING: 0})
    done = run("status", archive)
    assert done.code == 1
    assert "do not add up: 4 URLs known, 3 accounted for" in done.err


def test_a_newer_archive_is_left_alone(run: Run, archive: Path) -> None:
    with sqlite3.connect(archive / "archive.db") as database:
        database.execute("PRAGMA user_version = 999")
    database.close()
    for verb in ("export", "status"):
        done = run(verb, archive)
        assert (done.code, done.out) == (2, "")
        assert len(done.complaints) == 1
        assert "newer" in done.err


def test_no_archive_there(run: Run, tmp_path: Path, config: Path) -> None:
    for place in (tmp_path / "nowhere", tmp_path, config):
        done = run("status", place)
        assert (done.code, done.out) == (2, "")
        assert len(done.complaints) == 1
