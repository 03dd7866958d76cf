"""What would the URL be without AMP, print view and the host's own aliases?

Each function takes one piece of a request URL and gives it in its plain form, with the variant that it asked for.
Given its own result it changes nothing more, and its time grows with the length only: pages bring hostile URLs.
"""

from __future__ import annotations

from scraper import url_tables as tables
from scraper.url_tables import Variant


def plain_host(host: str) -> tuple[str, Variant | None]:
    """``www.news.test`` -> ``news.test``; ``amp.news.test`` -> the same, amp."""
    variant: Variant | None = None
    while host.startswith(("www.", "amp.")) and "." in host[4:]:
        variant = "amp" if host[0] == "a" else variant
        host = host[4:]
    return host, variant


def plain_path(path: str) -> tuple[str, Variant | None]:
    """``/amp/story/index.html`` -> ``/story``, amp. The only segment left is never taken for a variant."""
    variant: Variant | None = None
    segments = path.split("/")[1:]
    while segments:
        if "." in segments[-1]:
            segments[-1], found = _without_suffix(segments[-1])
            variant = found or variant
        last = segments[-1].lower()
        asked = tables.END_SEGMENTS.get(last)
        if last not in tables.END_SEGMENTS or (asked and len(segments) == 1):
            break
        variant = asked or variant
        segments.pop()
    while len(segments) > 1 and segments[0].lower() == tables.VARIANT_FIRST:
        variant = "amp"
        del segments[0]
    return "/" + "/".join(segments), variant


def plain_query(query: str) -> tuple[str, Variant | None]:
    """The parameters without those that ask for a variant, and without what comes along with them."""
    if not query:
        return "", None
    pairs = [(pair, _folded(pair)) for pair in query.split("&")]
    asked = [tables.VARIANT_PARAMETERS[pair] for _, pair in pairs if pair in tables.VARIANT_PARAMETERS]
    if not asked:
        return query, None
    extra = tables.VARIANT_COMPANIONS | tables.VARIANT_PARAMETERS.keys()
    return "&".join(text for text, pair in pairs if pair not in extra), asked[0]


def _without_suffix(segment: str) -> tuple[str, Variant | None]:
    """``story.amp.html`` -> ``story.html``, amp."""
    variant: Variant | None = None
    pieces = segment.split(".")
    ending = [pieces.pop()] if pieces[-1].lower() in {"html", "htm"} else []
    while len(pieces) > 1 and pieces[-2] and pieces[-1].lower() in tables.VARIANT_SUFFIXES:
        variant = tables.VARIANT_SUFFIXES[pieces.pop().lower()]
    return ".".join(pieces + ending), variant


def _folded(pair: str) -> tuple[str, str]:
    name, _, value = pair.lower().partition("=")
    return name, value
