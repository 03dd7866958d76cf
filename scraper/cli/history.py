"""scraper history: each revision of an article, when it came and what it changed."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any

from rich.text import Text

from scraper.cli.console import one_line, stdout_console
from scraper.cli.exits import Exit
from scraper.cli.places import PLACE, archive_of
from scraper.cli.revisions import ARTICLE, AS_JSON, credit, hanging, head, in_words, moment_of, newest, stamp
from scraper.cli.words import number
from scraper.writer.archive import Archive
from scraper.writer.archive_history import Capture, Revision
from scraper.writer.document import StoredArticle


def history(
    place: Annotated[Path, PLACE],
    article: Annotated[str, ARTICLE],
    as_json: Annotated[bool, AS_JSON] = False,
) -> Exit:
    """List an article's revisions: when, what changed, from which capture.

    The last one says so if the page is gone.
    """
    directory = archive_of(place)
    with Archive.open(directory) as archive:
        latest = newest(archive, article, directory)
        revisions = list(archive.history(latest.id))
    if as_json:
        print(json.dumps(as_document(latest, revisions), ensure_ascii=False, indent=2))
    else:
        show(latest, revisions)
    return Exit.OK


def as_document(latest: StoredArticle, revisions: Sequence[Revision]) -> dict[str, Any]:
    """The history as a JSON object, oldest revision first."""
    told = latest.document
    return {
        "id": latest.id,
        "url": told["url"],
        "title": told["title"],
        "gone": latest.gone,
        "attribution": told["attribution"],
        "revisions": [of_revision(revision) for revision in revisions],
    }


def of_revision(revision: Revision) -> dict[str, Any]:
    """One revision's part of it."""
    stored, capture = revision.stored, revision.capture
    told = stored.document
    return {
        "revision": revision.number,
        "cursor": stored.cursor,
        "saved_at": stamp(stored.saved_at),
        "kind": stored.kind.value,
        "changes": list(revision.changes),
        "title": told["title"],
        "reason": told["reason"] if stored.gone else None,
        "capture": capture
        and {
            "url": capture.url,
            "fetched_at": stamp(capture.fetched_at),
            "status": capture.status,
            "warc": capture.file,
            "offset": capture.offset,
            "length": capture.length,
        },
    }


def show(latest: StoredArticle, revisions: Sequence[Revision]) -> None:
    """The history as people read it."""
    console, told = stdout_console(), latest.document
    head(console, told)
    console.print(f"{number(len(revisions), 'revision')}{', and the page is gone' if latest.gone else ''}\n")
    for revision in revisions:
        mark = f"{revision.number:>3}  "
        words = in_words(revision.stored, revision.changes)
        hanging(console, mark, Text.assemble(moment_of(revision.stored), "  ", (words, "bold")))
        if revision.capture:
            hanging(console, " " * len(mark), Text(source_of(revision.capture, told["url"]), "dim"))
    credit(console, told)


def source_of(capture: Capture, url: str) -> str:
    """Where a revision came from; the address if that is not the article's own."""
    place = f"{capture.file} at {capture.offset}" if capture.file else "an answer that was not kept"
    return one_line(f"from {place}{f' ({capture.url})' if capture.url != url else ''}")
