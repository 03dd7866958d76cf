"""What does the page's tree say outside its visible text?

Parses within limits and reads the head: meta tags, links, JSON-LD, language. The visible text is the business of
``blocks``.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import Any

from selectolax.lexbor import LexborHTMLParser, LexborNode

from scraper import urls
from scraper.errors import ScraperError, UrlError
from scraper.model import Link

# lexbor is quadratic in nesting depth and in attributes of one element (40,000 levels: 2.2 s, 40,000 attributes: 3 s).
MAX_CHARS = 20_000_000
MAX_DEPTH = 2_000
MAX_TAGS = 400_000
MAX_ATTRIBUTES = 5_000  # of one tag
SCAN_FROM_TAGS = 2_000  # fewer tags cannot nest deeper than MAX_DEPTH

_TAG = re.compile(r"<(/?)([a-zA-Z][^\s/>]{0,40})")
_NESTING = frozenset(
    "div span section article aside header footer main nav ul ol dl table blockquote figure form fieldset center font "
    "b i u em strong small big a details dialog button label ins del sub sup q cite code pre".split()
)  # what authors close again as a rule; anything else would count the unclosed
_LONG_TAG = re.compile(rf"<[a-zA-Z][^<>]{{{4 * MAX_ATTRIBUTES}}}[^<>]*")  # at least `a b ` for an attribute
_ATTRIBUTE = re.compile(r"""[^\s"'=/<>]+(?:\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"'<>]+))?""")
_RAW_START = re.compile(r"<(script|style|svg)\b|<!--", re.I)
_TRAILING_COMMA = re.compile(r",\s*([}\]])")
_CONTROL = re.compile(r"[\x00-\x1f]+")


class TooComplexError(ScraperError):
    """The page is beyond what may be parsed in bounded time."""


@dataclass(frozen=True, slots=True)
class Dom:
    """A parsed page. ``meta`` has names and properties in lower case, first value first."""

    tree: LexborHTMLParser
    base: str
    meta: dict[str, list[str]]
    rels: dict[str, list[str]]  # rel word -> absolute hrefs of <link> and <a>
    json_ld: list[dict[str, Any]] = field(default_factory=list)
    title: str = ""
    language: str | None = None
    feeds: tuple[str, ...] = ()

    def first(self, *names: str) -> str | None:
        """The first meta value under any of the names, in their order."""
        return next((self.meta[name][0] for name in names if name in self.meta), None)


def parse(text: str, url: str) -> Dom:
    """Parse a page.

    Raises TooComplexError when it is too long, too deep or has too many tags or attributes to be parsed safely.
    """
    _check(text)
    tree = LexborHTMLParser(text)
    base = _base(tree, url)
    html = tree.css_first("html")
    language = (html.attributes.get("lang") or html.attributes.get("xml:lang") if html else None) or None
    title = tree.css_first("head > title") or tree.css_first("title")
    rels, feeds = _rels(tree, base)
    return Dom(
        tree=tree,
        base=base,
        meta=_meta(tree),
        rels=rels,
        json_ld=_json_ld(tree),
        title=fold(title.text()) if title else "",
        language=language,
        feeds=feeds,
    )


def links(dom: Dom) -> tuple[Link, ...]:
    """Every distinct http(s) link of the page in document order, absolute."""
    seen: dict[str, Link] = {}
    for node in dom.tree.css("a[href], area[href], link[rel=next]"):
        attributes = node.attributes
        target = absolute(attributes.get("href"), dom.base)
        if target is None:
            continue
        rel = (attributes.get("rel") or "").lower()
        if target not in seen:
            seen[target] = Link(url=target, text=fold(node.text())[:200], nofollow="nofollow" in rel, rel=rel)
    return tuple(seen.values())


def absolute(href: str | None, base: str) -> str | None:
    """The absolute http(s) URL of an href, or None."""
    if not href or href.startswith("#"):
        return None
    try:
        return urls.parse(href, base)
    except UrlError:
        return None


def fold(text: str | None) -> str:
    """Fold white space to single spaces."""
    return " ".join((text or "").split())


def _check(text: str) -> None:
    if len(text) > MAX_CHARS:
        raise TooComplexError(f"{len(text):,} characters, more than {MAX_CHARS:,}")
    tags = text.count("<")
    if tags > MAX_TAGS:
        raise TooComplexError(f"about {tags:,} tags, more than {MAX_TAGS:,}")
    if tags <= SCAN_FROM_TAGS and not _LONG_TAG.search(text):
        return
    markup = _without_raw_text(text)
    for tag in _LONG_TAG.finditer(markup):
        if len(_ATTRIBUTE.findall(tag.group())) > MAX_ATTRIBUTES:
            raise TooComplexError(f"a tag with more than {MAX_ATTRIBUTES:,} attributes")
    depth = _depth(markup)
    if depth > MAX_DEPTH:
        raise TooComplexError(f"elements nested about {depth:,} deep, more than {MAX_DEPTH:,}")


def _without_raw_text(text: str) -> str:
    """The page without scripts, styles, drawings and comments, whose angle brackets are no elements. Linear."""
    low = text.lower()
    pieces, position = [], 0
    unclosed: set[str] = set()
    for start in _RAW_START.finditer(low):
        end = "-->" if start[0] == "<!--" else f"</{start[1]}"
        if start.start() < position or end in unclosed:
            continue
        stop = low.find(end, start.end())
        if stop < 0:
            unclosed.add(end)
            continue
        pieces.append(text[position : start.start()])
        position = stop
    return "".join([*pieces, text[position:]])


def _depth(text: str) -> int:
    depth = deepest = 0
    for closing, name in _TAG.findall(text):
        if name.lower() not in _NESTING and "-" not in name:  # custom elements nest as well
            continue
        depth += -1 if closing else 1
        depth = max(depth, 0)
        deepest = max(deepest, depth)
    return deepest


def _base(tree: LexborHTMLParser, url: str) -> str:
    node = tree.css_first("base[href]")
    return (absolute(node.attributes.get("href"), url) if node else None) or url


def _meta(tree: LexborHTMLParser) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for node in tree.css("meta[content]"):
        attributes = node.attributes
        value = fold(attributes.get("content"))
        if not value:
            continue
        for name in {attributes.get(key) for key in ("name", "property", "itemprop", "http-equiv")}:
            if name:
                found.setdefault(name.strip().lower(), []).append(value)
    return found


def _rels(tree: LexborHTMLParser, base: str) -> tuple[dict[str, list[str]], tuple[str, ...]]:
    rels: dict[str, list[str]] = {}
    feeds = []
    for node in tree.css("link[rel][href], a[rel][href]"):
        attributes = node.attributes
        target = absolute(attributes.get("href"), base)
        if target is None:
            continue
        words = (attributes.get("rel") or "").lower().split()
        for word in words:
            rels.setdefault(word, []).append(target)
        kind = (attributes.get("type") or "").lower()
        if "alternate" in words and kind in {"application/rss+xml", "application/atom+xml", "application/feed+json"}:
            feeds.append(target)
    return rels, tuple(dict.fromkeys(feeds))


def _json_ld(tree: LexborHTMLParser) -> list[dict[str, Any]]:
    """All JSON-LD objects of the page, graphs and lists laid flat."""
    objects: list[dict[str, Any]] = []
    for node in tree.css('script[type*="ld+json"]'):
        _flatten(_loads(node.text(deep=True)), objects, depth=0)
    return objects


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


def texts(dom: Dom, selector: str) -> list[str]:
    """The folded texts of the elements that match a CSS selector."""
    return [text for node in dom.tree.css(selector) if (text := fold(node.text()))]


def attribute(dom: Dom, selector: str, name: str) -> str | None:
    """An attribute of the first element that matches a CSS selector."""
    return next((value for node in dom.tree.css(selector) if (value := node.attributes.get(name))), None)


def node_count(dom: Dom, selector: str) -> int:
    """How many elements match a CSS selector."""
    return len(dom.tree.css(selector))


def body_of(dom: Dom) -> LexborNode | None:
    """The body element, if the page has one."""
    return dom.tree.body
