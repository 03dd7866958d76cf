"""The crawl of ``tests.bench.crawl`` by Scrapy: ``python crawl_scrapy.py DIRECTORY HOSTS PORT``.

Needs only Scrapy, and prints how many pages came. robots.txt is obeyed, each link followed once, and each body kept in
one plain file.
"""

from __future__ import annotations

import sys
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import scrapy
from scrapy.crawler import CrawlerProcess
from scrapy.linkextractors import LinkExtractor

DIRECTORY, HOSTS, PORT = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])


def address(host: int) -> str:
    """As in tests.bench.web, which is not to be had in another Python."""
    return f"127.1.{host // 250}.{1 + host % 250}"


class Keep:
    """Writes the bodies one after the other."""

    def __init__(self) -> None:
        self.file = (DIRECTORY / "bodies").open("wb")
        self.number = 0

    def process_item(self, item: dict[str, Any]) -> dict[str, Any]:
        self.file.write(item["body"])
        type(self).number = self.number = self.number + 1
        return item

    def close_spider(self) -> None:
        self.file.close()


class News(scrapy.Spider):
    """Follows all links."""

    name = "news"
    links = LinkExtractor()

    async def start(self) -> AsyncIterator[scrapy.Request]:
        for host in range(HOSTS):
            yield scrapy.Request(f"http://{address(host)}:{PORT}/")

    def parse(self, response: scrapy.http.Response) -> Iterator[Any]:
        yield {"url": response.url, "body": response.body}
        for link in self.links.extract_links(response):
            yield scrapy.Request(link.url)


SETTINGS = {
    "CONCURRENT_REQUESTS": HOSTS,
    "CONCURRENT_REQUESTS_PER_DOMAIN": 1,
    "COOKIES_ENABLED": False,
    "DOWNLOAD_DELAY": 0,
    "ITEM_PIPELINES": {Keep: 1},
    "LOG_LEVEL": "ERROR",
    "ROBOTSTXT_OBEY": True,
    "TELNETCONSOLE_ENABLED": False,
    "USER_AGENT": "bench/1.0 (+https://bench.example.net)",
}

process = CrawlerProcess(SETTINGS)
process.crawl(News)
process.start()
print(Keep.number)
