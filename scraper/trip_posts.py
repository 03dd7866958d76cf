"""Which articles did this list of posts bring?

Each post becomes a page again and goes the way of any page, under its own address; what comes of it is the end of a
visit that need not be made. A post that gives no article that way is left to be fetched as a page.
"""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace

from scraper.apart import As, digest
from scraper.crawler.discover import (
    Entry,
    Post,
    PostList,
    Posts,
    choose_entries,
    list_of,
    news_after,
    next_page,
    page_of,
)
from scraper.crawler.discover import refusal_of as code_of
from scraper.errors import UrlError
from scraper.model import Article, Failure, Fault, Kind, Outcome, Page, Reading, Reason, Rejection, State, Visit
from scraper.trip_documents import OLDER_POSTS, parsed
from scraper.trip_rules import Parser, Rules
from scraper.trip_times import again

POSTS_AT_ONCE = 8  # given to the cleaner: enough for all of its processes, and other pages get there in between
SOURCE = "source"  # the name under which an article's remarks tell that a list brought it
TOO_MUCH = frozenset({"rest_invalid_param"})  # codes of an API that does not hand out so many posts at once
OVERTAXED = frozenset({Fault.TOO_LARGE})  # an answer that is more than we take
NO_OTHER_AS_A_PAGE = frozenset(
    {Reason.LANGUAGE, Reason.SCOPE}
)  # rejected for what the page would be rejected for as well


@dataclass(frozen=True, slots=True)
class PostTrip:
    """Turns the answer to a visit of a list into its outcome, with the ends of the visits that it spares.

    ``read`` has a page cleaned; ``judge`` says how a visit ends that brought this page and this reading.
    """

    rules: Rules
    parser: Parser
    read: Callable[[Page], Awaitable[Reading]]
    judge: Callable[[Visit, Page, Reading], Outcome | None]

    async def __call__(self, visit: Visit, page: Page) -> Outcome:
        """The end of the visit; its exchange is that of all that it brought."""
        asked = list_of(visit.url)
        if asked is None or not self.rules.api:
            return self._refused(visit, page, "lists of posts are not asked for")
        came = await parsed(page, As(Kind.API), self.parser)
        assert isinstance(came, Posts)
        if came.problem:
            return self._refused(visit, page, came.problem)
        ends: list[Outcome | Visit | None] = []
        for start in range(0, len(came.posts), POSTS_AT_ONCE):
            some = came.posts[start : start + POSTS_AT_ONCE]
            ends += await asyncio.gather(*(self._post(post, visit, page) for post in some))
        brought = tuple(end for end in ends if isinstance(end, Outcome))
        left = tuple(end for end in ends if isinstance(end, Visit))
        outcome = self._goes_on(asked, came, visit, page)
        return replace(outcome, brought=(*brought, *outcome.brought), found=(*outcome.found, *left))

    def _refused(self, visit: Visit, page: Page, why: str) -> Outcome:
        due = again(visit, page, self.rules.revisit, digest([why]))
        end = Outcome(visit, State.REJECTED, page.fetched_at, page.status, page=page, next_due=due)
        return replace(end, reason=Reason.OTHER_TYPE.value, detail=why, fingerprint=digest([why]))

    # ------------------------------------------------------------ the list

    def _goes_on(self, asked: PostList, came: Posts, visit: Visit, page: Page) -> Outcome:
        """The end of the list's own visit. What is read to its end is not read again, but asked for its news."""
        looks = digest(f"{post.url} {post.modified}" for post in came.posts)
        due = again(visit, page, self.rules.revisit, looks)
        end = Outcome(visit, State.FETCHED, page.fetched_at, page.status, page=page, fingerprint=looks)
        headers = dict(reversed(page.headers))  # the first of a name counts
        following = next_page(asked, came, headers)
        found = (self._visit(following, visit, OLDER_POSTS, page),) if following else ()
        news = news_after(asked, came, page.fetched_at) if asked.page == 1 else None
        if asked.page > 1:
            return replace(end, found=found)
        if asked.after:  # the same list, of what is later
            later = (replace(visit, url=news.url, due=due),) if news else ()
            return replace(end, found=(*found, *later), next_due=due)
        if news is None:
            return replace(end, found=found, next_due=due)
        seen = Outcome(self._visit(news, visit, visit.priority, page), State.FETCHED, page.fetched_at, next_due=due)
        return replace(end, found=found, brought=(seen,))

    def _visit(self, posts: PostList, visit: Visit, priority: int, page: Page) -> Visit:
        return Visit(
            url=posts.url,
            key=posts.key,
            host=visit.host,
            kind=Kind.API,
            depth=visit.depth,
            priority=priority,
            found_on=page.url,
        )

    # ------------------------------------------------------------ a post

    async def _post(self, post: Post, visit: Visit, page: Page) -> Outcome | Visit | None:
        """The end of the visit to a post; the visit, if it has to be made; None if there is nothing to be had."""
        entry = Entry(post.url, modified=post.modified, published=post.published, language=post.language)
        mine = next(iter(choose_entries([entry], visit, self.rules.scope, page.fetched_at).visits), None)
        if mine is None or post.closed or _is_home(mine.url):
            return None
        if not post.content.strip():
            return mine
        as_page = _as_page(post, mine, page)
        reading = await self.read(as_page)
        result = reading.result
        if isinstance(result, Rejection) and result.reason not in NO_OTHER_AS_A_PAGE:
            return mine
        if isinstance(result, Article):
            told = {**result.remarks, SOURCE: f"list of posts: {page.url}"}
            served = hashlib.sha256(page.body).hexdigest()
            reading = replace(reading, result=replace(result, remarks=told, content_sha256=served))
        end = self.judge(mine, as_page, reading)
        if end is None:
            return mine
        rarely = page.fetched_at.timestamp() + max(self.rules.revisit.most, self.rules.revisit.first)
        return replace(end, page=None, status=page.status, next_due=rarely)  # the list tells when it changes


def _is_home(url: str) -> bool:
    """Whether an address is that of a site's front page, which is no post and is looked at in its own time."""
    return url.endswith("/") and url.count("/") == 3


def _as_page(post: Post, visit: Visit, page: Page) -> Page:
    """The exchange as if it had been one for the page. WordPress says noindex of all its lists, not of what is in them.

    What else its headers say of the use of the answer holds for the post, too.
    """
    headers = [(name, value) for name, value in page.headers if name not in ("content-type", "link")]
    plain = [(name, value) for name, value in headers if (name, value.strip().lower()) != ("x-robots-tag", "noindex")]
    told = (("content-type", "text/html; charset=utf-8"), *plain)
    body = page_of(post)
    return Page(visit.url, page.status, told, body, page.fetched_at, final_url=visit.url)


def smaller(visit: Visit, failure: Failure) -> Visit | None:
    """The same list with fewer posts at once, if that may be what the server can do; it takes the visit's place."""
    asked = list_of(visit.url) if visit.kind is Kind.API else None
    less = asked.smaller if asked else None
    if less is None:
        return None
    refused = failure.status == 400 and failure.page is not None and code_of(failure.page.body) in TOO_MUCH
    if not refused and failure.fault not in OVERTAXED and not (failure.fault is Fault.TIMEOUT and visit.attempts):
        return None
    return replace(visit, url=less.url, attempts=0, etag=None, last_modified=None)


def redirected(visit: Visit) -> Visit:
    """Where a redirect leads, as a visit; a list keeps its place when its address moves to https or www."""
    try:
        posts = list_of(visit.url) if visit.kind is Kind.API else None
        return replace(visit, key=posts.key) if posts else visit
    except UrlError:
        return visit
