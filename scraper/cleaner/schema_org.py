"""What does the page declare in its JSON-LD and meta tags?

Small readers over declared values, shared by all fields of the metadata.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from html import unescape
from typing import Any

from scraper.cleaner.dom import Dom, fold
from scraper.model import Source

ARTICLE_TYPES = frozenset(
    "article newsarticle reportagenewsarticle analysisnewsarticle opinionnewsarticle backgroundnewsarticle blogposting "
    "reviewnewsarticle askpublicnewsarticle satiricalarticle scholarlyarticle techarticle liveblogposting report "
    "socialmediaposting advertisercontentarticle".split()
)


def article_of(dom: Dom) -> dict[str, Any]:
    """The JSON-LD object of the article, or an empty one."""
    found = [item for item in dom.json_ld if types_of(item) & ARTICLE_TYPES]
    return max(
        found, key=lambda item: ("headline" in item) + ("datePublished" in item) + ("author" in item), default={}
    )


def site_name(dom: Dom, item: Mapping[str, Any]) -> str | None:
    """What the site calls itself."""
    return next((name for name, _ in site_name_options(dom, item) if name), None)


def site_name_options(dom: Dom, item: Mapping[str, Any]) -> Iterator[tuple[str | None, Source]]:
    """What the site may call itself, and where; the likeliest first."""
    yield dom.first("og:site_name"), Source.OPEN_GRAPH
    yield dom.first("application-name"), Source.META
    publisher = item.get("publisher")
    yield (text_of(resolved(publisher, dom).get("name")) if isinstance(publisher, dict) else None), Source.JSON_LD
    yield next((text_of(t.get("name")) for t in dom.json_ld if "website" in types_of(t)), None), Source.JSON_LD


def resolved(entry: Any, dom: Dom) -> Any:
    """An author given by @id only, looked up in the page's graph."""
    if isinstance(entry, dict) and "name" not in entry and "@id" in entry:
        return next((x for x in dom.json_ld if x.get("@id") == entry["@id"] and "name" in x), entry)
    return entry if isinstance(entry, (dict, str)) else {}


def meta_list(dom: Dom, *names: str) -> list[str]:
    return next((dom.meta[name] for name in names if name in dom.meta), [])


def types_of(item: Mapping[str, Any]) -> frozenset[str]:
    return frozenset(str(t).lower().rsplit("/", 1)[-1] for t in as_list(item.get("@type")) if isinstance(t, str))


def is_news(item: Mapping[str, Any]) -> bool:
    """Whether an object is declared as news: NewsArticle, one of its subtypes, or a live blog."""
    return any(name.endswith("newsarticle") or name == "liveblogposting" for name in types_of(item))


def as_list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


def text_of(value: Any) -> str | None:
    if isinstance(value, list):
        value = value[0] if value else None
    if isinstance(value, dict):
        value = value.get("@value") or value.get("name")
    return fold(unescape(value) if "&" in value else value) or None if isinstance(value, str) else None
