"""What is the end of a visit, and what did storing it do?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType
from typing import NamedTuple

from scraper.model.articles import Article, Rejection
from scraper.model.crawling import Page, Signal, State, Visit


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


# Of an exchange whose bytes are written together with the end of its visit, and not before.
TO_BE_WRITTEN = RawRecord("", 0, 0)


class Maker(NamedTuple):
    """Who makes articles of pages: the same one makes the same article of the same bytes.

    ``model`` is the sha256 of the trained model, ``config_sha256`` that of all settings which have a say in what a page
    comes to; ``settings`` are those as JSON, publishers' terms left out.
    """

    software: str  # version
    model: str
    config_sha256: str
    settings: str = "{}"


class Remade(NamedTuple):
    """What a page was made into anew: the dedupe key of its visit, and what it came to.

    ``fingerprint`` is of what was seen, as in ``Outcome``. With ``anew`` the article is a new revision even if only
    what its own fingerprint has no part in is different.
    """

    key: str
    result: Article | Rejection
    fingerprint: str = ""
    anew: bool = False


class Recleaned(NamedTuple):
    """What an exchange that is kept was made into anew. Of the site nothing is known that was not known before.

    ``page`` is the exchange's row; ``fetched_at`` when it took place and ``at`` now. With ``whole`` nothing of it is
    left to do.
    """

    page: int
    fetched_at: datetime
    at: datetime
    results: tuple[Remade, ...] = ()
    whole: bool = True


class PassedOver(NamedTuple):
    """A visit that will not be made, and why: a word of a closed set such as ``calendar``."""

    visit: Visit
    reason: str


class Ended(NamedTuple):
    """What committing the end of a visit did: to its article, if there is one, and to the queue.

    ``hosts`` are those which may have got something new to do, each with the earliest time at which it is due (Unix
    seconds). ``brought`` says what became of the articles that were brought, in their order. ``stored`` is what the end
    of the visit is in the archive, where that is less than what came: what was purged from it does not come back.
    """

    saved: Saved | None = None
    hosts: Mapping[str, float] = MappingProxyType({})
    brought: tuple[Saved | None, ...] = ()
    stored: Outcome | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """The end of a visit: everything that is committed together, in one transaction.

    The visit's priority is that of the next visit to the same page.
    ``brought`` are the ends of other visits that this one spared: an API's answer brings a hundred articles, each with
    a visit of its own URL and with the exchange in which it came.
    """

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
    passed_over: tuple[PassedOver, ...] = ()  # kept as EXCLUDED, unless known
    passed_by: Mapping[str, int] = field(default_factory=dict)  # reason -> all links that became no visit, kept or not
    signals: tuple[Signal, ...] = ()  # what the site says of the page's use
    fingerprint: str = ""  # of what was seen, to tell next time whether it has changed; empty: nothing was seen
    brought: tuple[Outcome, ...] = ()
