"""Who wrote it?"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from scraper.cleaner import bylines, signatures
from scraper.cleaner.byline_table import AUTHOR_LABELS, NOBODY, PICTURE
from scraper.cleaner.dom import Dom, absolute, fold
from scraper.cleaner.picking import labelled_as
from scraper.cleaner.schema_org import as_list, resolved, text_of, types_of
from scraper.cleaner.sites import is_part_of_site, may_be_person, same, site_names
from scraper.model import Author, Label, Labelled

CITED = "citation_author"
AUTHOR_TAGS = ("author", "article:author", "parsely-author", "dc.creator", "sailthru.author", "byl", CITED)
_ADDRESS = re.compile(r"https?://|www\.|@")
_NOBODY = re.compile(rf"^(?:{NOBODY})$", re.I)
_BRACKET = re.compile(r"\s*\(([^()]{1,12})\)$")  # a short form behind the name, as newspapers sign with
_PICTURE = re.compile(rf"\b(?:{PICTURE})\b", re.I)
_LABEL = re.compile(rf"^(?:{AUTHOR_LABELS})$", re.I)
_COLLECTIVES = frozenset(("organization", "newsmediaorganization", "corporation"))
_Sources = Sequence[tuple[Callable[[], Iterable[Author]], str]]  # where authors may stand, the surest first
MAX_WORDS = 5  # of a declared name that reads like none


@dataclass(frozen=True, slots=True)
class _Declared:
    """An author in JSON-LD."""

    author: Author
    is_collective: bool


def authors_of(
    dom: Dom, item: Mapping[str, Any], labelled: Sequence[Labelled], near: Sequence[Labelled]
) -> tuple[tuple[Author, ...], str]:
    """The authors, and where they were found. ``near`` are the blocks around the title.

    The site itself is one only if JSON-LD says so and nobody else signs.
    """
    site = site_names(dom, item)
    own = _own_of(site, item, dom)
    declared = list(_json_authors(item, dom, site))
    people = [d for d in declared if not d.is_collective and not own(d.author.name)]
    lines = [*signatures.bylines_of(near), *signatures.unlabelled(near)]
    if any(_tells_more(line.names, [d.author.name for d in people]) for line in lines):
        people = []  # the reader is told more than the machine

    def in_json() -> Iterable[Author]:
        return (d.author for d in declared) if people else ()

    stated: _Sources = (
        (in_json, "json-ld"),
        (lambda: _signed(lines), "byline"),
        (lambda: map(Author, signatures.marked(dom, near)), "marked up"),
        (lambda: _meta(dom, own), "meta"),
        (lambda: _signed([*signatures.bylines_of(labelled)]), "byline"),
    )
    guessed: _Sources = (
        (lambda: map(Author, signatures.microdata(dom)), "microdata"),
        (lambda: map(Author, signatures.leading(labelled)), "leading line"),
        (lambda: map(Author, signatures.labelled_line(labelled)), "labelled line"),
        (lambda: map(Author, signatures.closing(labelled, site)), "signature"),
        (lambda: (d.author for d in declared if d.is_collective), "json-ld"),
    )
    told = [*(d.author for d in declared), *_signed(lines), *(Author(n) for names in _meta_tags(dom) for n in names)]
    namesake = _distinct(_namesakes(site, near, told))
    found = _first(stated, own) or (namesake and (namesake, "byline")) or _first(guessed, own)
    itself = (d.author for d in declared if d.is_collective and any(same(d.author.name, name) for name in site))
    return found or (_distinct(itself), "json-ld")  # the newsroom, by its own name


def _first(sources: _Sources, own: Callable[[str], bool]) -> tuple[tuple[Author, ...], str] | None:
    """What the first source gives that names somebody."""
    for find, source in sources:
        if kept := _distinct(a for a in find() if not own(a.name)):
            return kept, source
    return None


def _tells_more(shown: Sequence[str], declared: Sequence[str]) -> bool:
    """Whether a line names more authors than are declared, or one whole where only the name of an account is."""
    is_account = bool(declared) and all(" " not in name and not bylines.is_uncased(name[0]) for name in declared)
    if is_account and any(" " in name for name in shown):
        return True
    return {name.casefold() for name in shown} > {name.casefold() for name in declared}


def _signed(lines: Sequence[bylines.Byline]) -> Iterator[Author]:
    """The authors in visible lines; those without a "by" count where none has it."""
    signed = [line for line in lines if line.by] or lines
    return (Author(name) for line in signed for name in line.names)


def _meta(dom: Dom, own: Callable[[str], bool]) -> Iterable[Author]:
    """The authors in the first meta tag that names some."""
    found = ([Author(name) for name in names if not own(name)] for names in _meta_tags(dom))
    return next(filter(None, found), [])


def _meta_tags(dom: Dom) -> Iterator[list[str]]:
    """The names in each of the meta tags for authors."""
    for tag in AUTHOR_TAGS:
        values = dom.meta.get(tag, [])
        yield [name for value in values for name in _names(given_first(value) if tag == CITED else value)]
    for number in ("1", "2"):
        if _LABEL.match(dom.first(f"twitter:label{number}") or ""):
            yield [name for value in dom.meta.get(f"twitter:data{number}", []) for name in _names(value)]


def given_first(name: str) -> str:
    """A name as it is spoken, where the family's name stands first: Highwire's tags may have ``Roy, Aniruddha``."""
    family, comma, given = name.partition(",")
    return f"{given.strip()} {family.strip()}" if comma and "," not in given else name


def _namesakes(site: Sequence[str], near: Sequence[Labelled], told: Iterable[Author]) -> Iterator[Author]:
    """Of all who are named as authors, the person whose name the site has: a line around the title has it too."""
    lines = [item.text.casefold() for item in labelled_as(near, Label.BYLINE, Label.DATELINE)]
    for author in told:
        if may_be_person(author.name, site) and any(author.name.casefold() in line for line in lines):
            yield author


def _own_of(site: Sequence[str], item: Mapping[str, Any], dom: Dom) -> Callable[[str], bool]:
    """Tells names that are no author's: the site's own, its desks', its sections', what systems are called."""
    sections = [text_of(value) for value in as_list(item.get("articleSection"))] + [dom.first("article:section")]

    def own(name: str) -> bool:
        is_section = any(section and same(name, section) for section in sections)
        return is_section or _NOBODY.match(name) is not None or is_part_of_site(name, site)

    return own


def _json_authors(item: Mapping[str, Any], dom: Dom, site: Sequence[str]) -> Iterator[_Declared]:
    """Persons and collectives that JSON-LD names as authors."""
    for entry in as_list(item.get("author") or item.get("creator")):
        thing = resolved(entry, dom)
        if isinstance(thing, str):
            yield from (_Declared(Author(name), is_collective=False) for name in _names(thing))
            continue
        given = (text_of(thing.get("givenName")), text_of(thing.get("familyName")))
        full = text_of(thing.get("name")) or " ".join(filter(None, given))
        link = absolute(thing.get("url") if isinstance(thing.get("url"), str) else None, dom.base)
        collective = not _COLLECTIVES.isdisjoint(types_of(thing))
        is_whole = full and (collective or any(same(full, name) for name in site))
        for name in (fold(full),) if is_whole else _names(full):
            yield _Declared(Author(name, link), collective)


def _names(value: str) -> tuple[str, ...]:
    """The names in a declared value, which may be one of a kind that no rule knows."""
    value = fold(value)
    if not value or _ADDRESS.search(value):
        return ()
    if bracket := _BRACKET.search(value):
        value = "" if _PICTURE.search(bracket[1]) else value[: bracket.start()]
    if "(" in value or ":" in value or not any(map(str.isalpha, value)):  # a picture's credit, the number of an account
        return ()
    split = bylines.split_names(value)
    return split if split or len(value.split()) > MAX_WORDS or not value else (value,)


def _distinct(authors: Iterable[Author]) -> tuple[Author, ...]:
    return tuple({author.name.casefold(): author for author in reversed(list(authors))}.values())[::-1]
