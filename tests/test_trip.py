"""What comes of a visit: states, reasons and when the next look is due. No network, no disk; time stands still."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from scraper import cleaner
from scraper.apart import As, Leads, parse
from scraper.cleaner import Known
from scraper.crawler.discover import Posts, Scope, visit_to
from scraper.crawler.revisit import Bounds
from scraper.model import Article, Failure, Fault, Kind, Outcome, Page, Reading, Reason, Rejection, State, Visit
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

    scope = rules.pop("scope", Scope(hosts=frozenset({"news.test"})))
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
    again = Visit(first.url, first.key, first.host, attempts=1, status=404)
    outcome = end(not_found(), again)
    assert (outcome.state, outcome.next_due) == (State.GONE, None)


def test_not_found_after_another_failure_is_not_gone_yet() -> None:
    first = visit_to(URL)
    was_busy = Visit(first.url, first.key, first.host, attempts=1, status=503)
    assert end(not_found(), was_busy).state is State.FAILED


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


def test_what_fails_too_often_is_looked_at_a_day_later_and_then_ever_later() -> None:
    first = visit_to(URL)
    ends = [
        end(Failure(URL, Fault.TIMEOUT, again=True), Visit(first.url, first.key, first.host, attempts=count))
        for count in range(MAX_ATTEMPTS - 1, MAX_ATTEMPTS + 6)
    ]
    assert {outcome.state for outcome in ends} == {State.FAILED}
    waits = [seconds_until(outcome) for outcome in ends]
    assert waits[:4] == [DAY, 2 * DAY, 4 * DAY, 8 * DAY]
    assert waits[-1] == Bounds().most


def test_what_is_refused_for_good_is_asked_for_ever_more_rarely() -> None:
    first = visit_to(URL)
    refused = Failure(URL, Fault.STATUS, "HTTP 403", 403)
    waits = [seconds_until(end(refused, Visit(first.url, first.key, first.host, attempts=count))) for count in range(3)]
    assert waits == [DAY, 2 * DAY, 4 * DAY]


# ---------------------------------------------------------------- when it is looked at again


def known(outcome: Outcome, since: float) -> Visit:
    """The visit as it comes the next time, ``since`` seconds after the first."""
    first = outcome.visit
    return replace(
        first,
        depth=1,
        checks=first.checks + 1,
        first_checked=first.first_checked or NOW.timestamp() - since,
        fingerprint=outcome.fingerprint,
    )


def test_what_does_not_change_is_left_alone_for_longer() -> None:
    again = end(page(), known(end(page()), since=3 * DAY))
    assert seconds_until(again) == 3 * DAY
    not_modified = end(page("", 304), known(end(page()), since=3 * DAY))
    assert seconds_until(not_modified) == 3 * DAY


def test_what_has_changed_is_looked_at_sooner() -> None:
    new = end(page(STORY + PARAGRAPH.replace("cranes", "ropes")), known(end(page()), since=3 * DAY))
    wait = seconds_until(new)
    assert wait is not None
    assert DAY < wait < 3 * DAY


def test_an_old_story_is_looked_at_rarely() -> None:
    dated = STORY.replace("<title>", '<meta property="article:published_time" content="2016-01-01"><title>')
    deep = replace(visit_to(URL), depth=1)
    assert seconds_until(end(page(dated), deep)) == Bounds().most
    assert seconds_until(end(page(dated), visit_to(URL))) == DAY, "a start page is there for what is new"


def test_what_the_server_calls_fresh_is_not_asked_for_before_it_is_stale() -> None:
    assert seconds_until(end(page(cache_control="max-age=200000"))) == 200_000
    assert seconds_until(end(page(cache_control="max-age=99999999"))) == Bounds().most
    assert seconds_until(end(page(cache_control="no-cache, max-age=200000"))) == DAY
    assert seconds_until(end(page("", 304, cache_control="max-age=200000"))) == 200_000


def test_with_nought_all_is_due_at_once() -> None:
    assert seconds_until(end(page(cache_control="max-age=200000"), revisit=Bounds(0.0))) == 0


def test_chrome_is_no_change_of_a_story_and_text_is_none_of_a_listing() -> None:
    plain = end(page()).fingerprint
    assert end(page(STORY.replace("<h1>", "<nav><a href='/x'>New</a></nav><h1>"))).fingerprint == plain
    front = "<title>News</title>{}" + "".join(
        f"<p><a href='/story/{number}'>Story {number}</a></p>" for number in range(9)
    )
    first = end(page(front.format("<p>10:00</p>"))).fingerprint
    assert end(page(front.format("<p>11:00</p>"))).fingerprint == first
    assert end(page(front.format("<a href='/story/10'>New</a>"))).fingerprint != first


def test_a_feed_has_changed_with_its_entries() -> None:
    def looks(*names: str, title: str = "News") -> str:
        items = "".join(f"<item><link>{URL}{name}</link></item>" for name in names)
        feed = f"<rss version='2.0'><channel><title>{title}</title>{items}</channel></rss>"
        return end(page(feed, content_type="application/rss+xml")).fingerprint

    assert looks("a", "b") == looks("a", "b", title="News at noon")
    assert looks("a", "b") != looks("a", "b", "c")


def test_what_the_cleaner_broke_on_was_not_seen() -> None:
    async def broken(body: bytes, url: str, known: Known) -> Reading:
        return Reading(Rejection(url, Reason.BROKEN, "too deep"))

    trip = Trip(Rules(Scope(hosts=frozenset({"news.test"}))), lambda _: None, broken, clock=lambda: NOW)
    assert asyncio.run(trip(visit_to(URL), page())).fingerprint == ""


# ---------------------------------------------------------------- documents


def test_a_large_document_is_parsed_apart() -> None:
    apart: list[int] = []

    async def parser(body: bytes, url: str, how: As) -> Leads | Posts:
        apart.append(len(body))
        return parse(body, url, how)

    async def run(count: int) -> Outcome:
        trip = Trip(Rules(Scope(hosts=frozenset({"news.test"}))), lambda _: None, read, parser, clock=lambda: NOW)
        locs = "".join(f"<url><loc>https://news.test/{number}</loc></url>" for number in range(count))
        return await trip(visit_to(URL, Kind.SITEMAP), page(f"<urlset>{locs}</urlset>"))

    assert len(asyncio.run(run(3)).found) == 3
    assert apart == []
    assert len(asyncio.run(run(5_000)).found) == 5_000
    assert len(apart) == 1
