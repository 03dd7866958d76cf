"""How does Markdown become HTML?

By CommonMark with tables. HTML inside the Markdown is shown, never obeyed: none of ours has any.
"""

from __future__ import annotations

from collections.abc import Sequence

from markdown_it import MarkdownIt
from markdown_it.token import Token


def _parser() -> MarkdownIt:
    return MarkdownIt("commonmark", {"html": False}).enable("table")


def html(markdown: str) -> str:
    """The Markdown as HTML elements, without a page around them."""
    rendered: str = _parser().render(markdown)
    return rendered


def tokens(markdown: str) -> Sequence[Token]:
    """The Markdown in its parts, for other forms than HTML."""
    return _parser().parse(markdown)
