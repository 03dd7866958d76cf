"""What do an element's tag and attributes say of it?"""

from __future__ import annotations

import re
from collections.abc import Mapping

INLINE = frozenset(
    "a abbr acronym b bdi bdo big cite code data del dfn em font i ins kbd label mark nobr q ruby rb rt rtc rp s samp "
    "small span strike strong sub sup time tt u var wbr output slot picture math mi mn mo ms mtext mrow msup msub "
    "mfrac msqrt mover munder munderover msubsup semantics mstyle mtable mtr mtd".split()
)
SKIPPED = frozenset(
    "script style template head svg iframe object embed canvas audio video select datalist meta link title "
    "map annotation annotation-xml source track param -comment !doctype".split()
)
GROUPS = frozenset(("ul", "ol", "dl", "table"))  # whose items are numbered together
BOLD = frozenset(("b", "strong"))
ITALIC = frozenset(("i", "em", "cite"))
CODE = frozenset(("code", "kbd", "samp", "tt"))
STYLED = BOLD | ITALIC | CODE | {"a"}
FIELDS = frozenset((None, "text", "email", "tel", "search", "password"))
SOURCES = ("src", "data-src", "data-lazy-src", "data-original")
FILLING = ("data:", "blob:", "about:", "javascript:", "#", "//:")  # a gap, until a script has another address
NAMING = ("itemprop", "role", "data-testid", "data-component", "data-type", "data-qa", "data-module", "rel")
MAX_NAME = 60  # characters of an attribute that names an element; longer ones are data

_NAMING = frozenset(NAMING)
_HIDING = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden")
_ASSISTIVE = re.compile(
    r"(?:^|[\s_-])(?:screen-reader-text|sr-only|visually-?hidden|is-hidden|d-none|hide-text)(?:$|\s)"
)

Attributes = Mapping[str, str | None]


def names_of(attributes: Attributes, ident: str) -> str:
    """All that names an element: class, id and the attributes that tools and readers' aids go by."""
    if _NAMING.isdisjoint(attributes):
        return ident
    more = [v for k in NAMING if (v := attributes.get(k)) and len(v) <= MAX_NAME]
    return " ".join([ident, *more]) if more else ident


class Looks(dict[str, bool]):
    """Which names (class and id) hide an element. A page has few of them on many elements, so they are remembered."""

    def of(self, attributes: Attributes) -> tuple[str, bool]:
        """Class and id of an element, and whether its own attributes keep it from a reader's eyes."""
        name, id_ = attributes.get("class"), attributes.get("id")
        ident = f"{name} {id_}".strip() if name and id_ else (name or id_ or "").strip()
        return ident, self[ident] or (("style" in attributes or "hidden" in attributes) and _is_hidden(attributes))

    def __missing__(self, ident: str) -> bool:
        name = ident.lower()
        likely = "hid" in name or "none" in name or "only" in name or "text" in name  # the pattern is slow
        self[ident] = hidden = likely and _ASSISTIVE.search(name) is not None
        return hidden


def _is_hidden(attributes: Attributes) -> bool:
    if "hidden" in attributes and attributes["hidden"] != "until-found":
        return True
    style = (attributes.get("style") or "").lower()
    return ("none" in style or "hidden" in style) and _HIDING.search(style) is not None


def source_of(attributes: Attributes) -> str | None:
    """Where an image is; None for one that only counts visits or fills a gap."""
    if attributes.get("width") in ("0", "1") or attributes.get("height") in ("0", "1"):
        return None
    return next((v for k in SOURCES if (v := attributes.get(k)) and not v.startswith(FILLING)), None)
