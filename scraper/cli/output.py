"""Where do articles go? To stdout as they come, or whole into a file or a directory."""

from __future__ import annotations

import io
import json
import os
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

import typer

from scraper.cli.console import complain, one_line, printable
from scraper.cli.exits import Fate, fate_of
from scraper.errors import UsageError
from scraper.model import Article, Failure, Reason, Rejection
from scraper.writer.document import Document, document, dumps, storable
from scraper.writer.export import LAYOUTS, SUFFIXES, TABLES, Format, render, write
from scraper.writer.export.files import file_name, put

STDOUT = Path("-")
FORMAT = typer.Option("--format", "-f", help="Default: as the output's suffix says, else markdown.", show_default=False)
OUTPUT = typer.Option("--output", "-o", metavar="FILE|DIR", help="DIR: a file for each article.", show_default=False)
LEFT_OUT = "left out"  # begins the remark on what a site does not let us keep
SPOOL_BYTES = 8_000_000  # articles held in memory before they go to a temporary file


class Screen(io.TextIOBase):
    """stdout when it is a terminal: what a page says is shown to it, never obeyed by it."""

    def write(self, text: str) -> int:
        """Write with control characters spelled out."""
        return sys.stdout.write(printable(text))


def stdout() -> TextIO:
    """Where results go; safe to write a page's words to."""
    return Screen() if sys.stdout.isatty() else sys.stdout  # type: ignore[return-value]  # all of it that is used


def hand_over(what: str | bytes, target: Path | None) -> None:
    """Write a text, or a file's bytes, to a file or, without one, to stdout.

    Raises UsageError when the file cannot be written.
    """
    if target is None:
        assert isinstance(what, str)
        stdout().write(what)
        return
    try:
        put(storable(what).encode() if isinstance(what, str) else what, target)
    except OSError as error:
        raise UsageError(f"{target}: cannot be written ({error.strerror})") from None


def chosen_format(asked: Format | None, target: Path | None, default: Format) -> Format:
    """The format asked for, or the one that the output's suffix names."""
    name = target.name.lower() if target else ""
    named = [suffix for suffix in SUFFIXES if name.endswith(suffix)]
    return asked or (SUFFIXES[max(named, key=len)] if named else default)


def checked_target(target: Path | None) -> Path | None:
    """The output path, None for stdout. Raises UsageError now rather than after the work for one that cannot be."""
    if target is None or target == STDOUT:
        return None
    place = target if target.exists() else target.parent
    if not place.exists() and not target.suffix:
        place = next(parent for parent in target.absolute().parents if parent.exists())
    if not place.exists():
        raise UsageError(f"{target}: no such directory: {place}")
    if not os.access(place, os.W_OK):
        raise UsageError(f"{target}: cannot be written; name another file or directory")
    return target


class Sink:
    """Takes articles one at a time. Made by ``sink``, which writes at its end what cannot be written before."""

    def __init__(self, format: Format, *, at_once: bool) -> None:
        self.number = 0
        self._format = format
        self._at_once = at_once
        self._names: Counter[str] = Counter()
        self._spool = tempfile.SpooledTemporaryFile(SPOOL_BYTES, "w+", encoding="utf-8")  # noqa: SIM115  # see close

    def add(self, article: Article) -> None:
        """Write an article, or put it aside until the end."""
        self.number += 1
        told = document(article)
        if self._at_once:
            between = LAYOUTS[self._format].between if self.number > 1 else ""
            stdout().write(between + render(told, self._format))
            sys.stdout.flush()
        else:
            self._spool.write(dumps(told) + "\n")
            self._names[file_name(told, "")] += 1

    @property
    def twice(self) -> int:
        """How many articles would take the file name of another in a directory."""
        return self._names.total() - len(self._names)

    def put_aside(self) -> Iterator[Document]:
        """What was put aside, in order."""
        self._spool.seek(0)
        return (json.loads(line) for line in self._spool)

    def close(self) -> None:
        """Let go of the temporary file."""
        self._spool.close()


@contextmanager
def sink(format: Format, target: Path | None, *, single: bool) -> Iterator[Sink]:
    """A sink for ``target`` (None: stdout). ``single``: one page was asked for, so JSON is an object and no list.

    Also when it is left by an exception, what was added is written: an interrupted command keeps what it has. A file
    is not touched when nothing came.
    """
    if format in TABLES and target is None:
        raise UsageError(f"{format} is no text: name a file with -o, such as -o articles{TABLES[format].suffix}")
    at_once = target is None and (single or not LAYOUTS[format].head)
    taken = Sink(format, at_once=at_once)
    try:
        yield taken
    finally:
        if not at_once and (taken.number or target is None):
            lone = single and format is Format.JSON and target is not None and target.suffix and not target.is_dir()
            write(taken.put_aside(), Format.JSONL if lone else format, target or stdout())
            if taken.twice and target is not None and target.is_dir() and format is not Format.JSONL:
                complain(f"{target}: {taken.twice} of {taken.number} are the same article again; the last one stays")
        taken.close()


def deliver(name: str, result: Article | Rejection | Failure, to: Sink) -> Fate:
    """Hand an article on, or say in one line why there is none; returns its fate."""
    if isinstance(result, Article):
        to.add(result)
        for field, told in result.remarks.items():
            if told.startswith(LEFT_OUT):
                complain(f"{one_line(name)}: {field} {told}")
    else:
        complain(f"{one_line(name)}: {why_not(result)}")
    return fate_of(result)


def why_not(result: Rejection | Failure) -> str:
    """Why there is no article, for people."""
    detail = f" ({one_line(result.detail)})" if result.detail else ""
    if isinstance(result, Failure):
        return f"not fetched: {result.fault.replace('_', ' ')}{detail}"
    if result.reason is Reason.ROBOTS:
        return f"refused by robots.txt{detail}"
    if result.reason is Reason.OPT_OUT:
        return f"refused by the site's terms{detail}"
    return f"no article: {result.reason.replace('_', ' ')}{detail}"
