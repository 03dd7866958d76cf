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
MULTIBYTE = frozenset(("shift_jis", "euc-jp", "iso-2022-jp", "gbk", "gb18030", "big5", "euc-kr"))
FALLBACK = "windows-1252"  # the standard's default for western locales
MAX_BAD_SHARE = 0.001  # over this share of undecodable bytes a declared UTF-8 is not UTF-8

_META = re.compile(rb"<meta\b[^>]{0,500}?charset\s*=\s*[\"']?\s*([a-zA-Z0-9_:.-]{1,40})", re.I)
_XML = re.compile(rb"^\s*<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([a-zA-Z0-9_.-]{1,40})")
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
    text = _strictly(html, "utf-8")
    if text is not None and (declared in (None, "utf-8") or not html.isascii()):
        # Bytes over 127 that happen to be valid UTF-8 are UTF-8, whatever was declared.
        if declared and declared in MULTIBYTE and (other := _strictly(html, declared)) is not None:
            return Decoded(_scrub(other), declared)
        return Decoded(_scrub(text), "utf-8", repaired=declared not in (None, "utf-8"))
    if declared in (None, "utf-8"):
        return _not_quite_utf8(html, declared)
    return Decoded(_scrub(html.decode(_codec(declared), "replace")), declared)


def _declared(html: bytes, content_type: str | None) -> str | None:
    labels = []
    if content_type and (found := _PARAMETER.search(content_type)):
        labels.append(found.group(1))
    head = html[:PRESCAN_BYTES]
    labels += [m.group(1).decode("ascii") for m in (_XML.search(head), _META.search(head)) if m]
    for label in labels:
        encoding = webencodings.lookup(label)
        if encoding is not None:
            # A meta tag that could be read as ASCII cannot be in UTF-16.
            return "utf-8" if encoding.name.startswith("utf-16") else str(encoding.name)
    return None


def _not_quite_utf8(html: bytes, declared: str | None) -> Decoded:
    text = html.decode("utf-8", "replace")
    bad = text.count("\ufffd")
    if declared == "utf-8" and bad <= max(3, len(html) * MAX_BAD_SHARE):
        return Decoded(_scrub(text), "utf-8")
    return Decoded(_scrub(html.decode(FALLBACK, "replace")), FALLBACK, repaired=declared is not None)


def _codec(name: str | None) -> str:
    encoding = webencodings.lookup(name or FALLBACK)
    return str(encoding.codec_info.name) if encoding else FALLBACK


def _strictly(html: bytes, name: str | None) -> str | None:
    try:
        return html.decode(_codec(name))
    except UnicodeDecodeError:
        return None


def _scrub(text: str) -> str:
    return _NOT_TEXT.sub("\ufffd", text)
