"""The crawl of ``tests.bench.crawl`` by crawlee: ``python crawl_crawlee.py DIRECTORY HOSTS PORT``.

Needs only crawlee, and prints how many pages came. robots.txt is obeyed, each link followed once, and each body kept in
one plain file. The queue is in memory, which is the fastest that crawlee has.
"""

from __future__ import annotations

import asyncio
import logging
import sys
from datetime import timedelta
from pathlib import Path

from crawlee import ConcurrencySettings
from crawlee.crawlers import ParselCrawler, ParselCrawlingContext
from crawlee.storage_clients import MemoryStorageClient

DIRECTORY, HOSTS, PORT = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])


def address(host: int) -> str:
    """As in tests.bench.web, which is not to be had in another Python."""
    return f"127.1.{host // 250}.{1 + host % 250}"


async def main() -> int:
    """Crawl."""
    number = 0
    crawler = ParselCrawler(
        concurrency_settings=ConcurrencySettings(min_concurrency=1, desired_concurrency=HOSTS, max_concurrency=HOSTS),
        configure_logging=False,
        request_handler_timeout=timedelta(seconds=60),
        respect_robots_txt_file=True,
        storage_client=MemoryStorageClient(),
    )
    with (DIRECTORY / "bodies").open("wb") as file:

        @crawler.router.default_handler
        async def handle(context: ParselCrawlingContext) -> None:
            nonlocal number
            file.write(await context.http_response.read())
            number += 1
            await context.enqueue_links(strategy="all")

        await crawler.run([f"http://{address(host)}:{PORT}/" for host in range(HOSTS)])
    return number


logging.disable(logging.WARNING)
print(asyncio.run(main()))
