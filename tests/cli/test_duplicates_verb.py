"""scraper duplicates: groups, first seen first."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from scraper.crawler.discover import visit_to
from scraper.model import Outcome, State
from scraper.writer.archive import Archive
from tests.cli.conftest import Run, article

WHEN = datetime(2026, 1, 1, tzinfo=UTC)
URLS = ("https://a.test/one", "https://b.test/copy", "https://c.test/other")


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    directory = tmp_path / "archive"
    with Archive.open(directory, write=True) as opened:
        opened.begin_run("demo", WHEN.timestamp())
        for day, url in enumerate(URLS):
            made = replace(article(url, f"Title {day}"), text="Other." if day == 2 else "The same.", canonical_url=None)
            opened.finish(Outcome(visit_to(url), State.FETCHED, WHEN + timedelta(days=day), status=200, result=made))
    return directory


def test_groups(run: Run, archive: Path) -> None:
    done = run("duplicates", archive)
    assert (done.code, done.complaints) == (0, ["1 copy in 1 group"])
    assert done.out.splitlines() == [
        "Title 0",
        "  2026-01-01  first seen      https://a.test/one",
        "  2026-01-02  identical       https://b.test/copy",
    ]
    (group,) = map(json.loads, run("duplicates", archive, "--json").out.splitlines())
    assert [(one["url"], one["relation"]) for one in group] == [(URLS[0], None), (URLS[1], "identical")]


def test_one_article(run: Run, archive: Path) -> None:
    done = run("duplicates", archive, URLS[0])
    assert done.out == "2026-01-02  identical       https://b.test/copy\n"
    assert json.loads(run("duplicates", archive, URLS[0], "--json").out)["url"] == URLS[1]
    assert run("duplicates", archive, URLS[2]).complaints == ["No copies and no translations"]
    assert run("duplicates", archive, "https://d.test/").code == 2


def test_on_a_narrow_terminal_addresses_have_a_line_of_their_own(
    run: Run, archive: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")  # as a terminal
    monkeypatch.setenv("COLUMNS", "48")
    assert run("duplicates", archive).out.splitlines()[1:] == [
        "  2026-01-01  first seen      https://a.test/one",
        "  2026-01-02  identical",
        "    https://b.test/copy",
    ]


def test_what_is_gone_is_marked(run: Run, archive: Path) -> None:
    with Archive.open(archive, write=True) as opened:
        opened.begin_run("demo", WHEN.timestamp())
        opened.finish(Outcome(visit_to(URLS[0]), State.GONE, WHEN + timedelta(days=9), status=410))
    assert run("duplicates", archive, URLS[1]).out == "2026-01-01  identical, gone  https://a.test/one\n"
    (group,) = map(json.loads, run("duplicates", archive, "--json").out.splitlines())
    assert [one["gone"] for one in group] == [True, False]


def test_one_of_each(run: Run, archive: Path) -> None:
    done = run("export", archive, "--one-of-each")
    assert [json.loads(line)["url"] for line in done.out.splitlines()] == [URLS[0], URLS[2]]
    assert done.complaints[0] == "1 copies left out; scraper duplicates lists them"
    assert len(run("export", archive).out.splitlines()) == 3, "never by default"
