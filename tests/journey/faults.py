"""A web that breaks in every way we know of: plain sockets on loopback, with a clock and a log of their own.

Each way to break has a server on an address of its own. Its page at ``/fault`` (and what lies below it) is broken, its
``/before`` and ``/after`` are stories, and it has no robots.txt, unless that is what is broken.
"""

from __future__ import annotations

import contextlib
import io
import selectors
import socket
import ssl
import struct
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import TracebackType
from typing import Self

from tests.journey.site import SO_TIMESTAMPNS, Ear, story

NETWORK = "127.3.0.0/16"
PATIENCE = 20.0  # seconds that a server says nothing; nobody waits so long
GOOD = ("/before", "/after")


@dataclass(frozen=True, slots=True)
class Heard:
    """A request, as the server that plays ``fault`` saw it; ``at`` is in Unix seconds."""

    fault: str
    path: str
    at: float
    head: bytes


class Talk:
    """A request, and the bare connection to answer it on."""

    def __init__(self, connection: socket.socket, path: str, number: int, over: threading.Event) -> None:
        self.path = path
        self.number = number  # of the requests for this path
        self._connection = connection
        self._over = over

    def say(self, *parts: bytes) -> None:
        for part in parts:
            self._connection.sendall(part)

    def wait(self, seconds: float = PATIENCE) -> bool:
        """Says nothing for a while; tells whether the test is over."""
        return self._over.wait(seconds)

    def reset(self) -> None:
        self._connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self._connection.close()


Play = Callable[[Talk], None]

# ---------------------------------------------------------------- what a server may do


def says(*parts: bytes) -> Play:
    """Sends bytes and closes."""
    return lambda talk: talk.say(*parts)


def resets(*parts: bytes) -> Play:
    """Sends bytes and breaks the connection off."""

    def play(talk: Talk) -> None:
        talk.say(*parts)
        talk.wait(0.05)  # a reset overtakes what was sent before
        talk.reset()

    return play


def hangs(*parts: bytes) -> Play:
    """Sends bytes and says nothing more."""

    def play(talk: Talk) -> None:
        talk.say(*parts)
        talk.wait()

    return play


def drips(head: bytes) -> Play:
    """Sends a byte every 50 ms, for ever: no single read takes long."""

    def play(talk: Talk) -> None:
        talk.say(head)
        while not talk.wait(0.05):
            talk.say(b"x")

    return play


def floods(head: bytes, piece: bytes) -> Play:
    """Sends the same piece for ever."""

    def play(talk: Talk) -> None:
        talk.say(head)
        while not talk.wait(0):
            talk.say(piece)

    return play


def by_path(**plays: Play) -> Play:
    """Does something else for each last part of the path."""

    def play(talk: Talk) -> None:
        plays[talk.path.rpartition("/")[2]](talk)

    return play


def at_first(play: Play) -> Play:
    """Breaks once and is well after that."""

    def once(talk: Talk) -> None:
        (play if talk.number == 1 else page(story(900)))(talk)

    return once


def response(body: bytes = b"", *headers: bytes, status: bytes = b"200 OK") -> bytes:
    """A well-formed response."""
    kind = (
        () if any(header.lower().startswith(b"content-type:") for header in headers) else (b"Content-Type: text/html",)
    )
    lines = [b"HTTP/1.1 " + status, b"Content-Length: %d" % len(body), *kind, *headers]
    return b"\r\n".join(lines) + b"\r\n\r\n" + body


def page(html: str) -> Play:
    """An ordinary page. The connection ends with it, so that what breaks next has one of its own."""
    return says(response(html.encode(), b"Content-Type: text/html; charset=utf-8", b"Connection: close"))


def redirect(to: bytes, status: bytes = b"302 Found") -> Play:
    return says(response(b"", b"Location: " + to, status=status))


NOT_FOUND = says(response(b"<h1>Not found</h1>", status=b"404 Not Found"))


# ---------------------------------------------------------------- the servers


@dataclass(frozen=True, slots=True)
class Server:
    """What one address does. ``https``: it is asked for that; ``listens``: there is one at all."""

    fault: Play | None = None
    robots: Play = NOT_FOUND
    tls: ssl.SSLContext | None = None
    https: bool = False
    greets: bytes = b""  # says this to whoever comes, and hangs up
    listens: bool = True

    def play(self, path: str, number: int) -> Play:
        """What it does about a path."""
        if "robots" in path:
            return self.robots
        if path.startswith("/fault") and self.fault:
            return self.fault
        return page(story(number))


class Faults:
    """All servers, each on an address of ``NETWORK``; to be used in a ``with`` statement."""

    def __init__(self, servers: Mapping[str, Server]) -> None:
        self._servers = servers
        self._numbers = {name: number for number, name in enumerate(servers)}
        self._sockets = {name: self._listen(number) for name, number in self._numbers.items()}
        self._authorities = {name: "{}:{}".format(*own.getsockname()) for name, own in self._sockets.items()}
        self._log: list[Heard] = []
        self._heard = threading.Condition()
        self._over = threading.Event()
        for name, server in servers.items():
            if not server.listens:
                self._sockets.pop(name).close()

    def _listen(self, number: int) -> socket.socket:
        own = socket.socket()
        with contextlib.suppress(OSError):  # not on Linux
            own.setsockopt(socket.SOL_SOCKET, SO_TIMESTAMPNS, 1)  # connections inherit it
        own.bind((f"127.3.{number // 200}.{number % 200 + 1}", 0))
        own.listen(8)
        return own

    def __enter__(self) -> Self:
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._over.set()

    def url(self, name: str, path: str = "/fault") -> str:
        """The address of a page of the server that plays a fault."""
        return f"{'https' if self._servers[name].https else 'http'}://{self._authorities[name]}{path}"

    def log(self, name: str) -> list[Heard]:
        """What the server was asked for, by the time of its coming."""
        with self._heard:
            return sorted((heard for heard in self._log if heard.fault == name), key=lambda heard: heard.at)

    def wait_for(self, name: str, number: int, seconds: float = 30) -> None:
        """Wait until a server has heard so many requests."""
        with self._heard:
            assert self._heard.wait_for(lambda: sum(heard.fault == name for heard in self._log) >= number, seconds), (
                name
            )

    def _accept(self) -> None:
        with selectors.DefaultSelector() as selector:
            for name, own in self._sockets.items():
                selector.register(own, selectors.EVENT_READ, name)
            while not self._over.is_set():
                for key, _ in selector.select(0.1):
                    connection, _ = self._sockets[key.data].accept()
                    threading.Thread(target=self._serve, args=(key.data, connection), daemon=True).start()
        for own in self._sockets.values():
            own.close()

    def _serve(self, name: str, connection: socket.socket) -> None:
        connection.settimeout(PATIENCE)
        with contextlib.suppress(OSError):  # whoever has had enough hangs up: that is what tests do
            if self._servers[name].greets:
                connection.sendall(self._servers[name].greets)
                connection.recv(9_999)
            elif self._servers[name].tls:
                connection = self._servers[name].tls.wrap_socket(connection, server_side=True)  # type: ignore[union-attr]
            if not self._servers[name].greets:
                self._converse(name, connection)
        connection.close()

    def _converse(self, name: str, connection: socket.socket) -> None:
        ear = None if isinstance(connection, ssl.SSLSocket) else Ear(connection)
        reader = io.BufferedReader(ear) if ear else connection.makefile("rb")
        head = b"".join(iter(reader.readline, b"\r\n"))
        if not head.startswith(b"GET "):
            return
        path = head.split(b" ")[1].decode()
        with self._heard:
            self._log.append(Heard(name, path, ear.heard_at if ear else time.time(), head))
            self._heard.notify_all()
            times = sum(heard.fault == name and heard.path == path for heard in self._log)
        play = self._servers[name].play(path, self._numbers[name] * 4 + self._place(path))
        play(Talk(connection, path, times, self._over))

    @staticmethod
    def _place(path: str) -> int:
        """A number for each story of a server."""
        return GOOD.index(path) if path in GOOD else len(GOOD)
