"""scraper purge: says what it will do, asks, does it, and remembers."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path

import pytest

from scraper.model import Kind, Outcome, State, Visit
from scraper.writer import Archive, article_id
from tests.cli.conftest import Run, article
from tests.cli.test_archive_verbs import WHEN, archive, config, finish  # noqa: F401 - fixtures

URL = "https://news.test/a"


class Terminal(io.StringIO):
    """Somebody who types."""

    def isatty(self) -> bool:
        return True


def titles(run: Run, place: Path) -> list[str]:
    return [json.loads(line)["title"] for line in run("export", place).out.splitlines()]


def test_it_says_first_what_goes_and_a_dry_run_does_nothing(run: Run, archive: Path) -> None:  # noqa: F811
    done = run("purge", archive, "--url", f"{URL}/", "--dry-run")
    assert (done.code, done.err) == (0, "Nothing was removed (--dry-run).\n")
    assert done.out.splitlines()[1:] == [
        "  1 article, 2 revisions",
        "  1 known URL",
        "  0 exchanges",
        "  0 B in 0 WARC files, to be written anew",
    ]
    assert max(map(len, done.out.splitlines()[1:])) < 72
    assert len(titles(run, archive)) == 2


@pytest.mark.parametrize(("typed", "code", "left"), [("n\n", 130, 2), ("y\n", 0, 1)])
def test_on_a_terminal_it_asks(
    run: Run,
    archive: Path,  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
    typed: str,
    code: int,
    left: int,
) -> None:
    monkeypatch.setattr(sys, "stdin", Terminal(typed))
    done = run("purge", archive, "--url", URL)
    assert done.code == code
    assert "Remove it for good?" in done.err
    assert len(titles(run, archive)) == left


def test_without_a_terminal_it_takes_a_word(run: Run, archive: Path) -> None:  # noqa: F811
    done = run("purge", archive, "--url", URL)
    assert done.code == 2
    assert "--yes" in done.err
    assert len(titles(run, archive)) == 2


def test_a_site_by_the_crawls_toml(run: Run, archive: Path, config: Path) -> None:  # noqa: F811
    done = run("purge", config, "--site", "www.news.test", "--yes", "--reason", "their wish")
    assert done.code == 0
    assert "2 articles, 3 revisions" in done.out
    assert titles(run, config) == []
    status = json.loads(run("status", config, "--json").out)
    assert (status["known"], status["adds_up"]) == (0, True)
    told = run("purge", config, "--list")
    assert told.out.splitlines()[0].endswith("news.test: their wish")
    assert told.err.startswith("1 entry in ")
    with Archive.open(archive, write=True) as opened:
        assert opened.add([Visit("https://www.news.test/new", "https://news.test/new", "www.news.test")]) == 0


def test_as_json(run: Run, archive: Path) -> None:  # noqa: F811
    done = run("purge", archive, "--url", URL, "--site", "c.test", "--yes", "--json")
    told = json.loads(done.out)
    assert [one["name"] for one in told["asked"]] == ["c.test", URL]
    assert (told["removed"]["articles"], told["removed"]["addresses"], told["traces"]) == (1, 1, False)
    known = json.loads(run("purge", archive, "--list", "--json").out)
    assert sorted((one["extent"], one["name"]) for one in known) == [("document", article_id(URL)), ("site", "c.test")]


def test_what_is_not_there_is_remembered_all_the_same(run: Run, archive: Path) -> None:  # noqa: F811
    done = run("purge", archive, "--site", "never.test", "--subdomains")
    assert done.code == 0
    assert done.out.startswith("Nothing of never.test and its subdomains is in ")
    assert done.err == "Remembered: it will not be asked for again.\n"
    assert "*.never.test" in run("purge", archive, "--list").out
    assert run("purge", archive, "--forget", "never.test").code == 0
    assert run("purge", archive, "--forget", "never.test").code == 1
    assert run("purge", archive, "--list").out == ""


def test_where_it_has_moved_to_is_told(run: Run, archive: Path) -> None:  # noqa: F811
    with Archive.open(archive, write=True) as opened:
        moved = Visit("https://news.test/old", "https://news.test/old", "news.test", Kind.PAGE)
        opened.add([moved])
        opened.finish(Outcome(moved, State.REDIRECTED, WHEN, 301, detail=f"to {URL}"))
    done = run("purge", archive, "--url", moved.url, "--yes")
    assert done.complaints[0] == f"scraper: it redirects to {URL}, which stays; if that is to go as well: --url {URL}"


@pytest.mark.parametrize(
    "wrong",
    [
        (),
        ("--list", "--site", "a.test"),
        ("--subdomains", "--url", URL),
        ("--site", "https://news.test/page"),
        ("--url", "no url"),
        ("--site", ""),
    ],
)
def test_a_wrong_command_line_is_one_line(run: Run, archive: Path, wrong: tuple[str, ...]) -> None:  # noqa: F811
    done = run("purge", archive, *wrong)
    assert (done.code, len(done.complaints)) == (2, 1)


def test_while_a_crawl_writes_it_waits(run: Run, archive: Path) -> None:  # noqa: F811
    with Archive.open(archive, write=True):
        assert run("purge", archive, "--url", URL, "--yes").code == 75
        assert run("purge", archive, "--url", URL, "--dry-run").code == 0


def test_an_article_that_came_back_is_one_again(run: Run, archive: Path) -> None:  # noqa: F811
    run("purge", archive, "--url", URL, "--yes")
    run("purge", archive, "--forget", article_id(URL))
    with Archive.open(archive, write=True) as opened:
        opened.begin_run("again", WHEN.timestamp())
        finish(opened, URL, article().title)
        [gone] = opened.purging.tombstones()
        back = opened.article(URL)
        assert back is not None
        assert (back.revision, back.cursor > gone.cursor) == (1, True)
