"""Can this page be parsed in bounded time?

lexbor takes two milliseconds for a page, but is quadratic in some things, each of which can hold it for minutes or fill
the memory: how deep elements nest, how many attributes one has, how many names of tags and attributes a page invents,
how much formatting is left open and so rebuilt again and again ("<p><b id=1><b id=2>...<p>x<p>x...": 12 s and 4 GB for
200 kB), and how often text is added to a text. So a page is measured before it is parsed: by bounds that cost little
and let nearly all pages through, and tag by tag where they do not.

"Real" is the most that was measured, tag by tag, on 2,628 pages of three collections. The worst pages found that keep
within the limits take lexbor a second.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain, product

from scraper.cleaner.burden import MERGED, Burden, follow
from scraper.cleaner.markup import (
    AFTER_NAME,
    HEAD,
    SPACE,
    TAG,
    TAG_NAME,
    WHOLE_HEAD,
    count_attributes,
    doubtful,
    most_attributes,
)
from scraper.cleaner.open_elements import FORMATTING, LINK, MOST_ALIKE, weight
from scraper.errors import ScraperError

MAX_CHARS = 10_000_000  # real: 5.3 million
MAX_TAGS = 60_000  # start and end tags; what the linear stages after the parser must bear. Real: 21,646
MOST = Burden(
    walks=30_000_000,  # 1 to 5 ns each. Real: 7.5 million
    copies=600_000,  # 0.3 µs and 370 bytes each. Real: 20,000
    copied=2_000_000,  # 0.2 µs and 150 bytes each. Real: 130,000
    attributes=5_000,  # 50 ms. Real: 136
    load=400_000_000,  # 1.2 ns each. Real: 220,000
    names=60_000,  # 1 s. Real: 1,400, and 7,500 in what looks like tags in scripts
    moved=900_000_000,  # 0.2 ns and 0.3 bytes each, twice that beyond ASCII. Real: 42 million
)

FEW_TAGS = 19_700  # that lexbor walks in a third of a second, however they nest
LONG = 1_000  # characters of a tag from which its attributes are counted; below, as many as fit are assumed
FEW_HEADS = 15  # that are looked for one by one
FEW = 3_000  # attributes of a long tag that need not be told exactly
SHORTEST_ATTRIBUTE = 2  # characters: a name of one, and what parts it from the next
BYTES_OF_NAME = 4  # with what parts it from the next, when those of one and two bytes are used up,
SAVED_BY_SHORT_NAMES = 2 * 100 + 11_000  # of which there are so many in UTF-8
MOST_IN_SHORT = LONG // SHORTEST_ATTRIBUTE
REREAD = 4  # times the length of the page, for tags that seem to stand within tags. Real: 0.63

# Text in a table goes before it, frames and columns take no text: there, any tag may leave two texts side by side.
UNSTEADY = frozenset(("table", "frameset", "col"))
# Elsewhere start tags that do not belong there and are ignored do, and end tags, if there is more in them than a name.
PASSED_OVER = frozenset("html head body form frame caption colgroup tbody td tfoot th thead tr".split())
END_WITH_MORE = re.compile(rf"</[^{SPACE}/]*[{SPACE}/]+[^{SPACE}/]")

_SOUGHT = (FORMATTING - {LINK}) | MERGED


def _starts(name: str) -> Iterator[str]:
    """The two characters after "<" with which a head of this name may begin, in upper and lower case."""
    ends = ("", "/", *SPACE) if len(name) == 1 else ("",)
    return map("".join, product(*((letter, letter.upper()) for letter in name[:2]), ends))


_STARTS = frozenset(start for name in _SOUGHT for start in _starts(name))
_FIRST_LETTERS = frozenset(start[0] for start in _STARTS)  # of which no new string need be made
_JOINING_STARTS = frozenset(start for name in UNSTEADY | PASSED_OVER for start in _starts(name))


class TooComplexError(ScraperError):
    """The page is beyond what may be parsed in bounded time."""


@dataclass(frozen=True, slots=True)
class _Tags:
    """All tags of a page, and whatever looks like one in its scripts, comments and values."""

    heads: list[str]  # each up to the first ">" after it
    kinds: set[str]  # the same without repetitions
    whole: list[str]  # those of the kinds with which the tag ends
    reread: list[str]  # the others in full
    size: int  # characters of the whole ones that are not long
    longest: int  # characters of the longest tag
    long: list[str]  # all of both that are long, or reread
    counts: list[int]  # the attributes of these
    sought: list[tuple[str, str]]  # name and tag of those that must be known by name


def check(text: str) -> None:
    """Raise TooComplexError when a page is too long, too deep, or has too many tags, attributes or names."""
    if len(text) > MAX_CHARS:
        raise TooComplexError(f"{len(text):,} characters, more than {MAX_CHARS:,}")
    number = text.count("<")
    if number > MAX_TAGS:
        raise TooComplexError(f"about {number:,} tags, more than {MAX_TAGS:,}")
    bound = _at_most(text, number)
    if bound is not None and not bound.beyond(MOST):
        return
    burden = follow(text)
    if burden is None:
        raise TooComplexError("tags that cannot be told from text, in drawings or frames")
    if excess := burden.beyond(MOST):
        raise TooComplexError(excess)


def _at_most(text: str, number: int) -> Burden | None:
    """What a page costs if nothing is ever closed, and whatever looks like a tag is one. None if even that is hard."""
    heads = HEAD.findall(text)
    kinds = set(heads)
    open_ended = doubtful(kinds)
    reread = _reread(text, open_ended)
    if reread is None:
        return None
    tags = _sorted(heads, kinds, list(kinds - open_ended), reread)
    merged = sum(count_attributes(tag) for name, tag in tags.sought if name in MERGED)
    formatting = [tag for name, tag in tags.sought if name not in MERGED]
    return Burden(
        walks=number * number // 2 if number > FEW_TAGS else 0,
        copies=_copies(tags, formatting, number),
        copied=_copied(tags, formatting, number),
        attributes=max([MOST_IN_SHORT, merged, *tags.counts]),
        load=_load(tags, text) + _load_of_many(tags),
        names=_names(tags),
        moved=_moved(tags, text, number),
    )


def _sorted(heads: list[str], kinds: set[str], whole: list[str], reread: list[str]) -> _Tags:
    lengths = list(map(len, whole))
    size, longest = sum(lengths), max([*lengths, *map(len, reread)], default=0)
    long = [tag for tag in whole if len(tag) > LONG] if longest > LONG else []
    size -= sum(map(len, long))
    long += reread
    sought = [*_sought(whole), *_sought(reread)]
    return _Tags(heads, kinds, whole, reread, size, longest, long, [_count(tag) for tag in long], sought)


def _reread(text: str, heads: set[str]) -> list[str] | None:
    """Each tag that has such a head, in full; None if that takes too long."""
    tags: list[str] = []
    budget = REREAD * len(text)
    for start in _starts_of(text, heads):
        if tag := TAG.match(text, start):
            budget -= len(tag[0])
            if budget < 0:
                return None
            tags.append(tag[0])
    return tags


def _starts_of(text: str, heads: set[str]) -> Iterator[int]:
    if len(heads) > FEW_HEADS:
        yield from (head.start() for head in HEAD.finditer(text) if head[0] in heads)
        return
    for head in heads:
        start = text.find(head + ">")
        while start >= 0:
            yield start
            start = text.find(head + ">", start + 1)


def _sought(tags: Iterable[str]) -> Iterator[tuple[str, str]]:
    for tag in [tag for tag in tags if tag[1] in _FIRST_LETTERS and tag[1:3] in _STARTS]:
        name = TAG_NAME.match(tag)
        if name and name[1].lower() in _SOUGHT:
            yield name[1].lower(), tag


def _count(tag: str) -> int:
    """The attributes of a long tag, or more, where the number does not matter."""
    most = most_attributes(tag)
    return most if most <= FEW else count_attributes(tag)


def _load(tags: _Tags, text: str) -> int:
    """The load of the tags, those with many attributes aside, if as many as fit are in each of them."""
    rest = sum(map(len, tags.reread))
    bound = _filled(len(text) + rest)
    if bound <= MOST.load:
        return bound
    lengths = Counter(map(len, tags.heads))
    longer = sum([length * times for length, times in lengths.items() if length > LONG])
    squares = sum([length**2 * times for length, times in lengths.items() if length <= LONG])
    return _filled(longer + rest) + squares // SHORTEST_ATTRIBUTE**2


def _filled(length: int) -> int:
    """The load of tags of this length in all, none of which has more attributes than fit in a short one."""
    return length * MOST_IN_SHORT // SHORTEST_ATTRIBUTE


def _load_of_many(tags: _Tags) -> int:
    """The load of the tags with many attributes. That of all others is less than their length would allow."""
    many = [(tag, count) for tag, count in zip(tags.long, tags.counts, strict=True) if count > MOST_IN_SHORT]
    return sum(count * count * max(1, tags.heads.count(tag)) for tag, count in many)


def _copies(tags: _Tags, formatting: list[str], number: int) -> int:
    """The elements that are rebuilt if every tag rebuilds all formatting."""
    bound = number * (MOST_ALIKE * len(formatting) + 1)
    if bound > MOST.copies:  # as tags that are there once only are not open three times
        times = Counter(tags.heads)
        bound = number * (sum([min(MOST_ALIKE, max(1, times[tag])) for tag in formatting]) + 1)
    return bound


def _copied(tags: _Tags, formatting: list[str], number: int) -> int:
    """The attributes that are rebuilt if every tag rebuilds all formatting."""
    weights = MOST_ALIKE * sum(map(weight, formatting))
    bound = number * (weights + tags.longest // SHORTEST_ATTRIBUTE)
    if bound > MOST.copied:
        links = _links([*tags.whole, *tags.reread])
        bound = number * (weights + max(map(len, links), default=0) // SHORTEST_ATTRIBUTE)
    return bound if bound <= MOST.copied else number * (weights + max(map(weight, links), default=0))


def _links(tags: Iterable[str]) -> list[str]:
    return [tag for tag in tags if tag[1] in "aA" and tag[2:3] in AFTER_NAME]


def _moved(tags: _Tags, text: str, number: int) -> int:
    """The characters that are moved if every tag, or every one that may leave two texts side by side, does so."""
    bound = number * len(text)
    if bound > MOST.moved:
        length = len(text) - sum(map(len, tags.heads))
        bound = number * length
    if bound > MOST.moved:
        bound = min(bound, length * _joining(tags, number))
    return bound if bound <= MOST.moved else min(bound, moved_by_texts(text))


def _joining(tags: _Tags, number: int) -> int:
    """How many tags, comments and the like may leave two texts side by side."""
    kinds = [head for head in tags.kinds if head[1] == "/" or head[1:3] in _JOINING_STARTS]
    names = {head: name[1].lower() for head in kinds if (name := TAG_NAME.match(head))}
    if not UNSTEADY.isdisjoint(names.values()):
        return number
    joining = {head for head, name in names.items() if name in PASSED_OVER or END_WITH_MORE.match(head)}
    others = number - len(tags.heads)  # comments
    return others + sum([head in joining for head in tags.heads])


def moved_by_texts(text: str) -> int:
    """The characters that are moved if every text is added to all that stand before it: where a tag follows a tag,
    there is none. Whatever else begins with "<" may part two texts."""
    moved = before = 0
    for piece in filter(None, WHOLE_HEAD.split(text)):
        before += len(piece)
        moved += before * (1 + piece.count("<"))
    return moved


def _names(tags: _Tags) -> int:
    """How many names of tags and attributes a page may have: as many different ones as fit, or as there are gaps."""
    wide = [tag for tag in tags.whole if not tag.isascii() and len(tag) <= LONG]
    size = tags.size + len(tags.whole) + sum([len(tag.encode("utf-8", "replace")) - len(tag) for tag in wide])
    most = sum(tags.counts) + (size + SAVED_BY_SHORT_NAMES) // BYTES_OF_NAME
    if most > MOST.names:
        text = " ".join(chain(tags.whole, tags.reread))
        words, others = text.split(), text.count("/") + text.count("=")  # names behind the first of a word
        most = len(words) + others
        if most > MOST.names:
            most = len(set(words)) + others
    return most
