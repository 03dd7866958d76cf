"""scraper export: an archive's articles, for whoever is to read them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

from scraper.cli.console import say
from scraper.cli.exits import Exit
from scraper.cli.output import OUTPUT, checked_target, chosen_format, stdout
from scraper.cli.places import PLACE, archive_of
from scraper.errors import UsageError
from scraper.writer.archive import Archive
from scraper.writer.document import StoredArticle
from scraper.writer.export import Format, tells_tombstones, write

SINCE = typer.Option(min=0, metavar="CURSOR", help="Only what changed or went after this cursor.", show_default=False)
ONE_OF_EACH = typer.Option("--one-of-each", help="Of copies only the one seen first; tells how many are left out.")


def export(
    place: Annotated[Path, PLACE],
    format: Annotated[
        Format | None,
        typer.Option("--format", "-f", help="Default: as the output's suffix says, else jsonl.", show_default=False),
    ] = None,
    output: Annotated[Path | None, OUTPUT] = None,
    since: Annotated[int | None, SINCE] = None,
    one_of_each: Annotated[bool, ONE_OF_EACH] = False,
) -> Exit:
    """Write an archive's articles to files or stdout.

    They come in the order in which they were stored or changed. With --since, articles whose pages are gone come too,
    as JSON objects with "gone": true.

    With --one-of-each an article is left out if it is a copy of one that was seen earlier and is written: identical,
    nearly so, or the same story under another address (see scraper duplicates). Translations stay.
    """
    if one_of_each and since is not None:
        raise UsageError("--one-of-each looks at the whole archive: leave out --since")
    directory = archive_of(place)
    target = checked_target(output)
    layout = chosen_format(format, target, Format.JSONL)
    last = Cursor(since or 0)
    with Archive.open(directory) as archive, archive.moment():
        copies = archive.copies() if one_of_each else frozenset()
        found = last.follow(archive.articles() if since is None else archive.changes(since))
        number = write((article for article in found if article.id not in copies), layout, target or stdout())
    if one_of_each:
        say(f"left out as copies of others: {len(copies):,} (scraper duplicates lists them)")
    if last.gone and not tells_tombstones(layout):
        say(f"{last.gone:,} gone since then: {layout.value} cannot tell them, -f jsonl can")
    elif last.gone:
        number -= last.gone
        say(f"{last.gone:,} gone since then, told as well")
    say(f"{number:,} articles{f' into {target}' if target else ''}; what comes later: --since {last.at}")
    return Exit.OK


class Cursor:
    """Remembers the last change that went by, and how many articles were gone."""

    def __init__(self, at: int) -> None:
        self.at = at
        self.gone = 0

    def follow(self, articles: Iterator[StoredArticle]) -> Iterator[StoredArticle]:
        """The same articles."""
        for article in articles:
            yield article
            self.at = article.cursor
            self.gone += article.gone
