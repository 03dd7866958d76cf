"""What is visited first?

Lower numbers first, within each host. What is new goes before what is old wherever it was found, so a story of today
that only a sitemap names is not behind last year's in a feed. What nobody dated has the number of where it was found.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time

from scraper.crawler.discover.dates import period_of
from scraper.crawler.discover.found import Entry
from scraper.model import Kind

DAY = 86_400.0  # seconds

# Of a page that an entry dates, by its age in seconds. Start pages and feeds have 0.
BANDS: tuple[tuple[float, int], ...] = (
    (DAY, 8),  # news: corrected, and linked from elsewhere, mostly on its first day
    (7 * DAY, 12),  # still on front pages
    (31 * DAY, 22),  # still in feeds and in the sitemaps that sites renew
)
OLDER = 35  # the archive: it is in no hurry

PRIORITY: dict[Kind, int] = {  # of a page that is not dated, by where its link was found
    Kind.API: 10,
    Kind.FEED: 10,
    Kind.PAGE: 20,
    Kind.SITEMAP: 30,
}
SITEMAPS = 25  # a large site has hundreds, and reading them all first would be long without a story
OLD_SITEMAPS = 32  # of which nothing has changed in a month
OLDER_PAGES = 40  # the further pages of a listing
BACKFILL = 50  # named in a file of ours: the site's own news go first
BACKFILL_YEARS = 40  # bands of a year each, the newest first; the web's archives begin in 1996


def priority_of(entry: Entry, kind: Kind, now: datetime) -> int:
    """The priority of a page that a document of that kind names. ``now`` is aware; a date to come counts as today's."""
    when = date_of(entry)
    if when is None or (entry.dated is None and when > now):
        return PRIORITY[kind]  # a month in a path that is not over says too little
    age = (now - when).total_seconds()
    return next((priority for limit, priority in BANDS if age <= limit), OLDER)


def sitemap_priority(when: datetime | None, now: datetime) -> int:
    """The priority of a sitemap that an index dates."""
    return OLD_SITEMAPS if when and (now - when).total_seconds() > BANDS[-1][0] else SITEMAPS


def backfill_priority(entry: Entry, now: datetime) -> int:
    """The priority of a page that a file names, by the year in its path, or else of its capture."""
    when = date_of(entry)
    years = BACKFILL_YEARS if when is None else int((now - when).total_seconds() // (365.25 * DAY))
    return BACKFILL + min(max(years, 0), BACKFILL_YEARS)


def date_of(entry: Entry) -> datetime | None:
    """When a story is from, at the latest: as told, or by its path, for a later change makes nothing new."""
    period = None if entry.published else period_of(entry.url)
    if period is None:
        return entry.dated
    last = at_midnight(period.last)
    return min(last, entry.modified) if entry.modified else last


def newest_first(when: datetime | None) -> float:
    """A sort key; what is not dated comes last, in its own order."""
    return float("inf") if when is None else -when.timestamp()


def at_midnight(day: date) -> datetime:
    """The day's beginning in UTC."""
    return datetime.combine(day, time(), UTC)
