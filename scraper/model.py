"""What are the things every room speaks of?

Frozen, slotted nouns. This module imports nothing of ours, so each of the other rooms may import it.
Times are aware UTC datetimes (or a plain ``date`` where only the day is known); clocks are Unix seconds.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import NamedTuple

# ---------------------------------------------------------------- crawling


class Kind(StrEnum):
    """What we expect behind a URL before we have asked for it."""

    PAGE = "page"  # an article, a listing or anything else in HTML
    FEED = "feed"  # RSS, Atom or JSON Feed
    SITEMAP = "sitemap"  # a sitemap or an index of sitemaps


class State(StrEnum):
    """How the last visit to a URL ended. The accounts are a count of these; they add up to all known URLs."""

    PENDING = "pending"  # never visited
    FETCHED = "fetched"  # the page came, and an article (or a feed's, a sitemap's links) with it
    REJECTED = "rejected"  # the page came and is not an article; the reason says what it is
    UNCHANGED = "unchanged"  # 304: the server says that it is what we have
    REDIRECTED = "redirected"  # its target is a visit of its own
    EXCLUDED = "excluded"  # robots.txt, scope or an opt-out: not asked for
    DEFERRED = "deferred"  # failed in a way that can pass; due again at a later time
    FAILED = "failed"  # failed for good, or too often
    GONE = "gone"  # 410, or 404 more than once


class Fault(StrEnum):
    """Why a fetch brought no usable page."""

    DNS = "dns"
    CONNECT = "connect"
    ADDRESS = "address"  # resolves to a loopback, private or otherwise special address
    TLS = "tls"
    TIMEOUT = "timeout"
    RESET = "reset"  # the connection broke before the response was whole
    PROTOCOL = "protocol"  # not HTTP, or HTTP so broken that nothing of it can be trusted
    STATUS = "status"  # an HTTP status that means failure (4xx, 5xx)
    TOO_LARGE = "too_large"  # over the cap on raw or on decoded bytes
    ENCODING = "encoding"  # Content-Encoding unknown, broken or a bomb
    REDIRECTS = "redirects"  # a loop, or more hops than allowed
    UNREACHABLE_ROBOTS = "unreachable_robots"  # no answer about robots.txt means no (RFC 9309, 2.3.1.4)
    INTERRUPTED = "interrupted"  # the run was asked to stop first


@dataclass(frozen=True, slots=True)
class Visit:
    """One intended request: a URL and what is known about it before asking.

    ``url`` is the request URL, ``key`` the dedupe key, ``host`` the authority ``host[:port]`` in lower case.
    ``due`` is Unix seconds; ``priority`` sorts before ``due`` (lower first).
    """

    url: str
    key: str
    host: str
    kind: Kind = Kind.PAGE
    depth: int = 0
    hops: int = 0  # redirects followed to get here
    priority: int = 0
    found_on: str | None = None
    due: float = 0.0
    attempts: int = 0  # failed tries so far
    etag: str | None = None
    last_modified: str | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """One HTTP exchange as it happened. ``body`` is decoded of its Content-Encoding, ``raw_body`` is not.

    ``request_head`` and ``response_head`` are the bytes of the two heads as sent and received (with the final
    empty line), for the archive. ``headers`` are decoded as latin-1, names in lower case, in order, repeats kept.
    """

    url: str
    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes
    fetched_at: datetime
    final_url: str = ""  # after redirects, for a one-off fetch; else the same as url
    raw_body: bytes = b""
    request_head: bytes = b""
    response_head: bytes = b""
    ip: str | None = None
    elapsed: float = 0.0  # seconds from sending the request to the last byte
    truncated: bool = False

    def header(self, name: str) -> str | None:
        """The first value of a header, by its name in any case."""
        wanted = name.lower()
        return next((value for key, value in self.headers if key == wanted), None)


@dataclass(frozen=True, slots=True)
class Failure:
    """A fetch that brought no page: ordinary loss, so a value. ``wait`` is in seconds from now."""

    url: str
    fault: Fault
    detail: str = ""
    status: int | None = None
    again: bool = False  # may pass: worth another try
    wait: float | None = None  # the server's own word (Retry-After), or ours
    page: Page | None = None  # the exchange, where there was one: kept as evidence


@dataclass(frozen=True, slots=True)
class RobotsCopy:
    """A host's robots.txt as last fetched. Times are Unix seconds; status 0 means that no answer came."""

    host: str
    status: int
    body: bytes
    fetched_at: float
    expires: float


# ---------------------------------------------------------------- cleaning

# Nouns of which a page has hundreds are named tuples: made, compared and sent to another process at a fraction of a
# dataclass's cost.


class Label(StrEnum):
    """What a block of a page is. Closed set: story first, furniture after."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    LIST = "list"
    QUOTE = "quote"
    TABLE = "table"
    CODE = "code"
    CAPTION = "caption"
    NOTE = "note"  # corrections, editor's and translator's notes

    TITLE = "title"
    KICKER = "kicker"
    BYLINE = "byline"
    DATELINE = "dateline"
    SUMMARY = "summary"  # deck, standfirst
    SHARE = "share"
    DONATE = "donate"
    NEWSLETTER = "newsletter"
    PROMO = "promo"
    RELATED = "related"
    READ_MORE = "read_more"
    BIO = "bio"
    LICENCE = "licence"
    COMMENTS = "comments"
    CONSENT = "consent"
    NAVIGATION = "navigation"
    ADVERTISEMENT = "advertisement"
    ABOUT = "about"
    LEGAL = "legal"
    HIDDEN = "hidden"  # not shown to a reader, such as a second copy of the story
    OTHER = "other"


STORY: frozenset[Label] = frozenset(
    {
        Label.HEADING,
        Label.PARAGRAPH,
        Label.LIST,
        Label.QUOTE,
        Label.TABLE,
        Label.CODE,
        Label.CAPTION,
        Label.NOTE,
    }
)


class PageType(StrEnum):
    """What kind of page it is, as far as the page tells."""

    ARTICLE = "article"
    LISTING = "listing"  # index, section, tag, archive
    SEARCH = "search"
    ERROR = "error"
    PRODUCT = "product"
    COLLECTION = "collection"  # products on offer
    FORUM = "forum"
    SERVICE = "service"
    DOCUMENTATION = "documentation"
    UNKNOWN = "unknown"


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
    SCHEME = "scheme"
    BROKEN = "broken"  # the cleaner could not finish with it


class Run(NamedTuple):
    """A stretch of a block's text in one style. ``text`` of the runs, joined, is the block's text."""

    text: str
    href: str | None = None  # absolute
    bold: bool = False
    italic: bool = False
    code: bool = False


class Block(NamedTuple):
    """One paragraph-level piece of a page, in document order.

    ``path`` is the chain of ``tag.class#id`` from the body down to the block, joined by ``>``. ``context`` names the
    nearest enclosing list, table, quote, figure or code (``ul``, ``ol``, ``table``, ``blockquote``, ``figcaption``,
    ``pre``); a list gives a block an item, a data table a block a row with its cells parted by tabs. ``group`` tells
    the items of one list or table from those of the next. Text has its white space folded, but for line breaks
    that the page demands.
    """

    text: str
    tag: str
    path: str
    position: int
    runs: tuple[Run, ...] = ()
    level: int = 0  # 1-6 for headings
    context: str = ""
    group: int = 0
    hidden: bool = False
    link_chars: int = 0  # characters of text inside links

    @property
    def links(self) -> tuple[Run, ...]:
        """The runs that lead somewhere."""
        return tuple(run for run in self.runs if run.href)


class Labelled(NamedTuple):
    """A block with what we take it for, how sure we are (0 to 1) and why, strongest evidence first."""

    block: Block
    label: Label
    confidence: float
    reasons: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """The block's text."""
        return self.block.text

    @property
    def is_story(self) -> bool:
        """Whether the block belongs to the article."""
        return self.label in STORY


@dataclass(frozen=True, slots=True)
class Author:
    """A person or a collective as named by the publisher."""

    name: str
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Image:
    """A picture of the story. URLs are absolute."""

    url: str
    alt: str = ""
    caption: str = ""


class Duty(StrEnum):
    """What a publisher asks of who republishes."""

    NAME_IN_BYLINE = "name_in_byline"
    LINK_AT_TOP = "link_at_top"
    LINK_AT_BOTTOM = "link_at_bottom"
    NON_COMMERCIAL = "non_commercial"
    NO_DERIVATIVES = "no_derivatives"
    SHARE_ALIKE = "share_alike"
    STATE_CHANGES = "state_changes"
    NOTIFY = "notify"
    NO_AUTOMATION = "no_automation"
    NO_IMAGES = "no_images"
    TRACKING_PIXEL = "tracking_pixel"


@dataclass(frozen=True, slots=True)
class Licence:
    """Under which terms the text may be used, and the words that say so.

    ``id`` is SPDX-style (``CC-BY-NC-3.0``); a part that the evidence does not give stays away (``CC-BY-NC``), and
    None means that a notice was found but no licence could be named.
    """

    id: str | None
    url: str | None = None
    text: str = ""  # the notice, word for word
    source: str = ""  # where it was found: rel=license, json-ld, notice, publisher terms


@dataclass(frozen=True, slots=True)
class Terms:
    """A publisher's republishing terms as collected in config/publishers/*.toml. None is unknown."""

    publisher: str
    hosts: tuple[str, ...]
    licence_id: str | None = None
    licence_url: str | None = None
    credit: str | None = None  # a sentence that is asked for, with {title}, {authors}, {publisher}, {link}, {date}
    duties: tuple[Duty, ...] = ()
    source: str = ""
    read_on: date | None = None


@dataclass(frozen=True, slots=True)
class Attribution:
    """The way back to the publisher. Cannot be built without a link.

    Raises ValueError when ``link`` is not an http(s) address.
    """

    link: str
    publisher: str
    authors: tuple[str, ...] = ()
    licence: Licence | None = None
    credit: str = ""  # the credit line, plain text
    duties: tuple[Duty, ...] = ()

    def __post_init__(self) -> None:
        if not self.link.startswith(("http://", "https://")):
            raise ValueError(f"attribution needs the http(s) link of the original, not {self.link!r}")


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
    html: str = ""
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
    content_sha256: str = ""
    evidence: Mapping[str, str] = field(default_factory=dict)  # field name -> where its value came from

    @property
    def image(self) -> str | None:
        """The address of the main image, if any."""
        return self.images[0].url if self.images else None


@dataclass(frozen=True, slots=True)
class Rejection:
    """No article, and why. Carries the main content found all the same, so nothing is lost to who wants it."""

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
    directives: frozenset[str] = frozenset()  # meta robots, lower case: noindex, nofollow, noarchive, noai ...


# ---------------------------------------------------------------- writing


class Saved(StrEnum):
    """What storing an article did."""

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"


@dataclass(frozen=True, slots=True)
class RawRecord:
    """Where the bytes of an exchange lie: WARC file name, offset and length of the response record in bytes."""

    file: str
    offset: int
    length: int


@dataclass(frozen=True, slots=True)
class Outcome:
    """The end of a visit: everything that is committed together, in one transaction."""

    visit: Visit
    state: State
    at: datetime
    status: int | None = None
    reason: str = ""  # a Reason's or a Fault's value
    detail: str = ""
    page: Page | None = None
    raw: RawRecord | None = None
    result: Article | Rejection | None = None
    found: tuple[Visit, ...] = ()  # new visits; those already known are passed over
    next_due: float | None = None  # Unix seconds; None: not to be visited again
