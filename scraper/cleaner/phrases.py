"""Does this text read like furniture?

Phrases of short blocks, by family, in English and Spanish first and in other common languages. They are matched
against text with quotes, dashes, case and white space folded. A phrase is evidence: a long paragraph that begins like
one of these is left to the other evidence (see ``LONGEST``).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping

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
_SIGN = re.compile(r"\\.|\[[^\]]+\]|.")  # of a pattern
_QUANTIFIERS = tuple("?*+{")
FAMILY_LABELS: tuple[Label, ...] = tuple(FAMILIES)


def _compile(families: Mapping[Label, Iterable[str]]) -> re.Pattern[str]:
    """One pattern for all families, each a named group; the first family that matches counts."""
    return re.compile("|".join(f"(?P<{label.name}>{'|'.join(phrases)})" for label, phrases in families.items()))


def _by_letter(families: Mapping[Label, Iterable[str]]) -> Mapping[str, re.Pattern[str]]:
    """A pattern for each letter that phrases begin with, of those that may begin with it; and one for all other texts.

    Trying hundreds of phrases takes longer than all else that is asked of a text, and nearly all fail at once.
    """
    opened = [
        (label, one) for label, phrases in families.items() for phrase in phrases for one in _opened(f"(?:{phrase})")
    ]
    return {letter: _compile(_beginning_with(letter, opened)) for letter in {_letter(phrase) for _, phrase in opened}}


def _beginning_with(letter: str, phrases: Iterable[tuple[Label, str]]) -> Mapping[Label, Iterable[str]]:
    """The phrases that may begin with a letter, by their family."""
    found: dict[Label, list[str]] = {}
    for label, phrase in phrases:
        if _letter(phrase) in ("", letter):
            found.setdefault(label, []).append(phrase)
    return found


def _letter(phrase: str) -> str:
    """The letter that a phrase begins with, if it is a certain one."""
    return phrase[0] if phrase[0].isalnum() and not phrase[1:].startswith(_QUANTIFIERS) else ""


def _opened(phrase: str) -> Iterator[str]:
    """What a phrase is a choice of: ``(?:give|send)? now`` is ``give now``, ``send now`` or `` now``."""
    if not phrase.startswith("(?:"):
        yield phrase
        return
    depth, begins, choices = 0, len("(?:"), []
    for sign in _SIGN.finditer(phrase):
        if depth == 1 and sign[0] in "|)":
            choices.append(phrase[begins : sign.start()])
            begins = sign.end()
        depth += (sign[0] == "(") - (sign[0] == ")")
        if depth == 0:
            break
    rest = phrase[begins:]
    if rest.startswith("?"):
        choices, rest = [*choices, ""], rest[1:]
    if rest.startswith(_QUANTIFIERS):
        yield phrase
        return
    for choice in choices:
        yield from _opened(choice + rest)


_LABELS = {label.name: label for label in Label}
_SHORT = _by_letter({Label.NOTE: NOTES, **FAMILIES})
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
    return _label(_SHORT.get(folded[:1], _SHORT[""]).match(folded)) or _inside(folded)


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
