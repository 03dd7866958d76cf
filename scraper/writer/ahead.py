"""What comes after this visit?

A look at a host's queue costs two queries for each of its priorities, so it brings some visits more than the one that
is asked for. They are handed out without another look for as long as that would bring the same: until something that
goes before them is queued or comes due.
"""

from __future__ import annotations

import math
from collections import OrderedDict, deque
from collections.abc import Iterable
from dataclasses import dataclass

from scraper.model import Kind, Outcome, State, Visit
from scraper.writer.announced import read
from scraper.writer.archive_database import Row

COLUMNS = """url, key, host, kind, depth, hops, priority, found_on, due, attempts, etag, last_modified,
           checks, changes, first_checked, fingerprint, status, announced"""
AHEAD = 8  # visits that a look brings
HOSTS = 2_048  # whose looks are remembered, 13 MB

# After these the visit, too, waits for its turn in this run.
_OPEN_AGAIN = frozenset({State.PENDING, State.DEFERRED, State.REDIRECTED})

Rank = tuple[int, float, int]


@dataclass(slots=True)
class Look:
    """The best visits of a host in their order, as rows of COLUMNS, and when (Unix seconds) a better one comes due."""

    rows: deque[Row]
    until: float = math.inf


def visit_of(row: Row) -> Visit:
    """A visit from its row."""
    url, key, host, kind, *rest, announced = row
    rest.append(read(announced))
    return Visit(url, key, host, Kind(kind), *rest)


class Ahead:
    """The looks at all hosts. Whoever hands out visits by them tells of everything that changes the queue."""

    def __init__(self) -> None:
        self._looks: OrderedDict[str, Look] = OrderedDict()

    def next(self, host: str, now: float) -> Visit | None:
        """The host's best visit; None if that takes another look."""
        look = self._looks.get(host)
        if look is None:
            return None
        if now >= look.until:
            del self._looks[host]
            return None
        row = look.rows.popleft()
        if not look.rows:
            del self._looks[host]
        return visit_of(row)

    def keep(self, host: str, look: Look) -> None:
        """Remember what a look brought."""
        if not look.rows:
            return
        self._looks[host] = look
        if len(self._looks) > HOSTS:
            self._looks.popitem(last=False)

    def forget(self, host: str) -> None:
        """Something else may come first now."""
        self._looks.pop(host, None)

    def ended(self, outcome: Outcome) -> None:
        """The end of a visit was committed, and its lease is over."""
        self._queued(outcome.found)
        if outcome.state in _OPEN_AGAIN:
            self.forget(outcome.visit.host)
        for one in outcome.brought:  # nobody has taken these, so they may be among those to come
            self.forget(one.visit.host)
            self.ended(one)

    def _queued(self, visits: Iterable[Visit]) -> None:
        for visit in visits:
            look = self._looks.get(visit.host)
            if look is not None and (visit.priority, visit.due, visit.depth) < _rank(look.rows[-1]):
                self.forget(visit.host)


def _rank(row: Row) -> Rank:
    """What rows are handed out by, lower first."""
    return row[6], row[8], row[4]
