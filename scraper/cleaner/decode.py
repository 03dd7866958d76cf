"""Which characters do these bytes mean?

By the order of the HTML standard (BOM, transport, meta) with WHATWG labels, so that ``iso-8859-1`` means
windows-1252. The bytes have the last word: a declaration that they disprove is set aside, and what was encoded twice is
mended. What was done is said in a note.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

import webencodings

from scraper.cleaner import legacy, mojibake
from scraper.cleaner.letters_table import ENCODINGS

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
_CONTROL = bytes({*range(32)} - {*range(9, 14), 27})  # without white space and what changes to another character set
_BINARY_SHARE = 0.02  # of the first bytes may be control characters
_BOMS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))
MULTIBYTE = frozenset(("shift_jis", "euc-jp", "iso-2022-jp", "gbk", "gb18030", "big5", "euc-kr"))
WIDE = frozenset(("utf-16-le", "utf-16-be"))
_PYTHON_NAMES = {"utf-16le": "utf-16-le", "utf-16be": "utf-16-be", "gbk": "gb18030"}  # WHATWG: GBK is read as GB18030
SEVEN_BIT = "iso-2022-jp"  # looks like ASCII
UNKNOWN = frozenset(("replacement", "x-user-defined"))  # labels that decode nothing of use
UTF_8 = "utf-8"
FALLBACK = "windows-1252"  # the standard's default for western locales
# Of the bytes beyond ASCII may be broken: in an encoding that was declared, in UTF-8 that was not, against another
# declaration. By chance, few are whole.
MAX_BAD_SHARE_DECLARED = 0.2
MAX_BAD_SHARE_UNDECLARED = 0.1
MAX_BAD_SHARE = 0.02
MANY_SEQUENCES = 10  # whole sequences of UTF-8 that do not come about by chance in another multi-byte encoding

_META = re.compile(rb"<meta\b[^>]{0,500}?charset\s*=\s*[\"']?\s*([a-zA-Z0-9_:.-]{1,40})", re.I)
_XML = re.compile(rb"^\s*<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([a-zA-Z0-9_.-]{1,40})")
_COMMENT = re.compile(rb"<!--.*?-->", re.S)
_WHOLE = re.compile(rb"[\xc2-\xf4][\x80-\xbf]+")
_PARAMETER = re.compile(r"charset\s*=\s*[\"']?([^\s\"';,]+)", re.I)
_SURROGATE = re.compile("[\ud800-\udfff]")
# Phonetic signs and some rare scripts: what UTF-8 makes of "ß" and a soft hyphen, or "É®", in a single-byte encoding.
_ODD = re.compile("[\u0180-\u036f\u0530-\u058f\u0700-\u08ff]")
_UNREADABLE = "\ufffd"
_UNREADABLE_START = _UNREADABLE.encode()[:1]  # faster to look for than the whole
_STRAY = re.compile("[\udc80-\udcff]")  # a byte that is no UTF-8, as Python's "surrogateescape" has it
# The first bytes of the most frequent sequences. Where no letter follows, such a byte is what is left of one.
_CUT_OFF = re.compile("[\udcc2-\udcc5\udce2](?![a-zA-Z])")


@dataclass(frozen=True, slots=True)
class Decoded:
    """The text, the encoding that gave it, whether something had to be set right, and in words what. ``utf8`` is the
    text in UTF-8, where that is known already."""

    text: str
    encoding: str
    repaired: bool = False
    note: str = ""
    utf8: bytes | None = None


@dataclass(frozen=True, slots=True)
class _Reading:
    """Bytes read in one encoding. ``utf8`` is the text in UTF-8, where that is known already."""

    text: str
    encoding: str
    repaired: bool = False
    note: str = ""
    utf8: bytes | None = None


def decode(html: bytes | str, content_type: str | None = None) -> Decoded:
    """Turn a page into text. Never fails: what no encoding explains becomes U+FFFD.

    ``content_type`` is the Content-Type header, if known. NULs and lone surrogates become U+FFFD.
    """
    if isinstance(html, str):
        return _tidy(_Reading(html, UTF_8))
    return _tidy(_read(html, content_type))


def _tidy(reading: _Reading) -> Decoded:
    """Mend what was encoded twice, and put U+FFFD for what is no character."""
    text, notes = reading.text, [reading.note] if reading.note else []
    utf8 = reading.utf8
    if utf8 is None:
        try:
            utf8 = text.encode()
        except UnicodeEncodeError:
            text = _SURROGATE.sub(_UNREADABLE, text)
            utf8 = text.encode()
    if b"\0" in utf8:
        text = text.replace("\0", _UNREADABLE)
    repaired = reading.repaired
    if mojibake.is_suspect(utf8):
        mended = mojibake.mend(text)
        text, repaired = mended.text, repaired or mended.places + mended.controls > 0
        notes += _notes_of(mended)
    if (_UNREADABLE_START in utf8 or text is not reading.text) and (unreadable := text.count(_UNREADABLE)):
        notes.append(f"{_counted(unreadable, 'character')} could not be read")
    return Decoded(text, reading.encoding, repaired, "; ".join(notes), utf8 if text is reading.text else None)


def _notes_of(mended: mojibake.Mended) -> list[str]:
    notes = (
        (mended.places, f"double-encoded text mended in {_counted(mended.places, 'place')}"),
        (mended.controls, f"{_counted(mended.controls, 'control character')} read as {FALLBACK}"),
        (mended.left, f"what may be double-encoded text left in {_counted(mended.left, 'place')}"),
    )
    return [note for number, note in notes if number]


def _counted(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def _read(html: bytes, content_type: str | None) -> _Reading:
    for bom, name in _BOMS:
        if html.startswith(bom):
            return _Reading(html[len(bom) :].decode(name, "replace"), name)
    declared = _declared(html, content_type)
    if declared == SEVEN_BIT or (declared in WIDE and b"\0" in html):  # as all markup has it in UTF-16
        return _Reading(_decoded(html, declared), declared)
    try:
        return _read_utf8(html, declared)
    except UnicodeDecodeError:
        return _read_other(html, declared)


def _read_utf8(html: bytes, declared: str | None) -> _Reading:
    text = html.decode()
    if html.isascii() and declared not in WIDE:
        return _Reading(text, declared or UTF_8, utf8=html)
    if declared in MULTIBYTE and len(_WHOLE.findall(html)) < MANY_SEQUENCES and _is_without_fault(html, declared):
        return _Reading(_decoded(html, declared), declared)
    if declared in ENCODINGS and len(_ODD.findall(text)) > len(_WHOLE.findall(html)) // 2:
        return _Reading(_decoded(html, declared), declared)
    return _said(declared, _Reading(text, UTF_8, utf8=html))


def _read_other(html: bytes, declared: str | None) -> _Reading:
    """Read bytes that are not UTF-8 throughout."""
    if declared in MULTIBYTE and _is_without_fault(html, declared):
        return _Reading(_decoded(html, declared), declared)
    if _is_mostly_utf8(html, declared):
        return _said(declared, _with_strays(html))
    stated = FALLBACK if declared is None or declared == UTF_8 or declared in WIDE else declared
    if stated in MULTIBYTE:
        text = _decoded(html, stated)
        if text.count(_UNREADABLE) <= MAX_BAD_SHARE * sum(character > "\x7f" for character in text):
            return _Reading(text, stated)
    name = legacy.guess(html, FALLBACK if stated in MULTIBYTE else stated) or stated
    return _said(declared, _Reading(_decoded(html, name), name))


def _said(declared: str | None, reading: _Reading) -> _Reading:
    """The reading, with a note when it is not the declared one."""
    if declared == reading.encoding or (declared is None and reading.encoding == UTF_8):
        return reading
    note = f"declared {declared}, is {reading.encoding}" if declared else f"undeclared, read as {reading.encoding}"
    notes = "; ".join(filter(None, (note, reading.note)))
    return replace(reading, note=notes, repaired=reading.repaired or declared is not None)


def _with_strays(html: bytes) -> _Reading:
    """Read UTF-8 that holds some bytes of another encoding: as that which makes letters of them that the page has."""
    text = html.decode(UTF_8, "surrogateescape")
    text = _CUT_OFF.sub(_UNREADABLE, text)
    strays = set(_STRAY.findall(text))
    known: dict[str, dict[str, str]] = {}
    for name, codec in ENCODINGS.items():
        read = {stray: stray.encode("ascii", "surrogateescape").decode(codec, "ignore") for stray in strays}
        known[name] = {stray: character for stray, character in read.items() if character and character in text}
    best = max(known, key=lambda name: len(known[name]))
    mended = _STRAY.sub(lambda found: known[best].get(found[0], _UNREADABLE), text)
    number = sum(text.count(stray) for stray in known[best])
    note = f"{_counted(number, 'stray byte')} of {best}" if number else ""
    return _Reading(mended, UTF_8, repaired=number > 0, note=note)


def _is_mostly_utf8(html: bytes, declared: str | None) -> bool:
    """Whether the bytes are UTF-8, whatever was declared: bytes over 127 are so by design, not by chance.

    A few broken characters prove nothing against it (a page cut short, one bad include) among many whole ones.
    """
    text = html.decode(UTF_8, "replace")
    bad = text.count(_UNREADABLE) - html.count(_UNREADABLE.encode())
    whole = sum(map(len, _WHOLE.findall(html)))
    if declared == UTF_8:
        return bad <= max(1, MAX_BAD_SHARE_DECLARED * whole) and whole > 2 * bad
    return bad <= (MAX_BAD_SHARE_UNDECLARED if declared is None else MAX_BAD_SHARE) * whole


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
            name = _named(encoding.name)
            return UTF_8 if name in WIDE else name  # a tag that could be read as ASCII is not in UTF-16
    return None


def _named(name: str) -> str:
    return _PYTHON_NAMES.get(name, name)


def _decoded(html: bytes, name: str) -> str:
    encoding = webencodings.lookup(name)
    if encoding is None:  # one of Python's names
        return html.decode(name, "replace")
    text, _ = encoding.codec_info.decode(html, "replace")
    return str(text)


def _is_without_fault(html: bytes, name: str) -> bool:
    """Whether all bytes have a meaning in an encoding."""
    encoding = webencodings.lookup(name)
    try:
        if encoding is not None:
            encoding.codec_info.decode(html, "strict")
    except UnicodeDecodeError:
        return False
    return encoding is not None


def is_binary(html: bytes, content_type: str | None = None) -> bool:
    """Whether bytes are no text at all: known magic numbers, or control characters among the first of them."""
    if html.startswith(_BINARY):
        return True
    if html.startswith((b"\xff\xfe", b"\xfe\xff")) or "utf-16" in (content_type or "").lower():
        return False
    head = html[:2048]
    control = len(head) - len(head.translate(None, _CONTROL))
    return control > _BINARY_SHARE * max(1, len(head)) and control > 8
