"""How does inline text become runs of one style each?"""

from __future__ import annotations

import re
from typing import NamedTuple

from scraper.model import Run

_SPACES = re.compile(r"\s+")


class Style(NamedTuple):
    """How inline text looks and where it leads."""

    href: str | None = None
    bold: bool = False
    italic: bool = False
    code: bool = False


PLAIN = Style()


def folded(parts: list[tuple[str, Style]]) -> list[Run]:
    """Runs with white space folded across their borders; line breaks and tabs of our own making stay."""
    pieces: list[tuple[str, Style]] = []
    last = "\n"  # what stands before the block: nothing
    for text, style in parts:
        if text[0] in "\n\t" and not text.strip("\n\t"):
            mark = text[0]
            if pieces and last not in "\n\t":
                pieces[-1] = (pieces[-1][0].rstrip(" "), pieces[-1][1])
                pieces.append((mark, PLAIN))
                last = mark
            elif pieces and mark == "\t":
                pieces.append((mark, PLAIN))
            continue
        piece = _SPACES.sub(" ", text)
        if last in " \n\t" and piece.startswith(" "):
            piece = piece[1:]
        if piece:
            pieces.append((piece, style))
            last = piece[-1]
    while pieces and not pieces[-1][0].rstrip():
        pieces.pop()
    if pieces:
        pieces[-1] = (pieces[-1][0].rstrip(), pieces[-1][1])
    return _merged(pieces)


def preformatted(parts: list[tuple[str, Style]]) -> list[Run]:
    """Text of a code block, its white space as it stands."""
    text = "".join(text for text, _ in parts).strip("\n")
    return [Run(text.rstrip(), code=True)] if text.strip() else []


def _merged(pieces: list[tuple[str, Style]]) -> list[Run]:
    runs: list[Run] = []
    index = 0
    while index < len(pieces):
        text, style = pieces[index]
        index += 1
        while index < len(pieces) and (pieces[index][1] == style or (pieces[index][0] == " " and not style.href)):
            text += pieces[index][0]
            index += 1
        if text:
            runs.append(Run(text, style.href, style.bold, style.italic, style.code))
    return runs
