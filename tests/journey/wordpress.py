"""A small WordPress site: pages as a theme shows them, and the list of its posts for programs."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, urlsplit

from tests.journey.site import Answer, Reply, Request, listing, paragraphs, story, title

API = "/wp-json/wp/v2/posts"
ROOT = '<link rel="https://api.w.org/" href="{}">'


@dataclass
class WordPress:
    """The state of the site: which posts there are, and when each was changed last (``YYYY-MM-DDTHH:MM:SS``, UTC)."""

    modified: dict[int, str]
    root: str = "/wp-json/"
    most: int = 100  # posts that it hands out at once
    more: dict[int, tuple[str, ...]] = field(default_factory=dict)  # further paragraphs
    odd: dict[int, dict[str, Any]] = field(default_factory=dict)  # fields of a post that are unlike those of others

    def pages(self, api: Answer | None = None) -> dict[str, Answer]:
        """What the server answers. Addresses with a query are asked for as we write them."""
        stories: dict[str, Answer] = {f"/story/{number}": self._page(number) for number in self.modified}
        front = listing(stories).replace("</head>", ROOT.format(self.root) + "</head>")
        return _Routes({"/": front, **stories}, self.root, api or self.posts)

    def _page(self, number: int) -> Answer:
        return lambda _: Reply(200, story(number, more=self.more.get(number, ())).encode())

    def posts(self, request: Request) -> Reply:
        """As WordPress answers: newest change first, so many a page, with the number of pages in a header."""
        query = {name: values[0] for name, values in parse_qs(urlsplit(request.path).query).items()}
        size, page = int(query["per_page"]), int(query.get("page", 1))
        after = query.get("modified_after", "").removesuffix("Z")
        if size > self.most:
            return error(400, "rest_invalid_param")
        assert (query["orderby"], query["order"]) == ("modified", "desc")
        assert {"_links", "_embedded", "content"} <= set(query["_fields"].split(","))
        wanted = sorted((when, number) for number, when in self.modified.items() if when > after)[::-1]
        pages = -(-len(wanted) // size)
        if page > max(1, pages):
            return error(400, "rest_post_invalid_page_number")
        numbers = [number for _, number in wanted[size * (page - 1) : size * page]]
        return as_json([self._post(number) for number in numbers], {"X-WP-TotalPages": str(pages)})

    def _post(self, number: int) -> dict[str, Any]:
        texts = (*paragraphs(number), *self.more.get(number, ()))
        return {
            "id": number,
            "date_gmt": f"2026-03-{number % 28 + 1:02}T08:00:00",
            "modified_gmt": self.modified[number],
            "link": f"/story/{number}",
            "title": {"rendered": title(number).replace("'", "&#8217;")},
            "content": {"rendered": "\n".join(f"<p>{text}</p>" for text in texts), "protected": False},
            "excerpt": {"rendered": f"<p>{texts[0][:60]} [&hellip;]</p>", "protected": False},
            "_links": {"self": [{"href": f"/wp-json/wp/v2/posts/{number}"}]},
            "_embedded": {
                "author": [{"id": 1, "name": "Marta Quillon"}],
                "wp:term": [
                    [{"taxonomy": "category", "name": "Harbours &amp; Bays"}],
                    [{"taxonomy": "post_tag", "name": "storms"}, {"taxonomy": "post_tag", "name": "councils"}],
                ],
            },
            **self.odd.get(number, {}),
        }


class _Routes(dict[str, Answer]):
    """Answers by path, and those of the list whatever its query."""

    def __init__(self, pages: dict[str, Answer], root: str, api: Answer) -> None:
        super().__init__(pages)
        self.api = api
        self.root = root

    def get(self, path: str, default: Any = None) -> Any:
        if is_list(path):
            return self.api
        return super().get(path, default)


def is_list(path: str) -> bool:
    """Whether a request is one for a list of posts."""
    return path.startswith(API) or "rest_route=/wp/v2/posts" in path


def error(status: int, code: str) -> Reply:
    """An error as the API words it."""
    told = {"code": code, "message": "Sorry.", "data": {"status": status}}
    return as_json(told, status=status)


def as_json(told: Any, headers: dict[str, str] | None = None, status: int = 200) -> Reply:
    """JSON as WordPress sends it."""
    common = {"Content-Type": "application/json; charset=UTF-8", "X-Robots-Tag": "noindex"}
    return Reply(status, json.dumps(told).encode(), {**common, **(headers or {})})


def numbers(paths: Iterable[str]) -> list[int]:
    """Which stories were asked for as pages."""
    return sorted(int(path.removeprefix("/story/")) for path in paths if path.startswith("/story/"))
