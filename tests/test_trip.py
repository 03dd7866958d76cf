"""What comes of a visit: states, reasons and when the next look is due. No network, no disk; time stands still."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from scraper import cleaner
from scraper.cleaner import Known
from scraper.crawler.discover import Scope, visit_to
from scraper.model import Article, Failure, Fault, Kind, Outcome, Page, Reading, Reason, Rejection, State, Visit
from scraper.trip import DAY, MAX_ATTEMPTS, Rules, Trip

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

    scope = rules.pop("scope", Scope(hosts=frozenset({"news.test"})))
    trip = Trip(Rules(scope, **rules), keep, read, clock=lambda: NOW)  # type: ignore[arg-type]
    outcome = asyncio.run(trip(visit or visit_to(URL), result))
    exchange = result if isinstance(result, Page) else getattr(result, "page", None)
    assert kept == ([exchange] if exchange else []), "each exchange is kept once, before anything is judged"
    return outcome


def seconds_until(outcome: Outcome) -> float | None:
    return None if outcome.next_due is None else outcome.next_due - NOW.timestamp()


def test_an_article_is_fetched_and_leads_on() -> None:
    outcome = end(page(), revisit=3_600.0)
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


STORY_OF_2011 = STORY.replace("<h1>", '<meta property="article:published_time" content="2011-10-04T08:00:00Z"><h1>')


@pytest.mark.parametrize(
    ("since", "until", "state"),
    [
        (None, None, State.FETCHED),
        (date(2011, 10, 4), date(2011, 10, 4), State.FETCHED),
        (date(2011, 10, 5), None, State.REJECTED),
        (None, date(2011, 10, 3), State.REJECTED),
    ],
)
def test_an_article_of_another_time_is_no_article_of_ours(since: date | None, until: date | None, state: State) -> None:
    scope = Scope(hosts=frozenset({"news.test"}), since=since, until=until)
    outcome = end(page(STORY_OF_2011), scope=scope)
    assert outcome.state is state
    assert len(outcome.found) == 1, "it leads on all the same"
    if state is State.REJECTED:
        assert outcome.reason == Reason.SCOPE
        assert outcome.detail == "published 2011-10-04, which is before since or after until"
        assert isinstance(outcome.result, Rejection)
        assert (outcome.result.title, outcome.result.text) == ("Cranes", "")


def test_links_that_are_passed_over_are_counted_and_some_are_kept() -> None:
    links = ["/events/2031/05/12/", "/?s=cranes", "/a.pdf", "/b.pdf", "https://else.test/", "/news/news/news/a"]
    outcome = end(page(STORY + "".join(f"<a href='{link}'>x</a>" for link in links)))
    assert [visit.url for visit in outcome.found] == ["https://news.test/next"]
    assert outcome.passed_by == {"calendar": 1, "search": 1, "file": 2, "host": 1, "repetition": 1}
    assert [(one.visit.url, one.reason) for one in outcome.passed_over] == [
        ("https://news.test/events/2031/05/12/", "calendar"),
        ("https://news.test/?s=cranes", "search"),
        ("https://news.test/news/news/news/a", "repetition"),
    ]


def test_a_story_that_says_next_leads_to_another_one() -> None:
    deep = replace(visit_to(URL), depth=4)
    link = "<link rel='next' href='/story/2'>"
    assert [visit.depth for visit in end(page(link + STORY), deep).found] == [5, 5]
    listing = "<h1>News</h1><a rel='next' href='/older/x'>Older posts</a>"
    assert [visit.depth for visit in end(page(listing), deep).found] == [4]


def test_a_sitemap_index_leads_to_its_newest_sitemaps() -> None:
    index = "".join(
        f"<sitemap><loc>https://news.test/s{n}.xml</loc><lastmod>{2020 + n}-05-01</lastmod></sitemap>" for n in range(4)
    )
    scope = Scope(hosts=frozenset({"news.test"}), max_sitemaps=2, since=date(2021, 1, 1))
    sitemap = visit_to("https://news.test/sitemap.xml", Kind.SITEMAP)
    outcome = end(page(f"<sitemapindex>{index}</sitemapindex>"), sitemap, scope=scope)
    assert [(visit.url, visit.kind) for visit in outcome.found] == [
        ("https://news.test/s3.xml", Kind.SITEMAP),
        ("https://news.test/s2.xml", Kind.SITEMAP),
    ]
    assert {(one.visit.url, one.visit.kind, one.reason) for one in outcome.passed_over} == {
        ("https://news.test/s1.xml", Kind.SITEMAP, "sitemaps"),
        ("https://news.test/s0.xml", Kind.SITEMAP, "date"),
    }


@pytest.mark.parametrize("entries", [3, 3_000])
def test_entries_come_freshest_first_however_long_the_sitemap(entries: int) -> None:
    urls = "".join(
        f"<url><loc>https://news.test/{n}</loc><lastmod>2026-11-{20 + n % 3}</lastmod></url>" for n in range(entries)
    )
    outcome = end(page(f"<urlset>{urls}</urlset>"), visit_to("https://news.test/sitemap.xml", Kind.SITEMAP))
    assert len(outcome.found) == entries
    assert outcome.found[0].url == "https://news.test/2"
    assert outcome.found[-1].url == f"https://news.test/{entries - 3}"


def test_robots_refusal_is_excluded() -> None:
    outcome = end(Rejection(URL, Reason.ROBOTS, "Disallow: /story"))
    assert (outcome.state, outcome.reason, outcome.detail) == (State.EXCLUDED, Reason.ROBOTS, "Disallow: /story")


def not_found(status: int = 404) -> Failure:
    return Failure(URL, Fault.STATUS, f"HTTP {status}", status, page=page("", status))


def test_not_found_twice_is_gone() -> None:
    first = visit_to(URL)
    assert end(not_found(), first).state is State.FAILED
    again = Visit(first.url, first.key, first.host, attempts=1)
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
