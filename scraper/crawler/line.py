"""What comes over one connection?

A line reads and writes bytes and knows nothing of HTTP; lines.py opens it, wire.py talks over it.
"""

from __future__ import annotations

import asyncio
from collections import deque
from dataclasses import dataclass

from scraper.crawler.proxies import Proxy
from scraper.model import Fault

BUFFER_BYTES = 512 * 1024  # received but not yet read; above it the sender has to wait


class WireError(Exception):
    """An exchange that came to nothing; always turned into a ``Failure`` by fetch.py."""

    def __init__(self, fault: Fault, detail: str, again: bool = False) -> None:
        super().__init__(detail)
        self.fault = fault
        self.detail = detail
        self.again = again


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a request goes: scheme (http or https), ASCII host without brackets, port."""

    scheme: str
    host: str
    port: int

    @property
    def authority(self) -> str:
        """``host:port``, as a proxy is told it."""
        return f"[{self.host}]:{self.port}" if ":" in self.host else f"{self.host}:{self.port}"


class Line(asyncio.Protocol):
    """One connection: what arrives is queued until it is read."""

    def __init__(self) -> None:
        self.ip = ""  # of the host; not known behind a proxy
        self.proxy: Proxy | None = None
        self.used = 0  # exchanges so far
        self.idle_since = 0.0  # by the loop's clock
        self._transport: asyncio.Transport | None = None
        self._chunks: deque[bytes] = deque()
        self._size = 0
        self._ended = False
        self._error: Exception | None = None
        self._waiter: asyncio.Future[None] | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        self._chunks.append(data)
        self._size += len(data)
        if self._size > BUFFER_BYTES and self._transport:
            self._transport.pause_reading()
        self._wake()

    def eof_received(self) -> None:
        self._ended = True
        self._wake()

    def connection_lost(self, exc: Exception | None) -> None:
        self._ended = True
        self._error = self._error or exc
        self._wake()

    @property
    def unread(self) -> bool:
        """Whether bytes have come that nobody has read."""
        return bool(self._chunks)

    @property
    def quiet(self) -> bool:
        """Whether the line is open and nothing unread has come."""
        return not self._ended and not self._chunks

    def write(self, data: bytes) -> None:
        """Sends a request head: small enough never to need to wait."""
        assert self._transport
        self._transport.write(data)

    async def read(self, seconds: float | None = None) -> bytes:
        """The next bytes, b"" at the end. Raises TimeoutError after ``seconds`` without any, OSError on a reset."""
        if self.quiet:
            self._waiter = asyncio.get_running_loop().create_future()
            try:
                async with asyncio.timeout(seconds):
                    await self._waiter
            finally:
                self._waiter = None
        if self._chunks:
            data = self._chunks.popleft()
            self._size -= len(data)
            if self._transport and self._size <= BUFFER_BYTES:
                self._transport.resume_reading()
            return data
        if self._error:
            raise self._error
        return b""

    @property
    def transport(self) -> asyncio.Transport:
        """What carries the bytes."""
        assert self._transport
        return self._transport

    def go_on_with(self, transport: asyncio.Transport) -> None:
        """From now on another transport carries the bytes: TLS over the one before."""
        self._transport = transport

    def close(self) -> None:
        """Closes at once."""
        if self._transport:
            self._transport.abort()

    def _wake(self) -> None:
        if self._waiter and not self._waiter.done():
            self._waiter.set_result(None)
