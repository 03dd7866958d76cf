"""scraper verify: whether the chain from the bytes to the articles holds."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from scraper.cli.cleaned import cleaned_by
from scraper.cli.console import one_line, say
from scraper.cli.exits import Exit
from scraper.cli.places import PLACE, archive_of
from scraper.cli.progress import moving
from scraper.cli.words import number
from scraper.verify import Break, Verified
from scraper.verify import verify as walk

EVERY = 50  # rows between two moves of the line


def verify(
    place: Annotated[Path, PLACE],
    remake: Annotated[bool, typer.Option("--reclean", help="Make the texts again from the bytes, too.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Each break as a JSON object, on a line.")] = False,
) -> Exit:
    """Check all records and articles of an archive, from bytes to text.

    Only reads, also while a crawl runs. Names each break on a line and
    exits with 1 if there is any. --reclean checks the articles that
    this version has made: the same bytes give the same text.
    """
    directory = archive_of(place)
    settings = cleaned_by(place) if remake else None

    def name(found: Break) -> None:
        link = found.link.replace("_", " ")
        print(
            json.dumps(found._asdict(), ensure_ascii=False)
            if as_json
            else one_line(f"{link}: {found.where}: {found.how}")
        )

    with moving("Verifying") as move:

        def step(seen: Verified) -> None:
            if (seen.exchanges + seen.revisions + seen.remade) % EVERY == 0:
                move(in_words(seen))

        seen = walk(directory, name, step, settings)
    broken = number(seen.breaks, "break") if seen.breaks else "whole"
    say(f"{directory}: {broken}; {in_words(seen)}")
    return Exit.SOME_FAILED if seen.breaks else Exit.OK


def in_words(seen: Verified) -> str:
    """How much was looked at."""
    again = f", {number(seen.remade, 'text')} made again" if seen.remade else ""
    return f"{number(seen.exchanges, 'exchange')}, {number(seen.revisions, 'revision')}{again}"
