"""How do we get a connection to a host, and only to where we may?

Names are resolved here, every address is checked before it is dialled, and the checked address itself is what is
dialled: a name that changes its mind between check and connection (DNS rebinding) gains nothing. On the way through a
proxy, whose own address is the user's choice, the addresses of the site are checked all the same (see proxies.py).
"""

from __future__ import annotations

import asyncio
import contextlib
import socket
import ssl
import threading
from collections.abc import Iterator, Sequence
from ipaddress import ip_address

from scraper.crawler.addresses import Network, is_local_name, refusal
from scraper.crawler.line import Line, Origin, WireError
from scraper.crawler.names import Names, Resolve
from scraper.crawler.proxies import Proxies, Proxy, connect_request, refusal_of
from scraper.model import Fault

MAX_ADDRESSES = 4  # of one name that are tried, one after another
TUNNEL_HEAD_BYTES = 16 * 1024  # of a proxy's answer to CONNECT
NO_RESOLVER_SECONDS = 2.0  # to look up what a proxy will look up once more: there may be no resolver where we are


class Dialler:
    """Opens lines. ``resolve`` turns (host, port) into addresses; ``tls`` is made on the first https origin."""

    def __init__(
        self,
        allowed: Sequence[Network] = (),
        resolve: Resolve | None = None,
        tls: ssl.SSLContext | None = None,
        proxies: Proxies | None = None,
    ) -> None:
        self._allowed = tuple(allowed)
        self._resolve = resolve or Names(look_up, lasts=_is_no_such_name)
        self._tls = tls
        self._proxies = proxies or Proxies()

    async def dial(self, origin: Origin, seconds: float) -> Line:
        """A line to the first permitted address that answers, within ``seconds`` for everything. Raises WireError."""
        proxy = self._proxies.proxy_for(origin.scheme, origin.host, origin.port)
        try:
            async with asyncio.timeout(seconds):
                if proxy:
                    return await self._dial_through(proxy, origin, seconds)
                addresses = self._permitted(await self._addresses(origin))
                return await self._first(origin, addresses, seconds / len(addresses))
        except TimeoutError:
            where = f"{origin.host} through the proxy" if proxy else origin.host
            raise WireError(Fault.TIMEOUT, f"no connection to {where} in {seconds:g} s", again=True) from None

    async def address(self, host: str, port: int, seconds: float) -> str | None:
        """The address that is dialled first for a host; None if it has none within ``seconds`` or none permitted."""
        if self._proxies.proxy_for("https", host, port):
            seconds = min(seconds, NO_RESOLVER_SECONDS)
        with contextlib.suppress(WireError, TimeoutError):
            async with asyncio.timeout(seconds):
                return self._permitted(await self._addresses(Origin("", host, port)))[0]
        return None

    async def _addresses(self, origin: Origin) -> list[str]:
        """The addresses of a host, whether they are permitted or not. Raises WireError (DNS)."""
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
        loop = asyncio.get_running_loop()
        with _translated(origin.host, f"{origin.host} ({address} port {origin.port})"):
            _, line = await loop.create_connection(
                Line,
                address,
                origin.port,
                ssl=self._context() if secure else None,
                server_hostname=origin.host if secure else None,
            )
        line.ip = address
        return line

    def _context(self) -> ssl.SSLContext:
        """Certificates are verified, and there is no switch for that."""
        if self._tls is None:
            self._tls = ssl.create_default_context()
        return self._tls

    # ------------------------------------------------------------ through a proxy

    async def _dial_through(self, proxy: Proxy, origin: Origin, seconds: float) -> Line:
        await self._check(origin)
        there = Origin("http", proxy.host, proxy.port)
        try:
            addresses = (await self._addresses(there))[:MAX_ADDRESSES]
            line = await self._first(there, addresses, seconds / len(addresses))
        except WireError as error:
            raise WireError(Fault.CONNECT, f"the proxy: {error.detail}", again=True) from error
        line.ip = ""
        line.proxy = proxy
        if origin.scheme == "https":
            try:
                await self._tunnel(line, proxy, origin)
            except BaseException:
                line.close()
                raise
        return line

    async def _check(self, origin: Origin) -> None:
        """Raises WireError (ADDRESS) if the proxy might be led to where we may not go: any address counts."""
        addresses: list[str] = []
        with contextlib.suppress(WireError, TimeoutError):
            async with asyncio.timeout(NO_RESOLVER_SECONDS):
                addresses = await self._addresses(origin)
        reason = next(filter(None, (refusal(address, self._allowed) for address in addresses)), None)
        if not addresses and is_local_name(origin.host):
            reason = f"{origin.host} is a name of a local network"
        if reason:
            raise WireError(Fault.ADDRESS, reason)

    async def _tunnel(self, line: Line, proxy: Proxy, origin: Origin) -> None:
        """Has the proxy connect us to the origin, and speaks TLS with that."""
        head = b""
        with _translated(origin.host, f"the proxy to {origin.host}"):
            line.write(connect_request(proxy, origin.authority))
            while b"\r\n\r\n" not in head:
                data = await line.read()
                head += data
                if not data or len(head) > TUNNEL_HEAD_BYTES:
                    raise WireError(Fault.CONNECT, f"the proxy gave no answer about {origin.host}", again=True)
        refused = refusal_of(head)
        if refused:
            why, again = refused
            raise WireError(Fault.CONNECT, f"the proxy does not connect us to {origin.host}: {why}", again=again)
        if not head.endswith(b"\r\n\r\n"):
            raise WireError(Fault.PROTOCOL, "the proxy sent more than its answer")
        with _translated(origin.host, f"{origin.host} through the proxy"):
            loop = asyncio.get_running_loop()
            transport = await loop.start_tls(line.transport, line, self._context(), server_hostname=origin.host)
            if transport is None:
                raise ConnectionAbortedError("closed during the TLS handshake")
            line.go_on_with(transport)


@contextlib.contextmanager
def _translated(host: str, where: str) -> Iterator[None]:
    """Turns what opening a connection may raise into WireError."""
    try:
        yield
    except ssl.SSLError as error:
        lasting = isinstance(error, ssl.SSLCertVerificationError)
        raise WireError(Fault.TLS, f"{host}: {_words(error)}", again=not lasting) from error
    except (OSError, ValueError) as error:  # a ValueError: no certificate can have such a name
        raise WireError(Fault.CONNECT, f"{where}: {_words(error)}", again=True) from error


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


def _is_no_such_name(error: BaseException) -> bool:
    return isinstance(error, socket.gaierror) and error.errno != socket.EAI_AGAIN


def _words(error: OSError | ValueError) -> str:
    if isinstance(error, ssl.SSLCertVerificationError):
        return f"certificate not accepted: {error.verify_message}"
    return getattr(error, "strerror", None) or str(error) or type(error).__name__
