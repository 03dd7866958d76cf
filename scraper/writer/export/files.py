"""How is a file called, and how does it come to be?

Whole or not at all, under a name that tells the day, the title and whose it is.
"""

from __future__ import annotations

import os
import re
import unicodedata
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TextIO

from scraper.writer.document import Document

SLUG_BYTES = 80  # with date and id well under the 143 bytes that encrypted file systems leave to a name


def file_name(document: Document, suffix: str) -> str:
    """``date-slug-id``: sorts by day, can be read, and is the article's own."""
    days = (document.get(name) for name in ("date_published", "date_fetched", "date_gone"))
    day = next(filter(None, days), "undated")[:10]
    return "-".join(part for part in (day, _slug(document["title"]), document["id"]) if part) + suffix


def by_article(directory: Path, suffix: str) -> dict[str, set[str]]:
    """The names that ``file_name`` gave in a directory, by the article's id."""
    found: dict[str, set[str]] = {}
    pattern = re.compile(rf"(?:\d{{4}}-\d\d-\d\d|undated)-(?:.+-)?([0-9a-f]{{16}}(?:-\d+)?){re.escape(suffix)}")
    for name in os.listdir(directory):
        if match := pattern.fullmatch(name):
            found.setdefault(match[1], set()).add(name)
    return found


def put(data: bytes, target: Path) -> None:
    """Write a file whole; what is a device or a named pipe has no whole to wait for. Raises OSError."""
    if target.exists() and not target.is_file():
        target.write_bytes(data)
        return
    with whole(target.resolve()) as stream:
        stream.buffer.write(data)


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
    words = re.findall(r"[^\W_]+", plain) or "".join(map(_in_a_name, unicodedata.normalize("NFKC", title))).split()
    return "-".join(words).lower().encode()[:SLUG_BYTES].decode(errors="ignore").strip("-")


def _in_a_name(character: str) -> str:
    """A letter, a digit, or a mark without which a word of its script falls apart; else a space."""
    return character if unicodedata.category(character)[0] in "LNM" else " "
