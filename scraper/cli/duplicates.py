"""scraper duplicates: which articles are copies of each other."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Annotated

import typer

from scraper.cli.console import complain, one_line, say, stdout_console
from scraper.cli.exits import Exit
from scraper.cli.output import stdout
from scraper.cli.places import PLACE, archive_of
from scraper.cli.words import number as numbered
from scraper.model import Relation
from scraper.writer.archive import Archive
from scraper.writer.archive_relations import Member, Relative
from scraper.writer.document import Document, iso

WIDEST = len("same story 87%")


def duplicates(
    place: Annotated[Path, PLACE],
    what: Annotated[
        str | None, typer.Argument(metavar="URL|ID", help="Only what this article is to others.", show_default=False)
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object a line.")] = False,
) -> Exit:
    """List the articles that are copies of each other: identical, nearly so, or one story under several addresses.

    In each group the one that was seen first comes first. For one article its translations are listed as well.
    """
    with Archive.open(archive_of(place)) as archive, archive.moment():
        if what is None:
            return tell_groups(archive.groups(), as_json)
        found = archive.article(what)
        if found is None:
            complain(f"{one_line(what)}: no such article here")
            return Exit.USAGE
        return tell_relatives(archive.relatives(found.id), as_json)


def tell_groups(groups: Iterable[list[Member]], as_json: bool) -> Exit:
    """Groups, one after the other, and in the end how many."""
    number = copies = 0
    for group in groups:
        number, copies = number + 1, copies + len(group) - 1
        if as_json:
            stdout().write(json.dumps([as_document(member) for member in group], ensure_ascii=False) + "\n")
            continue
        stdout().write(f"{one_line(group[0].title)}\n")
        for member in group:
            stdout().write(lines(member, "  "))
    say(f"{counted(copies)} in {numbered(number, 'group')}" if number else "No copies")
    return Exit.OK


def tell_relatives(relatives: Sequence[Relative], as_json: bool) -> Exit:
    """What one article is to others, the first seen first."""
    for one in relatives:
        if as_json:
            stdout().write(json.dumps(as_document(one), ensure_ascii=False) + "\n")
        else:
            stdout().write(lines(one))
    translations = sum(one.relation is Relation.TRANSLATION for one in relatives)
    copies = len(relatives) - translations
    found = [counted(copies)] * (copies > 0) + [numbered(translations, "translation")] * (translations > 0)
    say(" and ".join(found) or "No copies and no translations")
    return Exit.OK


def lines(one: Member | Relative, indent: str = "") -> str:
    """One line, so that it can be searched for; on a terminal that is too narrow for it, the address has its own."""
    head, url = f"{indent}{day(one)}  {word(one)}", one_line(one.url)
    console = stdout_console()
    parted = console.is_terminal and len(head) + 2 + len(url) > console.width
    return f"{head.rstrip()}\n{indent}  {url}\n" if parted else f"{head}  {url}\n"


def counted(copies: int) -> str:
    """``1 copy``, ``2 copies``."""
    return "1 copy" if copies == 1 else f"{copies:,} copies"


def day(one: Member | Relative) -> str:
    """When it was seen first."""
    return one.first_seen.date().isoformat()


def word(one: Member | Relative) -> str:
    """What it is, in a column of its own."""
    what = one.relation.value.replace("_", " ") if one.relation else "first seen"
    share = f" {one.similarity:.0%}" if 0.0 < one.similarity < 1.0 else ""
    return f"{what + share + ', gone' * one.gone:<{WIDEST}}"


def as_document(one: Member | Relative) -> Document:
    """For programs."""
    return {
        "id": one.id,
        "url": one.url,
        "title": one.title,
        "date_first_seen": iso(one.first_seen),
        "relation": one.relation.value if one.relation else None,
        "similarity": round(one.similarity, 3),
        "gone": one.gone,
    }
