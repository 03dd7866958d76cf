"""Is it one of those that are not to come back?

A site is the ``host[:port]`` of its dedupe keys, so ``www.news.test``, ``amp.news.test`` and its pages in an AMP cache
are of ``news.test``; other subdomains are only if that was asked for, and another port is another site. A document is
known by the digest of its dedupe key.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Self

from scraper.errors import UrlError, UsageError
from scraper.model import Kind, Outcome, Reason, State, Visit
from scraper.url_variants import plain_host
from scraper.urls import dedupe_key, host_of
from scraper.writer.document import digest

PURGED = Reason.PURGED.value  # for which links are passed over
LISTS = frozenset({Kind.FEED, Kind.API})  # may hold the whole text of what they name


class Extent(StrEnum):
    """How much is to go."""

    DOCUMENT = "document"
    SITE = "site"
    SUBDOMAINS = "subdomains"  # the site, and all whose names end in its name


@dataclass(frozen=True, slots=True)
class Asked:
    """What is to go: ``name`` is the dedupe key of a document, or the host[:port] of a site as in dedupe keys."""

    extent: Extent
    name: str

    @classmethod
    def document(cls, url: str) -> Self:
        """What lives under a URL, in any spelling. Raises UrlError."""
        return cls(Extent.DOCUMENT, dedupe_key(url))

    @classmethod
    def site(cls, host: str, *, subdomains: bool = False) -> Self:
        """A site by its host[:port] or the URL of its front page. Raises UrlError, and UsageError for another page."""
        key = dedupe_key(host if "://" in host else f"https://{host}/")
        home = home_of(key)
        if key != f"https://{home}/":
            raise UsageError(f"{host} is not a site but a page of one: name a host, or say --url")
        return cls(Extent.SUBDOMAINS if subdomains else Extent.SITE, home)


@dataclass(frozen=True, slots=True)
class Barred:
    """Sites and documents that are out. False when there are none, as in most archives."""

    hosts: frozenset[str] = frozenset()
    domains: tuple[str, ...] = ()  # each with the dot before it: hosts that end so are out
    digests: frozenset[int] = frozenset()

    @classmethod
    def of(cls, asked: Iterable[Asked]) -> Self:
        """What was asked for."""
        given = tuple(asked)
        return cls(
            frozenset(one.name for one in given if one.extent is not Extent.DOCUMENT),
            tuple(f".{one.name}" for one in given if one.extent is Extent.SUBDOMAINS),
            frozenset(digest(one.name) for one in given if one.extent is Extent.DOCUMENT),
        )

    def __bool__(self) -> bool:
        return bool(self.hosts or self.digests)

    def bars_home(self, host: str) -> bool:
        """Whether a host[:port] is out, with all that is on it."""
        if not self.hosts:
            return False
        home = plain_host(host.removesuffix(":443"))[0]
        return home in self.hosts or home.endswith(self.domains or "\n")

    def bars(self, visit: Visit) -> bool:
        """Whether a visit is out."""
        return digest(visit.key) in self.digests or self.bars_home(home_of(visit.key)) or self.bars_home(visit.host)

    def bars_url(self, url: str) -> bool:
        """The same of an address as it is written somewhere; what is no URL is not."""
        try:
            key = dedupe_key(url)
            return digest(key) in self.digests or self.bars_home(home_of(key)) or self.bars_home(host_of(url))
        except UrlError:
            return False

    def others(self, visits: Iterable[Visit]) -> tuple[Visit, ...]:
        """The visits that are not out, in their order."""
        return tuple(visit for visit in visits if not self.bars(visit))

    def applied(self, outcome: Outcome) -> Outcome:
        """The end of a visit without what is out: itself if that is nothing.

        Links to what is out are counted, and not named. A redirect to it leads nowhere, and its exchange, which names
        the place, is not kept. Nor are the bytes of a list that has it: they may be its whole text.
        """
        if self.bars(outcome.visit):
            return Outcome(outcome.visit, State.EXCLUDED, outcome.at, reason=PURGED)
        found = self.others(outcome.found)
        brought = tuple(self.applied(end) for end in outcome.brought if not self.bars(end.visit))
        passed = tuple(one for one in outcome.passed_over if not self.bars(one.visit))
        links = len(outcome.found) - len(found)
        dropped = len(outcome.brought) - len(brought)
        changed = links or dropped or len(passed) < len(outcome.passed_over) or brought != outcome.brought
        if not changed:
            return outcome
        count = Counter(outcome.passed_by) + Counter({PURGED: links + dropped})
        taken = replace(outcome, found=found, brought=brought, passed_over=passed, passed_by=count)
        if outcome.state is State.REDIRECTED and links:
            taken = replace(taken, state=State.EXCLUDED, reason=PURGED, detail="redirects to what was purged")
            return replace(taken, page=None, raw=None, fingerprint="")
        return replace(taken, raw=None) if outcome.visit.kind in LISTS else taken


def home_of(key: str) -> str:
    """The host[:port] of a dedupe key, which is that of the document's own site."""
    return key.split("/", 3)[2]
