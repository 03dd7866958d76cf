"""When is a page looked at again?

By how often it was seen to change: the rate is estimated from a count of looks and of changes, since what happens
between two looks is not seen (Cho and Garcia-Molina, "Estimating frequency of change", 2003, 4.2). A page that was
never seen to change is left alone for as long again as it is known.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from scraper.model import Visit

AGE_SHARE = 1 / 8  # of a story's age until the next look: an hour old in 8 minutes, a month old in 4 days
FAILED_SECONDS = 86_400.0  # what does not come is asked for a day later, then after two, four ...
MOST_DOUBLINGS = 16  # a day becomes more than a century


@dataclass(frozen=True, slots=True)
class Bounds:
    """Seconds between two looks: ``first`` is a guess for what is seen for the first time.

    With ``first`` 0 everything is due again at once, whatever else is known.
    """

    first: float = 86_400.0
    least: float = 3_600.0
    most: float = 2_592_000.0

    def within(self, seconds: float) -> float:
        """The nearest interval that is allowed; ``first`` is one whatever the others are."""
        return min(max(seconds, min(self.least, self.first)), max(self.most, self.first))


@dataclass(frozen=True, slots=True)
class History:
    """All looks at a page, the one just taken included: how many, how many showed a change, and when the first was.

    ``since`` is in Unix seconds.
    """

    looks: int
    changes: int
    since: float


def history(visit: Visit, fingerprint: str, now: float) -> History:
    """What is known after a look that showed ``fingerprint``; "" if the page is as it was (304)."""
    changed = bool(visit.fingerprint and fingerprint) and fingerprint != visit.fingerprint
    return History(visit.checks + 1, visit.changes + changed, visit.first_checked or now)


def next_interval(seen: History, now: float, bounds: Bounds, published: float | None = None) -> float:
    """Seconds from ``now`` until the page is worth a look, within ``bounds``.

    ``published`` (Unix seconds) is when a story came out, if it is one: an old one is looked at rarely, even when
    it has just been found. The result is the time in which one change is to be expected.
    """
    if bounds.first <= 0:
        return 0.0
    known_for = max(0.0, now - seen.since)
    most = max(bounds.first, known_for)  # nothing is known of a longer time than that
    wanted = min(_time_of_change(seen, known_for), most)
    if published is not None:
        wanted = max(wanted, (now - published) * AGE_SHARE)
    return bounds.within(wanted)


def after_failures(failures: int, bounds: Bounds) -> float:
    """Seconds until what has failed so often, this time included, is asked for again."""
    doublings = min(max(0, failures - 1), MOST_DOUBLINGS)
    return min(FAILED_SECONDS * float(2**doublings), max(bounds.most, FAILED_SECONDS))


def _time_of_change(seen: History, known_for: float) -> float:
    """Seconds in which a page changes once, by all that was seen of it; infinite if it never did."""
    intervals = seen.looks - 1
    if intervals < 1 or seen.changes < 1 or known_for <= 0:
        return math.inf
    changes = min(seen.changes, intervals)
    per_interval = -math.log((intervals - changes + 0.5) / (intervals + 0.5))
    return known_for / intervals / per_interval
