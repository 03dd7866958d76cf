"""What is an article, or why is there none?

Frozen, slotted nouns. Times are aware UTC datetimes, or a plain ``date`` where only the day is known.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import NamedTuple

from scraper.model.blocks import Labelled, PageType
from scraper.model.evidence import Evidence, Fact
from scraper.model.pictures import Image
from scraper.model.story_html import html
from scraper.model.terms import Attribution, Licence


class Reason(StrEnum):
    """Why there is no article. Closed set; the detail says more."""

    LISTING = "listing"
    SEARCH = "search"
    ERROR_PAGE = "error_page"
    PAYWALL = "paywall"
    CONSENT = "consent"
    LOGIN = "login"
    EMPTY_SHELL = "empty_shell"  # needs JavaScript
    OTHER_TYPE = "other_type"  # product, forum, service ...
    TOO_SHORT = "too_short"
    NOT_HTML = "not_html"
    EMPTY = "empty"
    TOO_LARGE = "too_large"
    LANGUAGE = "language"
    ROBOTS = "robots"
    SCOPE = "scope"
    OPT_OUT = "opt_out"
    PURGED = "purged"  # taken out of the archive for good
    SCHEME = "scheme"
    BROKEN = "broken"  # the cleaner could not finish with it


@dataclass(frozen=True, slots=True)
class Author:
    """A person or a collective as named by the publisher."""

    name: str
    url: str | None = None


class Relation(StrEnum):
    """What two articles are to each other. Closed set."""

    SAME_STORY = "same_story"  # one page under two addresses: canonical links and texts agree
    IDENTICAL = "identical"  # the same words at another place
    NEAR = "near"  # nearly the same words: a copy that was cut, added to or edited
    TRANSLATION = "translation"  # the same page in another language, as it says itself


class Sketch(NamedTuple):
    """A sample of a text by which near-duplicates are told: how many different shingles it has, and the smallest of
    their 32-bit hashes, in ascending order. ``words`` are all its words in 64 bits, where that was made of them."""

    shingles: int
    sample: tuple[int, ...]
    words: int | None = None


@dataclass(frozen=True, slots=True)
class Article:
    """A story with its facts and its way back. ``text`` is the body alone: no title, byline or furniture.

    ``content_sha256`` is the digest of the bytes it was cleaned from; ``fingerprint`` that of what a reader would
    call the article (title, text, authors, dates), so chrome-only changes leave it alone.
    """

    url: str
    title: str
    text: str
    attribution: Attribution
    canonical_url: str | None = None
    authors: tuple[Author, ...] = ()
    date_published: datetime | date | None = None
    date_modified: datetime | date | None = None
    date_fetched: datetime | None = None
    markdown: str = ""
    republishable: str = ""  # Markdown with the lines that lead to other stories, where the terms want the text whole
    summary: str | None = None
    language: str | None = None
    section: str | None = None
    tags: tuple[str, ...] = ()
    site_name: str | None = None
    images: tuple[Image, ...] = ()
    licence: Licence | None = None
    blocks: tuple[Labelled, ...] = ()
    removed: tuple[Labelled, ...] = ()
    page_type: PageType = PageType.ARTICLE
    confidence: float = 0.0
    fingerprint: str = ""
    sketch: Sketch | None = None
    translations: tuple[tuple[str, str], ...] = ()  # (language, absolute URL), without this page itself
    content_sha256: str = ""
    is_accessible_for_free: bool | None = None  # as the page declares it
    evidence: Mapping[Fact, Evidence] = field(default_factory=dict)  # of each fact that there is
    remarks: Mapping[str, str] = field(default_factory=dict)  # how it was read, what was left out: field name -> why

    @property
    def html(self) -> str:
        """The story in plain semantic HTML, its pictures between the blocks; written when it is asked for."""
        return html(self.blocks, self.images)

    @property
    def image(self) -> str | None:
        """The address of the main image, if any."""
        return self.images[0].url if self.images else None


@dataclass(frozen=True, slots=True)
class Rejection:
    """No article, and why. Carries the main content found all the same, so nothing is lost to who wants it; its
    ``text`` begins with the page's heading, which is none of the ``blocks``."""

    url: str
    reason: Reason
    detail: str = ""
    page_type: PageType = PageType.UNKNOWN
    text: str = ""
    title: str | None = None
    confidence: float = 0.0
    blocks: tuple[Labelled, ...] = ()
    removed: tuple[Labelled, ...] = ()


class Link(NamedTuple):
    """A way from one page to another, as found: absolute URL, its text, and whether rel says nofollow."""

    url: str
    text: str = ""
    nofollow: bool = False
    rel: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """All that one look at a page gives: the article or why there is none, and where the page leads."""

    result: Article | Rejection
    links: tuple[Link, ...] = ()
    feeds: tuple[str, ...] = ()
    metas: tuple[tuple[str, str], ...] = ()  # that speak of the page's use: name in lower case, and content
    terms: tuple[str, ...] = ()  # absolute addresses of the page's licences for machines (RSL)
    apis: tuple[str, ...] = ()  # roots of the site's API for programs (WordPress)
