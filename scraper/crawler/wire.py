"""What exactly went over the wire?

One HTTP/1.1 exchange at a time over a kept-alive connection: the heads byte for byte as sent and received, the body
without its transfer coding but still with its content coding. A response that is not whole never looks whole.
"""

from __future__ import annotations

import asyncio
import re
from collections import OrderedDict
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass

import h11

from scraper.crawler.line import Line, Origin, WireError
from scraper.crawler.lines import Dialler
from scraper.crawler.proxies import refusal_by
from scraper.model import Fault

HEAD_BYTES = 64 * 1024  # of a response, interim (1xx) ones included; servers themselves allow 8 to 16 KiB
HEAD_LINES = 1_000  # of a response; the longest real one seen: 60
IDLE_LINES = 256  # kept open; crawls ask each host in turn, so one line a host is enough
IDLE_SECONDS = 60.0  # servers close after 5 to 75 s; a line older than this is not worth the risk
EVENTS_PER_BREATH = 500  # then other tasks get a turn: a body in one-byte chunks has a million events
BODILESS = frozenset({204, 304})
_BYTES = re.compile(r"bytearray\((b'.*?')\)")  # how h11 quotes what it read

Headers = list[tuple[bytes, bytes]]
OnSent = Callable[[float], None]


@dataclass(frozen=True, slots=True)
class Timing:
    """How long to wait, in seconds: for a connection (name, TCP and TLS together) and for the next bytes."""

    connect_seconds: float = 10.0
    read_seconds: float = 20.0


class Reply:
    """A response whose head has come. Iterate over it for the body; close it in any case."""

    def __init__(self, wire: Wire, call: _Call, response: h11.Response, response_head: bytes) -> None:
        self.status = response.status_code
        self.headers: Headers = response.headers.raw_items()
        self.request_head = call.request_head
        self.response_head = response_head
        self.ip = call.line.ip or None  # behind a proxy nobody knows
        self.sent_at = call.sent_at  # by the loop's clock
        self._wire = wire
        self._call = call
        self._whole = False

    async def __aiter__(self) -> AsyncIterator[bytes]:
        """The body's bytes, still content-encoded. Raises WireError unless the body ends where it should."""
        events = 0
        while not isinstance(event := await self._call.event(), h11.EndOfMessage):
            if isinstance(event, h11.Data):
                yield bytes(event.data)
            events += 1
            if events % EVENTS_PER_BREATH == 0:
                await asyncio.sleep(0)
        if self._call.surplus and self.status not in BODILESS:
            raise WireError(Fault.PROTOCOL, "more bytes came than the response announced")
        self._whole = True

    async def aclose(self) -> None:
        """Keeps the line for the next request if the response was read to its end, else closes it."""
        self._wire.release(self._call, self._whole)


class Wire:
    """Asks servers. One idle line an origin is kept, at most ``IDLE_LINES`` in all."""

    def __init__(self, timing: Timing, dialler: Dialler) -> None:
        self._timing = timing
        self._dialler = dialler
        self._idle: OrderedDict[Origin, Line] = OrderedDict()

    async def ask(self, origin: Origin, target: bytes, headers: Headers, on_sent: OnSent | None = None) -> Reply:
        """Sends a GET for ``target`` and waits for the head of the response. Raises WireError.

        ``on_sent`` is told when the request left, by the loop's clock: whoever waits for an answer in vain has to know.
        Through a proxy, http asks for the absolute URL; what only the proxy is told is not in the reply's request head.
        """
        request = _request(target, headers)
        line = self._take(origin) or await self._dialler.dial(origin, self._timing.connect_seconds)
        call = _Call(line, origin, self._timing.read_seconds)
        proxy = line.proxy if origin.scheme == "http" else None  # of a tunnel's inside it sees nothing
        try:
            if proxy:
                host = next(value for name, value in headers if name.lower() == b"host")
                request = _request(b"http://" + host + target, headers)
            call.send(request, proxy.header if proxy else b"")
            if on_sent:
                on_sent(call.sent_at)
            response, head = await call.head()
            if proxy and response.status_code == 407:
                raise WireError(Fault.CONNECT, f"the proxy: {refusal_by(407)}")
        except BaseException:
            line.close()
            raise
        return Reply(self, call, response, head)

    async def address(self, host: str, port: int) -> str | None:
        """The address that a line to the host would go to; None if there is none."""
        return await self._dialler.address(host, port, self._timing.connect_seconds)

    def release(self, call: _Call, whole: bool) -> None:
        """Takes a line back."""
        if not (whole and call.reusable):
            call.line.close()
            return
        call.line.idle_since = asyncio.get_running_loop().time()
        before = self._idle.pop(call.origin, None)
        self._idle[call.origin] = call.line
        if before is None and len(self._idle) > IDLE_LINES:
            _, before = self._idle.popitem(last=False)
        if before is not None and before is not call.line:
            before.close()

    async def aclose(self) -> None:
        """Closes the idle lines."""
        for line in self._idle.values():
            line.close()
        self._idle.clear()
        await asyncio.sleep(0)  # closing takes the loop one round

    def _take(self, origin: Origin) -> Line | None:
        line = self._idle.pop(origin, None)
        if line is None:
            return None
        if line.quiet and asyncio.get_running_loop().time() - line.idle_since < IDLE_SECONDS:
            return line
        line.close()
        return None


class _Call:
    """One request and its response on a line."""

    def __init__(self, line: Line, origin: Origin, read_seconds: float) -> None:
        self.line = line
        self.origin = origin
        self.request_head = b""
        self.sent_at = 0.0
        self._read_seconds = read_seconds
        self._talk = h11.Connection(h11.CLIENT, max_incomplete_event_size=HEAD_BYTES)
        self._seen = bytearray()  # what came of the head so far
        self._in_head = True

    def send(self, request: h11.Request, unrecorded: bytes = b"") -> None:
        """Sends a request; ``unrecorded`` is a line at the end of its head that nobody else is to see."""
        self.request_head = (self._talk.send(request) or b"") + (self._talk.send(h11.EndOfMessage()) or b"")
        self.line.used += 1
        self.line.write(self.request_head.removesuffix(b"\r\n") + unrecorded + b"\r\n")
        # Not before: on a busy machine a while may pass in between, and the pace counts from when it had left.
        self.sent_at = asyncio.get_running_loop().time()

    async def head(self) -> tuple[h11.Response, bytes]:
        """The final response and the bytes of its head; interim responses (1xx) before it are passed over."""
        interim_bytes = 0
        while True:
            event = await self.event()
            rest = len(self._talk.trailing_data[0])
            head = bytes(self._seen[: len(self._seen) - rest])
            if interim_bytes + len(head) > HEAD_BYTES:
                raise WireError(Fault.TOO_LARGE, f"the response head is larger than {HEAD_BYTES:,} bytes")
            if isinstance(event, h11.Response):
                self._in_head = False
                _check(event)
                return event, head
            interim_bytes += len(head)
            del self._seen[: len(head)]

    async def event(self) -> h11.Event:
        """The next event. Raises WireError: RESET if the line ended too early, PROTOCOL if this is not HTTP."""
        ended = False
        while True:
            try:
                event = self._talk.next_event()
            except h11.RemoteProtocolError as error:
                raise self._broken(error, ended) from error
            if isinstance(event, h11.Event):
                return event
            data = await self._read()
            ended = not data
            self._talk.receive_data(data)

    @property
    def surplus(self) -> bool:
        """Whether bytes came after the end of the response."""
        return bool(self._talk.trailing_data[0]) or self.line.unread

    @property
    def reusable(self) -> bool:
        """Whether the line can carry another request."""
        done = self._talk.our_state is h11.DONE and self._talk.their_state is h11.DONE
        return done and not self.surplus and self.line.quiet

    async def _read(self) -> bytes:
        try:
            data = await self.line.read(self._read_seconds)
        except TimeoutError:
            raise WireError(Fault.TIMEOUT, f"not a byte in {self._read_seconds:g} s", again=True) from None
        except OSError as error:
            raise WireError(Fault.RESET, f"connection lost: {error.strerror or error}", again=True) from error
        if self._in_head:
            self._seen += data
            if not b"HTTP/".startswith(self._seen[:5]):
                raise WireError(Fault.PROTOCOL, "the server does not speak HTTP", again=self._may_be_another_ones)
            if not data:
                raise WireError(Fault.RESET, "connection closed before the response head was whole", again=True)
        return data

    @property
    def _may_be_another_ones(self) -> bool:
        """Whether what came may be the tail of the response before, so that a fresh line would do."""
        return self._in_head and self.line.used > 1

    def _broken(self, error: h11.RemoteProtocolError, ended: bool) -> WireError:
        if ended:
            return WireError(Fault.RESET, f"connection closed too early: {error}", again=True)
        if error.error_status_hint == 431:
            return WireError(Fault.TOO_LARGE, f"the response head is larger than {HEAD_BYTES:,} bytes")
        words = _BYTES.sub(r"\1", str(error))
        return WireError(Fault.PROTOCOL, f"broken HTTP: {words[:200]}", again=self._may_be_another_ones)


def _request(target: bytes, headers: Headers) -> h11.Request:
    """Raises WireError for what HTTP cannot say."""
    try:
        return h11.Request(method=b"GET", target=target, headers=headers)
    except h11.LocalProtocolError as error:
        raise WireError(Fault.PROTOCOL, f"cannot be asked for: {error}") from error


def _check(response: h11.Response) -> None:
    """Raises WireError for a head that h11 reads and that leaves doubt where the body ends, or what it is."""
    if len(response.headers) > HEAD_LINES:
        raise WireError(Fault.TOO_LARGE, f"the response head has more than {HEAD_LINES:,} lines")
    if not response.http_version.startswith(b"1."):
        version = response.http_version.decode("ascii")
        raise WireError(Fault.PROTOCOL, f"broken HTTP: an answer of version {version} to a request of 1.1")
    names = {name for name, _ in response.headers}
    if b"transfer-encoding" in names and (b"content-length" in names or response.http_version == b"1.0"):
        # RFC 9112, 6.1 and 6.3: faulty, perhaps one response smuggled into another.
        raise WireError(Fault.PROTOCOL, "broken HTTP: Transfer-Encoding beside a Content-Length, or in HTTP/1.0")
