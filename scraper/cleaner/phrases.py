"""Does this text read like furniture?

Phrases of short blocks, by family, in English and Spanish first and in other common languages. They are matched
against text with quotes, dashes, case and white space folded. A phrase is evidence: a long paragraph that begins like
one of these is left to the other evidence (see ``LONGEST``).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from functools import lru_cache

from scraper.cleaner.phrase_table import FAMILIES, LONG, NOTES
from scraper.model import Label

LONGEST = 60  # words; the longest licence or newsletter notices seen have about 100, see LONG

_FOLDS = {"'": "\u2018\u2019\u02bc`\u00b4", '"': "\u201c\u201d\u201e\u00ab\u00bb", "-": "\u2010\u2011\u2013\u2014"}
_QUOTES: Mapping[int, str] = {
    **{ord(character): plain for plain, characters in _FOLDS.items() for character in characters},
    0x00A0: " ",
    0x2026: "...",
}


def _compile(families: Mapping[Label, tuple[str, ...]]) -> tuple[tuple[Label, re.Pattern[str]], ...]:
    return tuple((label, re.compile("(?:" + "|".join(phrases) + ")")) for label, phrases in families.items())


_SHORT_PATTERNS = _compile(FAMILIES)
_LONG_PATTERNS = _compile(LONG)
_NOTE_PATTERN = re.compile("|".join(NOTES))
_LEAD = " \t\n\"'*-–—•·>»›|:([#▶►→+"


def fold(text: str) -> str:
    """Fold quotes, dashes, case and white space, and drop leading ornament."""
    return " ".join(unicodedata.normalize("NFC", text).translate(_QUOTES).lower().split()).lstrip(_LEAD)


@lru_cache(maxsize=4096)
def family(folded: str, words: int) -> Label | None:
    """The kind of furniture a folded text reads like, if any. ``words`` is its number of words."""
    patterns = _SHORT_PATTERNS if words <= LONGEST else _LONG_PATTERNS
    return next((label for label, pattern in patterns if pattern.match(folded)), None)


def is_note(folded: str) -> bool:
    """Whether a folded text opens like an editor's, translator's or correction note."""
    return _NOTE_PATTERN.match(folded) is not None
