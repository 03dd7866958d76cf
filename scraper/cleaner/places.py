"""Where on the page does a block stand?

A place is a block-level element with the chain of its parents. Blocks come in document order, so the blocks inside a
place are a range: whatever is to be known of its content is a difference of running sums.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import islice

MAX_LEVELS = 60  # elements in a path; real pages nest up to 56 deep
MAX_IDENT = 120  # characters of class and id in a path
UNSEEN = frozenset(("noscript", "textarea"))  # hold copies
CONTEXTS = frozenset("ul ol dl table blockquote figure figcaption caption pre".split())

# What stands around a block, as bits that children inherit.
AROUND: Mapping[str, int] = {
    tag: 1 << number
    for number, tag in enumerate(
        "nav header footer aside form article main section li table figure figcaption blockquote button dialog "
        "details dl pre address label iframe search".split()
    )
}
ROLES: Mapping[str, int] = {
    "navigation": AROUND["nav"],
    "banner": AROUND["header"],
    "contentinfo": AROUND["footer"],
    "complementary": AROUND["aside"],
    "article": AROUND["article"],
    "main": AROUND["main"],
    "dialog": AROUND["dialog"],
    "alertdialog": AROUND["dialog"],
    "button": AROUND["button"],
    "form": AROUND["form"],
    "search": AROUND["search"],
    "table": AROUND["table"],
}
_TELLING = frozenset(AROUND) | UNSEEN | CONTEXTS


class Place:
    """A block-level element. ``first`` and ``end`` bound the positions of the blocks inside; ``around`` is bits."""

    __slots__ = (
        "_path",
        "around",
        "context",
        "depth",
        "end",
        "fields",
        "first",
        "group",
        "hidden",
        "ident",
        "names",
        "parent",
        "tag",
        "unseen",
    )

    def __init__(self, tag: str, ident: str, parent: Place | None, hidden: bool = False, first: int = 0) -> None:
        self.tag = tag
        self.ident = self.names = ident  # class and id; names: and whatever else names it: itemprop, role, data-testid
        self.parent = parent
        self._path: str | None = None
        self.first = self.end = first
        self.fields = 0  # input fields inside
        if parent is None:
            self.depth = self.group = self.around = 0
            self.hidden = hidden
            self.unseen = False
            self.context = ""
        else:
            self.depth = parent.depth + 1
            self.hidden = hidden or parent.hidden
            self.unseen = parent.unseen
            self.context = parent.context
            self.group = parent.group
            self.around = parent.around
        if tag in _TELLING:
            self._tell(tag)

    def _tell(self, tag: str) -> None:
        """Note what the tag says of what stands inside."""
        self.around |= AROUND.get(tag, 0)
        if tag in UNSEEN:
            self.unseen = self.hidden = True
        if tag in CONTEXTS:
            self.context = tag

    def ancestors(self) -> Iterator[Place]:
        """This place and all around it, innermost first."""
        place: Place | None = self
        while place is not None:
            yield place
            place = place.parent

    @property
    def path(self) -> str:
        """``body>div.story>p``: the chain of elements from the body down; of a deep one the innermost elements."""
        if self._path is None:
            if self.parent is None:
                self._path = self._name
            elif self.depth < MAX_LEVELS:
                self._path = f"{self.parent.path}>{self._name}"
            else:
                self._path = ">".join(reversed([place._name for place in islice(self.ancestors(), MAX_LEVELS)]))
        return self._path

    @property
    def _name(self) -> str:
        return f"{self.tag}.{self.ident[:MAX_IDENT].replace(' ', '.')}" if self.ident else self.tag
