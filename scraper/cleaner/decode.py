"""Which characters do these bytes mean?

By the order of the HTML standard (BOM, transport, meta) with WHATWG labels, so that ``iso-8859-1`` means
windows-1252. The bytes have the last word: a declaration that they disprove is set aside.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import webencodings

# HTML Standard, "prescan a byte stream to determine its encoding": the first 1024 bytes.
# Real pages put longer scripts first, so more is looked at.
PRESCAN_BYTES = 8192
_BINARY = (
    b"%PDF",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"PK\x03\x04",
    b"\x1f\x8b",
    b"RIFF",
    b"\x7fELF",
    b"OggS",
    b"ID3",
)
_BINARY_SHARE = 0.02  # of the first bytes may be control characters
MULTIBYTE = frozenset(("shift_jis", "euc-jp", "iso-2022-jp", "gbk", "gb18030", "big5", "euc-kr"))
WIDE = frozenset(("utf-16-le", "utf-16-be"))
UNKNOWN = frozenset(("replacement", "x-user-defined"))  # labels that decode nothing of use
FALLBACK = "windows-1252"  # the standard's default for western locales
MAX_BAD_SHARE = 0.02  # of the characters beyond ASCII may be broken in UTF-8 that nobody declared

_META = re.compile(rb"<meta\b[^>]{0,500}?charset\s*=\s*[\"']?\s*([a-zA-Z0-9_:.-]{1,40})", re.I)
_XML = re.compile(rb"^\s*<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([a-zA-Z0-9_.-]{1,40})")
_COMMENT = re.compile(rb"<!--.*?-->", re.S)
_WHOLE = re.compile(rb"[\xc2-\xf4][\x80-\xbf]+")
_PARAMETER = re.compile(r"charset\s*=\s*[\"']?([^\s\"';,]+)", re.I)
_NOT_TEXT = re.compile(r"[\ud800-\udfff\x00]")


@dataclass(frozen=True, slots=True)
class Decoded:
    """The text, the encoding that gave it, and whether a wrong declaration had to be set aside."""

    text: str
    encoding: str
    repaired: bool = False


def decode(html: bytes | str, content_type: str | None = None) -> Decoded:
    """Turn a page into text. Never fails: what no encoding explains becomes U+FFFD.

    ``content_type`` is the Content-Type header, if known. NULs and lone surrogates become U+FFFD.
    """
    if isinstance(html, str):
        return Decoded(_scrub(html), "utf-8")
    for bom, name in ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be")):
        if html.startswith(bom):
            return Decoded(_scrub(html[len(bom) :].decode(name, "replace")), name)
    declared = _declared(html, content_type)
    if declared and (declared in WIDE or html.isascii() or (declared in MULTIBYTE and _fits(html, declared))):
        return Decoded(_scrub(_decoded(html, declared)), declared)
    if _is_utf8(html, declared):
        return Decoded(_scrub(html.decode("utf-8", "replace")), "utf-8", repaired=declared not in (None, "utf-8"))
    name = FALLBACK if declared in (None, "utf-8") else declared or FALLBACK
    return Decoded(_scrub(_decoded(html, name)), name, repaired=declared == "utf-8")


def _is_utf8(html: bytes, declared: str | None) -> bool:
    """Whether the bytes are UTF-8, whatever was declared: bytes over 127 are so by design, not by chance.

    A few broken characters prove nothing against it (a page cut short, one bad include) among many whole ones.
    """
    text = html.decode("utf-8", "replace")
    bad = text.count("\ufffd") - html.count(b"\xef\xbf\xbd")
    whole = sum(map(len, _WHOLE.findall(html)))
    tolerance = 0.2 if declared == "utf-8" else MAX_BAD_SHARE
    return bad == 0 or (bad <= max(1, tolerance * whole) and whole > 2 * bad)


def _declared(html: bytes, content_type: str | None) -> str | None:
    if content_type and (found := _PARAMETER.search(content_type)):
        encoding = webencodings.lookup(found.group(1))
        if encoding is not None and encoding.name not in UNKNOWN:
            return _named(encoding.name)
    head = _COMMENT.sub(b"", html[:PRESCAN_BYTES])
    labels = [m.group(1).decode("ascii") for m in (_XML.search(head), _META.search(head)) if m]
    for label in labels:
        encoding = webencodings.lookup(label)
        if encoding is not None and encoding.name not in UNKNOWN:
            # A meta tag that could be read as ASCII cannot be in UTF-16.
            return "utf-8" if encoding.name in WIDE else _named(encoding.name)
    return None


def _named(name: str) -> str:
    return "gb18030" if name == "gbk" else str(name)  # WHATWG: GBK's decoder is gb18030's


def _decoded(html: bytes, name: str) -> str:
    encoding = webencodings.lookup(name)
    if encoding is None:
        return html.decode(FALLBACK, "replace")
    text, _ = encoding.codec_info.decode(html, "replace")
    return str(text)


def _fits(html: bytes, name: str) -> bool:
    """Whether the bytes are without fault in an encoding, and not UTF-8 by another name."""
    encoding = webencodings.lookup(name)
    try:
        if encoding is not None:
            encoding.codec_info.decode(html, "strict")
    except UnicodeDecodeError:
        return False
    return encoding is not None


def _scrub(text: str) -> str:
    return _NOT_TEXT.sub("\ufffd", text)


def is_binary(html: bytes, content_type: str | None = None) -> bool:
    """Whether bytes are no text at all: known magic numbers, or control characters among the first of them."""
    if html.startswith(_BINARY):
        return True
    if html.startswith((b"\xff\xfe", b"\xfe\xff")) or "utf-16" in (content_type or "").lower():
        return False
    head = html[:2048]
    control = sum(byte < 9 or 13 < byte < 27 or 27 < byte < 32 for byte in head)
    return control > _BINARY_SHARE * max(1, len(head)) and control > 8
