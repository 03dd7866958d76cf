"""What does a page say of itself outside its text?"""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

from scraper.cleaner.dom import Dom
from scraper.cleaner.schema_org import ARTICLE_TYPES, article_of, types_of
from scraper.cleaner.titles import head_title

PRODUCTS = frozenset(("product", "offer", "productgroup"))
COLLECTIONS = frozenset(("collectionpage", "itemlist"))
FORUMS = frozenset(("discussionforumposting", "qapage"))
MAX_DASHES = 6


@dataclass(frozen=True, slots=True)
class Setting:
    """Title and description, the page's host without www, the letters and digits of the declared articleBody, and the
    page's declarations as numbers from 0 to 1."""

    title: str = ""
    description: str = ""
    host: str = ""
    body: str = ""
    flags: tuple[float, ...] = (0.0,) * 14

    @property
    def is_article(self) -> bool:
        """Whether the page calls itself one."""
        return self.flags[0] > 0


def setting_of(dom: Dom, url: str) -> Setting:
    """What a page declares. ``url`` may be a placeholder."""
    body = article_of(dom).get("articleBody")
    body = "".join(filter(str.isalnum, body.lower())) if isinstance(body, str) else ""
    parts = urlsplit(url)
    return Setting(
        title=head_title(dom),
        description=dom.first("og:description", "description") or "",
        host=(parts.hostname or "").removeprefix("www."),
        body=body,
        flags=(*map(float, _declared(dom)), *_address(parts.path)),
    )


def _declared(dom: Dom) -> tuple[bool, ...]:
    types = frozenset(kind for thing in dom.json_ld for kind in types_of(thing))
    graph = (dom.first("og:type") or "").lower()
    return (
        bool(types & ARTICLE_TYPES),
        bool(types & PRODUCTS) or "product" in graph,
        bool(types & COLLECTIONS),
        bool(types & FORUMS),
        "faqpage" in types,
        "person" in types,
        bool(dom.json_ld),
        graph == "article",
        "website" in graph,
        dom.first("article:published_time") is not None,
    )


def _address(path: str) -> tuple[float, ...]:
    """Front page or not, digits, and the dashes of the slug: headlines are long."""
    slug = path.rstrip("/").rpartition("/")[2]
    is_front = path in ("", "/")
    return (
        float(is_front),
        float(any(map(str.isdigit, path))),
        min(MAX_DASHES, slug.count("-")) / MAX_DASHES,
        float(path.count("/") < 2),
    )
