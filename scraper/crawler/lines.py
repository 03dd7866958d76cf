"""How do we get a connection to a host, and only to where we may?

Names are resolved here, every address is checked before it is dialled, and the checked address itself is what is
dialled: a name that changes its mind between check and connection (DNS rebinding) gains nothing.
"""

from __future__ import annotations

import asyncio
import contextlib
import socket
import ssl
import threading
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from ipaddress import ip_address

from scraper.crawler.addresses import Network, refusal
from scraper.model import Fault

MAX_ADDRESSES = 4  # of one name that are tried, one after another
BUFFER_BYTES = 512 * 1024  # received but not yet read; above it the sender has to wait

Resolve = Callable[[str, int], Awaitable[Sequence[str]]]


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


class Line(asyncio.Protocol):
    """One connection: what arrives is queued until it is read."""

    def __init__(self) -> None:
        self.ip = ""
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

    async def read(self, seconds: float) -> bytes:
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

    def close(self) -> None:
        """Closes at once."""
        if self._transport:
            self._transport.abort()

    def _wake(self) -> None:
        if self._waiter and not self._waiter.done():
            self._waiter.set_result(None)


class Dialler:
    """Opens lines. ``resolve`` turns (host, port) into addresses; ``tls`` is made on the first https origin."""

    def __init__(
        self, allowed: Sequence[Network] = (), resolve: Resolve | None = None, tls: ssl.SSLContext | None = None
    ) -> None:
        self._allowed = tuple(allowed)
        self._resolve = resolve or look_up
        self._tls = tls

    async def dial(self, origin: Origin, seconds: float) -> Line:
        """A line to the first permitted address that answers, within ``seconds`` for everything. Raises WireError."""
        try:
            async with asyncio.timeout(seconds):
                addresses = self._permitted(await self._addresses(origin))
                return await self._first(origin, addresses, seconds / len(addresses))
        except TimeoutError:
            raise WireError(Fault.TIMEOUT, f"no connection to {origin.host} in {seconds:g} s", again=True) from None

    async def address(self, host: str, port: int, seconds: float) -> str | None:
        """The address that is dialled first for a host; None if it has none within ``seconds`` or none permitted."""
        with contextlib.suppress(WireError, TimeoutError):
            async with asyncio.timeout(seconds):
                return self._permitted(await self._addresses(Origin("", host, port)))[0]
        return None

    async def _addresses(self, origin: Origin) -> list[str]:
        try:
            found = await self._resolve(origin.host, origin.port)
        except socket.gaierror as error:
            later = error.errno == socket.EAI_AGAIN
            raise WireError(Fault.DNS, f"{origin.host}: {error.strerror or error}", again=later) from error
        except (OSError, UnicodeError) as error:
            raise WireError(Fault.DNS, f"{origin.host}: {error}") from error
        if not found:
            raise WireError(Fault.DNS, f"{origin.host} has no address")
        return _in_order(found)

    def _permitted(self, addresses: list[str]) -> list[str]:
        refusals = [refusal(address, self._allowed) for address in addresses]
        permitted = [address for address, reason in zip(addresses, refusals, strict=True) if reason is None]
        if not permitted:
            raise WireError(Fault.ADDRESS, str(refusals[0]))
        return permitted[:MAX_ADDRESSES]

    async def _first(self, origin: Origin, addresses: list[str], seconds_each: float) -> Line:
        for address in addresses[:-1]:
            with contextlib.suppress(WireError, TimeoutError):
                async with asyncio.timeout(seconds_each):
                    return await self._open(origin, address)
        return await self._open(origin, addresses[-1])

    async def _open(self, origin: Origin, address: str) -> Line:
        secure = origin.scheme == "https"
        if secure and self._tls is None:
            self._tls = ssl.create_default_context()
        loop = asyncio.get_running_loop()
        try:
            _, line = await loop.create_connection(
                Line,
                address,
                origin.port,
                ssl=self._tls if secure else None,
                server_hostname=origin.host if secure else None,
            )
        except ssl.SSLError as error:
            lasting = isinstance(error, ssl.SSLCertVerificationError)
            raise WireError(Fault.TLS, f"{origin.host}: {_words(error)}", again=not lasting) from error
        except OSError as error:
            where = f"{origin.host} ({address} port {origin.port})"
            raise WireError(Fault.CONNECT, f"{where}: {_words(error)}", again=True) from error
        line.ip = address
        return line


def _in_order(addresses: Sequence[str]) -> list[str]:
    """Each once, the resolver's preferred kind (IPv4 or IPv6) first, and in an order that does not change.

    Names with the same addresses are so asked at the same one, where they share its pace.
    """
    preferred = ":" in addresses[0]
    return sorted(set(addresses), key=lambda address: ((":" in address) is not preferred, address))


async def look_up(host: str, port: int) -> list[str]:
    """The addresses of a name, by the system's resolver. Raises socket.gaierror.

    Runs in a thread of its own that nobody waits for: a resolver that hangs holds up neither other names nor our end.
    """
    with contextlib.suppress(ValueError):
        return [str(ip_address(host))]
    loop = asyncio.get_running_loop()
    future: asyncio.Future[list[str]] = loop.create_future()

    def settle(found: list[str] | Exception) -> None:
        if future.done():  # nobody waits any more
            return
        if isinstance(found, Exception):
            future.set_exception(found)
        else:
            future.set_result(found)

    def ask() -> None:
        found: list[str] | Exception
        try:
            found = [str(entry[4][0]) for entry in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
        except (OSError, UnicodeError) as error:
            found = error
        with contextlib.suppress(RuntimeError):  # the loop is closed
            loop.call_soon_threadsafe(settle, found)

    threading.Thread(target=ask, name=f"look up {host}", daemon=True).start()
    return await future


def _words(error: OSError) -> str:
    if isinstance(error, ssl.SSLCertVerificationError):
        return f"certificate not accepted: {error.verify_message}"
    return error.strerror or str(error) or type(error).__name__
