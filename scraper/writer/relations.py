"""Is one article a copy of another?

By their words and their sketches (see ``scraper.cleaner.sketch``), and by their canonical links, which are believed
only when the texts agree. Pure.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from scraper.errors import UrlError
from scraper.model import Article, Relation, Sketch
from scraper.urls import dedupe_key
from scraper.writer.document import article_id

ALIKE = 0.4  # of the shingles of both texts together
CONTAINED = 0.75  # of the shingles of the shorter one, where ...
OVERLAP = 0.2  # ... at least so much of both together is shared: below that the sample is a handful

_SPACED = bytes(code if code > 127 or chr(code).isalnum() or chr(code) == "_" else 32 for code in range(256))
_SIGN = re.compile(r"[^\w\x00-\x7f]")  # what parts words beside ASCII's signs, which are seen to by ``_SPACED``

Near = Mapping[int, Mapping[int, float]]  # by text, those that are nearly the same, and how much they are alike


class Profile(NamedTuple):
    """By what an article is compared with those that have its text, or nearly."""

    article: str  # its id
    text: int  # the row of its text
    first_seen: float  # Unix seconds, as the next
    at: float  # since when it has this text
    language: str
    story: str  # the id of what its canonical link names; "" if that is itself, nothing, or not to be believed


class Placed(NamedTuple):
    """One of a group of copies, and what it is to an earlier one; None for the first seen."""

    profile: Profile
    relation: Relation | None
    similarity: float


def resemblance(one: Sketch, two: Sketch) -> float:
    """The share of the shingles of both texts together that both have, by their samples (Broder 1997)."""
    size = min(len(one.sample), len(two.sample))
    first, second = set(one.sample), set(two.sample)
    shared = first & second
    if not shared:
        return 0.0
    together = sorted(first | second)[:size]
    return len(shared.intersection(together)) / len(together)


def is_copy(one: Sketch, two: Sketch, alike: float) -> bool:
    """Whether texts that are so much alike are one text, edited, or one a part of the other."""
    if alike >= ALIKE:
        return True
    shared = alike * (one.shingles + two.shingles) / (1 + alike)
    return alike >= OVERLAP and shared >= CONTAINED * min(one.shingles, two.shingles)


def words_digest(article: Article, name: str) -> int:
    """The words of its text in 64 bits, without case and punctuation. What has no words is like nothing else.

    Those of a longer text come with its sketch.
    """
    if article.sketch and article.sketch.words is not None:
        return article.sketch.words
    digest = hashlib.sha256(_words(article.text) or name.encode()).digest()
    return int.from_bytes(digest[:8], "big", signed=True)


def _words(text: str) -> bytes:
    """The words of a text, each a run of ``\\w``, in lower case and with a space between."""
    spaced = text.casefold().encode("utf-8", "replace").translate(_SPACED)
    if not spaced.isascii():
        spaced = _SIGN.sub(" ", spaced.decode()).encode()
    return b" ".join(spaced.split())


def story_of(article: Article, name: str) -> str:
    """The id of what its canonical link names; "" if that is the article itself, whose id is ``name``, or nothing."""
    canonical = article.canonical_url
    if not canonical or canonical == article.url:
        return ""
    try:
        story = article_id(dedupe_key(canonical))
    except UrlError:
        return ""
    return "" if story == name else story


def relation_of(one: Profile, two: Profile) -> Relation:
    """What two articles are to each other whose texts agree."""
    if one.story == two.article or two.story == one.article or (one.story and one.story == two.story):
        return Relation.SAME_STORY
    return Relation.IDENTICAL if one.text == two.text else Relation.NEAR


def differ(one: str, two: str) -> bool:
    """Whether two languages are known and not the same."""
    return bool(one and two) and not same_language(one, two)


def same_language(one: str, two: str) -> bool:
    """Whether two languages are the same, wherever they are spoken."""
    return one.partition("-")[0].lower() == two.partition("-")[0].lower()


def placed(group: Iterable[Profile], near: Near) -> Iterator[Placed]:
    """What each of a group of copies is to one before it; they come in the order in which they were first seen."""
    texts: set[int] = set()
    stories: dict[str, set[int]] = {}  # texts by what they are of: their own address, and where their canonical leads
    for one in group:
        alike = {**near.get(one.text, {}), one.text: 1.0}
        agreeing = texts.intersection(alike)
        addresses = {one.article, one.story} - {""}
        same_story = {text for address in addresses for text in agreeing & stories.get(address, set())}
        if not texts:
            yield Placed(one, None, 1.0)
        elif same_story:
            yield Placed(one, Relation.SAME_STORY, max(map(alike.__getitem__, same_story)))
        elif one.text in texts:
            yield Placed(one, Relation.IDENTICAL, 1.0)
        else:  # it may be like a later one only, which is like an earlier one
            yield Placed(one, Relation.NEAR, max(map(alike.__getitem__, agreeing or set(alike) - {one.text})))
        texts.add(one.text)
        for address in addresses:
            stories.setdefault(address, set()).add(one.text)


def one_of_each(group: Iterable[Profile], near: Near) -> Iterator[Profile]:
    """Those that can be left out: each is a copy of one before it that is not left out.

    They come in the order in which they were first seen. Of a chain of copies, each like the next, the ends need not be
    alike: then both stay.
    """
    kept: set[int] = set()
    for one in group:
        if one.text in kept or not kept.isdisjoint(near.get(one.text, ())):
            yield one
        else:
            kept.add(one.text)
