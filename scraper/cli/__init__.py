"""The command line: one file a verb. Results on stdout, everything else on stderr."""

from __future__ import annotations

import io
import logging
import os
import sys
from collections.abc import Sequence
from typing import Annotated

import typer
from typer.exceptions import TyperException

from scraper.cli.console import complain
from scraper.cli.exits import Exit
from scraper.cli.guard import debugging, leave_closed_pipe
from scraper.cli.verbs import VERBS, Verbs, list_all
from scraper.version import __version__

__all__ = ["VERBS", "main"]

HELP = "Fetch news politely, keep the story, and the way back to its publisher."


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line (without the program's name) and return its exit code; no exception leaves it.

    SCRAPER_DEBUG=1 in the environment shows tracebacks and the libraries' log.
    """
    steady_streams()
    # What the libraries log we report ourselves, in our words.
    logging.basicConfig(level=logging.DEBUG if debugging() else logging.CRITICAL + 1, stream=sys.stderr)
    try:
        given = list(sys.argv[1:] if arguments is None else arguments)
        # A verb returns its exit code; --help and --version return typer's.
        code = int(application()(given, prog_name="scraper", standalone_mode=False) or 0)
        sys.stdout.flush()
    except TyperException as error:
        return complain_of_usage(error)
    except BrokenPipeError:
        return leave_closed_pipe()
    return code


def steady_streams() -> None:
    """Results are UTF-8 wherever they go, and no character that a terminal cannot show stops a run.

    Where a stream is closed from the start, what is said there goes nowhere.
    """
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: SIM115  # as long as we run
    if isinstance(sys.stdout, io.TextIOWrapper):
        encoding = sys.stdout.encoding if sys.stdout.isatty() else "utf-8"
        sys.stdout.reconfigure(encoding=encoding, errors="backslashreplace")


def show_version(wanted: bool) -> None:
    """Print the version and leave."""
    if wanted:
        print(f"scraper {__version__}")
        raise typer.Exit


def application() -> typer.Typer:
    """The verbs under one name."""
    app = typer.Typer(cls=Verbs, help=HELP, no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)
    app.callback(help=HELP)(options)
    list_all(app)
    return app


def options(
    _version: Annotated[
        bool,
        typer.Option("--version", callback=show_version, is_eager=True, help="Show the version and exit."),
    ] = False,
) -> None:
    """What may stand before the verb."""


def complain_of_usage(error: TyperException) -> int:
    """A wrong command line, in one line. A bare ``scraper`` has shown its help already and has nothing to add."""
    message = str(getattr(error, "format_message", lambda: error)())
    context = getattr(error, "ctx", None)
    if message:
        complain(f"{message.rstrip('.')} (see {context.command_path if context else 'scraper'} --help)")
    return Exit.USAGE
