"""What may be kept of this page?

By what it says itself, in its headers and in its HTML: everything, the facts without the words, or nothing. Pure.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from scraper.crawler import rsl
from scraper.crawler.signal_table import NOARCHIVE, NOFOLLOW, NOIMAGEAI, NOINDEX
from scraper.crawler.signals import Stance, Weighed, in_headers, in_metas, weigh
from scraper.model import Article, Page, Purpose, Rejection, Signal
from scraper.urls import host_of

_AI = frozenset({Purpose.AI_INPUT, Purpose.AI_TRAIN})


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a page's own signals mean for us."""

    weighed: Weighed
    purpose: Purpose

    @property
    def signals(self) -> tuple[Signal, ...]:
        """What the page says, with the overrides that were made use of."""
        return self.weighed.signals

    @property
    def refusal(self) -> str:
        """Why nothing of the page is kept; empty if something may be."""
        return self.weighed.refusal(self.purpose)

    @property
    def follows(self) -> bool:
        """Whether its links may be followed. What is only not to be indexed may still lead on: "noindex, follow"."""
        conflicts = {signal.name for signal in self.weighed.conflicts}
        return NOFOLLOW not in self.weighed.stands and conflicts <= {NOINDEX}

    @property
    def keeps_bytes(self) -> bool:
        """Whether the bytes as served may be kept."""
        return NOARCHIVE not in self.weighed.stands and not self.refusal

    def applied(self, result: Article | Rejection) -> Article | Rejection:
        """What may be kept of an article, or of the content of what is none.

        Where a copy is what the pages are collected for, one that is forbidden leaves the facts: title, authors, dates,
        summary, and the way to the original.
        """
        stands = self.weighed.stands
        if NOARCHIVE in stands and self.purpose is Purpose.ARCHIVE:
            result = _without_text(result)
        if NOIMAGEAI in stands and self.purpose in _AI and isinstance(result, Article) and result.images:
            told = {**result.evidence, "images": f"left out: {NOIMAGEAI}"}
            result = replace(result, images=(), evidence=told)
        return result


def verdict(
    page: Page, stance: Stance, metas: Iterable[tuple[str, str]] = (), licences: Sequence[rsl.Licence] = ()
) -> Verdict:
    """Judge a page by its headers, its meta tags and the licences that it names."""
    found = (*in_headers(page.headers, stance.agent), *in_metas(metas, stance.agent), *rsl.signals(licences))
    weighed = weigh(found, host_of(page.url), stance, rsl.against(licences, stance.purpose))
    return Verdict(weighed, stance.purpose)


def _without_text(result: Article | Rejection) -> Article | Rejection:
    if isinstance(result, Rejection):
        return replace(result, text="", blocks=(), removed=())
    # Another fingerprint than with the text, so that what was stored before is not called unchanged.
    bare = hashlib.sha256(f"{result.fingerprint} without text".encode()).hexdigest()
    told = {**result.evidence, "text": f"left out: {NOARCHIVE}"}
    return replace(result, text="", markdown="", html="", blocks=(), removed=(), fingerprint=bare, evidence=told)
