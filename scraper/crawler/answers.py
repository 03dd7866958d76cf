"""Is this an answer to what we asked?

Pure: turns an exchange that took place into a ``Page`` or a ``Failure`` by its status, its headers and what went
wrong on the way.
"""

from __future__ import annotations

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from scraper.crawler.challenge import LEAVE_ALONE_SECONDS, challenge
from scraper.crawler.line import WireError
from scraper.model import Failure, Fault, Page, Truncation

REDIRECTS = frozenset({301, 302, 303, 307, 308})
TRUNCATIONS = {
    Fault.TIMEOUT: Truncation.TIME,
    Fault.TOO_LARGE: Truncation.LENGTH,
    Fault.RESET: Truncation.DISCONNECT,
}
MAY_PASS = frozenset({408, 425, 429}) | frozenset(range(500, 600))  # statuses that another time may not bring


def judged(page: Page, error: WireError | None, conditional: bool) -> Page | Failure:
    """The page, or the failure that its status or its body amounts to.

    ``error`` is what cut the body short, ``conditional`` whether the request carried validators. A failure with a
    status keeps the exchange; a status over 400 counts for more than whatever befell its body.
    """
    if puzzle := challenge(page):
        return _challenged(page, puzzle)
    if page.status >= 400:
        again = page.status in MAY_PASS
        asked = page.header("retry-after") if again else None
        wait = parse_retry_after(asked, page.fetched_at) if asked else None
        return Failure(page.url, Fault.STATUS, f"HTTP {page.status}", page.status, again=again, wait=wait, page=page)
    if page.status in REDIRECTS and page.header("location"):
        return page  # its body matters to nobody, whole or not
    error = error or _contradiction(page, conditional)
    return failure(page.url, error, page) if error else page


def _challenged(page: Page, puzzle: str) -> Failure:
    detail = f"a puzzle for browsers: {puzzle}"
    return Failure(page.url, Fault.CHALLENGE, detail, page.status, again=True, wait=LEAVE_ALONE_SECONDS, page=page)


def failure(url: str, error: WireError, page: Page | None = None) -> Failure:
    """An error of the wire as a value."""
    return Failure(url, error.fault, error.detail, page.status if page else None, again=error.again, page=page)


def truncation(error: WireError | None) -> Truncation | None:
    """Why a body is not whole, by what cut it short; None if nothing did."""
    return TRUNCATIONS.get(error.fault, Truncation.UNSPECIFIED) if error else None


def parse_retry_after(value: str, now: datetime) -> float | None:
    """Seconds to wait from ``now`` (aware) on, by a Retry-After in seconds or as an HTTP date (RFC 9110, 10.2.3).

    None if it is neither; a date that has passed is 0.
    """
    value = value.strip()
    if value.isascii() and value.isdigit():
        return float(value[:12])
    try:
        when = parsedate_to_datetime(value)
    except ValueError:
        return None
    when = when if when.tzinfo else when.replace(tzinfo=UTC)
    return max(0.0, (when - now).total_seconds())


def _contradiction(page: Page, conditional: bool) -> WireError | None:
    """What makes a well-formed response no answer to our question."""
    if page.status in REDIRECTS:
        return WireError(Fault.PROTOCOL, f"redirect {page.status} without a Location")
    if page.status == 304 and not conditional:
        return WireError(Fault.PROTOCOL, "304 (not modified) to a request without validators")
    if 300 <= page.status < 400 and page.status != 304:
        return WireError(Fault.STATUS, f"HTTP {page.status}")  # a choice, or what nobody uses any more: not the page
    if page.status == 206:
        return WireError(Fault.PROTOCOL, "206 (a part) to a request for the whole")
    return None
