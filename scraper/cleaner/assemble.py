"""How does the story read once the furniture is gone?

The same labelled blocks written three ways: plain text, Markdown and clean HTML. Captions stand in the Markdown and
the HTML, not in the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import escape

from scraper.model import STORY, Block, Label, Labelled, Run

_MARKDOWN_SPECIAL = re.compile(r"[\\`*_\[\]<>~&](?:(?<!&)|(?=#?\w+;))")  # one set at the beginning is quick to look for
_LINE_START = re.compile(r"^(\s*)(?:([#>+=|-])|(\d+)([.)]))(?=\s|[#=-]|$)")
_WORDS_INSIDE = re.compile(r"^(\W*)(\w(?:.*\w)?)(\W*)$", re.S)
_TICKS = re.compile(r"`+")
_TOLD = STORY - {Label.CAPTION}
_JOINED = frozenset({Label.LIST, Label.TABLE, Label.CODE})


def text(blocks: Iterable[Labelled]) -> str:
    """Plain text: paragraphs parted by an empty line, list items and table rows each on a line of their own."""
    kept = [block for block in blocks if block.label in _TOLD]
    return "\n\n".join(["\n".join([part.block.text for part in group]) for group in _groups(kept)])


def markdown(blocks: Iterable[Labelled]) -> str:
    """CommonMark with links, emphasis, headings, lists, quotes, pipe tables and code."""
    return "\n\n".join(map(_markdown_group, _groups(blocks)))


def html(blocks: Iterable[Labelled]) -> str:
    """Semantic HTML without scripts, styles or classes; all links absolute."""
    return "\n".join(map(_html_group, _groups(blocks)))


def _groups(blocks: Iterable[Labelled]) -> list[list[Labelled]]:
    """Items of one list, rows of one table and lines of one code block together, all else alone."""
    groups: list[list[Labelled]] = []
    last: tuple[Label, int] | None = None
    for item in blocks:
        label, group = item.label, item.block.group
        own = (label, group) if label in _JOINED and (group or label is Label.CODE) else None
        if own and own == last:
            groups[-1].append(item)
        else:
            groups.append([item])
        last = own
    return groups


# ---------------------------------------------------------------- Markdown


def _markdown_group(group: list[Labelled]) -> str:
    first = group[0].block
    match group[0].label:
        case Label.HEADING:
            words = _inline(first, bold=False).replace("  \n", " ")
            return "#" * _level(first) + " " + re.sub(r"(#+)$", r"\\\1", words)
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


def _level(block: Block) -> int:
    """The title is level 1, so headings inside the story start at 2."""
    return min(6, max(2, block.level or 3))


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


# ---------------------------------------------------------------- HTML


def _html_group(group: list[Labelled]) -> str:
    first = group[0].block
    match group[0].label:
        case Label.HEADING:
            return f"<h{_level(first)}>{_html_inline(first)}</h{_level(first)}>"
        case Label.LIST:
            tag = "ol" if first.context == "ol" else "ul"
            written = f"<{tag}>" + "".join(f"<li>{_html_inline(item.block)}</li>" for item in group) + f"</{tag}>"
        case Label.QUOTE:
            written = f"<blockquote><p>{_html_inline(first)}</p></blockquote>"
        case Label.TABLE:
            written = "<table>" + "".join(f"<tr>{_html_cells(item)}</tr>" for item in group) + "</table>"
        case Label.CODE:
            written = "<pre><code>" + escape("\n".join(item.text for item in group)) + "</code></pre>"
        case Label.CAPTION:
            written = f"<figure><figcaption>{_html_inline(first)}</figcaption></figure>"
        case _:
            written = f"<p>{_html_inline(first)}</p>"
    return written


def _html_cells(row: Labelled) -> str:
    return "".join(f"<td>{escape(cell.strip())}</td>" for cell in row.text.split("\t"))


def _html_inline(block: Block) -> str:
    return "".join(map(_html_run, block.runs)).strip()


def _html_run(run: Run) -> str:
    text, href, bold, italic, code = run
    written = escape(text, quote=False).replace("\n", "<br>")
    for on, tag in ((code, "code"), (italic, "em"), (bold, "strong")):
        if on:
            written = f"<{tag}>{written}</{tag}>"
    return f'<a href="{escape(href)}">{written}</a>' if href else written
