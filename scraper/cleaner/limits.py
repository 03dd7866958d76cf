"""Can this page be parsed in bounded time?

lexbor is quadratic in nesting depth and in the attributes of one element (40,000 levels: 2.2 s, 40,000 attributes:
3 s), and whatever walks up from every block pays for depth times blocks. So a page is measured before it is parsed, in
one linear pass that knows quoted values.
"""

from __future__ import annotations

import re

from scraper.errors import ScraperError

MAX_CHARS = 20_000_000
MAX_TAGS = 400_000
MAX_DEPTH = 500  # real pages stay under 100
MAX_WORK = 4_000_000  # depth times tags; real pages stay under 1,000,000
MAX_ATTRIBUTES = 5_000  # of one element
MAX_ATTRIBUTE_LOAD = 50_000_000  # sum of the squares of the attribute counts of a page
HIDDEN_FACTOR = 20  # depth that may stand in what looks like scripts, comments and drawings
SCAN_FROM_TAGS = 5_000  # as many levels take lexbor 30 ms
SCAN_FROM_CHARS = 2 * MAX_ATTRIBUTES  # fewer cannot hold too many attributes
LONG_TAG = 400  # characters of attributes from which they are counted

_NESTING = frozenset(
    "div span section article aside header footer main nav ul ol dl table blockquote figure form fieldset center font "
    "b i u em strong small big a details dialog button label ins del sub sup q cite code pre".split()
)  # what authors close again as a rule; anything else would count the unclosed
_TAG = re.compile(r"""<(/?)([a-zA-Z][^\s/>]*+)((?:=\s*+"[^"]*+"|=\s*+'[^']*+'|[^>])*+)>?""")
_VALUE = re.compile(r"""=\s*+(?:"[^"]*+"|'[^']*+'|[^\s>"']*+)""")
_NAME = re.compile(r"[^\s/=]++")
_RAW_START = re.compile(r"<(script|style|svg)\b|<!--")


class TooComplexError(ScraperError):
    """The page is beyond what may be parsed in bounded time."""


def check(text: str) -> None:
    """Raise TooComplexError when a page is too long, too deep, or has too many tags or attributes."""
    if len(text) > MAX_CHARS:
        raise TooComplexError(f"{len(text):,} characters, more than {MAX_CHARS:,}")
    tags = text.count("<")
    if tags > MAX_TAGS:
        raise TooComplexError(f"about {tags:,} tags, more than {MAX_TAGS:,}")
    if tags <= SCAN_FROM_TAGS and len(text) <= SCAN_FROM_CHARS:
        return
    depth = _measure(_without_raw_text(text), MAX_DEPTH)
    if depth * tags > MAX_WORK:
        raise TooComplexError(f"{tags:,} tags nested up to {depth:,} deep")
    if tags > MAX_DEPTH * HIDDEN_FACTOR:
        _measure(text, MAX_DEPTH * HIDDEN_FACTOR)  # whatever hides in attributes that look like comments


def _measure(markup: str, max_depth: int) -> int:
    """The depth of a page; raises when it, or the load of attributes, is too much."""
    load = depth = deepest = 0
    opened: dict[str, int] = {}
    for closing, name, attributes in _TAG.findall(markup):
        if len(attributes) > LONG_TAG:
            count = len(_NAME.findall(_VALUE.sub(" ", attributes)))
            load += count * count
            if count > MAX_ATTRIBUTES or load > MAX_ATTRIBUTE_LOAD:
                raise TooComplexError(f"elements with {count:,} attributes and more")
        low = name.lower()
        if low not in _NESTING and "-" not in low:  # custom elements nest as well
            continue
        if not closing:
            opened[low] = opened.get(low, 0) + 1
            depth += 1
            deepest = max(deepest, depth)
        elif opened.get(low):
            opened[low] -= 1
            depth -= 1
    if deepest > max_depth:
        raise TooComplexError(f"elements nested about {deepest:,} deep, more than {max_depth:,}")
    return deepest


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
