"""What was given to us? Pages and lists of addresses from files, directories and stdin."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO

from scraper.errors import InputError

STDIN = "-"
PAGE_SUFFIXES = frozenset({".html", ".htm", ".xhtml"})
MAX_PAGE_BYTES = 20_000_000  # the largest real article page seen is under 10 MB; a larger file is no page


def pages(given: Iterable[str]) -> Iterator[str]:
    """The files to clean: a directory stands for the pages under it, in order of their names.

    Raises InputError for what does not exist and for a directory without pages.
    """
    for name in given:
        path = Path(name)
        if name != STDIN and path.is_dir():
            found = sorted(file for file in path.rglob("*") if file.suffix.lower() in PAGE_SUFFIXES and file.is_file())
            if not found:
                raise InputError(f"{name}: no {', '.join(sorted(PAGE_SUFFIXES))} file in this directory")
            yield from map(str, found)
        else:
            yield name


def read_page(name: str) -> bytes:
    """The bytes of one page; ``-`` is stdin. Raises InputError when missing, unreadable, empty or over 20 MB."""
    try:
        if name == STDIN:
            body = capped(sys.stdin.buffer)
        else:
            with Path(name).open("rb") as file:
                body = capped(file)
    except FileNotFoundError as error:
        raise InputError(f"{name}: no such file or directory") from error
    except OSError as error:
        raise InputError(f"{name}: cannot be read ({error.strerror})") from error
    label = "stdin" if name == STDIN else name
    if len(body) > MAX_PAGE_BYTES:
        raise InputError(f"{label}: over {MAX_PAGE_BYTES // 1_000_000} MB, which is no page")
    if not body.strip():
        raise InputError(f"{label}: empty")
    return body


def capped(file: BinaryIO) -> bytes:
    """What is in the file, one byte past the limit at most."""
    return file.read(MAX_PAGE_BYTES + 1)


def addresses(given: Iterable[str], listing: str | None) -> list[str]:
    """The URLs of the command line and of the list file, each once, in order; ``-`` is a list on stdin.

    A list has one URL a line; empty lines and lines that start with ``#`` do not count.
    Raises InputError when the list cannot be read or nothing is asked for.
    """
    asked: list[str] = []
    for url in given:
        asked += read_list(url) if url == STDIN else [url]
    if listing is not None:
        asked += read_list(listing)
    if not asked:
        raise InputError("no URL given: name some, or a list with -i FILE, or - for a list on stdin")
    return list(dict.fromkeys(asked))


def read_list(name: str) -> list[str]:
    """The URLs in a list."""
    text = read_page(name).decode("utf-8-sig", "replace")
    lines = (line.strip() for line in text.splitlines())
    return [line for line in lines if line and not line.startswith("#")]
