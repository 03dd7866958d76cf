"""What came by another way is kept only where it might have been fetched."""

from __future__ import annotations

from datetime import UTC, datetime

from scraper.crawler.brought import REFUSED_SECONDS, permitted
from scraper.crawler.consent import Step
from scraper.model import Failure, Fault, Outcome, Reason, Rejection, State, Visit
from tests.crawler.virtual import START, visit

AT = datetime.fromtimestamp(START, UTC)
A, B, C, D = (visit(f"https://news.test/{name}") for name in "abcd")


def judge(of: Visit, _: float) -> object:
    answers = {
        A.url: Step.FETCH,
        B.url: Rejection(B.url, Reason.ROBOTS, "Disallow: /b"),
        C.url: None,  # nobody knows yet
        D.url: Failure(D.url, Fault.UNREACHABLE_ROBOTS),
    }
    return answers[of.url]


def test_robots_txt_holds_for_what_was_never_asked_for() -> None:
    brought = tuple(Outcome(of, State.FETCHED, AT, fingerprint="looks") for of in (A, B, C, D))
    found = visit("https://news.test/e")
    outcome = permitted(Outcome(found, State.FETCHED, AT, brought=brought, found=(found,)), judge, START)
    kept, refused = outcome.brought
    assert kept is brought[0]
    assert (refused.visit, refused.state, refused.reason) == (B, State.EXCLUDED, Reason.ROBOTS)
    assert (refused.detail, refused.fingerprint, refused.next_due) == ("Disallow: /b", "", START + REFUSED_SECONDS)
    assert outcome.found == (found, C, D), "whose robots.txt is not known yet is left to be visited"


def test_nothing_brought_is_nothing_to_judge() -> None:
    plain = Outcome(A, State.FETCHED, AT)
    assert permitted(plain, judge, START) is plain
