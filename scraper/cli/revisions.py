"""What an article has become, in words: what ``history`` and ``diff`` share."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from types import MappingProxyType

import typer
from rich.console import Console
from rich.text import Text

from scraper.cli.console import one_line
from scraper.errors import UsageError
from scraper.writer.archive import Archive
from scraper.writer.attribution import credit_line, from_document
from scraper.writer.document import ChangeKind, Document, GoneReason, StoredArticle

ARTICLE = typer.Argument(metavar="ID|URL", help="An article, by its id or its URL.", show_default=False)
AS_JSON = typer.Option("--json", help="As a JSON object.")

WORDS = MappingProxyType(
    {
        ChangeKind.GONE: "gone",
        ChangeKind.RESTORED: "back again",
        ChangeKind.TITLE: "headline changed",
        ChangeKind.CORRECTION: "correction",
        ChangeKind.NOTE: "editors' note",
        ChangeKind.TEXT: "text changed",
        ChangeKind.UPDATE: "paragraphs added",
        ChangeKind.SMALL_EDIT: "small edit",
        ChangeKind.ORDER: "text moved",
        ChangeKind.AUTHORS: "authors changed",
        ChangeKind.DATES: "date changed",
        ChangeKind.MODIFIED: "date of change",
        ChangeKind.SUMMARY: "summary changed",
        ChangeKind.SECTION: "section changed",
        ChangeKind.TAGS: "tags changed",
        ChangeKind.LICENCE: "licence changed",
        ChangeKind.OTHER: "nothing that a reader sees",
    }
)
REASONS = MappingProxyType({GoneReason.GONE: "410 Gone", GoneReason.NOT_FOUND: "404 Not Found, more than once"})


def unknown(article: str, directory: Path) -> UsageError:
    """That the archive has no such article."""
    return UsageError(f"{one_line(article)}: no such article in {directory}; scraper pages lists its URLs")


def in_words(stored: StoredArticle, kinds: Iterable[ChangeKind]) -> str:
    """What a revision changed."""
    told = ", ".join(WORDS[kind] for kind in kinds)
    if stored.gone:
        return f"{told} ({REASONS[GoneReason(stored.document['reason'])]})"
    return told or ("first seen" if stored.revision == 1 else "no difference")


def newest(archive: Archive, article: str, directory: Path) -> StoredArticle:
    """The article in its latest revision. Raises UsageError for one that is not there, UrlError for what is no URL."""
    found = archive.article(article)
    if found is None:
        raise unknown(article, directory)
    return found


def stamp(moment: datetime) -> str:
    """A moment to the second, in UTC, for programs."""
    return f"{moment:%Y-%m-%dT%H:%M:%SZ}"


def moment_of(stored: StoredArticle) -> str:
    """When a revision was stored, for people."""
    return f"{stored.saved_at:%Y-%m-%d %H:%M:%S} UTC"


# ---------------------------------------------------------------- on the screen


def head(console: Console, document: Document) -> None:
    """The article's title and address."""
    hanging(console, "", Text(one_line(document["title"]), "bold"))
    console.print(Text(one_line(document["url"])), soft_wrap=True)


def credit(console: Console, document: Document) -> None:
    """Whose story it is, and where: whatever is shown of an article carries that."""
    console.print()
    hanging(console, "", Text(one_line(credit_line(from_document(document)))))


def hanging(console: Console, mark: str, text: Text, style: str = "") -> None:
    """A text, wrapped, with a mark before its first line and as much room before the others."""
    lead = mark
    for line in text.wrap(console, max(20, console.width - len(mark))):
        line.rstrip()
        console.print(Text(lead, style) + line, soft_wrap=True)
        lead = " " * len(mark)
