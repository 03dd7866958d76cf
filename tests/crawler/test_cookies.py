"""What is sent back to whom, where cookies are wanted at all."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from email.utils import formatdate

import httpx
import pytest

from scraper.crawler import cookies
from scraper.crawler.cookies import COOKIE_CHARS, PER_HOST, Cookies
from scraper.crawler.fetch import Fetcher, Limits
from scraper.model import Page, Visit
from scraper.urls import host_of

URL = "https://www.news.test/a/b"
HOST = "www.news.test"


def after(*set_cookies: str, url: str = URL) -> Cookies:
    jar = Cookies()
    jar.keep(host_of(url), url, set_cookies)
    return jar


@pytest.mark.parametrize(
    ("set_cookie", "to", "sent"),
    [
        ("a=1", URL, "a=1"),
        ("a=1", "https://www.news.test/a/c", "a=1"),  # the path of the page that set it, without its last part
        ("a=1", "https://www.news.test/", None),
        ("a=1; Path=/", "https://www.news.test/", "a=1"),
        ("a=1; Path=/a", "https://www.news.test/abc", None),
        ("a=1; Path=/; Secure", "http://www.news.test/", None),
        ("a=1; Path=/; Secure", "https://www.news.test/", "a=1"),
        ("a=1; HttpOnly; SameSite=Strict", URL, "a=1"),
        ("a=1; Max-Age=0", URL, None),
        ("a=1; Max-Age=60", URL, "a=1"),
        pytest.param(f"a=1; Expires={formatdate(time.time() - 60, usegmt=True)}", URL, None, id="over"),
        pytest.param(f"a=1; Expires={formatdate(time.time() + 86_400, usegmt=True)}", URL, "a=1", id="lasts"),
        ("a=1; Domain=www.news.test; Path=/", URL, "a=1"),
        ("a=1; Domain=other.test; Path=/", URL, None),
        ("a=1; Domain=test; Path=/", URL, None),
        ('a="x y"; Path=/', URL, 'a="x y"'),
        ("a=caf\xe9; Path=/", URL, "a=caf\xe9"),
        ("a=1\x01; Path=/", URL, None),
        ("a=1\r\nX: y", URL, None),
        ("a=" + "x" * COOKIE_CHARS, URL, None),
        ("", URL, None),
        (";;;=", URL, None),
    ],
)
def test_a_cookie_goes_back_where_it_may(set_cookie: str, to: str, sent: str | None) -> None:
    assert after(set_cookie).header(HOST, to) == sent


def test_another_host_hears_nothing_of_it_even_if_it_was_meant_to() -> None:
    jar = after("a=1; Domain=news.test; Path=/")
    assert jar.header(HOST, URL) == "a=1"
    for host in ("news.test", "shop.news.test", "www.news.test:8443"):
        assert jar.header(host, f"https://{host}/a/b") is None


def test_a_later_cookie_takes_the_place_of_an_earlier_one_or_ends_it() -> None:
    jar = after("a=1; Path=/", "b=2; Path=/")
    jar.keep(HOST, URL, ["a=3; Path=/"])
    assert jar.header(HOST, URL) == "a=3; b=2"
    jar.keep(HOST, URL, ["a=; Path=/; Max-Age=0"])
    assert jar.header(HOST, URL) == "b=2"


def test_no_host_has_more_than_its_share() -> None:
    jar = Cookies()
    for number in range(2 * PER_HOST):
        jar.keep(HOST, URL, [f"n{number:03}=1; Path=/"])
    kept = (jar.header(HOST, URL) or "").split("; ")
    assert len(kept) == PER_HOST
    assert f"n{2 * PER_HOST - 1:03}=1" in kept, "the newest stay"
    jar.keep(HOST, URL, [f"long{number}={'x' * 4000}; Path=/" for number in range(9)])
    assert len(jar.header(HOST, URL) or "") < 2 * COOKIE_CHARS


def test_hosts_that_come_no_more_are_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cookies, "HOSTS", 2)
    jar = Cookies()
    for name in ("a", "b"):
        jar.keep(f"{name}.test", f"https://{name}.test/", ["x=1"])
    assert jar.header("a.test", "https://a.test/") == "x=1"
    jar.keep("c.test", "https://c.test/", ["x=1"])
    assert jar.header("b.test", "https://b.test/") is None
    assert jar.header("a.test", "https://a.test/") == "x=1"


# ------------------------------------------------------------ over the wire


def echo(request: httpx.Request) -> httpx.Response:
    """Answers with the cookies that came and sets two."""
    headers = [(b"Set-Cookie", b"session=caf\xe9; Path=/"), (b"Set-Cookie", b"deep=1; Path=/deep")]
    return httpx.Response(200, headers=headers, content=dict(request.headers.raw).get(b"Cookie", b"none"))


def bodies(limits: Limits, *urls: str, site: Callable[[httpx.Request], httpx.Response] = echo) -> list[bytes]:
    async def trip() -> list[bytes]:
        fetcher = Fetcher(limits, "t/1", httpx.MockTransport(site))
        pages = [await fetcher.get(Visit(url, url, host_of(url)), at_once) for url in urls]
        return [page.body for page in pages if isinstance(page, Page)]

    return asyncio.run(trip())


async def at_once() -> None:
    """A turn without waiting."""


VISITED = ("https://news.test/a", "https://news.test/b", "https://news.test/deep/c", "https://other.test/a")


def test_by_default_no_cookie_is_kept_or_sent() -> None:
    assert bodies(Limits(), *VISITED) == [b"none"] * 4


def test_for_a_run_each_host_gets_back_its_own() -> None:
    assert bodies(Limits(cookies=True), *VISITED) == [
        b"none",
        b"session=caf\xe9",
        b"deep=1; session=caf\xe9",
        b"none",
    ]


def test_the_cookie_of_a_redirect_or_a_refusal_counts_too() -> None:
    statuses = [302, 403, 200]

    def site(request: httpx.Request) -> httpx.Response:
        answer = echo(request)
        answer.status_code = statuses.pop(0)
        answer.headers["Location"] = "/x"
        return answer

    assert bodies(Limits(cookies=True), *["https://news.test/a"] * 3, site=site)[-1] == b"session=caf\xe9"
