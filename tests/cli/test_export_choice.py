"""scraper export: what is chosen, and in which shape it leaves."""

from __future__ import annotations

import base64
import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from scraper.crawler.discover import visit_to
from scraper.model import Licence, Outcome, Page, Signal, State
from scraper.writer.archive import Archive
from scraper.writer.export import Format
from scraper.writer.export.fields import Names
from tests.cli.conftest import Run, article
from tests.test_webhook import Listener, running

WHEN = datetime(2026, 1, 1, 12, tzinfo=UTC)
A, B, C, D = (f"https://{name}.test/story" for name in "abcd")
NOAI = (Signal("x-robots-tag", "noai"),)
SECRET = "whsec_" + base64.b64encode(b"x" * 32).decode()


def finish(archive: Archive, url: str, text: str, day: int, **changes: object) -> None:
    made = replace(article(url, f"Title {url[8]}"), text=text, canonical_url=None)
    if licence := changes.pop("licence", None):
        made = replace(made, licence=licence, attribution=replace(made.attribution, licence=licence))  # type: ignore[arg-type]
    at = WHEN + timedelta(days=day)
    page = Page(url, 200, (("content-type", "text/html"),), b"x", at)
    archive.finish(Outcome(visit_to(url), State.FETCHED, at, 200, page=page, result=made, **changes))  # type: ignore[arg-type]


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    """Four articles of four days: the second says noai, the third is a copy of the first, the last is CC BY."""
    directory = tmp_path / "archive"
    with Archive.open(directory, write=True) as opened:
        opened.begin_run("demo", WHEN.timestamp())
        finish(opened, A, "Gold was found in the river.", 0)
        finish(opened, B, "Nothing was found in the lake.", 1, signals=NOAI)
        finish(opened, C, "Gold was found in the river!", 2)
        finish(opened, D, "The mine was closed. It had been open for years.", 3, licence=Licence("CC-BY-4.0"))
    return directory


def titles(out: str) -> str:
    return "".join(json.loads(line)["title"][-1] for line in out.splitlines())


def test_by_words(run: Run, archive: Path) -> None:
    assert titles(run("export", archive, "--query", "gold").out) == "ac"
    assert run("export", archive, "--query", "!").code == 2


def test_by_licence(run: Run, archive: Path) -> None:
    assert titles(run("export", archive, "--license", "cc-by-4").out) == "d"
    assert titles(run("export", archive, "--license", "CC-BY-NC", "--license", "CC-BY-4.0").out) == "abcd"


def test_by_purpose(run: Run, archive: Path) -> None:
    done = run("export", archive, "--purpose", "ai-train")
    assert titles(done.out) == "acd"
    assert "1 left out: their sites do not allow it for ai-train" in done.err
    assert titles(run("export", archive, "--purpose", "search").out) == "abcd"


def test_one_of_each(run: Run, archive: Path) -> None:
    done = run("export", archive, "--one-of-each")
    assert titles(done.out) == "abd"
    assert "1 copies left out" in done.err


@pytest.mark.parametrize(
    ("since", "expected"),
    [
        ("2026-01-01", "abcd"),
        ("2026-01-03", "cd"),
        ("2026-01-03T12:00:00Z", "cd"),
        ("2026-01-03T12:00:01Z", "d"),
        ("2026-02-01", ""),
        ("2", "cd"),
    ],
)
def test_since(run: Run, archive: Path, since: str, expected: str) -> None:
    done = run("export", archive, "--since", since)
    assert titles(done.out) == expected
    assert done.complaints[-1].endswith("--since 4")


def test_what_since_may_be(run: Run, archive: Path) -> None:
    done = run("export", archive, "--since", "yesterday")
    assert (done.code, len(done.complaints)) == (2, 1)


def test_other_names(run: Run, archive: Path) -> None:
    line = json.loads(run("export", archive, "--fields-as", "news-please").out.splitlines()[0])
    assert line["maintext"] == "Gold was found in the river."
    assert line["original"] == A
    assert run("export", archive, "--fields-as", "schemaorg", "-f", "csv").code == 2


@pytest.mark.parametrize("names", list(Names))
def test_other_names_in_a_directory(run: Run, archive: Path, tmp_path: Path, names: Names) -> None:
    """Files are called as ever, though not all of the others have a title or an id."""
    for options in ((), ("--fields-as", names.value)):
        assert run("export", archive, "-f", "json", *options, "-o", tmp_path / f"out{len(options)}").code == 0
    plain, renamed = (sorted(path.name for path in (tmp_path / name).iterdir()) for name in ("out0", "out2"))
    assert plain == renamed
    assert len(plain) == 4


@pytest.mark.parametrize("since", ["5", "20260101"])
def test_a_cursor_of_nowhere_is_told(run: Run, archive: Path, since: str) -> None:
    """A day without its dashes, or a cursor of another archive: it would leave out all that comes until then."""
    done = run("export", archive, "--since", since)
    assert (done.code, done.out, len(done.complaints)) == (2, "", 1)
    assert "the last change of this archive is 4" in done.err


def test_the_last_cursor_holds_after_a_purge(run: Run, archive: Path) -> None:
    assert run("purge", archive, "--url", D, "--yes", "--reason", "asked for").code == 0
    for since in ("4", run("export", archive, "--since", "4").complaints[-1].split()[-1]):
        assert run("export", archive, "--since", since).code == 0


def test_pieces(run: Run, archive: Path) -> None:
    done = run("export", archive, "--chunks", "50")
    pieces = [json.loads(line) for line in done.out.splitlines()]
    assert [(piece["url"][8], piece["text"]) for piece in pieces if piece["url"] == D] == [
        ("d", "The mine was closed. It had been open for years.")
    ]
    assert done.complaints[-1].startswith("4 chunks")
    assert run("export", archive, "--chunks", "50", "--fields-as", "newspaper").code == 2


def test_a_row_that_is_broken_costs_itself_only(run: Run, archive: Path) -> None:
    with closing(sqlite3.connect(archive / "archive.db")) as database, database:
        database.execute("UPDATE revisions SET document = '{' WHERE cursor = 2")
    done = run("export", archive)
    assert (done.code, titles(done.out)) == (0, "acd")
    assert "cannot be read (JSONDecodeError), left out; see: scraper verify" in done.err


def test_a_row_without_its_way_back_does_not_leave(run: Run, archive: Path) -> None:
    with closing(sqlite3.connect(archive / "archive.db")) as database, database:
        sql = "UPDATE revisions SET document = json_set(document, '$.attribution.link', '') WHERE cursor = 2"
        database.execute(sql)
    done = run("export", archive)
    assert (done.code, titles(done.out)) == (0, "acd")
    assert "cannot be read (ValueError), left out" in done.err


@pytest.mark.parametrize("format", list(Format))
def test_every_format_from_an_archive(run: Run, archive: Path, tmp_path: Path, format: Format) -> None:
    for target in (tmp_path / "folder", tmp_path / f"one.{format}"):
        done = run("export", archive, "-f", format.value, "-o", target)
        assert (done.code, done.complaints) == (0, [f"4 articles into {target}; what comes later: --since 4"])
        assert any(path.is_file() for path in (target, *target.rglob("*")))


@pytest.fixture
def listener() -> Iterator[Listener]:
    with running() as server:
        yield server


def test_posting(run: Run, archive: Path, listener: Listener, monkeypatch: pytest.MonkeyPatch) -> None:
    url = f"http://127.0.0.1:{listener.server_port}/"
    assert run("export", archive, "--post", url).code == 2, "nothing is posted unsigned"
    monkeypatch.setenv("SCRAPER_WEBHOOK_SECRET", SECRET)
    done = run("export", archive, "--since", "2", "--post", url)
    assert (done.code, done.complaints[-1]) == (0, f"2 articles posted to {url}; what comes later: --since 4")
    (body,) = [json.loads(body) for _, body in listener.heard]
    assert [one["url"] for one in body["articles"]] == [C, D]
    assert run("export", archive, "--post", url, "-f", "csv").code == 2
    listener.statuses = [400]
    refused = run("export", archive, "--post", url)
    assert (refused.code, len(refused.complaints)) == (75, 1)
