"""How does the story read once the furniture is gone?

The same labelled blocks written as plain text and as Markdown (as HTML by the article itself, when that is asked for).
Captions stand in the Markdown, not in the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from scraper.model import STORY, Block, Label, Labelled, Run
from scraper.model.story_html import groups, level

_MARKDOWN_SPECIAL = re.compile(r"[\\`*_\[\]<>~&](?:(?<!&)|(?=#?\w+;))")  # one set at the beginning is quick to look for
_LINE_START = re.compile(r"^(\s*)(?:([#>+=|-])|(\d+)([.)]))(?=\s|[#=-]|$)")
_WORDS_INSIDE = re.compile(r"^(\W*)(\w(?:.*\w)?)(\W*)$", re.S)
_TICKS = re.compile(r"`+")
_TOLD = STORY - {Label.CAPTION}


def text(blocks: Iterable[Labelled]) -> str:
    """Plain text: paragraphs parted by an empty line, list items and table rows each on a line of their own."""
    kept = [block for block in blocks if block.label in _TOLD]
    return "\n\n".join(["\n".join([part.block.text for part in group]) for group in groups(kept)])


def markdown(blocks: Iterable[Labelled]) -> str:
    """CommonMark with links, emphasis, headings, lists, quotes, pipe tables and code."""
    return "\n\n".join(map(_markdown_group, groups(blocks)))


# ---------------------------------------------------------------- Markdown


def _markdown_group(group: list[Labelled]) -> str:
    first = group[0].block
    match group[0].label:
        case Label.HEADING:
            words = _inline(first, bold=False).replace("  \n", " ")
            return "#" * level(first) + " " + re.sub(r"(#+)$", r"\\\1", words)
        case Label.LIST:
            return "\n".join(
                f"{_mark(item.block, number)} {_lines(item.block)}" for number, item in enumerate(group, 1)
            )
        case Label.QUOTE:
            written = "\n".join("> " + line for line in _lines(first).split("\n"))
        case Label.TABLE:
            written = _markdown_table(group)
        case Label.CODE:
            code = "\n".join(item.text for item in group)
            fence = _fence(code, 3)
            written = f"{fence}\n{code}\n{fence}"
        case Label.CAPTION:
            written = "*" + _escaped(first.text) + "*"
        case _:
            written = _lines(first)
    return written


def _mark(block: Block, number: int) -> str:
    return f"{number}." if block.context == "ol" else "-"


def _markdown_table(group: list[Labelled]) -> str:
    rows = [
        [_escaped(cell.strip()).replace("|", "\\|").replace("\n", " ") for cell in item.text.split("\t")]
        for item in group
    ]
    width = max(map(len, rows))
    lines = ["| " + " | ".join(row + [""] * (width - len(row))) + " |" for row in rows]
    return "\n".join([lines[0], "|" + " --- |" * width, *lines[1:]])


def _inline(block: Block, *, bold: bool = True) -> str:
    return "".join([_markdown_run(run, bold) for run in block.runs]).strip()


def _markdown_run(run: Run, bold: bool) -> str:
    text, href, is_bold, italic, code = run
    core = text.strip()
    if not core:
        return text
    written = _code(core) if code else _emphasised(core, "*" * (italic + 2 * (is_bold and bold)))
    if href:
        written = f"[{written}]({_address(href)})"
    lead, _, tail = text.partition(core)
    return lead + written.replace("\n", "  \n") + tail


def _emphasised(text: str, stars: str) -> str:
    """Text between stars; punctuation at its ends stays outside, or the stars are not read as such (CommonMark 6.2)."""
    match = _WORDS_INSIDE.match(text) if stars else None
    if not match:
        return _escaped(text)
    before, core, after = match.groups()
    return f"{_escaped(before)}{stars}{_escaped(core)}{stars}{_escaped(after)}"


def _escaped(text: str) -> str:
    return _MARKDOWN_SPECIAL.sub(r"\\\g<0>", text) if _MARKDOWN_SPECIAL.search(text) else text


def _lines(block: Block) -> str:
    """Inline text whose lines begin no heading, list, quote or rule."""
    return "\n".join(map(_line, _inline(block).split("\n")))


def _line(text: str) -> str:
    start = _LINE_START.match(text)
    if start is None:
        return text
    lead, mark, number, dot = start.groups()
    return (f"{lead}\\{mark}" if mark else f"{lead}{number}\\{dot}") + text[start.end() :]


def _fence(code: str, shortest: int) -> str:
    """A row of backticks longer than any in the code."""
    return "`" * max(shortest, 1 + max(map(len, _TICKS.findall(code)), default=0))


def _code(text: str) -> str:
    fence = _fence(text, 1)
    pad = " " if text[0] == "`" or text[-1] == "`" else ""
    return fence + pad + text + pad + fence


def _address(href: str) -> str:
    return href.replace("(", "%28").replace(")", "%29").replace(" ", "%20")
