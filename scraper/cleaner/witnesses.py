"""Who else on the page says so?

A fact is chosen by its own rules; here the other places that speak of it are heard, each of them for the value or
against it. How sure a value is follows from where it stands and from who agrees.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any, TypeVar

from scraper.cleaner import bylines, sureness
from scraper.cleaner.dom import Dom
from scraper.cleaner.letters import squeeze
from scraper.cleaner.moments import A_DAY, MODIFIED, PUBLISHED, Moment, parse_moment, url_day
from scraper.cleaner.people import AUTHOR_TAGS, CITED, given_first
from scraper.cleaner.schema_org import as_list, resolved, text_of
from scraper.cleaner.titles import SOCIAL_TAGS
from scraper.model import Announced, Author, Evidence, Fact, Labelled, Source

# What the names of meta tags begin with. Those without a sign inside are properties of schema.org.
_FAMILIES = (
    ("og:", Source.OPEN_GRAPH),
    ("article:", Source.OPEN_GRAPH),
    ("twitter:", Source.TWITTER),
    ("dc.", Source.DUBLIN_CORE),
    ("dcterms.", Source.DUBLIN_CORE),
    ("parsely", Source.PARSELY),
    ("citation_", Source.CITATION),
    ("headline", Source.MICRODATA),
    ("datepublished", Source.MICRODATA),
    ("datemodified", Source.MICRODATA),
    ("isaccessibleforfree", Source.MICRODATA),
)

Said = tuple[Source, bool]  # a place, and whether it says the same
Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class Page:
    """What is to be asked: the page, its JSON-LD article, the blocks around its title, and its bylines;
    and what was announced of it."""

    dom: Dom
    item: Mapping[str, Any]
    near: Sequence[Labelled]
    lines: Sequence[bylines.Byline]
    url: str
    announced: Announced | None = None


@cache  # of the names that we look for
def family(name: str) -> Source:
    """Which vocabulary a meta tag's name is of."""
    return next((source for start, source in _FAMILIES if name.startswith(start)), Source.META)


def weighed(fact: Fact, told: str, said: Iterable[Said]) -> Evidence:
    """The evidence for a value that was found in a place, ``told``, and what all places say of it, that one included.

    ``meta`` is any meta tag: which one, is told by the first that has the value.
    """
    source = told if isinstance(told, Source) else Source(told)
    agreeing, differing = list[Source](), list[Source]()
    for place, same in said:
        (agreeing if same else differing).append(place)
    if source is Source.META and source not in agreeing:
        source = next((place for place in agreeing if place in _TAGS), source)
    others = tuple(dict.fromkeys(place for place in agreeing if place is not source)) if agreeing else ()
    known = {source, *others} if differing else ()
    against = tuple(dict.fromkeys(place for place in differing if place not in known)) if differing else ()
    support = sureness.support_of(len(others), len(against))
    return Evidence(source, sureness.of(fact, source, support), others, against)


_TAGS = frozenset(source for _, source in _FAMILIES)
_HEAD = _TAGS | {Source.JSON_LD, Source.META, Source.TITLE_ELEMENT, Source.H1, Source.HTML_LANG, Source.REL_CANONICAL}


def spoken_by(speaker: Source, evidence: Mapping[Fact, Evidence]) -> dict[Fact, Evidence]:
    """The evidence of a page whose head was made of the words of one speaker, who counts once."""

    def place(source: Source) -> Source:
        return speaker if source in _HEAD else source

    said = {
        fact: [*((place(one), True) for one in told.agreeing), *((place(one), False) for one in told.differing)]
        for fact, told in evidence.items()
    }
    return {fact: weighed(fact, place(told.source), said[fact]) for fact, told in evidence.items()}


def first_of(options: Iterable[tuple[Value | None, Source]]) -> tuple[tuple[Value | None, str], list[Said]]:
    """The first value there is with its place, and what the others say of it."""
    known = [(value, source) for value, source in options if value is not None and value != ""]
    if not known:
        return (None, ""), []
    value, source = known[0]
    others = [(place, other == value or _alike(other, value)) for other, place in known[1:]]
    return (value, source), [(source, True), *others]


def _alike(one: object, other: object) -> bool:
    return isinstance(one, str) and isinstance(other, str) and squeeze(one) == squeeze(other)


def tags(dom: Dom, *names: str) -> Iterator[tuple[str, Source]]:
    """The first value of each of these meta tags that there is."""
    for name in names:
        if name in dom.meta:
            yield dom.meta[name][0], family(name)


# ---------------------------------------------------------------- the facts that have rules of their own


def of_title(title: str, page: Page) -> Iterator[Said]:
    """Who calls the story so; what stands beside the title, such as the site's name, makes no difference."""
    wanted = squeeze(title)

    def same(text: str) -> bool:
        if text == title:
            return True
        got = squeeze(text)
        return got.startswith(wanted) or got.endswith(wanted)

    if headline := text_of(page.item.get("headline")):
        yield Source.JSON_LD, same(headline)
    for text, source in tags(page.dom, *SOCIAL_TAGS, "headline"):
        yield source, same(text)
    if page.dom.title:
        yield Source.TITLE_ELEMENT, same(page.dom.title)
    heads = [item.text for item in page.near if item.block.level == 1 and not item.block.hidden]
    if heads:
        yield Source.H1, any(map(same, heads))
    if page.announced and page.announced.title:
        yield page.announced.source, same(page.announced.title)


def of_authors(authors: Sequence[Author], page: Page) -> Iterator[Said]:
    """Who names these authors; one place may name more."""
    wanted = [squeeze(author.name) for author in authors]

    def same(text: str) -> bool:
        got = squeeze(text)
        return all(name in got for name in wanted)

    named = [resolved(entry, page.dom) for entry in as_list(page.item.get("author") or page.item.get("creator"))]
    if text := " ".join(filter(None, map(text_of, named))):
        yield Source.JSON_LD, same(text)
    for name in AUTHOR_TAGS:
        values = (given_first(value) if name == CITED else value for value in page.dom.meta.get(name, ()))
        if text := " ".join(value for value in values if "://" not in value):
            yield family(name), same(text)
    if shown := [name for line in page.lines if line.by for name in line.names]:
        yield Source.BYLINE, same(" ".join(shown))
    if page.announced and page.announced.authors:
        yield page.announced.source, same(" ".join(page.announced.authors))


def of_day(moment: Moment, page: Page) -> Iterator[Said]:
    """Who says that the story was published on this day."""
    yield from _declared(moment, page, "datePublished", PUBLISHED)
    days = {day for line in page.lines for day in (line.day, line.month_first) if day}
    if days:
        yield Source.BYLINE, any(_same_day(moment, day) for day in days)
    if told := url_day(page.url):
        yield Source.URL, _same_day(moment, told)
    if page.announced and page.announced.published:
        yield page.announced.source, _same_day(moment, page.announced.published)


def of_change(moment: Moment, page: Page) -> Iterator[Said]:
    """Who says that the story was last changed on this day."""
    yield from _declared(moment, page, "dateModified", MODIFIED)


def _declared(moment: Moment, page: Page, name: str, names: Sequence[str]) -> Iterator[Said]:
    if told := parse_moment(text_of(page.item.get(name))):
        yield Source.JSON_LD, _same_day(moment, told)
    for text, source in tags(page.dom, *names):
        if told := parse_moment(text):
            yield source, _same_day(moment, told)


def _same_day(one: Moment, other: Moment) -> bool:
    """Days differ by one between time zones."""
    return abs(_day(one) - _day(other)) <= A_DAY


def _day(moment: Moment) -> date:
    return moment.date() if isinstance(moment, datetime) else moment
