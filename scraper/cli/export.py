"""scraper export: an archive's articles, for whoever is to read them."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from scraper.choice import Choice, Chosen
from scraper.cli.console import complain, say
from scraper.cli.ending import ending_as_interrupted
from scraper.cli.exits import Exit
from scraper.cli.output import OUTPUT, checked_target, chosen_format, stdout
from scraper.cli.places import PLACE, archive_of
from scraper.errors import UsageError
from scraper.model import Purpose
from scraper.writer.archive import Archive
from scraper.writer.document import Document, StoredArticle
from scraper.writer.export import Format, Item, Renamed, line, tells_tombstones, write
from scraper.writer.export.chunks import chunks as chunks_of
from scraper.writer.export.fields import Names, renamed

SINCE = typer.Option(
    metavar="CURSOR|DATE", help="Only what changed or went after this cursor, or from this day on.", show_default=False
)
FORMAT = typer.Option("--format", "-f", help="Default: as the output's suffix says, else jsonl.", show_default=False)
QUERY = typer.Option(metavar="WORDS", help="Only what scraper search finds for them.", show_default=False)
LICENSE = typer.Option(
    "--license", metavar="NAME", help="Only under licences that begin so, such as CC-BY.", show_default=False
)
PURPOSE = typer.Option(help="Leave out what its site does not allow for that.", show_default=False)
FIELDS_AS = typer.Option(help="Field names of another extractor (json, jsonl).", show_default=False)
CHUNKS = typer.Option(metavar="N", min=50, help="Pieces of at most N characters (json, jsonl).", show_default=False)
POST = typer.Option(metavar="URL", help="Post the changes there, signed.", show_default=False)
OBJECTS = (Format.JSON, Format.JSONL)  # the formats whose fields may be others
SECRET = "SCRAPER_WEBHOOK_SECRET"


def export(
    place: Annotated[Path, PLACE],
    format: Annotated[Format | None, FORMAT] = None,
    output: Annotated[Path | None, OUTPUT] = None,
    since: Annotated[str | None, SINCE] = None,
    query: Annotated[str | None, QUERY] = None,
    license: Annotated[list[str] | None, LICENSE] = None,
    purpose: Annotated[Purpose | None, PURPOSE] = None,
    one_of_each: Annotated[bool, typer.Option("--one-of-each", help="Of copies, only the one seen first.")] = False,
    fields_as: Annotated[Names | None, FIELDS_AS] = None,
    chunks: Annotated[int | None, CHUNKS] = None,
    post: Annotated[str | None, POST] = None,
) -> Exit:
    """Write an archive's articles to files or stdout, or post them.

    They come in the order in which they were stored or changed. With --since, articles whose pages are gone come too,
    as JSON objects with "gone": true.
    """
    directory = archive_of(place)
    target = checked_target(output)
    layout = chosen_format(format, target, Format.JSONL)
    shape = shape_of(fields_as, chunks)
    if shape and layout not in OBJECTS:
        raise UsageError(f"--fields-as and --chunks go with -f json or jsonl, not with {layout.value}")
    if post and (format or target):
        raise UsageError("--post takes the place of -f and -o: what is posted is JSON")
    choice = Choice(moment_or_cursor(since), query, tuple(license or ()), purpose, one_of_each)
    with ending_as_interrupted(), Archive.open(directory) as archive:
        chosen = Chosen(archive, choice)
        passing = Passing(chosen(complain), shape)
        number = posted(passing, post) if post else write(passing.all(), layout, target or stdout())
    tells_gone = bool(post) or tells_tombstones(layout)
    tell_left_out(chosen, passing, "" if tells_gone else layout.value)
    number -= passing.gone if tells_gone else 0
    what = "chunks" if chunks else "articles"
    where = f" posted to {post}" if post else f" into {target}" if target else ""
    say(f"{number:,} {what}{where}; what comes later: --since {chosen.last}")
    return Exit.OK


Shape = Callable[[Document], Sequence[Item]]


def shape_of(names: Names | None, longest: int | None) -> Shape | None:
    """What an article is written as, if not as itself. Raises UsageError for two wishes at once."""
    if names and longest:
        raise UsageError("--fields-as or --chunks, not both")
    if longest:
        return lambda document: chunks_of(document, longest)
    return (lambda document: [Renamed(renamed(document, names), document)]) if names else None


class Passing:
    """Articles on their way out, as they are or in another shape; counts those that are gone."""

    def __init__(self, articles: Iterator[StoredArticle], shape: Shape | None) -> None:
        self.gone = 0
        self._articles = articles
        self._shape = shape

    def all(self) -> Iterator[Item]:
        """What is written, in its order. Tombstones stay as they are."""
        for _, item in self.numbered():
            yield item

    def numbered(self) -> Iterator[tuple[int, Item]]:
        """The same, each with the cursor of its change."""
        for article in self._articles:
            self.gone += article.gone
            if self._shape is None or article.gone:
                yield article.cursor, article
            else:
                for item in self._shape(article.document):
                    yield article.cursor, item


def posted(passing: Passing, url: str) -> int:
    """Post all; says how far it came when it breaks off. Raises UsageError, DeliveryError."""
    from scraper import webhook  # noqa: PLC0415  # its HTTP client is slow to import, and few exports are posted

    hook = webhook.Hook(url, webhook.secret_of(os.environ.get(SECRET, "")))
    taken: list[int] = []
    items = (webhook.Item(line(item).rstrip(), cursor) for cursor, item in passing.numbered())
    try:
        return webhook.post(items, hook, taken.append)
    except BaseException:
        if taken:
            say(f"taken so far; to go on: --since {taken[-1]}")
        raise


def tell_left_out(chosen: Chosen, passing: Passing, mute: str) -> None:
    """What was not written, a line each. ``mute`` is the format, where that cannot tell what is gone."""
    if passing.gone and mute:
        say(f"{passing.gone:,} gone since then: {mute} cannot tell them, -f jsonl can")
    elif passing.gone:
        say(f"{passing.gone:,} gone since then, told as well")
    if chosen.copies:
        say(f"{chosen.copies:,} copies left out; scraper duplicates lists them")
    if chosen.opted_out:
        say(f"{chosen.opted_out:,} left out: their sites do not allow it for {chosen.choice.purpose}")


def moment_or_cursor(text: str | None) -> int | datetime | None:
    """A cursor, or a day or moment as ISO 8601 has it, in UTC unless it says otherwise. Raises UsageError."""
    if text is None:
        return None
    if text.isascii() and text.isdigit():
        return int(text)
    try:
        when = datetime.fromisoformat(text)
    except ValueError:
        raise UsageError(f"--since {text}: must be a cursor (a number) or a date, such as 2026-11-23") from None
    return when if when.tzinfo else when.replace(tzinfo=UTC)
