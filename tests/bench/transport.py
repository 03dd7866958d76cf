"""What does fetching a page cost, by transport? ``python -m tests.bench.transport``

CPU milliseconds of this process per page, the ways interleaved in one run: httpx as it comes with one pool for all
hosts, httpx with a client a host, ours with all its checks. The server is a process of its own that answers on all of
127.0.0.0/8; each host is asked one page at a time, all hosts at once, as a crawl does it. Read the ratios.
"""

from __future__ import annotations

import argparse
import asyncio
import gc
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable

import httpx

from scraper.crawler.fetch import Fetcher, Limits
from scraper.model import Page, Visit

PAGE_BYTES = 69_000  # a news page of 2026
HOSTS = 200
PAGES_PER_HOST = 5
ROUNDS = 2

Way = Callable[[int, int], Awaitable[None]]


async def serve() -> None:
    """Answers every request with the page, not compressed (decoding costs all the same); prints its port."""
    html = b"<p>All of it is a page.</p>" * (PAGE_BYTES // 27) + b" " * (PAGE_BYTES % 27)
    head = b'HTTP/1.1 200 OK\r\nServer: bench\r\nContent-Type: text/html; charset=utf-8\r\nETag: "7"\r\n'
    response = head + b"Content-Length: %d\r\n\r\n" % len(html) + html

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while await reader.readuntil(b"\r\n\r\n"):
                writer.write(response)
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            writer.close()

    server = await asyncio.start_server(answer, "0.0.0.0", 0, backlog=1024)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


def url(host: int, page: int, port: int) -> str:
    """The address of a page of one of the hosts."""
    return f"http://127.{1 + host // 62_500}.{host // 250 % 250}.{1 + host % 250}:{port}/news/{page}/"


async def on_every_host(hosts: int, visit: Callable[[int], Awaitable[None]]) -> None:
    """Runs one task a host."""
    await asyncio.gather(*(visit(host) for host in range(hosts)))


async def httpx_one_pool(port: int, hosts: int) -> None:
    """httpx with its defaults, the pool as large as the number of hosts."""
    # An expiry within the run makes httpx close lines that it is about to use (ReadError on a slow machine).
    limits = httpx.Limits(max_connections=hosts, max_keepalive_connections=hosts, keepalive_expiry=300)
    async with httpx.AsyncClient(limits=limits, timeout=60, trust_env=False) as client:

        async def visit(host: int) -> None:
            for page in range(PAGES_PER_HOST):
                assert len((await client.get(url(host, page, port))).content) == PAGE_BYTES

        await on_every_host(hosts, visit)


async def httpx_a_host(port: int, hosts: int) -> None:
    """httpx with one transport for each host."""
    context = httpx.create_ssl_context()

    async def visit(host: int) -> None:
        async with httpx.AsyncClient(timeout=60, trust_env=False, verify=context) as client:
            for page in range(PAGES_PER_HOST):
                assert len((await client.get(url(host, page, port))).content) == PAGE_BYTES

    await on_every_host(hosts, visit)


async def ours(port: int, hosts: int) -> None:
    """Our fetcher: address check, deadline, caps, raw heads and bytes kept."""
    fetcher = Fetcher(Limits(allow_private=("127.0.0.0/8",)), "bench/1.0 (+https://bench.example.net)")

    async def visit(host: int) -> None:
        for page in range(PAGES_PER_HOST):
            address = url(host, page, port)
            got = await fetcher.get(Visit(url=address, key=address, host=address.split("/")[2]), _at_once)
            assert isinstance(got, Page), got
            assert len(got.body) == PAGE_BYTES

    await on_every_host(hosts, visit)
    await fetcher.aclose()


async def _at_once() -> None:
    """A turn that is always ours: the bench measures the fetch, not the pace."""


WAYS: dict[str, Way] = {"httpx, one pool": httpx_one_pool, "httpx, a client a host": httpx_a_host, "ours": ours}


def cpu_ms_per_page(way: Way, port: int, hosts: int) -> float:
    """CPU of this process for one round of a way."""
    gc.collect()
    before = time.process_time()
    asyncio.run(_as_coroutine(way, port, hosts))
    return (time.process_time() - before) * 1000 / (hosts * PAGES_PER_HOST)


async def _as_coroutine(way: Way, port: int, hosts: int) -> None:
    await way(port, hosts)


def measure(hosts: int, rounds: int) -> dict[str, float]:
    """The best round of each way, in CPU milliseconds a page."""
    server = subprocess.Popen([sys.executable, "-m", "tests.bench.transport", "--serve"], stdout=subprocess.PIPE)
    try:
        assert server.stdout is not None
        port = int(server.stdout.readline())
        figures: dict[str, list[float]] = {name: [] for name in WAYS}
        for _ in range(rounds):
            for name, way in WAYS.items():
                figures[name].append(cpu_ms_per_page(way, port, hosts))
    finally:
        server.kill()
        server.wait()
    return {name: min(values) for name, values in figures.items()}


def main() -> None:
    """Measures and prints a table."""
    parser = argparse.ArgumentParser(description="CPU per page of three HTTP transports")
    parser.add_argument("--serve", action="store_true", help="be the server")
    parser.add_argument("--hosts", type=int, default=HOSTS)
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    options = parser.parse_args()
    if options.serve:
        asyncio.run(serve())
        return
    figures = measure(options.hosts, options.rounds)
    print(
        f"{options.hosts} hosts, {PAGES_PER_HOST} pages of {PAGE_BYTES:,} bytes each, best of {options.rounds} rounds"
    )
    print(f"{'transport':<24}{'CPU ms/page':>12}{'to ours':>9}")
    for name, figure in figures.items():
        print(f"{name:<24}{figure:>12.2f}{figure / figures['ours']:>9.1f}")


if __name__ == "__main__":
    main()
