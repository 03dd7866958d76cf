"""When is it looked at again?

After a look, by what was seen of it before and what the server says; after a loss, by how often it was lost. And what
a look is remembered by, to tell the next time whether something has changed.
"""

from __future__ import annotations

from datetime import UTC, datetime, time

from scraper.apart import FINGERPRINT_CHARS, digest
from scraper.crawler.discover import refusal_of, trap
from scraper.crawler.freshness import fresh_seconds
from scraper.crawler.revisit import Bounds, after_failures, history, next_interval
from scraper.model import Article, Failure, Fault, Page, PageType, Reading, Reason, Rejection, State, Visit
from scraper.trip_rules import MAX_ATTEMPTS, Rules

KNOWN_STORIES = 24  # the priority of another look at a story: after what is new, before what only a sitemap names
LISTINGS = frozenset({PageType.LISTING, PageType.COLLECTION, PageType.SEARCH})
UNKNOWN = frozenset({Fault.UNREACHABLE_ROBOTS, Fault.UNREACHABLE_TERMS})  # not said of the page: tried ever again
BEYOND_THE_END = "rest_post_invalid_page_number"  # of a list of posts, which has become shorter


def again(visit: Visit, page: Page, bounds: Bounds, fingerprint: str = "", published: float | None = None) -> float:
    """When (Unix seconds) a page that came is worth another look; ``fingerprint`` is "" for one that is as it was.

    Not before the server calls it stale, and not later than the longest interval.
    """
    now = page.fetched_at.timestamp()
    interval = next_interval(history(visit, fingerprint, now), now, bounds, published)
    return now + (bounds.within(max(interval, fresh_seconds(page))) if bounds.first > 0 else 0.0)


def loss(visit: Visit, failure: Failure, now: float, rules: Rules) -> tuple[State, float | None]:
    """What a failure means for the URL: to be tried again, failed for now, or gone for good; and when it is due."""
    if failure.status == 410 or (failure.status == 404 and visit.status == 404):
        return State.GONE, None
    if failure.page and refusal_of(failure.page.body) == BEYOND_THE_END:
        return State.FAILED, None
    passes = failure.again and (visit.attempts + 1 < MAX_ATTEMPTS or failure.fault in UNKNOWN)
    if passes:
        return State.DEFERRED, now + (failure.wait if failure.wait is not None else rules.backoff * 2**visit.attempts)
    tried_before = MAX_ATTEMPTS - 1 if failure.again else 0
    return State.FAILED, now + after_failures(visit.attempts + 1 - tried_before, rules.revisit)


# ---------------------------------------------------------------- what it looked like


def fingerprint_of(reading: Reading, visit: Visit) -> str:
    """An article by its own fingerprint, which its chrome has no part in; a listing by where it leads.

    Anything else by its text. "" if it was not seen for what it is, because the cleaner broke.
    """
    result = reading.result
    if isinstance(result, Article):
        return result.fingerprint[:FINGERPRINT_CHARS] or digest([result.title, result.text])
    if result.reason is Reason.BROKEN:
        return ""
    if visit.depth == 0 or result.page_type in LISTINGS:
        home = visit.url[: visit.url.find("/", len("https://")) + 1]
        own = {link.url.partition("#")[0] for link in reading.links if link.url.startswith(home) and not link.nofollow}
        return digest(sorted(url for url in own if trap(url) is None))  # others may have a new number each time
    return digest([result.title or "", result.text])


def published_at(result: Article | Rejection) -> float | None:
    """When an article came out, in Unix seconds: at noon (UTC) where only the day is known."""
    when = result.date_published if isinstance(result, Article) else None
    if when is None:
        return None
    if not isinstance(when, datetime):
        when = datetime.combine(when, time(12), UTC)
    return (when if when.tzinfo else when.replace(tzinfo=UTC)).timestamp()
