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
from scraper.writer.archive import Archive
from scraper.writer.document import StoredArticle
from scraper.writer.export import Format, write


def export(
    place: Annotated[Path, PLACE],
    format: Annotated[
        Format | None,
        typer.Option("--format", "-f", help="Default: as the output's suffix says, else jsonl.", show_default=False),
    ] = None,
    output: Annotated[Path | None, OUTPUT] = None,
    since: Annotated[int, typer.Option(min=0, metavar="CURSOR", help="Only what changed after this cursor.")] = 0,
) -> Exit:
    """Write an archive's articles to files or stdout.

    They come in the order in which they were stored or changed.
    """
    directory = archive_of(place)
    target = checked_target(output)
    last = Cursor(since)
    with Archive.open(directory) as archive:
        number = write(
            last.follow(archive.articles(since)), chosen_format(format, target, Format.JSONL), target or stdout()
        )
    say(f"{number:,} articles{f' into {target}' if target else ''}; what comes later: --since {last.at}")
    return Exit.OK


class Cursor:
    """Remembers the last change that went by."""

    def __init__(self, at: int) -> None:
        self.at = at

    def follow(self, articles: Iterator[StoredArticle]) -> Iterator[StoredArticle]:
        """The same articles."""
        for article in articles:
            yield article
            self.at = article.cursor
