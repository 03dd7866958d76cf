"""Is one article a copy of another?

By their words and their sketches (see ``scraper.cleaner.sketch``), and by their canonical links, which are believed
only when the texts agree. Pure.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from enum import StrEnum

from scraper.errors import UrlError
from scraper.model import Article, Sketch
from scraper.urls import dedupe_key
from scraper.writer.document import article_id

ALIKE = 0.4  # of the shingles of both texts together
CONTAINED = 0.75  # of the shingles of the shorter one, where ...
OVERLAP = 0.2  # ... at least so much of both together is shared: below that the sample is a handful

_WORD = re.compile(r"\w+")


class Relation(StrEnum):
    """What two articles are to each other."""

    SAME_STORY = "same_story"  # one page under two addresses: canonical links and texts agree
    IDENTICAL = "identical"  # the same words at another place
    NEAR = "near"  # nearly the same words: a copy that was cut, added to or edited
    TRANSLATION = "translation"  # the same page in another language, as it says itself


COPIES = (Relation.SAME_STORY, Relation.IDENTICAL, Relation.NEAR)


@dataclass(frozen=True, slots=True)
class Profile:
    """By what an article is compared."""

    article: str  # its id
    language: str
    story: str  # the id of what its canonical link names; "" if that is itself, or nothing
    text: int
    sketch: Sketch

    def alike(self, other: Profile) -> float:
        """How much of both texts together they share: 1 for the same words, 0 for what cannot be compared."""
        if self.text == other.text:
            return 1.0
        return resemblance(self.sketch, other.sketch)


def resemblance(one: Sketch, two: Sketch) -> float:
    """The share of the shingles of both texts together that both have, by their samples (Broder 1997)."""
    size = min(len(one.sample), len(two.sample))
    first, second = set(one.sample), set(two.sample)
    together = sorted(first | second)[:size]
    shared = first & second
    return sum(shingle in shared for shingle in together) / len(together) if together else 0.0


def is_copy(one: Sketch, two: Sketch, alike: float) -> bool:
    """Whether texts that are so much alike are one text, edited, or one a part of the other."""
    if alike >= ALIKE:
        return True
    shared = alike * (one.shingles + two.shingles) / (1 + alike)
    return alike >= OVERLAP and shared >= CONTAINED * min(one.shingles, two.shingles)


def profile_of(article: Article, name: str) -> Profile:
    """By what an article is compared; ``name`` is its id."""
    words = " ".join(_WORD.findall(article.text.casefold()))
    digest = hashlib.sha256((words or name).encode("utf-8", "replace")).digest()  # what has no words is like nothing
    text = int.from_bytes(digest[:8], "big", signed=True)
    return Profile(name, article.language or "", _story(article, name), text, article.sketch or Sketch(0, ()))


def _story(article: Article, name: str) -> str:
    try:
        story = article_id(dedupe_key(article.canonical_url)) if article.canonical_url else ""
    except UrlError:
        return ""
    return "" if story == name else story


def relation_of(one: Profile, two: Profile) -> Relation:
    """What two articles are to each other whose texts agree."""
    if one.story in (two.article, two.story or None) or two.story == one.article:
        return Relation.SAME_STORY
    return Relation.IDENTICAL if one.text == two.text else Relation.NEAR


def differ(one: str, two: str) -> bool:
    """Whether two languages are known and not the same."""
    return bool(one and two) and one.partition("-")[0] != two.partition("-")[0]
