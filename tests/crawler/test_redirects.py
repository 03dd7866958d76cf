"""Where redirects lead."""

from __future__ import annotations

import pytest

from scraper.crawler import redirects
from scraper.crawler.redirects import Chains, follow, target
from scraper.model import Failure, Fault, Visit
from tests.crawler.virtual import moved, page, visit

FROM = "https://news.test/a/b?x=1"


@pytest.mark.parametrize(
    ("location", "url"),
    [
        ("/c", "https://news.test/c"),
        ("c#part", "https://news.test/a/c"),
        ("//other.test", "https://other.test/"),
        ("HTTP://Other.test:80/%7e", "http://other.test/~"),
        ("/b\u00c3\u00bccher", "https://news.test/b%C3%BCcher"),  # UTF-8 read as latin-1
        ("/b\u00fccher", "https://news.test/b%C3%BCcher"),
        ("javascript:alert(1)", None),
        ("ftp://news.test/", None),
        ("", None),
    ],
)
def test_target(location: str, url: str | None) -> None:
    assert target(moved(FROM, location)) == url


def test_only_redirects_lead_on() -> None:
    assert target(page(FROM, headers={"location": "/c"})) is None
    assert target(page(FROM, status=304, headers={"location": "/c"})) is None
    assert target(page(FROM, status=302)) is None


def test_follow_makes_a_visit_of_its_own() -> None:
    start = visit(FROM, depth=2, priority=1, etag="e", last_modified="m", attempts=1)
    onward = follow(start, moved(FROM, "https://other.test/c"), limit=5)
    assert onward == visit("https://other.test/c", depth=2, priority=1, hops=1, found_on=FROM)


def test_follow_ends_chains_and_loops() -> None:
    start = visit(FROM, hops=5)
    for answer in (moved(FROM, "/c"), moved(FROM, FROM), moved(FROM, "mailto:me")):
        failure = follow(start, answer, limit=5)
        assert isinstance(failure, Failure)
        assert failure.fault is Fault.REDIRECTS
        assert not failure.again
    assert isinstance(follow(visit(FROM, hops=4), moved(FROM, "/c"), limit=5), Visit)


def hops(chains: Chains, start: Visit, *paths: str) -> Visit | Failure:
    """A visit redirected from path to path."""
    at: Visit | Failure = start
    for path in paths:
        assert isinstance(at, Visit), at
        at = chains.follow(at, moved(at.url, path), limit=9)
    return at


@pytest.mark.parametrize("paths", [("/x", FROM), ("/x", "/y", FROM), ("/x", "/y", "/z", "/y")])
def test_a_circle_is_known_when_it_closes(paths: tuple[str, ...]) -> None:
    end = hops(Chains(), visit(FROM), *paths)
    assert isinstance(end, Failure)
    assert end.fault is Fault.REDIRECTS
    assert "circle" in end.detail
    assert not end.again


def test_from_http_to_https_and_back_is_a_circle_too() -> None:
    end = hops(Chains(), visit("http://news.test/a"), "https://news.test/a", "http://news.test/a")
    assert isinstance(end, Failure)


def test_two_ways_to_one_page_are_no_circle() -> None:
    chains = Chains()
    assert isinstance(hops(chains, visit(FROM), "/x", "/end"), Visit)
    assert isinstance(hops(chains, visit("https://news.test/other"), "/x", "/end"), Visit)
    assert isinstance(hops(chains, visit(FROM), "/x", "/end"), Visit), "and the same chain another time"


def test_a_chain_out_of_many_is_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(redirects, "CHAINS", 3)
    chains = Chains()
    first = hops(chains, visit(FROM), "/x")
    for number in range(3):
        hops(chains, visit(f"https://news.test/{number}"), f"/to/{number}")
    assert isinstance(first, Visit)
    assert isinstance(hops(chains, first, FROM), Visit)
