"""Which words do a text, a link and the names of an element bring?

Words that a vocabulary may know, told apart by where they stand: ``^`` before the first ones, ``~`` before the last
ones of a long text, ``=`` before a text that consists of them.
"""

from __future__ import annotations

import re
from functools import lru_cache

SHORT = 14  # words of a text that is taken whole
HEAD_CHARS, TAIL_CHARS = 60, 40
MAX_NAMES = 200  # characters of the names of an element

_WORD = re.compile(r"[^\W\d_]+|\d")
_NAME = re.compile(r"[a-z]{2,19}")
_HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_HREF = re.compile(r"(?:https?:)?//(?:www\.)?([^/?#]+)([^?#]*)")


@lru_cache(maxsize=50_000)
def of_element(tag: str, names: str) -> tuple[str, ...]:
    """The words of an element's tag, classes, id and role, each once."""
    return tuple(dict.fromkeys(_NAME.findall(tag + " " + _HUMP.sub(" ", names[:MAX_NAMES]).lower())))


def of_wraps(wraps: tuple[str, ...]) -> tuple[str, ...]:
    """The words of the inline elements around a piece's beginning."""
    return tuple(word for wrap in wraps for word in of_element("", wrap)) if wraps else ()


def of_text(low: str, count: int, tokens: list[str] | None) -> tuple[str, ...]:
    """The telling words of a text in lower case: all of a short one, the first and the last of a long one.

    ``tokens`` are its words where they are known.
    """
    if count <= SHORT:
        found = _WORD.findall(low) if tokens is None else tokens
    else:
        found = _WORD.findall(low[:HEAD_CHARS])[:-1][:7]
        found += ["~" + word for word in _WORD.findall(low[-TAIL_CHARS:])[1:][-3:]]
    if not found:
        return ("<none>",)
    words = dict.fromkeys(found)
    words["^" + found[0]] = None
    if len(found) > 1:
        words[f"^{found[0]} {found[1]}"] = None
    if count <= 3:
        words["=" + " ".join(found)] = None
    return tuple(words)


def of_href(href: str, host: str) -> tuple[str, ...]:
    """Where a link leads: its scheme or foreign site, the depth and first word of its path, the dashes of its slug."""
    low = href.lower()
    if low.startswith("#"):
        return ("#",)
    if low.startswith(("mailto:", "tel:", "javascript:")):
        return (low.partition(":")[0],)
    match = _HREF.match(low)
    found = []
    path = match[2] if match else low.partition("?")[0].partition("#")[0]
    if match and match[1] != host:
        labels = match[1].split(".")
        found.append("@" + labels[-2 if len(labels) > 1 else -1])
    segments = [segment for segment in path.split("/") if segment]
    found.append(f"/{min(len(segments), 5)}")
    if segments:
        if len(segments[0]) < 16 and segments[0].isalpha():
            found.append("/" + segments[0])
        found.append(f"/-{min(6, segments[-1].count('-'))}")
    return tuple(found)
