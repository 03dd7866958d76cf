"""Where do words go?

Results go to stdout, everything else to stderr. Consoles are made when they are needed, so that they follow the
streams as they are then. Colour obeys NO_COLOR and is only for terminals (rich sees to both).
"""

from __future__ import annotations

import sys

from rich.console import Console

# A page's title or URL may carry terminal escape sequences: a reader sees them instead of obeying them.
CONTROLS = {code: f"\\x{code:02x}" for code in (*range(0x20), *range(0x7F, 0xA0)) if chr(code) not in "\t\n"}


def printable(text: str) -> str:
    """Text with its control characters spelled out; tabs and line breaks stay."""
    return text.translate(CONTROLS)


def one_line(text: str) -> str:
    """Text on one line, whatever is in it."""
    return printable(" ".join(text.split()))


def stdout_console() -> Console:
    """The console for results meant to be read."""
    return Console(highlight=False, markup=False, emoji=False)


def stderr_console() -> Console:
    """The console for everything else."""
    return Console(stderr=True, highlight=False, markup=False, emoji=False)


def say(message: str) -> None:
    """One line to stderr; above the progress bar, where there is one (rich takes over sys.stderr for that)."""
    print(one_line(message), file=sys.stderr)


def complain(message: str) -> None:
    """One line to stderr, marked as ours, so that it is found in a log."""
    say(f"scraper: {message}")


def watched() -> bool:
    """Whether a person is looking: a terminal is on stdout or stderr. A scheduled run has neither."""
    return sys.stderr.isatty() or sys.stdout.isatty()
