"""From which articles are the golden files made?

Some of the demo site's, chosen for what they show, crawled over loopback one after the other by a clock that stands
still. What hangs on the port that was free is told as it is on the demo's own, so that a file is the same every time.
"""

from __future__ import annotations

import datetime
import hashlib
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any
from unittest.mock import patch

from scraper.crawler import fetch
from scraper.settings import Settings
from scraper.urls import dedupe_key
from scraper.version import __version__
from scraper.writer.document import article_id
from tests.fixtures_check.test_serve import serve
from tests.journey.runs import crawl
from tests.journey.test_demo_crawl import load_demo

PORT = "18765"  # of config/demo.toml
MUD = "127.1.0.4", "/features/who-owns-the-mud"  # table, list, quotes, captions, three authors, CC BY-NC-SA
TUNNEL = "127.1.0.1", "/news/brief/police-find-tunnel-cold-store-puerto-limonal/"  # links at the top and at the bottom
QUAY = "127.1.0.2", "/2026/09/quay-nine-lease/"  # two authors, a list; corrected in the second crawl
BRIDGE = "127.1.0.4", "/ar/the-bridge-keeper-8d1f0"  # from right to left
CLOCK = "127.1.0.4", "/ja/the-tide-clock-77b2e"  # no spaces between words
ANCHOR = "127.1.0.2", "/briefs/anchor-auction/"  # terms not known; gone in the second crawl
CHOSEN = (MUD, TUNNEL, QUAY, BRIDGE, CLOCK, ANCHOR)
WRONG, RIGHT = b"88,000 crowns a year.", b"89,000 crowns a year."
CORRECTION = (
    b"<p><em>Correction: an earlier version of this article gave the cooperative's offer as 88,000 crowns.</em></p>"
)
END = b'<div class="wp-block-newspack-blocks-donate'  # what follows the story
FIRST = datetime.datetime(2026, 11, 24, 9, tzinfo=datetime.UTC)


@dataclass(frozen=True)
class Demo:
    """The demo site while it is served, and the archive of its articles."""

    site: Any
    archive: Path
    settings: Settings
    told: dict[str, str] = field(default_factory=dict)  # what is told instead of what hangs on the port

    def crawl(self) -> None:
        """Crawl the chosen articles, in their order."""
        with standing(FIRST):
            for host, path in CHOSEN:
                self._tell(host, path)
                crawl(replace(self.settings, start=(f"http://{host}:{self.site.port}{path}",)))

    def change(self) -> None:
        """The next day one article is corrected, and another is gone: crawl twice more."""
        quay, anchor = self._answers(QUAY), self._answers(ANCHOR)
        body = quay[QUAY[1]].body.replace(WRONG, RIGHT).replace(END, CORRECTION + END)
        assert RIGHT in body
        assert CORRECTION in body
        with standing(FIRST + datetime.timedelta(days=1)):
            quay[QUAY[1]] = replace(quay[QUAY[1]], body=body)
            self._tell(*QUAY)
            crawl(self.settings, everything_due=True)
            anchor[ANCHOR[1]] = replace(anchor[ANCHOR[1]], status=410)
            crawl(self.settings, everything_due=True)

    def plain(self, text: str) -> str:
        """The text as it would be if the demo's own port had been free, and by a version that does not matter."""
        text = re.sub(rf"(127\.1\.0\.\d(?::|%3A)){self.site.port}\b", rf"\g<1>{PORT}", text)
        text = text.replace(f'ident="scraper" version="{__version__}"', 'ident="scraper" version="0"')
        return re.sub("|".join(self.told), lambda match: self.told[match[0]], text)

    def _tell(self, host: str, path: str) -> None:
        """How an article's id and its page's digest would be at the demo's own port."""
        url, port = f"http://{host}:{self.site.port}{path}", f":{self.site.port}"
        body = self._answers((host, path))[path].body
        told = hashlib.sha256(body.replace(port.encode(), f":{PORT}".encode())).hexdigest()
        self.told[hashlib.sha256(body).hexdigest()] = told
        self.told[article_id(dedupe_key(url))] = article_id(dedupe_key(url.replace(port, f":{PORT}")))

    def _answers(self, where: tuple[str, str]) -> dict[str, Any]:
        answers: dict[str, Any] = self.site.answers[where[0]]
        return answers


@contextmanager
def standing(at: datetime.datetime) -> Iterator[None]:
    """A time at which everything is fetched."""

    class Standing(datetime.datetime):
        @classmethod
        def now(cls, tz: datetime.tzinfo | None = None) -> datetime.datetime:  # type: ignore[override]  # noqa: ARG003
            return at

    with patch.object(fetch, "datetime", Standing):
        yield


@contextmanager
def demo(directory: Path) -> Iterator[Demo]:
    """The demo site on a port that is free, and an archive in the directory."""
    site = serve().start(0)
    try:
        settings = replace(load_demo(directory, site.port), feeds=(), sitemaps=(), max_depth=0, revisit_seconds=1e9)
        yield Demo(site, settings.archive, settings)
    finally:
        site.stop()
