"""When was it published, and when changed?"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from itertools import chain, repeat
from typing import Any
from urllib.parse import urlsplit

from scraper.cleaner import bylines
from scraper.cleaner.dom import Dom, attribute, texts_of_scripts
from scraper.cleaner.schema_org import text_of, types_of

A_DAY = timedelta(days=1)  # by which a day may differ between time zones
_OFFSET = re.compile(r"([+-]\d{2})(\d{2})$")
_FOLDERS = re.compile(r"/(20\d\d|19\d\d)[/-](\d{1,2})[/-](\d{1,2})(?=[/_-]|$)")
# Digits of an address that begin with a day, and go on with a time if there are more of them.
_NUMBER = re.compile(r"(?<!\d)(20\d\d)(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])(?:(?:[01]\d|2[0-3])[0-5]\d\d*)?(?!\d)")
# What begins with none of these letters is passed over at once.
_IN_DATA = re.compile(
    r'"(?=(?-i:[dfpDFP]))(?:date_?published|publish(?:ed)?_?(?:date|at|on|time)|publication_?date|pub_?date'
    r'|first_?published(?:_?(?:at|on|date))?)\\?"\s*:\s*\\?"([^"\\]{8,35})',
    re.I,
)

Moment = datetime | date

PUBLISHED = (
    "article:published_time og:article:published_time article:published datepublished parsely-pub-date dc.date.issued "
    "dc.date dcterms.created sailthru.date pubdate publishdate publish_date date citation_date "
    "cxenseparse:recs:publishtime published published-date published_date publish-date publication_date "
    "publication-date dcterms.issued dcterms.date dc.date.created article:published_date og:pubdate"
).split()
MODIFIED = "article:modified_time og:updated_time datemodified dcterms.modified lastmod last-modified".split()


def published_of(
    dom: Dom, item: Mapping[str, Any], lines: Iterable[bylines.Byline], url: str, latest: date = date.max
) -> tuple[Moment | None, str]:
    """When the story was published, with the source: declared, visible, in the address or in the page's data.

    ``lines`` are the visible ones, the likeliest first; nothing after ``latest`` is believed.
    """
    declared = first_moment([(item.get("datePublished"), "json-ld"), (dom.first(*PUBLISHED), "meta")], latest)
    written = url_day(url)
    if declared[0] and not written:
        return declared
    visible = _visible_day(lines, dom, written)
    if visible is None or visible > latest:
        return declared if declared[0] else first_moment(_other_places(dom, item, url), latest)
    if declared[0] and not (written and _is_contradicted(declared[0], visible, written)):
        return declared
    return visible, "byline"


def day_near(dom: Dom, lines: Iterable[bylines.Byline], latest: date = date.max) -> tuple[Moment | None, str]:
    """When a page was published that does not say so as articles do: by its JSON-LD, or a line beside its title."""
    day = _visible_day(lines, dom, None)
    return first_moment([(_of_page(dom), "json-ld of the page"), (day, "line near the title")], latest)


def _of_page(dom: Dom) -> Any:
    """When JSON-LD says that the page was published, for one that it does not call an article."""
    pages = [thing for thing in dom.json_ld if any(name.endswith("page") for name in types_of(thing))]
    return pages[0].get("datePublished") if len(pages) == 1 else None


def _visible_day(lines: Iterable[bylines.Byline], dom: Dom, written: date | None) -> date | None:
    """The first day in the visible lines, month first where the page is American or its address says so."""
    line = next((line for line in lines if line.day and not line.updated), None)
    if line is None:
        return None
    american = "en-us" in ((dom.language or "").lower(), (dom.first("og:locale") or "").lower().replace("_", "-"))
    return line.month_first if line.month_first and (american or line.month_first == written) else line.day


def _is_contradicted(declared: Moment, visible: date, written: date) -> bool:
    """Whether the day that readers see is also that of the address, and the declared one, such as that of the last
    change, is not."""
    day = declared.date() if isinstance(declared, datetime) else declared
    return abs(visible - written) <= A_DAY < min(abs(day - visible), abs(day - written))


def _other_places(dom: Dom, item: Mapping[str, Any], url: str) -> Iterator[tuple[Any, str]]:
    yield item.get("dateCreated"), "json-ld"
    yield _time_element(dom), "time element"
    yield url_day(url), "url"
    yield _in_data(dom), "scripts"
    yield url_day(url, _NUMBER), "url"


def _time_element(dom: Dom) -> str | None:
    """The <time> of the story: in its header, not in the cards of other stories."""
    if not dom.marked.timed:
        return None
    near = "article header time[datetime], h1 ~ time[datetime], h1 ~ * time[datetime], time[itemprop=datePublished]"
    return attribute(dom, near, "datetime") or attribute(dom, "time[pubdate], article time[datetime]", "datetime")


def url_day(url: str, pattern: re.Pattern[str] = _FOLDERS) -> date | None:
    """The day in an address: in its folders, or where another pattern looks for it."""
    match = pattern.search(urlsplit(url).path)
    try:
        return date(*map(int, match.groups())) if match else None
    except ValueError:
        return None


def _in_data(dom: Dom) -> str | None:
    """The one moment of publication that the data in the page's scripts tell. Several are those of several stories."""
    found = {value for text in texts_of_scripts(dom) for value in _IN_DATA.findall(text)}
    days = {moment.isoformat()[:10] for value in found if (moment := parse_moment(value))}
    return max(found) if len(days) == 1 else None


def first_moment(candidates: Iterable[tuple[Any, str]], latest: date = date.max) -> tuple[Moment | None, str]:
    """The first candidate that is a moment and not after ``latest``, with its source."""
    for value, source in candidates:
        moment = value if isinstance(value, date) else parse_moment(text_of(value))
        if moment and (moment.date() if isinstance(moment, datetime) else moment) <= latest:
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


def modified_of(
    dom: Dom,
    item: Mapping[str, Any],
    lines: Iterable[bylines.Byline],
    near: Iterable[bylines.Byline] = (),
    latest: date = date.max,
) -> tuple[Moment | None, str]:
    """When the story was last changed, with the source: declared, or told by a byline or a line ``near`` the title."""
    declared = first_moment([(item.get("dateModified"), "json-ld"), (dom.first(*MODIFIED), "meta")], latest)
    if declared[0]:
        return declared
    visible = chain(zip(lines, repeat("byline")), zip(near, repeat("line near the title")))
    return first_moment(((line.day, source) for line, source in visible if line.updated), latest)
