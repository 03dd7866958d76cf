"""Who wrote it?"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from scraper.cleaner import bylines, signatures
from scraper.cleaner.byline_table import AUTHOR_LABELS, NOBODY, PICTURE
from scraper.cleaner.dom import Dom, absolute, fold
from scraper.cleaner.schema_org import as_list, resolved, text_of, types_of
from scraper.cleaner.sites import is_part_of_site, same, site_names
from scraper.model import Author, Labelled

_META = "author article:author parsely-author dc.creator sailthru.author byl citation_author".split()
_ADDRESS = re.compile(r"https?://|www\.|@")
_NOBODY = re.compile(rf"^(?:{NOBODY})$", re.I)
_BRACKET = re.compile(r"\s*\(([^()]{1,12})\)$")  # a short form behind the name, as newspapers sign with
_PICTURE = re.compile(rf"\b(?:{PICTURE})\b", re.I)
_LABEL = re.compile(rf"^(?:{AUTHOR_LABELS})$", re.I)
_COLLECTIVES = frozenset(("organization", "newsmediaorganization", "corporation"))
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
    declared = list(_json_authors(item, dom))
    people = [d for d in declared if not d.is_collective and not own(d.author.name)]
    lines = [*signatures.bylines_of(near), *signatures.unlabelled(near)]
    if any({a.casefold() for a in line.names} > {d.author.name.casefold() for d in people} for line in lines):
        people = []  # the reader is told of more authors than the machine

    def in_json() -> Iterable[Author]:
        return (d.author for d in declared) if people else ()

    sources: tuple[tuple[Callable[[], Iterable[Author]], str], ...] = (
        (in_json, "json-ld"),
        (lambda: _signed(lines), "byline"),
        (lambda: map(Author, signatures.marked(dom, near)), "marked up"),
        (lambda: _meta(dom, own), "meta"),
        (lambda: _signed([*signatures.bylines_of(labelled)]), "byline"),
        (lambda: map(Author, signatures.microdata(dom)), "microdata"),
        (lambda: map(Author, signatures.leading(labelled)), "leading line"),
        (lambda: map(Author, signatures.labelled_line(labelled)), "labelled line"),
        (lambda: map(Author, signatures.closing(labelled, site)), "signature"),
        (lambda: (d.author for d in declared if d.is_collective), "json-ld"),
    )
    for find, source in sources:
        if kept := _distinct(a for a in find() if not own(a.name)):
            return kept, source
    itself = (d.author for d in declared if d.is_collective and any(same(d.author.name, name) for name in site))
    return _distinct(itself), "json-ld"  # the newsroom, by its own name


def _signed(lines: Sequence[bylines.Byline]) -> Iterator[Author]:
    """The authors in visible lines; those without a "by" count where none has it."""
    signed = [line for line in lines if line.by] or lines
    return (Author(name) for line in signed for name in line.names)


def _meta(dom: Dom, own: Callable[[str], bool]) -> Iterable[Author]:
    """The authors in the first meta tag that names some."""
    tags = [dom.meta[name] for name in _META if name in dom.meta]
    for number in ("1", "2"):
        if _LABEL.match(dom.first(f"twitter:label{number}") or ""):
            tags.append(dom.meta.get(f"twitter:data{number}", []))
    found = ([Author(name) for value in tag for name in _names(value) if not own(name)] for tag in tags)
    return next(filter(None, found), [])


def _own_of(site: Sequence[str], item: Mapping[str, Any], dom: Dom) -> Callable[[str], bool]:
    """Tells names that are no author's: the site's own, its desks', its sections', what systems are called."""
    sections = [text_of(value) for value in as_list(item.get("articleSection"))] + [dom.first("article:section")]

    def own(name: str) -> bool:
        is_section = any(section and same(name, section) for section in sections)
        return is_section or _NOBODY.match(name) is not None or is_part_of_site(name, site)

    return own


def _json_authors(item: Mapping[str, Any], dom: Dom) -> Iterator[_Declared]:
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
        for name in (fold(full),) if collective and full else _names(full):
            yield _Declared(Author(name, link), collective)


def _names(value: str) -> tuple[str, ...]:
    """The names in a declared value, which may be one of a kind that no rule knows."""
    value = fold(value)
    if not value or _ADDRESS.search(value):
        return ()
    if bracket := _BRACKET.search(value):
        value = "" if _PICTURE.search(bracket[1]) else value[: bracket.start()]
    if "(" in value or ":" in value:  # a picture's credit
        return ()
    split = bylines.split_names(value)
    return split if split or len(value.split()) > MAX_WORDS or not value else (value,)


def _distinct(authors: Iterable[Author]) -> tuple[Author, ...]:
    return tuple({author.name.casefold(): author for author in reversed(list(authors))}.values())[::-1]
