"""How does an article become a Word document?

From the Markdown's parts. Needs the extra ``docx`` (python-docx).
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from scraper.errors import UsageError
from scraper.writer.plain import begins_from_right, xml_text
from scraper.writer.rendered import tokens

if TYPE_CHECKING:
    from markdown_it.token import Token

RUN = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}r"
HYPERLINK = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink"
NUMBERED = "List Number"
_STYLES = {"ordered_list_open": NUMBERED, "bullet_list_open": "List Bullet", "blockquote_open": "Quote"}
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
    _turn(paper.add_heading(xml_text(title), 0))
    _Writer(paper).write(tokens(markdown))
    file = io.BytesIO()
    paper.save(file)
    return file.getvalue()


@dataclass(slots=True)
class _Writer:
    """Writes the blocks of a text into a document, one after the other."""

    paper: Any  # docx.document.Document
    style: str | None = None
    numbers: list[Any] = field(default_factory=list)  # of the numbered lists we are in, the inmost last

    def write(self, parts: Sequence[Token]) -> None:
        styles: list[str] = []
        blocks = iter(parts)
        for part in blocks:
            if part.type in _STYLES:
                styles.append(_STYLES[part.type])
            elif part.type in _CLOSING:
                styles.pop()
            self.style = styles[-1] if styles else None
            if part.type == "ordered_list_open":
                self.numbers.append(_numbering(self.paper, int(part.attrGet("start") or 1)))
            elif part.type == "ordered_list_close":
                self.numbers.pop()
            self._block(part, blocks)

    def _block(self, part: Token, following: Iterator[Token]) -> None:
        match part.type:
            case "heading_open":
                _inline(self.paper.add_heading("", int(part.tag[1:])), next(following))
            case "paragraph_open":
                paragraph = self.paper.add_paragraph(style=self.style)
                if self.style == NUMBERED:
                    paragraph._p.get_or_add_pPr().get_or_add_numPr().get_or_add_numId().val = self.numbers[-1].numId
                _inline(paragraph, next(following))
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

    _turn(paragraph)


def _numbering(paper: Any, start: int) -> Any:
    """A count of its own for a numbered list: in Word all paragraphs of a style count on."""
    counts = paper.part.numbering_part.numbering_definitions._numbering
    style = paper.styles[NUMBERED].element.pPr.numPr.numId.val
    number = counts.add_num(counts.num_having_numId(style).abstractNumId.val)
    number.add_lvlOverride(ilvl=0).add_startOverride(start)
    return number


def _turn(paragraph: Any) -> None:
    """A paragraph that begins in a script from right to left runs that way."""
    from docx.oxml import OxmlElement  # noqa: PLC0415 - as above

    if begins_from_right(paragraph.text):
        paragraph._p.get_or_add_pPr().append(OxmlElement("w:bidi"))
        for run in paragraph._p.iter(RUN):
            if begins_from_right(run.text):
                run.get_or_add_rPr().append(OxmlElement("w:rtl"))


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
