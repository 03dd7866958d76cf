"""Where in the text is it?

The place of an article that says most of what was looked for, with the words in question marked. It is read from the
article's own text, so it is quoted as it was written, whatever the index has made of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import takewhile
from typing import NamedTuple

from scraper.writer.search_query import Term
from scraper.writer.search_words import Word, words

LENGTH = 200  # characters: two lines and a half of a terminal
LEAD = 60  # characters before the first mark
MOST_PLACES = 1_000  # looked at, from the beginning


@dataclass(frozen=True, slots=True)
class Snippet:
    """A part of a text on one line, and the marked parts of it: each from a first character to before a last one."""

    text: str
    marks: tuple[tuple[int, int], ...] = ()


class _Mark(NamedTuple):
    start: int
    end: int
    term: int


def snippet(text: str, terms: Sequence[Term]) -> Snippet:
    """The best place; the beginning where the terms are nowhere in the text."""
    line = " ".join(text.split())
    found = words(line)
    marks = _marks(found, [term.words for term in terms], [term.prefix for term in terms])
    begin, end = _borders(found, _place(marks), len(line))
    head, tail = "… " if begin else "", " …" if end < len(line) else ""
    inside = [(mark.start, mark.end) for mark in marks if mark.start >= begin and mark.end <= end]
    shift = len(head) - begin
    return Snippet(f"{head}{line[begin:end]}{tail}", tuple((a + shift, b + shift) for a, b in _joined(inside)))


def _marks(text: Sequence[Word], terms: Sequence[tuple[str, ...]], prefixes: Sequence[bool]) -> list[_Mark]:
    """Wherever a term stands, in the order of the text."""
    found = []
    for at in range(len(text)):
        for number, term in enumerate(terms):
            if term and _stands(text[at : at + len(term)], term, prefixes[number]):
                found.append(_Mark(text[at].start, text[at + len(term) - 1].end, number))
    return found


def _stands(text: Sequence[Word], term: tuple[str, ...], prefix: bool) -> bool:
    if len(text) < len(term) or any(one.word != other for one, other in zip(text[:-1], term[:-1], strict=True)):
        return False
    return text[-1].word.startswith(term[-1]) if prefix else text[-1].word == term[-1]


def _place(marks: Sequence[_Mark]) -> int:
    """Where to begin: most of the terms, then most of the marks, then the earliest."""
    best, place, marks = (0, 0), 0, marks[:MOST_PLACES]
    for at, first in enumerate(marks):
        inside = list(takewhile(lambda mark: mark.end <= first.start - LEAD + LENGTH, marks[at:]))  # noqa: B023
        worth = len({mark.term for mark in inside}), len(inside)
        if worth > best:
            best, place = worth, first.start - LEAD
    return max(place, 0)


def _borders(text: Sequence[Word], begin: int, length: int) -> tuple[int, int]:
    """From there on, as far as a snippet goes, without cutting a word."""
    if length <= LENGTH:
        return 0, length
    begin = min(begin, length - LENGTH)
    first = next((word.start for word in text if word.start >= begin), begin) if begin else 0
    last = next((word.end for word in reversed(text) if word.end <= begin + LENGTH), 0)
    if begin + LENGTH >= length:
        last = length
    return (first, last) if last > first else (begin, begin + LENGTH)


def _joined(marks: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Marks that overlap or touch as one."""
    joined: list[tuple[int, int]] = []
    for start, end in sorted(marks):
        if joined and start <= joined[-1][1]:
            joined[-1] = joined[-1][0], max(end, joined[-1][1])
        else:
            joined.append((start, end))
    return joined
