"""A small web on loopback for whole journeys: real sockets, real HTTP, pages that a test writes and rewrites."""

from __future__ import annotations

import io
import socket
import socketserver
import struct
import sys
import threading
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from scraper.settings import Settings

LOOPBACK = "127.0.0.0/8"
CONTACT = "mailto:tests@news-archive.info"
SO_TIMESTAMPNS = 35  # socket(7); Python has no name for it
STAMP = struct.Struct("@ll")  # struct timespec: seconds, nanoseconds
ADDRESSES = ("127.2.0.1", "127.2.0.2", "127.2.0.3")
HTML = "text/html; charset=utf-8"


@dataclass(frozen=True, slots=True)
class Request:
    """What a server saw. Times are Unix seconds: ``began`` when it arrived, ``ended`` before the answer left."""

    host: str  # the server's own authority
    path: str  # with its query
    headers: Mapping[str, str]  # names in lower case
    began: float
    ended: float = 0.0
    status: int = 0

    @property
    def url(self) -> str:
        return f"http://{self.host}{self.path}"


@dataclass(frozen=True, slots=True)
class Reply:
    """What a server says."""

    status: int = 200
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)


Answer = str | bytes | Reply | Callable[[Request], Reply]
MISSING = Reply(404, b"<!doctype html><title>404</title><h1>Not found</h1>", {"Content-Type": HTML})


class Ear(io.RawIOBase):
    """Reads from a connection and knows when the system received what was read last.

    On a busy machine a thread may be woken long after that; without such a stamp (not on Linux) its own time has to do.
    """

    def __init__(self, connection: socket.socket) -> None:
        self.connection = connection
        self.heard_at = 0.0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any, /) -> int:
        size, told, *_ = self.connection.recvmsg_into([buffer], socket.CMSG_SPACE(STAMP.size))
        stamps = [STAMP.unpack(data) for _, kind, data in told if kind == SO_TIMESTAMPNS]
        self.heard_at = stamps[0][0] + stamps[0][1] / 1e9 if stamps else time.time()
        return size


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128

    def __init__(self, address: str, site: Site, pages: dict[str, Answer]) -> None:
        self.site = site
        self.pages = pages
        super().__init__((address, 0), _Handler)
        self.authority = "{}:{}".format(*self.server_address[:2])

    def server_bind(self) -> None:
        """As http.server does it, without asking DNS for the name of the address."""
        if sys.platform == "linux":
            self.socket.setsockopt(socket.SOL_SOCKET, SO_TIMESTAMPNS, 1)  # connections inherit it
        socketserver.TCPServer.server_bind(self)
        self.server_name, self.server_port = self.server_address[:2]  # type: ignore[assignment]

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that hangs up (it had enough, or was killed) is what tests do; anything else is an error."""
        if not isinstance(sys.exc_info()[1], ConnectionError | TimeoutError):
            super().handle_error(request, client_address)  # type: ignore[arg-type]


class _Handler(BaseHTTPRequestHandler):
    server: _Server
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    timeout = 60

    def setup(self) -> None:
        super().setup()
        self.ear = Ear(self.connection)
        self.rfile = io.BufferedReader(self.ear)

    def do_GET(self) -> None:
        headers = {name.lower(): value for name, value in self.headers.items()}
        request = Request(self.server.authority, self.path, headers, self.ear.heard_at)
        reply = answered(self.server.pages.get(self.path, MISSING), request)
        self.server.site.note(replace(request, ended=time.time(), status=reply.status))
        head = {"Content-Type": HTML, "Content-Length": str(len(reply.body)), **reply.headers}
        self.send_response(reply.status)
        for name, value in head.items():
            if not (reply.status == 304 and name.startswith("Content-")):
                self.send_header(name, value)
        self.end_headers()
        self.wfile.write(reply.body)

    def log_message(self, *_: object) -> None:
        """Quiet: the log is for that."""


def answered(answer: Answer, request: Request) -> Reply:
    """The reply to a request."""
    match answer:
        case str():
            return Reply(200, answer.encode())
        case bytes():
            return Reply(200, answer)
        case Reply():
            return answer
    return answer(request)


class Site:
    """Servers on loopback addresses, one for each mapping of paths to answers; the mappings may change meanwhile.

    Each has a port of its own. What is not in a mapping is a 404, robots.txt too.
    """

    def __init__(self, *pages: dict[str, Answer]) -> None:
        self.pages = pages
        self._servers = [_Server(address, self, own) for address, own in zip(ADDRESSES, pages, strict=False)]
        self._log: list[Request] = []
        self._heard = threading.Condition()

    def __enter__(self) -> Self:
        for server in self._servers:
            threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for server in self._servers:
            server.shutdown()
            server.server_close()

    def host(self, at: int = 0) -> str:
        """The authority of a server."""
        return self._servers[at].authority

    def url(self, path: str = "/", at: int = 0) -> str:
        """The address of a page."""
        return f"http://{self.host(at)}{path}"

    def note(self, request: Request) -> None:
        """Add to the log."""
        with self._heard:
            self._log.append(request)
            self._heard.notify_all()

    def log(self, at: int | None = None) -> list[Request]:
        """All requests so far, or those to one server, by the time of their coming."""
        with self._heard:
            seen = list(self._log)
        return sorted(
            (request for request in seen if at is None or request.host == self.host(at)),
            key=lambda request: request.began,
        )

    def paths(self, at: int = 0) -> list[str]:
        """What one server was asked for, in order."""
        return [request.path for request in self.log(at)]

    def forget(self) -> None:
        """Start a new log."""
        with self._heard:
            self._log.clear()

    def wait_for(self, number: int, seconds: float = 30) -> None:
        """Wait until so many requests have been seen."""
        with self._heard:
            assert self._heard.wait_for(lambda: len(self._log) >= number, seconds), self._log


# ---------------------------------------------------------------- pages

TOWNS = "Port Alden, Marrow Bay, Vellmouth, Old Quern, Saint Orso, Harrowgate Sound, Lissen, Upper Dray".split(", ")
THINGS = "tide mill, lighthouse, customs shed, rope walk, fish market, signal tower, dry dock".split(", ")


def title(number: int) -> str:
    """The title of a story."""
    return f"{TOWNS[number % 8]} Loses Its {THINGS[number % 7].title()} After {number + 12} Years"


def paragraphs(number: int) -> list[str]:
    """The story: invented, and no two numbers give the same."""
    town, thing = TOWNS[number % 8], THINGS[number % 7]
    return [
        f"The council of {town} voted on Tuesday night, by {number + 11} votes to {number % 9 + 3}, to let the {thing} "
        f"fall into the sea, where most of it has been since the storm of {1900 + number}.",
        f'"We have paid for the {thing} {number + 2} times," said the treasurer, Odile Marsh, who has kept the books '
        f"since {1970 + number % 40}. Each time the money came from the fund for the school roof, and each time the "
        "rain came through the roof a little sooner than the year before.",
        f"A report seen by this newspaper puts the loss at {4000 + 13 * number} crowns. It was written in March by an "
        f"engineer from {TOWNS[(number + 3) % 8]} whom the harbour office never paid, and it lay in a drawer until a "
        "clerk went looking for a stapler.",
        f"The mayor declined to answer questions about drawer number {number}. His office said that the matter would "
        "be settled after the elections, which are to be held as soon as the ballot boxes have been found.",
    ]


def story(number: int, *, more: Iterable[str] = (), chrome: str = "", head: str = "") -> str:
    """An article page. ``more`` are further paragraphs, ``chrome`` stands around the story, ``head`` in the head."""
    body = "\n".join(f"<p>{text}</p>" for text in (*paragraphs(number), *more))
    return f"""<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>{title(number)} - The Marrow Bay Courier</title>
<meta name="author" content="Marta Quillon"><meta property="og:site_name" content="The Marrow Bay Courier">
<meta property="og:type" content="article">
<meta property="article:published_time" content="2026-03-{number % 28 + 1:02}T08:00:00+00:00">{head}</head>
<body><header><nav><ul><li><a href="/">Home</a></li></ul></nav>{chrome}</header>
<main><article class="post"><h1>{title(number)}</h1><p class="byline">By Marta Quillon</p>
<div class="entry-content">
{body}
</div></article></main>
<footer><p>The Marrow Bay Courier, 3 Fore Street</p></footer></body></html>
"""


def listing(links: Iterable[str], *, extra: str = "") -> str:
    """A page that only leads to others."""
    items = "\n".join(f'<li><a href="{link}">Read this story: {link}</a></li>' for link in links)
    return (
        '<!doctype html><html lang="en"><head><title>News - The Marrow Bay Courier</title></head>'
        f"<body><h1>News</h1><ul>{items}</ul>{extra}</body></html>"
    )


def stories(numbers: Iterable[int]) -> dict[str, Answer]:
    """Articles at /story/NUMBER, and a front page that links them."""
    pages: dict[str, Answer] = {f"/story/{number}": story(number) for number in numbers}
    return {"/": listing(pages)} | pages


# ---------------------------------------------------------------- settings


def settings_for(site: Site, archive: Path, at: Iterable[int] = (0,), **more: object) -> Settings:
    """A crawl of the front pages of some servers: fast, since they are ours, and everything is due at once again."""
    known = Settings(
        contact=CONTACT,
        name="tests",
        start=tuple(site.url("/", number) for number in at),
        archive=archive,
        allow_private=(LOOPBACK,),
        revisit_seconds=0,
        delay_seconds=0.02,
        max_delay_seconds=0.05,
        tries=1,
        backoff_seconds=0.05,
        longest_wait_seconds=5,
    )
    return replace(known, **more)  # type: ignore[arg-type]
