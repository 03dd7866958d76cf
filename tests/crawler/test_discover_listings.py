"""Which links become visits, how deep, how early, and why the others do not."""

from __future__ import annotations

import pytest

from scraper.crawler.discover import Scope, Why, choose, documents, visit_to, visits_from
from scraper.crawler.discover.traps import Listing, listing_of, trap
from scraper.errors import UrlError
from scraper.model import Kind, Link, Visit

SCOPE = Scope(hosts=frozenset({"news.test"}))
HOME = visit_to("https://news.test/")


def chosen(*urls: str, visit: Visit = HOME, scope: Scope = SCOPE) -> list[str]:
    return [found.url for found in visits_from([Link(url) for url in urls], visit, scope)]


def why(url: str, visit: Visit = HOME, scope: Scope = SCOPE) -> Why | None:
    passed_over = choose([Link(url)], visit, scope).passed_over
    return passed_over[0][1] if passed_over else None


def test_a_link_becomes_a_visit() -> None:
    (visit,) = visits_from([Link("https://www.news.test/a/?utm_source=x#top")], HOME, SCOPE)
    assert visit.url == "https://www.news.test/a/"
    assert visit.host == "www.news.test"
    assert visit.key == visit_to("http://news.test/a").key
    assert (visit.kind, visit.depth, visit.found_on) == (Kind.PAGE, 1, "https://news.test/")


def test_each_document_once_and_never_the_page_itself() -> None:
    assert chosen(
        "https://news.test/a", "http://www.news.test/a/#x", "https://news.test/#main", "https://news.test"
    ) == ["https://news.test/a"]


def test_nofollow_is_not_followed() -> None:
    choice = choose([Link("https://news.test/a", nofollow=True)], HOME, SCOPE)
    assert choice.visits == ()
    assert choice.passed_over == (("https://news.test/a", Why.NOFOLLOW),)


@pytest.mark.parametrize("url", ["mailto:desk@news.test", "javascript:void(0)", "https://", "ftp://news.test/a"])
def test_what_is_no_web_address(url: str) -> None:
    assert why(url) is Why.ADDRESS
    with pytest.raises(UrlError):
        visit_to(url)


@pytest.mark.parametrize(
    ("hosts", "url", "admitted"),
    [
        ({"news.test"}, "https://www.news.test/a", True),
        ({"www.news.test"}, "https://news.test/a", True),
        ({"news.test"}, "https://es.news.test/a", False),
        ({"*.news.test"}, "https://es.news.test/a", True),
        ({"*.news.test"}, "https://news.test/a", True),
        ({"*.news.test"}, "https://fakenews.test/a", False),
        ({"news.test"}, "https://news.test:8080/a", False),
        ({"127.0.0.1:8080"}, "http://127.0.0.1:8080/a", True),
        ({"news.test"}, "https://news.test.evil.test/a", False),
    ],
)
def test_hosts(hosts: set[str], url: str, admitted: bool) -> None:
    assert (Scope(frozenset(hosts)).admits(url) is None) is admitted


def test_patterns_look_at_path_and_query() -> None:
    scope = Scope(frozenset({"news.test"}), include=("^/news/", r"\?p="), exclude=("/sponsored/",))
    assert scope.admits("https://news.test/news/a") is None
    assert scope.admits("https://news.test/?p=7") is None
    assert scope.admits("https://news.test/about/") is Why.NOT_INCLUDED
    assert scope.admits("https://news.test/news/sponsored/a") is Why.EXCLUDED


def test_depth_ends() -> None:
    scope = Scope(frozenset({"news.test"}), max_depth=1)
    (visit,) = visits_from([Link("https://news.test/a")], HOME, scope)
    assert why("https://news.test/b", visit, scope) is Why.DEPTH


def test_a_page_has_so_many_links_and_a_sitemap_all_of_them() -> None:
    scope = Scope(frozenset({"news.test"}), max_links=2)
    links = [Link(f"https://news.test/{n}") for n in range(5)]
    choice = choose(links, HOME, scope)
    assert len(choice.visits) == 2
    assert [reason for _, reason in choice.passed_over] == [Why.TOO_MANY] * 3
    assert len(visits_from(links, visit_to("https://news.test/sitemap.xml", Kind.SITEMAP), scope)) == 5


def test_what_is_new_comes_before_what_is_old() -> None:
    def priority(kind: Kind, url: str = "https://news.test/a") -> int:
        return visits_from([Link(url)], visit_to("https://news.test/", kind), SCOPE)[0].priority

    assert priority(Kind.FEED) < priority(Kind.PAGE) < priority(Kind.SITEMAP)
    assert priority(Kind.SITEMAP) < priority(Kind.PAGE, "https://news.test/page/2/")
    assert HOME.priority < priority(Kind.FEED)


def test_paging_does_not_go_deeper() -> None:
    section = visit_to("https://news.test/tag/x/", depth=2)
    second, story = visits_from([Link("https://news.test/tag/x/page/2/"), Link("https://news.test/a/")], section, SCOPE)
    assert (second.depth, story.depth) == (2, 3)
    (third,) = visits_from([Link("https://news.test/tag/x/page/3/")], second, SCOPE)
    assert third.depth == 2
    (other,) = visits_from([Link("https://news.test/tag/y/page/2/")], second, SCOPE)
    assert other.depth == 3


@pytest.mark.parametrize(
    ("url", "listing"),
    [
        ("https://news.test/tag/x/page/12/", Listing("https://news.test/tag/x", 12)),
        ("https://news.test/page/2", Listing("https://news.test", 2)),
        ("https://news.test/news?page=3", Listing("https://news.test/news", 3)),
        ("https://news.test/?cat=4&paged=2", Listing("https://news.test?cat=4", 2)),
        ("https://news.test/news-briefs?limit=10&start=20", Listing("https://news.test/news-briefs?limit=10", 3)),
        ("https://news.test/news/page-one-story/", Listing("https://news.test/news/page-one-story", 1)),
        ("https://news.test/?p=7", Listing("https://news.test?p=7", 1)),
    ],
)
def test_listings_are_recognised(url: str, listing: Listing) -> None:
    assert listing_of(url) == listing


def test_page_numbers_end() -> None:
    assert trap("https://news.test/tag/x/page/1000/") is None
    assert trap("https://news.test/tag/x/page/1001/") is Why.PAGING


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        ("/photo.JPG", Why.FILE),
        ("/files/report.pdf?download=1", Why.FILE),
        ("/feed.rss", Why.FILE),
        ("/wp-admin/post.php", Why.MACHINERY),
        ("/es/wp-json/wp/v2/posts", Why.MACHINERY),
        ("/2024/05/story/feed/", Why.MACHINERY),
        ("/story/?replytocom=7", Why.MACHINERY),
        ("/index.php?action=login", Why.MACHINERY),
        ("/member/login/?to=%2F", Why.MACHINERY),
        ("/?s=cocaine", Why.SEARCH),
        ("/search/cocaine", Why.SEARCH),
        ("/a" * 1100, Why.LENGTH),
        ("/news/news/news/a", Why.REPETITION),
        ("/es/node/es/node/1", Why.REPETITION),
        ("/" + "/".join("abcdefghijklmnop"), Why.REPETITION),
        ("/shop?" + "&".join(f"f{n}=1" for n in range(9)), Why.PARAMETERS),
        ("/calendar/2031-05/", Why.CALENDAR),
        ("/events/2031/05/12/", Why.CALENDAR),
        ("/events/month/", Why.CALENDAR),
        ("/?tribe-bar-date=2031-05-01", Why.CALENDAR),
    ],
)
def test_traps(path: str, reason: Why) -> None:
    assert trap(f"https://news.test{path}") is reason


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/news/brief/colombia-arrests-farc-leader/",
        "/2018/06/",
        "/2010/10/10/story.html",
        "/events/2019/05/03/thousands-march-in-bogota/",
        "/es/noticias/noticias-del-dia/",
        "/index.php?option=com_content&view=article&id=7",
        "/story.aspx?id=7&lang=en",
        "/news/u.s.-sanctions-firm",
        "/search-and-rescue-ends/",
        "/search/label/Mexico",
        "/login-data-leaked/",
        "/news/api-outage/",
        "/?p=1234",
    ],
)
def test_real_addresses_are_no_traps(path: str) -> None:
    assert trap(f"https://news.test{path}") is None


def test_feeds_and_sitemaps_are_visits_of_their_kind() -> None:
    urls = ["https://news.test/feed/", "https://news.test/feed", "https://other.test/feed/", "mailto:x"]
    (feed,) = documents(urls, Kind.FEED, HOME, SCOPE)
    assert (feed.kind, feed.depth, feed.url) == (Kind.FEED, 0, "https://news.test/feed/")
    story = visit_to("https://news.test/a/", depth=1)
    assert documents(["https://news.test/a/feed/"], Kind.FEED, story, SCOPE) == ()
    index = visit_to("https://news.test/sitemap.xml", Kind.SITEMAP)
    (child,) = documents(["https://news.test/s1.xml", index.url], Kind.SITEMAP, index, SCOPE)
    assert (child.kind, child.depth) == (Kind.SITEMAP, 1)
    assert documents(["https://news.test/s2.xml"], Kind.SITEMAP, child, Scope(SCOPE.hosts, max_depth=1)) == ()


def test_include_patterns_are_for_pages_not_for_feeds() -> None:
    scope = Scope(frozenset({"news.test"}), include=("^/news/",))
    assert len(documents(["https://news.test/feed/"], Kind.FEED, HOME, scope)) == 1
