"""Is each article still what was made of the bytes that came?

The walk along the chain is the archive's own (``scraper.writer.archive_verifying``); here it gets what the other rooms
know: how a body is decoded, how an article is recognised and, if asked, what today's cleaner makes of the bytes.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from scraper.cleaner import fingerprint
from scraper.model import Article, Outcome
from scraper.replay import Unread, cleaning, decoded, run
from scraper.settings import Settings
from scraper.version import __version__
from scraper.wiring import maker
from scraper.writer.archive import Archive
from scraper.writer.archive_articles import text_sha256
from scraper.writer.archive_recleaning import KeptExchange
from scraper.writer.archive_verifying import Break, Checks, Link, Made
from scraper.writer.document import Document, article_id

__all__ = ["Break", "Link", "Verified", "verify"]


@dataclass(slots=True)
class Verified:
    """How much was looked at."""

    exchanges: int = 0
    revisions: int = 0
    remade: int = 0
    breaks: int = 0


def verify(
    directory: Path,
    on_break: Callable[[Break], None],
    on_step: Callable[[Verified], None],
    settings: Settings | None = None,
) -> Verified:
    """Walk the whole chain of an archive, and name each break to ``on_break``.

    With ``settings`` the latest revisions that were made by them and today's cleaner are made again: the same bytes
    give the same text. Raises ArchiveError when there is no archive that could be read.
    """
    seen = Verified()

    def name(found: Break) -> None:
        seen.breaks += 1
        on_break(found)

    with Archive.open(directory) as archive:
        walk = archive.verifier(Checks(decoded, _fingerprint, __version__))

        def step() -> None:
            seen.exchanges, seen.revisions = walk.exchanges, walk.revisions
            on_step(seen)

        for found in walk.breaks(step):
            name(found)
        if settings is not None:
            with cleaning(archive, settings) as clean:
                made = walk.made_by(archive.maker_row(maker(settings)))
                again = _Again(seen, name, on_step)
                asyncio.run(run(again.exchanges(made), clean, again.compare))
    return seen


def _fingerprint(told: Document) -> str:
    authors = [author["name"] for author in told["authors"]]
    return fingerprint(told["title"], told["text"], authors, told["date_published"])


class _Again:
    """Compares the texts that are stored with those which the same maker makes of the same bytes now."""

    def __init__(self, seen: Verified, on_break: Callable[[Break], None], on_step: Callable[[Verified], None]) -> None:
        self._seen = seen
        self._on_break = on_break
        self._on_step = on_step
        self._stored: dict[int, dict[str, str]] = {}  # by exchange in work: article id -> its text's digest

    def exchanges(self, made: Iterable[Made]) -> Iterator[KeptExchange]:
        """The exchanges, each once for all articles that it brought one after the other."""
        for _, group in groupby(made, lambda one: one.exchange.page):
            some = list(group)
            self._stored.setdefault(some[0].exchange.page, {}).update({one.article: one.text_sha256 for one in some})
            yield some[0].exchange

    def compare(self, exchange: KeptExchange, came: Outcome | Unread) -> None:
        """Name the articles of an exchange which are made otherwise now. A record that is broken is named already."""
        stored = self._stored.pop(exchange.page, {})
        ends = () if isinstance(came, Unread) else (came, *came.brought)
        now = {article_id(end.visit.key): end.result for end in ends if end.result is not None}
        for article, text in () if isinstance(came, Unread) else stored.items():
            self._seen.remade += 1
            self._on_step(self._seen)
            result = now.get(article)
            if not isinstance(result, Article):
                why = result.reason if result else "not in what was brought"
                self._on_break(Break(Link.TEXT, f"article {article}", f"made again, it is none: {why}"))
            elif text_sha256(result.text) != text:
                self._on_break(Break(Link.TEXT, f"article {article}", "made again, its text is another one"))
