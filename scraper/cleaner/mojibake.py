"""Was this text encoded as UTF-8, read as something else, and encoded once more?

"CafÃ©" for "Café", "donâ€™t" for "don’t". The bytes are UTF-8 all the same, so only the text can tell. A sequence that
can hardly be meant ("Ã¼" within a word, "â€™", control characters, Russian all in pairs) proves itself, and its page
with it; of others it takes several. What is shown rather than suffered ('we saw "Ã¤"', code, a text about encodings)
proves nothing and is left alone, unless nothing beyond ASCII on the page is anything else.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import IntEnum
from functools import cache
from itertools import islice

# Python codecs that the text may have been read with, and letters without which it was not. In place of what they do
# not know, the text has control characters.
_MISREAD_AS = {"cp1252": "ÂÃÄÅÎÏÐÑ×ØÙàáâãäåæçèéêëìíïð", "cp1250": "ĂĹÄĐŃÎĎ", "cp1251": "РСв"}
MOST_LAYERS = 4  # as deep as has been seen
ENOUGH = 3  # places that prove together what none proves alone
LONG_WORD = 3  # letters of another script that do not come about by chance; two if they are of three bytes each
MOST_PLACES = 50_000  # of a page are looked at: half a second
NEIGHBOURHOOD = 200  # characters looked at on each side of a place

# In UTF-8, what is found on nearly every double-encoded page: a control character, or a letter and a sign that would
# be strange neighbours (but no-break spaces, soft hyphens and quotation marks follow letters all the time), or what
# has neither: "â€™", emoji, some Polish and Russian letters.
_SIGN = re.compile(
    rb"\xc2(?:[\x80-\x9f]|(?<=[\xc3-\xc5\xd0\xd1].\xc2)[\xa1-\xaa\xac\xae-\xba\xbc-\xbf]"
    rb"|(?<=\xc3\x83\xc2)[\xa0\xab\xad\xbb]|(?<=\xc3\xa1\xc2)\xbb)",
    re.S,
)
_BEGINNINGS = (
    (b"\xc2", _SIGN),
    *(
        (signs[0].encode()[:1], re.compile(b"|".join(sign.encode() for sign in signs)))
        for signs in (("â€", "â„¢", "â‚¬", "ðŸ", "ï»¿"), ("Ĺ‚", "Ĺ›"), ("вЂ", "РЅ", "Рѕ"))
    ),
)
_CONTROL = re.compile("[\x80-\x9f]")
_STRAY_CONTROL = re.compile("[\x80\x82-\x8c\x8e\x91-\x9c\x9e\x9f]")  # that windows-1252 has a character for

_WORD_END = re.compile(r"[^\s<>\"'“”‘’«»„`]*\Z")
_WORD_START = re.compile(r"[^\s<>\"'“”‘’«»„`]*")
# A quotation mark after "=" or ":" is one of attributes or JSON.
_SHOWING = re.compile(r"(?:<(?:code|kbd|samp|tt|pre|q)\b[^<>]*>|(?<![=:])[\"'“”‘’«»„`])\Z", re.I)
_SHOWN = re.compile(r"</(?:code|kbd|samp|tt|pre|q)\b|[\"'“”‘’«»„`]", re.I)
_IN_ADDRESS = re.compile(r"://|^/|\?.*=")  # of links: their server may know them under that name only
_ABOUT_ENCODINGS = re.compile(r"mojibake|unicode|\butf-?8|\blatin-?1\b|iso-8859|windows-125|\bencod", re.I)

# Signs and spaces that UTF-8 texts are full of: Latin-1 signs, punctuation to arrows and dingbats, CJK punctuation,
# variants and full-width forms, emoji.
_SIGN_RANGES = (
    (0xA0, 0xBF),
    (0x2000, 0x2BFF),
    (0x3000, 0x303F),
    (0xFE00, 0xFE0F),
    (0xFEFF, 0xFFFD),
    (0x1D400, 0x1D7FF),  # letters of mathematics: "𝕏" is a logo
    (0x1F000, 0x1FAFF),
)
_LATIN_RANGES = ((0xC0, 0x17F), (0x218, 0x21B), (0x1E00, 0x1EFF))
_SCRIPTS = frozenset(
    "GREEK CYRILLIC HEBREW ARABIC HIRAGANA KATAKANA CJK HANGUL THAI DEVANAGARI ARMENIAN GEORGIAN".split()
)
_EAST_ASIAN = frozenset(("HIRAGANA", "KATAKANA", "CJK"))
_LATIN, _NO_SCRIPT = "LATIN", ""
_THREE_BYTES = "\u0800"  # and above
_BYTE_ORDER_MARK = "\ufeff"
_COMMON_AFTER_LETTERS = "\u00a0\u00ad«»"
_ORDINARY_SIGNS = "…–—“”•\u00a0"


class Evidence(IntEnum):
    """What a place says for itself."""

    NONE = 0  # it may be meant: mended only where others of its kind are proved
    SOME = 1  # mended where there are several
    PROOF = 2


@dataclass(frozen=True, slots=True)
class _Place:
    """A place in a text that would make sense as UTF-8."""

    start: int
    end: int
    meant: str
    script: str
    evidence: Evidence
    is_shown: bool


@dataclass(frozen=True, slots=True)
class Mended:
    """A text, and how many places were mended in it, or look as if they should be but are not proved."""

    text: str
    places: int = 0
    left: int = 0
    controls: int = 0  # stray control characters that were read as windows-1252


def is_suspect(utf8: bytes) -> bool:
    """Whether a text, given in UTF-8, is worth a closer look. Quick."""
    return any(lead in utf8 and signs.search(utf8) for lead, signs in _BEGINNINGS)


def mend(text: str) -> Mended:
    """Undo double encoding where the text proves it, and read stray control characters as windows-1252 has them."""
    mended = _mend_all(text) or _mend_parts(text)
    text, controls = _STRAY_CONTROL.subn(lambda found: _character(ord(found[0]), "cp1252"), mended.text)
    return replace(mended, text=text, controls=controls)


def _mend_all(text: str) -> Mended | None:
    """The text, if nothing beyond ASCII makes sense as it stands, and all of it does otherwise."""
    beyond = len(text) - len(text.encode("ascii", "ignore"))
    for codec in _possible(text):
        places = list(islice(_places(text, codec), MOST_PLACES))
        if sum(place.end - place.start for place in places) == beyond and _proved_scripts(places) is not None:
            return Mended(_with(text, places), len(places))
    return None


def _mend_parts(text: str) -> Mended:
    done = left = 0
    for codec in _possible(text):
        places = list(islice(_places(text, codec), MOST_PLACES))
        chosen = _proved([place for place in places if not place.is_shown], codec)
        text = _with(text, chosen)
        done += len(chosen)
        left += _number_of_telling(places) - _number_of_telling(chosen)
    return Mended(text, done, left)


def _possible(text: str) -> list[str]:
    return [codec for codec, letters in _MISREAD_AS.items() if any(letter in text for letter in letters)]


def _with(text: str, places: list[_Place]) -> str:
    pieces, position = [], 0
    for place in places:
        pieces += [text[position : place.start], place.meant.replace(_BYTE_ORDER_MARK, "")]
        position = place.end
    return "".join([*pieces, text[position:]])


def _number_of_telling(places: list[_Place]) -> int:
    return sum(place.evidence > Evidence.NONE for place in places)


def _proved_scripts(places: list[_Place]) -> set[str] | None:
    """The scripts that are proved to have been encoded twice; None if nothing is."""
    proved = {place.script for place in places if place.evidence is Evidence.PROOF}
    return proved if proved or _number_of_telling(places) >= ENOUGH else None


def _proved(places: list[_Place], codec: str) -> list[_Place]:
    """Those of the places that are to be mended."""
    scripts = _proved_scripts(places)
    if scripts is None:
        return []
    if codec == "cp1251":
        scripts.discard(_NO_SCRIPT)  # in Russian, "В" stands before no-break spaces and quotation marks
    return [place for place in places if place.evidence > Evidence.NONE or place.script in scripts]


def _places(text: str, codec: str) -> Iterator[_Place]:
    for found in _misreading(codec)[0].finditer(text):
        meant, layers = _meant(found[0], codec)
        script = _script(meant) if layers else None
        if script is not None:
            start, end = found.span()
            before, after = text[max(0, start - NEIGHBOURHOOD) : start], text[end : end + NEIGHBOURHOOD]
            unseen = _CONTROL.search(found[0]) is not None  # so nobody has written it
            surely = unseen or layers > 1
            evidence = Evidence.PROOF if surely else _evidence(found[0], meant, script, before[-1:], after[:1])
            yield _Place(start, end, meant, script, evidence, not unseen and _is_shown(before, after))


def _meant(source: str, codec: str) -> tuple[str, int]:
    """What a sequence was before it was misread, and how many times that has happened."""
    pattern, bytes_of = _misreading(codec)
    for layers in range(MOST_LAYERS):
        try:
            deeper = source.translate(bytes_of).encode("latin-1").decode("utf-8")
        except UnicodeError:
            return source, layers
        if layers and _script(deeper) not in (_LATIN, _NO_SCRIPT):
            return source, layers  # two signs side by side
        source = deeper
        if not pattern.fullmatch(source):
            return source, layers + 1
    return source, MOST_LAYERS


@cache
def _misreading(codec: str) -> tuple[re.Pattern[str], dict[int, int]]:
    """What UTF-8 beyond ASCII looks like when it is read with a codec, and the byte each character stands for."""
    bytes_of = {byte: byte for byte in range(0x80, 0xC0)}
    bytes_of |= {ord(character): byte for byte in range(0x80, 0x100) if (character := _character(byte, codec))}

    def any_of(first: int, last: int) -> str:
        characters = [chr(code) for code, byte in bytes_of.items() if first <= byte <= last]
        return f"[{re.escape(''.join(characters))}]"

    more = any_of(0x80, 0xBF)
    leads = enumerate((any_of(0xC2, 0xDF), any_of(0xE0, 0xEF), any_of(0xF0, 0xF4)), 1)
    after = "|".join(f"(?<={lead}){more * number}" for number, lead in leads)
    sequence = f"{any_of(0xC2, 0xF4)}(?:{after})"
    return re.compile(f"{sequence}(?:{sequence})*"), bytes_of  # one set at the beginning is quick to look for


def _character(byte: int, codec: str) -> str:
    return bytes((byte,)).decode(codec, "ignore")


def _script(meant: str) -> str | None:
    """The script of the letters, none if there are signs only; None if this is nothing that texts have."""
    scripts = set()
    for character in meant:
        code = ord(character)
        if any(first <= code <= last for first, last in _LATIN_RANGES):
            scripts.add(_LATIN)
        elif not any(first <= code <= last for first, last in _SIGN_RANGES):
            scripts.add(unicodedata.name(character, "?").split("-")[0].split()[0])
    if len(scripts - _EAST_ASIAN) + bool(scripts & _EAST_ASIAN) > 1 or not scripts <= _SCRIPTS | {_LATIN}:
        return None
    return min(scripts, default=_NO_SCRIPT)


def _evidence(source: str, meant: str, script: str, before: str, after: str) -> Evidence:
    if script == _NO_SCRIPT:
        return _evidence_of_signs(source)
    if script == _LATIN:
        return _evidence_of_latin(meant, before, after)
    letters = sum(2 if character >= _THREE_BYTES else 1 for character in meant if character.isalpha())
    return Evidence.PROOF if letters >= LONG_WORD else Evidence.NONE


def _evidence_of_signs(source: str) -> Evidence:
    if len(source) > 2:  # "â€™"; but "â…”" might be the end of a quotation
        return Evidence.SOME if source[1] in _ORDINARY_SIGNS else Evidence.PROOF
    return Evidence.NONE if source[1] in _COMMON_AFTER_LETTERS else Evidence.SOME


def _evidence_of_latin(meant: str, before: str, after: str) -> Evidence:
    if before.isupper() and meant[0].islower() and not after.islower():
        return Evidence.NONE  # "AMANHû is a quotation, not the end of a word
    letters = sum(map(str.isalpha, meant))
    sides = (before.isascii() and before.isalpha()) + (after.isascii() and after.isalpha())
    if sides and letters >= LONG_WORD:
        return Evidence.PROOF
    return (Evidence.NONE, Evidence.SOME, Evidence.PROOF)[sides]


def _is_shown(before: str, after: str) -> bool:
    """Whether what stands between is quoted or code word by word, in an address, or in a text about such things."""
    first, last = _WORD_END.search(before), _WORD_START.match(after)
    if first and last and _SHOWN.match(after, last.end()) and _SHOWING.search(before, 0, first.start()):
        return True
    if first and _IN_ADDRESS.search(first[0]):
        return True
    around = before[before.rfind(">") + 1 :] + " " + after.partition("<")[0]
    return _ABOUT_ENCODINGS.search(around) is not None
