"""When is this address from?

By its own words: ``/2011/10/04/story``, ``/2011/oct/04/story``, ``/2011-10-04-story``, ``/2011/10/``. News sites put
the day of publication there and seldom anything else.
"""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date
from typing import NamedTuple

_MONTHS = {name: n for n, name in enumerate("jan feb mar apr may jun jul aug sep oct nov dec".split(), 1)}
_YEAR = r"((?:19|20)\d\d)"
_MONTH = r"(0?[1-9]|1[0-2]|" + "|".join(_MONTHS) + ")"
_DAY = r"(0?[1-9]|[12]\d|3[01])"
_IN_PATH = re.compile(rf"/{_YEAR}/{_MONTH}(?:/{_DAY})?(?=/|$)|/{_YEAR}-(0[1-9]|1[0-2])-{_DAY}(?=[/_-]|$)")
_IN_NAME = re.compile(r"(?<!\d)((?:19|20)\d\d)(?:[-_/.]?(0[1-9]|1[0-2]))?(?!\d)")
_YEAR_PARAMETER = re.compile(r"[?&](?:yyyy|year|y)=((?:19|20)\d\d)(?=&|$)")
_MONTH_PARAMETER = re.compile(r"[?&](?:mm|month|m)=(0?[1-9]|1[0-2])(?=&|$)")


class Period(NamedTuple):
    """From the first day to the last one, both included."""

    first: date
    last: date

    def outside(self, since: date | None, until: date | None) -> bool:
        """Whether no day of it lies from ``since`` to ``until``, both included; None is without end."""
        return (since is not None and self.last < since) or (until is not None and self.first > until)


def period_of(url: str) -> Period | None:
    """The day or the month that a request URL's path names.

    >>> period_of("https://news.test/2011/10/04/story/")
    Period(first=datetime.date(2011, 10, 4), last=datetime.date(2011, 10, 4))
    >>> period_of("https://news.test/2011/feb/")
    Period(first=datetime.date(2011, 2, 1), last=datetime.date(2011, 2, 28))
    >>> period_of("https://news.test/story-2011/")
    """
    match = _IN_PATH.search(url.partition("?")[0].lower())
    if match is None:
        return None
    year, month, day = match[1] or match[4], match[2] or match[5], match[3] or match[6]
    return _period(int(year), _MONTHS.get(month) or int(month), int(day) if day else None)


def sitemap_period(url: str) -> Period | None:
    """The month or the year that a sitemap's name speaks of: ``sitemap-2024-05.xml``, ``?yyyy=2024&mm=05``."""
    year, month = _YEAR_PARAMETER.search(url), _MONTH_PARAMETER.search(url)
    if year:
        return _months(int(year[1]), int(month[1]) if month else None)
    name = _IN_NAME.search(url.partition("://")[2].partition("/")[2])
    return _months(int(name[1]), int(name[2]) if name[2] else None) if name else None


def _months(year: int, month: int | None) -> Period | None:
    return _period(year, month, None) if month else Period(date(year, 1, 1), date(year, 12, 31))


def _period(year: int, month: int, day: int | None) -> Period | None:
    last = monthrange(year, month)[1]
    if day is not None and day > last:
        return None
    return Period(date(year, month, day or 1), date(year, month, day or last))
