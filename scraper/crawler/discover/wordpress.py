"""Which articles does this WordPress site list for programs?

The REST API of WordPress (https://developer.wordpress.org/rest-api/reference/posts/): where it is, what to ask it for,
and what its answer says. One answer brings up to a hundred whole posts, and the next time only what has changed is
asked for. Bytes in, posts out: nothing is fetched, and whatever the bytes, nothing is raised.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs

from scraper.crawler.discover.feeds import parse_w3c_date
from scraper.crawler.discover.posts import Post, post_of
from scraper.errors import UrlError
from scraper.urls import dedupe_key, parse, request_url

RELATION = "https://api.w.org/"  # of the link that names the API's root, in the head of a page or of its answer
SIZES = (100, 20, 10)  # posts asked for at once: the most there is, and less for a server that cannot do that
MAX_PAGES = 1_000  # of one list: 100,000 posts
MAX_BYTES = 30_000_000  # a hundred long stories have some 3 MB
MAX_HEADER_CHARS = 8_192
SETTLING = timedelta(minutes=5)  # what is being saved while we ask may come with an earlier time than what we have seen

# ``_links`` is what WordPress embeds by. Fields of plugins are passed over where there are none.
FIELDS = (
    "id date_gmt modified_gmt link title content excerpt lang _links _embedded "
    "yoast_head_json.author yoast_head_json.description yoast_head_json.og_site_name yoast_head_json.robots"
).split()
EMBEDDED = ("author", "wp:term", "wp:featuredmedia")
_FIXED = f"order=desc&orderby=modified&_embed={','.join(EMBEDDED)}&_fields={','.join(FIELDS)}"

_LINK = re.compile(r"<([^<>]*)>([^<]*)")
_REL = re.compile(r'\brel\s*=\s*(?:"([^"]*)"|([^\s,;"]+))', re.IGNORECASE)
_REFUSED = re.compile(rb'"code"\s*:\s*"(rest_[a-z_]+)"')
_LOOK_BYTES = 2_048


@dataclass(frozen=True, slots=True)
class PostList:
    """A page of a site's posts, those that changed last first.

    ``posts`` is the address of all of them, ``https://news.test/wp-json/wp/v2/posts``; with ``after`` only those that
    changed later are wanted.
    """

    posts: str
    after: datetime | None = None
    page: int = 1
    size: int = SIZES[0]

    @property
    def url(self) -> str:
        """What to ask for."""
        after = f"&modified_after={self._after}" if self.after else ""
        page = f"&page={self.page}" if self.page > 1 else ""
        return request_url(f"{self.posts}{self._glue}{_FIXED}&per_page={self.size}{after}{page}")

    @property
    def key(self) -> str:
        """The dedupe key. A first page has the same whatever the time and the size: it is that of the list itself."""
        after = f"&modified_after={self._after if self.page > 1 else ''}" if self.after else ""
        page = f"&page={self.page}&per_page={self.size}" if self.page > 1 else ""
        return dedupe_key(f"{self.posts}{self._glue}orderby=modified{after}{page}")

    @property
    def following(self) -> PostList | None:
        """The next page, up to a limit."""
        return replace(self, page=self.page + 1) if self.page < MAX_PAGES else None

    @property
    def smaller(self) -> PostList | None:
        """The same with fewer posts on a page; None where that is not to be had, or on a later page."""
        size = next((size for size in SIZES if size < self.size), None)
        return replace(self, size=size) if size and self.page == 1 else None

    @property
    def _glue(self) -> str:
        return "&" if "?" in self.posts else "?"

    @property
    def _after(self) -> str:
        return f"{self.after.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}" if self.after else ""


@dataclass(frozen=True, slots=True)
class Posts:
    """What an answer brought. ``problem`` says in one line why there is nothing."""

    posts: tuple[Post, ...] = ()
    listed: int = 0  # those without an address or a story counted too
    changed: datetime | None = None  # the last change of any
    first_changed: datetime | None = None  # the earliest
    problem: str | None = None


def roots_in_header(values: Iterable[str]) -> tuple[str, ...]:
    """The roots that HTTP ``Link`` headers name (RFC 8288), as they are written."""
    found = []
    for value in values:
        for target, parameters in _LINK.findall(value[:MAX_HEADER_CHARS]):
            rel = _REL.search(parameters)
            if rel and RELATION in (rel[1] or rel[2]).lower().split():
                found.append(target.strip())
    return tuple(dict.fromkeys(found))


def list_at(root: str, base: str) -> PostList | None:
    """All posts of the site whose API has this root (``/wp-json/``, ``/?rest_route=/``); None for what is no root.

    ``base`` is the page that names it.
    """
    try:
        address, _, query = request_url(parse(root, base)).partition("?")
    except UrlError:
        return None
    if query and query.lower() not in ("rest_route=/", "rest_route=%2f"):
        return None
    if not address.endswith("/") and not query:
        return None
    return PostList(f"{address}?rest_route=/wp/v2/posts" if query else f"{address}wp/v2/posts")


def list_of(url: str) -> PostList | None:
    """The list that an address of ``PostList.url`` asks for; None for any other."""
    address, _, query = url.partition("?")
    told = {name: values[0] for name, values in parse_qs(query).items()}
    page, size = told.get("page", "1"), told.get("per_page", "")
    route = told.get("rest_route")
    if not (address if route is None else route).endswith("/wp/v2/posts"):
        return None
    if not (page.isascii() and page.isdigit() and size.isascii() and size.isdigit()):
        return None
    after = parse_w3c_date(told.get("modified_after", ""))
    return PostList(address if route is None else f"{address}?rest_route={route}", after, int(page), int(size))


def parse_posts(body: bytes, url: str) -> Posts:
    """The posts of an answer in its order, addresses made absolute against ``url``, each address once."""
    if len(body) > MAX_BYTES:
        return Posts(problem=f"an answer of more than {MAX_BYTES:,} bytes")
    try:
        told = json.loads(body.decode("utf-8-sig", "replace"))
    except (ValueError, RecursionError):
        return Posts(problem="no JSON")
    if not isinstance(told, list):
        code = told.get("code") if isinstance(told, dict) else None
        return Posts(problem=f"no list of posts: {str(code)[:100]}" if code else "no list of posts")
    items = [item for item in told[: SIZES[0]] if isinstance(item, dict)]
    if told and not items:
        return Posts(problem="a list of something else than posts")
    posts = [post for item in items if (post := post_of(item, url))]
    dates = [post.modified for post in posts if post.modified]
    return Posts(
        posts=tuple({post.url: post for post in reversed(posts)}.values())[::-1],
        listed=len(told),
        changed=max(dates, default=None),
        first_changed=min(dates, default=None),
    )


def next_page(asked: PostList, came: Posts, headers: Mapping[str, str]) -> PostList | None:
    """The page to ask for after this one; None after the last.

    ``X-WP-TotalPages`` says how many there are; without it a full page has another behind it. Where posts come that are
    no news, the server does not know ``modified_after`` (WordPress before 5.7), and what follows is older still.
    """
    total = headers.get("x-wp-totalpages", "").strip()
    if not came.posts:
        return None
    if asked.after and came.first_changed and came.first_changed <= asked.after:
        return None
    if total.isascii() and total.isdigit():
        return asked.following if asked.page < int(total[:9]) else None
    return asked.following if came.listed >= asked.size else None


def news_after(asked: PostList, came: Posts, now: datetime) -> PostList | None:
    """The list of what will have changed since this answer, which came at ``now``; None as long as that is the same."""
    if came.changed is None:
        return None
    after = min(came.changed, now - SETTLING)
    if asked.after and after <= asked.after:
        return None
    return replace(asked, after=after, page=1)


def refusal_of(body: bytes) -> str:
    """The code of an error of the API, such as ``rest_invalid_param``; "" for other errors."""
    code = _REFUSED.search(body[:_LOOK_BYTES])
    return code[1].decode() if code else ""
