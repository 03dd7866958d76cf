"""scraper pages, on a real archive with a URL in every status."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from scraper.cli.pages import FIELDS, Status
from scraper.model import Kind, Outcome, Page, PassedOver, Reason, Rejection, State, Truncation, Visit
from scraper.writer.archive import Archive
from tests.cli.conftest import Run, article

WHEN = datetime(2026, 1, 1, tzinfo=UTC)
HOME = "https://news.test/"


def visit(path: str) -> Visit:
    return Visit(HOME + path, HOME + path, "news.test", depth=1, found_on=HOME)


def page(path: str, *, truncated: Truncation | None = None) -> Page:
    return Page(HOME + path, 200, (), b"<p>", WHEN, truncated=truncated)


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    """One URL in each state, one whose page was cut short, and one that was passed over."""
    directory = tmp_path / "archives" / "demo"
    with Archive.open(directory, write=True) as opened:
        opened.begin_run("demo", WHEN.timestamp())
        opened.add([visit(state.value) for state in State])
        for state in set(State) - {State.PENDING}:
            end = Outcome(visit(state.value), state, WHEN, status=200, next_due=WHEN.timestamp() + 60)
            if state is State.FETCHED:
                end = replace(end, result=article(HOME + state.value, "A story"))
            if state is State.REJECTED:
                rejected = Rejection(HOME + state.value, Reason.LISTING)
                end = replace(end, result=rejected, reason=Reason.LISTING.value, detail="12 links,\n\x1b[2Jtwo lines")
            opened.finish(end)
        over = PassedOver(replace(visit("calendar/2031-05/"), kind=Kind.PAGE), "calendar")
        cut = Outcome(
            visit("cut"),
            State.FAILED,
            WHEN,
            status=200,
            reason="too_large",
            page=page("cut", truncated=Truncation.LENGTH),
        )
        opened.add([visit("cut")])
        opened.finish(replace(cut, passed_over=(over,)))
    return directory


def test_every_known_url_with_its_status(run: Run, archive: Path) -> None:
    done = run("pages", archive, "-f", "jsonl")
    told = [json.loads(line) for line in done.out.splitlines()]
    assert done.code == 0
    assert [list(one) for one in told] == [FIELDS] * len(told)
    by_url = {one["url"].removeprefix(HOME): one for one in told}
    assert {path: one["status"] for path, one in by_url.items()} == (
        {state.value: state.value for state in State} | {"cut": "truncated", "calendar/2031-05/": "excluded"}
    )
    assert by_url["calendar/2031-05/"] | {"depth": 1} == {
        "url": HOME + "calendar/2031-05/",
        "status": "excluded",
        "reason": "calendar",
        "detail": None,
        "http_status": None,
        "kind": "page",
        "depth": 1,
        "found_on": HOME,
        "visited_at": None,
        "due": None,
    }
    fetched = by_url["fetched"]
    assert (fetched["http_status"], fetched["visited_at"], fetched["due"]) == (
        200,
        "2026-01-01T00:00:00Z",
        "2026-01-01T00:01:00Z",
    )


def test_json_and_csv_say_the_same(run: Run, archive: Path, tmp_path: Path) -> None:
    lines = [json.loads(line) for line in run("pages", archive, "-f", "jsonl").out.splitlines()]
    assert json.loads(run("pages", archive, "-f", "json").out) == lines
    target = tmp_path / "pages.csv"
    done = run("pages", archive, "-o", target)
    assert (done.code, done.out) == (0, "")
    assert f"{len(lines)} URLs into {target}" in done.err
    records = list(csv.DictReader(io.StringIO(target.read_text(encoding="utf-8"))))
    assert [record["url"] for record in records] == [line["url"] for line in lines]
    rejected = next(record for record in records if record["status"] == "rejected")
    assert rejected["detail"] == "12 links,\n\x1b[2Jtwo lines"


@pytest.mark.parametrize("status", list(Status))
def test_by_status(run: Run, archive: Path, status: Status) -> None:
    told = json.loads(run("pages", archive, "-f", "json", "--status", status.value).out)
    assert told
    assert {one["status"] for one in told} == {status.value}


def test_each_state_is_a_status() -> None:
    assert {status.value for status in Status} == {state.value for state in State} | {"truncated"}


def test_by_more_than_one(run: Run, archive: Path) -> None:
    told = json.loads(run("pages", archive, "-f", "json", "-s", "gone", "-s", "truncated").out)
    assert [one["status"] for one in told] == ["gone", "truncated"]
    assert run("pages", archive, "-s", "lost").code == 2


def test_text_is_for_narrow_windows(run: Run, archive: Path) -> None:
    out = run("pages", archive).out
    assert "fetched    200 https://news.test/fetched\n" in out
    assert "rejected   200 https://news.test/rejected\n               listing: 12 links, \\x1b[2Jtwo lines\n" in out
    assert "pending      - https://news.test/pending\n" in out
    assert max(map(len, out.splitlines())) <= 60


def test_an_archive_with_nothing_in_it(run: Run, tmp_path: Path) -> None:
    directory = tmp_path / "empty"
    Archive.open(directory, write=True).close()
    assert json.loads(run("pages", directory, "-f", "json").out) == []
    assert run("pages", directory, "-f", "csv").out.strip() == ",".join(FIELDS)


def test_a_file_that_cannot_be(run: Run, archive: Path, tmp_path: Path) -> None:
    done = run("pages", archive, "-o", tmp_path)
    assert done.code == 2
    assert "name a file in it" in done.err
    assert run("pages", tmp_path / "nothing").code == 2
