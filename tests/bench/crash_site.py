"""A web for crawls that are killed: ``python -m tests.bench.crash_site HOSTS PAGES LOG``

A process of its own that answers on addresses of loopback, a host each, and prints its port. A host has a front page, a
feed and sections that lead to its stories; of ten documents one has moved, and of twenty one is gone or missing. Each
line on its input is a new day, on which a fifth of the stories has changed. Each request is a line of the log, written
before it is answered: when it came (Unix seconds, by the system's clock), the host's number, and the path.
"""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from tests.bench.web import address
from tests.journey.site import HTML, listing, story, title

SECTIONS = 3  # of a host; the feed and the front page come before them
FIRST = 2 + SECTIONS  # the number of the first document that is no way to others
CHANGING = 5  # one of so many stories changes each day
RSS = '<?xml version="1.0"?><rss version="2.0"><channel><title>The Courier</title><link>/</link>{}</channel></rss>'


class Heard(NamedTuple):
    """A request."""

    at: float
    host: int
    path: str


class Site(NamedTuple):
    """The web while it is there."""

    server: subprocess.Popen[bytes]
    port: int
    log: Path
    hosts: int
    pages: int  # of a host

    def url(self, host: int, path: str) -> str:
        """The address of a document."""
        return f"http://{address(host)}:{self.port}{path}"

    def heard(self) -> list[Heard]:
        """All requests so far, in their order."""
        lines = (line.split(" ", 2) for line in self.log.read_text(encoding="ascii").splitlines())
        return [Heard(float(at), int(host), path) for at, host, path in lines]

    def number(self) -> int:
        """How many requests there were so far."""
        return self.log.read_bytes().count(b"\n")

    def next_day(self) -> None:
        """Some stories change, before this returns."""
        assert self.server.stdin
        assert self.server.stdout
        self.server.stdin.write(b"\n")
        self.server.stdin.flush()
        self.server.stdout.readline()

    def expected(self, days: int) -> dict[str, int]:
        """After so many days: the URL of each article, and how many revisions it has."""
        return {
            self.url(host, f"/story/{number}"): days if changes(number) else 1
            for host in range(self.hosts)
            for number in range(FIRST, self.pages)
            if not is_away(number)
        }


@contextmanager
def served(hosts: int, pages: int, log: Path) -> Iterator[Site]:
    """The web; ``pages`` are those of a host, its front page, feed and sections included."""
    log.touch()
    command = [sys.executable, "-m", "tests.bench.crash_site", str(hosts), str(pages), str(log)]
    server = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    with server:
        assert server.stdout
        try:
            yield Site(server, int(server.stdout.readline()), log, hosts, pages)
        finally:
            server.kill()


# ---------------------------------------------------------------- what a host has


def is_away(number: int) -> bool:
    """Whether a document is gone or missing."""
    return number % 20 == 7


def has_moved(number: int) -> bool:
    """Whether only its former address is linked."""
    return number % 10 == 4


def changes(number: int) -> bool:
    """Whether it is another one each day."""
    return number % CHANGING == 1


def former(number: int) -> str:
    """The address that others know."""
    return f"/moved/{number}" if has_moved(number) else f"/story/{number}"


def answer(path: str, host: int, pages: int, day: int) -> tuple[str, list[str], bytes]:
    """Status, header lines and body."""
    kind, _, name = path[1:].partition("/")
    number = int(name) if name.isdigit() else 0
    numbers = range(FIRST, pages)
    if kind == "":
        links = [f"/section/{section}" for section in range(SECTIONS)]
        return _page(listing(links, extra='<a href="/feed">Feed</a>'))
    if kind == "feed":
        items = "".join(f"<item><title>{title(n)}</title><link>{former(n)}</link></item>" for n in numbers[::4])
        return _page(RSS.format(items), "application/rss+xml")
    if kind == "section" and number < SECTIONS:
        return _page(listing([former(n) for n in numbers[number::SECTIONS]]))
    if kind == "moved" and has_moved(number):
        return "301 Moved", [f"Location: /story/{number}"], b""
    if kind == "story" and number in numbers and not is_away(number):
        more = [f"So it was on day {day} in town {host}."] if changes(number) else [f"So it is in town {host}."]
        return _page(story(1_000 * host + number, more=more), tag=f'"{day if changes(number) else 0}"')
    status = "410 Gone" if kind == "story" and number % 40 == 7 else "404 Not Found"
    return status, [f"Content-Type: {HTML}"], b"<h1>Away</h1>"


def _page(text: str, kind: str = HTML, tag: str = "") -> tuple[str, list[str], bytes]:
    return "200 OK", [f"Content-Type: {kind}", *([f"ETag: {tag}"] if tag else [])], text.encode()


# ---------------------------------------------------------------- the server


async def serve(hosts: int, pages: int, log: Path) -> None:
    """Answer until killed."""
    numbers = {address(host): host for host in range(hosts)}
    descriptor = os.open(log, os.O_WRONLY | os.O_APPEND)
    day = 1

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        host = numbers[writer.get_extra_info("sockname")[0]]
        try:
            while request := (await reader.readuntil(b"\r\n\r\n")).decode("ascii"):
                path = request.split(" ", 2)[1]
                os.write(descriptor, f"{time.time():.6f} {host} {path}\n".encode())
                status, head, body = answer(path, host, pages, day)
                if any(line.startswith("ETag: ") and f"If-None-Match{line[4:]}\r\n" in request for line in head):
                    status, body = "304 Not Modified", b""
                lines = [f"HTTP/1.1 {status}", *head, f"Content-Length: {len(body)}", "", ""]
                if status.startswith("304"):
                    lines.pop(-3)
                writer.write("\r\n".join(lines).encode() + body)
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            writer.close()

    server = await asyncio.start_server(talk, "0.0.0.0", 0, backlog=1024)
    print(server.sockets[0].getsockname()[1], flush=True)
    while await asyncio.to_thread(sys.stdin.readline):
        day += 1
        print("another day", flush=True)


def main(arguments: Sequence[str]) -> None:
    """Serve."""
    asyncio.run(serve(int(arguments[0]), int(arguments[1]), Path(arguments[2])))


if __name__ == "__main__":
    main(sys.argv[1:])
