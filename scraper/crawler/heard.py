"""What is this answer to a request for a site's own file worth, and for how long?

The same for robots.txt and for the files in which a site states its terms: an answer that can be trusted, how long it
holds, and when one that did not come is asked for again.
"""

from __future__ import annotations

import re
from collections import OrderedDict
from typing import Generic, Protocol, TypeVar

from scraper.crawler.robots_lines import MAX_BYTES
from scraper.model import Failure, Fault, Page

MAX_AGE_SECONDS = 86_400.0  # RFC 9309, 2.4: a copy is used for 24 hours at most
# The least that a copy is used, whatever Cache-Control says: one request in 600 at our quickest pace. Many servers send
# max-age=0 with everything, and a site that changes its mind is heard within the time it takes to notice.
MIN_AGE_SECONDS = 600.0
SHORTEST_SECONDS = 5.0  # that an answer holds beyond the next turn, so that it is of use for some visits
PARSED_BYTES = 4 * 1024 * 1024  # of files kept parsed: a thousand usual ones, some of the largest

_MAX_AGE = re.compile(r'(?:^|[\s,])max-age\s*=\s*"?(\d{1,9})', re.IGNORECASE)
_NOT_KEPT = re.compile(r"(?:^|[\s,])(?:no-store|no-cache)\b", re.IGNORECASE)


class Copy(Protocol):
    """What was heard before, as far as it matters here. Times are Unix seconds."""

    @property
    def status(self) -> int:
        """0: no answer came."""

    @property
    def fetched_at(self) -> float:
        """When it was asked for."""

    @property
    def expires(self) -> float:
        """Until when it holds."""


def is_unreachable(status: int) -> bool:
    """Whether the answer leaves unknown what the site wants, which means no."""
    return status < 200 or status == 429 or status >= 500


def content(result: Page | Failure) -> tuple[int, bytes]:
    """Status and body of an answer that can be trusted; status 0 for one that cannot.

    A file over our caps is as good as its first 500 KiB; one that broke off before is none at all.
    """
    if isinstance(result, Failure) and result.fault is Fault.CHALLENGE:
        return 0, b""  # what the site's own file says nobody knows
    page = result if isinstance(result, Page) else result.page
    enough = page is not None and len(page.body) > MAX_BYTES
    if isinstance(result, Failure) and not (enough and result.fault is Fault.TOO_LARGE):
        return (result.status or 0, b"") if (result.status or 0) >= 300 else (0, b"")
    if page is None or (page.truncated and not enough and 200 <= page.status < 300):
        return 0, b""
    return page.status, page.body[: MAX_BYTES + 1]


def lifetime(result: Page | Failure) -> float:
    """Seconds for which an answer holds: by its Cache-Control (RFC 9111, 5.2.2), within our own bounds."""
    page = result if isinstance(result, Page) else result.page
    said = ",".join(value for name, value in page.headers if name == "cache-control") if page else ""
    asked = _MAX_AGE.search(said)
    if _NOT_KEPT.search(said):
        return MIN_AGE_SECONDS
    return min(max(float(asked[1]), MIN_AGE_SECONDS), MAX_AGE_SECONDS) if asked else MAX_AGE_SECONDS


def retry_after(backoff: float, before: Copy | None, result: Page | Failure) -> float:
    """Seconds until what cannot be reached is asked for again: longer each time, never before Retry-After."""
    wait = backoff
    if before and is_unreachable(before.status):
        wait = max(wait, 2 * (before.expires - before.fetched_at))
    asked = (result.wait if isinstance(result, Failure) else None) or 0.0
    return min(max(wait, asked), MAX_AGE_SECONDS)


class Sized(Protocol):
    """What costs memory."""

    @property
    def size(self) -> int:
        """Bytes, roughly."""


S = TypeVar("S", bound=Sized)


class Shelf(Generic[S]):
    """What was understood, by name; when it grows too large what was longest not asked for goes."""

    def __init__(self, size: int = PARSED_BYTES) -> None:
        self._room = size
        self._kept: OrderedDict[str, S] = OrderedDict()

    def get(self, name: str) -> S | None:
        """What is kept under a name."""
        found = self._kept.get(name)
        if found is not None:
            self._kept.move_to_end(name)
        return found

    def put(self, name: str, value: S) -> S:
        """Keep a value in place of the one before it."""
        before = self._kept.pop(name, None)
        self._room += before.size if before is not None else 0
        self._kept[name] = value
        self._room -= value.size
        while self._room < 0:
            self._room += self._kept.popitem(last=False)[1].size
        return value
