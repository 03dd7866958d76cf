"""A web to crawl on loopback, for the measurements: ``python -m tests.bench.web [--hosts N] [--pages N]``

A process of its own that answers on all of 127.0.0.0/8 and prints its port. Each host has its pages, which look alike
and differ in their words: some 69 KB with 120 links, most to the site's own pages and some to those of others. Its
robots.txt forbids one folder, to which each page has a link as well. The first host also has what is heavy: a
robots.txt of 500 KB, a sitemap of 50,000 stories and a page of 10 MB.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache

PAGE_BYTES = 69_000  # a news page of 2026
HOSTS = 200
PAGES = 50  # of a host
LINKS = 120  # of a page
ABROAD = 21  # of these lead to other hosts, and one to what robots.txt forbids
STORIES = 20  # different ones, of which each page has one
WORDS = 4_000
SITEMAP_URLS = 50_000
HUGE_BYTES = 10_000_000
ROBOTS = b"User-agent: *\nDisallow: /private/\nCrawl-delay: 0\n"
HTML = "text/html; charset=utf-8"


def address(host: int) -> str:
    """The loopback address of a host."""
    return f"127.1.{host // 250}.{1 + host % 250}"


def start_pages(hosts: int, port: int) -> list[str]:
    """Where a crawl begins."""
    return [f"http://{address(host)}:{port}/" for host in range(hosts)]


def path(page: int) -> str:
    """The path of a page of any host."""
    return f"/news/2026/{page:02}/a-story-that-is-told-in-some-words-{page}/" if page else "/"


@lru_cache(maxsize=1)
def _stories() -> tuple[tuple[str, ...], ...]:
    """The paragraphs of each story: made-up words, some often and most seldom, as they are in a language."""
    chance = random.Random(7)
    letters = "etaoinshrdlucmfwygpbvk"
    words = ["".join(chance.choices(letters, k=chance.randint(2, 10))) for _ in range(WORDS)]
    weights = [1 / (rank + 3) for rank in range(WORDS)]
    return tuple(
        tuple(" ".join(chance.choices(words, weights, k=chance.randint(40, 90))).capitalize() + "." for _ in range(60))
        for _ in range(STORIES)
    )


def html(host: int, page: int, hosts: int, pages: int, port: int) -> bytes:
    """A page."""
    story = _stories()[(host * pages + page) % STORIES]
    items = "".join(
        f'<li class="menu-item menu-item-type-post menu-item-{number}"><a class="menu-link" href="{href}">'
        f'<span class="label">Section {number}</span></a></li>\n'
        for number, href in enumerate(_hrefs(host, page, hosts, pages, port))
    )
    title = f"{story[0][:60]} {host}-{page}"
    head = (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{title}</title>'
        f'<meta property="og:title" content="{title}"><meta name="description" content="{story[1]}">'
        f'<link rel="canonical" href="{path(page)}"></head><body><header><nav><ul>\n{items}</ul></nav></header>'
        f'<main><article class="post type-post status-publish"><h1>{title}</h1>\n'
    )
    end = "</article></main><footer><p>All of it is made up.</p></footer></body></html>"
    text = "".join(f'<div class="wp-block-group"><p class="has-text">{told}</p></div>\n' for told in story)
    room = PAGE_BYTES - len(head) - len(end)
    style = ".c{margin:0 auto;padding:1px}" * (1 + max(0, room - len(text)) // 29)
    body = text[:room].rpartition("<div")[0] if len(text) > room else f"{text}<style>{style}</style>"
    return f"{head}{body}{end}".encode()


def heavy(port: int) -> dict[bytes, bytes]:
    """The answers of the first host that are far larger than others, by their paths."""
    rules = "".join(f"Disallow: /private/{number}/*/drafts$\n" for number in range(500_000 // 34))
    stories = "".join(
        f"<url><loc>http://{address(0)}:{port}/stories/{number}/a-story-of-the-archive/</loc>"
        "<lastmod>2026-03-04T05:06:07Z</lastmod></url>\n"
        for number in range(SITEMAP_URLS)
    )
    xml = f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{stories}</urlset>'
    paragraphs = "".join(f"<p>{told}</p>\n" for story in _stories() for told in story)
    huge = f"<title>Huge</title><h1>Huge</h1>{paragraphs * (HUGE_BYTES // len(paragraphs))}"
    return {
        b"/robots.txt": _response(200, "text/plain", ROBOTS + rules.encode()),
        b"/sitemap.xml": _response(200, "application/xml", xml.encode()),
        b"/huge/": _response(200, HTML, huge.encode()),
    }


def _hrefs(host: int, page: int, hosts: int, pages: int, port: int) -> Iterator[str]:
    for number in range(LINKS - ABROAD - 1):
        yield path((page + number + 1) % pages)
    for number in range(ABROAD):
        yield f"http://{address((host + 1 + number * 7) % hosts)}:{port}{path((page + number) % pages)}"
    yield "/private/drafts/"


async def serve(hosts: int, pages: int, is_heavy: bool) -> None:
    """Answer until killed."""
    numbers = {address(host): host for host in range(hosts)}
    paths = {path(page).encode(): page for page in range(pages)}
    port = 0
    special: dict[bytes, bytes] = {}

    @lru_cache(maxsize=hosts * pages)
    def answer(host: int, target: bytes) -> bytes:
        if host == 0 and target in special:
            return special[target]
        if target == b"/robots.txt":
            return _response(200, "text/plain", ROBOTS)
        page = 1 if target.startswith(b"/stories/") else paths.get(target)
        if page is None:
            return _response(404, HTML, b"<title>404</title>")
        return _response(200, HTML, html(host, page, hosts, pages, port))

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        host = numbers[writer.get_extra_info("sockname")[0]]
        try:
            while request := await reader.readuntil(b"\r\n\r\n"):
                writer.write(answer(host, request.split(b" ", 2)[1]))
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            writer.close()

    server = await asyncio.start_server(talk, "0.0.0.0", 0, backlog=1024)
    port = server.sockets[0].getsockname()[1]
    if is_heavy:
        special.update(heavy(port))
    for host in range(hosts):  # all before the first request: no crawler waits for what is made but once
        for target in paths:
            answer(host, target)
    print(port, flush=True)
    await server.serve_forever()


def _response(status: int, content_type: str, body: bytes) -> bytes:
    head = f'HTTP/1.1 {status} OK\r\nServer: bench\r\nContent-Type: {content_type}\r\nETag: "7"\r\n'
    return f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body


@contextmanager
def served(hosts: int, pages: int, *more: str) -> Iterator[int]:
    """The web while it is there; yields its port."""
    command = [sys.executable, "-m", "tests.bench.web", "--hosts", str(hosts), "--pages", str(pages), *more]
    server = subprocess.Popen(command, stdout=subprocess.PIPE)
    try:
        assert server.stdout is not None
        yield int(server.stdout.readline())
    finally:
        server.kill()
        server.wait()


def main() -> None:
    """Serve."""
    parser = argparse.ArgumentParser(description="a web on loopback")
    parser.add_argument("--hosts", type=int, default=HOSTS)
    parser.add_argument("--pages", type=int, default=PAGES)
    parser.add_argument("--heavy", action="store_true", help="with what is heavy on the first host")
    options = parser.parse_args()
    asyncio.run(serve(options.hosts, options.pages, options.heavy))


if __name__ == "__main__":
    main()
