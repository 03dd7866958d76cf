"""Stories without end: articles made of words as frequent as in a language, for what is measured in numbers."""

from __future__ import annotations

import gzip
import random
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import accumulate

from scraper.model import Article, Attribution, Author, Visit

HOSTS = 40
BODY_BYTES = 40_000  # gzip, as served
CLOCK = 1_800_000_000.0
NOW = datetime.fromtimestamp(CLOCK, UTC)


class Writer:
    """Writes stories: words as frequent as in a language (Zipf), so that an index of them is as large."""

    def __init__(self, seed: int = 7) -> None:
        self.chance = random.Random(seed)
        letters = "etaoinshrdlucmfwypvbgk"
        self.words = ["".join(self.chance.choices(letters, k=2 + rank.bit_length() // 2)) for rank in range(60_000)]
        self._weights = list(accumulate(1 / (rank + 2) for rank in range(len(self.words))))

    def text(self, length: int) -> str:
        """Sentences of so many characters, about."""
        words = self.chance.choices(self.words, cum_weights=self._weights, k=length // 5)
        return ". ".join(" ".join(words[at : at + 15]).capitalize() for at in range(0, len(words), 15))

    def bodies(self, number: int) -> Iterator[tuple[bytes, bytes]]:
        """Pages as served and decoded."""
        for _ in range(number):
            raw = b""
            body = b""
            while len(raw) < BODY_BYTES:
                body += self.text(20_000).encode()
                raw = gzip.compress(body, 6)
            yield raw, body


def url(number: int) -> str:
    """The address of a story."""
    return f"https://www.news-{number % HOSTS}.test/{2000 + number % 27}/a-story-told-in-some-words-{number}/"


def visit(number: int, kind: str = "") -> Visit:
    """The visit to a story, or to a page of a site's menu."""
    address = url(number) if not kind else f"https://www.news-{number % HOSTS}.test/{kind}/"
    host = address.split("/")[2]
    return Visit(address, address.replace("www.", "").rstrip("/"), host, depth=2, found_on=f"https://{host}/")


def story(number: int, title: str, text: str) -> Article:
    """A story with the usual facts."""
    address = url(number)
    paragraphs = text.replace(". ", ".\n\n", 3)
    return Article(
        url=address,
        title=title,
        text=paragraphs,
        attribution=Attribution(address, "News", ("Ana Ruiz",)),
        canonical_url=address,
        authors=(Author("Ana Ruiz", "https://www.news.test/ana"),),
        date_published=NOW,
        date_fetched=NOW,
        markdown=paragraphs,
        language="en",
        site_name="News",
    )
