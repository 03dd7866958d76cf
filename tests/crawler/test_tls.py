"""Whom we believe to be the site: certificates are verified, and nothing turns that off."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Sequence
from pathlib import Path

import pytest

from scraper.crawler.addresses import networks
from scraper.crawler.line import Origin, WireError
from scraper.crawler.lines import Dialler
from scraper.crawler.wire import Timing, Wire
from scraper.model import Fault
from tests.crawler.certificates import NAME, Authority
from tests.crawler.fake_server import Script, serving
from tests.crawler.test_wire import HEADERS, OK, always_ok, body_of

LOOPBACK = networks(["127.0.0.0/8"])


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority.found(tmp_path_factory.mktemp("tls"))


async def loopback(host: str, port: int) -> Sequence[str]:
    return ["127.0.0.1"]


def refusal(server: ssl.SSLContext | None, client: ssl.SSLContext | None, script: Script = always_ok) -> WireError:
    """Why there is no line to a server."""

    async def trip() -> WireError:
        async with serving(script, server) as port:
            with pytest.raises(WireError) as caught:
                await Dialler(LOOPBACK, loopback, client).dial(Origin("https", NAME, port), 2)
        return caught.value

    return asyncio.run(trip())


@pytest.mark.parametrize("host", [NAME, "127.0.0.1"])
def test_a_certificate_that_holds_is_enough(authority: Authority, host: str) -> None:
    async def trip() -> None:
        async with serving(always_ok, authority.server()) as port:
            ours = Wire(Timing(5, 5), Dialler(LOOPBACK, loopback, authority.trusted()))
            reply = await ours.ask(Origin("https", host, port), b"/", HEADERS)
            assert await body_of(reply) == b"hello"
            await ours.aclose()

    asyncio.run(trip())


def test_the_system_says_whom_to_trust(authority: Authority, monkeypatch: pytest.MonkeyPatch) -> None:
    async def trip() -> tuple[tuple[str, str], ...]:
        async with serving(always_ok, authority.server()) as port:
            line = await Dialler(LOOPBACK, loopback).dial(Origin("https", NAME, port), 2)
            names: tuple[tuple[str, str], ...] = line.transport.get_extra_info("peercert")["subjectAltName"]
            line.close()
            return names

    monkeypatch.setenv("SSL_CERT_FILE", str(authority.file))
    assert ("DNS", NAME) in asyncio.run(trip())


@pytest.mark.parametrize(
    ("names", "days", "words"),
    [
        (f"DNS:{NAME}", -1, "expired"),
        ("DNS:other.test", 2, "mismatch"),
        ("DNS:*.news.test", 2, "mismatch"),
        ("IP:127.0.0.1", 2, "mismatch"),  # the address that we connect to is not the name that we asked for
    ],
)
def test_a_certificate_that_does_not_hold(authority: Authority, names: str, days: int, words: str) -> None:
    error = refusal(authority.server(names, days), authority.trusted())
    assert (error.fault, error.again) == (Fault.TLS, False)
    assert "certificate not accepted" in error.detail
    assert words in error.detail


def test_a_certificate_that_nobody_vouches_for(authority: Authority, tmp_path: Path) -> None:
    error = refusal(authority.server(), None)
    assert (error.fault, error.again) == (Fault.TLS, False)
    stranger = Authority.found(tmp_path)
    error = refusal(stranger.server(), authority.trusted())
    assert (error.fault, error.again) == (Fault.TLS, False)


async def speaks_http(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    await reader.read(10)
    writer.write(OK)


async def is_silent(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    await asyncio.sleep(30)


async def hangs_up(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    await reader.read(10)
    writer.transport.abort()


@pytest.mark.parametrize(
    ("script", "fault"),
    [(speaks_http, Fault.TLS), (is_silent, Fault.TIMEOUT), (hangs_up, Fault.CONNECT)],
)
def test_a_handshake_that_comes_to_nothing(script: Script, fault: Fault) -> None:
    error = refusal(None, None, script)
    assert error.fault is fault
    assert error.again
