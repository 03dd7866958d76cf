"""What is looked for?

A query as people write it: all of its words must be there, ``"as a phrase"`` in this order, ``-without`` not at all,
of ``this OR that`` one is enough, and ``begin*`` stands for each word that begins so. Whatever else is in it is words
or nothing, so that no query is wrong.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from scraper.errors import UsageError
from scraper.writer.document import storable
from scraper.writer.search_words import folded, words

MOST_TERMS = 100  # nobody types more, and FTS5 has a limit of its own (256) that it tells in its own words
_QUOTES = '"“”„«»＂「」『』'
_PART = re.compile(rf"(-*)(?:[{_QUOTES}]([^{_QUOTES}]*)[{_QUOTES}]?(\*?)|([^\s{_QUOTES}]+))")
_SHOWN = 60  # characters of a query in a message


@dataclass(frozen=True, slots=True)
class Term:
    """A word or a phrase, spelt as the index is. ``prefix``: its last word may go on."""

    text: str
    prefix: bool = False

    @property
    def words(self) -> tuple[str, ...]:
        """Its words."""
        return tuple(word.word for word in words(self.text))

    def match(self) -> str:
        """The term in the language of FTS5."""
        plain = self.text.replace('"', " ")
        return f'"{plain}"{" *" if self.prefix else ""}'


@dataclass(frozen=True, slots=True)
class Query:
    """What is looked for: one term at least of each group, and none of the unwanted."""

    wanted: tuple[tuple[Term, ...], ...]
    unwanted: tuple[Term, ...] = ()

    @property
    def terms(self) -> tuple[Term, ...]:
        """All that are wanted."""
        return tuple(term for group in self.wanted for term in group)

    def match(self) -> str:
        """The query in the language of FTS5."""
        wanted = " AND ".join(_any(group) for group in self.wanted)
        return f"({wanted}) NOT {_any(self.unwanted)}" if self.unwanted else wanted


@dataclass(frozen=True, slots=True)
class _Part:
    """A term of the query as it stands there."""

    term: Term
    unwanted: bool
    is_or: bool


def parsed(text: str) -> Query:
    """The query that a text spells. Raises UsageError where it has nothing that can be looked for, or too much."""
    parts = [part for part in map(_part, _PART.finditer(storable(text))) if _says_something(part.term)]
    if len(parts) > MOST_TERMS:
        raise UsageError(f"{_shown(text)}: {len(parts)} words are too many to search for; give {MOST_TERMS} at most")
    groups: list[tuple[Term, ...]] = []
    joins = False
    for before, part, after in zip([None, *parts], parts, [*parts[1:], None], strict=False):
        if part.unwanted:
            continue
        if part.is_or and before and after and not before.unwanted and not after.unwanted:
            joins = True
            continue
        groups.append((*(groups.pop() if joins else ()), part.term))
        joins = False
    if not groups:
        missing = "only says what is not wanted" if parts else "nothing in it can be searched for"
        raise UsageError(f"{_shown(text)}: {missing}; give a word, in letters or digits")
    return Query(tuple(groups), tuple(part.term for part in parts if part.unwanted))


def _part(found: re.Match[str]) -> _Part:
    dashes, phrase, star, word = found.groups()
    if word is not None:
        return _Part(Term(folded(word), word.endswith("*")), bool(dashes), not dashes and word == "OR")
    return _Part(Term(folded(phrase), bool(star)), bool(dashes), False)


def _any(terms: tuple[Term, ...]) -> str:
    told = " OR ".join(term.match() for term in terms)
    return f"({told})" if len(terms) > 1 else told


def _says_something(term: Term) -> bool:
    """Whether the index's tokenizer finds a word in it."""
    return any(unicodedata.category(character)[0] in "LN" for character in term.text)


def _shown(text: str) -> str:
    """The query as it stands in a message."""
    line = " ".join(text.split())
    return repr(line if len(line) <= _SHOWN else f"{line[:_SHOWN]}…")
