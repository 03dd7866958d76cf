"""The exit codes, read off fates."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime

import pytest

from scraper.cli.exits import Exit, Fate, exit_for, exit_for_error, fate_of, fate_of_visit
from scraper.errors import ArchiveError, ArchiveLockedError, SettingsError, WorkerError
from scraper.model import Article, Attribution, Failure, Fault, Outcome, Reason, Rejection, State, Visit

URL = "https://news.test/a"
WHEN = datetime(2026, 1, 1, tzinfo=UTC)


def outcome(state: State, status: int | None = 200, reason: str = "") -> Outcome:
    return Outcome(Visit(URL, URL, "news.test"), state, WHEN, status=status, reason=reason)


@pytest.mark.parametrize(
    ("result", "fate"),
    [
        (Article(URL, "T", "x", Attribution(URL, "News")), Fate.DONE),
        (Rejection(URL, Reason.ROBOTS), Fate.REFUSED),
        (Rejection(URL, Reason.OPT_OUT), Fate.REFUSED),
        (Rejection(URL, Reason.LISTING), Fate.LOST),
        (Failure(URL, Fault.STATUS, status=429, again=True), Fate.LATER),
        (Failure(URL, Fault.UNREACHABLE_ROBOTS, status=503, again=True), Fate.LATER),
        (Failure(URL, Fault.STATUS, status=500, again=True), Fate.LOST),
        (Failure(URL, Fault.DNS, again=True), Fate.LOST),
        (Failure(URL, Fault.STATUS, status=404), Fate.LOST),
    ],
)
def test_the_fate_of_a_page_asked_for(result: Article | Rejection | Failure, fate: Fate) -> None:
    assert fate_of(result) is fate


@pytest.mark.parametrize(
    ("end", "fate"),
    [
        (outcome(State.FETCHED), Fate.DONE),
        (outcome(State.REJECTED, reason="listing"), Fate.DONE),
        (outcome(State.REJECTED, reason="broken"), Fate.LOST),
        (outcome(State.UNCHANGED, 304), Fate.DONE),
        (outcome(State.REDIRECTED, 301), Fate.DONE),
        (outcome(State.EXCLUDED, None, "robots"), Fate.REFUSED),
        (outcome(State.EXCLUDED, None, "scope"), None),
        (outcome(State.FAILED, 404, "status"), Fate.ABSENT),
        (outcome(State.GONE, 410, "status"), Fate.ABSENT),
        (outcome(State.DEFERRED, 429, "status"), Fate.LATER),
        (outcome(State.DEFERRED, None, "timeout"), Fate.LOST),
        (outcome(State.FAILED, 500, "status"), Fate.LOST),
    ],
)
def test_the_fate_of_a_visit(end: Outcome, fate: Fate | None) -> None:
    assert fate_of_visit(end) is fate


@pytest.mark.parametrize(
    ("fates", "fetch", "crawl"),
    [
        ([], Exit.OK, Exit.OK),
        ([Fate.DONE], Exit.OK, Exit.OK),
        ([Fate.DONE, Fate.LOST], Exit.SOME_FAILED, Exit.SOME_FAILED),
        ([Fate.DONE, Fate.LATER], Exit.SOME_FAILED, Exit.SOME_FAILED),
        ([Fate.DONE, Fate.REFUSED], Exit.SOME_FAILED, Exit.OK),
        ([Fate.DONE, Fate.ABSENT], Exit.SOME_FAILED, Exit.OK),
        ([Fate.LOST], Exit.ALL_FAILED, Exit.ALL_FAILED),
        ([Fate.ABSENT], Exit.ALL_FAILED, Exit.ALL_FAILED),
        ([Fate.LOST, Fate.LATER, Fate.REFUSED], Exit.ALL_FAILED, Exit.ALL_FAILED),
        ([Fate.REFUSED], Exit.REFUSED, Exit.REFUSED),
        ([Fate.REFUSED, Fate.LATER], Exit.TRY_LATER, Exit.TRY_LATER),
        ([Fate.LATER], Exit.TRY_LATER, Exit.TRY_LATER),
    ],
)
def test_the_exit_code(fates: list[Fate], fetch: Exit, crawl: Exit) -> None:
    assert exit_for(Counter(fates)) is fetch
    assert exit_for(Counter(fates), crawl=True) is crawl


def test_an_error_is_of_usage_unless_it_passes() -> None:
    assert exit_for_error(SettingsError("x")) is Exit.USAGE
    assert exit_for_error(ArchiveError("x")) is Exit.USAGE
    assert exit_for_error(ArchiveLockedError("x")) is Exit.TRY_LATER
    assert exit_for_error(WorkerError("x")) is Exit.TRY_LATER
