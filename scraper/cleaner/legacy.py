"""Which of the encodings before UTF-8 do these bytes show?

By what makes sense as text: single bytes by how often a language uses its letters, pairs of bytes by whether they are
the common characters of Chinese, Japanese or Korean. Nothing is answered unless the evidence is plain: in doubt the
declaration stands.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, partial
from math import log

from scraper.cleaner.letters_table import ENCODINGS, LATIN, LETTERS

SEEN_BYTES = 200_000  # more of a page says nothing new
FEWEST_BYTES = 12  # that the two encodings read differently
FEWEST_KINDS = 3  # of these: "m³" a hundred times says nothing. Two are enough if both are letters either way
FEWEST_PAIRS = 10  # different letters of two bytes
PLAIN_IN_ALL = 25.0  # nats of evidence for the better reading, e^25 to 1, from all bytes
PLAIN_BY_DIFFERENCE = 8.0  # and from those alone that the two encodings read differently
PLAIN_FOR_EACH = 0.3  # of which, on average
WORST_FIT = -4.5  # nats for each byte in the language that fits best. Real pages: -3.5 and better
MOST_AMONG_LATIN = 0.2  # share of the bytes of another script that may touch a letter of ASCII

# Shares of the bytes beyond ASCII in a text. The rest is for what the language has no use for.
LETTER_SHARE = 0.9
SIGN_SHARE = 0.09
CAPITAL_SHARE = 0.05  # of its small letter's
STRANGE_LETTER = 2e-4
STRANGE_SIGN = 3e-5
NO_CHARACTER = 1e-7
_SIGNS = "\u00a0\u00ad“”’–«»„‘—…•©·®°€§™"

COMMON_SHARE = 0.85  # of the letters of a Chinese or Korean text are common ones
KANA_SHARE = 0.15  # of a Japanese text's: half is usual
HALF_WIDTH_SHARE = 0.2  # more half-width kana comes of reading other encodings as Japanese
HIGH_PAIR = 0xA0  # both bytes of common characters are above

_RUN = re.compile(rb"[\x80-\xff]+")
_LETTERS = frozenset(bytes((byte,)) for byte in range(128) if chr(byte).isalpha())


@dataclass(frozen=True, slots=True)
class _Language:
    """A language in an encoding: the log-likelihood of each byte."""

    table: tuple[float, ...]
    is_latin: bool

    def score(self, counts: Counter[int]) -> float:
        return sum(number * self.table[byte] for byte, number in counts.items())


def guess(html: bytes, declared: str) -> str | None:
    """A better encoding for bytes that are no UTF-8, or None. ``declared`` is the one they would be read in."""
    seen = html[:SEEN_BYTES]
    return _double_byte(seen) or _single_byte(seen, declared)


def _single_byte(seen: bytes, declared: str) -> str | None:
    if declared not in ENCODINGS:
        return None
    counts, among_latin = _count(seen)
    fits = {name: max(_languages(name), key=lambda language: language.score(counts)) for name in ENCODINGS}
    best = max(fits, key=lambda name: fits[name].score(counts))
    if fits[best].score(counts) < WORST_FIT * counts.total():
        return None
    if not fits[best].is_latin and among_latin > MOST_AMONG_LATIN * counts.total():
        return None
    return best if _is_plain(counts, (declared, fits[declared]), (best, fits[best])) else None


def _count(seen: bytes) -> tuple[Counter[int], int]:
    """The bytes beyond ASCII that stand in words, and how many of them touch letters of ASCII."""
    counts: Counter[int] = Counter()
    touching = 0
    for run in _RUN.finditer(seen):
        touches = seen[run.start() - 1 : run.start()] in _LETTERS or seen[run.end() : run.end() + 1] in _LETTERS
        if touches or len(run[0]) > 1:
            counts.update(run[0])
            touching += touches * len(run[0])
    return counts, touching


def _is_plain(counts: Counter[int], declared: tuple[str, _Language], best: tuple[str, _Language]) -> bool:
    """Whether the bytes that the two read differently speak for the better one."""
    ours, theirs = _characters(best[0]), _characters(declared[0])
    gains = {byte: best[1].table[byte] - declared[1].table[byte] for byte in counts if ours[byte] != theirs[byte]}
    number = sum(counts[byte] for byte in gains)
    speaking = [byte for byte, gain in gains.items() if gain > 0]
    enough = 2 if all(theirs[byte].isalpha() for byte in speaking) else FEWEST_KINDS
    gain = sum(counts[byte] * gain for byte, gain in gains.items())
    return (
        number >= FEWEST_BYTES
        and len(speaking) >= enough
        and gain > max(PLAIN_BY_DIFFERENCE, PLAIN_FOR_EACH * number)
        and best[1].score(counts) - declared[1].score(counts) > PLAIN_IN_ALL
    )


@cache
def _characters(encoding: str) -> tuple[str, ...]:
    return tuple(bytes((byte,)).decode(ENCODINGS[encoding], "ignore") for byte in range(256))


@cache
def _languages(encoding: str) -> tuple[_Language, ...]:
    """The languages that can be written in an encoding."""
    characters = _characters(encoding)
    return tuple(
        _Language(tuple(log(_share(character, letters)) for character in characters), language in LATIN)
        for language, letters in LETTERS.items()
        if set(letters) <= set(characters)
    )


def _share(character: str, letters: str) -> float:
    """How much of a text beyond ASCII a character is, in a language with these letters."""
    if not character or "\x80" <= character <= "\x9f":
        return NO_CHARACTER
    if character in _SIGNS:
        return SIGN_SHARE / len(_SIGNS)
    rank = letters.find(character.lower())
    if rank < 0:
        return STRANGE_LETTER if character.isalpha() else STRANGE_SIGN
    all_ranks = sum(1 / (other + 2) for other in range(len(letters)))  # after Zipf, less steep at the top
    share = LETTER_SHARE / (rank + 2) / all_ranks
    return share if character in letters else share * CAPITAL_SHARE


def _double_byte(seen: bytes) -> str | None:
    whole = seen[: seen.rfind(b"<") + 1] or seen  # not cut within a character
    for name, codec, is_plain in _DOUBLE_BYTE:
        try:
            letters = [character for character in whole.decode(codec) if character > "\x7f" and character.isalpha()]
        except UnicodeDecodeError:
            continue
        if len(set(letters)) >= FEWEST_PAIRS and is_plain(letters):
            return name
    return None


def _is_japanese(letters: list[str]) -> bool:
    half_width = sum("\uff61" <= letter <= "\uff9f" for letter in letters)
    kana = sum("\u3041" <= letter <= "\u30fe" for letter in letters)
    return kana >= KANA_SHARE * len(letters) and half_width <= HALF_WIDTH_SHARE * len(letters)


def _is_korean(letters: list[str]) -> bool:
    common = sum("\uac00" <= letter <= "\ud7a3" and min(letter.encode("cp949")) > HIGH_PAIR for letter in letters)
    return common >= COMMON_SHARE * len(letters)


def _is_chinese(letters: list[str], codec: str, rows: range, lowest: int) -> bool:
    """Whether most characters stand in the rows that hold the common ones."""
    pairs = (letter.encode(codec) for letter in letters)
    common = sum(len(pair) == 2 and pair[0] in rows and pair[1] >= lowest for pair in pairs)
    return common >= COMMON_SHARE * len(letters)


_DOUBLE_BYTE: tuple[tuple[str, str, Callable[[list[str]], bool]], ...] = (
    ("euc-jp", "euc_jp", _is_japanese),
    ("shift_jis", "cp932", _is_japanese),
    ("euc-kr", "cp949", _is_korean),
    ("big5", "big5hkscs", partial(_is_chinese, codec="big5hkscs", rows=range(0xA4, 0xC7), lowest=0x40)),
    ("gb18030", "gb18030", partial(_is_chinese, codec="gb18030", rows=range(0xB0, 0xD8), lowest=HIGH_PAIR)),
)
