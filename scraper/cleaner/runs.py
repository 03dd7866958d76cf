"""How does inline text become runs of one style each?"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any, NamedTuple, TypeVar

from scraper.model import Run

Noun = TypeVar("Noun", bound=NamedTuple)


def maker_of(noun: type[Noun]) -> Callable[[tuple[Any, ...]], Noun]:
    """Makes a named tuple of the values of all its fields: at a third of the cost of its own constructor, which is
    written in Python. For those of which a page has hundreds."""
    return partial(tuple.__new__, noun)


class Style(NamedTuple):
    """How inline text looks and where it leads, as written in the page."""

    href: str | None = None
    bold: bool = False
    italic: bool = False
    code: bool = False


Part = tuple[str, Style]
style_of = maker_of(Style)
_run_of = maker_of(Run)
PLAIN = Style()
PREFORMATTED = Style(code=True)
IDEOGRAPHS = "\u2e80"  # from here on scripts are written without spaces


def folded(parts: list[Part]) -> list[Part]:
    """Parts with white space folded across their borders, neighbours of one style joined.

    Line breaks and tabs of our own making (parts of nothing else) stay.
    """
    while parts and parts[-1][0] == " ":
        parts.pop()
    if len(parts) == 1:
        text, style = parts[0]
        return [(" ".join(text.split()), style)]
    pieces: list[Part] = []
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
        piece = _spaced(text, last)
        if piece:
            pieces.append((piece, style))
            last = piece[-1]
    while pieces and not pieces[-1][0].rstrip():
        pieces.pop()
    if pieces:
        pieces[-1] = (pieces[-1][0].rstrip(), pieces[-1][1])
    return _merged(pieces)


def _spaced(text: str, last: str) -> str:
    """Text with its white space folded to single spaces; none in the beginning after another one."""
    piece = " ".join(text.split())
    if not piece:
        return "" if last in " \n\t" else " "
    if text[0].isspace() and last not in " \n\t":
        piece = " " + piece
    return piece + " " if text[-1].isspace() else piece


def runs_together(before: Part, text: str) -> bool:
    """Whether two inline elements side by side would read as one word, though they are laid out apart."""
    last, style = before
    one, two = last[-1:], text[0]
    if not one.isalnum() or not two.isalnum() or two >= IDEOGRAPHS or style.code:
        return False
    return (one.islower() and two.isupper()) or (len(last) > 3 and len(text.split(None, 1)[0]) > 3)


def preformatted(parts: list[Part]) -> list[Part]:
    """Text of a code block, its white space as it stands."""
    text = "".join(text for text, _ in parts).strip("\n")
    return [(text.rstrip(), PREFORMATTED)] if text.strip() else []


def runs_of(parts: list[Part], resolve: Callable[[str], str | None]) -> tuple[Run, ...]:
    """The runs of a block. ``resolve`` makes an href absolute, or None when it leads nowhere."""
    if len(parts) == 1 and parts[0][1] is PLAIN:
        return (_run_of((parts[0][0], None, False, False, False)),)
    return tuple(
        [
            _run_of((text, resolve(href) if href else None, bold, italic, code))
            for text, (href, bold, italic, code) in parts
            if text
        ]
    )


def _merged(pieces: list[Part]) -> list[Part]:
    merged: list[Part] = []
    index = 0
    while index < len(pieces):
        text, style = pieces[index]
        index += 1
        while index < len(pieces) and (pieces[index][1] == style or (pieces[index][0] == " " and not style.href)):
            text += pieces[index][0]
            index += 1
        if text:
            merged.append((text, style))
    return merged
