"""Does this text read like furniture?

Phrases of short blocks, by family, in English and Spanish first and in other common languages. They are matched
against text with quotes, dashes, case and white space folded. A phrase is evidence: a long paragraph that begins like
one of these is left to the other evidence (see ``LONGEST``).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping

from scraper.cleaner import remembered
from scraper.cleaner.phrase_table import FAMILIES, INSIDE, LONG, NOTES
from scraper.model import Label

LONGEST = 60  # words; the longest licence or newsletter notices seen have about 100, see LONG
NOTE_WORDS = 80
LONG_CHARS = 240  # as far as the phrases of long texts look

_FOLDS = {"'": "\u2018\u2019\u02bc`\u00b4", '"': "\u201c\u201d\u201e\u00ab\u00bb", "-": "\u2010\u2011\u2013\u2014"}
_QUOTES: Mapping[int, str] = {
    **{ord(character): plain for plain, characters in _FOLDS.items() for character in characters},
    0x00A0: " ",
    0x2026: "...",
}
_ODD = re.compile(f"[{''.join(map(chr, _QUOTES))}]")
_LEAD = " \t\n\"'*-–—•·>»›|:([#▶►→+"
FAMILY_LABELS: tuple[Label, ...] = tuple(FAMILIES)


def _compile(families: Mapping[Label, tuple[str, ...]]) -> re.Pattern[str]:
    """One pattern for all families, each a named group; the first family that matches counts."""
    return re.compile("|".join(f"(?P<{label.name}>{'|'.join(phrases)})" for label, phrases in families.items()))


_LABELS = {label.name: label for label in Label}
_SHORT = _compile({Label.NOTE: NOTES, **FAMILIES})
_LONG = _compile(LONG)
_INSIDE = [(label, needles, re.compile(pattern)) for label, needles, pattern in INSIDE]
_NOTE = re.compile("|".join(NOTES))


def _plain(mark: re.Match[str]) -> str:
    return _QUOTES[ord(mark[0])]


def fold(low: str) -> str:
    """Text in lower case with quotes and dashes folded, on one line, without leading ornament."""
    if not low.isascii():
        low = _ODD.sub(_plain, unicodedata.normalize("NFC", low))
    if "\n" in low or "\t" in low:
        low = " ".join(low.split())
    return low.lstrip(_LEAD)


def reads_like(low: str, words: int) -> Label | None:
    """The kind of furniture that a text reads like, or NOTE for an editor's, translator's or correction note.

    ``low`` is the text in lower case, its white space folded; ``words`` is the number of its words.
    """
    if words <= LONGEST:
        return _short_one(low)
    folded = fold(low[:LONG_CHARS])
    if words <= NOTE_WORDS and _NOTE.match(folded):
        return Label.NOTE
    return _label(_LONG.match(folded))


@remembered.of_short
def _short_one(low: str) -> Label | None:
    folded = fold(low)
    return _label(_SHORT.match(folded)) or _inside(folded)


def _label(found: re.Match[str] | None) -> Label | None:
    return _LABELS[found.lastgroup] if found and found.lastgroup else None


def _inside(folded: str) -> Label | None:
    for label, needles, pattern in _INSIDE:
        for needle in needles:
            if needle in folded:
                if pattern.match(folded):
                    return label
                break
    return None
