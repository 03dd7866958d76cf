"""Does a page asked for by name come as politely as in a crawl, and is every loss a value?"""

from __future__ import annotations

import asyncio
import socket
from dataclasses import replace
from pathlib import Path
from typing import NoReturn

import pytest

from scraper import journey
from scraper.errors import UrlError
from scraper.journey import Result
from scraper.model import Article, Failure, Fault, PageType, Purpose, Reason, Rejection
from scraper.settings import Settings
from scraper.version import __version__
from tests.journey.site import CONTACT, Answer, Reply, Site, listing, paragraphs, settings_for, stories, story, title

A, B = "/story/1", "/story/2"
FEED = '<?xml version="1.0"?><rss version="2.0"><channel><title>News</title></channel></rss>'


def settings(site: Site) -> Settings:
    """Those of a crawl; a one-off fetch has no archive."""
    return settings_for(site, Path("nowhere"))


def fetch_all(site: Site, *urls: str) -> list[tuple[str, Result]]:
    found: list[tuple[str, Result]] = []

    async def go() -> None:
        await journey.fetch_all(urls, settings(site), lambda *pair: found.append(pair), asyncio.Event())

    asyncio.run(go())
    return found


def test_an_article_after_robots_txt_under_our_name() -> None:
    with Site(stories([1])) as site:
        result = journey.fetch(site.url(A), settings(site))
        assert site.paths() == ["/robots.txt", A]
        assert {entry.headers["user-agent"] for entry in site.log()} == {f"scraper/{__version__} (+{CONTACT})"}
    assert isinstance(result, Article)
    assert (result.title, result.text) == (title(1), "\n\n".join(paragraphs(1)))
    assert result.attribution.link == result.url == site.url(A)


def test_robots_refuses() -> None:
    robots = "User-agent: *\nAllow: /\n\nUser-agent: Scraper\nDisallow: /story/\n"
    with Site(stories([1]) | {"/robots.txt": robots}) as site:
        result = journey.fetch(site.url(A), settings(site))
        assert site.paths() == ["/robots.txt"]
    assert isinstance(result, Rejection)
    assert (result.reason, result.detail) == (Reason.ROBOTS, "Disallow: /story/")


@pytest.mark.parametrize("allowed", [(), ("127.0.0.1/32",)])
def test_loopback_is_not_asked_unless_the_settings_name_it(allowed: tuple[str, ...]) -> None:
    with Site(stories([1])) as site:
        result = journey.fetch(site.url(A), replace(settings(site), allow_private=allowed))
        assert site.log() == []
    assert isinstance(result, Failure)
    assert result.fault is Fault.ADDRESS
    assert "allow_private" in result.detail


def test_a_redirect_into_a_network_that_is_closed_is_not_followed() -> None:
    with Site({}, stories([1])) as site:
        site.pages[0]["/go"] = Reply(302, headers={"Location": site.url(A, 1)})
        ours = site.host().partition(":")[0] + "/32"
        result = journey.fetch(site.url("/go"), replace(settings(site), allow_private=(ours,)))
        assert site.paths(0) == ["/robots.txt", "/go"]
        assert site.log(1) == []
    assert isinstance(result, Failure)
    assert result.fault is Fault.ADDRESS


def test_a_chain_of_redirects_asks_each_host_first() -> None:
    with Site({}, {}, stories([1])) as site:
        site.pages[0]["/go"] = Reply(301, headers={"Location": site.url("/on", 1)})
        site.pages[1]["/on"] = Reply(307, headers={"Location": site.url(A, 2)})
        result = journey.fetch(site.url("/go"), settings(site))
        asked = [(entry.host, entry.path) for entry in site.log()]
        hosts = [site.host(at) for at in range(3)]
    assert asked == [
        (hosts[0], "/robots.txt"),
        (hosts[0], "/go"),
        (hosts[1], "/robots.txt"),
        (hosts[1], "/on"),
        (hosts[2], "/robots.txt"),
        (hosts[2], A),
    ]
    assert isinstance(result, Article)
    assert result.attribution.link == f"http://{hosts[2]}{A}"


def test_the_last_host_of_a_chain_may_refuse() -> None:
    with Site({}, stories([1]) | {"/robots.txt": "User-agent: *\nDisallow: /\n"}) as site:
        site.pages[0]["/go"] = Reply(301, headers={"Location": site.url(A, 1)})
        result = journey.fetch(site.url("/go"), settings(site))
        assert site.paths(1) == ["/robots.txt"]
    assert isinstance(result, Rejection)
    assert result.reason is Reason.ROBOTS


def test_a_ring_of_redirects() -> None:
    with Site({f"/r/{at}": Reply(302, headers={"Location": f"/r/{(at + 1) % 3}"}) for at in range(3)}) as site:
        result = journey.fetch(site.url("/r/0"), settings(site))
        assert site.paths() == ["/robots.txt", "/r/0", "/r/1", "/r/2"]
    assert isinstance(result, Failure)
    assert result.fault is Fault.REDIRECTS


def test_one_document_is_asked_for_once() -> None:
    with Site(stories([1, 2])) as site:
        twice = [site.url(A), site.url(A) + "?utm_source=feed#top", site.url(B), site.url(A)]
        results = fetch_all(site, *twice)
        assert sorted(site.paths()) == ["/robots.txt", A, B]
    assert sorted(url for url, _ in results) == sorted(twice)
    assert len({id(result) for url, result in results if url != twice[2]}) == 1


def test_two_redirects_to_one_page_ask_for_it_once() -> None:
    to = Reply(301, headers={"Location": A})
    with Site(stories([1]) | {"/x": to, "/y": to}) as site:
        results = fetch_all(site, site.url("/x"), site.url(A), site.url("/y"))
        assert sorted(site.paths()) == ["/robots.txt", A, "/x", "/y"]
    assert len(results) == 3
    assert all(isinstance(result, Article) for _, result in results)


def test_a_redirect_to_where_another_has_been_before() -> None:
    """The long way reaches /m when the short one has long been there and gone on."""
    hops: dict[str, Answer] = {f"/{at}": Reply(302, headers={"Location": f"/{at + 1}"}) for at in range(4)}
    ours: dict[str, Answer] = {path: Reply(301, headers={"Location": to}) for path, to in (("/x", "/m"), ("/m", A))}
    with Site(stories([1]) | ours, hops) as site:
        hops["/3"] = Reply(302, headers={"Location": site.url("/m")})
        short, long = site.url("/x"), site.url("/0", 1)
        results = dict(fetch_all(site, short, long))
        assert sorted(site.paths()) == ["/m", "/robots.txt", A, "/x"]
    assert isinstance(results[short], Article)
    assert results[long] == results[short]


def test_links_are_not_followed() -> None:
    with Site(stories([1, 2])) as site:
        ((_, result),) = fetch_all(site, site.url("/"))
        assert site.paths() == ["/robots.txt", "/"]
    assert isinstance(result, Rejection)
    assert (result.reason, result.page_type) == (Reason.LISTING, PageType.LISTING)


def test_every_loss_is_told_with_its_url() -> None:
    pages: dict[str, Answer] = {
        "/feed": Reply(200, FEED.encode(), {"Content-Type": "application/rss+xml"}),
        "/pdf": Reply(200, b"%PDF-1.7", {"Content-Type": "application/pdf"}),
        "/empty": b"",
    }
    with Site(stories([1]) | pages) as site:
        paths = ["/feed", "/missing", "/pdf", "/empty", A]
        results = {url.removeprefix(site.url("")): result for url, result in fetch_all(site, *map(site.url, paths))}
    assert set(results) == set(paths)
    reasons = {path: result.reason for path, result in results.items() if isinstance(result, Rejection)}
    assert reasons == {"/feed": Reason.OTHER_TYPE, "/pdf": Reason.NOT_HTML, "/empty": Reason.EMPTY}
    missing = results["/missing"]
    assert isinstance(missing, Failure)
    assert (missing.fault, missing.status) == (Fault.STATUS, 404)


def test_a_name_that_does_not_resolve(monkeypatch: pytest.MonkeyPatch) -> None:
    def look_up(*_: object, **__: object) -> NoReturn:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    with Site({}) as site:
        result = journey.fetch("http://nowhere.invalid/story", settings(site))
    assert isinstance(result, Failure)
    assert result.fault is Fault.DNS
    assert "nowhere.invalid" in result.detail


def test_a_robots_txt_that_fails_means_no() -> None:
    with Site(stories([1]) | {"/robots.txt": Reply(500)}) as site:
        result = journey.fetch(site.url(A), settings(site))
        assert set(site.paths()) == {"/robots.txt"}
    assert isinstance(result, Failure)
    assert result.fault is Fault.UNREACHABLE_ROBOTS


@pytest.mark.parametrize("url", ["ftp://news.test/a", "news", "http://", "javascript:alert(1)"])
def test_what_is_no_url_is_an_error_before_anything_is_asked(url: str) -> None:
    with Site(stories([1])) as site:
        with pytest.raises(UrlError):
            fetch_all(site, site.url(A), url)
        assert site.log() == []


ROBOTS = "User-agent: scraper\nDisallow: /story/2\nCrawl-delay: 7\n\nSitemap: /sitemap.xml\n"


@pytest.mark.parametrize(("path", "rule"), [(A, None), (B, "Disallow: /story/2")])
def test_the_robots_answer(path: str, rule: str | None) -> None:
    with Site(stories([1, 2]) | {"/robots.txt": ROBOTS}) as site:
        answer = asyncio.run(journey.robots_answer(site.url(path), settings(site)))
        assert site.paths() == ["/robots.txt"]
        assert (answer.url, answer.host, answer.robots_url) == (site.url(path), site.host(), site.url("/robots.txt"))
        assert answer.sitemaps == (site.url("/sitemap.xml"),)
    assert (answer.status, answer.allowed, answer.rule) == (200, rule is None, rule)
    assert (answer.crawl_delay, answer.body) == (7.0, ROBOTS)


def test_the_robots_answer_of_a_site_without_one() -> None:
    with Site({"/": listing([])}) as site:
        answer = asyncio.run(journey.robots_answer(site.url(), settings(site)))
        assert site.paths() == ["/robots.txt"]
    assert (answer.status, answer.allowed) == (404, True)


def test_the_robots_answer_asks_for_robots_alone() -> None:
    robots = "License: /l.xml\nUser-agent: *\nDisallow: /x\n"
    with Site({"/robots.txt": robots}) as site:
        known = replace(settings(site), purpose=Purpose.AI_TRAIN)
        answer = asyncio.run(journey.robots_answer(site.url("/x"), known))
        assert asyncio.run(journey.robots_answer(site.url("/y"), known)).allowed
        assert site.paths() == ["/robots.txt"] * 2
    assert (answer.allowed, answer.rule) == (False, "Disallow: /x")


def test_the_robots_answer_of_a_host_that_may_not_be_asked() -> None:
    with Site({}) as site:
        closed = replace(settings(site), allow_private=())
        with pytest.raises(UrlError, match="allow_private"):
            asyncio.run(journey.robots_answer(site.url(), closed))
        assert site.log() == []


def test_a_page_of_a_story_cleaned_offline_is_the_one_that_was_fetched() -> None:
    with Site(stories([1])) as site:
        fetched = journey.fetch(site.url(A), settings(site))
        offline = journey.clean(story(1).encode(), site.url(A))
    assert isinstance(fetched, Article)
    assert isinstance(offline, Article)
    assert replace(fetched, date_fetched=None) == offline
