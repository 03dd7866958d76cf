"""Where connections may go, and what goes over them."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Sequence

import pytest

from scraper.crawler.addresses import networks, refusal
from scraper.crawler.line import Origin, WireError
from scraper.crawler.lines import Dialler, look_up
from scraper.crawler.wire import Reply, Timing, Wire
from scraper.model import Fault
from tests.crawler.fake_server import serving

LOOPBACK = networks(["127.0.0.0/8"])
HEADERS = [(b"Host", b"news.test"), (b"User-Agent", b"t/1")]
OK = b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nX-Odd:  two  \r\n\r\nhello"


async def always_ok(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    while await reader.readuntil(b"\r\n\r\n"):
        writer.write(OK)


async def body_of(reply: Reply) -> bytes:
    """The whole body; the reply is closed."""
    try:
        return b"".join([chunk async for chunk in reply])
    finally:
        await reply.aclose()


def wire(*addresses: str) -> Wire:
    """A wire for which every name has these addresses."""

    async def resolve(host: str, port: int) -> Sequence[str]:
        return addresses or ("127.0.0.1",)

    return Wire(Timing(2, 2), Dialler(LOOPBACK, resolve))


# ------------------------------------------------------------ addresses


@pytest.mark.parametrize(
    ("address", "kind"),
    [
        ("127.0.0.1", "loopback"),
        ("127.255.1.2", "loopback"),
        ("0.0.0.0", "unspecified"),
        ("10.1.2.3", "private"),
        ("172.31.255.255", "private"),
        ("192.168.1.1", "private"),
        ("169.254.169.254", "cloud metadata"),
        ("169.254.1.1", "link-local"),
        ("100.64.0.1", "carrier-grade NAT"),
        ("100.127.255.255", "carrier-grade NAT"),
        ("198.19.0.1", "benchmark"),
        ("192.0.2.7", "documentation"),
        ("224.0.0.251", "multicast"),
        ("255.255.255.255", "reserved"),
        ("::1", "loopback"),
        ("::", "unspecified"),
        ("::127.0.0.1", "special-purpose"),
        ("::ffff:127.0.0.1", "loopback"),
        ("::ffff:a9fe:a9fe", "cloud metadata"),
        ("64:ff9b::10.0.0.1", "private"),
        ("64:ff9b:1::1", "local NAT64"),
        ("2002:7f00:1::1", "loopback"),
        ("2002:c0a8:101::", "private"),
        ("2001::1", "protocol assignment"),
        ("2001:db8::1", "documentation"),
        ("fe80::1%eth0", "link-local"),
        ("fec0::1", "site-local"),
        ("fd00:ec2::254", "unique local"),
        ("ff02::1", "multicast"),
        ("4000::1", "special-purpose"),
    ],
)
def test_special_addresses_are_refused_by_name(address: str, kind: str) -> None:
    reason = refusal(address)
    assert reason is not None
    assert f"{address} is a" in reason
    assert kind in reason
    assert "allow_private" in reason


@pytest.mark.parametrize(
    "address",
    ["8.8.8.8", "100.63.255.255", "100.128.0.1", "172.32.0.1", "2606:4700::1", "::ffff:8.8.8.8", "64:ff9b::808:808"],
)
def test_public_addresses_are_not(address: str) -> None:
    assert refusal(address) is None


def test_a_network_in_the_configuration_is_allowed_and_no_more_than_that() -> None:
    allowed = networks(["127.1.0.0/16", "fd00::/8"])
    assert refusal("127.1.2.3", allowed) is None
    assert refusal("::ffff:127.1.2.3", allowed) is None
    assert refusal("fd00::1", allowed) is None
    assert refusal("127.0.0.1", allowed) is not None
    with pytest.raises(ValueError, match="yes"):
        networks(["yes"])


# ------------------------------------------------------------ dialling


async def refused(dialler: Dialler, origin: Origin) -> WireError:
    with pytest.raises(WireError) as caught:
        await dialler.dial(origin, 2)
    return caught.value


def test_a_private_address_is_refused_before_anything_is_sent() -> None:
    async def trip() -> None:
        connections = []

        async def note(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            connections.append(writer)

        async with serving(note) as port:
            for host in ("127.0.0.1", "2130706433", "0x7f.1", "localhost"):
                error = await refused(Dialler(), Origin("http", host, port))
                assert error.fault is Fault.ADDRESS
                assert not error.again
        assert not connections

    asyncio.run(trip())


def test_of_several_addresses_only_the_permitted_are_tried() -> None:
    async def trip() -> None:
        async with serving(always_ok) as port:
            ours = wire("10.0.0.1", "169.254.169.254", "127.0.0.1")
            reply = await ours.ask(Origin("http", "news.test", port), b"/", HEADERS)
            assert reply.ip == "127.0.0.1"
            await reply.aclose()
            await ours.aclose()

    asyncio.run(trip())


def test_a_name_that_changes_its_mind_is_asked_for_once_only() -> None:
    async def trip() -> None:
        answers = [["127.0.0.1"], ["169.254.169.254"]]

        async def rebinding(host: str, port: int) -> Sequence[str]:
            return answers.pop(0)

        async with serving(always_ok) as port:
            dialler = Dialler(LOOPBACK, rebinding)
            line = await dialler.dial(Origin("http", "evil.test", port), 2)
            assert line.ip == "127.0.0.1"
            line.close()
            error = await refused(dialler, Origin("http", "evil.test", port))
            assert "169.254.169.254" in error.detail

    asyncio.run(trip())


def test_the_next_address_is_tried_when_one_does_not_answer() -> None:
    async def trip() -> None:
        async with serving(always_ok) as port:
            ours = wire("127.99.99.99", "127.0.0.1")  # nobody listens on the first
            reply = await ours.ask(Origin("http", "news.test", port), b"/", HEADERS)
            assert await body_of(reply) == b"hello"
            await ours.aclose()

    asyncio.run(trip())


@pytest.mark.parametrize(
    ("raised", "again"),
    [
        (socket.gaierror(socket.EAI_NONAME, "Name or service not known"), False),
        (socket.gaierror(socket.EAI_AGAIN, "Temporary failure in name resolution"), True),
        (UnicodeError("label too long"), False),
    ],
)
def test_names_that_do_not_resolve(raised: Exception, again: bool) -> None:
    async def broken(host: str, port: int) -> Sequence[str]:
        raise raised

    error = asyncio.run(refused(Dialler((), broken), Origin("http", "nowhere.test", 80)))
    assert error.fault is Fault.DNS
    assert error.again is again
    assert "nowhere.test" in error.detail


def test_a_resolver_that_hangs_is_left_behind() -> None:
    async def hangs(host: str, port: int) -> Sequence[str]:
        await asyncio.Event().wait()
        return []

    async def trip() -> WireError:
        with pytest.raises(WireError) as caught:
            await Dialler((), hangs).dial(Origin("http", "slow.test", 80), 0.05)
        return caught.value

    assert asyncio.run(trip()).fault is Fault.TIMEOUT


def test_the_systems_resolver_answers_for_names_and_addresses() -> None:
    assert asyncio.run(look_up("::1", 80)) == ["::1"]
    assert set(asyncio.run(look_up("localhost", 80))) <= {"127.0.0.1", "::1"}
    with pytest.raises(socket.gaierror):
        asyncio.run(look_up("no-such-name.invalid", 80))


# ------------------------------------------------------------ exchanges


def test_heads_are_kept_byte_for_byte() -> None:
    async def trip() -> None:
        seen = []

        async def script(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            seen.append(await reader.readuntil(b"\r\n\r\n"))
            writer.write(b"HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n" + OK)

        async with serving(script) as port:
            ours = wire()
            reply = await ours.ask(Origin("http", "news.test", port), b"/a|b?c='d'", HEADERS)
            assert await body_of(reply) == b"hello"
            await ours.aclose()
        assert reply.request_head == seen[0]
        assert seen[0] == b"GET /a|b?c='d' HTTP/1.1\r\nHost: news.test\r\nUser-Agent: t/1\r\n\r\n"
        assert reply.response_head == OK.removesuffix(b"hello")

    asyncio.run(trip())


def test_a_line_is_used_again_unless_it_was_closed_or_spoiled() -> None:
    async def trip() -> None:
        connections = 0
        extras = {2: b"HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nevil"}  # an answer nobody asked for

        async def script(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            nonlocal connections
            connections += 1
            for _ in range(3):
                await reader.readuntil(b"\r\n\r\n")
                writer.write(OK)
            await asyncio.sleep(0.02)
            writer.write(extras.get(connections, b""))

        async with serving(script) as port:
            ours = wire()
            for expected in (1, 1, 1, 2, 2, 2, 3):
                if expected != connections:
                    await asyncio.sleep(0.05)  # the server closes, or speaks out of turn
                reply = await ours.ask(Origin("http", "news.test", port), b"/", HEADERS)
                assert await body_of(reply) == b"hello"
                assert connections == expected
            await ours.aclose()

    asyncio.run(trip())


def test_a_reply_that_was_not_read_to_its_end_costs_the_line() -> None:
    async def trip() -> None:
        connections = []

        async def script(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            connections.append(1)
            await always_ok(reader, writer)

        async with serving(script) as port:
            ours = wire()
            for _ in range(2):
                reply = await ours.ask(Origin("http", "news.test", port), b"/", HEADERS)
                await reply.aclose()
            await ours.aclose()
        assert len(connections) == 2

    asyncio.run(trip())


def test_a_request_that_http_cannot_say_is_not_sent() -> None:
    async def trip() -> None:
        with pytest.raises(WireError, match="cannot be asked for"):
            await wire().ask(Origin("http", "news.test", 80), b"/a b\r\nX: y", HEADERS)

    asyncio.run(trip())
