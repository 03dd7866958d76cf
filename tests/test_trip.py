"""What comes of a visit: states, reasons and when the next look is due. No network, no disk; time stands still."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime

import pytest

from scraper import cleaner
from scraper.cleaner import Known
from scraper.crawler.discover import Scope, visit_to
from scraper.crawler.revisit import Bounds
from scraper.model import Article, Failure, Fault, Outcome, Page, Reading, Reason, Rejection, State, Visit
from scraper.trip import Rules, Trip
from scraper.trip_rules import DAY, MAX_ATTEMPTS

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
URL = "https://news.test/story/1"
SENTENCE = "The harbour council met on Monday to talk about the missing cranes, and it did not come to an end. "
PARAGRAPH = f"<p>{SENTENCE * 3}</p>"
STORY = f"<html><title>Cranes</title><h1>Cranes</h1>{PARAGRAPH}{PARAGRAPH}<a href='/next'>Next story</a>"


def page(body: str = STORY, status: int = 200, **headers: str) -> Page:
    named = {"content-type": "text/html", **{key.replace("_", "-"): value for key, value in headers.items()}}
    return Page(URL, status, tuple(named.items()), body.encode(), NOW)


async def read(body: bytes, url: str, known: Known) -> Reading:
    return cleaner.read(body, url, known)


def end(result: Page | Failure | Rejection, visit: Visit | None = None, **rules: object) -> Outcome:
    kept: list[Page] = []

    def keep(page: Page) -> None:
        kept.append(page)

    scope = Scope(hosts=frozenset({"news.test"}))
    trip = Trip(Rules(scope, **rules), keep, read, clock=lambda: NOW)  # type: ignore[arg-type]
    outcome = asyncio.run(trip(visit or visit_to(URL), result))
    exchange = result if isinstance(result, Page) else getattr(result, "page", None)
    assert kept == ([exchange] if exchange else []), "each exchange is kept once, before anything is judged"
    return outcome


def seconds_until(outcome: Outcome) -> float | None:
    return None if outcome.next_due is None else outcome.next_due - NOW.timestamp()


def test_an_article_is_fetched_and_leads_on() -> None:
    outcome = end(page(), revisit=Bounds(3_600.0))
    assert (outcome.state, outcome.status) == (State.FETCHED, 200)
    assert isinstance(outcome.result, Article)
    assert [visit.url for visit in outcome.found] == ["https://news.test/next"]
    assert seconds_until(outcome) == 3_600.0


def test_what_is_no_article_is_rejected_with_its_reason() -> None:
    outcome = end(page("<title>Page not found</title><h1>Page not found</h1>"))
    assert (outcome.state, outcome.reason) == (State.REJECTED, Reason.ERROR_PAGE)


@pytest.mark.parametrize("kind", ["application/json", "image/png", "application/pdf"])
def test_other_kinds_of_content_are_no_pages(kind: str) -> None:
    outcome = end(page('{"a": 1}', content_type=kind))
    assert (outcome.state, outcome.reason) == (State.REJECTED, Reason.NOT_HTML)
    assert kind in outcome.detail


def test_a_page_by_its_looks_is_one_whatever_it_is_declared_as() -> None:
    assert end(page(content_type="application/octet-stream")).state is State.FETCHED


def test_a_page_over_the_cap_is_kept_and_not_cleaned() -> None:
    outcome = end(page(), max_page=100)
    assert (outcome.state, outcome.reason) == (State.REJECTED, Reason.TOO_LARGE)
    assert "max_page_bytes" in outcome.detail


@pytest.mark.parametrize("value", ["nofollow", "noindex, NOFOLLOW", "none"])
def test_nobody_is_followed_who_says_so_in_a_header(value: str) -> None:
    assert end(page(x_robots_tag=value)).found == ()


def test_nobody_is_followed_who_says_so_in_the_page() -> None:
    assert end(page('<meta name="robots" content="index,nofollow">' + STORY)).found == ()


def test_not_modified_keeps_what_there_is() -> None:
    outcome = end(page("", 304))
    assert (outcome.state, outcome.result) == (State.UNCHANGED, None)


def test_a_redirect_is_a_visit_of_its_own() -> None:
    outcome = end(page("", 301, location="/story/2"))
    assert outcome.state is State.REDIRECTED
    assert [(visit.url, visit.hops) for visit in outcome.found] == [("https://news.test/story/2", 1)]


def test_a_redirect_out_of_scope_is_not_followed() -> None:
    outcome = end(page("", 302, location="https://elsewhere.test/"))
    assert (outcome.state, outcome.reason, outcome.found) == (State.EXCLUDED, Reason.SCOPE, ())


def test_a_feed_leads_to_its_entries() -> None:
    feed = f"<rss version='2.0'><channel><item><link>{URL}2</link></item></channel></rss>"
    outcome = end(page(feed, content_type="application/rss+xml"))
    assert outcome.state is State.FETCHED
    assert [visit.url for visit in outcome.found] == [URL + "2"]


def test_robots_refusal_is_excluded() -> None:
    outcome = end(Rejection(URL, Reason.ROBOTS, "Disallow: /story"))
    assert (outcome.state, outcome.reason, outcome.detail) == (State.EXCLUDED, Reason.ROBOTS, "Disallow: /story")


def not_found(status: int = 404) -> Failure:
    return Failure(URL, Fault.STATUS, f"HTTP {status}", status, page=page("", status))


def test_not_found_twice_is_gone() -> None:
    first = visit_to(URL)
    assert end(not_found(), first).state is State.FAILED
    again = Visit(first.url, first.key, first.host, attempts=1, status=404)
    outcome = end(not_found(), again)
    assert (outcome.state, outcome.next_due) == (State.GONE, None)


def test_gone_is_gone() -> None:
    assert end(not_found(410)).state is State.GONE


def test_what_may_pass_is_put_off_for_as_long_as_the_server_says() -> None:
    outcome = end(Failure(URL, Fault.STATUS, "HTTP 503", 503, again=True, wait=90.0))
    assert (outcome.state, outcome.status, seconds_until(outcome)) == (State.DEFERRED, 503, 90.0)


def test_waits_of_our_own_double() -> None:
    first = visit_to(URL)
    waits = [
        seconds_until(
            end(Failure(URL, Fault.TIMEOUT, again=True), Visit(URL, first.key, first.host, attempts=n), backoff=60.0)
        )
        for n in range(3)
    ]
    assert waits == [60.0, 120.0, 240.0]


def test_what_fails_too_often_is_looked_at_a_day_later() -> None:
    first = visit_to(URL)
    tired = Visit(first.url, first.key, first.host, attempts=MAX_ATTEMPTS - 1)
    outcome = end(Failure(URL, Fault.TIMEOUT, again=True), tired)
    assert (outcome.state, seconds_until(outcome)) == (State.FAILED, DAY)
