"""Where a host is, told before it is asked."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Sequence

import httpx
import pytest

from scraper.crawler.addresses import networks
from scraper.crawler.authority import is_inside, server_key, split
from scraper.crawler.fetch import Fetcher, Limits
from scraper.crawler.lines import Dialler
from scraper.crawler.wire import Timing, Wire

AGENT = "NewsBot/1.0 (+mailto:bot@news-archive.info)"
NAMES: dict[str, Sequence[str]] = {
    "a.test": ["192.0.20.2", "192.0.20.1"],
    "b.test": ["192.0.20.1", "192.0.20.2"],
    "six.test": ["2001:4860::2", "192.0.20.1", "2001:4860::1"],
    "inside.test": ["10.0.0.1"],
    "both.test": ["10.0.0.1", "192.0.20.9"],
}


async def resolve(host: str, port: int) -> Sequence[str]:
    if host == "slow.test":
        await asyncio.sleep(60)
    if host not in NAMES:
        raise socket.gaierror(socket.EAI_NONAME, "no such name")
    assert port in (443, 8080)
    return NAMES[host]


def address(host: str) -> str | None:
    async def ask() -> str | None:
        wire = Wire(Timing(connect_seconds=0.05), Dialler(networks(("127.0.0.0/8",)), resolve))
        return await Fetcher(Limits(), AGENT, wire).address(host)

    return asyncio.run(ask())


@pytest.mark.parametrize(
    ("host", "where"),
    [
        ("a.test", "192.0.20.1"),
        ("b.test", "192.0.20.1"),  # the same addresses in another order are the same place
        ("a.test:8080", "192.0.20.1"),
        ("six.test", "2001:4860::1"),
        ("both.test", "192.0.20.9"),  # where no connection may go, nobody is
        ("inside.test", None),
        ("nobody.test", None),
        ("slow.test", None),
    ],
)
def test_a_host_is_where_it_will_be_dialled(host: str, where: str | None) -> None:
    assert address(host) == where


@pytest.mark.parametrize(
    ("host", "where"), [("127.0.0.1:8080", "127.0.0.1"), ("[::1]:8080", "::1"), ("8.8.8.8", "8.8.8.8")]
)
def test_a_literal_address_is_where_it_says(host: str, where: str) -> None:
    async def ask() -> str | None:
        return await Fetcher(Limits(allow_private=("127.0.0.0/8", "::1/128")), AGENT).address(host)

    assert asyncio.run(ask()) == where


def test_a_function_that_plays_the_web_is_nowhere() -> None:
    transport = httpx.MockTransport(lambda _: httpx.Response(200))
    assert asyncio.run(Fetcher(Limits(), AGENT, transport).address("a.test")) is None


def test_names_ports_and_servers() -> None:
    assert [split(host) for host in ("a.test", "a.test:8080", "[::1]", "[::1]:81")] == [
        ("a.test", ""),
        ("a.test", "8080"),
        ("::1", ""),
        ("::1", "81"),
    ]
    keys = [server_key(host, "192.0.2.1") for host in ("a.test", "b.test:443", "c.test:80", "d.test:8443")]
    assert keys == ["192.0.2.1"] * 3 + ["192.0.2.1:8443"]
    assert server_key("[::1]:81", "::1") == "[::1]:81"
    assert not is_inside("a.test", networks(("0.0.0.0/1",)))
