"""Articles, pages and visits made by hand, as the other rooms would make them."""

from __future__ import annotations

import gzip
import hashlib
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from scraper.model import (
    Article,
    Attribution,
    Author,
    Block,
    Duty,
    Evidence,
    Fact,
    Image,
    Label,
    Labelled,
    Licence,
    Outcome,
    Page,
    PageType,
    Reason,
    Rejection,
    Source,
    State,
    Visit,
)
from scraper.urls import dedupe_key, host_of
from scraper.writer import Archive
from scraper.writer.scribe import Scribe

NOW = datetime(2026, 3, 4, 5, 6, 7, 891011, tzinfo=UTC)
CLOCK = NOW.timestamp()
DAY = 86_400.0
URL = "https://news.test/2026/03/river-story/"
STORY = b"<html>story</html>"
INSIGHT_CRIME = Attribution(
    link="https://insightcrime.org/news/brief/gold-river/",
    publisher="InSight Crime",
    authors=("Jeanna Cullinan",),
    licence=Licence(
        "CC-BY-NC",
        "https://creativecommons.org/licenses/by-nc/",
        "We encourage readers to copy our work, with attribution to InSight Crime in the byline.",
        "notice",
    ),
    duties=(Duty.NAME_IN_BYLINE, Duty.LINK_AT_TOP, Duty.LINK_AT_BOTTOM, Duty.NON_COMMERCIAL),
)


def visit(url: str = URL, **changes: Any) -> Visit:
    """A visit to the URL, due at once."""
    return replace(Visit(url, dedupe_key(url), host_of(url), due=CLOCK), **changes)


def article(url: str = URL, **changes: Any) -> Article:
    """An article with every field filled."""
    share = Block("Share this", "p", "body>div.share>p", 7)
    made = Article(
        url=url,
        title="A River “Changes” Its Bed",
        text="First paragraph.\n\nSecond paragraph – with a dash.",
        attribution=Attribution(link=url, publisher="News Test", authors=("Ana Ruiz", "Bo Li")),
        canonical_url=url,
        authors=(Author("Ana Ruiz", "https://news.test/ana"), Author("Bo Li")),
        date_published=date(2026, 3, 1),
        date_modified=datetime(2026, 3, 2, 10, 30, tzinfo=UTC),
        date_fetched=NOW,
        markdown="First paragraph.\n\nSecond *paragraph* – with a dash.",
        summary="In short.",
        language="en",
        section="World",
        tags=("rivers", "maps"),
        site_name="News Test",
        images=(Image("https://news.test/river.jpg", "A river", "The river in March"),),
        removed=(Labelled(share, Label.SHARE, 0.9, ("words: share",)),),
        confidence=0.95,
        fingerprint="print-1",
        content_sha256=hashlib.sha256(STORY).hexdigest(),
        is_accessible_for_free=True,
        evidence={
            Fact.TITLE: Evidence(Source.JSON_LD, 0.98, (Source.OPEN_GRAPH, Source.H1), (Source.TWITTER,)),
            Fact.LICENCE: Evidence(Source.NOTICE, 0.9),
        },
    )
    return replace(made, **changes)


def rejection(url: str = URL, **changes: Any) -> Rejection:
    """A listing page."""
    made = Rejection(url, Reason.LISTING, "12 links to stories", PageType.LISTING, text="Stories", title="All stories")
    return replace(made, **changes)


def page(url: str = URL, body: bytes = STORY, status: int = 200, **changes: Any) -> Page:
    """An exchange as it came over the wire: chunked on the way and gzip-encoded."""
    raw = gzip.compress(body, mtime=0) if body else b""
    pairs = [("content-type", "text/html"), ("etag", '"v1"'), ("last-modified", "Mon, 02 Mar 2026 10:30:00 GMT")]
    if body:
        pairs += [("content-encoding", "gzip"), ("transfer-encoding", "chunked")]
    lines = [f"HTTP/1.1 {status} Whatever", *(f"{name.title()}:{value}" for name, value in pairs), "", ""]
    made = Page(
        url=url,
        status=status,
        headers=tuple(pairs),
        body=body,
        fetched_at=NOW,
        final_url=url,
        raw_body=raw,
        request_head=b"GET /2026/03/river-story/ HTTP/1.1\r\nHost: news.test\r\nUser-Agent: scraper/0\r\n\r\n",
        response_head="\r\n".join(lines).encode(),
        ip="127.0.0.1",
    )
    return replace(made, **changes)


def fetched(archive: Archive | Scribe, made: Article, **changes: Any) -> Outcome:
    """The end of a visit that brought an article, its bytes kept."""
    came = page(made.url)
    ended = Outcome(visit(made.url), State.FETCHED, NOW, 200, page=came, raw=archive.keep(came), result=made)
    return replace(ended, **({"next_due": CLOCK + DAY} | changes))
