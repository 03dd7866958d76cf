"""scraper republish: the pack, or the refusal."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import docx
import pytest

from scraper import journey
from scraper.crawler.discover import visit_to
from scraper.journey import Result
from scraper.model import Licence, Outcome, Permission, Reason, Rejection, State
from scraper.writer.archive import Archive
from scraper.writer.republish import Form
from tests.cli.conftest import Run, article

URL = "https://insightcrime.org/news/a/"
WHEN = datetime(2026, 1, 1, tzinfo=UTC)
MAY = replace(article(), attribution=replace(article().attribution, permission=Permission.GRANTED))


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    directory = tmp_path / "archive"
    with Archive.open(directory, write=True) as opened:
        opened.begin_run("demo", WHEN.timestamp())
        for result in (MAY, article("https://insightcrime.org/news/b/")):
            visit = visit_to(result.url)
            opened.add([visit])
            opened.finish(Outcome(visit, State.FETCHED, WHEN, status=200, result=result))
    return directory


def fetching(monkeypatch: pytest.MonkeyPatch, result: Result) -> None:
    monkeypatch.setattr(journey, "fetch", lambda _url, _settings: result)


def test_to_stdout_with_the_list_on_stderr(run: Run, archive: Path) -> None:
    done = run("republish", URL, "--archive", archive)
    assert done.code == 0
    assert done.out.startswith("# A raid\n\nBy Jeanna Cullinan, InSight Crime — originally published by InSight Crime")
    assert done.complaints[0] == "Before you publish:"
    assert "- Use it for nothing commercial." in done.complaints[1]


def test_a_pack(run: Run, archive: Path, tmp_path: Path) -> None:
    done = run("republish", URL, "-a", archive, "-f", "html", "-o", tmp_path / "pack")
    assert done.code == 0
    assert done.complaints == [
        f"{tmp_path / 'pack'}: article.html, checklist.md, licence.txt; things left for you to do: 3"
    ]
    assert {path.name for path in (tmp_path / "pack").iterdir()} == {"article.html", "checklist.md", "licence.txt"}
    assert (tmp_path / "pack" / "checklist.md").read_text("utf-8").startswith("# Before you publish\n\n- [x] ")


def test_a_word_document(run: Run, archive: Path, tmp_path: Path) -> None:
    assert run("republish", URL, "-a", archive, "-f", "docx", "-o", tmp_path / "a.docx").code == 0
    assert docx.Document(str(tmp_path / "a.docx")).paragraphs[0].text == "A raid"
    assert run("republish", URL, "-a", archive, "-f", "docx").code == 2


def test_a_refusal_is_one_line_and_writes_nothing(run: Run, archive: Path, tmp_path: Path) -> None:
    done = run("republish", "https://insightcrime.org/news/b/", "-a", archive, "-o", tmp_path / "pack")
    assert (done.code, done.out, len(done.complaints)) == (4, "", 1)
    assert "not to be republished: its terms are unknown" in done.err
    assert not (tmp_path / "pack").exists()
    assert run("republish", URL, "-a", archive, "--commercial").code == 4


def test_what_is_not_there(run: Run, archive: Path) -> None:
    done = run("republish", "https://insightcrime.org/news/c/", "-a", archive)
    assert (done.code, len(done.complaints)) == (2, 1)


def test_from_the_site_itself(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    fetching(monkeypatch, MAY)
    assert run("republish", URL).out.startswith("# A raid")
    fetching(monkeypatch, Rejection(URL, Reason.ROBOTS, "Disallow: /"))
    done = run("republish", URL)
    assert (done.code, done.out, len(done.complaints)) == (4, "", 1)


def test_what_no_file_can_hold_is_replaced(run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Half of a pair, as it stands in broken JSON-LD."""
    about = replace(MAY.attribution, publisher="InSight \ud83d", licence=Licence("CC-BY", None, "Copy \ud83d"))
    fetching(monkeypatch, replace(MAY, title="A \ud83d", attribution=about))
    for form in Form:
        assert run("republish", URL, "-f", form.value, "-o", tmp_path / "pack").code == 0
    texts = [path.read_text("utf-8") for path in (tmp_path / "pack").iterdir() if path.suffix != ".docx"]
    assert len(texts) == 4
    assert all("\ufffd" in text for text in texts)


def test_a_directory_may_be_called_like_a_file(run: Run, archive: Path, tmp_path: Path) -> None:
    (tmp_path / "pack.2026").mkdir()
    assert run("republish", URL, "-a", archive, "-o", tmp_path / "pack.2026").code == 0
    assert (tmp_path / "pack.2026" / "article.md").is_file()
