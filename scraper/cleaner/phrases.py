"""Does this text read like furniture?

Phrases of short blocks, by family, in English and Spanish first and in other common languages. They are matched
against text with quotes, dashes, case and white space folded. A phrase is evidence: a long paragraph that begins like
one of these is left to the other evidence (see ``LONGEST``).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping

from scraper.cleaner.phrase_table import FAMILIES, LONG, NOTES
from scraper.model import Label

LONGEST = 60  # words; the longest licence or newsletter notices seen have about 100, see LONG
NOTE_WORDS = 80
HEAD_CHARS = 1_200  # as far as any phrase looks

_FOLDS = {"'": "\u2018\u2019\u02bc`\u00b4", '"': "\u201c\u201d\u201e\u00ab\u00bb", "-": "\u2010\u2011\u2013\u2014"}
_QUOTES: Mapping[int, str] = {
    **{ord(character): plain for plain, characters in _FOLDS.items() for character in characters},
    0x00A0: " ",
    0x2026: "...",
}
_LEAD = " \t\n\"'*-–—•·>»›|:([#▶►→+"
FAMILY_LABELS: tuple[Label, ...] = tuple(FAMILIES)


def _compile(families: Mapping[Label, tuple[str, ...]]) -> re.Pattern[str]:
    """One pattern for all families, each a named group; the first family that matches counts."""
    return re.compile("|".join(f"(?P<{label.name}>{'|'.join(phrases)})" for label, phrases in families.items()))


_SHORT = _compile(FAMILIES)
_LONG = _compile(LONG)
_NOTE = re.compile("|".join(NOTES))


def fold(text: str) -> str:
    """Fold quotes, dashes, case and white space, and drop leading ornament."""
    if not text.isascii():
        text = unicodedata.normalize("NFC", text).translate(_QUOTES)
    return " ".join(text.lower().split()).lstrip(_LEAD)


def reads_like(text: str, words: int) -> Label | None:
    """The kind of furniture that a text reads like, or NOTE for an editor's, translator's or correction note.

    ``words`` is the number of its words.
    """
    folded = fold(text[:HEAD_CHARS])
    if words <= NOTE_WORDS and _NOTE.match(folded):
        return Label.NOTE
    found = (_SHORT if words <= LONGEST else _LONG).match(folded)
    return Label[found.lastgroup] if found and found.lastgroup else None


def family(folded: str, words: int) -> Label | None:
    """The kind of furniture a folded text reads like, if any. ``words`` is its number of words."""
    found = (_SHORT if words <= LONGEST else _LONG).match(folded)
    return Label[found.lastgroup] if found and found.lastgroup else None


def is_note(folded: str) -> bool:
    return _NOTE.match(folded) is not None
