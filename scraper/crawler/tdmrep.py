"""What does a site's tdmrep.json reserve?

The TDM Reservation Protocol (W3C community group, final report of 2024): an array of rules, each with a location, a
reservation (1 or 0) and, if its author wishes, the address of a policy. Locations are patterns as in robots.txt. The
report can be read so that the first rule that matches counts, and so that the most specific one does: where the two
differ, the one that reserves holds.

What a page says itself, in a header or in its HTML, goes before the file. A file without a reservation for it does not
lift one that the page has; a page that the file reserves is not asked for, so what it might say is never heard.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from scraper.crawler.robots_match import Rule, path_of, rule
from scraper.crawler.signal_table import POLICY, RESERVATION, Source
from scraper.crawler.signals import MAX_CHARS
from scraper.model import Signal

PATH = "/.well-known/tdmrep.json"
MAX_RULES = 10_000  # half of what fits into 500 KiB


@dataclass(frozen=True, slots=True)
class Reservation:
    """One rule of the file."""

    where: Rule
    reserved: bool
    policy: str = ""


@dataclass(frozen=True, slots=True)
class Tdmrep:
    """A tdmrep.json as read. ``problem`` says in one line why nothing, or not all, of it could be read."""

    reservations: tuple[Reservation, ...] = ()
    problem: str = ""

    def of(self, url: str) -> Reservation | None:
        """The rule for a URL; None if there is none."""
        path = path_of(url)
        fitting = [one for one in self.reservations if one.where.matches(path)]
        if not fitting:
            return None
        candidates = (fitting[0], max(fitting, key=lambda one: one.where.length))
        return max(candidates, key=lambda one: one.reserved)

    def signals(self, url: str) -> Iterator[Signal]:
        """What the file says of a URL."""
        found = self.of(url)
        if found is not None:
            yield Signal(Source.TDM_FILE, RESERVATION, str(int(found.reserved)))
            if found.policy:
                yield Signal(Source.TDM_FILE, POLICY, found.policy)


def parse(body: bytes) -> Tdmrep:
    """Read a file. Never fails: one that is no TDMRep (an error page, as a rule) says nothing, and why."""
    try:
        told = json.loads(body.decode("utf-8-sig"))
    except (ValueError, RecursionError):  # UnicodeDecodeError is a ValueError
        return Tdmrep(problem="not JSON")
    if isinstance(told, dict):  # one rule without the brackets around it
        told = [told]
    if not isinstance(told, list):
        return Tdmrep(problem="no array of rules")
    rules = tuple(_rules(told[:MAX_RULES]))
    left = len(told) - len(rules)
    return Tdmrep(rules, f"{left} of {len(told)} rules say nothing" if left else "")


def _rules(told: list[Any]) -> Iterator[Reservation]:
    for one in told:
        if not isinstance(one, dict):
            continue
        where = _location(one.get("location"))
        value = one.get(RESERVATION)
        if where is None or str(value) not in ("0", "1") or isinstance(value, bool):
            continue
        policy = one.get(POLICY)
        yield Reservation(where, str(value) == "1", policy.strip()[:MAX_CHARS] if isinstance(policy, str) else "")


def _location(value: object) -> Rule | None:
    """A pattern such as ``/news/*``; a whole address stands for its path."""
    if not isinstance(value, str):
        return None
    pattern = value.strip()
    if pattern.startswith(("http://", "https://")):
        pattern = "/" + pattern.split("/", 3)[3] if pattern.count("/") > 2 else "/"
    elif not pattern.startswith(("/", "*")):
        pattern = "/" + pattern
    return rule(pattern, False, pattern)
