"""What is the story called?"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from scraper.cleaner.dom import Dom
from scraper.cleaner.picking import labelled_as
from scraper.cleaner.schema_org import article_of, is_news, text_of
from scraper.cleaner.sites import Masthead, is_site, masthead_of
from scraper.model import Label, Labelled

SOCIAL_TAGS = ("og:title", "twitter:title", "dc.title", "parsely-title", "citation_title")
SECTION_WORDS = 3  # at most, of a section's name beside the site's
REST_WORDS = 4  # at least, of what stays when a section's name is cut off
MIN_LETTERS = 10  # of a title that another may begin with
ALIKE = 0.5  # of the words of a title that an h1 of the same story shares with it
MOST_WORDS = 2  # of an h1 for each of the title that it says in other words
_STRONG = r"\s*(?:[|\u00b7\u2022»ｌ\uff5c\u3163]|::|//)\s*"  # no sentence has them
_WEAK = r"(?:\s+[-:/\u2013\u2014]|\s*\uff1a)\s*"
_LAST_TAIL = re.compile(rf"^(.*\S)(?:({_STRONG})|{_WEAK})([^|\u00b7\u2022»\uff5c\u3163\u2013\u2014]{{2,60}})$", re.S)
_JOINED = re.compile(r"-[\u2e80-\uffef]{2,8}$")  # a section, in scripts that part no words with hyphens
_FIRST_HEAD = re.compile(r"^([^|:\u2013\u2014-]{2,40}?)\s*(?:[|:»]|\s[-\u2013\u2014])\s+")
_EDGE = re.compile(r"^(?:#+\s|[\s|\u2022])+|[\s|\u00b7\u2022\u22c6]+$")  # marks with no title beyond them
_CUT = re.compile(r"(?:\.{3}|\u2026)\]?$")
_NO_LETTER = re.compile(r"[\W_]+")


def head_title(dom: Dom) -> str:
    """The title by the head alone: JSON-LD headline, og:title or the title element without the site's name."""
    item = article_of(dom)
    masthead = masthead_of(dom, item)
    values = (text_of(item.get("headline")) or text_of(item.get("name")), _social(dom), dom.title)
    return next((strip_site(value, masthead) for value in values if value), "")


def title_of(dom: Dom, item: Mapping[str, Any], labelled: Sequence[Labelled]) -> tuple[str, str]:
    """The title, and whether it came from json-ld, meta, the title element or the visible h1."""
    masthead = masthead_of(dom, item)
    headline = text_of(item.get("headline")) or dom.first("headline") or text_of(item.get("name"))
    values = (headline, _social(dom), dom.title, dom.first("twitter:title"))
    declared, social, element, card = (strip_site(value or "", masthead) for value in values)
    head = strip_site(_head(labelled, (declared, social, element)), masthead)
    seen = _Seen(declared, social, element, card, head)
    told = seen.headline and seen.social and (is_news(item) or not seen.is_copied())
    title, source = seen.of_two() if told else seen.of_one()
    return _without_kicker(title, seen.head), source


def _social(dom: Dom) -> str | None:
    return dom.first(*SOCIAL_TAGS)


def _head(labelled: Sequence[Labelled], told: Sequence[str]) -> str:
    """The h1 that says what the head says, or else the first that was taken for the title."""
    heads = [b for b in labelled if b.block.level == 1 and not b.block.hidden]
    keys = {_key(value) for value in told if value} if heads else set()
    agreeing = (b.text for b in heads if b.text and _key(b.text) in keys)
    return next(agreeing, None) or next((b.text for b in labelled_as(heads, Label.TITLE)), "")


@dataclass(frozen=True, slots=True)
class _Seen:
    """The titles of a page by the places where they stand, without the site's name. An empty one is none."""

    headline: str  # JSON-LD and its like
    social: str  # og:title and its like
    element: str  # <title>
    card: str  # twitter:title
    head: str  # <h1>

    def is_copied(self) -> bool:
        """Whether everything in the head repeats the title element: one text, written for search engines."""
        return _alike(self.headline, self.element) and _alike(self.social, self.element)

    def of_two(self) -> tuple[str, str]:
        """The title where the page declares two."""
        headline, social = self.headline, self.social
        if _alike(headline, social):
            return headline, "json-ld"
        if _begins(headline, social) and _CUT.search(min(headline, social, key=len)):
            return (headline, "json-ld") if len(headline) > len(social) else (social, "meta")
        return (social, "meta") if self._social_is_own() else (headline, "json-ld")

    def _social_is_own(self) -> bool:
        """Whether, of two that differ, the one for social networks is the story's own.

        A site that gives both kinds of network the same words, and JSON-LD others, writes for networks: theirs is the
        title only where the reader sees it and the title element does not side with JSON-LD. Elsewhere og:title is the
        only one written for people, and JSON-LD may repeat the title element, which is written for search engines.
        """
        if _alike(self.card, self.social):
            return _alike(self.head, self.social) and not _alike(self.element, self.headline)
        return _alike(self.head, self.social) or _alike(self.element, self.headline)

    def of_one(self) -> tuple[str, str]:
        """The title where the page declares one or none: the h1 where it agrees, or where it is of the same story and
        what else is declared repeats the title element."""
        pairs = ((self.headline, "json-ld"), (self.social, "meta"), (self.element, "title element"), (self.head, "h1"))
        title, source = next(((title, source) for title, source in pairs if title), ("", ""))
        head, element = self.head, self.element
        if _alike(head, title):  # one with fewer words has run a kicker and the title together
            return (head, "h1") if len(head.split()) >= len(title.split()) else (title, source)
        if _goes_on(head, title, source):
            return head, "h1"
        if _alike(head, element) and _alike(self.card, title):
            return head, "h1"
        if _alike(title, element) and _of_one_story(title, head):
            return head, "h1"
        return title, source


def strip_site(title: str, masthead: Masthead) -> str:
    """A title without the name of the site, and what stands beside it, at its end or its start."""
    title = _EDGE.sub("", title)
    beside = False  # whether the site's name was cut off behind a separator that no sentence has
    while match := _LAST_TAIL.match(title):
        rest, strong, tail = match.groups()
        if not is_site(tail, masthead.names) and not (strong and _is_furniture(tail, rest, masthead, beside)):
            break
        title, beside = rest, bool(strong)
    if beside:
        title = _JOINED.sub("", title)
    match = _FIRST_HEAD.match(title)
    if match and is_site(match.group(1), masthead.names):
        title = title[match.end() :]
    return title.strip()


def _is_furniture(tail: str, rest: str, masthead: Masthead, beside: bool) -> bool:
    """Whether what follows a strong separator is a section, or speaks of the site, and leaves a title before it."""
    if len(rest.split()) < REST_WORDS:
        return False
    return (beside and len(tail.split()) <= SECTION_WORDS) or masthead.knows(tail)


def _without_kicker(title: str, head: str) -> str:
    """What a title and the h1 have in common behind kickers that share no word."""
    kicker, _, rest = title.partition(": ")
    if len(rest.split()) < REST_WORDS or not _key(head).endswith(_key(rest)):
        return title
    own = _words(head[: -len(rest)])
    return rest if own and own.isdisjoint(_words(kicker)) else title


def _key(text: str) -> str:
    """The letters and digits of a title: what is left when quotes, dashes, soft hyphens and case do not count."""
    return _NO_LETTER.sub("", unicodedata.normalize("NFKC", text)).casefold()


def _words(text: str) -> frozenset[str]:
    return frozenset(_NO_LETTER.sub(" ", text).casefold().split())


def _alike(one: str, other: str) -> bool:
    return bool(one) and bool(other) and _key(one) == _key(other)


def _begins(one: str, other: str) -> bool:
    """Whether one title goes on where the other stops."""
    short, long = sorted((_key(one), _key(other)), key=len)
    return len(short) > MIN_LETTERS and long.startswith(short)


def _goes_on(head: str, title: str, source: str) -> bool:
    """Whether a visible headline and a declared one begin alike; a title element may have words before them."""
    if source == "title element" and len(_key(head)) > MIN_LETTERS and _key(title).endswith(_key(head)):
        return True  # "Print: The headline"
    return _begins(head, title)


def _of_one_story(title: str, head: str) -> bool:
    """Whether an h1 says in other words what a title says."""
    one, two = _words(title), _words(head)
    if len(two) > MOST_WORDS * len(one) or _key(head).endswith(_key(title)):
        return False  # a paragraph, or the same behind a kicker
    return len(one & two) >= max(2, ALIKE * min(len(one), len(two)))
