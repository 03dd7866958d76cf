"""What does this post of WordPress say of itself?

A JSON object in, a ``Post`` out; and a page made of it again, for the cleaner: what a theme would show, and nothing
around it. Fields may be missing or of any type.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from scraper.crawler.discover.feeds import parse_w3c_date
from scraper.errors import UrlError
from scraper.urls import parse

MAX_TEXT_CHARS = 4_096  # of a title, a name or a summary
MAX_NAMES = 50  # authors or tags
DEFAULT_CATEGORY = "uncategorized"  # what WordPress puts everything in that nobody has put anywhere
FIRST_YEAR, LAST_YEAR = 1900, 9000  # well within what times can be reckoned with
_TAG = re.compile(r"<[^<>]*>")
_CUT = ("[…]", "[...]", "…")  # ends an excerpt that is the story's own beginning
_FORBIDDEN = re.compile(r"[<>\"&]")


@dataclass(frozen=True, slots=True)
class Post:
    """A post. ``url`` is absolute, dates are aware, ``content`` is HTML and all other fields are plain text.

    ``robots`` are the directives for robots that the page would have. A ``closed`` post asks for a password.
    """

    url: str
    title: str = ""
    content: str = ""
    published: datetime | None = None
    modified: datetime | None = None
    authors: tuple[str, ...] = ()
    section: str = ""
    tags: tuple[str, ...] = ()
    summary: str = ""
    image: str = ""
    language: str = ""
    site_name: str = ""
    robots: str = ""
    closed: bool = False


def post_of(item: Mapping[str, object], base: str) -> Post | None:
    """The post of a JSON object; None without an address. ``base`` is the address that it came from."""
    url = _address(item.get("link"), base)
    if url is None:
        return None
    content, embedded, yoast = (_object(item.get(key)) for key in ("content", "_embedded", "yoast_head_json"))
    author = _plain(yoast.get("author"))
    return Post(
        url=url,
        title=_plain(_object(item.get("title")).get("rendered")),
        content=_text(content.get("rendered")),
        published=_date(item.get("date_gmt")),
        modified=_date(item.get("modified_gmt")),
        authors=(author,) if author else _each(_plain(one.get("name")) for one in _objects(embedded.get("author"))),
        section=next(iter(_terms(embedded, "category")), ""),
        tags=_terms(embedded, "post_tag"),
        summary=_plain(yoast.get("description")) or _summary(item.get("excerpt")),
        image=_image(embedded, base),
        language=_plain(item.get("lang")),
        site_name=_plain(yoast.get("og_site_name")),
        robots=", ".join(_plain(value) for value in _object(yoast.get("robots")).values()),
        closed=content.get("protected") is True,
    )


def page_of(post: Post) -> bytes:
    """The page of a post: what is known of it in the head, title and story in the body. UTF-8."""
    robots = f'<meta name="robots" content="{_quoted(post.robots)}">' if post.robots else ""
    language = f' lang="{_quoted(post.language)}"' if post.language else ""
    facts = json.dumps(_facts(post), ensure_ascii=False).replace("<", "\\u003c")
    site = f'<meta property="og:site_name" content="{_quoted(post.site_name)}">' if post.site_name else ""
    return f"""<!doctype html>
<html{language}><head><meta charset="utf-8"><title>{_quoted(post.title)}</title>
<link rel="canonical" href="{_quoted(post.url)}">{robots}{site}
<script type="application/ld+json">{facts}</script></head>
<body><main><article class="post"><h1 class="entry-title">{_quoted(post.title)}</h1>
<div class="entry-content">
{post.content}
</div></article></main></body></html>
""".encode()


def _facts(post: Post) -> dict[str, object]:
    """What is known of a post in the words of schema.org, which the cleaner asks first."""
    told = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "mainEntityOfPage": post.url,
        "headline": post.title,
        "author": [{"@type": "Person", "name": name} for name in post.authors],
        "datePublished": post.published.isoformat() if post.published else "",
        "dateModified": post.modified.isoformat() if post.modified else "",
        "articleSection": post.section,
        "keywords": list(post.tags),
        "description": post.summary,
        "image": post.image,
    }
    return {name: value for name, value in told.items() if value}


# ---------------------------------------------------------------- whatever the type


def _object(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


def _objects(value: object) -> Iterator[Mapping[str, Any]]:
    return (one for one in value if isinstance(one, dict)) if isinstance(value, list) else iter(())


def _text(value: object) -> str:
    """A string that can be encoded: JSON may hold halves of characters."""
    return value.encode("utf-8", "replace").decode() if isinstance(value, str) else ""


def _plain(value: object) -> str:
    """The text of a piece of HTML, on one line."""
    text = _text(value)[: 2 * MAX_TEXT_CHARS]
    return " ".join(_text(html.unescape(_TAG.sub(" ", text))).split())[:MAX_TEXT_CHARS]


def _each(names: Iterator[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for name in names if name))[:MAX_NAMES]


def _terms(embedded: Mapping[str, Any], taxonomy: str) -> tuple[str, ...]:
    """The names of a post's terms: lists of them, one a taxonomy."""
    groups = embedded.get("wp:term")
    found = (one for group in groups for one in _objects(group)) if isinstance(groups, list) else iter(())
    names = (_plain(one.get("name")) for one in found if one.get("taxonomy") == taxonomy)
    return _each(name for name in names if name.lower() != DEFAULT_CATEGORY)


def _summary(excerpt: object) -> str:
    told = _plain(_object(excerpt).get("rendered"))
    return "" if told.endswith(_CUT) else told


def _image(embedded: Mapping[str, Any], base: str) -> str:
    first = next(_objects(embedded.get("wp:featuredmedia")), {})
    return _address(first.get("source_url"), base) or ""


def _address(value: object, base: str) -> str | None:
    if not isinstance(value, str) or not value.strip():
        return None
    try:
        return parse(value, base)
    except UrlError:
        return None


def _date(value: object) -> datetime | None:
    """A date; None for one that no article can have, as drafts do."""
    when = parse_w3c_date(value) if isinstance(value, str) else None
    return when if when and FIRST_YEAR <= when.year <= LAST_YEAR else None


def _quoted(text: str) -> str:
    return _FORBIDDEN.sub(lambda match: html.escape(match[0]), text)
