"""Which words do a text, a link and the names of an element bring?

Words that a vocabulary may know, told apart by where they stand: ``^`` before the first ones, ``~`` before the last
ones of a long text, ``=`` before a text that consists of them.
"""

from __future__ import annotations

import re

SHORT = 14  # words of a text that is taken whole
HEAD_CHARS, TAIL_CHARS = 60, 40
TITLE_CHARS = 300  # a text so long is neither title nor deck: its words are not compared with theirs
MAX_NAMES = 200  # characters of the names of an element
MAX_DEPTH, MAX_DASHES = 5, 6  # of a path, of a slug; what has more has as many
MAX_SECTION = 16  # characters of the first part of a path that names a section

_DEPTHS = [f"/{depth}" for depth in range(MAX_DEPTH + 1)]
_DASHES = [f"/-{dashes}" for dashes in range(MAX_DASHES + 1)]
_WORD = re.compile(r"[^\W\d_]+|\d")
_ASCII_WORD = re.compile(r"[a-z]+|[0-9]")  # the same, of most texts: found in two thirds of the time
_NAME = re.compile(r"[a-z]{2,19}")
_HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_HREF = re.compile(r"(?:https?:)?//(?:www\.)?([^/?#]+)([^?#]*)")


Told = tuple[tuple[str, ...], list[str]]  # the telling words of a text, and all of them if it may be a title


def tokens_of(low: str) -> list[str]:
    """The words of a text in lower case; each digit is one."""
    return (_ASCII_WORD if low.isascii() else _WORD).findall(low)


def of_element(tag: str, names: str) -> tuple[str, ...]:
    """The words of an element's tag, classes, id and role, each once."""
    text = f"{tag} {names[:MAX_NAMES]}"
    if not text.islower():
        text = _HUMP.sub(" ", text).lower()
    return tuple(dict.fromkeys(_NAME.findall(text)))


def of_wraps(wraps: tuple[str, ...]) -> tuple[str, ...]:
    """The words of the inline elements around a piece's beginning."""
    return tuple([word for wrap in wraps for word in of_element("", wrap)])


def of_text(low: str, count: int) -> Told:
    """The telling words of a text in lower case, which has ``count``: all of a short one, the first and the last of a
    long one."""
    tokens = tokens_of(low) if len(low) < TITLE_CHARS else []
    if count > SHORT:
        found = tokens_of(low[:HEAD_CHARS])[:-1][:7]
        found += ["~" + word for word in tokens_of(low[-TAIL_CHARS:])[1:][-3:]]
    else:
        found = tokens or tokens_of(low)
    if not found:
        return ("<none>",), tokens
    words = dict.fromkeys(found)
    words["^" + found[0]] = None
    if len(found) > 1:
        words[f"^{found[0]} {found[1]}"] = None
    if count <= 3:
        words["=" + " ".join(found)] = None
    return tuple(words), tokens


def of_href(low: str, host: str) -> tuple[str, ...]:
    """Where a link in lower case leads: its scheme or foreign site, the depth and first word of its path, the dashes of
    its slug."""
    if low.startswith("#"):
        return ("#",)
    found = []
    match = _HREF.match(low)
    if match:
        site, path = match.groups()
        if site != host:
            found.append("@" + site.split(".")[-2:][0])
    elif low.startswith(("mailto:", "tel:", "javascript:")):
        return (low.partition(":")[0],)
    else:
        path = low.partition("?")[0].partition("#")[0]
    segments = list(filter(None, path.split("/")))
    found.append(_DEPTHS[min(len(segments), MAX_DEPTH)])
    if segments:
        section = segments[0]
        if len(section) < MAX_SECTION and section.isalpha():
            found.append("/" + section)
        found.append(_DASHES[min(MAX_DASHES, segments[-1].count("-"))])
    return tuple(found)
