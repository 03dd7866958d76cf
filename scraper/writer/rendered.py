"""How does Markdown become HTML?

By CommonMark with tables. HTML inside the Markdown is shown, never obeyed: none of ours has any.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

# Hebrew, Arabic, and the scripts beside them, by blocks (Unicode, DerivedBidiClass)
_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff\U00010800-\U00010fff\U0001e800-\U0001efff]")


def _parser() -> MarkdownIt:
    from markdown_it import MarkdownIt  # noqa: PLC0415  # slow to import, and most forms are not made of HTML

    return MarkdownIt("commonmark", {"html": False}).enable("table")


def html(markdown: str) -> str:
    """The Markdown as HTML elements, without a page around them."""
    parser = _parser()
    parts = parser.parse(markdown)
    if direction(markdown):
        for part in parts:
            if part.nesting > 0 and not part.level:
                part.attrSet("dir", "auto")
    rendered: str = parser.renderer.render(parts, parser.options, {})
    return rendered


def direction(text: str) -> str:
    """An attribute that lets each part run the way of its own letters, where the text has some from right to left."""
    return ' dir="auto"' if _RIGHT_TO_LEFT.search(text) else ""


def page(title: str, language: str | None, head: str, body: str) -> str:
    """A whole page; the title is plain text, ``head`` and ``body`` are HTML."""
    return (
        f'<!DOCTYPE html>\n<html lang="{escape(language or "und")}">\n<head>\n<meta charset="utf-8">\n'
        f"<title>{escape(title)}</title>\n{head}</head>\n<body>\n{body}</body>\n</html>\n"
    )


def tokens(markdown: str) -> Sequence[Token]:
    """The Markdown in its parts, for other forms than HTML."""
    return _parser().parse(markdown)
