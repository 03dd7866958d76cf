"""Through which door does an article leave?

A format of text is a module with ``dumps(document)``; here they are written to a stream, to a file or to a directory
with a file for each article. Tables (Parquet, SQLite) write themselves. Files appear whole or not at all.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from json import loads
from pathlib import Path
from types import MappingProxyType
from typing import TextIO

from scraper.errors import UsageError
from scraper.writer.document import Document, StoredArticle, dumps
from scraper.writer.export import csv, feed, html, json, jsonl, markdown, parquet, sqlite, tei, text
from scraper.writer.export.files import by_article, file_name, whole


class Format(StrEnum):
    """The formats, by the names that the command line uses."""

    JSON = "json"
    JSONL = "jsonl"
    CSV = "csv"
    MARKDOWN = "markdown"
    HTML = "html"
    TEXT = "text"
    TEI = "xml-tei"
    FEED = "feed"
    ATOM = "atom"
    PARQUET = "parquet"
    SQLITE = "sqlite"


@dataclass(frozen=True, slots=True)
class Layout:
    """How a format's articles are written down.

    ``dumps`` makes a file of one article; of several, ``entry`` makes each (``dumps``, if there is none), and the rest
    stands around them.
    """

    dumps: Callable[[Document], str]
    suffix: str
    entry: Callable[[Document], str] | None = None
    head: str = ""
    between: str = ""
    tail: str | Callable[[str], str] = ""  # may tell the greatest ``dated`` of all
    dated: Callable[[Document], str] | None = None
    one_file: bool = False  # in a directory too, all articles go into one file
    tombstones: bool = False  # what is gone can be told

    def one_of_many(self, document: Document) -> str:
        """An article among others. Raises ValueError when it has no attribution to write."""
        return (self.entry or self.dumps)(document)


@dataclass(frozen=True, slots=True)
class Table:
    """A format that is no text: ``write`` takes all articles at once and returns how many they were."""

    write: Callable[[Iterable[Document], Path], int]
    suffix: str
    partitioned: bool = False  # a directory is filled by ``write`` itself


LAYOUTS = MappingProxyType(
    {
        Format.JSON: Layout(json.dumps, ".json", head="[\n", between=",\n", tail="\n]\n", tombstones=True),
        Format.JSONL: Layout(jsonl.dumps, ".jsonl", one_file=True, tombstones=True),
        Format.CSV: Layout(csv.file, ".csv", csv.dumps, head=csv.header(), one_file=True),
        Format.MARKDOWN: Layout(markdown.dumps, ".md", between="\n\n"),
        Format.HTML: Layout(html.dumps, ".html", html.entry, head=html.HEAD, tail=html.TAIL),
        Format.TEXT: Layout(text.dumps, ".txt", between="\n" + "-" * 72 + "\n\n"),
        Format.TEI: Layout(tei.dumps, ".xml", tei.entry, head=tei.HEAD, tail=tei.TAIL),
        Format.FEED: Layout(
            feed.json_file,
            ".feed.json",
            feed.json_item,
            head=feed.JSON_HEAD,
            between=",\n",
            tail=feed.JSON_TAIL,
            one_file=True,
        ),
        Format.ATOM: Layout(
            feed.atom_file,
            ".atom",
            feed.atom_entry,
            head=feed.ATOM_HEAD,
            tail=feed.atom_tail,
            dated=feed.updated,
            one_file=True,
        ),
    }
)
TABLES = MappingProxyType(
    {
        Format.PARQUET: Table(parquet.write, ".parquet", partitioned=True),
        Format.SQLITE: Table(sqlite.write, ".sqlite"),
    }
)
SUFFIXES = MappingProxyType(
    {layout.suffix: format for format, layout in LAYOUTS.items()}
    | {table.suffix: format for format, table in TABLES.items()}
)


@dataclass(frozen=True, slots=True)
class Renamed:
    """An article under other field names, with itself, by which its file is called."""

    document: Document
    article: Document


Item = StoredArticle | Document | Renamed


def render(document: Document, format: Format) -> str:
    """One article as a file of a format of text, ending in a newline.

    Raises ValueError when it has no attribution to write, UsageError for a format that is no text.
    """
    if format in TABLES:
        raise UsageError(f"{format} is no text: name a file with -o")
    return LAYOUTS[format].dumps(document).rstrip("\n") + "\n"


def write(items: Iterable[Item], format: Format, target: Path | TextIO) -> int:
    """Write articles to a stream, to a file, or into ``target`` if that is a directory; returns how many.

    A path that does not exist yet and has no suffix becomes a directory, save for JSONL. Tombstones of articles that
    are gone are left out where the format cannot tell them. Raises UsageError when a path cannot be written; what a
    stream raises (a closed pipe, say) is left to the caller.
    """
    if not tells_tombstones(format):
        items = (item for item in items if not _is_gone(item))
    try:
        if format in TABLES:
            return _to_table(items, format, target)
        if not isinstance(target, Path):
            return _to_stream(items, format, target)
        return _to_path(items, format, target)
    except OSError as error:
        if not isinstance(target, Path):
            raise
        raise UsageError(
            f"{target}: cannot be written: {error.strerror or error}; name another file or directory"
        ) from error


def line(item: Item) -> str:
    """An item as a line of JSON."""
    return jsonl.line(item.json) if isinstance(item, StoredArticle) else jsonl.dumps(_document(item))


def tells_tombstones(format: Format) -> bool:
    """Whether a format can say that an article is gone; else tombstones are left out."""
    return format in LAYOUTS and LAYOUTS[format].tombstones


def _is_gone(item: Item) -> bool:
    return item.gone if isinstance(item, StoredArticle) else bool(_document(item).get("gone"))


def _to_table(items: Iterable[Item], format: Format, target: Path | TextIO) -> int:
    table = TABLES[format]
    if not isinstance(target, Path):
        raise UsageError(f"{format} is no text: name a file with -o, such as -o articles{table.suffix}")
    if target.is_dir() or not (target.exists() or target.suffix):
        target.mkdir(parents=True, exist_ok=True)
        if not table.partitioned:
            target /= f"articles{table.suffix}"
    if target.exists() and not (target.is_file() or target.is_dir()):
        raise UsageError(f"{target}: is no file, and {format} cannot be written as it comes; name a file")
    return table.write(map(_encodable, items), target.resolve())


def _to_stream(items: Iterable[Item], format: Format, stream: TextIO) -> int:
    layout, number, newest = LAYOUTS[format], 0, ""
    stream.write(layout.head)
    for number, item in enumerate(items, 1):
        if number > 1:
            stream.write(layout.between)
        if format is Format.JSONL:
            stream.write(line(item))
            continue
        document = _document(item)
        stream.write(layout.one_of_many(document))
        if layout.dated:
            newest = max(newest, layout.dated(document), key=_moment)
    stream.write(layout.tail if isinstance(layout.tail, str) else layout.tail(newest))
    return number


def _to_path(items: Iterable[Item], format: Format, path: Path) -> int:
    one_file = LAYOUTS[format].one_file
    if path.is_dir() or not (path.exists() or path.suffix or one_file):
        return _to_directory(items, format, path)
    if path.exists() and not path.is_file():  # a device or a named pipe has no whole to wait for
        with path.open("w", encoding="utf-8", newline="\n") as stream:
            return _to_stream(items, format, stream)
    with whole(path.resolve()) as stream:
        return _to_stream(items, format, stream)


def _to_directory(items: Iterable[Item], format: Format, directory: Path) -> int:
    directory.mkdir(parents=True, exist_ok=True)
    layout = LAYOUTS[format]
    if layout.one_file:
        with whole(directory / f"articles{layout.suffix}") as stream:
            return _to_stream(items, format, stream)
    number, earlier = 0, by_article(directory, layout.suffix)
    for item in items:
        number += 1
        document = _document(item)
        named_by = item.article if isinstance(item, Renamed) else document
        name = file_name(named_by, layout.suffix)
        with whole(directory / name) as stream:
            stream.write(render(document, format))
        for other in earlier.get(named_by["id"], set()) - {name}:  # of a title or a day that was corrected since
            (directory / other).unlink(missing_ok=True)
    return number


def _moment(told: str) -> float:
    return datetime.fromisoformat(told).timestamp() if told else -math.inf


def _encodable(item: Item) -> Document:
    """The document with nothing in it that UTF-8 cannot hold; those from an archive have been through that."""
    return item.document if isinstance(item, StoredArticle) else loads(dumps(_document(item)))


def _document(item: Item) -> Document:
    return item.document if isinstance(item, StoredArticle | Renamed) else item
