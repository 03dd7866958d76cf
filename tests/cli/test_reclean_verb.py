"""scraper reclean and scraper verify, as they are typed."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from contextlib import nullcontext
from pathlib import Path

import pytest

from scraper import wiring
from scraper.model import Article, Outcome, Page, State
from scraper.settings import Settings
from scraper.workers import Workers
from scraper.writer import Archive
from tests.cli.conftest import Run
from tests.journey.site import listing, story
from tests.writer.factory import NOW, article, visit

OWN = wiring.maker(Settings())
POOR, NONE, BARE = (f"https://news.test/{name}/" for name in ("poor", "none", "bare"))


@pytest.fixture(scope="module")
def workers() -> Iterator[Workers]:
    with Workers(number=1) as workers:
        yield workers


@pytest.fixture(autouse=True)
def shared(workers: Workers, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wiring, "Workers", lambda _bounds: nullcontext(workers))


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    """Three pages as an earlier version saw them: a poor text, a listing taken for one, and one without its bytes."""
    directory = tmp_path / "archive"
    with Archive.open(directory, write=True) as opened:
        opened.begin_run("earlier", NOW.timestamp(), maker=OWN._replace(software="0.0.1"))
        for url, body in ((POOR, story(1)), (NONE, listing(["/a"] * 9)), (BARE, story(2))):
            came = Page(url, 200, (("content-type", "text/html"),), body.encode(), NOW, raw_body=body.encode())
            raw = None if url == BARE else opened.keep(came)
            opened.finish(Outcome(visit(url), State.FETCHED, NOW, 200, page=came, raw=raw, result=made(url, body)))
    return directory


def made(url: str, body: str) -> Article:
    """A poor article of the page."""
    return article(url, content_sha256=hashlib.sha256(body.encode()).hexdigest())


def test_the_table_says_what_became_of_all(archive: Path, run: Run) -> None:
    done = run("reclean", archive, "--verbose")
    assert done.code == 0
    lines = done.out.splitlines()
    assert lines[0].startswith(f"changed: {POOR} (")
    assert "title, authors, dates, text, " in lines[0]
    assert lines[1].startswith(f"article no more: {NONE} (")
    assert lines[2] == f"not cleaned: {BARE} (bytes not kept)"
    assert re.search(r"(?m)^article no more +1 +1 listing *$", done.out)
    assert max(map(len, done.out.splitlines()[3:-1])) <= 80, "all but the line with the path"
    again = run("reclean", archive)
    assert "changed" not in again.out


def test_a_dry_run_stores_nothing(archive: Path, run: Run) -> None:
    one, two = run("reclean", archive, "--dry-run", "--json"), run("reclean", archive, "--dry-run", "--json")
    told = json.loads(one.out)
    assert one.out == two.out
    assert told["stored"] is False
    assert told["pages"] == {"same": 0, "changed": 1, "new": 0, "rejected": 1, "none": 0, "left": 1}
    assert (told["reasons"], told["left"]) == ({"listing": 1}, {"not_kept": 1})
    assert told["maker"]["model"] == OWN.model


def test_each_change_as_json(archive: Path, run: Run) -> None:
    done = run("reclean", archive, "--json", "--verbose", "--url", POOR)
    line, report = map(json.loads, done.out.splitlines())
    assert (line["url"], line["fate"]) == (POOR, "changed")
    assert report["pages"]["changed"] == 1


def test_lost_bytes_are_complained_of(archive: Path, run: Run) -> None:
    [path] = (archive / "warc").iterdir()
    path.unlink()
    done = run("reclean", archive)
    assert done.code == 1
    assert any("bytes damaged or missing" in line and "No such file" in line for line in done.complaints)
    done = run("verify", archive)
    assert done.code == 1
    assert done.out == f"file: {path.name}: missing, and with it 2 exchanges\n"
    assert done.complaints == [f"{archive}: 1 break; 3 exchanges, 3 revisions"]
    assert json.loads(run("verify", archive, "--json").out)["link"] == "file"


def test_a_whole_archive_is_called_whole(archive: Path, run: Run) -> None:
    run("reclean", archive)
    done = run("verify", archive, "--reclean")
    assert (done.code, done.out) == (0, "")
    assert done.complaints == [f"{archive}: whole; 3 exchanges, 4 revisions, 1 text made again"]


def test_an_archive_of_unknown_settings_needs_its_toml(tmp_path: Path, run: Run) -> None:
    with Archive.open(tmp_path / "archive", write=True) as opened:
        opened.begin_run("earlier", NOW.timestamp())
    done = run("reclean", tmp_path / "archive")
    assert done.code == 2
    assert "name the crawl's TOML instead" in done.err
