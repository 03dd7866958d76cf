"""How does Markdown become HTML?

By CommonMark with tables. HTML inside the Markdown is shown, never obeyed: none of ours has any.
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token


def _parser() -> MarkdownIt:
    from markdown_it import MarkdownIt  # noqa: PLC0415  # slow to import, and most forms are not made of HTML

    return MarkdownIt("commonmark", {"html": False}).enable("table")


def html(markdown: str) -> str:
    """The Markdown as HTML elements, without a page around them."""
    rendered: str = _parser().render(markdown)
    return rendered


def page(title: str, language: str | None, head: str, body: str) -> str:
    """A whole page; the title is plain text, ``head`` and ``body`` are HTML."""
    return (
        f'<!DOCTYPE html>\n<html lang="{escape(language or "und")}">\n<head>\n<meta charset="utf-8">\n'
        f"<title>{escape(title)}</title>\n{head}</head>\n<body>\n{body}</body>\n</html>\n"
    )


def tokens(markdown: str) -> Sequence[Token]:
    """The Markdown in its parts, for other forms than HTML."""
    return _parser().parse(markdown)
