"""What may be kept of this page?

By what it says itself, in its headers and in its HTML: everything, the facts without the words, or nothing. Pure.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from scraper.crawler import rsl
from scraper.crawler.consent import MAX_LICENCES, Ask
from scraper.crawler.robots import absolute
from scraper.crawler.signal_table import NOARCHIVE, NOFOLLOW, NOIMAGEAI, NOINDEX
from scraper.crawler.signals import NOTHING, Stance, Weighed, in_headers, in_metas, weigh
from scraper.crawler.site_files import SiteFiles
from scraper.model import Article, Fact, Failure, Outcome, Page, Purpose, Reading, Reason, Rejection, Signal
from scraper.urls import host_of

LEFT_OUT = "left out: "  # begins the remark on what a site does not let us keep; the command line names it
_AI = frozenset({Purpose.AI_INPUT, Purpose.AI_TRAIN})


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a page's own signals mean for us."""

    weighed: Weighed
    purpose: Purpose
    is_stored: bool = True  # what is kept of it; else it goes to whoever asked, and no copy remains

    @property
    def signals(self) -> tuple[Signal, ...]:
        """What the page says, with the overrides that were made use of."""
        return self.weighed.signals

    @property
    def refusal(self) -> str:
        """Why nothing of the page is kept; empty if something may be."""
        return self.weighed.refusal(self.purpose)

    @property
    def leads(self) -> bool:
        """Whether its links may be followed."""
        return NOFOLLOW not in self.weighed.stands

    @property
    def only_leads(self) -> bool:
        """Whether it is of no other use to us, but of that: what is not to be indexed may say "noindex, follow"."""
        conflicts = {signal.name for signal in self.weighed.conflicts}
        return self.leads and conflicts == {NOINDEX}

    @property
    def keeps(self) -> bool:
        """Whether the bytes as served may be kept."""
        return NOARCHIVE not in self.weighed.stands and not self.refusal

    @property
    def kept(self) -> str:
        """What of an article may be kept, in words."""
        if self.refusal:
            return "nothing"
        if NOARCHIVE in self.weighed.stands:
            return "the facts, no text" if self.purpose is Purpose.ARCHIVE else "the text, not the bytes"
        return "everything"

    def applied(self, result: Article | Rejection) -> Article | Rejection:
        """What may be kept of an article, or of the content of what is none.

        Where a copy is what the pages are collected for, one that is forbidden leaves the facts: title, authors, dates,
        summary, and the way to the original.
        """
        stands = self.weighed.stands
        if NOARCHIVE in stands and self.purpose is Purpose.ARCHIVE and self.is_stored:
            result = _without_text(result)
        if NOIMAGEAI in stands and self.purpose in _AI and isinstance(result, Article) and result.images:
            told = {**result.remarks, "images": LEFT_OUT + NOIMAGEAI}
            evidence = dict(result.evidence)
            evidence.pop(Fact.IMAGE, None)
            result = replace(result, images=(), evidence=evidence, remarks=told)
        return result


@dataclass(frozen=True, slots=True)
class Judge:
    """Judges pages by what we are to the sites and by the licences that pages name. ``files`` None: there are none.

    ``stores``: what is kept of them is stored, not just handed to whoever asked.
    """

    stance: Stance = field(default_factory=lambda: Stance("scraper"))
    files: SiteFiles | None = None
    stores: bool = True

    def __call__(self, page: Page, now: float, reading: Reading | None = None) -> Verdict | Ask | Failure:
        """The verdict by a page's headers and, once it has been read, by its HTML.

        If it names a licence, that has to be asked for first; a Failure if nobody can say now what it permits.
        """
        named = (*rsl.in_link_headers(page.headers, page.url), *absolute(reading.terms if reading else (), page.url))
        licences: list[rsl.Licence] = []
        for url in dict.fromkeys(named[:MAX_LICENCES] if self.files else ()):
            terms = self.files.terms(url, now) if self.files else None
            if terms is None:
                return Ask(url)
            if terms.is_unknown:
                return terms.refusal(page.url, now)
            licences += terms.licences(page.url)
        return self._by(page, reading.metas if reading else (), licences)

    def by_headers(self, page: Page) -> Verdict:
        """The verdict by the headers alone, licences left out."""
        return self._by(page)

    def _by(self, page: Page, metas: Iterable[tuple[str, str]] = (), licences: Sequence[rsl.Licence] = ()) -> Verdict:
        """By a page's headers, its meta tags and the licences that it names."""
        stance = self.stance
        found = (*in_headers(page.headers, stance.agent), *in_metas(metas, stance.agent), *rsl.signals(licences))
        if not found and not licences:  # most pages
            return Verdict(NOTHING, stance.purpose, self.stores)
        weighed = weigh(found, host_of(page.url), stance, rsl.against(licences, stance.purpose))
        return Verdict(weighed, stance.purpose, self.stores)


def forbids_copies(outcome: Outcome) -> bool:
    """Whether a visit ended in a page of which no copy may be kept, as far as its signals tell."""
    return outcome.reason == Reason.OPT_OUT or any(signal.name == NOARCHIVE for signal in outcome.signals)


def _without_text(result: Article | Rejection) -> Article | Rejection:
    if isinstance(result, Rejection):
        return replace(result, text="", blocks=(), removed=())
    # Another fingerprint than with the text, so that what was stored before is not called unchanged.
    bare = hashlib.sha256(f"{result.fingerprint} without text".encode()).hexdigest()
    told = {**result.remarks, "text": LEFT_OUT + NOARCHIVE}
    return replace(result, text="", markdown="", blocks=(), removed=(), fingerprint=bare, remarks=told)
