"""The list of posts of a WordPress site: its address, its pages, its news; sound, broken and hostile."""

from __future__ import annotations

import json
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scraper.cleaner import read
from scraper.crawler.discover import (
    Post,
    PostList,
    Posts,
    list_at,
    list_of,
    news_after,
    next_page,
    page_of,
    parse_posts,
    refusal_of,
    roots_in_header,
)
from scraper.crawler.discover.wordpress import MAX_PAGES
from scraper.model import Article
from scraper.urls import request_url

HOME = "https://news.test/"
POSTS = PostList("https://news.test/wp-json/wp/v2/posts")
WHEN = datetime(2026, 3, 5, 10, tzinfo=UTC)
NOW = datetime(2026, 3, 9, tzinfo=UTC)
POST: dict[str, Any] = {
    "id": 7,
    "date_gmt": "2026-03-04T08:00:00",
    "modified_gmt": "2026-03-05T10:00:00",
    "link": "https://news.test/2026/03/cranes/",
    "title": {"rendered": "The Harbour&#8217;s <em>Missing</em> Cranes &amp; Others"},
    "content": {"rendered": "<p>The council met.</p>", "protected": False},
    "excerpt": {"rendered": "<p>What became of them.</p>\n"},
    "lang": "en",
    "_embedded": {
        "author": [{"name": "Ana Ruiz"}, {"name": "Bo Li"}, {"code": "rest_user_invalid_id"}],
        "wp:term": [
            [{"taxonomy": "category", "name": "Uncategorized"}, {"taxonomy": "category", "name": "Ports"}],
            [{"taxonomy": "post_tag", "name": "cranes"}, {"taxonomy": "post_tag", "name": "quays"}],
        ],
        "wp:featuredmedia": [{"source_url": "/crane.jpg"}],
    },
}


def parsed(told: object) -> Posts:
    return parse_posts(json.dumps(told).encode(), POSTS.url)


# ---------------------------------------------------------------- where it is


@pytest.mark.parametrize(
    ("root", "posts"),
    [
        ("/wp-json/", "https://news.test/wp-json/wp/v2/posts"),
        ("https://news.test/es/wp-json/", "https://news.test/es/wp-json/wp/v2/posts"),
        ("/index.php/wp-json/", "https://news.test/index.php/wp-json/wp/v2/posts"),
        ("/?rest_route=/", "https://news.test/?rest_route=/wp/v2/posts"),
        ("/index.php?rest_route=%2F", "https://news.test/index.php?rest_route=/wp/v2/posts"),
    ],
)
def test_the_list_lies_below_the_root(root: str, posts: str) -> None:
    assert list_at(root, HOME) == PostList(posts)


@pytest.mark.parametrize("root", ["/delete?id=7", "/wp-json", "javascript:alert(1)", "http://[", "/?rest_route=/x&y=/"])
def test_what_is_no_root_leads_nowhere(root: str) -> None:
    assert list_at(root, HOME) is None


@pytest.mark.parametrize(
    ("value", "roots"),
    [
        ('<https://news.test/wp-json/>; rel="https://api.w.org/"', ("https://news.test/wp-json/",)),
        ("<a>; rel=shortlink, </wp-json/>; title=x; rel=https://api.w.org/", ("/wp-json/",)),
        ('<a>; rel="next https://api.w.org/"', ("a",)),
        ('<a>; rel="https://api.w.org/other"', ()),
        ("<<<<>>>;;rel", ()),
        ("", ()),
    ],
)
def test_a_header_may_name_the_root(value: str, roots: tuple[str, ...]) -> None:
    assert roots_in_header([value]) == roots


def test_a_page_may_name_the_root() -> None:
    page = b'<!doctype html><link rel="https://api.w.org/" href="/wp-json/"><p>x'
    assert read(page, HOME).apis == ("https://news.test/wp-json/",)


@pytest.mark.parametrize(
    "asked",
    [
        POSTS,
        replace(POSTS, after=WHEN),
        replace(POSTS, after=WHEN, page=3, size=20),
        PostList("https://news.test/?rest_route=/wp/v2/posts", after=WHEN),
    ],
)
def test_an_address_tells_what_it_asks_for(asked: PostList) -> None:
    assert list_of(asked.url) == asked
    assert request_url(asked.url) == asked.url, "it is asked for as it is"


@pytest.mark.parametrize("url", [HOME, "https://news.test/wp-json/wp/v2/posts", POSTS.url.replace("100", "x")])
def test_other_addresses_are_no_lists(url: str) -> None:
    assert list_of(url) is None


def test_the_list_has_one_key_its_news_another_and_each_further_page_its_own() -> None:
    assert POSTS.key == replace(POSTS, size=20).key == PostList(POSTS.posts.replace("https:", "http:")).key
    assert replace(POSTS, after=WHEN).key == replace(POSTS, after=NOW).key
    different = [POSTS, replace(POSTS, after=WHEN), replace(POSTS, page=2), replace(POSTS, page=3)]
    different += [
        replace(POSTS, page=2, after=WHEN),
        replace(POSTS, page=2, after=NOW),
        replace(POSTS, page=2, size=20),
    ]
    assert len({asked.key for asked in different}) == len(different)


# ---------------------------------------------------------------- what it brings


def test_a_post_says_all_that_an_article_needs() -> None:
    [post] = parsed([POST]).posts
    assert post == Post(
        url="https://news.test/2026/03/cranes/",
        title="The Harbour’s Missing Cranes & Others",
        content="<p>The council met.</p>",
        published=datetime(2026, 3, 4, 8, tzinfo=UTC),
        modified=WHEN,
        authors=("Ana Ruiz", "Bo Li"),
        section="Ports",
        tags=("cranes", "quays"),
        summary="What became of them.",
        image="https://news.test/crane.jpg",
        language="en",
    )


def test_a_plugin_may_know_better() -> None:
    yoast = {
        "author": "Carla Díaz",
        "description": "In short.",
        "og_site_name": "The Courier",
        "robots": {"index": "noindex", "archive": "noarchive"},
    }
    [post] = parsed([{**POST, "yoast_head_json": yoast}]).posts
    assert (post.authors, post.summary, post.site_name) == (("Carla Díaz",), "In short.", "The Courier")
    assert read(page_of(post), post.url).metas == (("robots", "noindex, noarchive"),)


def test_the_beginning_of_a_story_is_no_summary_of_it() -> None:
    [post] = parsed([{**POST, "excerpt": {"rendered": "<p>The council [&hellip;]</p>"}}]).posts
    assert post.summary == ""


def test_a_post_becomes_a_page_and_the_page_an_article() -> None:
    sentence = "The harbour council met on Monday to talk about the missing cranes, and came to no end. "
    body = f"<p>{sentence * 3}</p><h2>And then?</h2><p>{sentence * 3}</p>"
    [post] = parsed([{**POST, "content": {"rendered": body}}]).posts
    article = read(page_of(post), post.url).result
    assert isinstance(article, Article)
    assert (article.title, article.url) == (post.title, post.url)
    assert tuple(author.name for author in article.authors) == post.authors
    assert (article.date_published, article.date_modified) == (post.published, post.modified)
    assert (article.section, article.tags, article.summary) == (post.section, post.tags, post.summary)
    assert (article.language, article.image) == ("en", post.image)
    assert "And then?" in article.text


def test_a_title_ends_no_script() -> None:
    post = Post(HOME, title='</script><img src=x> "quoted"')
    assert b"</script><img" not in page_of(post)


def test_a_post_behind_a_password_says_so() -> None:
    [post] = parsed([{**POST, "content": {"rendered": "", "protected": True}}]).posts
    assert post.closed


def test_each_address_comes_once_and_without_one_there_is_no_post() -> None:
    came = parsed([POST, {**POST, "title": {"rendered": "Again"}}, {"id": 8}, {**POST, "link": "/b"}])
    assert [post.url for post in came.posts] == [POST["link"], "https://news.test/b"]
    assert (came.posts[0].title, came.listed) == ("The Harbour’s Missing Cranes & Others", 4)


# ---------------------------------------------------------------- pages and news


def came_with(*dates: datetime, listed: int = 100) -> Posts:
    posts = tuple(Post(f"{HOME}{number}", modified=when) for number, when in enumerate(dates))
    return Posts(posts, listed, max(dates, default=None), min(dates, default=None))


def test_pages_are_asked_for_up_to_the_last() -> None:
    came = came_with(WHEN)
    assert next_page(POSTS, came, {"x-wp-totalpages": "2"}) == replace(POSTS, page=2)
    assert next_page(replace(POSTS, page=2), came, {"x-wp-totalpages": "2"}) is None
    assert next_page(POSTS, came, {"x-wp-totalpages": "999999999999999999999"}) == replace(POSTS, page=2)
    assert next_page(replace(POSTS, page=MAX_PAGES), came, {"x-wp-totalpages": "99999"}) is None


@pytest.mark.parametrize("total", ["", "-1", "two", "１"])
def test_without_a_total_a_full_page_has_another_behind_it(total: str) -> None:
    assert next_page(POSTS, came_with(WHEN), {"x-wp-totalpages": total}) == replace(POSTS, page=2)
    assert next_page(POSTS, came_with(WHEN, listed=99), {"x-wp-totalpages": total}) is None


def test_a_server_that_lists_all_for_news_is_not_asked_for_the_rest() -> None:
    news = replace(POSTS, after=WHEN)
    assert next_page(news, came_with(NOW, WHEN), {"x-wp-totalpages": "9"}) is None
    assert next_page(news, came_with(NOW), {"x-wp-totalpages": "9"}) is not None


def test_news_is_what_changes_after_the_last_change() -> None:
    assert news_after(POSTS, came_with(WHEN, WHEN - timedelta(days=1)), NOW) == replace(POSTS, after=WHEN)
    assert news_after(POSTS, came_with(), NOW) is None
    assert news_after(replace(POSTS, after=WHEN), came_with(WHEN), NOW) is None


def test_what_is_being_saved_while_we_ask_is_not_missed() -> None:
    just_now = NOW - timedelta(seconds=10)
    news = news_after(POSTS, came_with(just_now), NOW)
    assert news is not None
    assert news.after == NOW - timedelta(minutes=5)
    assert news_after(POSTS, came_with(datetime(2999, 1, 1, tzinfo=UTC)), NOW) == news


def test_less_is_asked_for_down_to_the_usual_ten() -> None:
    twenty = POSTS.smaller
    assert twenty is not None
    ten = twenty.smaller
    assert ten is not None
    assert (twenty.size, ten.size, ten.smaller) == (20, 10, None)


def test_an_error_has_a_code() -> None:
    assert refusal_of(b'{"code":"rest_invalid_param","message":"..."}') == "rest_invalid_param"
    assert refusal_of(b"<h1>Bad request</h1>") == ""


# ---------------------------------------------------------------- hostile


@pytest.mark.parametrize(
    ("body", "problem"),
    [
        (b"", "no JSON"),
        (b"<!doctype html><p>No.", "no JSON"),
        (b"[" * 200_000, "no JSON"),
        (b"[" + b"9" * 10_000 + b"]", "no JSON"),
        (b'{"code": "rest_forbidden"}', "no list of posts: rest_forbidden"),
        (b"null", "no list of posts"),
        (b'[1, "x"]', "a list of something else than posts"),
        (b" " * 30_000_001, "an answer of more than 30,000,000 bytes"),
    ],
)
def test_what_cannot_be_read_is_a_problem(body: bytes, problem: str) -> None:
    assert parse_posts(body, HOME) == Posts(problem=problem)


@pytest.mark.parametrize("date", ["0000-00-00T00:00:00", "0001-01-01T00:00:00+23:59", "9999-12-31T23:59:59-23:59", "x"])
def test_a_date_that_cannot_be_is_none(date: str) -> None:
    [post] = parsed([{**POST, "date_gmt": date, "modified_gmt": date}]).posts
    assert (post.published, post.modified) == (None, None)


def test_halves_of_characters_do_no_harm() -> None:
    body = rb'[{"link": "/a", "title": {"rendered": "\ud800"}, "content": {"rendered": "\udfff<p>x"}}]'
    [post] = parse_posts(body, HOME).posts
    assert page_of(post)


def test_a_title_of_brackets_takes_no_time() -> None:
    started = time.process_time()
    parsed([{**POST, "link": f"/{n}", "title": {"rendered": "<" * 1_000_000}} for n in range(10)])
    assert time.process_time() - started < 5, "that is not quadratic"


NAMES = [*POST, *POST["_embedded"], "rendered", "protected", "name"]
plain = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20)
values = st.recursive(
    plain | st.sampled_from(list(POST.values())),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(NAMES), inner, max_size=6),
    max_leaves=20,
)


@settings(max_examples=300)
@given(st.lists(st.dictionaries(st.sampled_from([*POST, "yoast_head_json"]), values, max_size=8) | values, max_size=5))
def test_whatever_the_types_nothing_is_raised(told: list[Any]) -> None:
    came = parsed([{"link": "/a", **item} if isinstance(item, dict) else item for item in told])
    for post in came.posts:
        assert page_of(post)
    following = next_page(POSTS, came, {})
    news = news_after(POSTS, came, NOW)
    assert all(list_of(asked.url) == asked for asked in (following, news) if asked)


@given(st.binary(max_size=200))
def test_whatever_the_bytes_nothing_is_raised(body: bytes) -> None:
    assert parse_posts(body, HOME).posts == ()


@given(st.text(max_size=100), st.text(max_size=100))
def test_whatever_the_address_nothing_is_raised(root: str, query: str) -> None:
    assert roots_in_header([root]) is not None
    asked = list_at(root, HOME)
    assert asked is None or list_of(asked.url) == asked
    list_of(f"https://news.test/wp-json/wp/v2/posts?{query}")
