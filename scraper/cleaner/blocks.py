"""Of which pieces does the page consist?

One pass over the tree yields the page's text as a list of blocks, each standing in a place. Every character of text
outside scripts and styles is in exactly one block; what a reader does not see is marked hidden.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import NamedTuple

from selectolax.lexbor import LexborNode

from scraper.cleaner.dom import Dom, absolute, body_of
from scraper.cleaner.markers import is_hidden_style
from scraper.cleaner.runs import PLAIN, Style, folded, preformatted
from scraper.model import Block, Image

INLINE = frozenset(
    "a abbr acronym b bdi bdo big cite code data del dfn em font i ins kbd label mark nobr q ruby rb rt rtc rp s samp "
    "small span strike strong sub sup time tt u var wbr output slot picture img".split()
)
SKIPPED = frozenset(
    "script style template head svg iframe object embed canvas audio video select datalist input meta link title "
    "math map -comment !doctype".split()
)
UNSEEN = frozenset("noscript textarea".split())
LISTS = frozenset(("ul", "ol", "dl"))
CONTEXTS = frozenset("ul ol dl table blockquote figure figcaption caption pre".split())
BOLD = frozenset(("b", "strong"))
ITALIC = frozenset(("i", "em", "cite"))
CODE = frozenset(("code", "kbd", "samp", "tt"))
FIELDS = frozenset((None, "text", "email", "tel", "search", "password"))
MAX_IDENT = 120  # characters of class and id in a path
MAX_CELL_CHARS = 400  # on average; longer cells are a layout, not data

_SPACES = re.compile(r"\s+")


class Place:
    """Where blocks stand: a block-level element, with the chain of its parents."""

    __slots__ = ("_ancestors", "_path", "context", "fields", "group", "hidden", "ident", "mass", "parent", "tag")

    def __init__(self, tag: str, ident: str, parent: Place | None, hidden: bool = False) -> None:
        self.tag = tag
        self.ident = ident
        self.parent = parent
        self.hidden: bool = hidden or (parent.hidden if parent else False)
        self.context: str = tag if tag in CONTEXTS else (parent.context if parent else "")
        self.group = 0
        self.fields = 0  # input fields inside
        self.mass = 0  # words of running text inside, filled in by whoever weighs the page
        self._path: str | None = None
        self._ancestors: list[Place] | None = None

    @property
    def path(self) -> str:
        """``body>div.story>p``: the chain of elements from the body down."""
        if self._path is None:
            for place in reversed(self.ancestors()):
                if place._path is None:
                    name = f"{place.tag}.{place.ident[:MAX_IDENT].replace(' ', '.')}" if place.ident else place.tag
                    place._path = f"{place.parent.path}>{name}" if place.parent else name
        return self._path or ""

    def ancestors(self) -> list[Place]:
        """This place and all around it, innermost first. Made once: every room of the cleaner walks up from a block."""
        if self._ancestors is None:
            chain: list[Place] = [self]
            place = self.parent
            while place is not None:
                if place._ancestors is not None:
                    chain += place._ancestors
                    break
                chain.append(place)
                place = place.parent
            self._ancestors = chain
        return self._ancestors


@dataclass(slots=True)
class Scan:
    """The page as blocks, with the place of each, and its images."""

    blocks: list[Block] = field(default_factory=list)
    places: list[Place] = field(default_factory=list)
    images: list[tuple[int, Image]] = field(default_factory=list)  # position of the next block, image


def scan(dom: Dom) -> Scan:
    """List the blocks of a page in document order."""
    body = body_of(dom)
    walker = _Walker(dom.base)
    if body is not None:
        walker.walk(body)
    return walker.result


class _Frame(NamedTuple):
    """What to go back to when an element ends."""

    node: LexborNode
    place: Place
    style: Style
    is_block: bool
    interrupted: list[tuple[str, Style]] | None = None  # the text around a hidden inline element
    breaks: int = 0  # and the line breaks before it


class _Walker:
    """The state of the one pass."""

    __slots__ = ("base", "breaks", "groups", "parts", "place", "result", "row", "style")

    def __init__(self, base: str) -> None:
        self.base = base
        self.result = Scan()
        self.place = Place("body", "", None)
        self.style = PLAIN
        self.parts: list[tuple[str, Style]] = []
        self.breaks = 0  # <br> seen since the last visible character
        self.row = 0  # over 0: inside a row of a data table, where nothing ends a block
        self.groups = 0

    def walk(self, body: LexborNode) -> None:
        stack: list[_Frame] = []
        node = body.first_child
        while node is not None or stack:
            if node is None:
                frame = stack.pop()
                self._leave(frame)
                node = frame.node.next
                continue
            tag = node.tag or "-unknown"
            if tag == "-text":
                self._text(node.text_content or "")
            elif tag == "br":
                self.breaks += 1
            elif tag == "hr":
                self._flush()
            elif tag == "img":
                self._image(node)
            elif tag == "input":
                self._field(node)
            elif tag not in SKIPPED:
                stack.append(self._enter(node, tag))
                node = node.first_child
                continue
            node = node.next
        self._flush()

    def _enter(self, node: LexborNode, tag: str) -> _Frame:
        if tag in INLINE:
            return self._enter_inline(node, tag)
        frame = _Frame(node, self.place, self.style, is_block=True)
        if self.row and (tag in UNSEEN or is_hidden_style(node.attributes, _ident(node.attributes))):
            return self._interrupt(frame._replace(is_block=False), tag)
        if self.row:
            self.row += 1
            self.parts.append(("\t" if tag in ("td", "th") else " ", PLAIN))
            return frame
        self._flush()
        attributes = node.attributes
        ident = _ident(attributes)
        self.place = Place(tag, ident, self.place, tag in UNSEEN or is_hidden_style(attributes, ident))
        self._enter_group(node, tag)
        return frame

    def _enter_group(self, node: LexborNode, tag: str) -> None:
        """Number lists and data tables, and start a row of a table."""
        if tag in LISTS or tag == "table":
            self.groups += 1
            self.place.group = self.groups
            if tag == "table" and not _holds_data(node):
                self.place.context = ""
        elif self.place.parent:
            self.place.group = self.place.parent.group
        if tag == "tr" and self.place.context == "table":
            self.row = 1

    def _enter_inline(self, node: LexborNode, tag: str) -> _Frame:
        style = self.style
        attributes = node.attributes
        frame = _Frame(node, self.place, style, is_block=False)
        if tag == "a":
            self.style = style._replace(href=absolute(attributes.get("href"), self.base) or style.href)
        elif tag in BOLD:
            self.style = style._replace(bold=True)
        elif tag in ITALIC:
            self.style = style._replace(italic=True)
        elif tag in CODE:
            self.style = style._replace(code=True)
        if attributes and is_hidden_style(attributes, _ident(attributes)):
            return self._interrupt(frame, tag)
        return frame

    def _interrupt(self, frame: _Frame, tag: str) -> _Frame:
        """Begin hidden text in the middle of a block, which goes on after it."""
        frame = frame._replace(interrupted=self.parts, breaks=self.breaks)
        self.parts, self.breaks = [], 0
        self.place = Place(tag, "", self.place, hidden=True)
        return frame

    def _leave(self, frame: _Frame) -> None:
        if frame.is_block:
            if self.row:
                self.row -= 1
            if not self.row:
                self._flush()
        elif frame.interrupted is not None:
            self._flush()
            self.parts, self.breaks = frame.interrupted, frame.breaks
        self.place, self.style = frame.place, frame.style

    def _text(self, text: str) -> None:
        if not text.strip() and self.place.context != "pre":
            if text and self.parts:
                self.parts.append((" ", PLAIN))
            return
        if self.breaks:
            if self.breaks > 1 and not self.row and self.place.context != "pre":
                self._flush()
            elif self.parts:
                self.parts.append(("\n" * self.breaks, PLAIN))
            self.breaks = 0
        self.parts.append((text, self.style))

    def _field(self, node: LexborNode) -> None:
        if node.attributes.get("type") in FIELDS:
            for place in self.place.ancestors():
                place.fields += 1

    def _image(self, node: LexborNode) -> None:
        attributes = node.attributes
        if attributes.get("width") in ("0", "1") or attributes.get("height") in ("0", "1"):
            return
        source = next(
            (v for k in ("src", "data-src", "data-lazy-src", "data-original") if _is_file(v := attributes.get(k))), None
        )
        target = absolute(source, self.base)
        if target:
            alt = _SPACES.sub(" ", attributes.get("alt") or "").strip()
            self.result.images.append((len(self.result.blocks), Image(url=target, alt=alt)))

    def _flush(self) -> None:
        self.breaks = 0
        if not self.parts:
            return
        parts, self.parts = self.parts, []
        runs = preformatted(parts) if self.place.context == "pre" else folded(parts)
        text = "".join(run.text for run in runs)
        if not text:
            return
        place, tag = self.place, self.place.tag
        self.result.places.append(place)
        self.result.blocks.append(
            Block(
                text=text,
                tag=tag,
                path=place.path,
                position=len(self.result.blocks),
                runs=tuple(runs),
                level=int(tag[1]) if len(tag) == 2 and tag[0] == "h" and tag[1].isdigit() else 0,
                context=place.context,
                group=place.group,
                hidden=place.hidden,
                link_chars=sum(len(run.text) for run in runs if run.href),
            )
        )


def _ident(attributes: dict[str, str | None]) -> str:
    if not attributes:
        return ""
    return " ".join(filter(None, (attributes.get("class"), attributes.get("id")))).strip()


def _is_file(source: str | None) -> bool:
    return bool(source) and not (source or "").startswith("data:")


def _holds_data(table: LexborNode) -> bool:
    """Whether a table holds data, not the layout of a page (HTML Standard, 4.9.1, on layout tables)."""
    if (table.attributes.get("role") or "") == "presentation" or len(table.css("table")) > 1:
        return False
    cells = table.css("td, th")
    rows = table.css("tr")
    if len(rows) < 2 or len(cells) < 2 * len(rows) - 1 or table.css_first("h1, h2, form, article"):
        return bool(table.css_first("th")) and len(rows) > 1 and not table.css_first("p + p")
    return len(table.text()) / max(1, len(cells)) < MAX_CELL_CHARS and len(table.css("p")) <= len(cells)
