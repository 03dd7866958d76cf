"""Which elements of a page say something outside its text?"""

from __future__ import annotations

from collections.abc import Iterable

from selectolax.lexbor import LexborNode

from scraper.cleaner.elements import Attributes

# All that is asked for anywhere on a page. It is found in one pass over the tree, as each takes a third of the parser's
# time, whatever it looks for.
SOUGHT = (
    "base[href], meta[content], link[rel][href], a[rel~=license][href], script:not([src]), time[datetime], "
    "a[rel~=category], [rel~=author], [itemprop~=author], [class*=author i], [class*=byline i]"
)


class Marked:
    """The elements of a page that have something to say outside its text, each kind in document order: links by their
    relation, tags by their name, and whatever is marked up as an author."""

    __slots__ = ("authors", "declared_authors", "filed", "related", "tags", "timed")

    def __init__(self, nodes: Iterable[LexborNode]) -> None:
        self.tags: dict[str, list[tuple[LexborNode, Attributes]]] = {"base": [], "meta": [], "script": []}
        self.related: list[Attributes] = []  # links that may have one of RELATIONS
        self.filed: list[LexborNode] = []  # links to categories
        self.authors: list[LexborNode] = []  # by rel, itemprop or class
        self.declared_authors: list[LexborNode] = []  # by rel or itemprop: what HTML and schema.org call an author
        self.timed = False  # whether any element tells a time
        for node in nodes:
            self._sort(node, node.tag or "", node.attributes)

    def _sort(self, node: LexborNode, tag: str, attributes: Attributes) -> None:
        relations = (attributes.get("rel") or "").split()
        names = (attributes.get("class") or "").lower()
        if tag in self.tags:
            self.tags[tag].append((node, attributes))
        if "href" in attributes and (tag == "link" or (tag == "a" and "license" in relations)):
            self.related.append(attributes)
        if tag == "a" and "category" in relations:
            self.filed.append(node)
        self.timed = self.timed or (tag == "time" and "datetime" in attributes)
        if "author" in relations or "author" in (attributes.get("itemprop") or "").split():
            self.declared_authors.append(node)
            self.authors.append(node)
        elif "author" in names or "byline" in names:
            self.authors.append(node)
