"""What did the server say?

One visit becomes a ``Page`` or a ``Failure``, whatever the server plays: every attempt waits for its turn, has a total
deadline, and is cut at a cap on the bytes of the wire and on those after decoding. This is the only file that knows
httpx and tenacity. A plain function can play the web: ``Fetcher(Limits(), agent, httpx.MockTransport(function))``.

Of httpx we use the request, the response and the transport seam, not the client: its one pool costs 25 times the CPU
over many hosts (``python -m tests.bench.transport``), and redirects and credentials are not to be had.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import cast
from urllib.parse import urlsplit

import httpx
import tenacity

from scraper.crawler.addresses import networks
from scraper.crawler.answers import failure, judged, truncation
from scraper.crawler.codings import ACCEPTED, CodingError, CodingFault, Decoder
from scraper.crawler.cookies import Cookies
from scraper.crawler.line import Origin, WireError
from scraper.crawler.lines import Dialler
from scraper.crawler.proxies import Proxies
from scraper.crawler.wire import OnSent, Reply, Timing, Wire
from scraper.model import Failure, Fault, Page, Visit

ACCEPT = "text/html, application/xhtml+xml, application/xml;q=0.9, */*;q=0.8"
DEFAULT_PORTS = {"http": 80, "https": 443}
BACKOFF_FACTOR = 2.0
PIECES_PER_BREATH = 64  # of a decoded body, 4 MiB; then other tasks get a turn

Gate = Callable[[], Awaitable[None]]
"""Waits for the host's next turn; awaited before every single request."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How long and how much, for one visit."""

    connect_seconds: float = 10.0  # name, TCP and TLS together
    read_seconds: float = 20.0  # between two reads
    total_seconds: float = 60.0  # one attempt from beginning to end
    max_raw_bytes: int = 10_000_000  # of the body on the wire
    max_body_bytes: int = 20_000_000  # of the body after decoding
    tries: int = 3
    backoff_seconds: float = 5.0  # before the second try, doubled before each further one
    longest_wait_seconds: float = 60.0  # a longer wait is not sat out: the visit is due later
    allow_private: tuple[str, ...] = ()  # networks such as "127.1.0.0/16" that may be reached all the same
    proxies: Proxies = field(default_factory=Proxies)
    cookies: bool = False  # go back to the host that set them, as long as the fetcher lives


class WireTransport(httpx.AsyncBaseTransport):
    """httpx's way onto our wire. Raises WireError instead of httpx's own errors."""

    def __init__(self, wire: Wire) -> None:
        self._wire = wire

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Sends a request; the response's extension "reply" is the wire's own."""
        url = request.url
        if url.scheme not in DEFAULT_PORTS:
            raise WireError(Fault.PROTOCOL, f"only http and https are fetched, not {url.scheme!r}")
        origin = Origin(url.scheme, url.raw_host.decode("ascii").strip("[]"), url.port or DEFAULT_PORTS[url.scheme])
        target = request.extensions.get("target", url.raw_path)
        reply = await self._wire.ask(origin, target, request.headers.raw, request.extensions.get("on_sent"))
        stream = _ReplyStream(reply)
        return httpx.Response(reply.status, headers=reply.headers, stream=stream, extensions={"reply": reply})

    async def address(self, host: str, port: int) -> str | None:
        """The address that a connection to the host would go to; None if there is none."""
        return await self._wire.address(host, port)

    async def aclose(self) -> None:
        """Closes the idle lines."""
        await self._wire.aclose()


class _ReplyStream(httpx.AsyncByteStream):
    def __init__(self, reply: Reply) -> None:
        self._reply = reply

    def __aiter__(self) -> AsyncIterator[bytes]:
        return self._reply.__aiter__()

    async def aclose(self) -> None:
        await self._reply.aclose()


class Fetcher:
    """Fetches visits. ``stop``, once set, ends every wait for another try."""

    def __init__(
        self,
        limits: Limits,
        user_agent: str,
        transport: httpx.AsyncBaseTransport | None = None,
        stop: asyncio.Event | None = None,
    ) -> None:
        self._limits = limits
        self._headers = {"User-Agent": user_agent, "Accept": ACCEPT, "Accept-Encoding": ACCEPTED}
        self._transport = transport or WireTransport(_wire(limits))
        self._stop = stop or asyncio.Event()
        self._cookies = Cookies() if limits.cookies else None

    async def get(self, visit: Visit, gate: Gate) -> Page | Failure:
        """The page, or why there is none. ``Failure.again`` says that another time may do, ``.wait`` how long to wait.

        Redirects and 304 are pages. A failure with an HTTP status carries the exchange. Only what ``gate`` itself
        raises comes out as an exception.
        """
        result = await self._attempt(visit, gate)
        return await self._retried(result, visit, gate) if _may_pass(result) else result

    async def address(self, host: str) -> str | None:
        """The IP address that ``host[:port]`` is asked at, without asking it; None if nobody can say."""
        if not isinstance(self._transport, WireTransport):
            return None
        url = urlsplit(f"//{host}")
        return await self._transport.address(url.hostname or "", url.port or DEFAULT_PORTS["https"])

    async def aclose(self) -> None:
        """Closes all connections."""
        await self._transport.aclose()

    # ------------------------------------------------------------ trying again

    async def _retried(self, first: Page | Failure, visit: Visit, gate: Gate) -> Page | Failure:
        """tenacity takes over; its first attempt is the one made, so that a page that comes at once is spared it."""
        made = [first]

        async def attempt() -> Page | Failure:
            return made.pop() if made else await self._attempt(visit, gate)

        retrying = tenacity.AsyncRetrying(
            sleep=self._nap,
            stop=self._enough,
            wait=self._pause,
            retry=tenacity.retry_if_result(_may_pass),
            retry_error_callback=self._give_up,
        )
        return await retrying(attempt)

    def _pause(self, state: tenacity.RetryCallState) -> float:
        """Seconds until the next try: what the server asks for, and never less than our own back-off."""
        ours = self._limits.backoff_seconds * BACKOFF_FACTOR ** (state.attempt_number - 1)
        result = _result(state)
        asked = result.wait if isinstance(result, Failure) else None
        return max(ours, asked or 0.0)

    def _enough(self, state: tenacity.RetryCallState) -> bool:
        tried = state.attempt_number >= self._limits.tries
        return tried or self._stop.is_set() or self._pause(state) > self._limits.longest_wait_seconds

    def _give_up(self, state: tenacity.RetryCallState) -> Page | Failure:
        result = _result(state)
        return replace(result, wait=self._pause(state)) if isinstance(result, Failure) else result

    async def _nap(self, seconds: float) -> None:
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._stop.wait()

    # ------------------------------------------------------------ one attempt

    async def _attempt(self, visit: Visit, gate: Gate) -> Page | Failure:
        await gate()
        if self._stop.is_set():
            return Failure(visit.url, Fault.INTERRUPTED, "asked to stop before the request was sent", again=True)
        return await self._exchange(visit)

    async def _exchange(self, visit: Visit) -> Page | Failure:
        """One request; once a response head has come, whatever goes wrong is weighed with the response."""
        body = _Body()
        response: httpx.Response | None = None
        started = asyncio.get_running_loop().time()
        try:
            with _translated(self._limits.total_seconds):
                async with asyncio.timeout(self._limits.total_seconds):
                    request = self._request(visit, body.sent)
                    response = await self._transport.handle_async_request(request)
                    await self._fill(body, response)
        except WireError as error:
            if response is None:
                return replace(failure(visit.url, error), elapsed=body.elapsed)
            body.error = error
        finally:
            if response is not None:
                await response.aclose()
        page = _page(visit.url, response, body, started)
        if self._cookies:
            self._cookies.keep(visit.host, visit.url, [value for name, value in page.headers if name == "set-cookie"])
        return judged(page, body.error, conditional=bool(_validators(visit)))

    def _request(self, visit: Visit, on_sent: OnSent) -> httpx.Request:
        headers = self._headers | _validators(visit)
        cookie = self._cookies.header(visit.host, visit.url) if self._cookies else None
        said = httpx.Headers(headers | {"Cookie": cookie}, encoding="latin-1") if cookie else headers
        # httpx would encode the path once more in its own way; what robots.txt was asked about is what we send.
        extensions = {"target": _target(visit.url), "on_sent": on_sent}
        return httpx.Request("GET", visit.url, headers=said, extensions=extensions)

    async def _fill(self, body: _Body, response: httpx.Response) -> None:
        decoder = Decoder(response.headers.get("content-encoding", ""), self._limits.max_body_bytes)
        room = self._limits.max_raw_bytes
        # Not aiter_raw(): that refuses the ready-made responses of a plain function. The stream is what it reads.
        async for chunk in cast("httpx.AsyncByteStream", response.stream):
            body.raw.append(chunk[:room])
            for count, piece in enumerate(decoder.pieces(chunk[:room]), start=1):
                body.decoded.append(piece)
                if count % PIECES_PER_BREATH == 0:
                    await asyncio.sleep(0)
            room -= len(chunk)
            if room < 0:
                raise WireError(Fault.TOO_LARGE, f"the body is larger than {self._limits.max_raw_bytes:,} bytes")
        decoder.finish()


class _Body:
    """A body in the making."""

    def __init__(self) -> None:
        self.raw: list[bytes] = []
        self.decoded: list[bytes] = []
        self.error: WireError | None = None
        self._sent_at: float | None = None

    def sent(self, at: float) -> None:
        """The request for it left us, by the loop's clock."""
        self._sent_at = at

    @property
    def elapsed(self) -> float:
        """Seconds since the request left us; 0 if it did not, or nobody knows."""
        return asyncio.get_running_loop().time() - self._sent_at if self._sent_at is not None else 0.0


@contextlib.contextmanager
def _translated(seconds: float) -> Iterator[None]:
    """Turns whatever an exchange may raise into WireError; ``seconds`` is the length of its deadline."""
    try:
        yield
    except TimeoutError:
        raise WireError(Fault.TIMEOUT, f"not done after {seconds:g} s", again=True) from None
    except CodingError as error:
        fault = Fault.TOO_LARGE if error.fault is CodingFault.TOO_LARGE else Fault.ENCODING
        raise WireError(fault, str(error), again=error.fault is CodingFault.BROKEN) from error
    except (httpx.InvalidURL, UnicodeError) as error:
        raise WireError(Fault.PROTOCOL, f"cannot be asked for: {error}") from error
    except httpx.HTTPError as error:  # from a transport that is not ours
        fault = next((fault for kind, fault in _FOREIGN if isinstance(error, kind)), Fault.PROTOCOL)
        raise WireError(fault, str(error) or type(error).__name__, again=fault is not Fault.PROTOCOL) from error


_FOREIGN: tuple[tuple[type[httpx.HTTPError], Fault], ...] = (
    (httpx.TimeoutException, Fault.TIMEOUT),
    (httpx.ConnectError, Fault.CONNECT),
    (httpx.NetworkError, Fault.RESET),
    (httpx.DecodingError, Fault.ENCODING),
)


def _page(url: str, response: httpx.Response, body: _Body, started: float) -> Page:
    reply: Reply | None = response.extensions.get("reply")  # none if a plain function plays the web
    return Page(
        url=url,
        final_url=url,
        status=response.status_code,
        headers=tuple(
            (name.decode("latin-1").lower(), value.decode("latin-1")) for name, value in response.headers.raw
        ),
        body=b"".join(body.decoded),
        raw_body=b"".join(body.raw),
        fetched_at=datetime.now(UTC),
        request_head=reply.request_head if reply else b"",
        response_head=reply.response_head if reply else b"",
        ip=reply.ip if reply else None,
        elapsed=asyncio.get_running_loop().time() - (reply.sent_at if reply else started),
        truncated=truncation(body.error),
    )


def _validators(visit: Visit) -> dict[str, str]:
    """The headers that ask for news only (RFC 9110, 13.1). Not with a validator that no header can carry back."""
    told = {"If-None-Match": visit.etag, "If-Modified-Since": visit.last_modified}
    return {name: value for name, value in told.items() if value and value.isascii() and value.isprintable()}


def _target(url: str) -> bytes:
    """Path and query of an absolute URL, byte for byte."""
    start = url.find("/", url.find("//") + 2)
    return url[start:].partition("#")[0].encode("ascii") if start > 0 else b"/"


def _may_pass(result: Page | Failure) -> bool:
    """Whether to try again in a moment. A puzzle is not for us, however long we have time."""
    return isinstance(result, Failure) and result.again and result.fault is not Fault.CHALLENGE


def _result(state: tenacity.RetryCallState) -> Page | Failure:
    assert state.outcome is not None
    return cast("Page | Failure", state.outcome.result())


def _wire(limits: Limits) -> Wire:
    dialler = Dialler(networks(limits.allow_private), proxies=limits.proxies)
    return Wire(Timing(limits.connect_seconds, limits.read_seconds), dialler)
