"""scraper clean, with a cleaner that takes every page for an article."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from scraper import journey
from scraper.cli.inputs import MAX_PAGE_BYTES
from scraper.model import Article, Reason, Rejection
from tests.cli.conftest import Run, article

LINK = "https://insightcrime.org/news/a/"


@pytest.fixture(autouse=True)
def cleaner(monkeypatch: pytest.MonkeyPatch) -> None:
    """The page's bytes are the title; a NUL makes it binary."""

    def clean(html: bytes, url: str | None) -> Article | Rejection:
        if b"\0" in html:
            return Rejection(url or "", Reason.NOT_HTML, "binary")
        return article(url or LINK, html.decode())

    clean_with(monkeypatch, clean)


def clean_with(monkeypatch: pytest.MonkeyPatch, clean: Callable[[bytes, str | None], Article | Rejection]) -> None:
    """Have the command clean in this process, and with this cleaner."""
    monkeypatch.setattr(journey, "clean_apart", lambda html, url, _: clean(html, url))
    monkeypatch.setattr(journey, "clean_all", lambda pages, _: ((name, clean(html, None)) for name, html in pages))


def page(path: Path, text: bytes = b"A raid") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text)
    return path


def test_markdown_with_credit_at_both_ends_is_the_default(run: Run, tmp_path: Path) -> None:
    done = run("clean", page(tmp_path / "a.html"))
    assert done.code == 0
    assert done.err == ""
    body = done.out.split("---\n", 2)[2]
    above, below = body.split("Police raided")
    assert "InSight Crime" in above
    assert LINK in above
    assert LINK in below


def test_one_page_is_a_json_object_and_several_are_a_list(run: Run, tmp_path: Path) -> None:
    first, second = page(tmp_path / "a.html"), page(tmp_path / "b.html", b"Another")
    assert json.loads(run("clean", first, "-f", "json").out)["title"] == "A raid"
    several = json.loads(run("clean", first, second, "-f", "json").out)
    assert [each["title"] for each in several] == ["A raid", "Another"]


def test_jsonl_has_a_line_each_and_the_url_given(run: Run, tmp_path: Path) -> None:
    url = "https://insightcrime.org/news/given/"
    (line,) = run("clean", page(tmp_path / "a.html"), "--url", url, "-f", "jsonl").out.splitlines()
    assert json.loads(line)["url"] == url
    assert json.loads(line)["attribution"]["link"] == url


def test_the_suffix_of_the_output_names_the_format(run: Run, tmp_path: Path) -> None:
    done = run("clean", page(tmp_path / "a.html"), "-o", tmp_path / "a.json")
    assert (done.code, done.out) == (0, "")
    assert json.loads((tmp_path / "a.json").read_text(encoding="utf-8"))["title"] == "A raid"


def test_a_directory_is_walked_and_written_a_file_each(run: Run, tmp_path: Path) -> None:
    for name in ("b.htm", "deep/er/a.HTML", "c.xhtml"):
        page(tmp_path / "in" / name, name.encode())
    page(tmp_path / "in" / "not-a-page.txt")
    done = run("clean", tmp_path / "in", "-f", "text", "-o", tmp_path / "out")
    assert done.code == 0
    texts = [file.read_text(encoding="utf-8") for file in (tmp_path / "out").iterdir()]
    assert sorted(text.splitlines()[0] for text in texts) == ["b.htm", "c.xhtml", "deep/er/a.HTML"]
    assert all(LINK in text for text in texts)


def test_copies_of_an_article_that_share_a_file_are_told(run: Run, tmp_path: Path) -> None:
    done = run("clean", page(tmp_path / "a.html"), page(tmp_path / "b.html"), "-o", tmp_path / "out")
    assert len(list((tmp_path / "out").iterdir())) == 1
    assert "1 of 2 are the same article again" in done.err


def test_a_directory_gives_one_result_a_page(run: Run, tmp_path: Path) -> None:
    for name in ("b.htm", "deep/er/a.HTML", "c.xhtml"):
        page(tmp_path / "in" / name, name.encode())
    lines = run("clean", tmp_path / "in", "-f", "jsonl").out.splitlines()
    assert [json.loads(line)["title"] for line in lines] == ["b.htm", "c.xhtml", "deep/er/a.HTML"]


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("missing.html", None, "no such file"),
        ("empty.html", b"", "empty"),
        ("blank.html", b" \n\t\n", "empty"),
        ("huge.html", b"x" * (MAX_PAGE_BYTES + 1), "over 20 MB"),
    ],
)
def test_what_is_no_page_is_named_in_one_line(
    run: Run, tmp_path: Path, name: str, content: bytes | None, words: str
) -> None:
    if content is not None:
        page(tmp_path / name, content)
    done = run("clean", tmp_path / name)
    assert (done.code, done.out) == (2, "")
    assert len(done.complaints) == 1
    assert name in done.err
    assert words in done.err


def test_a_file_that_may_not_be_read(run: Run, tmp_path: Path) -> None:
    (tmp_path / "loop.html").symlink_to(tmp_path / "loop.html")
    done = run("clean", tmp_path / "loop.html")
    assert done.code == 2
    assert "cannot be read" in done.err


def test_a_binary_file_is_no_article(run: Run, tmp_path: Path) -> None:
    done = run("clean", page(tmp_path / "photo.html", b"\x89PNG\0\0"))
    assert done.code == 3
    assert done.complaints == [f"scraper: {tmp_path}/photo.html: no article: not html (binary)"]


def test_the_good_pages_come_through_and_the_bad_are_named(run: Run, tmp_path: Path) -> None:
    names = [page(tmp_path / "a.html"), tmp_path / "missing.html", page(tmp_path / "c.html", b"\0")]
    done = run("clean", *names, "-f", "jsonl")
    assert done.code == 1
    assert len(done.out.splitlines()) == 1
    assert len(done.complaints) == 2


def test_nothing_is_written_when_nothing_came(run: Run, tmp_path: Path) -> None:
    target = tmp_path / "out.json"
    target.write_text("before", encoding="utf-8")
    assert run("clean", page(tmp_path / "a.html", b"\0"), "-o", target).code == 3
    assert target.read_text(encoding="utf-8") == "before"


def test_a_place_that_cannot_be_written_is_told_before_the_work(run: Run, tmp_path: Path) -> None:
    done = run("clean", page(tmp_path / "a.html"), "-o", tmp_path / "nowhere" / "a.json")
    assert done.code == 2
    assert "nowhere" in done.err
    assert len(done.complaints) == 1


def test_a_url_belongs_to_one_page(run: Run, tmp_path: Path) -> None:
    done = run("clean", page(tmp_path / "a.html"), page(tmp_path / "b.html"), "--url", LINK)
    assert done.code == 2
    assert "--url" in done.err


def test_a_url_that_is_none_is_a_wrong_call(run: Run, tmp_path: Path) -> None:
    done = run("clean", page(tmp_path / "a.html"), "--url", "ftp://news.test/")
    assert (done.code, done.out) == (2, "")
    assert len(done.complaints) == 1


def test_an_empty_directory_is_named(run: Run, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    done = run("clean", tmp_path / "in")
    assert done.code == 2
    assert "no .htm, .html, .xhtml file" in done.err


def test_the_unforeseen_is_one_line_that_says_how_to_see_more(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(html: bytes, url: str | None) -> Article | Rejection:
        raise RuntimeError("two\nlines")

    clean_with(monkeypatch, broken)
    done = run("clean", page(tmp_path / "a.html"))
    assert done.code == 3
    assert done.complaints == ["scraper: unexpected RuntimeError: two lines (SCRAPER_DEBUG=1 shows where)"]
