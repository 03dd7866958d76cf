"""What is known about the story besides its text?

A cascade for each field: JSON-LD, OpenGraph and other meta tags, the visible lines that the labels found. Every value
remembers where it came from.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import chain
from typing import Any

from scraper import urls
from scraper.cleaner import languages, signatures
from scraper.cleaner.dom import Dom, absolute, fold
from scraper.cleaner.labels import Labelling
from scraper.cleaner.language_tags import written
from scraper.cleaner.moments import Moment, modified_of, published_of
from scraper.cleaner.people import authors_of
from scraper.cleaner.schema_org import article_of, as_list, meta_list, site_name, text_of, types_of
from scraper.cleaner.sections import section_of
from scraper.cleaner.titles import title_of
from scraper.model import Author, Image, Label, Labelled

AHEAD = timedelta(days=1)  # as the day may be later where a page was written, and clocks differ


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
    translations: tuple[tuple[str, str], ...] = ()  # (language, URL)
    evidence: dict[str, str] = field(default_factory=dict)


def collect(dom: Dom, url: str, found: Labelling, fetched_at: datetime | None = None) -> Facts:
    """All facts of a page. Nothing was published after the page was fetched, where it is known when."""
    latest = fetched_at.date() + AHEAD if fetched_at else date.max
    labelled = found.blocks
    item = article_of(dom)
    facts = Facts()

    def put(name: str, value_and_source: tuple[Any, str]) -> None:
        value, source = value_and_source
        if value:
            setattr(facts, name, value)
            facts.evidence[name] = source

    near = signatures.around_title(labelled)
    lines = [*signatures.bylines_of(near), *signatures.bylines_of(labelled)]
    facts.site_name = site_name(dom, item)
    put("title", title_of(dom, item, labelled))
    put("authors", authors_of(dom, item, labelled, near))
    put("published", published_of(dom, item, chain(lines, signatures.dated_lines(labelled)), url, latest))
    put("modified", modified_of(dom, item, latest))
    put("summary", _summary(dom, item, found.deck))
    put("language", _language(dom, item, labelled))
    put("section", section_of(dom, item, lines, labelled))
    put("tags", _tags(dom, item))
    put("images", _images(dom, item))
    put("licences", (tuple(_licences(dom, item)), "page"))
    facts.canonical = urls.canonical_of(url, dom.rels.get("canonical", []) or meta_list(dom, "og:url"))
    facts.translations = tuple(_translations(dom, url, facts.canonical))
    facts.types = frozenset(kind for thing in dom.json_ld for kind in types_of(thing)) | {dom.first("og:type") or ""}
    facts.free = _free(dom, item)
    return facts


# ---------------------------------------------------------------- the rest


def _summary(dom: Dom, item: Mapping[str, Any], deck: str | None) -> tuple[str | None, str]:
    declared = text_of(item.get("description")) or dom.first(
        "og:description", "description", "twitter:description", "dc.description"
    )
    return (deck, "deck") if deck else (declared, "meta")


def _language(dom: Dom, item: Mapping[str, Any], labelled: Sequence[Labelled]) -> tuple[str | None, str]:
    declared = [
        (dom.language, "html lang"),
        (text_of(item.get("inLanguage")), "json-ld"),
        *((dom.first(name), "meta") for name in ("og:locale", "content-language", "language", "dc.language")),
    ]
    prose = " ".join(block.text for block in labelled if block.is_story and block.label is not Label.CODE)
    told = languages.decided(declared, prose)
    if told.tag is None:
        return None, told.source
    language = written(told.tag)
    return language, told.source if language == told.tag else f"{told.source}: {told.tag}"


def _tags(dom: Dom, item: Mapping[str, Any]) -> tuple[tuple[str, ...], str]:
    keywords = as_list(item.get("keywords")) or meta_list(
        dom, "article:tag", "parsely-tags", "news_keywords", "keywords"
    )
    names = [fold(name) for value in keywords if isinstance(value, str) for name in value.split(",")]
    return tuple(dict.fromkeys(name for name in names if name))[:50], "json-ld" if item.get("keywords") else "meta"


def _images(dom: Dom, item: Mapping[str, Any]) -> tuple[tuple[Image, ...], str]:
    values = [entry.get("url") if isinstance(entry, dict) else entry for entry in as_list(item.get("image"))]
    targets = [
        absolute(v, dom.base) for v in [*meta_list(dom, "og:image", "twitter:image"), *values] if isinstance(v, str)
    ]
    found = next((target for target in targets if target), None)
    return ((Image(found, alt=dom.first("og:image:alt") or ""),) if found else ()), "meta"


def _translations(dom: Dom, url: str, canonical: str | None) -> Iterator[tuple[str, str]]:
    """The page in other languages: what is told of this page itself, under whatever language, is left out."""
    own = {urls.dedupe_key(address) for address in (url, canonical) if address}
    for language, target in dom.translations:
        if urls.dedupe_key(target) not in own:
            yield language, target


def _licences(dom: Dom, item: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for target in dom.rels.get("license", []):
        yield "rel=license", target
    for entry in as_list(item.get("license")):
        value = text_of(entry) or (text_of(entry.get("url")) if isinstance(entry, dict) else None)
        if value:
            yield "json-ld", value
    for value in meta_list(dom, "dc.rights", "dcterms.license", "license"):
        yield "meta", value


def _free(dom: Dom, item: Mapping[str, Any]) -> bool | None:
    value = item.get("isAccessibleForFree", dom.first("isaccessibleforfree"))
    return None if value is None else str(value).strip().lower() not in ("false", "no", "0")
