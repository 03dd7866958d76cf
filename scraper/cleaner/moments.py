"""When was it published, and when changed?"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any

from scraper.cleaner import bylines
from scraper.cleaner.dom import Dom, attribute
from scraper.cleaner.schema_org import text_of

_OFFSET = re.compile(r"([+-]\d{2})(\d{2})$")
_SLUG_DATE = re.compile(r"/(20\d\d|19\d\d)/(\d{1,2})/(\d{1,2})(?:/|$)")

Moment = datetime | date

_PUBLISHED = (
    "article:published_time og:article:published_time article:published datepublished parsely-pub-date dc.date.issued "
    "dc.date dcterms.created sailthru.date pubdate publishdate publish_date date citation_date "
    "cxenseparse:recs:publishtime"
).split()
_MODIFIED = "article:modified_time og:updated_time datemodified dcterms.modified lastmod last-modified".split()


def published_of(
    dom: Dom, item: Mapping[str, Any], lines: Sequence[bylines.Byline], url: str
) -> tuple[Moment | None, str]:
    visible = next((line.day for line in lines if line.day), None)
    declared = first_moment([(item.get("datePublished"), "json-ld"), (dom.first(*_PUBLISHED), "meta")])
    if declared[0]:
        return declared
    if visible:
        return visible, "byline"
    return first_moment(
        [(item.get("dateCreated"), "json-ld"), (_time_element(dom), "time element"), (_url_day(url), "url")]
    )


def _time_element(dom: Dom) -> str | None:
    """The <time> of the story: in its header, not in the cards of other stories."""
    near = "article header time[datetime], h1 ~ time[datetime], h1 ~ * time[datetime], time[itemprop=datePublished]"
    return attribute(dom, near, "datetime") or attribute(dom, "time[pubdate], article time[datetime]", "datetime")


def _url_day(url: str) -> str | None:
    match = _SLUG_DATE.search(url)
    return f"{match[1]}-{int(match[2]):02}-{int(match[3]):02}" if match else None


def first_moment(candidates: Sequence[tuple[Any, str]]) -> tuple[Moment | None, str]:
    for value, source in candidates:
        moment = parse_moment(text_of(value))
        if moment:
            return moment, source
    return None, ""


def parse_moment(text: str | None) -> Moment | None:
    """An ISO 8601 moment or another written day. Day-only stays a day; a time without an offset is taken as UTC."""
    if not text:
        return None
    text = _OFFSET.sub(r"\1:\2", text.strip().replace("/", "-") if text[:4].isdigit() else text.strip())
    try:
        moment = date.fromisoformat(text) if len(text) <= 10 else _zoned(text)
    except ValueError:
        found = bylines.find_day(text)
        return found[0] if found else None
    return moment if moment.year >= bylines.EARLIEST_YEAR else None


def _zoned(text: str) -> datetime:
    moment = datetime.fromisoformat(text.replace(" UTC", "+00:00").replace(" GMT", "+00:00"))
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def modified_of(dom: Dom, item: Mapping[str, Any]) -> tuple[Moment | None, str]:
    """When the story was last changed, with the source."""
    return first_moment([(item.get("dateModified"), "json-ld"), (dom.first(*_MODIFIED), "meta")])
