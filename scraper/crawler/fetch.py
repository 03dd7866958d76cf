"""What did the server say?

One visit becomes a ``Page`` or a ``Failure``, whatever the server plays: every attempt waits for its turn, has a total
deadline, and is cut at a cap on the bytes of the wire and on those after decoding. This is the only file that knows
httpx and tenacity. A plain function can play the web: ``Fetcher(Limits(), agent, httpx.MockTransport(function))``.

Of httpx we use the transport seam alone, for whoever plays the web: over many hosts the one pool of its client costs 25
times our wire's CPU (``python -m tests.bench.transport``), and its request and response a quarter of a fetch.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Protocol, cast
from urllib.parse import urlsplit

import httpx
import tenacity

from scraper.crawler.addresses import networks
from scraper.crawler.answers import failure, judged, truncation
from scraper.crawler.asking import DEFAULT_PORTS, apart, validators
from scraper.crawler.codings import ACCEPTED, CodingError, CodingFault, Decoder
from scraper.crawler.cookies import Cookies
from scraper.crawler.line import WireError
from scraper.crawler.lines import Dialler
from scraper.crawler.proxies import Proxies
from scraper.crawler.wire import Headers, OnSent, Timing, Wire
from scraper.model import Failure, Fault, Page, Visit

ACCEPT = "text/html, application/xhtml+xml, application/xml;q=0.9, */*;q=0.8"
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


class Answer(Protocol):
    """A response whose head has come: iterate over it for the body, close it in any case. See ``wire.Reply``."""

    status: int
    headers: Headers
    request_head: bytes
    response_head: bytes
    ip: str | None
    sent_at: float

    def __aiter__(self) -> AsyncIterator[bytes]:
        """The body's bytes, still content-encoded."""

    async def aclose(self) -> None:
        """Let go of it."""


class _Played:
    """The answer of a transport of httpx, such as a plain function that plays the web."""

    request_head = response_head = b""
    ip: str | None = None

    def __init__(self, response: httpx.Response, sent_at: float) -> None:
        self.status = response.status_code
        self.headers: Headers = response.headers.raw
        self.sent_at = sent_at
        self._response = response

    def __aiter__(self) -> AsyncIterator[bytes]:
        # Not aiter_raw(): that refuses the ready-made responses of a plain function. The stream is what it reads.
        return aiter(cast("httpx.AsyncByteStream", self._response.stream))

    async def aclose(self) -> None:
        await self._response.aclose()


class Fetcher:
    """Fetches visits. ``stop``, once set, ends every wait for another try."""

    def __init__(
        self,
        limits: Limits,
        user_agent: str,
        transport: Wire | httpx.AsyncBaseTransport | None = None,
        stop: asyncio.Event | None = None,
    ) -> None:
        self._limits = limits
        self._headers = {"User-Agent": user_agent, "Accept": ACCEPT, "Accept-Encoding": ACCEPTED}
        self._transport = transport or _wire(limits)
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
        if not isinstance(self._transport, Wire):
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
        answer: Answer | None = None
        try:
            with _translated(self._limits.total_seconds):
                async with asyncio.timeout(self._limits.total_seconds):
                    answer = await self._ask(visit, body.sent)
                    await self._fill(body, answer)
        except WireError as error:
            if answer is None:
                return replace(failure(visit.url, error), elapsed=body.elapsed)
            body.error = error
        finally:
            if answer is not None:
                await answer.aclose()
        page = _page(visit.url, answer, body)
        if self._cookies:
            self._cookies.keep(visit.host, visit.url, [value for name, value in page.headers if name == "set-cookie"])
        return judged(page, body.error, conditional=bool(validators(visit)))

    async def _ask(self, visit: Visit, on_sent: OnSent) -> Answer:
        """The head of the response. What robots.txt was asked about is what we send, byte for byte."""
        origin, host, target = apart(visit.url)
        said = self._headers | validators(visit)
        headers = [(b"Host", host), *((name.encode("ascii"), value.encode("ascii")) for name, value in said.items())]
        if self._cookies and (cookie := self._cookies.header(visit.host, visit.url)):
            headers.append((b"Cookie", cookie.encode("latin-1")))
        if isinstance(self._transport, Wire):
            return await self._transport.ask(origin, target, headers, on_sent)
        started = asyncio.get_running_loop().time()
        request = httpx.Request("GET", visit.url, headers=headers, extensions={"target": target})
        return _Played(await self._transport.handle_async_request(request), started)

    async def _fill(self, body: _Body, answer: Answer) -> None:
        codings = [value.decode("latin-1") for name, value in answer.headers if name.lower() == b"content-encoding"]
        decoder = Decoder(", ".join(codings), self._limits.max_body_bytes)
        room = self._limits.max_raw_bytes
        async for chunk in answer:
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


def _page(url: str, answer: Answer, body: _Body) -> Page:
    return Page(
        url=url,
        final_url=url,
        status=answer.status,
        headers=tuple((name.decode("latin-1").lower(), value.decode("latin-1")) for name, value in answer.headers),
        body=b"".join(body.decoded),
        raw_body=b"".join(body.raw),
        fetched_at=datetime.now(UTC),
        request_head=answer.request_head,
        response_head=answer.response_head,
        ip=answer.ip,
        elapsed=asyncio.get_running_loop().time() - answer.sent_at,
        truncated=truncation(body.error),
    )


def _may_pass(result: Page | Failure) -> bool:
    """Whether to try again in a moment. A puzzle is not for us, however long we have time."""
    return isinstance(result, Failure) and result.again and result.fault is not Fault.CHALLENGE


def _result(state: tenacity.RetryCallState) -> Page | Failure:
    assert state.outcome is not None
    return cast("Page | Failure", state.outcome.result())


def _wire(limits: Limits) -> Wire:
    dialler = Dialler(networks(limits.allow_private), proxies=limits.proxies)
    return Wire(Timing(limits.connect_seconds, limits.read_seconds), dialler)
