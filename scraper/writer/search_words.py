"""Which spellings are one word?

What the search index is told of a text, and what a query is told of its words, is the text with its spellings made
one: without case and accents, without the vowel marks of Arabic and Hebrew, with ligatures, full-width letters and the
letters that no accent explains (ß, ı, đ, ø, ł) written plainly. Scripts that put no spaces between words are taken
apart into single characters, so any part of a sentence is found as a phrase. The index's own tokenizer then only parts
words at what is neither letter, mark nor number.
"""

from __future__ import annotations

import re
import unicodedata
from types import MappingProxyType
from typing import NamedTuple

# A change here makes the index of every archive wrong: it takes a migration that rebuilds it.
_PLAIN = re.compile(r"[\x00-\x7f\u2010-\u2027\u2030-\u205e]*")  # has but case to be made one, which the index sees to
# Of Latin, Greek and Cyrillic; Hebrew points; Arabic vowels, stretching and signs; what is invisible inside words.
_MARKS = re.compile(
    "[\u0300-\u036f\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06dc"
    "\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed\u00ad\u200c\u200d\u2060\ufe00-\ufe0f\ufeff]+"
)
_LETTERS = MappingProxyType(
    {
        **{"ı": "i", "đ": "d", "ð": "d", "ø": "o", "ł": "l", "ħ": "h", "þ": "th", "æ": "ae", "œ": "oe"},
        **{"ى": "ي", "ی": "ي", "ک": "ك", "ة": "ه"},  # one key on one keyboard, another on the next
    }
)
_LETTER = re.compile(f"[{''.join(_LETTERS)}]")
_UNSPACED = (  # Thai, Lao, Burmese, Khmer; kana; Chinese characters; Korean syllables, whose words take endings
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u3007\u3040-\u30ff\u3100-\u312f\u3400-\u4dbf\u4e00-\u9fff"
    "\uac00-\ud7a3\uf900-\ufaff\U00020000-\U0003ffff"
)
_ABOVE = (  # marks that belong to the character before them
    "\u0e31\u0e33-\u0e3a\u0e47-\u0e4e\u0eb1\u0eb3-\u0ebc\u0ec8-\u0ecd\u102b-\u103e\u1056-\u1059\u105e-\u1060"
    "\u1062-\u1064\u1067-\u106d\u1071-\u1074\u1082-\u108d\u108f\u109a-\u109d\u17b4-\u17d3\u17dd\u3099\u309a"
)
_RUN = re.compile(f"[{_UNSPACED}]+")
_ONE = re.compile(f"[{_UNSPACED}][{_ABOVE}]*")
# What ends a word, beside symbols.
_BETWEEN = r"\s\x00-\x7f\xa0-\xac\xae-\xbf\u2000-\u200b\u200e-\u205f\u2061-\u206f\u3000-\u303f\uff00-\uff0f"
_PIECE = re.compile(rf"{_ONE.pattern}|[^\W_{_UNSPACED}](?:[^\W_{_UNSPACED}]|[^\w{_BETWEEN}])*")


def folded(text: str) -> str:
    """The text with its spellings made one, its words parted by anything that is no letter, mark or number.

    It ends at a NUL, as SQLite's JSON functions do: what they give and what was put into them is one and the same.
    """
    text, _, _ = text.partition("\0")
    if text.isascii() or _PLAIN.fullmatch(text):
        return text
    plain = _MARKS.sub("", unicodedata.normalize("NFKD", text.casefold()))
    plain = unicodedata.normalize("NFC", _LETTER.sub(lambda letter: _LETTERS[letter[0]], plain))
    return _RUN.sub(lambda run: f" {' '.join(_ONE.findall(run[0]))} ", plain)


class Word(NamedTuple):
    """A word as the index knows it, and where it stands in the text: from ``start`` to before ``end``."""

    word: str
    start: int
    end: int


def words(text: str) -> list[Word]:
    """The words of a text in their order; each character of a script without spaces is one."""
    return [
        Word(word, piece.start(), piece.end())
        for piece in _PIECE.finditer(text)
        for word in folded(piece[0]).lower().split()
    ]
