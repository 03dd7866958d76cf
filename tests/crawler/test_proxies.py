"""Which way requests go, and what is said to a proxy and to nobody else."""

from __future__ import annotations

import asyncio
import base64
import contextlib
import socket
import ssl
from collections.abc import AsyncIterator, Sequence
from pathlib import Path

import pytest

from scraper.crawler.addresses import networks
from scraper.crawler.fetch import Fetcher, Limits
from scraper.crawler.line import Origin, WireError
from scraper.crawler.lines import Dialler
from scraper.crawler.proxies import Proxies, Proxy, connect_request, proxies_of, refusal_of
from scraper.crawler.wire import Timing, Wire
from scraper.errors import SettingsError
from scraper.model import Failure, Fault, Page, Visit
from tests.crawler.certificates import NAME, Authority
from tests.crawler.fake_server import Script, serving
from tests.crawler.test_wire import HEADERS, OK, always_ok, body_of

SECRET = base64.b64encode("desk:pässword/1".encode()).decode()
PUBLIC = "93.184.215.14"  # never connected to: all goes to the proxy


def way(variables: dict[str, str], scheme: str = "http", host: str = NAME, port: int = 80) -> Proxy | None:
    return proxies_of(variables).proxy_for(scheme, host, port)


# ------------------------------------------------------------ the environment


@pytest.mark.parametrize(
    ("variables", "http", "https"),
    [
        ({}, None, None),
        ({"http_proxy": "", "HTTPS_PROXY": "  "}, None, None),
        ({"HTTP_PROXY": "http://p.test:3128"}, Proxy("p.test", 3128), None),
        ({"https_proxy": "http://p.test:3128/"}, None, Proxy("p.test", 3128)),
        ({"all_proxy": "p.test:3128"}, Proxy("p.test", 3128), Proxy("p.test", 3128)),
        ({"ALL_PROXY": "http://p.test"}, Proxy("p.test", 80), Proxy("p.test", 80)),
        ({"http_proxy": "http://low.test", "HTTP_PROXY": "http://up.test"}, Proxy("low.test", 80), None),
        ({"http_proxy": "http://a.test", "all_proxy": "http://b.test"}, Proxy("a.test", 80), Proxy("b.test", 80)),
        ({"HTTP_PROXY": "http://visitor.test", "REQUEST_METHOD": "GET"}, None, None),
        ({"http_proxy": "http://[::1]:8080"}, Proxy("::1", 8080), None),
        (
            {"http_proxy": "http://desk:p%C3%A4ssword%2F1@p.test:8080"},
            Proxy("p.test", 8080, f"Basic {SECRET}"),
            None,
        ),
    ],
)
def test_the_variables_name_proxies(variables: dict[str, str], http: Proxy | None, https: Proxy | None) -> None:
    assert way(variables) == http
    assert way(variables, "https", port=443) == https


@pytest.mark.parametrize(
    "value", ["socks5://me:secret@p.test", "https://me:secret@p.test", "http://", "http://me:secret@:80", "http://p:x"]
)
def test_a_proxy_that_cannot_be_spoken_to_is_told_without_its_password(value: str) -> None:
    with pytest.raises(SettingsError, match="http://") as caught:
        proxies_of({"ALL_PROXY": value})
    assert str(caught.value).startswith("ALL_PROXY")
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize(
    ("without", "host", "straight"),
    [
        ("*", NAME, True),
        ("other.test, NEWS.test", NAME, True),
        ("news.test", "www.news.test", True),
        (".news.test", "www.news.test", True),
        (".news.test", NAME, True),
        ("*.news.test", "www.news.test", True),
        ("news.test:8080", NAME, False),
        ("news.test:80", NAME, True),
        ("news.test", "badnews.test", False),
        ("ews.test", NAME, False),
        ("127.0.0.1", "127.0.0.1", True),
        ("10.0.0.0/8", "10.1.2.3", True),
        ("10.0.0.0/8", NAME, False),
        ("::1", "::1", True),
        ("[::1]", "::1", True),
        (",, ", NAME, False),
    ],
)
def test_some_hosts_are_reached_without(without: str, host: str, straight: bool) -> None:
    proxy = way({"http_proxy": "http://p.test", "no_proxy": without}, host=host)
    assert (proxy is None) is straight


def test_what_is_shown_of_a_proxy_has_no_password() -> None:
    proxy = way({"http_proxy": "http://desk:secret@p.test"})
    assert proxy is not None
    assert "secret" not in repr(proxy) + str(proxy)
    assert proxy.credentials not in repr(proxies_of({"http_proxy": "http://desk:secret@p.test"}))


def test_the_words_to_a_proxy() -> None:
    assert connect_request(Proxy("p.test", 80, "Basic x"), "news.test:443") == (
        b"CONNECT news.test:443 HTTP/1.1\r\nHost: news.test:443\r\nProxy-Authorization: Basic x\r\n\r\n"
    )
    assert refusal_of(b"HTTP/1.1 200 Connection established\r\n\r\n") is None
    assert refusal_of(b"HTTP/1.0 200\r\n\r\n") is None
    assert refusal_of(b"HTTP/1.1 502 Bad Gateway\r\n\r\n") == ("it answered 502", True)
    assert refusal_of(b"HTTP/1.1 403 Forbidden\r\n\r\n") == ("it answered 403", False)
    assert refusal_of(b"SSH-2.0-x\r\n\r\n") == ("it does not speak HTTP", False)


# ------------------------------------------------------------ over a proxy


class FakeProxy:
    """A proxy that answers http itself and leads every tunnel to one port of loopback, or plays ``script``."""

    def __init__(self, backend: int = 0, script: Script | None = None) -> None:
        self.heads: list[bytes] = []
        self._backend = backend
        self._script = script
        self.port = 0

    @contextlib.asynccontextmanager
    async def running(self) -> AsyncIterator[FakeProxy]:
        async with serving(self._play) as self.port:
            yield self

    def proxies(self, user: str = "desk:p%C3%A4ssword%2F1@") -> Proxies:
        return proxies_of({"all_proxy": f"http://{user}127.0.0.1:{self.port}"})

    async def _play(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while True:
            self.heads.append(await reader.readuntil(b"\r\n\r\n"))
            if self._script:
                await self._script(reader, writer)
                return
            if self.heads[-1].startswith(b"CONNECT "):
                writer.write(b"HTTP/1.1 200 Connection established\r\nVia: 1.1 p\r\n\r\n")
                await _splice(reader, writer, self._backend)
                return
            writer.write(OK)


async def _splice(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, port: int) -> None:
    there_reader, there_writer = await asyncio.open_connection("127.0.0.1", port)

    async def copy(source: asyncio.StreamReader, sink: asyncio.StreamWriter) -> None:
        while data := await source.read(65_536):
            sink.write(data)
        sink.close()

    try:
        await asyncio.gather(copy(reader, there_writer), copy(there_reader, writer))
    finally:
        there_writer.close()


def resolving(*addresses: str) -> object:
    """A resolver for which every name but that of the proxy has these addresses; none: it cannot be asked."""

    async def resolve(host: str, port: int) -> Sequence[str]:
        if host == "127.0.0.1":
            return [host]
        if not addresses:
            raise socket.gaierror(socket.EAI_AGAIN, "no resolver here")
        return addresses

    return resolve


def wire_through(proxy: FakeProxy, *addresses: str, tls: ssl.SSLContext | None = None, allowed: str = "") -> Wire:
    resolve = resolving(*addresses)
    dialler = Dialler(networks(filter(None, [allowed])), resolve, tls, proxy.proxies())  # type: ignore[arg-type]
    return Wire(Timing(2, 2), dialler)


def test_http_is_asked_of_the_proxy_by_its_whole_address() -> None:
    async def trip() -> None:
        async with FakeProxy().running() as proxy:
            ours = wire_through(proxy, PUBLIC)
            for _ in range(2):
                reply = await ours.ask(Origin("http", NAME, 80), b"/a?b=c", HEADERS)
                assert await body_of(reply) == b"hello"
            await ours.aclose()
            sent = b"GET http://news.test/a?b=c HTTP/1.1\r\nHost: news.test\r\nUser-Agent: t/1\r\n"
            secret = b"Proxy-Authorization: Basic %b\r\n" % SECRET.encode()
            assert proxy.heads == [sent + secret + b"\r\n"] * 2
            assert reply.request_head == sent + b"\r\n", "the archive is told everything but the password"
            assert reply.ip is None, "the proxy's address is not the site's"

    asyncio.run(trip())


def test_https_goes_through_a_tunnel_to_a_server_that_proves_its_name(tmp_path: Path) -> None:
    authority = Authority.found(tmp_path)
    seen: list[bytes] = []

    async def site(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        for _ in range(2):
            seen.append(await reader.readuntil(b"\r\n\r\n"))
            writer.write(OK)

    async def trip() -> None:
        async with serving(site, authority.server()) as backend, FakeProxy(backend).running() as proxy:
            ours = wire_through(proxy, PUBLIC, tls=authority.trusted())
            for _ in range(2):
                reply = await ours.ask(Origin("https", NAME, 443), b"/a", HEADERS)
                assert await body_of(reply) == b"hello"
            await ours.aclose()
            assert proxy.heads == [connect_request(Proxy("", 0, f"Basic {SECRET}"), "news.test:443")]
            assert seen == [reply.request_head] * 2
            assert b"Proxy-" not in seen[0]
            assert seen[0].startswith(b"GET /a HTTP/1.1\r\n")

            other = wire_through(proxy, PUBLIC, tls=authority.trusted())
            with pytest.raises(WireError) as caught:
                await other.ask(Origin("https", "other.test", 443), b"/a", HEADERS)
            assert (caught.value.fault, caught.value.again) == (Fault.TLS, False)

    asyncio.run(trip())


def failing(
    proxy: FakeProxy, origin: Origin, *addresses: str, seconds: float = 2, allowed: str = ""
) -> tuple[WireError, list[bytes]]:
    """Why a request through the proxy fails, and what the proxy saw."""

    async def trip() -> WireError:
        async with proxy.running():
            ours = wire_through(proxy, *addresses, allowed=allowed)
            ours._timing = Timing(seconds, seconds)
            with pytest.raises(WireError) as caught:
                await ours.ask(origin, b"/", HEADERS)
            return caught.value

    error = asyncio.run(trip())
    assert SECRET not in error.detail
    assert "word" not in error.detail.replace("password, or others", "")
    return error, proxy.heads


def answers(data: bytes, then: float = 0) -> Script:
    async def script(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(data)
        await asyncio.sleep(then)

    return script


HTTP, HTTPS = Origin("http", NAME, 80), Origin("https", NAME, 443)


@pytest.mark.parametrize(
    ("script", "origin", "fault", "again"),
    [
        (answers(b"HTTP/1.1 407 Who?\r\nContent-Length: 0\r\n\r\n"), HTTP, Fault.CONNECT, False),
        (answers(b"HTTP/1.1 407 Who?\r\nContent-Length: 0\r\n\r\n"), HTTPS, Fault.CONNECT, False),
        (answers(b"HTTP/1.1 502 Bad\r\n\r\n"), HTTPS, Fault.CONNECT, True),
        (answers(b"HTTP/1.1 403 No\r\n\r\n"), HTTPS, Fault.CONNECT, False),
        (answers(b"220 mail ESMTP\r\n\r\n"), HTTPS, Fault.CONNECT, False),
        (answers(b"HTTP/1.1 200 OK\r\n\r\nand an advertisement"), HTTPS, Fault.PROTOCOL, False),
        (answers(b"HTTP/1.1 200 OK\r\nX: " + bytes(99_999)), HTTPS, Fault.CONNECT, True),
        (answers(b"HTTP/1.1 200 OK\r\n"), HTTPS, Fault.CONNECT, True),
        (answers(b""), HTTPS, Fault.CONNECT, True),
        (answers(b"", then=9), HTTPS, Fault.TIMEOUT, True),
        (answers(b"HTTP/1.1 200 OK\r\n\r\n"), HTTPS, Fault.CONNECT, True),  # and hangs up within the handshake
    ],
)
def test_a_proxy_that_fails(script: Script, origin: Origin, fault: Fault, again: bool) -> None:
    error, heads = failing(FakeProxy(script=script), origin, PUBLIC, seconds=0.5)
    assert (error.fault, error.again) == (fault, again), error.detail
    assert "proxy" in error.detail
    assert len(heads) == 1


@pytest.mark.parametrize("origin", [HTTP, HTTPS])
def test_a_proxy_that_is_not_there(origin: Origin) -> None:
    async def trip() -> WireError:
        async with FakeProxy().running() as proxy:
            pass
        with pytest.raises(WireError) as caught:
            await wire_through(proxy, PUBLIC).ask(origin, b"/", HEADERS)
        return caught.value

    error = asyncio.run(trip())
    assert (error.fault, error.again) == (Fault.CONNECT, True)
    assert "the proxy" in error.detail


@pytest.mark.parametrize(
    ("host", "addresses"),
    [
        ("10.0.0.7", ["10.0.0.7"]),
        ("169.254.169.254", ["169.254.169.254"]),
        ("news.test", [PUBLIC, "127.0.0.1"]),  # which one the proxy takes is its own affair
        ("news.test", ["::ffff:10.0.0.1"]),
        ("localhost", []),  # no resolver, but it is clear what is meant
        ("intranet", []),
        ("metadata.google.internal", []),
        ("nas.local", []),
    ],
)
@pytest.mark.parametrize("scheme", ["http", "https"])
def test_a_proxy_is_no_way_into_a_private_network(scheme: str, host: str, addresses: list[str]) -> None:
    error, heads = failing(FakeProxy(), Origin(scheme, host, 80), *addresses)
    assert (error.fault, error.again) == (Fault.ADDRESS, False)
    assert not heads, "the proxy was not asked"


@pytest.mark.parametrize(("addresses", "allowed"), [([], ""), (["10.0.0.7"], "10.0.0.0/24")])
def test_a_name_that_only_the_proxy_knows_and_one_that_is_allowed(addresses: list[str], allowed: str) -> None:
    async def trip() -> None:
        async with FakeProxy().running() as proxy:
            reply = await wire_through(proxy, *addresses, allowed=allowed).ask(HTTP, b"/", HEADERS)
            assert await body_of(reply) == b"hello"
            assert len(proxy.heads) == 1

    asyncio.run(trip())


def test_a_fetcher_goes_the_way_that_its_limits_say() -> None:
    async def trip() -> None:
        async with FakeProxy().running() as proxy, serving(always_ok) as site:
            for proxies, ip in ((proxy.proxies(), None), (Proxies(), "127.0.0.1")):
                fetcher = Fetcher(Limits(tries=1, allow_private=("127.0.0.0/8",), proxies=proxies), "t/1")
                url = f"http://127.0.0.1:{site}/a"
                page = await fetcher.get(Visit(url, url, f"127.0.0.1:{site}"), at_once)
                await fetcher.aclose()
                assert isinstance(page, Page), page
                assert page.ip == ip
            assert len(proxy.heads) == 1

            refusing = Fetcher(Limits(tries=1, proxies=proxy.proxies()), "t/1")
            result = await refusing.get(Visit(url, url, f"127.0.0.1:{site}"), at_once)
            assert isinstance(result, Failure)
            assert result.fault is Fault.ADDRESS

    asyncio.run(trip())


async def at_once() -> None:
    """A turn without waiting."""
