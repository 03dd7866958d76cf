"""scraper pages: every URL that an archive knows of, and what became of it."""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any, TextIO

import typer

from scraper.cli.console import one_line, say
from scraper.cli.exits import Exit
from scraper.cli.output import checked_target, stdout
from scraper.cli.places import PLACE, archive_of
from scraper.errors import UsageError
from scraper.model import State
from scraper.writer.archive import Archive
from scraper.writer.archive_runs import KnownPage
from scraper.writer.export.files import whole


class Status(StrEnum):
    """How the last visit to a URL ended: the states, and one beside them."""

    PENDING = State.PENDING.value
    FETCHED = State.FETCHED.value
    REJECTED = State.REJECTED.value
    UNCHANGED = State.UNCHANGED.value
    REDIRECTED = State.REDIRECTED.value
    EXCLUDED = State.EXCLUDED.value
    DEFERRED = State.DEFERRED.value
    FAILED = State.FAILED.value
    GONE = State.GONE.value
    TRUNCATED = "truncated"  # what came last was cut short, whatever state that led to


Row = dict[str, Any]
FIELDS = "url status reason detail http_status kind depth found_on visited_at due".split()


class Layout(StrEnum):
    """How the pages are written."""

    TEXT = "text"
    JSONL = "jsonl"
    JSON = "json"
    CSV = "csv"


SUFFIXES = {".jsonl": Layout.JSONL, ".ndjson": Layout.JSONL, ".json": Layout.JSON, ".csv": Layout.CSV}
FORMAT = typer.Option("--format", "-f", help="Default: as the output's suffix says, else text.", show_default=False)
STATUS = typer.Option("--status", "-s", help="Only those with this status; more than once.", show_default=False)
OUTPUT = typer.Option("--output", "-o", metavar="FILE", help="Default: stdout.", show_default=False)


def pages(
    place: Annotated[Path, PLACE],
    format: Annotated[Layout | None, FORMAT] = None,
    status: Annotated[list[Status] | None, STATUS] = None,
    output: Annotated[Path | None, OUTPUT] = None,
) -> Exit:
    """List every known URL: status, reason and HTTP status.

    They come in the order in which they were found.
    """
    directory = archive_of(place)
    target = checked_target(output)
    if target is not None and target.is_dir():
        raise UsageError(f"{target}: a directory; name a file in it")
    layout = format or (SUFFIXES.get(target.suffix.lower(), Layout.TEXT) if target else Layout.TEXT)
    wanted = frozenset(status or ())
    number: Counter[str] = Counter()
    with Archive.open(directory) as archive, opened(target) as out:
        for text in written(counted(map(row, known(archive, wanted)), number), layout):
            out.write(text)
    say(f"{number.total():,} URLs{f' into {target}' if target else ''}")
    return Exit.OK


@contextmanager
def opened(target: Path | None) -> Iterator[TextIO]:
    """stdout, or a file that appears when it is whole. Raises UsageError when it cannot be written."""
    if target is None:
        yield stdout()
        return
    try:
        with whole(target.resolve()) as stream:
            yield stream
    except OSError as error:
        raise UsageError(f"{target}: cannot be written: {error.strerror}; name another file") from error


def counted(rows: Iterable[Row], number: Counter[str]) -> Iterator[Row]:
    """The same rows, each counted by its status as it goes by."""
    for told in rows:
        number[told["status"]] += 1
        yield told


def known(archive: Archive, wanted: frozenset[Status]) -> Iterator[KnownPage]:
    """The known pages of the wanted statuses, all for none."""
    lone = next(iter(wanted)) if len(wanted) == 1 else Status.TRUNCATED
    state = None if lone is Status.TRUNCATED else State(lone.value)
    return (page for page in archive.pages(state) if not wanted or status_of(page) in wanted)


def status_of(page: KnownPage) -> Status:
    """How the last visit ended."""
    return Status.TRUNCATED if page.truncated else Status(page.state.value)


def row(page: KnownPage) -> Row:
    """A page as a JSON object."""
    return {
        "url": page.url,
        "status": status_of(page).value,
        "reason": page.reason or None,
        "detail": page.detail or None,
        "http_status": page.status,
        "kind": page.kind.value,
        "depth": page.depth,
        "found_on": page.found_on,
        "visited_at": stamp(page.visited_at),
        "due": stamp(page.due),
    }


def stamp(moment: datetime | None) -> str | None:
    """A moment to the second, in UTC; a ``due`` of 1970 means at once."""
    return None if moment is None else f"{moment:%Y-%m-%dT%H:%M:%SZ}"


# ---------------------------------------------------------------- layouts


def written(rows: Iterable[Row], layout: Layout) -> Iterator[str]:
    """The rows as text, one at a time, and what stands around them."""
    if layout is Layout.CSV:
        yield as_csv(dict(zip(FIELDS, FIELDS, strict=True)))
        yield from map(as_csv, rows)
    elif layout is Layout.JSON:
        before = "[\n"
        for told in rows:
            yield before + as_json(told)
            before = ",\n"
        yield "\n]\n" if before == ",\n" else "[]\n"
    else:
        yield from map(as_text if layout is Layout.TEXT else as_jsonl, rows)


def as_text(told: Row) -> str:
    """A line: status, HTTP status and URL; the reason under it, where there is one."""
    why = ": ".join(one_line(told[key]) for key in ("reason", "detail") if told[key])
    line = f"{told['status']:<10} {told['http_status'] or '-':>3} {one_line(told['url'])}\n"
    return line + (f"{'':<15}{why}\n" if why else "")


def as_json(told: Row) -> str:
    """An object on one line."""
    return json.dumps(told, ensure_ascii=False)


def as_jsonl(told: Row) -> str:
    """An object a line."""
    return as_json(told) + "\n"


def as_csv(told: Row) -> str:
    """A record (RFC 4180, but lines end as in every other file of ours)."""
    line = io.StringIO()
    csv.DictWriter(line, FIELDS, lineterminator="\n").writerow(told)
    return line.getvalue()
