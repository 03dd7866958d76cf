"""Which texts are nearly the same?

A sketch of a text: a fair sample of its shingles, which are runs of four words. Of two texts the samples overlap as
much as the texts do (Broder, "On the resemblance and containment of documents", 1997: bottom-k MinHash). Case, accents
and punctuation do not count; in scripts that part no words, a character is a word.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from zlib import crc32

import numpy as np

from scraper.cleaner.letters import beyond_ascii, without_signs
from scraper.model import Sketch

WORDS = 4  # in a shingle: three of them recur in any two reports of one kind, five break at each small edit
SAMPLE = 64  # shingles: overlaps are known to 6 in 100
LEAST = 32  # shingles of a text: fewer tell nothing
MOST_WORDS = 50_000  # that are looked at

# Scripts that part no words: Thai, Lao, Burmese, Khmer, Chinese, Japanese.
_UNPARTED = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\u2fdf\u3005-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
    "\U00020000-\U0003ffff"
)
_IS_UNPARTED = re.compile(f"[{_UNPARTED}]")
_PARTED = bytes(code if code > 127 or chr(code).isalnum() or chr(code) == "_" else 32 for code in range(256))
_CHARACTER_OR_WORD = re.compile(f"[{_UNPARTED}]|[^\\W{_UNPARTED}]+")
# Indic vowel signs stand inside words and are no letters to \w: parted at them, three words are seven.
_INDIC_WORD = re.compile("[\\w\u0900-\u0963\u0966-\u0dff]+")
_IS_INDIC = re.compile("[\u0900-\u0dff]")
_ACCENTS = re.compile("[\u0300-\u036f\u0591-\u05c7\u064b-\u065f\u0670]+")  # and the vowel points of Hebrew and Arabic
_WEIGHTS = np.array([0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9, 0xD6E8FEB86659FD93], dtype=np.uint64)


def sketch(text: str) -> Sketch | None:
    """The sketch of a text; None for one that is too short to tell it from others."""
    plain = text.casefold()
    own = _split(plain)
    every = _words(plain, own)
    words = every[:MOST_WORDS]
    if len(words) < LEAST + WORDS - 1:
        return None
    numbers = np.fromiter(map(crc32, words), np.uint64, len(words))
    shingles = len(words) - WORDS + 1
    mixed = np.zeros(shingles, np.uint64)
    for place, weight in enumerate(_WEIGHTS):
        mixed += (numbers[place : place + shingles] + np.uint64(1)) * weight
    mixed ^= mixed >> np.uint64(29)
    mixed *= np.uint64(0xBF58476D1CE4E5B9)
    mixed ^= mixed >> np.uint64(32)
    ordered = np.sort((mixed & np.uint64(0xFFFFFFFF)).astype(np.uint32))
    distinct = ordered[np.concatenate([[True], ordered[1:] != ordered[:-1]])]
    if len(distinct) < LEAST:
        return None
    return Sketch(len(distinct), tuple(distinct[:SAMPLE].tolist()), _digest(own))


def _digest(words: list[bytes]) -> int:
    """Words in 64 bits, as the archive knows a text by its own: accents count, and no script is taken apart."""
    return int.from_bytes(hashlib.sha256(b" ".join(words)).digest()[:8], "big", signed=True)


def _words(text: str, own: list[bytes]) -> list[bytes]:
    """The words of a text, in UTF-8, without accents; ``own`` are those that it has as it stands."""
    if text.isascii():
        return own
    plain = unicodedata.normalize("NFKD", text)
    beyond = "".join(beyond_ascii(plain))
    if _ACCENTS.search(beyond):
        plain = _ACCENTS.sub("", plain)
    if _IS_UNPARTED.search(beyond):
        return [word.encode() for word in _CHARACTER_OR_WORD.findall(plain)]
    if _IS_INDIC.search(beyond):
        return [word.encode() for word in _INDIC_WORD.findall(plain)]
    return own if plain == text else _split(plain)


def _split(text: str) -> list[bytes]:
    """Runs of ``\\w``. What parts them is ASCII but for a few quotes and dashes: so bytes are split, in a third of the
    pattern's time.
    """
    spaced = text if text.isascii() else without_signs(text, " ")
    return spaced.encode().translate(_PARTED).split()
