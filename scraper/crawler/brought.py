"""May we have what came by another way?

A list of posts brings pages that were never asked for. What robots.txt says of a page holds for it all the same: what
may not be fetched is not kept as an article either.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from scraper.crawler.consent import Step
from scraper.model import Outcome, Rejection, State, Visit

Judge = Callable[[Visit, float], object]  # Step.FETCH, a Rejection, or whatever else is known of the visit
REFUSED_SECONDS = 86_400.0  # as long as a copy of robots.txt holds (RFC 9309, 2.4)


def permitted(outcome: Outcome, judge: Judge, now: float) -> Outcome:
    """The outcome without what is disallowed; what robots.txt has yet to be asked about is left to be visited."""
    if not outcome.brought:
        return outcome
    brought: list[Outcome] = []
    left: list[Visit] = []
    for one in outcome.brought:
        verdict = judge(one.visit, now)
        if verdict is Step.FETCH:
            brought.append(one)
        elif isinstance(verdict, Rejection):
            refused = Outcome(one.visit, State.EXCLUDED, one.at, next_due=now + REFUSED_SECONDS)
            brought.append(replace(refused, reason=verdict.reason.value, detail=verdict.detail))
        else:
            left.append(one.visit)
    return replace(outcome, brought=tuple(brought), found=(*outcome.found, *left))
