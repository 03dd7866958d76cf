"""Who wrote it?"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from scraper.cleaner import bylines
from scraper.cleaner.dom import Dom, absolute, fold
from scraper.cleaner.schema_org import as_list, meta_list, resolved, text_of, types_of
from scraper.cleaner.sites import same
from scraper.model import Author

_META = "author article:author parsely-author dc.creator sailthru.author byl citation_author".split()
_NOT_A_NAME = re.compile(r"https?://|@|\b(?:admin|administrator|editor|webmaster|staff|redaktion|redacci[oó]n)\b", re.I)


def authors_of(
    dom: Dom, item: Mapping[str, Any], lines: Sequence[bylines.Byline], site: str | None
) -> tuple[tuple[Author, ...], str]:
    people, collectives = _json_authors(item, dom)
    signed = [line for line in lines if line.by] or lines
    visible = tuple(Author(name) for line in signed for name in line.names)
    meta = tuple(Author(name) for value in meta_list(dom, *_META) for name in _names(value))
    if {a.name.casefold() for a in visible} > {a.name.casefold() for a in people}:
        people = ()  # the reader is told of more authors than the machine
    sources = ((people, "json-ld"), (visible, "byline"), (meta, "meta"), (collectives, "json-ld"))
    for found, source in sources:
        kept = _distinct(a for a in found if not (site and same(a.name, site)))
        if kept:
            return kept, source
    return _distinct(collectives), "json-ld"  # the newsroom itself, where it signs and nobody else does


def _json_authors(item: Mapping[str, Any], dom: Dom) -> tuple[tuple[Author, ...], tuple[Author, ...]]:
    """Persons and collectives that JSON-LD names as authors."""
    people: list[Author] = []
    collectives: list[Author] = []
    for entry in as_list(item.get("author") or item.get("creator")):
        thing = resolved(entry, dom)
        if isinstance(thing, str):
            people += [Author(name) for name in _names(thing)]
            continue
        names = _names(text_of(thing.get("name")) or "")
        link = absolute(thing.get("url") if isinstance(thing.get("url"), str) else None, dom.base)
        into = (
            collectives if "organization" in types_of(thing) or "newsmediaorganization" in types_of(thing) else people
        )
        into += [Author(name, link) for name in names]
    return tuple(people), tuple(collectives)


def _names(value: str) -> tuple[str, ...]:
    value = fold(value)
    if not value or (_NOT_A_NAME.search(value) and len(value.split()) < 2):
        return ()
    if "(" in value or ":" in value:  # a picture's credit
        return ()
    split = bylines.split_names(value)
    if split or len(value.split()) > 5 or "http" in value:
        return split
    return (value,)


def _distinct(authors: Iterable[Author]) -> tuple[Author, ...]:
    return tuple({author.name.casefold(): author for author in reversed(list(authors))}.values())[::-1]
