"""Does this rule speak of that URL?

RFC 9309, 2.2.2 and 2.2.3: paths are compared octet by octet after percent-encoding has been put in one form, ``*``
stands for anything, a final ``$`` for the end, and the longest pattern that matches decides. Matching looks for each
literal piece once, left to right: its time is linear, whatever the pattern.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_UNRESERVED = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")  # RFC 3986, 2.3

# Reserved characters stay as they are written ("%2F" is not "/"). "*" and "$" are not among them: where they are
# no wildcards they are literals, and as such equal to "%2A" and "%24" (RFC 9309, 2.2.3).
_KEPT = r"A-Za-z0-9\-._~/:?@!&'()+,;=\[\]"
_NEEDS_NO_FOLDING = re.compile(f"[{_KEPT}]*")
_TO_FOLD = re.compile(rf"%[0-9A-Fa-f]{{2}}|[^{_KEPT}]".encode())


def fold(text: str) -> str:
    """Percent-encoding in one form: unreserved characters bare, all else but reserved characters as ``%XX``.

    >>> fold("/b%c3%bccher/%7Ejoe"), fold("/bücher/~joe")
    ('/b%C3%BCcher/~joe', '/b%C3%BCcher/~joe')
    """
    if _NEEDS_NO_FOLDING.fullmatch(text):
        return text
    return _TO_FOLD.sub(_fold_one, _octets(text)).decode("ascii")


def _fold_one(found: re.Match[bytes]) -> bytes:
    octets = found[0]
    code = int(octets[1:], 16) if len(octets) == 3 else octets[0]
    return bytes((code,)) if code in _UNRESERVED else b"%%%02X" % code


def _octets(text: str) -> bytes:
    try:
        return text.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:  # a lone surrogate that stands for no byte
        return text.encode("utf-8", "replace")


def path_of(url: str) -> str:
    """What rules are compared with: the path and the query of a URL, folded."""
    before, scheme_mark, rest = url.partition("://")
    if not scheme_mark or "/" in before:
        rest = url
    start = re.search("[/?#]", rest)
    path = rest[start.start() :].partition("#")[0] if start else ""
    return fold(path if path.startswith("/") else "/" + path)


@dataclass(frozen=True, slots=True)
class Rule:
    """One Allow or Disallow line. ``pieces`` are the literals between the stars of its pattern, folded."""

    line: str
    allow: bool
    pieces: tuple[str, ...]
    anchored: bool  # the pattern ends in "$"
    length: int  # octets of the folded pattern: the longer one decides

    def matches(self, path: str) -> bool:
        """Whether the rule speaks of this path, as made by ``path_of``."""
        head = self.pieces[0]
        if not path.startswith(head):
            return False
        if len(self.pieces) == 1:
            return not self.anchored or len(path) == len(head)
        between, tail = (self.pieces[1:-1], self.pieces[-1]) if self.anchored else (self.pieces[1:], "")
        at = len(head)
        for piece in between:
            found = path.find(piece, at)
            if found < 0:
                return False
            at = found + len(piece)
        return len(path) - len(tail) >= at and path.endswith(tail)


def rule(line: str, allow: bool, pattern: str) -> Rule | None:
    """Read the value of an Allow or a Disallow line. None when it can match nothing: empty, or no path at all."""
    if not pattern.startswith(("/", "*")):
        return None
    anchored = pattern.endswith("$")
    pieces = tuple(map(fold, pattern.removesuffix("$").split("*")))
    length = sum(map(len, pieces)) + len(pieces) - 1 + anchored
    return Rule(line, allow, pieces, anchored, length)
