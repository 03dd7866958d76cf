"""Is the pace kept, and is none of it given away? ``python -m tests.bench.pace [--hosts N] [--seconds S]``

A crawl with all its parts but the cleaner and the archive: 200 hosts on addresses of loopback of their own, each asked
once a second. The server is another process, and what is told is by its clock: how many requests came beside how many
could have, and the smallest gap at one host. Arrivals are stamped by the system, so that a busy server reads no gap
too small or too large.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import socket
import subprocess
import sys
import time
from collections import defaultdict
from datetime import UTC, datetime
from itertools import pairwise

from scraper.crawler.crawl import Crawl, Plan
from scraper.crawler.discover import visit_to
from scraper.crawler.fetch import Fetcher, Limits
from scraper.crawler.frontier import MemoryFrontier
from scraper.crawler.report import Report
from scraper.model import Failure, Outcome, Page, Rejection, State, Visit
from tests.journey.site import SO_TIMESTAMPNS, STAMP

HOSTS = 200
SECONDS = 60  # the first few, in which all hosts answer in the same instant, cost most
DELAY = 1.0
GOAL = 0.99
OWN = ("127.1.0.0/16",)
PAGE = b"<!doctype html><title>A page</title><p>All of it is a page.</p>" * 300
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: %d\r\n\r\n"


class Ear:
    """One server for all of 127.0.0.0/8 that notes when each address was asked."""

    def __init__(self) -> None:
        self.heard: dict[str, list[float]] = defaultdict(list)

    async def serve(self) -> None:
        """Prints its port; when its input ends, prints what it heard."""
        with socket.create_server(("0.0.0.0", 0), backlog=1024) as listener:
            if sys.platform == "linux":
                listener.setsockopt(socket.SOL_SOCKET, SO_TIMESTAMPNS, 1)  # connections inherit it
            listener.setblocking(False)
            print(listener.getsockname()[1], flush=True)
            answering = asyncio.create_task(self._accept(listener))
            await asyncio.to_thread(sys.stdin.read)
            answering.cancel()
        print(json.dumps(self.heard))

    async def _accept(self, listener: socket.socket) -> None:
        loop, tasks = asyncio.get_running_loop(), set()
        while True:
            connection, _ = await loop.sock_accept(listener)
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            tasks.add(task := asyncio.create_task(self._answer(connection)))
            task.add_done_callback(tasks.discard)

    async def _answer(self, connection: socket.socket) -> None:
        loop = asyncio.get_running_loop()
        host = connection.getsockname()[0]
        with connection:
            while True:
                ready = loop.create_future()
                loop.add_reader(connection, ready.set_result, None)
                await ready
                loop.remove_reader(connection)
                data, told, *_ = connection.recvmsg(65_536, socket.CMSG_SPACE(STAMP.size))
                if not data:
                    return
                stamps = [STAMP.unpack(stamp) for _, kind, stamp in told if kind == SO_TIMESTAMPNS]
                self.heard[host].append(stamps[0][0] + stamps[0][1] / 1e9 if stamps else time.time())
                body = b"" if data.startswith(b"GET /robots.txt") else PAGE
                await loop.sock_sendall(connection, HEAD % len(body) + body)


def address(number: int) -> str:
    """The host of a number."""
    return f"127.1.{number // 250}.{1 + number % 250}"


async def crawl(port: int, hosts: int, seconds: int) -> Report:
    """Ask every host for so many pages that it takes so many seconds."""
    visits = [visit_to(f"http://{address(host)}:{port}/{page}") for page in range(seconds) for host in range(hosts)]
    fetcher = Fetcher(Limits(allow_private=OWN), "bench/1.0 (+https://bench.example.net)")

    async def handle(visit: Visit, result: Page | Failure | Rejection) -> Outcome:
        assert isinstance(result, Page), result
        return Outcome(visit, State.FETCHED, datetime.now(UTC), status=result.status, page=result)

    plan = Plan("bench", delay=DELAY, hosts_at_once=hosts, allow_private=OWN)
    try:
        return await Crawl(plan, MemoryFrontier(visits), fetcher, handle).run()
    finally:
        await fetcher.aclose()


def measure(hosts: int, seconds: int) -> tuple[Report, float, dict[str, list[float]]]:
    """The crawl's own report, its CPU seconds, and by host when the server heard a request."""
    command = [sys.executable, "-m", "tests.bench.pace", "--serve"]
    server = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    try:
        assert server.stdin is not None
        assert server.stdout is not None
        port = int(server.stdout.readline())
        before = time.process_time()
        report = asyncio.run(crawl(port, hosts, seconds))
        cpu = time.process_time() - before
        server.stdin.close()
        return report, cpu, json.loads(server.stdout.read())
    finally:
        server.kill()
        server.wait()


def rate(heard: list[float]) -> float:
    """Requests as a share of those that there was time for."""
    return (len(heard) - 1) * DELAY / (heard[-1] - heard[0])


def main() -> None:
    """Measures and prints."""
    parser = argparse.ArgumentParser(description="The pace by the server's clock")
    parser.add_argument("--serve", action="store_true", help="be the server")
    parser.add_argument("--hosts", type=int, default=HOSTS)
    parser.add_argument("--seconds", type=int, default=SECONDS)
    options = parser.parse_args()
    if options.serve:
        asyncio.run(Ear().serve())
        return
    report, cpu, heard = measure(options.hosts, options.seconds)
    requests = sum(map(len, heard.values()))
    assert requests == report.requests == options.hosts * (options.seconds + 1)
    smallest = min(later - sooner for times in heard.values() for sooner, later in pairwise(times))
    rates = sorted(map(rate, heard.values()))
    span = max(times[-1] for times in heard.values()) - min(times[0] for times in heard.values())
    overall = (requests - options.hosts) * DELAY / span / options.hosts
    measured = min(host.smallest_gap for host in report.hosts if host.smallest_gap is not None)
    print(f"{options.hosts} hosts, one request in {DELAY:g} s each, {options.seconds} s")
    print(f"{'requests':<40}{requests:>10,}")
    print(f"{'rate, share of the ideal, all hosts':<40}{overall:>10.2%}")
    print(f"{'the same by host: slowest, middle':<40}{rates[0]:>10.2%}{rates[len(rates) // 2]:>10.2%}")
    print(f"{'smallest gap by the server, s':<40}{smallest:>10.4f}")
    print(f"{'smallest gap by the report, s':<40}{measured:>10.4f}")
    print(f"{'gaps below the delay, by the report':<40}{sum(host.short_gaps for host in report.hosts):>10}")
    print(f"{'CPU ms a request':<40}{cpu * 1000 / requests:>10.2f}")
    kept = overall >= GOAL and smallest >= DELAY
    print(f"at least {GOAL:.0%} of the ideal, and no gap below the delay: {'yes' if kept else 'NO'}")


if __name__ == "__main__":
    main()
