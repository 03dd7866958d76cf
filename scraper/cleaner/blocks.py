"""Of which pieces does the page consist?

One pass over the tree yields the page's text as a list of pieces, each standing in a place. Every character of text
outside scripts, styles and form controls is in exactly one piece; what a reader does not see is marked hidden.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from selectolax.lexbor import LexborNode

from scraper.cleaner.dom import Dom, body_of, holds_data
from scraper.cleaner.elements import (
    BOLD,
    FIELDS,
    GROUPS,
    INLINE,
    ITALIC,
    SKIPPED,
    STYLED,
    Attributes,
    Looks,
    names_of,
    source_of,
)
from scraper.cleaner.pieces import Piece, Scan
from scraper.cleaner.places import UNSEEN, Place
from scraper.cleaner.runs import PLAIN, Part, Style, folded, preformatted, runs_together, style_of

__all__ = ["Piece", "Scan", "scan"]

SPACE: Part = (" ", PLAIN)


def scan(dom: Dom) -> Scan:
    """List the pieces of a page in document order."""
    body = body_of(dom)
    walker = _Walker(dom.base)
    if body is not None:
        walker.walk(body)
    return walker.result


Leave = Callable[[], None]  # what is done when an element ends
_Enter = Callable[["_Walker", LexborNode, str], Leave | None]  # and when it begins
_Kind = tuple[str, _Enter | None]  # of a node: its tag, and what is done with it unless it is text


class _Walker:
    """The state of the one pass."""

    __slots__ = (
        "breaks",
        "groups",
        "interrupted",
        "looks",
        "outer",
        "parts",
        "pieces",
        "place",
        "places",
        "result",
        "row",
        "seam",
        "style",
        "wraps",
    )

    def __init__(self, base: str) -> None:
        self.result = Scan(base)
        self.pieces, self.places = self.result.pieces, self.result.places
        self.place = Place("body", "", None)
        self.places.append(self.place)
        self.style = PLAIN
        self.parts: list[Part] = []
        self.interrupted: list[tuple[list[Part], int]] = []  # the text around hidden inline elements
        self.wraps: list[str] = []  # names of the open inline elements
        self.outer: tuple[str, ...] = ()  # the same when the piece began
        self.breaks = 0  # <br> seen since the last visible character
        self.seam = 0  # 1: an inline element has just ended, 2: and another one begun
        self.row = 0  # over 0: inside a row of a data table, where nothing ends a block
        self.groups = 0
        self.looks = Looks()

    def walk(self, body: LexborNode) -> None:
        open_: list[tuple[LexborNode, Style, Leave]] = []  # element, the style around it, what to do at its end
        node = body.first_child
        kinds: dict[int, _Kind] = {}  # by their numbers on this page: a name is made anew each time it is asked for
        while True:
            while node is not None:
                number = node.tag_id
                kind = kinds.get(number)
                if kind is None:
                    kind = kinds[number] = _kind_of(node.tag or "-unknown")
                tag, enter = kind
                if enter is None:
                    text = node.text_content or ""
                    # Most texts are white space between blocks.
                    if self.parts or not text.isspace() or self.place.context == "pre":
                        self._text(text)
                    node = node.next
                    continue
                child = node.first_child
                if child is None and enter is _Walker._enter and not self.row:
                    enter = _Walker._rule  # an empty block only parts what stands around it
                style = self.style
                leave = enter(self, node, tag)
                if leave is None:
                    node = node.next
                else:
                    open_.append((node, style, leave))
                    node = child
            if not open_:
                break
            node, self.style, leave = open_.pop()
            leave()
            node = node.next
        self._flush()
        self.place.end = len(self.pieces)

    # ------------------------------------------------------------ block elements

    def _enter(self, node: LexborNode, tag: str) -> Leave:
        attributes = node.attributes
        ident, hidden = self.looks.of(attributes) if attributes else ("", False)
        if self.row:
            return self._interrupt(tag) if hidden or tag in UNSEEN else self._enter_in_row(tag)
        if self.parts:
            self._flush()
        self.breaks = 0
        self.place = place = Place(tag, ident, self.place, hidden, len(self.pieces))
        self.places.append(place)
        if len(attributes) > 1 or (attributes and not ident):
            place.names = names_of(attributes, ident)
        return self._leave

    def _enter_group(self, node: LexborNode, tag: str) -> Leave:
        leave = self._enter(node, tag)
        if not self.row:
            self.groups += 1
            self.place.group = self.groups
            if tag == "table" and not holds_data(node):
                self.place.context = ""
        return leave

    def _enter_row(self, node: LexborNode, tag: str) -> Leave:
        leave = self._enter(node, tag)
        if self.row or self.place.context != "table":
            return leave
        self.row = 1
        return self._leave_row

    def _leave(self) -> None:
        if self.parts:
            self._flush()
        self.breaks = self.seam = 0
        self._close()

    def _leave_row(self) -> None:
        self.row = 0
        self._leave()

    def _close(self) -> None:
        place = self.place
        place.end = end = len(self.pieces)
        parent = place.parent
        if parent is not None:
            if place.fields:
                parent.fields += place.fields
            self.place = parent
        if end == place.first:  # half of all elements hold no text: nobody asks for them, nor for those inside
            self.places.pop()

    def _enter_in_row(self, tag: str) -> Leave:
        self.row += 1
        self.parts.append(("\t", PLAIN) if tag in ("td", "th") else SPACE)
        return self._leave_in_row

    def _leave_in_row(self) -> None:
        self.row -= 1

    # ------------------------------------------------------------ inline elements

    def _enter_inline(self, node: LexborNode, tag: str) -> Leave:
        if self.seam:
            self.seam = 2
        attributes = node.attributes
        if tag in STYLED:
            self._restyle(tag, attributes)
        if not attributes:
            return self._leave_inline
        ident, hidden = self.looks.of(attributes)
        if hidden:
            return self._interrupt(tag)
        if ident or "rel" in attributes or "itemprop" in attributes:
            self.wraps.append(f"{tag} {ident} {attributes.get('rel') or ''} {attributes.get('itemprop') or ''}")
            return self._leave_wrap
        return self._leave_inline

    def _restyle(self, tag: str, attributes: Attributes) -> None:
        href, bold, italic, code = self.style
        if tag == "a":
            own = attributes.get("href")
            href = own.strip() if own else href
        elif tag in BOLD:
            bold = True
        elif tag in ITALIC:
            italic = True
        else:
            code = True
        self.style = style_of((href, bold, italic, code))

    def _leave_inline(self) -> None:
        self.seam = 1

    def _leave_wrap(self) -> None:
        self.seam = 1
        self.wraps.pop()

    def _interrupt(self, tag: str) -> Leave:
        """Begin hidden text in the middle of a piece, which goes on after it."""
        self.interrupted.append((self.parts, self.breaks))
        self.parts, self.breaks = [], 0
        self.place = Place(tag, "", self.place, hidden=True, first=len(self.pieces))
        self.places.append(self.place)
        return self._resume

    def _resume(self) -> None:
        self._flush()
        self._close()
        self.parts, self.breaks = self.interrupted.pop()

    # ------------------------------------------------------------ text

    def _text(self, text: str) -> None:
        parts = self.parts
        if not text or text.isspace():
            if parts or self.place.context == "pre":
                self._space(text)
            return
        if not parts:
            self.outer = tuple(self.wraps)
        elif self.seam == 2 and self.place.context != "pre" and runs_together(parts[-1], text):
            parts.append(SPACE)
        self.seam = 0
        if self.breaks:
            self._break_off()
        self.parts.append((text, self.style))

    def _space(self, text: str) -> None:
        if self.place.context == "pre":
            self.parts.append((text, self.style))
        elif text:
            if self.parts[-1] is not SPACE:
                self.parts.append(SPACE)
            self.seam = 0

    def _break_off(self) -> None:
        """Two line breaks end a paragraph, one is part of it."""
        if self.breaks > 1 and not self.row and self.place.context != "pre":
            self._flush()
            self.outer = tuple(self.wraps)
        elif self.parts:
            self.parts.append(("\n" * self.breaks, PLAIN))
        self.breaks = 0

    def _flush(self) -> None:
        """End the piece."""
        self.breaks = 0
        parts = self.parts
        if not parts:
            return
        self.parts = []
        pieces = preformatted(parts) if self.place.context == "pre" else folded(parts)
        if pieces and pieces[0][0]:
            found = self.pieces
            found.append(Piece(pieces, self.place, self.outer, len(found)))

    # ------------------------------------------------------------ elements without text

    def _skip(self, _node: LexborNode, _tag: str) -> None:
        pass

    def _break(self, _node: LexborNode, _tag: str) -> None:
        self.breaks += 1

    def _rule(self, _node: LexborNode, _tag: str) -> None:
        self._flush()

    def _field(self, node: LexborNode, _: str) -> None:
        if node.attributes.get("type") in FIELDS:
            self.place.fields += 1  # and of all around it, when they end

    def _image(self, node: LexborNode, _: str) -> None:
        attributes = node.attributes
        if source_of(attributes):
            self.result.images.append((len(self.pieces), attributes))


# What is done with an element, unless it is a block; those for which nothing is left to do are not entered.
_ENTER: Mapping[str, _Enter | None] = {
    "-text": None,
    **dict.fromkeys(SKIPPED, _Walker._skip),
    **dict.fromkeys(INLINE, _Walker._enter_inline),
    **dict.fromkeys(GROUPS, _Walker._enter_group),
    "tr": _Walker._enter_row,
    "br": _Walker._break,
    "hr": _Walker._rule,
    "img": _Walker._image,
    "input": _Walker._field,
}


def _kind_of(tag: str) -> _Kind:
    return tag, _ENTER.get(tag, _Walker._enter)
