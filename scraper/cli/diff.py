"""scraper diff: what two revisions of an article differ in, sentence by sentence."""

from __future__ import annotations

import json
from itertools import groupby
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.text import Text

from scraper.cli.console import one_line, stdout_console
from scraper.cli.exits import Exit
from scraper.cli.places import PLACE, archive_of
from scraper.cli.revisions import (
    ARTICLE,
    AS_JSON,
    WORDS,
    credit,
    hanging,
    head,
    in_words,
    moment_of,
    newest,
    stamp,
    unknown,
)
from scraper.writer.archive import Archive
from scraper.writer.archive_history import Comparison
from scraper.writer.document import StoredArticle
from scraper.writer.revisions import Change, Value
from scraper.writer.text_edits import Edit, EditKind, WordEdit, word_edits

FROM = typer.Option("--from", min=1, metavar="N", help="Default: the one before N of --to.", show_default=False)
TO = typer.Option("--to", min=1, metavar="N", help="Default: the latest.", show_default=False)

OLD, NEW = "red", "green"
INLINE = 0.6  # share of a sentence that has to be kept for its changes to be shown inside it
MOVED_CHARS = 60  # of what only moved this much is shown


def diff(
    place: Annotated[Path, PLACE],
    article: Annotated[str, ARTICLE],
    start: Annotated[int | None, FROM] = None,
    end: Annotated[int | None, TO] = None,
    as_json: Annotated[bool, AS_JSON] = False,
) -> Exit:
    """Show what changed between two revisions of an article.

    - is what was, + is what is, ~ is a sentence with [-old-] and {+new+} words, > has moved. Default: the last two.
    """
    directory = archive_of(place)
    with Archive.open(directory) as archive:
        newest(archive, article, directory)
        compared = archive.diff(article, start, end)
    if compared is None:
        raise unknown(article, directory)
    if as_json:
        print(json.dumps(as_document(compared), ensure_ascii=False, indent=2))
    else:
        show(compared)
    return Exit.OK


def as_document(compared: Comparison) -> dict[str, Any]:
    """The difference as a JSON object."""
    told = compared.after.document
    return {
        "id": compared.after.id,
        "url": told["url"],
        "title": told["title"],
        "attribution": told["attribution"],
        "from": of_revision(compared.before),
        "to": of_revision(compared.after),
        "changes": list(compared.diff.kinds),
        "fields": [
            {"field": change.field, "before": change.before, "after": change.after} for change in compared.diff.fields
        ],
        "text": [
            {"edit": edit.kind.value, "before": edit.before, "after": edit.after, "paragraph": edit.paragraph}
            for edit in compared.diff.text
        ],
    }


def of_revision(stored: StoredArticle) -> dict[str, Any]:
    """Which revision it is."""
    return {"revision": stored.revision, "saved_at": stamp(stored.saved_at), "kind": stored.kind.value}


# ---------------------------------------------------------------- on the screen


def show(compared: Comparison) -> None:
    """The difference as people read it."""
    console, told = stdout_console(), compared.after.document
    before, after, found = compared.before, compared.after, compared.diff
    head(console, told)
    if before.revision == after.revision:
        hanging(console, "", Text(f"Revision {after.revision}: {moment_of(after)}, nothing to compare it with"))
    else:
        console.print(f"Revision {before.revision}: {moment_of(before)}")
        words = in_words(after, found.kinds)
        hanging(console, "", Text.assemble(f"Revision {after.revision}: {moment_of(after)}, ", (words, "bold")))
    for change in found.fields:
        show_field(console, change)
    for place, edits in groupby(found.text, place_of):
        console.print(f"\n{place}", style="dim")
        for edit in edits:
            show_edit(console, edit)
    credit(console, told)


def show_field(console: Console, change: Change) -> None:
    """A field that differs."""
    console.print(f"\n{WORDS[change.kind]}", style="dim")
    for mark, value, style in (("- ", change.before, OLD), ("+ ", change.after, NEW)):
        if value:
            hanging(console, mark, Text(one_line(said(value)), style), style)


def said(value: Value) -> str:
    """A field's value on one line."""
    return ", ".join(value) if isinstance(value, tuple) else value or ""


def place_of(edit: Edit) -> str:
    """Where a sentence stands, or stood."""
    if edit.kind is EditKind.MOVED:
        return f"paragraph {edit.paragraph}, moved"
    return f"paragraph {edit.paragraph}{' of the earlier text' if edit.kind is EditKind.REMOVED else ''}"


def show_edit(console: Console, edit: Edit) -> None:
    """What became of a sentence."""
    match edit.kind:
        case EditKind.MOVED:
            text = one_line(edit.after)
            cut = text if len(text) <= MOVED_CHARS else text[:MOVED_CHARS].rsplit(" ", 1)[0] + " ..."
            hanging(console, "> ", Text(cut))
        case EditKind.REPLACED if is_readable(words := word_edits(edit.before, edit.after)):
            hanging(console, "~ ", inline(words))
        case _:
            for mark, text, style in (("- ", edit.before, OLD), ("+ ", edit.after, NEW)):
                if text:
                    hanging(console, mark, Text(one_line(text), style), style)


def is_readable(words: list[WordEdit]) -> bool:
    """Whether enough of a sentence was kept to show its changes inside it."""
    kept = sum(len(word.text) for word in words if word.kind is None)
    return kept >= INLINE * max(1, sum(len(word.text) for word in words if word.kind is not EditKind.ADDED))


def inline(words: list[WordEdit]) -> Text:
    """A sentence with what was taken from it and what was put in."""
    text = Text()
    for word in words:
        plain, space = one_line(word.text), " " if word.text[-1:].isspace() else ""
        if word.kind is EditKind.ADDED and text.plain.endswith("-]"):
            text.append(" ")
        match word.kind:
            case EditKind.REMOVED:
                text.append(f"[-{plain}-]", OLD).append(space)
            case EditKind.ADDED:
                text.append(f"{{+{plain}+}}", NEW).append(space)
            case _:
                text.append(plain + space)
    return text
