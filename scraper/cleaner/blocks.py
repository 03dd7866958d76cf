"""Of which pieces does the page consist?

One pass over the tree yields the page's text as a list of pieces, each standing in a place. Every character of text
outside scripts, styles and form controls is in exactly one piece; what a reader does not see is marked hidden.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from selectolax.lexbor import LexborNode

from scraper.cleaner.dom import Dom, absolute, body_of
from scraper.cleaner.markers import is_hidden_style
from scraper.cleaner.places import UNSEEN, Place
from scraper.cleaner.runs import PLAIN, Part, Style, folded, preformatted, runs_of
from scraper.model import Block, Image

INLINE = frozenset(
    "a abbr acronym b bdi bdo big cite code data del dfn em font i ins kbd label mark nobr q ruby rb rt rtc rp s samp "
    "small span strike strong sub sup time tt u var wbr output slot picture math mi mn mo ms mtext mrow msup msub "
    "mfrac msqrt mover munder munderover msubsup semantics mstyle mtable mtr mtd".split()
)
SKIPPED = frozenset(
    "script style template head svg iframe object embed canvas audio video select datalist meta link title "
    "map annotation annotation-xml source track param -comment !doctype".split()
)
LISTS = frozenset(("ul", "ol", "dl"))
BOLD = frozenset(("b", "strong"))
ITALIC = frozenset(("i", "em", "cite"))
CODE = frozenset(("code", "kbd", "samp", "tt"))
FIELDS = frozenset((None, "text", "email", "tel", "search", "password"))
SOURCES = ("src", "data-src", "data-lazy-src", "data-original")
NAMING = ("itemprop", "role", "data-testid", "data-component", "data-type", "data-qa", "data-module", "rel")
MAX_NAME = 60  # characters of an attribute that names an element; longer ones are data
MAX_CELL_CHARS = 400  # on average; longer cells are a layout, not data
IDEOGRAPHS = "\u2e80"  # from here on scripts are written without spaces

Attributes = Mapping[str, str | None]


class Piece:
    """One paragraph-level piece of text, as found. ``block`` gives the noun that the rest of the house knows."""

    __slots__ = ("group", "hidden", "level", "link_chars", "parts", "place", "position", "tag", "text", "wraps")

    def __init__(self, parts: list[Part], place: Place, wraps: tuple[str, ...], position: int) -> None:
        self.parts = parts
        self.text = parts[0][0] if len(parts) == 1 else "".join([text for text, _ in parts])
        self.place = place
        self.tag = tag = place.tag
        self.level = int(tag[1]) if len(tag) == 2 and tag[0] == "h" and tag[1].isdigit() else 0
        self.group = place.group
        self.hidden = place.hidden
        self.wraps = wraps  # names of the inline elements around its beginning
        self.position = position
        self.link_chars = sum([len(text) for text, style in parts if style.href is not None])

    def block(self, resolve: Callable[[str], str | None]) -> Block:
        """The piece as a block. ``resolve`` makes an address absolute."""
        place = self.place
        return Block(
            self.text,
            self.tag,
            place.path,
            self.position,
            runs_of(self.parts, resolve),
            self.level,
            place.context,
            self.group,
            self.hidden,
            self.link_chars,
        )


@dataclass(slots=True)
class Scan:
    """The page in pieces, the places that hold any of them (parents before children), and its images."""

    base: str = ""
    pieces: list[Piece] = field(default_factory=list)
    places: list[Place] = field(default_factory=list)
    images: list[tuple[int, Image]] = field(default_factory=list)  # position of the next block, image

    @property
    def blocks(self) -> list[Block]:
        """Every piece as a block."""
        return [piece.block(self.resolve) for piece in self.pieces]

    def resolve(self, href: str) -> str | None:
        """The absolute address of a link of this page."""
        return absolute(href, self.base)


def scan(dom: Dom) -> Scan:
    """List the pieces of a page in document order."""
    body = body_of(dom)
    walker = _Walker(dom.base)
    if body is not None:
        walker.walk(body)
    return walker.result


class _Frame:
    """What to go back to when an element ends. ``interrupted`` is the text around a hidden inline element."""

    __slots__ = ("breaks", "interrupted", "is_block", "node", "place", "style", "wrapped")

    def __init__(self, node: LexborNode, place: Place, style: Style, is_block: bool) -> None:
        self.node = node
        self.place = place
        self.style = style
        self.is_block = is_block
        self.interrupted: list[Part] | None = None
        self.breaks = 0  # line breaks before that text goes on
        self.wrapped = False  # the element is among the names around the text


class _Walker:
    """The state of the one pass."""

    __slots__ = ("base", "breaks", "groups", "outer", "parts", "place", "result", "row", "seam", "style", "wraps")

    def __init__(self, base: str) -> None:
        self.base = base
        self.result = Scan(base)
        self.place = Place("body", "", None)
        self.result.places.append(self.place)
        self.style = PLAIN
        self.parts: list[Part] = []
        self.wraps: list[str] = []  # names of the open inline elements
        self.outer: tuple[str, ...] = ()  # the same when the piece began
        self.breaks = 0  # <br> seen since the last visible character
        self.seam = 0  # 1: an inline element has just ended, 2: and another one begun
        self.row = 0  # over 0: inside a row of a data table, where nothing ends a block
        self.groups = 0

    def walk(self, body: LexborNode) -> None:
        stack: list[_Frame] = []
        special = self._special()
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
            elif tag in special:
                special[tag](node)
            elif tag not in SKIPPED:
                stack.append(self._enter_inline(node, tag) if tag in INLINE else self._enter(node, tag))
                node = node.first_child
                continue
            node = node.next
        self._flush()
        self.place.end = len(self.result.pieces)

    def _special(self) -> Mapping[str, Callable[[LexborNode], None]]:
        """What is done with elements that hold no text."""
        return {"br": self._break, "hr": self._rule, "img": self._image, "input": self._field}

    def _break(self, _: LexborNode) -> None:
        self.breaks += 1

    def _rule(self, _: LexborNode) -> None:
        self._flush()

    # ------------------------------------------------------------ elements

    def _enter(self, node: LexborNode, tag: str) -> _Frame:
        frame = _Frame(node, self.place, self.style, is_block=True)
        attributes = node.attributes
        ident = _ident(attributes) if attributes else ""
        hidden = tag in UNSEEN or (bool(attributes) and is_hidden_style(attributes, ident))
        if self.row:
            if hidden:
                return self._interrupt(frame, tag)
            self.row += 1
            self.parts.append(("\t" if tag in ("td", "th") else " ", PLAIN))
            return frame
        if self.parts:
            self._flush()
        self.breaks = 0
        self.place = place = Place(tag, ident, self.place, hidden)
        self.result.places.append(place)
        place.first = len(self.result.pieces)
        if len(attributes) > 1 or (attributes and not ident):
            place.names = _names(attributes, ident)
        if tag in LISTS or tag in ("table", "tr"):
            self._enter_group(node, tag)
        return frame

    def _enter_group(self, node: LexborNode, tag: str) -> None:
        """Number lists and data tables, and start a row of a table."""
        if tag == "tr":
            self.row = int(self.place.context == "table")
            return
        self.groups += 1
        self.place.group = self.groups
        if tag == "table" and not _holds_data(node):
            self.place.context = ""

    def _enter_inline(self, node: LexborNode, tag: str) -> _Frame:
        frame = _Frame(node, self.place, self.style, is_block=False)
        if self.seam:
            self.seam = 2
        if tag == "a":
            href = node.attributes.get("href")
            self.style = self.style._replace(href=href.strip()) if href else self.style
        elif tag in BOLD:
            self.style = self.style._replace(bold=True)
        elif tag in ITALIC:
            self.style = self.style._replace(italic=True)
        elif tag in CODE:
            self.style = self.style._replace(code=True)
        attributes = node.attributes
        if not attributes:
            return frame
        ident = _ident(attributes)
        if is_hidden_style(attributes, ident):
            return self._interrupt(frame, tag)
        if ident or "rel" in attributes or "itemprop" in attributes:
            self.wraps.append(f"{tag} {ident} {attributes.get('rel') or ''} {attributes.get('itemprop') or ''}")
            frame.wrapped = True
        return frame

    def _interrupt(self, frame: _Frame, tag: str) -> _Frame:
        """Begin hidden text in the middle of a piece, which goes on after it."""
        frame.is_block = False
        frame.interrupted, frame.breaks = self.parts, self.breaks
        self.parts, self.breaks = [], 0
        self.place = Place(tag, "", self.place, hidden=True)
        self.result.places.append(self.place)
        self.place.first = len(self.result.pieces)
        return frame

    def _leave(self, frame: _Frame) -> None:
        if frame.is_block:
            if self.row:
                self.row -= 1
                if self.row:
                    return
            if self.parts:
                self._flush()
            self.breaks = 0
            self.seam = 0
            self._close(self.place)
        elif frame.interrupted is not None:
            self._flush()
            self._close(self.place)
            self.parts, self.breaks = frame.interrupted, frame.breaks
        else:
            self.seam = 1
            if frame.wrapped:
                self.wraps.pop()
        self.place, self.style = frame.place, frame.style

    def _close(self, place: Place) -> None:
        place.end = len(self.result.pieces)
        if place.parent:
            place.parent.fields += place.fields

    # ------------------------------------------------------------ text

    def _text(self, text: str) -> None:
        if not text or text.isspace():
            if self.place.context == "pre":
                self.parts.append((text, self.style))
            elif text and self.parts:
                self.parts.append((" ", PLAIN))
                self.seam = 0
            return
        if not self.parts:
            self.outer = tuple(self.wraps)
        elif self.seam == 2 and self.place.context != "pre" and _runs_together(self.parts[-1], text):
            self.parts.append((" ", PLAIN))
        self.seam = 0
        if self.breaks:
            if self.breaks > 1 and not self.row and self.place.context != "pre":
                self._flush()
                self.outer = tuple(self.wraps)
            elif self.parts:
                self.parts.append(("\n" * self.breaks, PLAIN))
            self.breaks = 0
        self.parts.append((text, self.style))

    def _flush(self) -> None:
        self.breaks = 0
        parts = self.parts
        if not parts:
            return
        self.parts = []
        if self.place.context == "pre":
            pieces = preformatted(parts)
        elif len(parts) == 1:
            pieces = [(" ".join(parts[0][0].split()), parts[0][1])]
        else:
            pieces = folded(parts)
        if pieces and pieces[0][0]:
            found = self.result.pieces
            found.append(Piece(pieces, self.place, self.outer, len(found)))

    # ------------------------------------------------------------ fields and images

    def _field(self, node: LexborNode) -> None:
        if node.attributes.get("type") in FIELDS:
            self.place.fields += 1  # and of all around it, when they end

    def _image(self, node: LexborNode) -> None:
        attributes = node.attributes
        if attributes.get("width") in ("0", "1") or attributes.get("height") in ("0", "1"):
            return
        source = next((v for k in SOURCES if (v := attributes.get(k)) and not v.startswith("data:")), None)
        target = absolute(source, self.base)
        if target:
            alt = " ".join((attributes.get("alt") or "").split())
            self.result.images.append((len(self.result.pieces), Image(url=target, alt=alt)))


def _ident(attributes: Attributes) -> str:
    name, id_ = attributes.get("class"), attributes.get("id")
    return f"{name} {id_}".strip() if name and id_ else (name or id_ or "").strip()


def _names(attributes: Attributes, ident: str) -> str:
    """All that names an element: class, id and the attributes that tools and readers' aids go by."""
    more = [v for k in NAMING if (v := attributes.get(k)) and len(v) <= MAX_NAME]
    return " ".join([ident, *more]) if more else ident


def _runs_together(before: Part, text: str) -> bool:
    """Whether two inline elements side by side would read as one word, though they are laid out apart."""
    (last, style), word = before, text.split(None, 1)[0]
    one, two = last[-1:], text[0]
    if not one.isalnum() or not two.isalnum() or two >= IDEOGRAPHS or style.code:
        return False
    return (one.islower() and two.isupper()) or (len(last) > 3 and len(word) > 3)


def _holds_data(table: LexborNode) -> bool:
    """Whether a table holds data, not the layout of a page (HTML Standard, 4.9.1, on layout tables)."""
    if (table.attributes.get("role") or "") == "presentation" or len(table.css("table")) > 1:
        return False
    cells = table.css("td, th")
    rows = table.css("tr")
    if len(rows) < 2 or len(cells) < 2 * len(rows) - 1 or table.css_first("h1, h2, form, article"):
        return bool(table.css_first("th")) and len(rows) > 1 and not table.css_first("p + p")
    return len(table.text()) / max(1, len(cells)) < MAX_CELL_CHARS and len(table.css("p")) <= len(cells)
