"""What does the page's tree say outside its visible text?

Parses within limits and reads the head: meta tags, links, JSON-LD, language. The visible text is the business of
``blocks``.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import islice
from typing import Any

from selectolax.lexbor import LexborHTMLParser, LexborNode

from scraper import urls
from scraper.cleaner import limits
from scraper.cleaner.elements import Attributes
from scraper.cleaner.marked import SOUGHT, Marked
from scraper.cleaner.remembered import Once
from scraper.errors import UrlError
from scraper.model import Link

WORDPRESS = "https://api.w.org/"  # the relation by which WordPress names the root of its API
MOST_TRANSLATIONS = 200  # a page in all the languages of the world has fewer
_LANGUAGE = re.compile(r"(?!x-default)[a-z]{2,3}(?:-[a-z0-9]{2,8})*")  # BCP 47, in short
RELATIONS = frozenset(("canonical", "license", "alternate", WORDPRESS))  # of links in the head that are looked at
RSL = "application/rsl+xml"  # the media type of rslstandard.org

MAX_NAMED_CHARS = 120  # of a text that may be a name

FEED_TYPES = frozenset(("application/rss+xml", "application/atom+xml", "application/feed+json"))
META_NAMES = ("name", "property", "itemprop", "http-equiv")  # attributes under which a meta tag has its name
MAX_LINK_CHARS = 200  # of a link's text; more is no name of a page

MAX_CELL_CHARS = 400  # on average; longer cells are a layout, not data

# A parser that runs no scripts takes all behind this for text of the frame, to the end of the page.
_OPEN_FRAME = re.compile(rb"(<iframe\b[^<>]*)/>(?=</noscript>)")
_TRAILING_COMMA = re.compile(r",\s*([}\]])")
_CONTROL = re.compile(r"[\x00-\x1f]+")


@dataclass(frozen=True, slots=True)
class Dom:
    """A parsed page. ``meta`` has names and properties in lower case, first value first."""

    tree: LexborHTMLParser
    base: str
    meta: dict[str, list[str]]
    rels: dict[str, list[str]]  # one of RELATIONS -> absolute hrefs
    json_ld: list[dict[str, Any]] = field(default_factory=list)
    title: str = ""
    language: str | None = None
    feeds: tuple[str, ...] = ()
    terms: tuple[str, ...] = ()  # absolute hrefs of licences for machines (RSL)
    translations: tuple[tuple[str, str], ...] = ()  # (hreflang, absolute href)
    marked: Marked = field(default_factory=lambda: Marked(()))

    def first(self, *names: str) -> str | None:
        """The first meta value under any of the names, in their order."""
        return next((self.meta[name][0] for name in names if name in self.meta), None)


def parse(text: str, url: str, utf8: bytes | None = None) -> Dom:
    """Parse a page. ``utf8`` is its text in UTF-8, where that is known already.

    Raises TooComplexError when it is too long, too deep or has too many tags or attributes to be parsed safely.
    """
    limits.check(text)
    utf8 = text.encode("utf-8", "ignore") if utf8 is None else utf8
    tree = LexborHTMLParser(_OPEN_FRAME.sub(rb"\1></iframe>", utf8) if b"/></noscript>" in utf8 else utf8)
    marked = Marked(tree.css(SOUGHT))
    base = _base(marked, url)
    html = tree.css_first("html")
    language = (html.attributes.get("lang") or html.attributes.get("xml:lang") if html else None) or None
    title = tree.css_first("head > title") or tree.css_first("title")
    rels, feeds, terms = _rels(marked.related, base)
    return Dom(
        tree=tree,
        base=base,
        meta=_meta(marked),
        rels=rels,
        json_ld=_json_ld(marked),
        title=fold(title.text()) if title else "",
        language=language,
        feeds=feeds,
        terms=terms,
        translations=_translations(marked.related, base),
        marked=marked,
    )


def links(dom: Dom) -> tuple[Link, ...]:
    """Every distinct http(s) link of the page in document order, absolute."""
    resolve = urls.resolver(dom.base)
    seen: dict[str, Link] = {}
    for node in dom.tree.css("a[href], area[href], link[rel=next]"):
        attributes = node.attributes
        href = attributes.get("href")
        if not href or href.startswith("#"):
            continue
        try:
            target = resolve(href)
        except UrlError:
            continue
        if target not in seen:
            rel = (attributes.get("rel") or "").lower()
            seen[target] = Link(target, fold(node.text())[:MAX_LINK_CHARS], "nofollow" in rel, rel)
    return tuple(seen.values())


@lru_cache(maxsize=4096)  # a page's blocks repeat their links
def absolute(href: str | None, base: str) -> str | None:
    """The absolute http(s) URL of an href, or None."""
    if not href or href.startswith("#"):
        return None
    try:
        return urls.parse(href, base)
    except UrlError:
        return None


def resolver(base: str) -> Callable[[str], str | None]:
    """``absolute`` for the many links of one page."""
    resolve = urls.resolver(base)

    def lead(href: str) -> str | None:
        try:
            return None if href.startswith("#") else resolve(href)
        except UrlError:
            return None

    return Once(lead).__getitem__


def fold(text: str | None) -> str:
    """Fold white space to single spaces."""
    return " ".join((text or "").split())


def _base(marked: Marked, url: str) -> str:
    first = next((each["href"] for _, each in marked.tags["base"] if "href" in each), None)
    return absolute(first, url) or url


def _meta(marked: Marked) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for _, attributes in marked.tags["meta"]:
        value = fold(attributes.get("content"))
        if not value:
            continue
        for name in {attributes.get(key) for key in META_NAMES}:
            if name:
                found.setdefault(name.strip().lower(), []).append(value)
    return found


def _translations(links: Iterable[Attributes], base: str) -> tuple[tuple[str, str], ...]:
    """The same page in other languages, as it says (https://html.spec.whatwg.org/#rel-alternate, hreflang)."""
    found: dict[str, str] = {}
    told = (each for each in links if "hreflang" in each and "alternate" in (each.get("rel") or "").split())
    for attributes in islice(told, MOST_TRANSLATIONS):
        language = (attributes.get("hreflang") or "").strip().lower()
        target = absolute(attributes.get("href"), base)
        if target and _LANGUAGE.fullmatch(language):
            found.setdefault(language, target)
    return tuple(found.items())


def _rels(links: Iterable[Attributes], base: str) -> tuple[dict[str, list[str]], tuple[str, ...], tuple[str, ...]]:
    """The links of the head by their relation, the feeds among them, and the licences for machines."""
    rels: dict[str, list[str]] = {}
    feeds, terms = [], []
    for attributes in links:
        words = RELATIONS.intersection((attributes.get("rel") or "").lower().split())
        target = absolute(attributes.get("href"), base) if words else None
        if target is None:
            continue
        kind = (attributes.get("type") or "").strip().lower()
        if kind == RSL and "license" in words:  # no notice that a reader would find
            terms.append(target)
            continue
        for word in words:
            rels.setdefault(word, []).append(target)
        if "alternate" in words and kind in FEED_TYPES:
            feeds.append(target)
    return rels, tuple(dict.fromkeys(feeds)), tuple(dict.fromkeys(terms))


def _json_ld(marked: Marked) -> list[dict[str, Any]]:
    """All JSON-LD objects of the page, graphs and lists laid flat."""
    objects: list[dict[str, Any]] = []
    for node, attributes in marked.tags["script"]:
        if _holds_json_ld(attributes):
            _flatten(_loads(node.text(deep=True)), objects, depth=0)
    return objects


def _holds_json_ld(script: Attributes) -> bool:
    return "ld+json" in (script.get("type") or "")


def _loads(text: str) -> Any:
    text = text.strip().removeprefix("<!--").removesuffix("-->").strip().rstrip(";")
    for mended in (text, _TRAILING_COMMA.sub(r"\1", _CONTROL.sub(" ", text))):
        try:
            return json.loads(mended, strict=False)
        except (ValueError, RecursionError):
            continue
    return None


def _flatten(value: Any, into: list[dict[str, Any]], depth: int) -> None:
    if depth > 6 or len(into) > 200:
        return
    if isinstance(value, list):
        for item in value:
            _flatten(item, into, depth + 1)
    elif isinstance(value, dict):
        into.append(value)
        for key in ("@graph", "mainEntity", "mainEntityOfPage", "itemListElement"):
            if isinstance(value.get(key), (list, dict)):
                _flatten(value[key], into, depth + 1)


def category(dom: Dom) -> str | None:
    """What the first link to the page's category says."""
    return next((text for node in dom.marked.filed if (text := fold(node.text()))), None)


def named_texts(dom: Dom, *, declared_only: bool = False) -> list[tuple[str, str]]:
    """Short texts of the elements that seem marked up as an author, with their class, rel and itemprop; of microdata
    the name inside. ``declared_only``: by rel or itemprop, not by class."""
    found = []
    for node in dom.marked.declared_authors if declared_only else dom.marked.authors:
        inner = node.css_first("[itemprop~=name]") if "itemprop" in node.attributes else None
        text = fold((inner or node).text()) or fold((inner or node).attributes.get("content"))
        if text and len(text) <= MAX_NAMED_CHARS and node.tag != "link":
            found.append((text, " ".join(filter(None, map(node.attributes.get, ("class", "rel", "itemprop"))))))
    return found


def attribute(dom: Dom, selector: str, name: str) -> str | None:
    """An attribute of the first element that matches a CSS selector."""
    return next((value for node in dom.tree.css(selector) if (value := node.attributes.get(name))), None)


def node_count(dom: Dom, selector: str) -> int:
    """How many elements match a CSS selector."""
    return len(dom.tree.css(selector))


def texts_of_scripts(dom: Dom) -> list[str]:
    """What stands in the page's scripts, JSON-LD aside."""
    return [node.text() for node, each in dom.marked.tags["script"] if not _holds_json_ld(each)]


def source(dom: Dom) -> str:
    """The page as HTML again, as its parser understood it."""
    return dom.tree.html or ""


def body_of(dom: Dom) -> LexborNode | None:
    """The body element, if the page has one."""
    return dom.tree.body


def holds_data(table: LexborNode) -> bool:
    """Whether a table holds data, not the layout of a page (HTML Standard, 4.9.1, on layout tables)."""
    if (table.attributes.get("role") or "") == "presentation" or len(table.css("table")) > 1:
        return False
    cells = table.css("td, th")
    rows = table.css("tr")
    if len(rows) < 2 or len(cells) < 2 * len(rows) - 1 or table.css_first("h1, h2, form, article"):
        return bool(table.css_first("th")) and len(rows) > 1 and not table.css_first("p + p")
    return len(table.text()) / max(1, len(cells)) < MAX_CELL_CHARS and len(table.css("p")) <= len(cells)
