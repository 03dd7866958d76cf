"""Is this paragraph a note on the story itself, and does it own up to an error?"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from enum import StrEnum

from scraper.writer.note_table import OPENINGS, PHRASES
from scraper.writer.sentences import folded

LONGEST = 1_500  # characters: notes are short, and a story that begins like one is long
HEADING_WORDS = 3
HEAD = 400  # characters within which a phrase has to stand


class Note(StrEnum):
    """What a note says."""

    CORRECTION = "correction"  # that something was wrong
    NOTE = "note"  # that something was added, or another word of the editors


def _opening(words: Iterable[str]) -> re.Pattern[str]:
    """The words, then what sets a note's head off: a colon, a dash, a date or time and a colon, or nothing more."""
    date = r"(?=[^:：]{0,40}\d)[\s,(]{0,3}(?:[^\s:—-]{1,12}[\s,]{1,2}){0,5}[^\s:—-]{0,12}"
    return re.compile(rf"[\W_]{{0,4}}(?:{'|'.join(words)})(?:\s*[:：\])】»]|\s+[-–—]\s|{date}\)?\s*[:：]|\W*$)")


_OPENINGS = {Note(kind): _opening(words) for kind, words in OPENINGS.items()}
_PHRASES = {Note(kind): re.compile("|".join(words)) for kind, words in PHRASES.items()}


def note_at(paragraphs: Sequence[str], number: int, known: Collection[str] = ()) -> Note | None:
    """Whether a paragraph (``number`` from 0 on) is a note, and which.

    ``known`` are the paragraphs, folded, that the cleaner took for notes by where they stand; words decide of the
    others. What follows a heading that says "Correction" and no more is its note.
    """
    kind = kind_of(paragraphs[number])
    if kind is None and number and _is_heading(paragraphs[number - 1]):
        kind = kind_of(paragraphs[number - 1])
    return Note.NOTE if kind is None and folded(paragraphs[number]) in known else kind


def _is_heading(paragraph: str) -> bool:
    return len(paragraph.split()) <= HEADING_WORDS and not paragraph.rstrip().endswith(".")


def kind_of(paragraph: str) -> Note | None:
    """Which kind of note a paragraph is by its words; None if it is none."""
    if len(paragraph) > LONGEST:
        return None
    low = folded(paragraph[:HEAD]).lower()
    if _PHRASES[Note.CORRECTION].search(low):  # also in what opens as an editor's note
        return Note.CORRECTION
    for patterns in (_OPENINGS, _PHRASES):
        for kind, pattern in patterns.items():
            if pattern.match(low) if patterns is _OPENINGS else pattern.search(low):
                return kind
    return None
