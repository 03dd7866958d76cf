"""Whatever a server plays, a visit ends: as a page, or as a failure that says why and whether to try again."""

from __future__ import annotations

import asyncio
import gzip
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

import brotli
import httpx
import pytest
import zstandard

from scraper.crawler.answers import parse_retry_after
from scraper.crawler.fetch import Fetcher, Limits
from scraper.model import Failure, Fault, Page, Truncation, Visit
from tests.crawler.fake_server import Script, serving

LIMITS = Limits(
    connect_seconds=2,
    read_seconds=0.3,
    total_seconds=0.6,
    max_raw_bytes=200_000,
    max_body_bytes=400_000,
    tries=1,
    backoff_seconds=0,
    allow_private=("127.0.0.0/8",),
)
PATIENT = replace(LIMITS, read_seconds=10, total_seconds=20)  # where nothing is to be late
AGENT = "scraper/0.1 (+mailto:desk@news.org)"
STORY = b"<p>El operativo termin\xc3\xb3.</p>" * 100


async def at_once() -> None:
    """A turn without waiting."""


def visit(url: str, etag: str | None = None) -> Visit:
    return Visit(url=url, key=url, host=httpx.URL(url).netloc.decode(), etag=etag)


def fetch(script: Script, limits: Limits = LIMITS, etag: str | None = None) -> tuple[Page | Failure, list[bytes]]:
    """What comes of one visit to a server that plays ``script``, and the request heads that it saw."""
    seen: list[bytes] = []

    async def logged(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        seen.append(await reader.readuntil(b"\r\n\r\n"))
        await script(reader, writer)

    async def trip() -> Page | Failure:
        async with serving(logged) as port:
            fetcher = Fetcher(limits, AGENT)
            try:
                return await fetcher.get(visit(f"http://127.0.0.1:{port}/news/a|b/?q='x'", etag), at_once)
            finally:
                await fetcher.aclose()

    return asyncio.run(trip()), seen


def sends(*parts: bytes, then: str = "close") -> Script:
    """Sends bytes; then closes, resets, or stays silent."""

    async def script(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        for part in parts:
            writer.write(part)
            await writer.drain()
        if then == "reset":
            await asyncio.sleep(0.02)
            writer.transport.abort()
        if then == "silence":
            await asyncio.sleep(5)

    return script


def response(body: bytes, *headers: bytes, status: bytes = b"200 OK") -> bytes:
    """A well-formed response."""
    lines = [b"HTTP/1.1 " + status, b"Content-Length: %d" % len(body), *headers]
    return b"\r\n".join(lines) + b"\r\n\r\n" + body


def drips(head: bytes) -> Script:
    """Sends a byte every 50 ms, for ever: no single read takes long."""

    async def script(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(head)
        while True:
            writer.write(b"x")
            await writer.drain()
            await asyncio.sleep(0.05)

    return script


def floods(head: bytes, piece: bytes) -> Script:
    """Sends a head and then the same piece for ever."""

    async def script(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(head)
        while True:
            writer.write(piece)
            await writer.drain()

    return script


BOMB = bytes(50_000_000)
CHUNKED = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"
PACKED = gzip.compress(STORY)

# name: (what the server plays, fault, try again)
FAULTS: dict[str, tuple[Script, Fault, bool]] = {
    "closes at once": (sends(), Fault.RESET, True),
    "resets before the head": (sends(then="reset"), Fault.RESET, True),
    "resets within the head": (sends(HEAD, then="reset"), Fault.RESET, True),
    "closes within the head": (sends(HEAD), Fault.RESET, True),
    "resets within the body": (sends(response(STORY)[:-9], then="reset"), Fault.RESET, True),
    "promises more than it sends": (sends(response(STORY)[:-9]), Fault.RESET, True),
    "sends more than it promises": (sends(response(STORY) + b"and then some"), Fault.PROTOCOL, False),
    "is silent": (sends(then="silence"), Fault.TIMEOUT, True),
    "is silent within the body": (sends(response(STORY)[:-9], then="silence"), Fault.TIMEOUT, True),
    "drips the head": (drips(b"HTTP/1.1 200 OK\r\nX: "), Fault.TIMEOUT, True),
    "drips the body": (drips(response(bytes(9999))[:-9999]), Fault.TIMEOUT, True),
    "speaks something else": (sends(b"220 mail.news.test ESMTP\r\n", then="silence"), Fault.PROTOCOL, False),
    "sends TLS": (sends(b"\x15\x03\x01\x00\x02\x02\x46"), Fault.PROTOCOL, False),
    "sends a broken header": (sends(b"HTTP/1.1 200 OK\r\nno colon here\r\n\r\n"), Fault.PROTOCOL, False),
    "switches protocols": (sends(b"HTTP/1.1 101 Go\r\nUpgrade: h2c\r\n\r\n"), Fault.PROTOCOL, False),
    "gives two lengths": (sends(response(STORY, b"Content-Length: 7")), Fault.PROTOCOL, False),
    "gives a length that is no number": (sends(HEAD + b"Content-Length: 0x9\r\n\r\nhello"), Fault.PROTOCOL, False),
    "gives a length and chunks": (
        sends(HEAD + b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n"),
        Fault.PROTOCOL,
        False,
    ),
    "sends chunks in HTTP/1.0": (
        sends(b"HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n"),
        Fault.PROTOCOL,
        False,
    ),
    "has a transfer coding of its own": (
        sends(HEAD + b"Transfer-Encoding: gzip, chunked\r\n\r\n"),
        Fault.PROTOCOL,
        False,
    ),
    "has NULs in its headers": (sends(HEAD + b"X: a\0b\r\nContent-Length: 0\r\n\r\n"), Fault.PROTOCOL, False),
    "has a status line without a number": (sends(b"HTTP/1.1 OK\r\nContent-Length: 0\r\n\r\n"), Fault.PROTOCOL, False),
    "has a status of four digits": (sends(b"HTTP/1.1 2000 OK\r\nContent-Length: 0\r\n\r\n"), Fault.PROTOCOL, False),
    "answers in HTTP/0.9": (sends(b"<html><body>Hello</body></html>"), Fault.PROTOCOL, False),
    "answers in HTTP/2": (
        sends(b"\x00\x00\x06\x04\x00\x00\x00\x00\x00\x00\x03\x00\x00\x00\x64"),
        Fault.PROTOCOL,
        False,
    ),
    "says that it speaks HTTP/2": (sends(b"HTTP/2.0 200 OK\r\nContent-Length: 5\r\n\r\nhello"), Fault.PROTOCOL, False),
    "greets with the preface of HTTP/2": (sends(b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"), Fault.PROTOCOL, False),
    "has a huge header": (sends(HEAD + b"X: " + b"y" * 70_000 + b"\r\n\r\n"), Fault.TOO_LARGE, False),
    "has too many headers": (sends(HEAD + b"X-Y: z\r\n" * 2_000 + b"\r\n"), Fault.TOO_LARGE, False),
    "has headers without end": (floods(HEAD, b"X-Y: z\r\n" * 1000), Fault.TOO_LARGE, False),
    "sends early hints without end": (
        floods(b"", b"HTTP/1.1 103 Hint\r\nLink: </a>\r\n\r\n" * 99),
        Fault.TOO_LARGE,
        False,
    ),
    "breaks its chunks": (sends(CHUNKED + b"5\r\nhello\r\nzz\r\n", then="silence"), Fault.PROTOCOL, False),
    "has a chunk longer than it says": (sends(CHUNKED + b"3\r\nhello\r\n0\r\n\r\n"), Fault.PROTOCOL, False),
    "has a chunk of negative length": (sends(CHUNKED + b"-5\r\nhello\r\n0\r\n\r\n"), Fault.PROTOCOL, False),
    "has a chunk of more than all memory": (sends(CHUNKED + b"f" * 16 + b"\r\nhello"), Fault.RESET, True),
    "has a chunk with garbage that never ends": (floods(CHUNKED + b"5;", b"x" * 10_000), Fault.TOO_LARGE, False),
    "sends more after its last chunk": (
        sends(CHUNKED + b"5\r\nhello\r\n0\r\n\r\nHTTP/1.1 200 OK"),
        Fault.PROTOCOL,
        False,
    ),
    "ends without the last chunk": (sends(CHUNKED + b"5\r\nhello\r\n"), Fault.RESET, True),
    "ends within a chunk": (sends(CHUNKED + b"ff\r\nhello"), Fault.RESET, True),
    "sends a large body": (sends(response(bytes(200_001))), Fault.TOO_LARGE, False),
    "sends a body without end": (floods(HEAD + b"\r\n", bytes(10_000)), Fault.TOO_LARGE, False),
    "sends chunks without end": (floods(CHUNKED, b"64\r\n%b\r\n" % bytes(100) * 100), Fault.TOO_LARGE, False),
    "sends a gzip bomb": (sends(response(gzip.compress(BOMB), b"Content-Encoding: gzip")), Fault.TOO_LARGE, False),
    "sends a br bomb": (
        sends(response(brotli.compress(BOMB, quality=1), b"Content-Encoding: br")),
        Fault.TOO_LARGE,
        False,
    ),
    "sends a zstd bomb": (
        sends(response(zstandard.ZstdCompressor().compress(BOMB), b"Content-Encoding: zstd")),
        Fault.TOO_LARGE,
        False,
    ),
    "sends a bomb in a bomb": (
        sends(response(gzip.compress(gzip.compress(BOMB)), b"Content-Encoding: gzip", b"Content-Encoding: gzip")),
        Fault.TOO_LARGE,
        False,
    ),
    "sends a br bomb in a gzip": (
        sends(response(gzip.compress(brotli.compress(BOMB, quality=1)), b"Content-Encoding: br, gzip")),
        Fault.TOO_LARGE,
        False,
    ),
    "stacks more codings than anyone": (
        sends(response(PACKED, b"Content-Encoding: gzip, gzip, gzip, gzip")),
        Fault.ENCODING,
        False,
    ),
    "cuts its br short": (sends(response(brotli.compress(STORY)[:-5], b"Content-Encoding: br")), Fault.ENCODING, True),
    "cuts its zstd short": (
        sends(response(zstandard.ZstdCompressor().compress(STORY)[:-5], b"Content-Encoding: zstd")),
        Fault.ENCODING,
        True,
    ),
    "calls gzip br": (sends(response(PACKED, b"Content-Encoding: br")), Fault.ENCODING, True),
    "cuts its gzip short": (sends(response(PACKED[:-5], b"Content-Encoding: gzip")), Fault.ENCODING, True),
    "calls text gzip": (sends(response(STORY, b"Content-Encoding: gzip")), Fault.ENCODING, True),
    "has a coding of its own": (sends(response(STORY, b"Content-Encoding: x-own")), Fault.ENCODING, False),
    "sends a part": (sends(response(STORY, status=b"206 Partial Content")), Fault.PROTOCOL, False),
    "says not modified unasked": (sends(response(b"", status=b"304 Not Modified")), Fault.PROTOCOL, False),
    "redirects to nowhere": (sends(response(b"", status=b"302 Found")), Fault.PROTOCOL, False),
}

TRUNCATIONS = {
    Fault.TIMEOUT: Truncation.TIME,
    Fault.RESET: Truncation.DISCONNECT,
    Fault.TOO_LARGE: Truncation.LENGTH,
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_server_that(name: str) -> None:
    script, fault, again = FAULTS[name]
    began = time.monotonic()
    result, seen = fetch(script)
    assert isinstance(result, Failure), result
    assert (result.fault, result.again) == (fault, again), result.detail
    assert result.detail
    assert "\n" not in result.detail
    assert result.page is None or result.page.truncated or result.page.status in {206, 302, 304}
    if result.page is not None and result.page.truncated:
        assert result.page.truncated is TRUNCATIONS.get(fault, Truncation.UNSPECIFIED)
    assert len(seen) == 1
    assert time.monotonic() - began < 10, "a hang"


@pytest.mark.parametrize(
    ("broken", "again"),
    [
        (b"ESMTP\r\n", True),  # perhaps the tail of the answer before
        (b"HTTP/1.1 OK\r\n\r\n", True),
        (CHUNKED + b"zz\r\n", False),  # with a head of its own
    ],
)
def test_on_a_line_in_use_what_begins_with_nonsense_may_be_the_line_s_fault(broken: bytes, again: bool) -> None:
    async def script(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        for answer in (response(STORY), broken):
            await reader.readuntil(b"\r\n\r\n")
            writer.write(answer)
        await asyncio.sleep(0.2)

    async def trip() -> list[Page | Failure]:
        async with serving(script) as port:
            fetcher = Fetcher(LIMITS, AGENT)
            results = [await fetcher.get(visit(f"http://127.0.0.1:{port}/"), at_once) for _ in range(2)]
            await fetcher.aclose()
            return results

    good, bad = asyncio.run(trip())
    assert isinstance(good, Page)
    assert isinstance(bad, Failure)
    assert (bad.fault, bad.again) == (Fault.PROTOCOL, again)


@pytest.mark.parametrize("piece", [100, 7_777, 150_000])
def test_a_body_without_end_is_kept_up_to_the_cap_to_the_byte(piece: int) -> None:
    result, _ = fetch(floods(HEAD + b"\r\n", bytes(piece)), PATIENT)
    assert isinstance(result, Failure)
    assert result.page is not None
    assert len(result.page.raw_body) == len(result.page.body) == LIMITS.max_raw_bytes


def test_a_million_tiny_chunks_do_not_outlast_the_deadline() -> None:
    began = time.monotonic()
    result, _ = fetch(floods(CHUNKED, b"1\r\nx\r\n" * 10_000), replace(LIMITS, max_raw_bytes=50_000_000))
    assert isinstance(result, Failure)
    assert result.fault is Fault.TIMEOUT
    assert time.monotonic() - began < 10, "a hang"


@pytest.mark.parametrize(
    ("status", "again"),
    [
        *[(status, False) for status in (400, 403, 404, 410, 451, 999)],
        *[(status, True) for status in (408, 425, 429, 500, 503, 599)],
    ],
)
def test_a_failing_status_keeps_its_page(status: int, again: bool) -> None:
    result, _ = fetch(sends(response(b"<h1>Not now</h1>", status=b"%d Sorry" % status)))
    assert isinstance(result, Failure)
    assert (result.fault, result.status, result.again) == (Fault.STATUS, status, again)
    assert result.page is not None
    assert result.page.body == b"<h1>Not now</h1>"


def test_a_failing_status_counts_for_more_than_its_broken_body() -> None:
    result, _ = fetch(sends(response(b"gone", b"Content-Encoding: x-own", status=b"410 Gone")[:-2]))
    assert isinstance(result, Failure)
    assert (result.fault, result.status) == (Fault.STATUS, 410)
    assert result.page is not None
    assert result.page.truncated


def test_nobody_listens() -> None:
    async def trip() -> Page | Failure:
        async with serving(sends()) as port:
            pass
        return await Fetcher(LIMITS, AGENT).get(visit(f"http://127.0.0.1:{port}/"), at_once)

    result = asyncio.run(trip())
    assert isinstance(result, Failure)
    assert (result.fault, result.again, result.elapsed) == (Fault.CONNECT, True, 0.0)
    assert "127.0.0.1" in result.detail


@pytest.mark.parametrize(
    ("script", "least"),
    [(sends(then="silence"), 0.3), (drips(b"HTTP/1.1 200 OK\r\nX: "), 0.5), (sends(b"220 ESMTP\r\n"), 1e-6)],
)
def test_a_failure_tells_how_long_ago_the_request_left(script: Script, least: float) -> None:
    result, _ = fetch(script)
    assert isinstance(result, Failure)
    assert least <= result.elapsed < 5


def test_an_address_that_the_configuration_does_not_allow() -> None:
    result, seen = fetch(sends(response(STORY)), replace(LIMITS, allow_private=("10.0.0.0/8",)))
    assert isinstance(result, Failure)
    assert (result.fault, result.again) == (Fault.ADDRESS, False)
    assert "allow_private" in result.detail
    assert not seen


def test_a_name_without_an_address() -> None:
    result = asyncio.run(Fetcher(LIMITS, AGENT).get(visit("http://no-such-name.invalid/"), at_once))
    assert isinstance(result, Failure)
    assert result.fault is Fault.DNS


# ------------------------------------------------------------ what goes well


@pytest.mark.parametrize(
    ("packed", "coding"),
    [
        (STORY, b""),
        (PACKED, b"gzip"),
        (brotli.compress(STORY), b"br"),
        (zstandard.ZstdCompressor().compress(STORY), b"zstd"),
    ],
    ids=("plain", "gzip", "br", "zstd"),
)
def test_a_page_has_the_bytes_as_served_and_the_body_decoded(packed: bytes, coding: bytes) -> None:
    sent = response(packed, b"Content-Encoding: " + coding, b'ETag: "1"', b"X-Name: Jos\xe9", b"x-name: 2")
    result, seen = fetch(sends(sent))
    assert isinstance(result, Page)
    assert result.body == STORY
    assert result.raw_body == packed
    assert result.response_head + result.raw_body == sent
    assert result.request_head == seen[0]
    assert result.header("ETag") == '"1"'
    assert [value for name, value in result.headers if name == "x-name"] == ["José", "2"]
    assert (result.status, result.ip, result.truncated) == (200, "127.0.0.1", None)
    assert result.fetched_at.tzinfo is UTC
    assert 0 < result.elapsed < 1


def test_the_request_is_the_one_intended_and_says_who_we_are() -> None:
    _, seen = fetch(sends(response(STORY)), etag='"7"')
    head = seen[0].decode()
    assert head.startswith("GET /news/a|b/?q='x' HTTP/1.1\r\n")
    assert f"\r\nUser-Agent: {AGENT}\r\n" in head
    assert "\r\nAccept-Encoding: gzip, deflate, br, zstd\r\n" in head
    assert '\r\nIf-None-Match: "7"\r\n' in head
    assert "Cookie" not in head


@pytest.mark.parametrize("etag", ['"caf\xe9"', '"\x01"', '"a"\r\nX: y'])
def test_a_validator_that_no_header_can_carry_is_left_out(etag: str) -> None:
    result, seen = fetch(sends(response(STORY)), etag=etag)
    assert isinstance(result, Page)
    assert b"If-None-Match" not in seen[0]


def test_chunks_are_joined_and_a_body_may_end_with_the_connection() -> None:
    chunked, _ = fetch(sends(CHUNKED + b"5;x=y\r\nhello\r\n", b"6\r\n world\r\n0\r\nX-Trailer: 1\r\n\r\n"))
    assert isinstance(chunked, Page)
    assert chunked.body == b"hello world"
    until_close, _ = fetch(sends(HEAD + b"\r\n", STORY))
    assert isinstance(until_close, Page)
    assert until_close.body == STORY


def test_what_follows_a_gzip_is_ignored_and_what_was_packed_twice_is_unpacked_once() -> None:
    padded, _ = fetch(sends(response(PACKED + b"\n<!-- cached -->", b"Content-Encoding: gzip")))
    assert isinstance(padded, Page)
    assert padded.body == STORY
    twice, _ = fetch(sends(response(gzip.compress(PACKED), b"Content-Encoding: gzip")))
    assert isinstance(twice, Page)
    assert twice.body == PACKED


@pytest.mark.parametrize("status", [b"204 No Content", b"304 Not Modified"])
def test_a_body_where_there_can_be_none_is_none_and_costs_the_connection(status: bytes) -> None:
    connections = []

    async def script(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        connections.append(writer)
        while await reader.readuntil(b"\r\n\r\n"):
            writer.write(b"HTTP/1.1 " + status + b"\r\nContent-Length: 5\r\n\r\nhello")

    async def trip() -> None:
        async with serving(script) as port:
            fetcher = Fetcher(LIMITS, AGENT)
            for _ in range(2):
                result = await fetcher.get(visit(f"http://127.0.0.1:{port}/", etag='"7"'), at_once)
                assert isinstance(result, Page)
                assert (result.body, result.truncated) == (b"", None)
            await fetcher.aclose()
        assert len(connections) == 2, "what was not read is not taken for the next answer"

    asyncio.run(trip())


@pytest.mark.parametrize("status", [b"204 No Content", b"304 Not Modified"])
def test_answers_without_a_body_are_pages(status: bytes) -> None:
    result, _ = fetch(sends(b"HTTP/1.1 " + status + b"\r\nContent-Encoding: gzip\r\n\r\n", then="silence"), etag='"7"')
    assert isinstance(result, Page)
    assert result.body == b""


def test_a_redirect_is_a_page_whatever_its_body() -> None:
    head = b"HTTP/1.1 301 Moved\r\nLocation: /there/\r\nContent-Encoding: gzip\r\nContent-Length: 50\r\n\r\nno gzip"
    result, seen = fetch(sends(head))
    assert isinstance(result, Page)
    assert (result.status, result.header("location")) == (301, "/there/")
    assert len(seen) == 1


def test_no_cookie_ever_comes_back() -> None:
    async def script(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        for _ in range(2):
            head = await reader.readuntil(b"\r\n\r\n")
            writer.write(response(head, b"Set-Cookie: session=1; Path=/"))

    async def trip() -> None:
        async with serving(script) as port:
            fetcher = Fetcher(LIMITS, AGENT)
            for _ in range(2):
                page = await fetcher.get(visit(f"http://127.0.0.1:{port}/"), at_once)
                assert isinstance(page, Page)
                assert b"cookie" not in page.body.lower()
            await fetcher.aclose()

    asyncio.run(trip())


# ------------------------------------------------------------ trying again


def web(answers: Callable[[httpx.Request], httpx.Response]) -> httpx.MockTransport:
    """A plain function as the web."""
    return httpx.MockTransport(answers)


def get(
    transport: httpx.MockTransport, limits: Limits, stop: asyncio.Event | None = None
) -> tuple[Page | Failure, int]:
    """What comes of a visit, and how many turns it took."""
    turns = 0

    async def gate() -> None:
        nonlocal turns
        turns += 1

    fetcher = Fetcher(limits, AGENT, transport, stop)
    return asyncio.run(fetcher.get(visit("https://news.test/a"), gate)), turns


def test_what_can_pass_is_tried_again_and_each_try_waits_its_turn() -> None:
    statuses = [503, 429, 200]
    result, turns = get(web(lambda _: httpx.Response(statuses.pop(0))), replace(LIMITS, tries=3))
    assert isinstance(result, Page)
    assert turns == 3


def test_tries_come_to_an_end() -> None:
    result, turns = get(web(lambda _: httpx.Response(503)), replace(LIMITS, tries=3))
    assert isinstance(result, Failure)
    assert (result.status, result.again, turns) == (503, True, 3)


@pytest.mark.parametrize("status", [404, 410, 403])
def test_what_cannot_pass_is_not_tried_again(status: int) -> None:
    result, turns = get(web(lambda _: httpx.Response(status)), replace(LIMITS, tries=3))
    assert isinstance(result, Failure)
    assert turns == 1


def test_a_long_retry_after_is_left_to_a_later_time() -> None:
    answer = httpx.Response(429, headers={"Retry-After": "3600"})
    result, turns = get(web(lambda _: answer), replace(LIMITS, tries=3, longest_wait_seconds=60))
    assert isinstance(result, Failure)
    assert (result.wait, result.again, turns) == (3600.0, True, 1)


def test_our_own_back_off_doubles() -> None:
    limits = replace(LIMITS, tries=4, backoff_seconds=0.02, longest_wait_seconds=0.05)
    result, turns = get(web(lambda _: httpx.Response(500)), limits)
    assert isinstance(result, Failure)
    assert (result.wait, turns) == (0.08, 3)


def test_a_stop_ends_the_wait_for_another_try() -> None:
    async def trip() -> Page | Failure:
        stop = asyncio.Event()
        asyncio.get_running_loop().call_later(0.05, stop.set)
        limits = replace(LIMITS, tries=3, backoff_seconds=50)
        fetcher = Fetcher(limits, AGENT, web(lambda _: httpx.Response(503)), stop)
        return await fetcher.get(visit("https://news.test/a"), at_once)

    result = asyncio.run(trip())
    assert isinstance(result, Failure)
    assert (result.fault, result.again) == (Fault.INTERRUPTED, True)


def test_the_errors_of_other_transports_are_values_too() -> None:
    raised: list[tuple[Exception, Fault]] = [
        (httpx.ConnectTimeout("slow"), Fault.TIMEOUT),
        (httpx.ConnectError("no"), Fault.CONNECT),
        (httpx.ReadError("cut"), Fault.RESET),
        (httpx.RemoteProtocolError("what"), Fault.PROTOCOL),
    ]
    for error, fault in raised:

        def site(request: httpx.Request, error: Exception = error) -> httpx.Response:
            raise error

        result, _ = get(web(site), LIMITS)
        assert isinstance(result, Failure)
        assert result.fault is fault


@pytest.mark.parametrize("url", ["http://[::1/", "http://a b/", "http://news.test:99999/", "ftp://news.test/a"])
def test_what_is_no_url_is_a_failure(url: str) -> None:
    fetcher = Fetcher(LIMITS, AGENT)
    result = asyncio.run(fetcher.get(Visit(url=url, key=url, host="x"), at_once))
    assert isinstance(result, Failure)
    assert result.fault in {Fault.PROTOCOL, Fault.DNS}


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("120", 120.0),
        (" 0 ", 0.0),
        ("Wed, 21 Oct 2026 07:28:00 GMT", 60.0),
        ("Wed, 21 Oct 2015 07:28:00 GMT", 0.0),
        ("9" * 400, 999_999_999_999.0),
        ("soon", None),
        ("-5", None),
        ("1.5", None),
        ("", None),
    ],
)
def test_retry_after(value: str, seconds: float | None) -> None:
    assert parse_retry_after(value, datetime(2026, 10, 21, 7, 27, tzinfo=UTC)) == seconds
