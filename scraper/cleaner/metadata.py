"""What is known about the story besides its text?

A cascade for each field: JSON-LD, OpenGraph and other meta tags, the visible lines that the labels found. Every value
remembers where it came from.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

from scraper import urls
from scraper.cleaner import bylines
from scraper.cleaner.dom import Dom, absolute, fold
from scraper.model import Author, Image, Label, Labelled

ARTICLE_TYPES = frozenset(
    "article newsarticle reportagenewsarticle analysisnewsarticle opinionnewsarticle backgroundnewsarticle blogposting "
    "reviewnewsarticle askpublicnewsarticle satiricalarticle scholarlyarticle techarticle liveblogposting report "
    "socialmediaposting advertisercontentarticle".split()
)
_TITLE_TAILS = re.compile(r"\s+(?:[|\u2013\u2014\u00b7\u2022»:-]|::|//)\s+")
_OFFSET = re.compile(r"([+-]\d{2})(\d{2})$")
_SLUG_DATE = re.compile(r"/(20\d\d|19\d\d)/(\d{1,2})/(\d{1,2})(?:/|$)")
_NOT_A_NAME = re.compile(r"https?://|@|\b(?:admin|administrator|editor|webmaster|staff|redaktion|redacci[oó]n)\b", re.I)

Moment = datetime | date


@dataclass(slots=True)
class Facts:
    """The facts of a page; ``evidence`` names the source of each."""

    title: str = ""
    authors: tuple[Author, ...] = ()
    published: Moment | None = None
    modified: Moment | None = None
    summary: str | None = None
    language: str | None = None
    section: str | None = None
    tags: tuple[str, ...] = ()
    site_name: str | None = None
    images: tuple[Image, ...] = ()
    canonical: str | None = None
    free: bool | None = None  # schema.org isAccessibleForFree
    types: frozenset[str] = frozenset()  # schema.org and OpenGraph types, lower case
    licences: tuple[tuple[str, str], ...] = ()  # (source, URL or name)
    evidence: dict[str, str] = field(default_factory=dict)


def head_title(dom: Dom) -> str:
    """The title by the head alone: JSON-LD headline, og:title or the title element without the site's name."""
    return _title(dom, article_of(dom), ())[0]


def article_of(dom: Dom) -> dict[str, Any]:
    """The JSON-LD object of the article, or an empty one."""
    found = [item for item in dom.json_ld if _types(item) & ARTICLE_TYPES]
    return max(
        found, key=lambda item: ("headline" in item) + ("datePublished" in item) + ("author" in item), default={}
    )


def collect(dom: Dom, url: str, labelled: Sequence[Labelled]) -> Facts:
    """All facts of a page."""
    item = article_of(dom)
    facts = Facts()

    def put(name: str, value_and_source: tuple[Any, str]) -> None:
        value, source = value_and_source
        if value:
            setattr(facts, name, value)
            facts.evidence[name] = source

    lines = [bylines.read(b.text) for b in labelled if b.label in (Label.BYLINE, Label.DATELINE)]
    facts.site_name = _site_name(dom, item)
    put("title", _title(dom, item, labelled))
    put("authors", _authors(dom, item, lines, facts.site_name))
    put("published", _published(dom, item, lines, url))
    put("modified", _first_moment([(item.get("dateModified"), "json-ld"), (dom.first(*_MODIFIED), "meta")]))
    put("summary", _summary(dom, item, labelled))
    put("language", _language(dom, item))
    put("section", _section(dom, item, lines, labelled))
    put("tags", _tags(dom, item))
    put("images", _images(dom, item))
    put("licences", (tuple(_licences(dom, item)), "page"))
    facts.canonical = urls.canonical_of(url, dom.rels.get("canonical", []) or _meta_list(dom, "og:url"))
    facts.types = frozenset(kind for thing in dom.json_ld for kind in _types(thing)) | {dom.first("og:type") or ""}
    facts.free = _free(dom, item)
    return facts


# ---------------------------------------------------------------- title


def _title(dom: Dom, item: Mapping[str, Any], labelled: Sequence[Labelled]) -> tuple[str, str]:
    site = _site_name(dom, item)
    heads = [b.text for b in labelled if b.label is Label.TITLE and b.block.level == 1]
    declared = [
        (_text(item.get("headline")) or _text(item.get("name")), "json-ld"),
        (dom.first("og:title", "twitter:title", "dc.title", "parsely-title", "citation_title"), "meta"),
        (dom.title, "title element"),
    ]
    candidates = [(strip_site(value, site), source) for value, source in declared if value]
    for head in heads:
        # The headline a reader sees wins when the head agrees with it.
        for value, _ in candidates:
            if _same(head, value) or value.lower().startswith(head.lower()) or head.lower().startswith(value.lower()):
                return head, "h1"
    if candidates:
        return candidates[0]
    return (heads[0], "h1") if heads else ("", "")


def strip_site(title: str, site: str | None) -> str:
    """A title without the name of the site at its end (or its start), and without a section beside it."""
    pieces = _TITLE_TAILS.split(title)
    if len(pieces) < 2:
        return title
    if site:
        while len(pieces) > 1 and _same(pieces[-1], site):
            title = title[: title.rindex(pieces[-1])].rstrip(" |–—·•»:-/")
            pieces.pop()
        if len(pieces) > 1 and _same(pieces[0], site):
            title = title[len(pieces[0]) :].lstrip(" |–—·•»:-/")
    elif len(pieces[-1].split()) <= 4 < len(title.split()) - len(pieces[-1].split()):
        title = title[: title.rindex(pieces[-1])].rstrip(" |–—·•»:-/")
    return title.strip()


def _same(one: str, other: str) -> bool:
    return re.sub(r"\W+", "", one).lower() == re.sub(r"\W+", "", other).lower()


# ---------------------------------------------------------------- people


def _authors(
    dom: Dom, item: Mapping[str, Any], lines: Sequence[bylines.Byline], site: str | None
) -> tuple[tuple[Author, ...], str]:
    people, collectives = _json_authors(item, dom)
    visible = tuple(Author(name) for line in lines for name in line.names)
    meta = tuple(
        Author(name)
        for value in _meta_list(
            dom,
            "author",
            "article:author",
            "parsely-author",
            "dc.creator",
            "sailthru.author",
            "byl",
            "citation_author",
            "twitter:creator:name",
        )  # fmt: skip
        for name in _names(value)
    )
    sources: tuple[tuple[tuple[Author, ...], str], ...] = (
        (people, "json-ld"), (visible, "byline"), (meta, "meta"), (collectives, "json-ld"),
    )  # fmt: skip
    for found, source in sources:
        kept = _distinct(a for a in found if not (site and _same(a.name, site)))
        if kept:
            return kept, source
    return (), ""


def _json_authors(item: Mapping[str, Any], dom: Dom) -> tuple[tuple[Author, ...], tuple[Author, ...]]:
    """Persons and collectives that JSON-LD names as authors."""
    people: list[Author] = []
    collectives: list[Author] = []
    for entry in _list(item.get("author") or item.get("creator")):
        thing = _resolved(entry, dom)
        if isinstance(thing, str):
            people += [Author(name) for name in _names(thing)]
            continue
        names = _names(_text(thing.get("name")) or "")
        link = absolute(thing.get("url") if isinstance(thing.get("url"), str) else None, dom.base)
        into = collectives if "organization" in _types(thing) or "newsmediaorganization" in _types(thing) else people
        into += [Author(name, link) for name in names]
    return tuple(people), tuple(collectives)


def _names(value: str) -> tuple[str, ...]:
    value = fold(value)
    if not value or _NOT_A_NAME.search(value) and len(value.split()) < 2:
        return ()
    split = bylines.split_names(value)
    if split or len(value.split()) > 5 or "http" in value:
        return split
    return (value,)


def _distinct(authors: Iterator[Author] | Any) -> tuple[Author, ...]:
    return tuple({author.name.casefold(): author for author in reversed(list(authors))}.values())[::-1]


def _resolved(entry: Any, dom: Dom) -> Any:
    """An author given by @id only, looked up in the page's graph."""
    if isinstance(entry, dict) and "name" not in entry and "@id" in entry:
        return next((x for x in dom.json_ld if x.get("@id") == entry["@id"] and "name" in x), entry)
    return entry if isinstance(entry, (dict, str)) else {}


# ---------------------------------------------------------------- time

_PUBLISHED = (
    "article:published_time", "og:article:published_time", "article:published", "datepublished", "parsely-pub-date", "dc.date.issued",
    "dc.date", "dcterms.created", "sailthru.date", "pubdate", "publishdate", "publish_date", "date", "citation_date",
    "cxenseparse:recs:publishtime", "last-modified",
)  # fmt: skip
_MODIFIED = ("article:modified_time", "og:updated_time", "datemodified", "dcterms.modified", "lastmod")


def _published(
    dom: Dom, item: Mapping[str, Any], lines: Sequence[bylines.Byline], url: str
) -> tuple[Moment | None, str]:
    visible = next((line.day for line in lines if line.day), None)
    declared = _first_moment([(item.get("datePublished"), "json-ld"), (dom.first(*_PUBLISHED[:-1]), "meta")])
    if declared[0]:
        return declared
    if visible:
        return visible, "byline"
    return _first_moment(
        [(item.get("dateCreated"), "json-ld"), (_time_element(dom), "time element"), (_url_day(url), "url")]
    )


def _time_element(dom: Dom) -> str | None:
    """The <time> of the story: in its header, not in the cards of other stories."""
    nodes = dom.tree.css(
        "article header time[datetime], h1 ~ time[datetime], h1 ~ * time[datetime], time[itemprop=datePublished]"
    )
    nodes = nodes or dom.tree.css("time[pubdate], article time[datetime]")
    return nodes[0].attributes.get("datetime") if nodes else None


def _url_day(url: str) -> str | None:
    match = _SLUG_DATE.search(url)
    return f"{match[1]}-{int(match[2]):02}-{int(match[3]):02}" if match else None


def _first_moment(candidates: Sequence[tuple[Any, str]]) -> tuple[Moment | None, str]:
    for value, source in candidates:
        moment = parse_moment(_text(value))
        if moment:
            return moment, source
    return None, ""


def parse_moment(text: str | None) -> Moment | None:
    """An ISO 8601 moment or another written day. Day-only stays a day; a time without an offset is taken as UTC."""
    if not text:
        return None
    text = _OFFSET.sub(r"\1:\2", text.strip().replace("/", "-") if text[:4].isdigit() else text.strip())
    try:
        if len(text) <= 10:
            return date.fromisoformat(text)
        moment = datetime.fromisoformat(text.replace(" UTC", "+00:00").replace(" GMT", "+00:00"))
        return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    except ValueError:
        found = bylines.find_day(text)
        return found[0] if found else None


# ---------------------------------------------------------------- the rest


def _summary(dom: Dom, item: Mapping[str, Any], labelled: Sequence[Labelled]) -> tuple[str | None, str]:
    deck = next((b.text for b in labelled if b.label is Label.SUMMARY), None)
    declared = _text(item.get("description")) or dom.first(
        "og:description", "description", "twitter:description", "dc.description"
    )
    return (deck, "deck") if deck else (declared, "meta")


def _language(dom: Dom, item: Mapping[str, Any]) -> tuple[str | None, str]:
    for value, source in (
        (dom.language, "html lang"),
        (_text(item.get("inLanguage")), "json-ld"),
        (dom.first("og:locale", "content-language", "language", "dc.language"), "meta"),
    ):
        code = re.split(r"[-_,;]", value.strip().lower())[0] if value else ""
        if re.fullmatch(r"[a-z]{2,3}", code):
            return code, source
    return None, ""


def _section(
    dom: Dom, item: Mapping[str, Any], lines: Sequence[bylines.Byline], labelled: Sequence[Labelled]
) -> tuple[str | None, str]:
    kicker = next((line.topic for line in lines if line.topic), None)
    if kicker and kicker.isupper():
        return kicker.title(), "kicker"
    sections = [s for s in map(_text, _list(item.get("articleSection"))) if s]
    crumbs = [
        _text(entry.get("name")) or _text((entry.get("item") or {}).get("name") if isinstance(entry.get("item"), dict) else None)
        for thing in dom.json_ld if "breadcrumblist" in _types(thing) for entry in _list(thing.get("itemListElement")) if isinstance(entry, dict)
    ]  # fmt: skip
    visible = next((b.text for b in labelled if b.label is Label.KICKER), None)
    options = (
        (sections[0] if sections else None, "json-ld"),
        (dom.first("article:section", "parsely-section", "section", "cxenseparse:recs:section"), "meta"),
        (visible, "kicker"),
        (kicker, "byline"),
        (crumbs[-2] if len(crumbs) > 2 else None, "breadcrumbs"),
    )
    return next(((value, source) for value, source in options if value), (None, ""))


def _tags(dom: Dom, item: Mapping[str, Any]) -> tuple[tuple[str, ...], str]:
    keywords = _list(item.get("keywords")) or _meta_list(
        dom, "article:tag", "parsely-tags", "news_keywords", "keywords"
    )
    names = [fold(name) for value in keywords if isinstance(value, str) for name in value.split(",")]
    return tuple(dict.fromkeys(name for name in names if name))[:50], "json-ld" if item.get("keywords") else "meta"


def _images(dom: Dom, item: Mapping[str, Any]) -> tuple[tuple[Image, ...], str]:
    values = [entry.get("url") if isinstance(entry, dict) else entry for entry in _list(item.get("image"))]
    targets = [
        absolute(v, dom.base) for v in [*_meta_list(dom, "og:image", "twitter:image"), *values] if isinstance(v, str)
    ]
    found = next((target for target in targets if target), None)
    return ((Image(found, alt=dom.first("og:image:alt") or ""),) if found else ()), "meta"


def _licences(dom: Dom, item: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for target in dom.rels.get("license", []):
        yield "rel=license", target
    for entry in _list(item.get("license")):
        value = _text(entry) or (_text(entry.get("url")) if isinstance(entry, dict) else None)
        if value:
            yield "json-ld", value
    for value in _meta_list(dom, "dc.rights", "dcterms.license", "license"):
        yield "meta", value


def _site_name(dom: Dom, item: Mapping[str, Any]) -> str | None:
    publisher = item.get("publisher")
    sites: list[Callable[[], str | None]] = [
        lambda: dom.first("og:site_name", "application-name"),
        lambda: _text(_resolved(publisher, dom).get("name")) if isinstance(publisher, dict) else None,
        lambda: next((_text(t.get("name")) for t in dom.json_ld if "website" in _types(t)), None),
    ]
    return next((name for site in sites if (name := site())), None)


def _free(dom: Dom, item: Mapping[str, Any]) -> bool | None:
    value = item.get("isAccessibleForFree", dom.first("isaccessibleforfree"))
    return None if value is None else str(value).strip().lower() not in ("false", "no", "0")


def _meta_list(dom: Dom, *names: str) -> list[str]:
    return next((dom.meta[name] for name in names if name in dom.meta), [])


def _types(item: Mapping[str, Any]) -> frozenset[str]:
    return frozenset(str(t).lower().rsplit("/", 1)[-1] for t in _list(item.get("@type")) if isinstance(t, str))


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


def _text(value: Any) -> str | None:
    if isinstance(value, list):
        value = value[0] if value else None
    if isinstance(value, dict):
        value = value.get("@value") or value.get("name")
    return fold(value) or None if isinstance(value, str) else None
