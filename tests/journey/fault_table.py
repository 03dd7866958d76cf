"""Every way to break, and what the archive is to say of it.

``FAULTS`` are broken pages, ``ROBOTS`` broken robots.txt files; ``PASSING`` breaks once and is well when asked again.
"""

from __future__ import annotations

import gzip
from dataclasses import dataclass
from email.utils import formatdate
from time import time

import brotli
import zstandard

from scraper.model import State
from tests.journey.faults import (
    GOOD,
    Play,
    Server,
    Talk,
    by_path,
    drips,
    floods,
    hangs,
    redirect,
    resets,
    response,
    says,
)
from tests.journey.site import story

BACKOFF = 30.0  # seconds; longer than a run waits, so nothing is tried twice in it
DAY = 86_400.0
MAX_RAW, MAX_BODY = 700_000, 1_400_000  # bytes: more than the 500 KiB that are read of a robots.txt

BEFORE, AFTER = GOOD
ALL = ("/robots.txt", BEFORE, "/fault", AFTER)
PARKED = ALL[:3]  # the host is left alone after that


@dataclass(frozen=True, slots=True)
class Ends:
    """What the archive says of the broken page, and what the server has seen."""

    state: State
    reason: str = ""
    status: int | None = None
    truncated: bool = False
    wait: float | None = BACKOFF  # seconds until it is due again; None: never
    asked: tuple[str, ...] = ALL
    path: str = "/fault"


def again(reason: str, status: int | None = None, truncated: bool = False, wait: float = BACKOFF) -> Ends:
    """It may pass, and is due again when the host has had its rest."""
    return Ends(State.DEFERRED, reason, status, truncated, wait)


def lost(reason: str, status: int | None = None, truncated: bool = False) -> Ends:
    """It will not pass by itself: looked at no sooner than others."""
    return Ends(State.FAILED, reason, status, truncated, DAY)


def parked(status: int, wait: float) -> Ends:
    """The host asks to be left alone."""
    return Ends(State.DEFERRED, "status", status, wait=wait, asked=PARKED)


def no_page(reason: str, status: int = 200) -> Ends:
    """It came whole and is no article."""
    return Ends(State.REJECTED, reason, status, wait=0)


STORED = Ends(State.FETCHED, status=200, wait=0)

STORY = story(998).encode()
ZIPPED = gzip.compress(STORY)
BOMB = bytes(50_000_000)
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"
CHUNKED = HEAD + b"Transfer-Encoding: chunked\r\n\r\n"
WHOLE = response(STORY)


def coded(body: bytes, coding: bytes) -> Play:
    return says(response(body, b"Content-Encoding: " + coding))


def typed(body: bytes, kind: bytes) -> Play:
    return says(response(body, b"Content-Type: " + kind))


def status(line: bytes, *headers: bytes, body: bytes = b"<h1>Not now</h1>") -> Play:
    return says(response(body, *headers, status=line))


def asked_too_much_until(talk: Talk) -> None:
    """Names the end of an hour from now."""
    when = formatdate(time() + 3_600, usegmt=True).encode()
    status(b"429 Slow down", b"Retry-After: " + when)(talk)


CHALLENGE = b'<!doctype html><title>Just a moment...</title><div id="challenge-error-text">Enable JavaScript</div>'

FAULTS: dict[str, tuple[Play, Ends]] = {
    # the connection
    "closes at once": (says(), again("reset")),
    "resets before the head": (resets(), again("reset")),
    "resets within the head": (resets(HEAD), again("reset")),
    "closes within the head": (says(HEAD), again("reset")),
    "resets within the body": (resets(WHOLE[:-99]), again("reset", 200, True)),
    "is silent": (hangs(), again("timeout")),
    "is silent within the head": (hangs(HEAD), again("timeout")),
    "is silent within the body": (hangs(WHOLE[:-99]), again("timeout", 200, True)),
    "drips the head": (drips(HEAD + b"X: "), again("timeout")),
    "drips the body": (drips(HEAD + b"Content-Length: 9999\r\n\r\n"), again("timeout", 200, True)),
    # the head
    "speaks something else": (hangs(b"220 mail.news.test ESMTP\r\n"), lost("protocol")),
    "answers in HTTP/0.9": (says(STORY), lost("protocol")),
    "answers in HTTP/2": (says(b"\x00\x00\x06\x04\x00\x00\x00\x00\x00\x00\x03\x00\x00\x00\x64"), lost("protocol")),
    "greets with the preface of HTTP/2": (says(b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"), lost("protocol")),
    "says that it speaks HTTP/2": (says(WHOLE.replace(b"HTTP/1.1", b"HTTP/2.0")), lost("protocol")),
    "switches protocols": (says(b"HTTP/1.1 101 Go\r\nUpgrade: h2c\r\n\r\n"), lost("protocol")),
    "has no status": (says(WHOLE.replace(b"200 OK", b"OK")), lost("protocol")),
    "has a broken header": (says(HEAD + b"no colon here\r\n\r\n"), lost("protocol")),
    "has NULs in its headers": (says(HEAD + b"X: a\0b\r\nContent-Length: 0\r\n\r\n"), lost("protocol")),
    "has a huge header": (says(HEAD + b"X: " + b"y" * 70_000 + b"\r\n\r\n"), lost("too_large")),
    "has too many headers": (says(HEAD + b"X-Y: z\r\n" * 2_000 + b"\r\n"), lost("too_large")),
    "has headers without end": (floods(HEAD, b"X-Y: z\r\n" * 500), lost("too_large")),
    "sends early hints without end": (floods(b"", b"HTTP/1.1 103 Hint\r\nLink: </a>\r\n\r\n" * 99), lost("too_large")),
    # where the body ends
    "promises more than it sends": (says(WHOLE[:-99]), again("reset", 200, True)),
    "sends more than it promises": (says(WHOLE + b"and then some"), lost("protocol", 200, True)),
    "gives two lengths": (says(HEAD + b"Content-Length: 5\r\nContent-Length: 9\r\n\r\nhello"), lost("protocol")),
    "gives a length and chunks": (
        says(HEAD + b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n"),
        lost("protocol"),
    ),
    "has a chunk of no size": (hangs(CHUNKED + b"5\r\nhello\r\nzz\r\n"), lost("protocol", 200, True)),
    "has a chunk longer than it says": (says(CHUNKED + b"3\r\nhello\r\n0\r\n\r\n"), lost("protocol", 200, True)),
    "has a chunk that never ends": (floods(CHUNKED + b"5;", b"x" * 9_999), lost("too_large", 200, True)),
    "ends without the last chunk": (says(CHUNKED + b"5\r\nhello\r\n"), again("reset", 200, True)),
    "ends within a chunk": (says(CHUNKED + b"ff\r\nhello"), again("reset", 200, True)),
    "sends a body without end": (floods(HEAD + b"\r\n", bytes(9_999)), lost("too_large", 200, True)),
    "sends a large body": (says(response(bytes(MAX_RAW + 1))), lost("too_large", 200, True)),
    # what is in the body
    "sends a gzip bomb": (coded(gzip.compress(BOMB), b"gzip"), lost("too_large", 200, True)),
    "sends a br bomb": (coded(brotli.compress(BOMB, quality=1), b"br"), lost("too_large", 200, True)),
    "sends a zstd bomb": (
        coded(zstandard.ZstdCompressor().compress(BOMB), b"zstd"),
        lost("too_large", 200, True),
    ),
    "sends a bomb in a bomb": (
        coded(brotli.compress(gzip.compress(BOMB), quality=1), b"gzip, br"),
        lost("too_large", 200, True),
    ),
    "cuts its gzip short": (coded(ZIPPED[:-9], b"gzip"), again("encoding", 200, True)),
    "calls text gzip": (coded(STORY, b"gzip"), again("encoding", 200, True)),
    "calls gzip br": (coded(ZIPPED, b"br"), again("encoding", 200, True)),
    "has a coding of its own": (coded(STORY, b"x-own"), lost("encoding", 200, True)),
    "stacks codings": (coded(ZIPPED, b"gzip, gzip, gzip, gzip"), lost("encoding", 200, True)),
    "packs twice and says so": (coded(brotli.compress(ZIPPED), b"gzip, br"), STORED),
    "packs twice and does not say so": (coded(gzip.compress(ZIPPED), b"gzip"), no_page("not_html")),
    "adds to its gzip": (coded(ZIPPED + b"<!-- cached -->", b"gzip"), STORED),
    "calls a PDF a page": (typed(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n" + STORY, b"text/html"), no_page("not_html")),
    "calls a picture a page": (typed(b"\xff\xd8\xff\xe0\x00\x10JFIF" + bytes(99), b"text/html"), no_page("not_html")),
    "calls noise a page": (typed(brotli.compress(STORY), b"text/html"), no_page("not_html")),
    "calls a page a text": (typed(STORY, b"text/plain"), STORED),
    "calls a page a download": (typed(STORY, b"application/octet-stream"), STORED),
    "sends nothing": (says(response()), no_page("empty")),
    # the status
    "has no content and sends it": (status(b"204 No Content", body=STORY), no_page("empty", 204)),
    "gives a choice": (status(b"300 Multiple Choices", b"Location: /x", body=STORY), lost("status", 300)),
    "sends a part": (status(b"206 Partial Content", body=STORY), lost("protocol", 206)),
    "says not modified unasked": (status(b"304 Not Modified", body=b""), lost("protocol", 304)),
    "is not found": (status(b"404 Not Found"), lost("status", 404)),
    "is gone": (status(b"410 Gone"), Ends(State.GONE, "status", 410, wait=None)),
    "is forbidden": (status(b"403 Forbidden"), lost("status", 403)),
    "fails": (status(b"500 Oops"), again("status", 500)),
    "has a status that nobody knows": (status(b"999 No"), lost("status", 999)),
    "is out of service": (status(b"503 Not now"), parked(503, BACKOFF)),
    "is asked too much": (status(b"429 Slow down", b"Retry-After: 45"), parked(429, 45)),
    "is asked too much until a date": (
        asked_too_much_until,
        parked(429, 3_600),
    ),
    # where it leads
    "redirects to nowhere": (status(b"302 Found"), lost("protocol", 302)),
    "redirects to no address": (redirect(b"javascript:alert(1)"), lost("redirects", 302)),
    "redirects to itself": (redirect(b"/fault"), lost("redirects", 302)),
    "redirects in a circle": (
        by_path(fault=redirect(b"/fault/b"), b=redirect(b"/fault/c"), c=redirect(b"/fault")),
        Ends(State.FAILED, "redirects", 302, wait=DAY, asked=(*ALL, "/fault/b", "/fault/c"), path="/fault/c"),
    ),
    "redirects on and on": (
        by_path(fault=redirect(b"/fault/1"), **{str(n): redirect(b"/fault/%d" % (n + 1)) for n in range(1, 9)}),
        Ends(
            State.FAILED,
            "redirects",
            302,
            wait=DAY,
            asked=(*ALL, *(f"/fault/{n}" for n in range(1, 6))),
            path="/fault/5",
        ),
    ),
    "redirects out of scope": (redirect(b"http://10.0.0.1/"), Ends(State.EXCLUDED, "scope", 302, wait=DAY)),
    "redirects in UTF-8": (
        by_path(**{"fault": redirect("/fault/café".encode()), "caf%C3%A9": says(WHOLE)}),
        Ends(State.FETCHED, status=200, wait=0, asked=(*ALL, "/fault/caf%C3%A9"), path="/fault/caf%C3%A9"),
    ),
    "redirects in Latin-1": (
        by_path(**{"fault": redirect("/fault/señor".encode("latin-1")), "se%C3%B1or": says(WHOLE)}),
        Ends(State.FETCHED, status=200, wait=0, asked=(*ALL, "/fault/se%C3%B1or"), path="/fault/se%C3%B1or"),
    ),
}

ONLY_ROBOTS = ("/robots.txt",)
WAITS = Ends(State.DEFERRED, "unreachable_robots", asked=ONLY_ROBOTS)
RULES = b"User-agent: *\nDisallow: /fault\n"
FORBIDDEN = Ends(State.EXCLUDED, "robots", wait=DAY, asked=("/robots.txt", BEFORE, AFTER))


def text(body: bytes) -> Play:
    return typed(body, b"text/plain")


ROBOTS: dict[str, tuple[Play, Ends]] = {
    "robots hang": (hangs(), WAITS),
    "robots hang within": (hangs(response(RULES)[:-9]), WAITS),
    "robots drip": (drips(HEAD + b"Content-Length: 9999\r\n\r\n"), WAITS),
    "robots reset": (resets(), WAITS),
    "robots cut short": (says(response(RULES)[:-9]), WAITS),
    "robots in no HTTP": (says(RULES), Ends(State.FAILED, "unreachable_robots", wait=DAY, asked=ONLY_ROBOTS)),
    "robots fail": (status(b"500 Oops"), Ends(State.DEFERRED, "unreachable_robots", 500, asked=ONLY_ROBOTS)),
    "robots out of service": (
        status(b"503 Not now", b"Retry-After: 45"),
        Ends(State.DEFERRED, "unreachable_robots", 503, wait=45, asked=ONLY_ROBOTS),
    ),
    "robots asked too much": (
        status(b"429 Slow down"),
        Ends(State.DEFERRED, "unreachable_robots", 429, asked=ONLY_ROBOTS),
    ),
    "robots forbidden": (status(b"403 Forbidden"), STORED),
    "robots gone": (status(b"410 Gone"), STORED),
    "robots that are a page": (typed(STORY, b"text/html"), STORED),
    "robots that are a picture": (text(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 99), STORED),
    "robots without end": (floods(HEAD + b"\r\n", RULES + b"# and so on\n" * 999), FORBIDDEN),
    "robots that are moved": (
        by_path(**{"robots.txt": redirect(b"/robots/b"), "b": text(RULES)}),
        Ends(State.EXCLUDED, "robots", wait=DAY, asked=("/robots.txt", "/robots/b", BEFORE, AFTER)),
    ),
    "robots in a circle": (
        by_path(**{"robots.txt": redirect(b"/robots/b"), "b": redirect(b"/robots.txt")}),
        Ends(State.FETCHED, status=200, wait=0, asked=("/robots.txt", "/robots/b") * 3 + ALL[1:]),
    ),
}

# Broken the first time, in this way; then well.
PASSING: dict[str, Play] = {
    "was reset": resets(WHOLE[:-99]),
    "was silent": hangs(),
    "was cut short": says(WHOLE[:-99]),
    "had its gzip cut short": coded(ZIPPED[:-9], b"gzip"),
    "failed": status(b"500 Oops"),
    "was out of service": status(b"503 Not now"),
    "was asked too much": status(b"429 Slow down", b"Retry-After: 1"),
    "timed out": status(b"504 Timeout"),
}

SERVERS: dict[str, Server] = {
    **{name: Server(play) for name, (play, _) in FAULTS.items()},
    **{name: Server(robots=play) for name, (play, _) in ROBOTS.items()},
    "listens no more": Server(listens=False),
    "speaks no TLS": Server(https=True, greets=response(status=b"400 Bad Request")),
}
ENDS: dict[str, Ends] = {name: ends for name, (_, ends) in (FAULTS | ROBOTS).items()} | {
    "listens no more": Ends(State.DEFERRED, "connect", asked=()),
    "speaks no TLS": Ends(State.DEFERRED, "tls", asked=()),
}
