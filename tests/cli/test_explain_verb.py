"""scraper explain, with the cleaner that comes with it and a web that is a function."""

from __future__ import annotations

import io
import json
import re
from pathlib import Path
from typing import Any

import pytest

from scraper import journey
from scraper.cleaner import Known, read
from scraper.journey import Result
from scraper.model import Failure, Fault, Reason, Rejection
from scraper.settings import Settings
from tests.cleaner import models
from tests.cleaner.pages import STORY, TITLE, URL, page
from tests.cli.conftest import Run

HTML = page(inside="<p>Subscribe to our newsletter.</p><pre>a\x1b[2Jb\nc</pre>", after="<p>" + "word " * 300)


@pytest.fixture(autouse=True)
def cleaner(monkeypatch: pytest.MonkeyPatch) -> None:
    """Clean in this process and with a model that guesses: here only what is shown of its guesses counts."""

    def clean(html: bytes, url: str | None, settings: Settings) -> Result:
        return read(html, url or URL, Known(), models.classifier()).result

    monkeypatch.setattr(journey, "clean_apart", clean)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "river.html"
    path.write_text(HTML, encoding="utf-8")
    return path


@pytest.mark.parametrize("columns", [60, 80, 200])
def test_each_block_is_listed_with_label_confidence_and_evidence(
    run: Run, file: Path, monkeypatch: pytest.MonkeyPatch, columns: int
) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    done = run("explain", file)
    assert (done.code, done.err) == (0, "")
    *lines, verdict = done.out.splitlines()
    assert max(map(len, lines)) <= columns
    title = next(number for number, line in enumerate(lines) if " title " in line)
    assert TITLE[: columns - 30] in lines[title]
    assert "is the title" in " ".join(lines[title + 1 : title + 4])
    assert len([line for line in lines if line[:1] in ("+", "-")]) == len(account(run, file)["blocks"])
    assert TITLE in verdict


@pytest.mark.parametrize("columns", [50, 72, 200])
def test_each_fact_is_listed_with_its_source(
    run: Run, file: Path, monkeypatch: pytest.MonkeyPatch, columns: int
) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    lines = run("explain", file).out.splitlines()
    facts = lines[lines.index("") + 1 : -1]
    assert max(map(len, facts)) <= columns
    row = next(line for line in facts if line.startswith("title "))
    assert re.search(r" h1 +0\.\d\d *$", row)
    assert "so too: title element" in facts[facts.index(row) + 1]
    told = account(run, file)["facts"]
    assert told["title"] == {
        "value": TITLE,
        "source": "h1",
        "confidence": told["title"]["confidence"],
        "agreeing": ["title element"],
        "differing": [],
    }
    assert [line.split()[0] for line in facts if line[0] != " "][1:] == ["title", "language", "site"]
    assert set(told) == {"title", "language", "site_name"}


def account(run: Run, file: Path, *more: str) -> dict[str, Any]:
    found = json.loads(run("explain", file, "--json", *more).out)
    assert isinstance(found, dict)
    return found


def test_programs_get_one_object(run: Run, file: Path) -> None:
    found = account(run, file, "--url", "https://rivernews.test/given/")
    assert found["url"] == "https://rivernews.test/given/"
    assert found["title"] == TITLE
    blocks = found["blocks"]
    assert [block["position"] for block in blocks] == sorted(block["position"] for block in blocks)
    texts = [block["text"] for block in blocks]
    assert {TITLE, *STORY, "Subscribe to our newsletter."} <= set(texts)
    for block in blocks:
        assert 1 <= len(block["reasons"]) <= 3
        assert 0 <= block["confidence"] <= 1
        assert block["story"] is (block["label"] in "heading paragraph list quote table code caption note".split())


def test_escape_sequences_of_a_page_are_spelled_out(run: Run, file: Path) -> None:
    done = run("explain", file)
    assert "\x1b" not in done.out
    assert r"\x1b[2J" in done.out


def test_a_page_on_stdin(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(HTML.encode())))
    assert TITLE in run("explain", "-").out


def test_what_is_no_article_is_explained_too(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "gone.html"
    path.write_text("<title>Page not found</title><h1>Page not found</h1><p>Try the search.", encoding="utf-8")
    done = run("explain", path)
    assert done.code == 0
    assert "error page" in done.out.splitlines()[-1].lower()
    assert "Try the search." in done.out
    assert account(run, path)["result"] == Reason.ERROR_PAGE.value


@pytest.mark.parametrize(("name", "content", "words"), [("none.html", None, "no such file"), ("a.html", b" ", "empty")])
def test_what_is_no_page_is_named_in_one_line(
    run: Run, tmp_path: Path, name: str, content: bytes | None, words: str
) -> None:
    if content is not None:
        (tmp_path / name).write_bytes(content)
    done = run("explain", tmp_path / name)
    assert (done.code, done.out) == (2, "")
    assert len(done.complaints) == 1
    assert name in done.err
    assert words in done.err


def test_a_url_is_fetched(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []

    def fetch(url: str, settings: Settings) -> Result:
        assert settings.contact
        asked.append(url)
        return read(HTML, url, model=models.classifier()).result

    monkeypatch.setattr(journey, "fetch", fetch)
    done = run("explain", URL, "--json")
    assert (done.code, asked) == (0, [URL])
    assert json.loads(done.out)["url"] == URL


@pytest.mark.parametrize(
    ("result", "code", "words"),
    [
        (Failure(URL, Fault.DNS, "rivernews.test: name not known", again=True), 3, "name not known"),
        (Failure(URL, Fault.STATUS, "429 Too Many Requests", status=429, again=True, wait=600.0), 75, "429"),
        (Rejection(URL, Reason.ROBOTS, "Disallow: /2011"), 4, "Disallow: /2011"),
        (Rejection(URL, Reason.NOT_HTML, "the bytes are no text"), 3, "the bytes are no text"),
    ],
)
def test_what_did_not_come_is_one_line_and_a_code(
    run: Run, monkeypatch: pytest.MonkeyPatch, result: Result, code: int, words: str
) -> None:
    monkeypatch.setattr(journey, "fetch", lambda *_: result)
    done = run("explain", URL)
    assert (done.code, done.out) == (code, "")
    assert len(done.complaints) == 1
    assert words in done.err


@pytest.mark.parametrize("url", ["ftp://news.test/x", "javascript://x"])
def test_an_address_that_cannot_be_asked_for_is_a_wrong_call(run: Run, url: str) -> None:
    done = run("explain", url)
    assert (done.code, done.out) == (2, "")
    assert len(done.complaints) == 1
