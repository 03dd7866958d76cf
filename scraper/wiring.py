"""What do the settings mean to each room?"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from datetime import date
from functools import cache
from pathlib import Path

from scraper import settings
from scraper.cleaner import Known, model_version
from scraper.crawler.clock import SystemClock
from scraper.crawler.crawl import Plan
from scraper.crawler.discover import Scope, documents, visit_to
from scraper.crawler.fetch import Limits
from scraper.crawler.hours import window
from scraper.crawler.inquiries import Sitemaps
from scraper.crawler.proxies import proxies_of
from scraper.crawler.revisit import Bounds
from scraper.crawler.signals import Stance
from scraper.crawler.site_files import Copies, SiteFiles
from scraper.crawler.verdict import Judge
from scraper.model import Kind, Maker, Page, RawRecord, Terms, Visit
from scraper.settings import ApiUse, Cookies, Settings
from scraper.terms import publisher_terms
from scraper.trip import Rules, Trip
from scraper.version import __version__
from scraper.workers import Bounds as WorkerBounds
from scraper.workers import Workers


@cache
def terms(extra: Path | None) -> tuple[Terms, ...]:
    """The publishers' terms that come with us, and those of a folder of the user's own."""
    return publisher_terms(extra)


@contextmanager
def trip(
    known: Settings, scope: Scope, keep: Callable[[Page], RawRecord | None], copies: Copies, clock: SystemClock
) -> Iterator[Trip]:
    """A trip with workers of its own for the cleaner, which end with it. ``copies``: who keeps the sites' files.

    ``clock`` is the crawl's own: what the two say of a time to come has to mean the same, even if the clock is set.
    """
    rules = Rules(
        scope=scope,
        terms=terms(known.publishers),
        languages=known.languages,
        revisit=Bounds(known.revisit_seconds, known.min_revisit_seconds, known.max_revisit_seconds),
        max_page=known.max_page_bytes,
        max_redirects=known.max_redirects,
        max_sitemap_urls=known.max_sitemap_urls,
        api=known.api is ApiUse.PREFER,
    )
    with Workers(bounds(known)) as workers:
        yield Trip(rules, keep, workers.read, workers.parse, Judge(stance(known), SiteFiles(copies)), clock.moment)


def stance(known: Settings) -> Stance:
    """What we are to a site."""
    return Stance(known.agent, known.purpose, known.overrides)


def robots_sitemaps(scope: Scope) -> Sitemaps:
    """Which visits the sitemaps make that a robots.txt names."""

    def visits(origin: str, sitemaps: tuple[str, ...]) -> tuple[Visit, ...]:
        if scope.max_depth == 0:  # nothing that a sitemap names would be visited
            return ()
        return documents(sitemaps, Kind.SITEMAP, visit_to(f"{origin}/robots.txt"), scope)

    return visits


def known(of: Settings) -> Known:
    """What is known of each page before it is looked at."""
    return Known(terms=terms(of.publishers), languages=of.languages)


# All that has a say in what the bytes of a page come to, besides the terms of publishers: what is read, what is wanted
# of it, and what the purpose lets us keep.
OF_CLEANING = ("agent", "purpose", "overrides", "languages", "since", "until", "max_page_bytes", "clean_seconds")


def maker(of: Settings) -> Maker:
    """Who makes articles by these settings."""
    told = {name: getattr(of, name) for name in OF_CLEANING}
    whole = told | {"terms": terms(of.publishers)}
    kept = told | {"publishers": of.publishers and str(of.publishers)}  # where the terms are; what they say is in whole
    return Maker(__version__, model_version(), hashlib.sha256(_canonical(whole).encode()).hexdigest(), _canonical(kept))


def _canonical(value: object) -> str:
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=True, default=_plain)


def _plain(value: object) -> object:
    return str(value) if isinstance(value, date) else asdict(value)  # type: ignore[call-overload]  # ours are dataclasses


def bounds(known: Settings) -> WorkerBounds:
    """How much a page may take of the cleaner."""
    return WorkerBounds(seconds=known.clean_seconds)


def scope(known: Settings) -> Scope:
    """How far the crawl goes."""
    return Scope(
        hosts=frozenset(known.all_hosts),
        include=known.include,
        exclude=known.exclude,
        max_depth=known.max_depth,
        max_links=known.max_links_per_page,
        max_sitemaps=known.max_sitemaps,
        languages=known.languages,
        since=known.since,
        until=known.until,
    )


def plan(known: Settings) -> Plan:
    """At which pace."""
    return Plan(
        agent=known.agent,
        purpose=known.purpose,
        overrides=known.overrides,
        delay=known.delay_seconds,
        max_delay=known.max_delay_seconds,
        hosts_at_once=known.hosts_at_once,
        longest_wait=known.longest_wait_seconds,
        max_pages=known.max_pages,
        max_pages_per_host=known.max_pages_per_host,
        hours=tuple(window(text) for text in known.hours),
        backoff=known.backoff_seconds,
        allow_private=known.allow_private,
    )


def limits(known: Settings, longest_wait: float) -> Limits:
    """How long, how much and which way; waits over ``longest_wait`` seconds are not sat out.

    Raises SettingsError for a proxy in the environment that cannot be spoken to.
    """
    return Limits(
        connect_seconds=known.connect_seconds,
        read_seconds=known.read_seconds,
        total_seconds=known.total_seconds,
        max_raw_bytes=known.max_raw_bytes,
        max_body_bytes=known.max_body_bytes,
        tries=known.tries,
        backoff_seconds=known.backoff_seconds,
        longest_wait_seconds=min(longest_wait, known.longest_wait_seconds),
        allow_private=known.allow_private,
        proxies=proxies_of(settings.proxy_variables(known)),
        cookies=known.cookies is Cookies.RUN,
    )


def seeds(known: Settings) -> list[Visit]:
    """Where the crawl begins."""
    return [
        visit_to(url, kind)
        for kind, urls in (
            (Kind.PAGE, known.start),
            (Kind.FEED, known.feeds),
            (Kind.SITEMAP, known.sitemaps),
        )
        for url in urls
    ]
