"""Is this XML safe to read?

Entities can be made to grow without bounds or to name files, a hundred thousand attributes stall every feed library,
and so does nesting without end: none of them is found in honest feeds or sitemaps.
"""

from __future__ import annotations

from dataclasses import dataclass
from xml.parsers import expat

MAX_DEPTH = 200  # HTML inside of a feed nests some 30 deep
MAX_ELEMENTS = 100_000  # looked at as a whole; a feed of 100 stories has some 2,000
MAX_ATTRIBUTES = 200  # on one element; a podcast's channel has about 15 namespace declarations


class UnsafeXmlError(ValueError):
    """XML that no honest program writes; the message says what is wrong with it."""


@dataclass(frozen=True, slots=True)
class Look:
    """What a first look shows: the root element's local name in lower case ("" without one), and the first error."""

    root: str
    error: str | None = None


def look(body: bytes) -> Look:
    """Reads a whole document without keeping it. Raises UnsafeXmlError, even if the document is also malformed."""
    parser = strict_parser()
    depth = elements = 0
    root = ""

    def start(name: str, attributes: list[str]) -> None:
        nonlocal depth, elements, root
        root = root or local(name)
        depth += 1
        elements += 1
        check(depth, len(attributes) // 2)
        if elements > MAX_ELEMENTS:
            raise UnsafeXmlError(f"more than {MAX_ELEMENTS:,} elements")

    def end(_: str) -> None:
        nonlocal depth
        depth -= 1

    parser.ordered_attributes = True
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    try:
        parser.Parse(body, True)
    except expat.ExpatError as error:
        return Look(root, explain(error))
    except LookupError as error:  # the declaration names an encoding that nobody knows
        return Look(root, str(error))
    return Look(root)


def strict_parser() -> expat.XMLParserType:
    """An expat parser that refuses entity declarations."""
    parser = expat.ParserCreate()
    parser.EntityDeclHandler = _refuse_entity
    return parser


def check(depth: int, attributes: int) -> None:
    """Raises UnsafeXmlError for an element nested too deep or with too many attributes."""
    if depth > MAX_DEPTH:
        raise UnsafeXmlError(f"elements nested more than {MAX_DEPTH} deep")
    if attributes > MAX_ATTRIBUTES:
        raise UnsafeXmlError(f"an element with more than {MAX_ATTRIBUTES} attributes")


def explain(error: expat.ExpatError) -> str:
    """An error of expat in words."""
    return f"malformed XML in line {error.lineno}: {expat.ErrorString(error.code)}"


def local(name: str) -> str:
    """An element's name without its prefix, in lower case."""
    return name.rpartition(":")[2].lower()


def _refuse_entity(name: str, *_: object) -> None:
    raise UnsafeXmlError(f"declares the entity {name[:40]!r}")
