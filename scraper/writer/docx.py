"""How does an article become a Word document?

From the Markdown's parts. Needs the extra ``docx`` (python-docx).
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from scraper.errors import UsageError
from scraper.writer.plain import xml_text
from scraper.writer.rendered import tokens

if TYPE_CHECKING:
    from markdown_it.token import Token

HYPERLINK = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink"
_STYLES = {"ordered_list_open": "List Number", "bullet_list_open": "List Bullet", "blockquote_open": "Quote"}
_CLOSING = {opening.replace("_open", "_close") for opening in _STYLES}


def dumps(title: str, markdown: str, author: str) -> bytes:
    """A .docx file: the title as a heading, then the Markdown.

    Raises UsageError where python-docx is not installed.
    """
    try:
        import docx  # noqa: PLC0415 - an extra
    except ModuleNotFoundError:
        raise UsageError("Word documents need python-docx: pip install 'scraper[docx]'") from None
    paper = docx.Document()
    paper.core_properties.title, paper.core_properties.author = xml_text(title)[:255], xml_text(author)[:255]
    paper.add_heading(xml_text(title), 0)
    _Writer(paper).write(tokens(markdown))
    file = io.BytesIO()
    paper.save(file)
    return file.getvalue()


@dataclass(slots=True)
class _Writer:
    """Writes the blocks of a text into a document, one after the other."""

    paper: Any  # docx.document.Document
    style: str | None = None

    def write(self, parts: Sequence[Token]) -> None:
        styles: list[str] = []
        blocks = iter(parts)
        for part in blocks:
            if part.type in _STYLES:
                styles.append(_STYLES[part.type])
            elif part.type in _CLOSING:
                styles.pop()
            self.style = styles[-1] if styles else None
            self._block(part, blocks)

    def _block(self, part: Token, following: Iterator[Token]) -> None:
        match part.type:
            case "heading_open":
                _inline(self.paper.add_heading("", int(part.tag[1:])), next(following))
            case "paragraph_open":
                _inline(self.paper.add_paragraph(style=self.style), next(following))
            case "fence" | "code_block":
                _run(self.paper.add_paragraph(), part.content.rstrip("\n"), {"code_inline"})
            case "hr":
                self.paper.add_paragraph("———")
            case "table_open":
                self._table(following)

    def _table(self, following: Iterator[Token]) -> None:
        rows: list[list[Token]] = []
        for part in following:
            if part.type == "table_close":
                break
            if part.type == "tr_open":
                rows.append([])
            if part.type == "inline":
                rows[-1].append(part)
        table = self.paper.add_table(rows=0, cols=max(map(len, rows)), style="Table Grid")
        for row in rows:
            for cell, part in zip(table.add_row().cells, row, strict=False):
                _inline(cell.paragraphs[0], part)


def _inline(paragraph: Any, part: Token) -> None:
    """Words with their emphasis and links."""
    marks: set[str] = set()
    link = None
    for child in part.children or ():
        if child.type == "link_open":
            link = _link(paragraph, str(child.attrGet("href") or ""))
        elif child.type == "link_close":
            link = None
        elif child.nesting:
            (marks.add if child.nesting > 0 else marks.discard)(child.type.rpartition("_")[0])
        elif child.type in ("softbreak", "hardbreak"):
            _run(paragraph, "\n" if child.type == "hardbreak" else " ", marks, link)
        elif child.type != "image":
            _run(paragraph, child.content, marks | ({"code_inline"} if child.type == "code_inline" else set()), link)


def _run(paragraph: Any, text: str, marks: set[str], link: Any = None) -> None:
    run = paragraph.add_run(xml_text(text))
    run.bold, run.italic = "strong" in marks or None, "em" in marks or None
    if "code_inline" in marks:
        run.font.name = "Courier New"
    if link is not None:
        run.font.underline = True
        link.append(run._r)


def _link(paragraph: Any, address: str) -> Any:
    """A hyperlink at the paragraph's end; python-docx has no call for one."""
    from docx.oxml import OxmlElement  # noqa: PLC0415 - as above
    from docx.oxml.ns import qn  # noqa: PLC0415

    element = OxmlElement("w:hyperlink")
    element.set(qn("r:id"), paragraph.part.relate_to(address, HYPERLINK, is_external=True))
    paragraph._p.append(element)
    return element
