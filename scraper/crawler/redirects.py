"""Where does a redirect lead?

A redirect is never followed on the spot: its target is a visit of its own, with its own robots answer and its own
turn.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import replace

from scraper.crawler.answers import REDIRECTS
from scraper.errors import UrlError
from scraper.model import Failure, Fault, Page, Visit
from scraper.urls import dedupe_key, host_of, request_url

CHAINS = 10_000  # whose next hop is still to be made; of more than that the oldest is forgotten


class Chains:
    """The redirects on whose target's turn we wait, so that a circle is known when it closes.

    The hops of a chain are visits of their own, with any time and any number of other visits between them. What is
    forgotten (after ``CHAINS``, or with the run) is only a circle's name: no known URL is asked for twice in a run.
    """

    def __init__(self) -> None:
        self._led: OrderedDict[str, frozenset[str]] = OrderedDict()  # URL -> the URLs that led to it

    def follow(self, visit: Visit, page: Page, limit: int) -> Visit | Failure:
        """As ``follow``; a Failure also for a redirect back to where its own chain has been."""
        been = self._led.pop(visit.url, frozenset()) | {visit.url}
        following = follow(visit, page, limit)
        if isinstance(following, Failure):
            return following
        if following.url in been:
            return _failed(visit, page, f"they lead in a circle, back to {following.url}")
        self._led[following.url] = been
        if len(self._led) > CHAINS:
            self._led.popitem(last=False)
        return following


def target(page: Page) -> str | None:
    """The request URL that a page redirects to. None when it does not redirect, or to nothing that can be asked for."""
    location = page.header("location") if page.status in REDIRECTS else None
    if not location:
        return None
    try:
        return request_url(_as_written(location), page.url)
    except UrlError:
        return None


def follow(visit: Visit, page: Page, limit: int) -> Visit | Failure:
    """The visit that a redirect makes of ``visit``; a Failure after ``limit`` redirects or without a target.

    Its key may be that of ``visit`` (from http to https, with or without www): then it takes its place.
    """
    url = target(page)
    if url is None:
        return _failed(visit, page, f"no address to go to: {page.header('location') or ''!r:.200}")
    if url == visit.url:
        return _failed(visit, page, "it leads to itself")
    if visit.hops >= limit:
        return _failed(visit, page, f"more than {limit}, the next to {url}")
    return replace(
        visit,
        url=url,
        key=dedupe_key(url),
        host=host_of(url),
        hops=visit.hops + 1,
        found_on=visit.url,
        attempts=0,
        etag=None,
        last_modified=None,
    )


def _failed(visit: Visit, page: Page, detail: str) -> Failure:
    return Failure(visit.url, Fault.REDIRECTS, detail, status=page.status, page=page)


def _as_written(header: str) -> str:
    """Headers are read as latin-1; an address with bare UTF-8 in it was meant as UTF-8."""
    try:
        return header.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return header
