"""How does a story read as HTML?

Labelled blocks and the pictures between them, in plain semantic elements: no scripts, styles or classes, all links
absolute.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from html import escape

from scraper.model.blocks import Block, Label, Labelled, Run
from scraper.model.pictures import Image

_JOINED = frozenset({Label.LIST, Label.TABLE, Label.CODE})


def html(blocks: Iterable[Labelled], images: Iterable[Image] = ()) -> str:
    """The story, each of its pictures before the block that follows it and with the caption that stands there."""
    shown = sorted((image.position, number, image) for number, image in enumerate(images) if image.position is not None)
    return "\n".join(_written(groups(blocks), deque(shown)))


def groups(blocks: Iterable[Labelled]) -> list[list[Labelled]]:
    """Items of one list, rows of one table and lines of one code block together, all else alone."""
    found: list[list[Labelled]] = []
    last: tuple[Label, int] | None = None
    for item in blocks:
        label, group = item.label, item.block.group
        own = (label, group) if label in _JOINED and (group or label is Label.CODE) else None
        if own and own == last:
            found[-1].append(item)
        else:
            found.append([item])
        last = own
    return found


def level(block: Block) -> int:
    """The title is level 1, so headings inside the story start at 2."""
    return min(6, max(2, block.level or 3))


def _written(found: Sequence[list[Labelled]], shown: deque[tuple[int, int, Image]]) -> Iterator[str]:
    for group in found:
        pictures = ""
        while shown and shown[0][0] <= group[0].block.position:
            pictures += _picture(shown.popleft()[-1])
        if group[0].label is Label.CAPTION:
            yield f"<figure>{pictures}<figcaption>{_inline(group[0].block)}</figcaption></figure>"
        else:
            yield from (f"<figure>{pictures}</figure>",) if pictures else ()
            yield _group(group)
    if found:  # pictures alone are no story
        yield from (f"<figure>{_picture(image)}</figure>" for *_, image in shown)


def _picture(image: Image) -> str:
    return f'<img src="{escape(image.url)}" alt="{escape(image.alt)}">'


def _group(group: list[Labelled]) -> str:
    first = group[0].block
    match group[0].label:
        case Label.HEADING:
            return f"<h{level(first)}>{_inline(first)}</h{level(first)}>"
        case Label.LIST:
            tag = "ol" if first.context == "ol" else "ul"
            written = f"<{tag}>" + "".join(f"<li>{_inline(item.block)}</li>" for item in group) + f"</{tag}>"
        case Label.QUOTE:
            written = f"<blockquote><p>{_inline(first)}</p></blockquote>"
        case Label.TABLE:
            written = "<table>" + "".join(f"<tr>{_cells(item)}</tr>" for item in group) + "</table>"
        case Label.CODE:
            written = "<pre><code>" + escape("\n".join(item.text for item in group)) + "</code></pre>"
        case _:
            written = f"<p>{_inline(first)}</p>"
    return written


def _cells(row: Labelled) -> str:
    return "".join(f"<td>{escape(cell.strip())}</td>" for cell in row.text.split("\t"))


def _inline(block: Block) -> str:
    return "".join(map(_run, block.runs)).strip()


def _run(run: Run) -> str:
    text, href, bold, italic, code = run
    written = escape(text, quote=False).replace("\n", "<br>")
    for on, tag in ((code, "code"), (italic, "em"), (bold, "strong")):
        if on:
            written = f"<{tag}>{written}</{tag}>"
    return f'<a href="{escape(href)}">{written}</a>' if href else written
