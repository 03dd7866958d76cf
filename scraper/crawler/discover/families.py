"""Of which large family is this address one more?

What an address alone cannot tell is whether its like ever end: filters in every combination, a token made anew on each
load, a calendar's days. So each such address belongs to families, and a run takes only so many members of each
(``budgets``). Plain paths belong to none.
"""

from __future__ import annotations

import re
from enum import Enum
from typing import NamedTuple

from scraper.crawler.discover.scope import Why
from scraper.crawler.discover.traps import listing_of

# Parts of an address that stand for a moment, a person or a version of the page, and for no page of their own.
_HEX = r"(?:[0-9a-f]{16,}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})"
_MIXED = r"(?=[A-Za-z0-9_~]*\d)(?=[A-Za-z0-9_~]*[A-Za-z])[A-Za-z0-9_~]{20,}"  # words of a slug are joined by hyphens
_TOKEN = re.compile(rf"(?:{_HEX}|{_MIXED})(?:%3D|=)*")
_CLOCK = re.compile(r"1[0-9]{9}(?:[0-9]{3})?")  # Unix seconds or milliseconds, 2001 to 2033
_NUMBERS = re.compile(r"\d+")
_DATES_ONLY = re.compile(r"[/-](?:1\d|20|21)\d\d(?:[/-]\d{1,2}){1,2}$")  # an archive of a month or a day
_DATE_NAMES = frozenset("date day month year yr mon week m start_date end_date datefrom dateto".split())
_DATE_VALUE = re.compile(r"\d{1,2}|\d{4}|\d{6}|\d{8}|\d{4}-\d\d?(?:-\d\d?)?")
_TOKEN_NAMES = frozenset(
    "_ cb csrf csrf_token hash nocache nonce rand random rnd sig signature timestamp token ts".split()
)


class Shape(Enum):
    """What the members of a family have in common: how many are free, how many more an article earns, and the reason
    of those that are left out.
    """

    DAYS = (400, 0, Why.CALENDAR)  # the months of 33 years, or the days of one: stories are linked from elsewhere too
    TOKENS = (500, 20, Why.VARIANTS)  # a front page links 300; if they are articles, they earn room for more
    FILTERS = (50, 0, Why.PARAMETERS)  # sets of parameters on one path; a Joomla with many components has 30
    ONE = (5_000, 20, Why.VARIANTS)  # ?id=7: a newspaper's whole archive may be at one path
    MANY = (2_000, 20, Why.VARIANTS)  # ?cat=3&id=7

    def __init__(self, free: int, earned: int, why: Why) -> None:
        self.free = free
        self.earned = earned
        self.why = why


class Family(NamedTuple):
    """``key`` names the family, with its host; ``member`` tells one of them from another."""

    key: str
    member: str
    shape: Shape


def families_of(url: str) -> tuple[Family, ...]:
    """The families of a request URL, whose parameters are sorted. The pages of a listing are one member.

    >>> [(one.key, one.shape.name) for one in families_of("https://news.test/a?id=7")]
    [('https://news.test/a?id', 'ONE')]
    >>> families_of("https://news.test/2011/10/04/a-story/")
    ()
    """
    base = listing_of(url).base
    path, _, query = base.partition("?")
    pairs = [_pair(text) for text in query.split("&")] if query else []
    names = "&".join(dict.fromkeys(name for name, _ in pairs))
    if _DATES_ONLY.search(path) or (pairs and all(map(_is_date, pairs))):
        return (Family(f"{_NUMBERS.sub('0', path)}?{names} by date", base, Shape.DAYS),)
    segments = path.split("/")
    masked = ["~" if len(segment) >= 16 and _TOKEN.fullmatch(segment) else segment for segment in segments[3:]]
    if masked != segments[3:] or any(map(_is_token, pairs)):
        return (Family("/".join(segments[:3] + masked) + f"?{names} by token", base, Shape.TOKENS),)
    if not pairs:
        return ()
    if "&" not in names:
        return (Family(f"{path}?{names}", base, Shape.ONE),)
    return Family(path, names, Shape.FILTERS), Family(f"{path}?{names}", base, Shape.MANY)


def _pair(text: str) -> tuple[str, str]:
    name, _, value = text.partition("=")
    return name, value


def _is_date(pair: tuple[str, str]) -> bool:
    return pair[0].lower() in _DATE_NAMES and bool(_DATE_VALUE.fullmatch(pair[1]))


def _is_token(pair: tuple[str, str]) -> bool:
    name, value = pair
    return name.lower() in _TOKEN_NAMES or bool(_TOKEN.fullmatch(value) or _CLOCK.fullmatch(value))
