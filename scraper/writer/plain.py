"""Which characters may a text have where it goes?"""

from __future__ import annotations

import re
import unicodedata

_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_ENDS_OF_PLANES = "".join(f"{chr(plane + 0xFFFE)}{chr(plane + 0xFFFF)}" for plane in range(0, 0x110000, 0x10000))
_NOT_HTML = re.compile(f"[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef{_ENDS_OF_PLANES}]")
_MARKDOWN = re.compile(r"([\\`*_\[\]<>~])|&(?=#?\w+;)")
_BLOCK = re.compile(r"(?:[#+=|:-]|(\d{1,9})[.)])(?=[\s#+=|:-]|$)")  # begins a heading, a list, a rule or a table
_CLOSING = re.compile(r"#+$")
_LINE_END = re.compile(r"\r\n?|\n")
_PARAGRAPH_END = re.compile(r"\n\n+")


def xml_text(text: str) -> str:
    """The text without what no XML document can hold, not even escaped (XML 1.0, 2.2: Char)."""
    return _NOT_XML.sub("\ufffd", text)


def html_text(text: str) -> str:
    """The text without what no HTML document may hold (HTML, 13.1.4: controls, surrogates, noncharacters)."""
    return _NOT_HTML.sub("\ufffd", text)


def begins_from_right(text: str) -> bool:
    """Whether the first letter is of a script from right to left (Unicode Bidirectional Algorithm, P2 and P3)."""
    kinds = map(unicodedata.bidirectional, text)
    return next((kind for kind in kinds if kind in ("L", "R", "AL")), "L") != "L"


def one_line(text: str) -> str:
    """The text with its white space folded."""
    return " ".join(text.split())


def escape_markdown(text: str) -> str:
    """The text with the characters that would start Markdown or HTML inside a line made plain."""
    return _MARKDOWN.sub(r"\\\g<0>", text)


def markdown_heading(text: str) -> str:
    """The text as what follows the ``#`` of a heading, whose own number signs at the end stay (CommonMark, 4.2)."""
    return _CLOSING.sub(lambda match: "\\#" * len(match[0]), escape_markdown(one_line(text)))


def markdown_line(text: str) -> str:
    """One line of text, or the beginning of it, that stays a paragraph or a part of one."""
    text = text.lstrip()
    start = _BLOCK.match(text)
    if start is None:
        return escape_markdown(text)
    number = start[1] or ""
    return f"{number}\\{text[len(number)]}{escape_markdown(text[len(number) + 1 :])}"


def markdown_paragraphs(text: str) -> str:
    """Plain text as Markdown: paragraphs and lines stay, and none starts a list, a heading or a table by chance."""
    lines = "\n".join(markdown_line(line.rstrip()) for line in _LINE_END.split(text))
    return _PARAGRAPH_END.sub("\n\n", lines).strip("\n")
