"""Through which door does an article leave?

Every format is a module with ``dumps(document)``; here they are written to a stream, to a file or to a directory with
a file for each article. Files appear whole or not at all.
"""

from __future__ import annotations

import os
import re
import unicodedata
import uuid
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from types import MappingProxyType
from typing import TextIO

from scraper.errors import UsageError
from scraper.writer.document import Document, StoredArticle
from scraper.writer.export import json, jsonl, markdown, text

SLUG_BYTES = 80  # with date and id well under the 143 bytes that encrypted file systems leave to a name


class Format(StrEnum):
    """The formats, by the names that the command line uses."""

    JSON = "json"
    JSONL = "jsonl"
    MARKDOWN = "markdown"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class Layout:
    """How a format's articles are written down: one by one by ``dumps``, together with what stands around them."""

    dumps: Callable[[Document], str]
    suffix: str
    head: str = ""
    between: str = ""
    tail: str = ""
    one_file: bool = False  # in a directory too, all articles go into one file
    tombstones: bool = False  # what is gone can be told


LAYOUTS = MappingProxyType(
    {
        Format.JSON: Layout(json.dumps, ".json", head="[\n", between=",\n", tail="\n]\n", tombstones=True),
        Format.JSONL: Layout(jsonl.dumps, ".jsonl", one_file=True, tombstones=True),
        Format.MARKDOWN: Layout(markdown.dumps, ".md", between="\n\n"),
        Format.TEXT: Layout(text.dumps, ".txt", between="\n" + "-" * 72 + "\n\n"),
    }
)

Item = StoredArticle | Document


def render(document: Document, format: Format) -> str:
    """One article in a format, ending in a newline. Raises ValueError when it has no attribution to write."""
    return LAYOUTS[format].dumps(document).rstrip("\n") + "\n"


def write(items: Iterable[Item], format: Format, target: Path | TextIO) -> int:
    """Write articles to a stream, to a file, or into ``target`` if that is a directory; returns how many.

    A path that does not exist yet and has no suffix becomes a directory, save for JSONL. Tombstones of articles that
    are gone are left out where the format cannot tell them. Raises UsageError when a path cannot be written; what a
    stream raises (a closed pipe, say) is left to the caller.
    """
    if not LAYOUTS[format].tombstones:
        items = (item for item in items if not _is_gone(item))
    if not isinstance(target, Path):
        return _to_stream(items, format, target)
    try:
        return _to_path(items, format, target)
    except OSError as error:
        raise UsageError(f"{target}: cannot be written: {error.strerror}; name another file or directory") from error


def file_name(document: Document, suffix: str) -> str:
    """``date-slug-id``: sorts by day, can be read, and is the article's own."""
    days = (document.get(name) for name in ("date_published", "date_fetched", "date_gone"))
    day = next(filter(None, days), "undated")[:10]
    return "-".join(part for part in (day, _slug(document["title"]), document["id"]) if part) + suffix


def _is_gone(item: Item) -> bool:
    return item.gone if isinstance(item, StoredArticle) else bool(item.get("gone"))


def _to_stream(items: Iterable[Item], format: Format, stream: TextIO) -> int:
    layout, number = LAYOUTS[format], 0
    stream.write(layout.head)
    for number, item in enumerate(items, 1):
        if number > 1:
            stream.write(layout.between)
        stream.write(_text(item, format))
    stream.write(layout.tail)
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
    number = 0
    for item in items:
        number += 1
        document = item.document if isinstance(item, StoredArticle) else item
        with whole(directory / file_name(document, layout.suffix)) as stream:
            stream.write(render(document, format))
    return number


def _text(item: Item, format: Format) -> str:
    if not isinstance(item, StoredArticle):
        return LAYOUTS[format].dumps(item)
    if format is Format.JSONL:
        return item.json + "\n"  # is that line already
    return LAYOUTS[format].dumps(item.document)


@contextmanager
def whole(path: Path) -> Iterator[TextIO]:
    """A text file that takes its name when it is complete and on the disk."""
    temporary = path.with_name(f".{uuid.uuid4().hex}.part")
    try:
        with temporary.open("x", encoding="utf-8", newline="\n") as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        temporary.replace(path)
    except BaseException:
        with suppress(OSError):
            temporary.unlink()
        raise


def _slug(title: str) -> str:
    """The title's words joined by hyphens: in ASCII where that leaves anything, else in its own script."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode()
    words = re.findall(r"[^\W_]+", plain) or re.findall(r"[^\W_]+", title)
    return "-".join(words).lower().encode()[:SLUG_BYTES].decode(errors="ignore").strip("-")
