"""Where does a fact of an article come from, and how sure is it?"""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import NamedTuple


class Fact(StrEnum):
    """The facts of an article that have evidence, by the names that the fields have in JSON. Closed set."""

    TITLE = "title"
    AUTHORS = "authors"
    PUBLISHED = "date_published"
    MODIFIED = "date_modified"
    LANGUAGE = "language"
    SECTION = "section"
    TAGS = "tags"
    SUMMARY = "summary"
    IMAGE = "image"
    CANONICAL = "canonical_url"
    SITE = "site_name"
    FREE = "is_accessible_for_free"
    LICENCE = "license"


class Source(StrEnum):
    """Where the value of a fact was found. Closed set."""

    # What the page declares for machines.
    JSON_LD = "json-ld"
    JSON_LD_OF_PAGE = "json-ld of the page"  # which it does not call an article
    MICRODATA = "microdata"
    OPEN_GRAPH = "open graph"  # its article tags included
    TWITTER = "twitter"
    DUBLIN_CORE = "dublin core"
    CITATION = "citation"  # Highwire Press tags
    PARSELY = "parsely"
    META = "meta"  # another meta tag
    TITLE_ELEMENT = "title element"
    HTML_LANG = "html lang"
    REL_CANONICAL = "rel=canonical"
    REL_LICENSE = "rel=license"
    REL_CATEGORY = "rel=category"
    SCRIPTS = "scripts"  # the data of its scripts
    # What its readers see.
    H1 = "h1"
    KICKER = "kicker"
    BYLINE = "byline"
    DECK = "deck"  # the line that sums the story up
    MARKED_UP = "marked up"  # in an element or behind a link named for it
    TIME_ELEMENT = "time element"
    LEADING_LINE = "leading line"
    LABELLED_LINE = "labelled line"
    NEAR_TITLE = "line near the title"
    CATEGORY_LINE = "category line"
    BREADCRUMBS = "breadcrumbs"
    SIGNATURE = "signature"
    NOTICE = "notice"
    NOTICE_LINK = "link in notice"
    TEXT = "words of the text"
    # What is known besides.
    URL = "url"
    FEED = "feed"  # in which the page was found
    SITEMAP = "sitemap"
    API = "api"  # the site's own, which lists its posts for programs
    TERMS = "publisher terms"


class Evidence(NamedTuple):
    """Where a value comes from, and how likely it is right.

    ``confidence`` is the share of values with such evidence that were right where the truth is known, 0 to 1.
    ``agreeing`` are the other places that say the same, and ``differing`` those that say something else.
    """

    source: Source
    confidence: float
    agreeing: tuple[Source, ...] = ()
    differing: tuple[Source, ...] = ()


class Announced(NamedTuple):
    """What a feed or a sitemap of its site said of a page before it was asked for, each if told. The date is aware."""

    source: Source
    title: str = ""
    authors: tuple[str, ...] = ()
    published: datetime | None = None
