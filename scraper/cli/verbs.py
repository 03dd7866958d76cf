"""The verbs of the command line. Each has a file of its own, which is imported when the verb is asked for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module
from types import MappingProxyType
from typing import Any

import typer
from typer.core import TyperGroup

from scraper.cli.exits import Exit
from scraper.cli.guard import guarded

# In the order of the help. The first line of a verb's own help stands here as well: to list it, its file is not needed.
VERBS: Mapping[str, str] = MappingProxyType(
    {
        "fetch": "Fetch pages and print their articles.",
        "clean": "Clean stored pages and print their articles.",
        "explain": "Show each block of a page, its label, how sure it is and the strongest evidence; "
        "then the facts with theirs.",
        "crawl": "Bring an archive up to date and say how it went.",
        "export": "Write an archive's articles to files or stdout, or post them.",
        "history": "List an article's revisions: when, what changed, from which capture.",
        "diff": "Show what changed between two revisions of an article.",
        "search": "Find articles by their words, in title and text.",
        "pages": "List every known URL: status, reason and HTTP status.",
        "robots": "Ask a site's robots.txt about one address.",
        "policy": "Show all that a site says of the use of one address: "
        "robots.txt, TDMRep, RSL, Content-Usage and the rest.",
        "status": "Show an archive's accounts: its URLs by how they ended.",
        "duplicates": "List the articles that are copies of each other: "
        "identical, nearly so, or one story under several addresses.",
        "republish": "Write an article ready to be republished, with what its terms ask for.",
        "purge": "Remove a site or a document for good, and never ask for it again.",
        "receipt": "Show how politely a site was asked.",
        "reclean": "Clean again the pages an archive keeps, and store what changed.",
        "verify": "Check all records and articles of an archive, from bytes to text.",
        "bot-page": "Write the page about the crawler.",
        "schedule": "Print the crontab line and systemd units of a crawl.",
        "schema": "Print the JSON Schema of an article, of its tombstone, or of a chunk of it.",
    }
)


class Verbs(TyperGroup):
    """Lists the verbs by name and first line; who asks for one, or completes its options, gets it whole."""

    def resolve_command(self, ctx: Any, args: list[str]) -> tuple[str | None, Any, list[str]]:
        """The verb that a command line names, and what is left of the line."""
        name, _, rest = super().resolve_command(ctx, args)
        return name, command_of(function_of(name)) if name else None, rest


def function_of(verb: str) -> Callable[..., Exit]:
    """The function that does what a verb says."""
    name = verb.replace("-", "_")
    function: Callable[..., Exit] = getattr(import_module(f"scraper.cli.{name}"), name)
    return function


def command_of(function: Callable[..., Exit]) -> Any:
    """A verb with its arguments and options."""
    alone = typer.Typer(add_completion=False, pretty_exceptions_enable=False)
    alone.command()(guarded(function))
    return typer.main.get_command(alone)


def list_all(app: typer.Typer) -> None:
    """Give an application of the class ``Verbs`` its verbs."""
    for name, line in VERBS.items():
        app.command(name, help=line)(_listed)


def _listed() -> None:
    """Stands for a verb until it is asked for."""
