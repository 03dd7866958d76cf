"""What does the exit code say?

Everything asked for ends in one of a few fates; the exit code is read off their counts, so that a scheduler can
tell "all well" from "look at it" from "later".
"""

from __future__ import annotations

from collections import Counter
from enum import Enum, IntEnum, auto

from scraper.errors import ArchiveLockedError, DeliveryError, ScraperError, WorkerError
from scraper.model import Article, Failure, Outcome, Reason, Rejection, State


class Exit(IntEnum):
    """The exit codes; 64 and up follow sysexits.h and the shell's 128 + signal."""

    OK = 0
    SOME_FAILED = 1
    USAGE = 2
    ALL_FAILED = 3
    REFUSED = 4
    TRY_LATER = 75
    INTERRUPTED = 130
    CLOSED_PIPE = 141


class Fate(Enum):
    """How one thing that was asked for ended."""

    DONE = auto()
    REFUSED = auto()  # robots.txt or the publisher's terms say no
    LATER = auto()  # the server answered that it cannot now
    ABSENT = auto()  # 404 or 410 met in a crawl: the site has answered, nothing is amiss
    LOST = auto()


REFUSALS = frozenset({Reason.ROBOTS, Reason.OPT_OUT})
ABSENT_STATUSES = frozenset({404, 410})
LATER_STATUSES = frozenset({425, 429, 503})  # the server's own word that another time will do
GOOD_STATES = frozenset({State.FETCHED, State.REJECTED, State.UNCHANGED, State.REDIRECTED, State.GONE})


def fate_of(result: Article | Rejection | Failure) -> Fate:
    """The fate of one page asked for by name. A page without an article is lost to who wanted one."""
    match result:
        case Article():
            return Fate.DONE
        case Rejection(reason=reason):
            return Fate.REFUSED if reason in REFUSALS else Fate.LOST
        case Failure(again=True, status=status) if status in LATER_STATUSES:
            return Fate.LATER
    return Fate.LOST


def fate_of_visit(outcome: Outcome) -> Fate | None:
    """The fate of one visit of a crawl; None where it says nothing about how the crawl went (out of scope).

    A crawl meets listings, dead links and closed paths as a matter of course, so those are no failures.
    """
    if outcome.state is State.EXCLUDED:
        return Fate.REFUSED if outcome.reason in REFUSALS else None
    if outcome.status in ABSENT_STATUSES:
        return Fate.ABSENT
    if outcome.state in GOOD_STATES:
        return Fate.LOST if outcome.reason == Reason.BROKEN else Fate.DONE
    if outcome.state is State.DEFERRED and outcome.status in LATER_STATUSES:
        return Fate.LATER
    return Fate.LOST


def exit_for(fates: Counter[Fate], *, crawl: bool = False) -> Exit:
    """The exit code for the counted fates. In a crawl, refusals and dead links beside pages that came are no loss."""
    done = fates[Fate.DONE]
    missed = +Counter({fate: number for fate, number in fates.items() if fate is not Fate.DONE})
    if done:
        if crawl:
            missed = Counter({fate: missed[fate] for fate in (Fate.LATER, Fate.LOST) if missed[fate]})
        return Exit.SOME_FAILED if missed else Exit.OK
    if not missed:
        return Exit.OK
    if missed[Fate.LOST] or missed[Fate.ABSENT]:
        return Exit.ALL_FAILED
    return Exit.TRY_LATER if missed[Fate.LATER] else Exit.REFUSED


def exit_for_error(error: ScraperError) -> Exit:
    """The exit code for what stopped a command before it could do anything."""
    return Exit.TRY_LATER if isinstance(error, ArchiveLockedError | DeliveryError | WorkerError) else Exit.USAGE
