"""Where does a page lead, if nobody wants to read it?

A tree is not needed for that. One pass over the text, with patterns whose time grows with its length only, finds the
tags that lead somewhere, and passes over comments, scripts and the like; it costs a fraction of parsing. It finds
what the parser finds and, in one real page of a hundred, a few links more, which stand in the values of other tags.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from html import unescape
from typing import NamedTuple

from scraper import urls
from scraper.cleaner.directives import metas
from scraper.cleaner.dom import FEED_TYPES, MAX_LINK_CHARS, META_NAMES, RSL, WORDPRESS, fold
from scraper.errors import UrlError
from scraper.model import Link

RAW = ("script", "style", "template", "textarea", "title", "xmp", "iframe", "noembed", "noframes")  # no links in these
WANTED = ("a", "area", "base", "link", "meta")

_END = r"(?=[\s/>])"  # of a tag's name
# What stands in a tag: a quote that comes after "=" has the whole value, any other is a character.
_INSIDE = r"""[^>=]*+(?:=\s*+(?:"[^"]*+"|'[^']*+')?+[^>=]*+)*+"""
_COMMENT = r"!--(?:-?>|[^-]*+(?:-(?!-!?>)[^-]*+)*+)"


def _name(name: str) -> str:
    """A pattern for a name in upper and lower case: that of a whole pattern in both is twice as slow."""
    return "".join(f"[{letter}{letter.upper()}]" for letter in name) + _END


def _raw(name: str) -> str:
    """A pattern for an element without markup of its own, up to its end tag."""
    return rf"{_name(name)}{_INSIDE}>?[^<]*+(?:<(?!/{_name(name)})[^<]*+)*+"


# Most tags begin otherwise, which is told by one look instead of one for each name.
_BEGINNINGS = "".join(sorted({letter for name in (*RAW, *WANTED) for letter in name[0] + name[0].upper()}))
_TAGS = re.compile(
    rf"<(?=[!{_BEGINNINGS}])(?:{_COMMENT}|{'|'.join(map(_raw, RAW))}"
    rf"|({'|'.join(map(_name, WANTED))})({_INSIDE})>([^<]*+(?:<(?!/?[aA]{_END})[^<]*+)*+(?=</[aA])|))"
)
_ATTRIBUTE = re.compile(r"""([^\s"'>/=]++)(?:\s*+=\s*+(?:"([^"]*+)"|'([^']*+)'|([^\s>]++)))?""")
# The same for the one attribute that all links have, past those before it.
_HREF = re.compile(
    r"""(?:[\s/]++|(?![hH][rR][eE][fF][\s=/])[^\s"'>/=]++(?:\s*+=\s*+(?:"[^"]*+"|'[^']*+'|[^\s>]++))?)*+"""
    r"""[hH][rR][eE][fF]\s*+=\s*+(?:"([^"]*+)"|'([^']*+)'|([^\s>]++))"""
)
_REFERENCE = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,30});")
_MARKUP = re.compile(r"<(?:!--.*?-->|[^>]*+>?)", re.DOTALL)


class Leads(NamedTuple):
    """Where a page leads and what it says of its own use: all of a ``Reading`` but its result, in the same order."""

    links: tuple[Link, ...]
    feeds: tuple[str, ...]
    metas: tuple[tuple[str, str], ...]
    terms: tuple[str, ...]
    apis: tuple[str, ...]


def leads(text: str, url: str) -> Leads:
    """Where a decoded page leads whose address is ``url``."""
    tags = _tags(text)
    target_of = _targets(_base(tags, url))
    links: dict[str, Link] = {}
    named: dict[str, dict[str, None]] = {RSL: {}, "feed": {}, WORDPRESS: {}}
    meta: dict[str, list[str]] = {}
    for (tag, inside), inner in tags.items():
        if tag == "meta":
            _note(inside, meta)
            continue
        target = target_of(inside) if tag != "base" else None
        if target is None or (target in links and tag != "link"):
            continue
        told = _text(inner) if tag == "a" else ""
        if tag != "link" and "rel" not in inside.lower():
            links[target] = Link(target, told)
            continue
        attributes = _attributes(inside)
        rel = attributes.get("rel", "").lower()
        if tag != "link" or rel == "next":
            links.setdefault(target, Link(target, told, "nofollow" in rel, rel))
        if kind := _kind_of(tag, rel.split(), attributes):
            named[kind][target] = None
    return Leads(tuple(links.values()), tuple(named["feed"]), metas(meta), tuple(named[RSL]), tuple(named[WORDPRESS]))


def _tags(text: str) -> dict[tuple[str, str], str]:
    """The tags that may lead somewhere and what comes after them, each once: menus repeat what the text has."""
    tags: dict[tuple[str, str], str] = {}
    for tag, inside, inner in _TAGS.findall(text):
        if tag:
            tags.setdefault((tag.lower(), inside), inner)
    return tags


def _targets(base: str) -> Callable[[str], str | None]:
    """What finds the absolute address in what stands inside a tag."""
    resolve = urls.resolver(base)

    def target_of(inside: str) -> str | None:
        href = _href(inside)
        if not href or href[0] == "#":
            return None
        try:
            return resolve(href)
        except UrlError:
            return None

    return target_of


def _kind_of(tag: str, words: list[str], attributes: Mapping[str, str]) -> str | None:
    """What a link leads to that is not for readers: a licence for machines, a feed, an API."""
    kind = attributes.get("type", "").strip().lower()
    if "license" in words and kind == RSL and tag != "area":
        return RSL
    if tag != "link":
        return None
    if "alternate" in words and kind in FEED_TYPES:
        return "feed"
    return WORDPRESS if WORDPRESS in words else None


def _base(tags: Iterable[tuple[str, str]], url: str) -> str:
    """What links are relative to (HTML Standard, 4.2.3): the first base that has an address, else the page."""
    named = [inside for tag, inside in tags if tag == "base" and _href(inside) is not None]
    return (_targets(url)(named[0]) if named else None) or url


def _href(inside: str) -> str | None:
    found = _HREF.match(inside)
    return _read(found[found.lastindex]) if found and found.lastindex else None


def _attributes(inside: str) -> dict[str, str]:
    """A tag's attributes, names in lower case; of two with one name the first counts."""
    found: dict[str, str] = {}
    for name, double, single, bare in _ATTRIBUTE.findall(inside):
        found.setdefault(name.lower(), _read(double or single or bare))
    return found


def _note(inside: str, meta: dict[str, list[str]]) -> None:
    """Add a meta tag's content under each of its names."""
    attributes = _attributes(inside)
    content = fold(attributes.get("content"))
    for name in {attributes.get(key, "").strip().lower() for key in META_NAMES} - {""} if content else ():
        meta.setdefault(name, []).append(content)


def _text(inner: str) -> str:
    if "<" in inner:
        inner = _MARKUP.sub("", inner)
    return " ".join(_read(inner).split())[:MAX_LINK_CHARS]


def _read(text: str) -> str:
    """Character references as what they stand for. Those without a semicolon are parameters of addresses more often."""
    return _REFERENCE.sub(lambda found: unescape(found[0]), text) if "&" in text else text
