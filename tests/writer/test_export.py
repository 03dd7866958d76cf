"""Do articles leave whole, and with their credit?"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from io import StringIO
from pathlib import Path

import pytest

from scraper.errors import UsageError
from scraper.writer import Document, Format, render, write
from scraper.writer.document import StoredArticle, document, dumps
from scraper.writer.export.files import file_name
from scraper.writer.export.markdown import front_matter
from tests.writer.factory import INSIGHT_CRIME, NOW, article

CREDITED = document(article(attribution=INSIGHT_CRIME))
PLAIN = document(article("https://news.test/b"))

MARKDOWN = """\
# A River “Changes” Its Bed

By Jeanna Cullinan, InSight Crime — originally published by InSight Crime: \
<https://insightcrime.org/news/brief/gold-river/>

First paragraph.

Second *paragraph* – with a dash.

---

Originally published by InSight Crime: <https://insightcrime.org/news/brief/gold-river/>

Licence: CC-BY-NC (<https://creativecommons.org/licenses/by-nc/>)

We encourage readers to copy our work, with attribution to InSight Crime in the byline.
"""

TEXT = """\
A River “Changes” Its Bed

By Jeanna Cullinan, InSight Crime — originally published by InSight Crime: \
https://insightcrime.org/news/brief/gold-river/

First paragraph.

Second paragraph – with a dash.

Originally published by InSight Crime: https://insightcrime.org/news/brief/gold-river/
Licence: CC-BY-NC (https://creativecommons.org/licenses/by-nc/)
We encourage readers to copy our work, with attribution to InSight Crime in the byline.
"""


def facts(markdown: str) -> Document:
    """The front matter, read as what it is: a JSON value after each name."""
    matter = re.fullmatch(r"---\n(.*?)\n---\n\n.*", markdown, re.DOTALL)
    assert matter
    pairs = (line.split(": ", 1) for line in matter[1].split("\n"))
    return {name: json.loads(value) for name, value in pairs}


def test_markdown() -> None:
    told = render(CREDITED, Format.MARKDOWN)
    assert told.split("\n---\n\n", 1)[1] == MARKDOWN
    matter = facts(told)
    assert matter["title"] == CREDITED["title"]
    assert matter["authors"] == CREDITED["authors"]
    assert matter["byline"] == "By Jeanna Cullinan, InSight Crime"
    assert matter["original"] == INSIGHT_CRIME.link
    assert matter["license"]["id"] == "CC-BY-NC"


def test_markdown_of_an_article_without_markdown_keeps_its_words_plain() -> None:
    bare = document(article(markdown="", text="# not a heading\n\n1. no list\n\n- nor *this*\n\n--- done"))
    body = render(bare, Format.MARKDOWN)
    assert "\\# not a heading\n\n1\\. no list\n\n\\- nor \\*this\\*\n\n\\--- done" in body


def test_front_matter_escapes_what_yaml_does_not_take() -> None:
    line = front_matter({"title": "a\x85b\u2028c: #d 'e' \"f\""}, {}).split("\n")[1]
    assert line == r"""title: "a\u0085b\u2028c: #d 'e' \"f\"" """.strip()


def test_text() -> None:
    assert render(CREDITED, Format.TEXT) == TEXT


def test_json_and_jsonl() -> None:
    assert json.loads(render(PLAIN, Format.JSON)) == PLAIN
    line = render(PLAIN, Format.JSONL)
    assert line.endswith("}\n")
    assert line.count("\n") == 1
    assert json.loads(line) == PLAIN


@pytest.mark.parametrize("format", [Format.MARKDOWN, Format.TEXT])
def test_nothing_leaves_without_attribution(format: Format) -> None:
    with pytest.raises(ValueError, match="no attribution"):
        render(PLAIN | {"attribution": None}, format)


@pytest.mark.parametrize("number", [0, 1, 2])
def test_streams(number: int) -> None:
    items = [CREDITED, PLAIN][:number]
    array, lines = StringIO(), StringIO()
    assert write(items, Format.JSON, array) == number
    assert json.loads(array.getvalue()) == items
    assert write(items, Format.JSONL, lines) == number
    assert [json.loads(line) for line in lines.getvalue().splitlines()] == items


def test_stored_articles_pass_through() -> None:
    stored = StoredArticle(PLAIN["id"], 1, 1, NOW, dumps(PLAIN))
    stream = StringIO()
    write([stored], Format.JSONL, stream)
    write([stored], Format.TEXT, stream)
    first, _, rest = stream.getvalue().partition("\n")
    assert json.loads(first) == PLAIN
    assert rest == render(PLAIN, Format.TEXT)


def test_a_file_appears_whole_or_not_at_all(tmp_path: Path) -> None:
    def broken() -> Iterator[Document]:
        yield PLAIN
        raise RuntimeError("midway")

    target = tmp_path / "out.jsonl"
    target.write_text("what was there\n", encoding="utf-8")
    with pytest.raises(RuntimeError):
        write(broken(), Format.JSONL, target)
    assert target.read_text(encoding="utf-8") == "what was there\n"
    assert write([PLAIN], Format.JSONL, target) == 1
    assert json.loads(target.read_text(encoding="utf-8")) == PLAIN
    assert [path.name for path in tmp_path.iterdir()] == ["out.jsonl"]


def test_a_directory_gets_a_file_for_each_article(tmp_path: Path) -> None:
    assert write([CREDITED, PLAIN], Format.MARKDOWN, tmp_path / "out") == 2
    names = sorted(path.name for path in (tmp_path / "out").iterdir())
    assert names == sorted(f"2026-03-01-a-river-changes-its-bed-{made['id']}.md" for made in (CREDITED, PLAIN))
    assert (tmp_path / "out" / names[0]).read_text(encoding="utf-8").startswith("---\n")
    assert write([CREDITED, PLAIN], Format.JSONL, tmp_path / "out") == 2
    assert len((tmp_path / "out" / "articles.jsonl").read_text(encoding="utf-8").splitlines()) == 2


def test_a_device_is_written_to_not_replaced() -> None:
    assert write([PLAIN], Format.JSONL, Path("/dev/null")) == 1
    assert not Path("/dev/null").is_file()


@pytest.mark.parametrize("path", ["file.md/below.md", "nowhere/out.jsonl"])
def test_what_cannot_be_written_is_said_in_a_line(tmp_path: Path, path: str) -> None:
    (tmp_path / "file.md").touch()
    with pytest.raises(UsageError, match=re.escape(path)) as caught:
        write([PLAIN], Format.MARKDOWN, tmp_path / path)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("Peru Rescues Over 200 'Trafficking Victims'", "peru-rescues-over-200-trafficking-victims"),
        ("Análisis: ¿qué pasó?", "analisis-que-paso"),
        ("Новости дня", "новости-дня"),
        ("../../etc/passwd", "etc-passwd"),
        ("…", ""),
    ],
)
def test_file_names(title: str, slug: str) -> None:
    made = {"title": title, "date_published": None, "date_fetched": "2026-03-04T05:06:07Z", "id": "f" * 16}
    assert file_name(made, ".md") == "-".join(part for part in ("2026-03-04", slug, "f" * 16) if part) + ".md"


def test_file_names_are_short_enough() -> None:
    made = {"title": "слово " * 100, "date_published": None, "date_fetched": None, "id": "f" * 16}
    assert len(file_name(made, ".md").encode()) < 143


@pytest.mark.parametrize(
    ("title", "slug"),
    [("سجلّ يوميًّا", "سجلّ-يوميًّا"), ("हिन्दी में समाचार", "हिन्दी-में-समाचार"), ("ข่าว: วันนี้", "ข่าว-วันนี้"), ("😀", "")],
)
def test_a_word_keeps_its_marks_in_a_file_name(title: str, slug: str) -> None:
    made = {"title": title, "date_published": "2026-03-04", "id": "f" * 16}
    assert file_name(made, "") == "-".join(part for part in ("2026-03-04", slug, "f" * 16) if part)


def test_no_reader_of_lines_parts_a_line() -> None:
    odd = document(article(title="one\u2028two\u2029three\x85four\x0bfive"))
    stream = StringIO()
    write([odd, StoredArticle(odd["id"], 1, 1, NOW, dumps(odd))], Format.JSONL, stream)
    assert [json.loads(line) for line in stream.getvalue().splitlines()] == [odd, odd]


def test_a_corrected_title_leaves_one_file_of_the_article(tmp_path: Path) -> None:
    write([CREDITED, PLAIN], Format.MARKDOWN, tmp_path)
    kept = [f"2026-03-01-notes-{PLAIN['id']}.txt", f"mine-{PLAIN['id']}.md", "2026-03-01-other-0123456789abcdef.md"]
    for name in kept:
        (tmp_path / name).touch()
    write([PLAIN | {"title": "Corrected"}], Format.MARKDOWN, tmp_path)
    names = sorted(path.name for path in tmp_path.iterdir())
    assert names == sorted([*kept, file_name(CREDITED, ".md"), f"2026-03-01-corrected-{PLAIN['id']}.md"])


def test_two_of_one_title_are_two_files(tmp_path: Path) -> None:
    assert CREDITED["title"] == PLAIN["title"]
    assert write([CREDITED, PLAIN, CREDITED], Format.HTML, tmp_path / "out") == 3
    assert len(list((tmp_path / "out").iterdir())) == 2


@pytest.mark.parametrize("format", [Format.MARKDOWN, Format.HTML, Format.TEXT])
def test_an_article_without_title_has_no_empty_heading(format: Format) -> None:
    told = render(PLAIN | {"title": " "}, format)
    assert not re.search(r"(?m)^# *$|<h1[^>]*></h1>|<title></title>|\A\s", told)
    assert PLAIN["attribution"]["link"] in told


def test_a_title_says_all_of_its_characters() -> None:
    assert "\n# Why \\~\\~C\\~\\~ \\&amp; F \\#\n" in render(PLAIN | {"title": "Why ~~C~~ &amp; F #"}, Format.MARKDOWN)
