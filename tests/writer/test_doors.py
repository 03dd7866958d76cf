"""Does an article leave through each door as that door's own readers want it?"""

from __future__ import annotations

import csv
import io
import json
import os
import re
import sqlite3
from contextlib import closing
from datetime import datetime
from importlib.resources import files
from itertools import pairwise
from pathlib import Path
from typing import Any

import feedparser
import pyarrow.dataset
import pyarrow.parquet
import pytest
import trafilatura
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from lxml import etree
from selectolax.lexbor import LexborHTMLParser

from scraper.errors import UsageError
from scraper.model import Attribution, Licence
from scraper.writer.attribution import credit_line, from_document
from scraper.writer.document import Document, GoneReason, document, tombstone_document
from scraper.writer.export import LAYOUTS, TABLES, Format, feed, render, write
from scraper.writer.export.chunks import LEAST, chunks, pieces
from scraper.writer.export.fields import Names, renamed
from scraper.writer.schema_json import Shape, schema
from tests.writer.factory import INSIGHT_CRIME, NOW, article

NEW_FIELDS = {"is_accessible_for_free", "evidence"}  # what was stored before they came is without
MARKDOWN = """First *paragraph* with a [link](https://x.test/?a=1&b=2) & more.

## A part

- one
- two

### A part of it

1. three

> said

## The next

| a | b |
| --- | --- |
| c | d |

```
x < y
```

`code` and **bold**\\
broken"""
ODD = 'Tom & <Jerry> \x0b\ud800 "quoted"\r\nand a line, with a comma'
ONE = document(article(attribution=INSIGHT_CRIME, markdown=MARKDOWN))
TWO = document(
    article("https://news.test/b", title=ODD, text=ODD, markdown="", tags=(ODD,), summary=ODD, language=None)
)
BARE = document(
    article(
        "https://news.test/c",
        attribution=Attribution("https://news.test/c", "N", licence=Licence(None, None, "© N")),
        authors=(),
        date_published=None,
        date_modified=None,
        date_fetched=None,
        canonical_url=None,
        summary=None,
        language=None,
        section=None,
        tags=(),
        site_name=None,
        images=(),
        text="",
        markdown="",
    )
)
ALL = (ONE, TWO, BARE)
LATER = document(article("https://news.test/d", date_modified=datetime.fromisoformat("2026-03-02T09:59:00-05:00")))
ATOM = {"a": "http://www.w3.org/2005/Atom"}
TEXTS = [format for format in Format if format in LAYOUTS]


def written(format: Format, documents: tuple[Document, ...] = ALL) -> str:
    stream = io.StringIO()
    assert write(documents, format, stream) == len(documents)
    return stream.getvalue()


@pytest.mark.parametrize("format", TEXTS)
def test_every_output_carries_the_way_back(format: Format) -> None:
    assert INSIGHT_CRIME.link in render(ONE, format)
    assert INSIGHT_CRIME.link in written(format)


@pytest.mark.parametrize("format", [format for format in TEXTS if format not in (Format.JSON, Format.JSONL)])
def test_nothing_leaves_without_attribution(format: Format) -> None:
    with pytest.raises(ValueError, match="no attribution"):
        render({**ONE, "attribution": None}, format)


@pytest.mark.parametrize("format", TEXTS)
def test_nothing_is_written_that_utf8_cannot_hold(format: Format) -> None:
    assert written(format).encode()


# ------------------------------------------------------------ one by one


def test_a_page() -> None:
    page = LexborHTMLParser(render(TWO, Format.HTML))
    assert [node.text() for node in page.css("h1")] == ['Tom & <Jerry> \ufffd "quoted" and a line, with a comma']
    many = LexborHTMLParser(written(Format.HTML))
    assert [node.attributes["id"] for node in many.css("body > article")] == [one["id"] for one in ALL]
    assert [node.text() for node in many.css("article h2")] == ["A part", "The next"]
    link = many.css_first("article p a[href^='https://x.test']")
    assert link is not None
    assert link.attributes["href"] == "https://x.test/?a=1&b=2"


def test_rows() -> None:
    rows = list(csv.DictReader(io.StringIO(written(Format.CSV), newline="")))
    assert [row["id"] for row in rows] == [one["id"] for one in ALL]
    assert rows[1]["title"] == ODD.replace("\ud800", "\ufffd")
    assert (rows[0]["authors"], rows[0]["tags"]) == ("Ana Ruiz; Bo Li", "rivers; maps")
    assert rows[0]["credit"] == credit_line(INSIGHT_CRIME)
    assert rows[2]["date_published"] == ""
    assert list(csv.reader(io.StringIO(render(ONE, Format.CSV))))[1][0] == ONE["id"]


def tei_schema() -> etree.DTD:
    """TEI P5 as trafilatura brings it, without the module for figures and tables: what of that we use is added."""
    known = (files(trafilatura) / "data" / "tei_corpus.dtd").read_text("utf-8")
    lists = '<!ENTITY % model.listLike "'
    assert lists in known
    tables = """<!ELEMENT table (row+)> <!ELEMENT row (cell+)> <!ELEMENT cell %macro.specialPara;>
    <!ATTLIST table rows CDATA #IMPLIED> <!ATTLIST cell role CDATA #IMPLIED>"""
    return etree.DTD(io.StringIO(known.replace(lists, lists + "table |") + tables))


def test_tei_is_valid() -> None:
    dtd = tei_schema()
    for text in (*(render(one, Format.TEI) for one in ALL), written(Format.TEI)):
        root = etree.fromstring(text.encode())
        assert dtd.validate(root), dtd.error_log.filter_from_errors()[0]
    names = {"t": "http://www.tei-c.org/ns/1.0"}
    root = etree.fromstring(render(ONE, Format.TEI).encode())
    heads = root.xpath("//t:body//t:div/t:head/text()", namespaces=names)
    assert heads == ["A part", "A part of it", "The next"]
    nested = root.xpath("//t:div[t:head='A part']/t:div/t:head/text()", namespaces=names)
    assert nested == ["A part of it"]
    assert root.xpath("//t:licence/@target", namespaces=names) == ["https://creativecommons.org/licenses/by-nc/"]
    assert root.xpath("//t:sourceDesc//t:ptr/@target", namespaces=names) == [INSIGHT_CRIME.link]
    assert root.xpath("//t:ref/@target", namespaces=names) == ["https://x.test/?a=1&b=2"]
    assert root.xpath("//t:ab/text() | //t:hi[@rend='code']/text()", namespaces=names) == ["x < y\n", "code"]


def test_a_json_feed() -> None:
    told = json.loads(written(Format.FEED))
    assert told["version"] == "https://jsonfeed.org/version/1.1"
    assert [item["url"] for item in told["items"]] == [from_document(one).link for one in ALL]
    assert told["items"][0]["date_published"] == "2026-03-01T00:00:00Z"
    assert "date_published" not in told["items"][2]
    assert json.loads(render(ONE, Format.FEED))["items"][0]["id"] == f"urn:scraper:article:{ONE['id']}"


def test_an_atom_feed() -> None:
    told = feedparser.parse(written(Format.ATOM).encode())
    assert not told.bozo
    assert [entry.link for entry in told.entries] == [from_document(one).link for one in ALL]
    assert told.entries[0].updated == "2026-03-02T10:30:00Z"
    assert told.entries[2].updated == "1970-01-01T00:00:00Z"
    assert [author.name for author in told.entries[0].authors] == ["Ana Ruiz", "Bo Li"]
    assert "<h2>A part</h2>" in told.entries[0].content[0].value
    etree.fromstring(written(Format.ATOM).encode())


@pytest.mark.parametrize(
    ("documents", "newest"), [((LATER, ONE), LATER["date_modified"]), ((), feed.EPOCH), ((BARE,), feed.EPOCH)]
)
def test_a_feed_tells_when_it_was_updated(documents: tuple[Document, ...], newest: str) -> None:
    """Exactly once (RFC 4287, 4.1.1), whatever the offset by which the newest entry tells its time."""
    root = etree.fromstring(written(Format.ATOM, documents).encode())
    assert root.xpath("/a:feed/a:updated/text()", namespaces=ATOM) == [newest]
    alone = etree.fromstring(render(ONE, Format.ATOM).encode())
    assert alone.xpath("/a:feed/a:updated/text()", namespaces=ATOM) == [ONE["date_modified"]]


def test_a_revision_is_an_update_though_its_publisher_gives_no_date() -> None:
    """Else no reader of feeds would ever show it."""
    revised = ONE | {"revision": 2, "date_modified": None, "date_fetched": "2026-03-09T08:00:00Z"}
    root = etree.fromstring(render(revised, Format.ATOM).encode())
    assert root.xpath("//a:entry/a:updated/text()", namespaces=ATOM) == ["2026-03-09T08:00:00Z"]
    assert root.xpath("//a:entry/a:published/text()", namespaces=ATOM) == ["2026-03-01T00:00:00Z"]
    assert json.loads(render(revised, Format.FEED))["items"][0]["date_modified"] == "2026-03-09T08:00:00Z"
    assert "date_modified" not in json.loads(render(revised | {"revision": 1}, Format.FEED))["items"][0]


def test_an_entry_tells_its_language() -> None:
    root = etree.fromstring(written(Format.ATOM, (ONE, BARE)).encode())
    xml = "{http://www.w3.org/XML/1998/namespace}lang"
    assert [entry.get(xml) for entry in root.findall("a:entry", ATOM)] == ["en", None]


def test_what_is_read_from_right_to_left() -> None:
    made = article(title="שעון הגאות", text="שורה אחת.", markdown="שורה אחת.\n\n- Marrow Bay", language="he")
    page = LexborHTMLParser(render(document(made), Format.HTML))
    assert [node.tag for node in page.css("[dir=auto]")] == ["article", "h1", "p", "p", "ul"]
    assert "dir=" not in render(ONE, Format.HTML)


def test_a_page_holds_no_control_characters() -> None:
    """HTML, 13.1.4: neither written out nor as a reference."""
    told = render(document(article(title="a\x0bb\x85\ufffe", text="c\0\x9fd", markdown="")), Format.HTML)
    assert not re.search("[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff]|&#", told)


# ------------------------------------------------------------ tables


def test_tables_want_a_file(tmp_path: Path) -> None:
    for format in TABLES:
        with pytest.raises(UsageError, match="name a file with -o"):
            write(ALL, format, io.StringIO())
    with pytest.raises(UsageError, match="cannot be written"):
        write(ALL, Format.SQLITE, tmp_path / "no" / "x.sqlite")


def test_parquet_has_types(tmp_path: Path) -> None:
    assert write(ALL, Format.PARQUET, tmp_path / "a.parquet") == 3
    rows: list[dict[str, Any]] = pyarrow.parquet.read_table(tmp_path / "a.parquet").to_pylist()
    assert [row["id"] for row in rows] == [one["id"] for one in ALL]
    first, _, bare = rows
    assert (first["authors"], first["date_published"].isoformat()) == (
        ["Ana Ruiz", "Bo Li"],
        "2026-03-01T00:00:00+00:00",
    )
    assert (first["date_published_is_day"], first["month"], first["site"]) == (True, "2026-03", "news.test")
    image = {"url": "https://news.test/river.jpg", "alt": "A river", "caption": "The river in March", "credit": ""}
    assert first["images"] == [image]
    assert first["link"] == INSIGHT_CRIME.link
    assert (bare["date_published"], bare["month"]) == (None, "undated")
    assert [path.name for path in tmp_path.iterdir()] == ["a.parquet"]


def test_parquet_by_site_and_month(tmp_path: Path) -> None:
    assert write(ALL, Format.PARQUET, tmp_path / "out") == 3
    assert write((ONE,), Format.PARQUET, tmp_path / "out") == 1  # a later export stands beside it
    folders = sorted(str(path.parent.relative_to(tmp_path / "out")) for path in (tmp_path / "out").rglob("*.parquet"))
    assert folders == ["site=news.test/month=2026-03"] * 2 + ["site=news.test/month=undated"]
    table = pyarrow.dataset.dataset(tmp_path / "out", partitioning="hive").to_table()
    assert sorted(table.column("id").to_pylist()) == sorted([ONE["id"], ONE["id"], TWO["id"], BARE["id"]])


def test_a_database(tmp_path: Path) -> None:
    assert write((*ALL, ONE), Format.SQLITE, tmp_path / "a.sqlite") == 3
    with closing(sqlite3.connect(tmp_path / "a.sqlite")) as database:
        told = database.execute("SELECT id, title, json FROM articles WHERE link = ?", (INSIGHT_CRIME.link,)).fetchall()
    assert [(name, title) for name, title, _ in told] == [(ONE["id"], ONE["title"])]
    assert json.loads(told[0][2]) == ONE
    assert write(ALL, Format.SQLITE, tmp_path / "folder") == 3
    assert (tmp_path / "folder" / "articles.sqlite").is_file()


def test_no_reader_of_a_row_stops_at_a_nul(tmp_path: Path) -> None:
    odd = document(article(title="one\0two"))
    assert next(csv.DictReader(io.StringIO(written(Format.CSV, (odd,)))))["title"] == "one\ufffdtwo"
    write((odd,), Format.SQLITE, tmp_path / "a.sqlite")
    with closing(sqlite3.connect(tmp_path / "a.sqlite")) as database:
        assert database.execute("SELECT title, length(title) FROM articles").fetchall() == [("one\ufffdtwo", 7)]


@pytest.mark.parametrize("format", TABLES)
def test_a_table_that_breaks_leaves_what_was_there(tmp_path: Path, format: Format) -> None:
    target = tmp_path / f"a{TABLES[format].suffix}"
    write(ALL, format, target)
    before = target.read_bytes()
    with pytest.raises(ValueError, match="no attribution"):
        write([ONE, {**TWO, "attribution": None}], format, target)
    assert target.read_bytes() == before
    assert list(tmp_path.iterdir()) == [target]


@pytest.mark.parametrize("format", TABLES)
def test_a_table_goes_where_a_text_would(tmp_path: Path, format: Format) -> None:
    (tmp_path / "real").touch()
    (tmp_path / "link").symlink_to("real")
    for name in ("link", "real"):  # a file that is there needs no suffix
        assert write(ALL, format, tmp_path / name) == 3
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "real").stat().st_size


@pytest.mark.parametrize("format", TABLES)
def test_a_pipe_or_a_device_is_not_replaced_by_a_table(tmp_path: Path, format: Format) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(UsageError, match="is no file"):
        write(ALL, format, tmp_path / "pipe")
    assert (tmp_path / "pipe").is_fifo()


# ------------------------------------------------------------ other names, pieces, the schema


def test_trafilaturas_names_are_its_own() -> None:
    page = "<html><body><article><h1>T</h1>" + "<p>The ferry left the pier at six on Monday.</p>" * 9 + "</article>"
    own = trafilatura.extract(page, output_format="json", with_metadata=True, url="https://news.test/")
    assert own is not None
    assert set(json.loads(own)) == set(renamed(ONE, Names.TRAFILATURA)) - {"credit", "original"}


def test_the_names_of_others() -> None:
    assert renamed(ONE, Names.NEWSPAPER)["publish_date"] == "2026-03-01"
    assert renamed(ONE, Names.NEWS_PLEASE)["date_modify"] == "2026-03-02 10:30:00"
    assert renamed(ONE, Names.NEWS_PLEASE)["date_publish"] == "2026-03-01 00:00:00"
    linked = renamed(ONE, Names.SCHEMA_ORG)
    assert (linked["@type"], linked["isBasedOn"]) == ("NewsArticle", INSIGHT_CRIME.link)
    assert linked["license"] == "https://creativecommons.org/licenses/by-nc/"
    for names in Names:
        assert INSIGHT_CRIME.link in json.dumps(renamed(ONE, names))
        assert renamed(BARE, names)


@given(st.text(alphabet="ab .!\n。\u201d", max_size=400), st.integers(1, 120))
def test_pieces_hold_all_of_the_text_and_fit(text: str, longest: int) -> None:
    found = list(pieces(text, longest))
    assert all(0 < span.end - span.start <= max(longest, LEAST) for span in found)
    assert all(one.end <= two.start for one, two in pairwise(found))
    left = re.sub(r"\s+", "", text)
    assert re.sub(r"\s+", "", "".join(text[span.start : span.end] for span in found)) == left


def test_chunks_keep_paragraphs_together_and_carry_the_credit() -> None:
    text = "One is short.\n\nTwo is short too.\n\n" + "A sentence of the third. " * 6
    made = chunks(document(article(attribution=INSIGHT_CRIME, text=text.strip())), 80)
    assert [chunk["text"] for chunk in made] == [
        "One is short.\n\nTwo is short too.",
        "A sentence of the third. A sentence of the third. A sentence of the third.",
        "A sentence of the third. A sentence of the third. A sentence of the third.",
    ]
    assert all(text[chunk["start"] : chunk["end"]] == chunk["text"] for chunk in made)
    assert {(chunk["chunks"], chunk["credit"], chunk["link"]) for chunk in made} == {
        (3, credit_line(INSIGHT_CRIME), INSIGHT_CRIME.link)
    }
    assert chunks(BARE, 80) == []


def test_the_schema_knows_all_evidence() -> None:
    one = {**ONE["evidence"]["title"], "source": "hearsay"}
    articles = Draft202012Validator(schema(Shape.ARTICLE))
    assert not articles.is_valid({**ONE, "evidence": {"title": one}})
    assert not articles.is_valid({**ONE, "evidence": {"mood": ONE["evidence"]["title"]}})


def test_the_schema_is_one_and_holds() -> None:
    for shape in Shape:
        Draft202012Validator.check_schema(schema(shape))
    articles = Draft202012Validator(schema(Shape.ARTICLE))
    for one in ALL:
        articles.validate(one)
    for line in written(Format.JSONL).splitlines():
        articles.validate(json.loads(line))
    for one in json.loads(written(Format.JSON)):
        articles.validate(one)
    gone = tombstone_document(ONE, 2, NOW, GoneReason.GONE)
    Draft202012Validator(schema(Shape.TOMBSTONE)).validate(gone)
    pieces_of = Draft202012Validator(schema(Shape.CHUNK))
    for chunk in chunks(ONE, 60):
        pieces_of.validate(chunk)


@pytest.mark.parametrize("field", list(ONE))
def test_the_schema_wants_every_field(field: str) -> None:
    broken = {name: value for name, value in ONE.items() if name != field}
    assert Draft202012Validator(schema(Shape.ARTICLE)).is_valid(broken) is (field in NEW_FIELDS)
    assert not Draft202012Validator(schema(Shape.ARTICLE)).is_valid({**ONE, field: object})
