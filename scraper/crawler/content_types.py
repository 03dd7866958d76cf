"""Is this body a page, whatever it was declared as?

Pure, by the WHATWG's MIME Sniffing standard where that speaks of pages: the magic bytes of other formats (its chapters
6 and 7.1) go before what the server says, the look of HTML goes before a Content-Type that says otherwise. A body that
is declared as HTML, or not at all, is one unless its bytes speak against it.
"""

from __future__ import annotations

import re
from collections.abc import Callable

LOOK_BYTES = 1_445  # the "resource header" (MIME Sniffing, 5.2)
BINARY_SHARE = 0.02  # of bytes that no text has; noise, such as a body compressed without a word of it, has a tenth
HTML_TYPES = frozenset({"text/html", "application/xhtml+xml"})
UNDECLARED = frozenset({"", "unknown/unknown", "application/unknown", "*/*"})  # MIME Sniffing, 7

# What other formats begin with. "BM" (bitmap) and the like are left to the share of binary bytes: texts begin so, too.
_MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"%PDF-", "a PDF"),
    (b"%!PS-Adobe-", "PostScript"),
    (b"\x89PNG\r\n\x1a\n", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF87a", "a GIF image"),
    (b"GIF89a", "a GIF image"),
    (b"\x00\x00\x01\x00", "an icon"),
    (b"\x00\x00\x02\x00", "an icon"),
    (b"II*\x00", "a TIFF image"),
    (b"MM\x00*", "a TIFF image"),
    (b"\x1aE\xdf\xa3", "a WebM video"),
    (b"OggS\x00", "an Ogg recording"),
    (b"ID3", "an MP3 recording"),
    (b"\xff\xfb", "an MP3 recording"),
    (b"fLaC\x00", "a FLAC recording"),
    (b"FLV\x01", "a Flash video"),
    (b"PK\x03\x04", "a ZIP archive"),  # and all that is made of one: docx, epub, jar
    (b"Rar!\x1a\x07", "a RAR archive"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive"),
    (b"\x1f\x8b\x08", "a gzip archive"),
    (b"\x28\xb5\x2f\xfd", "a zstd archive"),
    (b"\xfd7zXZ\x00", "an xz archive"),
    (b"wOFF", "a font"),
    (b"wOF2", "a font"),
    (b"OTTO\x00", "a font"),
    (b"\x00\x01\x00\x00", "a font"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an Office document"),
    (b"{\\rtf", "a rich text document"),
    (b"\x7fELF", "a program"),
    (b"\x00asm", "a program"),
    (b"SQLite format 3\x00", "a database"),
)
_RIFF = {b"WEBP": "a WebP image", b"WAVE": "a recording", b"AVI ": "a video"}  # after "RIFF" and four bytes of length

# MIME Sniffing, 7.1: with these, and a space or > after them, HTML begins.
_TAGS = rb"!doctype html|html|head|script|iframe|h1|div|font|table|a|style|title|b|body|br|p"
_HTML_START = re.compile(rb"[\t\n\f\r ]*(?:<(?:%b)[\t\n\f\r />]|<!--)" % _TAGS, re.IGNORECASE)
_XML_START = re.compile(rb"\s*<")  # a prolog; then HTML may come later
_HTML_WITHIN = re.compile(rb"<!doctype html|<html[\s>]", re.IGNORECASE)
_JSON_START = re.compile(rb"""\s*(?:\{\s*["}]|\[\s*[\]{"])""")
_BINARY = bytes({*range(0x00, 0x09), 0x0B, *range(0x0E, 0x1B), *range(0x1C, 0x20)})  # MIME Sniffing, 3
_UNICODE_MARKS = (b"\xfe\xff", b"\xff\xfe", b"\xef\xbb\xbf")


def why_no_page(declared: str | None, body: bytes) -> str | None:
    """What speaks against a body's being a page, in a few words, or None. An empty body is one.

    ``declared`` is the value of Content-Type; only the first bytes of ``body`` are looked at.

    >>> why_no_page("text/html; charset=utf-8", b"%PDF-1.7 ...")
    'a PDF, served as text/html'
    >>> why_no_page("text/plain", b"<!doctype html><title>A page</title>") is None
    True
    """
    start = body[:LOOK_BYTES]
    said = _essence(declared)
    served = f"served as {said[:60]}" if said else "served without a Content-Type"
    other = _magic(start)
    if other:
        return f"{other}, {served}"
    if not start or _looks_like_html(start):
        return None
    for looks, name in _OTHER_LOOKS:
        if looks(start):
            return f"{name}, {served}"
    return None if said in HTML_TYPES or said in UNDECLARED else served


def _essence(declared: str | None) -> str:
    """The type and subtype of a Content-Type, in lower case."""
    return (declared or "").split(";")[0].split(",")[0].strip().lower()


def _magic(start: bytes) -> str | None:
    for bytes_, name in _MAGIC:
        if start.startswith(bytes_):
            return name
    if start[:4] == b"RIFF":
        return _RIFF.get(start[8:12])
    return "a video or an image" if start[4:8] == b"ftyp" else None  # MP4, AVIF, HEIC


def _looks_like_html(start: bytes) -> bool:
    plain = start.replace(b"\0", b"")  # as UTF-16 it has one in every other byte
    for mark in _UNICODE_MARKS:
        plain = plain.removeprefix(mark)
    return bool(_HTML_START.match(plain) or (_XML_START.match(plain) and _HTML_WITHIN.search(plain)))


def _is_binary(start: bytes) -> bool:
    if start.startswith(_UNICODE_MARKS):
        return False
    return len(start) - len(start.translate(None, _BINARY)) > BINARY_SHARE * len(start)


def _is_json(start: bytes) -> bool:
    return _JSON_START.match(start) is not None


_OTHER_LOOKS: tuple[tuple[Callable[[bytes], bool], str], ...] = (
    (_is_binary, "binary data"),
    (_is_json, "JSON"),
)
