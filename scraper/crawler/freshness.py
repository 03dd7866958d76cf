"""For how long does the server call this page fresh?

RFC 9111, 4.2 and 5.2.2, as a private cache reads it: until then an answer would be the same, so nobody need ask.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from scraper.model import Page

ASK_ANYWAY = frozenset({"no-cache", "no-store"})  # may be kept, but not gone by
MAX_SECONDS = 2**31  # RFC 9111, 1.2.2: what is larger counts as this
_DIRECTIVE = re.compile(r'([A-Za-z-]+)[ \t]*(?:=[ \t]*(?:"([^"]*)"|([^\s,"]+)))?')


def fresh_seconds(page: Page) -> float:
    """Seconds from ``page.fetched_at`` on for which the answer holds; 0 where the server does not say.

    ``max-age`` goes before ``Expires`` (5.3); ``Age`` has passed already (5.1). ``immutable`` (RFC 8246) says that
    nothing changes while the answer is fresh, and not for how long it is, so it adds nothing here.
    """
    told = directives(value for name, value in page.headers if name == "cache-control")
    if ASK_ANYWAY & told.keys():
        return 0.0
    lifetime = _seconds(told["max-age"]) if "max-age" in told else _until_expiry(page)
    return max(0.0, lifetime - _seconds(page.header("age") or ""))


def directives(values: Iterable[str]) -> dict[str, str]:
    """The directives of Cache-Control headers, names in lower case; the first of a name counts (4.2.1)."""
    found: dict[str, str] = {}
    for value in values:
        for name, quoted, plain in _DIRECTIVE.findall(value):
            found.setdefault(name.lower(), quoted or plain)
    return found


def _seconds(text: str) -> float:
    """delta-seconds; 0 for what is none, which makes it stale (4.2.1)."""
    text = text.strip()
    return float(min(int(text[:12]), MAX_SECONDS)) if text.isascii() and text.isdigit() else 0.0


def _until_expiry(page: Page) -> float:
    """Expires less Date, both by the server's clock; 0 for no date, which is the past (5.3)."""
    expires = _date(page.header("expires"))
    if expires is None:
        return 0.0
    return min(float(MAX_SECONDS), expires - (_date(page.header("date")) or page.fetched_at.timestamp()))


def _date(text: str | None) -> float | None:
    try:
        when: datetime | None = parsedate_to_datetime(text) if text else None
        return (when if when.tzinfo else when.replace(tzinfo=UTC)).timestamp() if when else None
    except (ValueError, OverflowError, TypeError):
        return None
