"""What is a visit, and what comes of it on the way to the page?

Frozen, slotted nouns. Times are aware UTC datetimes; clocks are Unix seconds.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from scraper.model.evidence import Announced


class Kind(StrEnum):
    """What we expect behind a URL before we have asked for it."""

    PAGE = "page"  # an article, a listing or anything else in HTML
    FEED = "feed"  # RSS, Atom or JSON Feed
    SITEMAP = "sitemap"  # a sitemap or an index of sitemaps
    API = "api"  # a page of the posts that a WordPress site lists for programs


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
    CHALLENGE = "challenge"  # a puzzle for browsers: the site wants no crawler, and gets none
    UNREACHABLE_ROBOTS = "unreachable_robots"  # no answer about robots.txt means no (RFC 9309, 2.3.1.4)
    UNREACHABLE_TERMS = "unreachable_terms"  # nor does no answer about the site's terms for machines mean yes
    INTERRUPTED = "interrupted"  # the run was asked to stop first


class Truncation(StrEnum):
    """Why a body is not whole, in the words of WARC-Truncated (WARC 1.1, 5.13)."""

    LENGTH = "length"  # over a cap on bytes
    TIME = "time"  # over a deadline
    DISCONNECT = "disconnect"  # the connection broke
    UNSPECIFIED = "unspecified"  # whatever else: it is broken in itself, say


class Purpose(StrEnum):
    """What the pages are collected for. Sites may allow one and not another (Content-Signal, TDMRep, aipref)."""

    ARCHIVE = "archive"
    SEARCH = "search"
    RESEARCH = "research"
    AI_INPUT = "ai-input"
    AI_TRAIN = "ai-train"


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
    checks: int = 0  # times that the page was seen, changed or not
    changes: int = 0  # times that it had changed since the time before
    first_checked: float = 0.0
    fingerprint: str = ""  # of what was seen the last time
    status: int | None = None  # of the last visit's answer
    announced: Announced | None = None


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
    truncated: Truncation | None = None  # None: the body is whole

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
    elapsed: float = 0.0  # seconds from sending the request to the end, where no answer came; 0: nothing was sent


@dataclass(frozen=True, slots=True)
class RobotsCopy:
    """An origin's robots.txt as last fetched. Times are Unix seconds; status 0 means that no answer came.

    While it cannot be reached, ``good_body`` is what it last said and ``unreachable_since`` when that began.
    """

    host: str
    status: int
    body: bytes
    fetched_at: float
    expires: float
    good_body: bytes | None = None
    unreachable_since: float | None = None


@dataclass(frozen=True, slots=True)
class Hold:
    """Until when (Unix seconds) a host is not to be asked, and why. ``parkings``: so often it was given up for hours
    since it last answered as it should.
    """

    until: float = 0.0
    reason: str = ""
    parkings: int = 0


@dataclass(frozen=True, slots=True)
class SiteFile:
    """A file in which a site states its terms for machines, as last fetched (tdmrep.json, RSL). As for RobotsCopy."""

    url: str
    status: int
    body: bytes
    fetched_at: float
    expires: float


class Signal(NamedTuple):
    """What a site says of the use of a page: where it says so, what about, and in which words.

    ``Signal("x-robots-tag", "noai")``, ``Signal("content-signal", "ai-train", "no")``,
    ``Signal("tdmrep.json", "tdm-reservation", "1")``.
    """

    source: str
    name: str
    value: str = ""


@dataclass(frozen=True, slots=True)
class Override:
    """An opt-out that does not hold for us, and why: a permission in writing, say. It is stored with each page.

    ``host`` is ``host[:port]``, ``signal`` what is overridden (``noai``, ``tdm-reservation``, ``ai-train``).
    """

    host: str
    signal: str
    reason: str
