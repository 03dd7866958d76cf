"""What is the story called?"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from scraper import urls
from scraper.cleaner.dom import Dom
from scraper.cleaner.schema_org import article_of, site_name, text_of
from scraper.model import Label, Labelled

_LAST_TAIL = re.compile(
    r"\s*(?:\s[-:/\u2013\u2014]|[|\u00b7\u2022»ｌ\uff5c]|::|//)\s*([^|\u00b7\u2022»\uff5c\u2013\u2014]{2,60})$"
)
_FIRST_HEAD = re.compile(r"^([^|:\u2013\u2014-]{2,40}?)\s*(?:[|:»]|\s[-\u2013\u2014])\s+")


def head_title(dom: Dom) -> str:
    """The title by the head alone: JSON-LD headline, og:title or the title element without the site's name."""
    return title_of(dom, article_of(dom), ())[0]


def title_of(dom: Dom, item: Mapping[str, Any], labelled: Sequence[Labelled]) -> tuple[str, str]:
    """The title, and whether it came from json-ld, meta, the title element or the visible h1.

    The headline a reader sees wins when the head agrees with it.
    """
    names = site_names(dom, item)
    heads = [b.text for b in labelled if b.label is Label.TITLE and b.block.level == 1]
    declared = [
        (text_of(item.get("headline")) or text_of(item.get("name")), "json-ld"),
        (dom.first("og:title", "twitter:title", "dc.title", "parsely-title", "citation_title"), "meta"),
        (dom.title, "title element"),
    ]
    candidates = [(strip_site(value, names), source) for value, source in declared if value]
    for head in heads:
        if any(_agree(head, value, source) for value, source in candidates):
            return head, "h1"
    if candidates:
        return candidates[0]
    return (heads[0], "h1") if heads else ("", "")


def site_names(dom: Dom, item: Mapping[str, Any]) -> tuple[str, ...]:
    """What the site may be called at the end or the start of a title: its name, its domain with and without suffix."""
    domain = urls.site_of(dom.base)
    return tuple(filter(None, (site_name(dom, item), domain, domain.split(".")[0])))


def strip_site(title: str, names: Sequence[str]) -> str:
    """A title without the name of the site, and what stands beside it, at its end or its start."""
    while match := _LAST_TAIL.search(title):
        if not any(same(match.group(1), name) for name in names):
            break
        title = title[: match.start()]
    match = _FIRST_HEAD.match(title)
    if match and any(same(match.group(1), name) for name in names):
        title = title[match.end() :]
    return title.strip()


def _agree(head: str, value: str, source: str) -> bool:
    """Whether a visible headline and a declared one are the same, or one goes on where the other stops."""
    short, long = sorted((head.casefold(), value.casefold().rstrip(" .…[]")), key=len)
    ends = source == "title element" and long.endswith(short)  # "Print: The headline"
    return same(short, long) or (len(short) > 10 and (long.startswith(short) or ends))


def same(one: str, other: str) -> bool:
    return re.sub(r"\W+", "", one).lower() == re.sub(r"\W+", "", other).lower()
