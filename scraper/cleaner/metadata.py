"""What is known about the story besides its text?

A cascade for each field: JSON-LD, OpenGraph and other meta tags, the visible lines that the labels found. Every value
remembers where it came from, who else says so and who says something else.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from itertools import chain
from typing import Any

from scraper import urls
from scraper.cleaner import bylines, languages, pictures, signatures, witnesses
from scraper.cleaner.dom import Dom, absolute, fold
from scraper.cleaner.labels import Labelling
from scraper.cleaner.language_tags import canonical, primary, written
from scraper.cleaner.moments import Moment, day_near, first_moment, modified_of, published_of
from scraper.cleaner.people import authors_of
from scraper.cleaner.schema_org import article_of, as_list, meta_list, site_name_options, text_of, types_of
from scraper.cleaner.sections import section_of
from scraper.cleaner.sites import is_part_of_site, site_names
from scraper.cleaner.titles import title_of
from scraper.cleaner.witnesses import Said, first_of, tags
from scraper.model import STORY, Announced, Author, Evidence, Fact, Image, Label, Labelled, Source

_PROSE = STORY - {Label.CODE}
_KEYWORDS = ("article:tag", "parsely-tags", "news_keywords", "keywords")
_OF_ANY_PAGE = frozenset((Source.JSON_LD_OF_PAGE, Source.NEAR_TITLE))  # of a page's day: it need have no story
AHEAD = timedelta(days=1)  # as the day may be later where a page was written, and clocks differ


@dataclass(slots=True)
class Facts:
    """The facts of a page, and the evidence for each."""

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
    evidence: dict[Fact, Evidence] = field(default_factory=dict)

    @property
    def is_dated(self) -> bool:
        """Whether the page says when its story was published or last changed, as pages that are none seldom do."""
        if self.published:
            return self.evidence[Fact.PUBLISHED].source not in _OF_ANY_PAGE
        return bool(self.modified) and self.evidence[Fact.MODIFIED].source is Source.BYLINE


def collect(
    dom: Dom, url: str, found: Labelling, fetched_at: datetime | None = None, announced: Announced | None = None
) -> Facts:
    """All facts of a page. Nothing was published after the page was fetched, where it is known when.

    What was announced of it fills gaps, and is heard beside what the page says itself.
    """
    latest = fetched_at.date() + AHEAD if fetched_at else date.max
    labelled = found.blocks
    item = article_of(dom)
    facts = Facts()

    def put(name: str, fact: Fact, found: tuple[Any, str], said: Iterable[Said] = ()) -> None:
        value, source = found
        if value not in (None, "", ()):
            setattr(facts, name, value)
            facts.evidence[fact] = witnesses.weighed(fact, source, said)

    near = signatures.around_title(labelled)
    own = list(signatures.bylines_of(near))
    lines = [*own, *signatures.bylines_of(labelled)]
    page = witnesses.Page(dom, item, near, own, url, announced)
    dated = chain(lines, signatures.dated_lines(labelled))
    title = title_of(dom, item, labelled)
    authors = authors_of(dom, item, labelled, near)
    published = published_of(dom, item, dated, url, latest)
    published = published if published[0] else day_near(dom, signatures.dated_near(labelled), latest)
    modified = modified_of(dom, item, lines, signatures.dated_near(labelled), latest)
    if announced:
        title = title if title[0] else (announced.title, announced.source)
        authors = authors if authors[0] else (_announced_authors(announced, dom, item), announced.source)
        published = published if published[0] else first_moment([(announced.published, announced.source)], latest)
    put("title", Fact.TITLE, title, witnesses.of_title(title[0], page))
    put("authors", Fact.AUTHORS, authors, witnesses.of_authors(authors[0], page))
    put("published", Fact.PUBLISHED, published, witnesses.of_day(published[0], page) if published[0] else ())
    put("modified", Fact.MODIFIED, modified, witnesses.of_change(modified[0], page) if modified[0] else ())
    put("site_name", Fact.SITE, *first_of(site_name_options(dom, item)))
    put("summary", Fact.SUMMARY, *first_of(_summary(dom, item, found.deck)))
    put("language", Fact.LANGUAGE, *_language(dom, item, labelled))
    put("section", Fact.SECTION, section_of(dom, item, lines, labelled))
    put("tags", Fact.TAGS, _tags(dom, item))
    put("images", Fact.IMAGE, *_images(dom, item))
    put("canonical", Fact.CANONICAL, *_canonical(dom, url))
    put("free", Fact.FREE, *first_of(_free(dom, item)))
    facts.licences = tuple(_licences(dom, item))
    facts.translations = tuple(_translations(dom, url, facts.canonical))
    facts.types = frozenset(kind for thing in dom.json_ld for kind in types_of(thing)) | {dom.first("og:type") or ""}
    return facts


# ---------------------------------------------------------------- the rest


def _announced_authors(announced: Announced, dom: Dom, item: Mapping[str, Any]) -> tuple[Author, ...]:
    """The names that a feed gives, without the site's own and the names of accounts."""
    site = site_names(dom, item)
    names = (name for told in announced.authors for name in bylines.split_names(told) if " " in name)
    return tuple(Author(name) for name in dict.fromkeys(names) if not is_part_of_site(name, site))


def _summary(dom: Dom, item: Mapping[str, Any], deck: str | None) -> Iterator[tuple[str | None, Source]]:
    yield deck, Source.DECK
    yield text_of(item.get("description")), Source.JSON_LD
    yield from tags(dom, "og:description", "description", "twitter:description", "dc.description")


def _language(
    dom: Dom, item: Mapping[str, Any], labelled: Sequence[Labelled]
) -> tuple[tuple[str | None, str], list[Said]]:
    """The language that is declared, unless the words of the story plainly say another."""
    declared = [
        (dom.language, Source.HTML_LANG),
        (text_of(item.get("inLanguage")), Source.JSON_LD),
        *tags(dom, "og:locale", "content-language", "language", "dc.language"),
    ]
    prose = " ".join([item.block.text for item in labelled if item.label in _PROSE])
    told = languages.decided(declared, prose)
    if told.tag is None:
        return (None, told.source), []
    named = ((canonical(value), source) for value, source in declared)
    said = [(source, primary(tag) == primary(told.tag)) for tag, source in named if tag]
    return (written(told.tag), told.source), said


def _tags(dom: Dom, item: Mapping[str, Any]) -> tuple[tuple[str, ...], str]:
    name = next((name for name in _KEYWORDS if name in dom.meta), None)
    keywords = as_list(item.get("keywords"))
    source = Source.JSON_LD if keywords or name is None else witnesses.family(name)
    told = keywords or (dom.meta[name] if name else [])
    names = [fold(name) for value in told if isinstance(value, str) for name in value.split(",")]
    return tuple(dict.fromkeys(name for name in names if name))[:50], source


def _images(dom: Dom, item: Mapping[str, Any]) -> tuple[tuple[tuple[Image, ...], str], list[Said]]:
    options = [(value, source) for value, source in tags(dom, "og:image", "twitter:image")]
    declared = [image for entry in as_list(item.get("image")) if (image := pictures.declared(entry))]
    options += [(image.url, Source.JSON_LD) for image in declared]
    (target, source), said = first_of((absolute(value, dom.base), source) for value, source in options)
    if not target:
        return ((), source), said
    known = next((image for image in declared if absolute(image.url, dom.base) == target), Image(target))
    return ((replace(known, url=target, alt=dom.first("og:image:alt") or ""),), source), said


def _canonical(dom: Dom, url: str) -> tuple[tuple[str | None, str], list[Said]]:
    """The canonical address, where it may be believed."""
    declared, shared = dom.rels.get("canonical", []), meta_list(dom, "og:url")
    source = Source.REL_CANONICAL if declared else Source.OPEN_GRAPH
    found = urls.canonical_of(url, declared or shared)
    return (found, source), []


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


def _free(dom: Dom, item: Mapping[str, Any]) -> Iterator[tuple[bool | None, Source]]:
    for value, source in [(item.get("isAccessibleForFree"), Source.JSON_LD), *tags(dom, "isaccessibleforfree")]:
        yield None if value is None else str(value).strip().lower() not in ("false", "no", "0"), source
