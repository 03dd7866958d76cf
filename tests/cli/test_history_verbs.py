"""scraper history and scraper diff, and what the other verbs say of what is gone."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from scraper.model import Author, Outcome, State, Visit
from scraper.writer.archive import Archive
from tests.cli.conftest import Done, Run, article

WHEN = datetime(2026, 1, 1, tzinfo=UTC)
URL = "https://news.test/a"
GONE = "https://news.test/gone"
TEXTS = (
    "Police raided 60 brothels on Tuesday, said the ministry of the interior.\n\nFive were arrested. One fled.",
    "Police raided 60 brothels on Friday, said the ministry of the interior.\n\nFive were arrested.\n\n"
    "Correction: the raid was on a Friday.",
)


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    """An article that was changed, and one that went."""
    directory = tmp_path / "demo"
    with Archive.open(directory, write=True) as opened:
        opened.begin_run("demo", WHEN.timestamp())
        for day, (url, text) in enumerate([(URL, TEXTS[0]), (GONE, TEXTS[0]), (URL, TEXTS[1])]):
            told = replace(article(url, "A raid"), text=text, authors=(Author("Jeanna Cullinan"),) * (day < 2))
            opened.finish(Outcome(Visit(url, url, "news.test"), State.FETCHED, at(day), 200, result=told))
        opened.finish(Outcome(Visit(GONE, GONE, "news.test"), State.GONE, at(3), 410))
    return directory


def at(day: int) -> datetime:
    return WHEN + timedelta(days=day)


def test_a_diff_for_people(run: Run, archive: Path) -> None:
    done = run("diff", archive, URL)
    assert (done.code, done.err) == (0, "")
    assert done.out.splitlines() == [
        "A raid",
        URL,
        "Revision 1: 2026-01-01 00:00:00 UTC",
        "Revision 2: 2026-01-03 00:00:00 UTC, correction, text changed, authors changed",
        "",
        "authors changed",
        "- Jeanna Cullinan",
        "",
        "paragraph 1",
        "~ Police raided 60 brothels on [-Tuesday-] {+Friday+}, said the ministry of the",
        "  interior.",
        "",
        "paragraph 2 of the earlier text",
        "- One fled.",
        "",
        "paragraph 3",
        "+ Correction: the raid was on a Friday.",
        "",
        "By Jeanna Cullinan, InSight Crime — originally published by InSight Crime:",
        URL,
    ]


@pytest.mark.parametrize("columns", [60, 72])
def test_nothing_is_wider_than_the_screen(
    run: Run, archive: Path, monkeypatch: pytest.MonkeyPatch, columns: int
) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    for verb in ("diff", "history"):
        for url in (URL, GONE):
            assert max(map(len, run(verb, archive, url).out.splitlines())) <= columns


def test_a_diff_for_programs(run: Run, archive: Path) -> None:
    told = json.loads(run("diff", archive, URL, "--from", 1, "--to", 2, "--json").out)
    assert (told["from"]["revision"], told["to"]["revision"]) == (1, 2)
    assert told["changes"] == ["correction", "text", "authors"]
    assert told["fields"] == [{"field": "authors", "before": ["Jeanna Cullinan"], "after": []}]
    assert [(edit["edit"], edit["paragraph"]) for edit in told["text"]] == [
        ("replaced", 1),
        ("removed", 2),
        ("added", 3),
    ]
    assert told["attribution"]["link"] == URL


def test_a_history(run: Run, archive: Path) -> None:
    done = run("history", archive, GONE)
    assert (done.code, done.err) == (0, "")
    assert done.out.splitlines()[:6] == [
        "A raid",
        GONE,
        "2 revisions, and the page is gone",
        "",
        "  1  2026-01-02 00:00:00 UTC  first seen",
        "  2  2026-01-04 00:00:00 UTC  gone (410 Gone)",
    ]
    told = json.loads(run("history", archive, URL, "--json").out)
    assert [one["changes"] for one in told["revisions"]] == [[], ["correction", "text", "authors"]]
    assert (told["gone"], told["attribution"]["link"]) == (False, URL)
    last = json.loads(run("history", archive, told["id"], "--json").out)
    assert last == told, "by its id as well"
    tomb = json.loads(run("history", archive, GONE, "--json").out)
    assert (tomb["gone"], tomb["revisions"][1]["kind"], tomb["revisions"][1]["reason"]) == (True, "tombstone", "gone")


def test_a_page_that_says_escape_sequences(run: Run, tmp_path: Path) -> None:
    with Archive.open(tmp_path / "odd", write=True) as opened:
        opened.begin_run("odd", WHEN.timestamp())
        for title in ("One", "Two\x1b[2J"):
            told = replace(article(URL, title), text=f"{title} in the text.")
            opened.finish(Outcome(Visit(URL, URL, "news.test"), State.FETCHED, WHEN, 200, result=told))
    for verb in ("diff", "history"):
        assert "\x1b" not in run(verb, tmp_path / "odd", URL).out


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        ((URL + "/other",), "no such article in"),
        (("0" * 16,), "no such article in"),
        (("nonsense",), "not a URL"),
    ],
)
@pytest.mark.parametrize("verb", ["diff", "history"])
def test_what_is_not_there(run: Run, archive: Path, verb: str, arguments: tuple[str, ...], complaint: str) -> None:
    done = run(verb, archive, *arguments)
    refused(done, complaint)


def test_revisions_that_are_not_there(run: Run, archive: Path) -> None:
    refused(run("diff", archive, URL, "--to", 3), "there is no revision 3; it has 1 to 2")
    refused(run("diff", archive, URL, "--from", 2, "--to", 1), "name the earlier one first")


def refused(done: Done, complaint: str) -> None:
    assert (done.code, done.out, len(done.complaints)) == (2, "", 1)
    assert complaint in done.err


def test_a_lone_revision(run: Run, archive: Path) -> None:
    alone = run("diff", archive, URL, "--from", 1, "--to", 1)
    assert alone.code == 0
    assert "Revision 1: 2026-01-01 00:00:00 UTC, nothing to compare it with" in alone.out


# ---------------------------------------------------------------- the other verbs


def test_export_tells_of_the_gone_to_who_keeps_in_step(run: Run, archive: Path, tmp_path: Path) -> None:
    first = run("export", archive)
    assert [json.loads(line)["url"] for line in first.out.splitlines()] == [URL]
    later = run("export", archive, "--since", 2)
    changed, tomb = map(json.loads, later.out.splitlines())
    assert (changed["revision"], "gone" in changed) == (2, False)
    assert (tomb["url"], tomb["gone"], tomb["attribution"]["publisher"]) == (GONE, True, "InSight Crime")
    assert later.complaints == ["1 gone since then, told as well", "1 articles; what comes later: --since 4"]
    run("export", archive, "--since", 2, "-f", "json", "-o", tmp_path / "out")
    assert sorted(file.name[:10] for file in (tmp_path / "out").iterdir()) == ["2026-01-04", "undated-a-"]


@pytest.mark.parametrize("format", ["markdown", "text"])
def test_a_format_for_readers_leaves_them_out_and_says_so(run: Run, archive: Path, format: str) -> None:
    done = run("export", archive, "--since", 2, "-f", format)
    assert GONE not in done.out
    assert done.complaints == [
        f"1 gone since then: {format} cannot tell them, -f jsonl can",
        "1 articles; what comes later: --since 4",
    ]


def test_status_says_how_many_are_gone(run: Run, archive: Path) -> None:
    assert "1 articles, 1 more gone, in" in run("status", archive).out
    told = json.loads(run("status", archive, "--json").out)
    assert (told["articles"], told["gone"], told["adds_up"]) == (1, 1, True)
