"""A WordPress site lists its posts for programs: does one request bring what a hundred would, and only that?"""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from scraper.model import Fault, Kind, Reason, Saved, State
from scraper.settings import ApiUse, Settings
from scraper.writer.archive import Archive
from scraper.writer.archive_database import Database
from tests.journey.runs import Ran, crawl, documents, urls
from tests.journey.site import Reply, Request, Site, settings_for, title
from tests.journey.wordpress import WordPress, error, is_list, numbers
from tests.writer.warcs import checked, records

BEFORE = "2026-03-28T12:00:00"
SINCE = "2026-03-29T09:30:00"


def posts(count: int = 12, **more: object) -> WordPress:
    return WordPress({number: f"2026-03-{number % 28 + 1:02}T12:00:00" for number in range(1, count + 1)}, **more)  # type: ignore[arg-type]


def preferring(site: Site, archive: Path, **more: Any) -> Settings:
    return settings_for(site, archive, api=ApiUse.PREFER, **more)


def lists(site: Site) -> list[str]:
    return [path for path in site.paths() if is_list(path)]


def saved(ran: Ran) -> dict[str, int]:
    return dict(ran.report.saved)


def test_one_request_brings_all_articles(tmp_path: Path) -> None:
    archive, blog = tmp_path / "a", posts(12)
    with Site(blog.pages()) as site:
        ran = crawl(preferring(site, archive))
        assert len(site.paths()) == 3, "robots.txt, the front page and the list"
        assert urls(archive) == sorted(site.url(f"/story/{number}") for number in range(1, 13))
        assert saved(ran) == {"new": 12}
        story = next(document for document in documents(archive) if document["url"] == site.url("/story/3"))
    assert story["title"] == title(3)
    assert [author["name"] for author in story["authors"]] == ["Marta Quillon"]
    assert (story["section"], story["tags"]) == ("Harbours & Bays", ["storms", "councils"])
    assert str(story["date_published"]).startswith("2026-03-04T08:00:00")
    assert str(story["date_modified"]).startswith("2026-03-04T12:00:00")


def test_an_article_is_traced_to_the_exchange_that_brought_it(tmp_path: Path) -> None:
    archive = tmp_path / "a"
    with Site(posts(3).pages()) as site:
        crawl(preferring(site, archive))
        [path] = lists(site)
        found = [record for record in records(archive) if record.headers["WARC-Target-URI"] == site.url(path)]
        [response] = [record for record in found if record.kind == "response"]
        assert len(json.loads(response.content)) == 3
        assert {document["content_sha256"] for document in documents(archive)} == {sha256(response.content)}
    assert checked(archive)
    assert exchanges_of_revisions(archive) == [site.url(path)] * 3


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def exchanges_of_revisions(archive: Path) -> list[str]:
    """The address of the exchange that each stored revision points to."""
    database = Database.open(archive, write=False)
    try:
        rows = database.all("SELECT p.url FROM revisions r JOIN pages p ON p.id = r.page")
    finally:
        database.close()
    return [url for (url,) in rows]


def test_the_next_run_asks_for_news_only(tmp_path: Path) -> None:
    archive, blog = tmp_path / "a", posts(12)
    with Site(blog.pages()) as site:
        settings = preferring(site, archive)
        crawl(settings)
        blog.modified[5] = SINCE
        blog.more[5] = ("Correction: the vote took place on a Wednesday, the mayor's office says.",)
        blog.modified[13] = SINCE
        site.pages[0].update(blog.pages())
        site.forget()
        ran = crawl(settings)
        [path] = lists(site)
        assert "modified_after=2026-03-13T12:00:00Z" in path
        assert saved(ran) == {"changed": 1, "new": 1}
        assert numbers(site.paths()) == [], "none of them was asked for as a page"
        site.forget()
        third = crawl(settings)
        [path] = lists(site)
        assert f"modified_after={SINCE}Z" in path
        assert saved(third) == {}
    assert {document["revision"] for document in documents(archive)} == {1, 2}


def test_a_long_list_has_pages_and_the_pages_an_end(tmp_path: Path) -> None:
    blog = posts(25, most=10)
    with Site(blog.pages()) as site:
        ran = crawl(preferring(site, tmp_path / "a"))
        assert len(lists(site)) == 5, "a hundred at once are refused, and so are twenty; then come three pages of ten"
        assert numbers(site.paths()) == []
        assert saved(ran) == {"new": 25}
        site.forget()
        everything = crawl(preferring(site, tmp_path / "a"), everything_due=True)
        assert numbers(site.paths()) == []
        assert saved(everything) == {"unchanged": 25}


def test_what_robots_txt_disallows_is_asked_for_by_pages(tmp_path: Path) -> None:
    blog = posts(4)
    pages = blog.pages()
    pages["/robots.txt"] = "User-agent: *\nDisallow: /wp-json/\n"
    with Site(pages) as site:
        ran = crawl(preferring(site, tmp_path / "a"))
        assert lists(site) == []
        assert numbers(site.paths()) == [1, 2, 3, 4]
        assert saved(ran) == {"new": 4}
        refused = [end for end in ran.outcomes.values() if end.visit.kind is Kind.API]
        assert [(end.state, end.reason) for end in refused] == [(State.EXCLUDED, Reason.ROBOTS)]


def test_a_page_that_may_not_be_fetched_is_not_kept_as_a_post(tmp_path: Path) -> None:
    pages = posts(4).pages()
    pages["/robots.txt"] = "User-agent: *\nDisallow: /story/2\n"
    with Site(pages) as site:
        ran = crawl(preferring(site, tmp_path / "a"))
        assert urls(tmp_path / "a") == [site.url(f"/story/{number}") for number in (1, 3, 4)]
        end = ran.outcomes[site.url("/story/2")]
        assert (end.state, end.reason, end.result) == (State.EXCLUDED, Reason.ROBOTS, None)


@pytest.mark.parametrize(
    "answer",
    [
        error(401, "rest_not_logged_in"),
        error(403, "rest_forbidden"),
        error(404, "rest_no_route"),
        Reply(200, b"<!doctype html><title>No</title><p>This site has no such thing."),
        Reply(200, b'{"posts": "none"}', {"Content-Type": "application/json"}),
        Reply(200, b'[1, "2", null]', {"Content-Type": "application/json"}),
    ],
)
def test_without_a_list_the_pages_are_asked_for(tmp_path: Path, answer: Reply) -> None:
    with Site(posts(4).pages(answer)) as site:
        ran = crawl(preferring(site, tmp_path / "a"))
        assert len(lists(site)) == 1
        assert saved(ran) == {"new": 4}
        [end] = [end for end in ran.outcomes.values() if end.visit.kind is Kind.API]
        assert end.state in (State.FAILED, State.REJECTED)
        assert end.reason in (Fault.STATUS, Reason.OTHER_TYPE)


def test_unless_it_is_preferred_nobody_asks_for_the_list(tmp_path: Path) -> None:
    with Site(posts(4).pages()) as site:
        ran = crawl(settings_for(site, tmp_path / "a"))
        assert lists(site) == []
        assert saved(ran) == {"new": 4}


@pytest.mark.parametrize("root", ["/?rest_route=/", "/index.php?rest_route=/", "/wp-json/"])
def test_the_root_may_be_a_parameter(tmp_path: Path, root: str) -> None:
    with Site(posts(3, root=root).pages()) as site:
        crawl(preferring(site, tmp_path / "a"))
        assert len(lists(site)) == 1
        assert numbers(site.paths()) == []


def test_a_list_may_have_moved_and_is_not_what_the_patterns_are_about(tmp_path: Path) -> None:
    blog = posts(3)

    def answer(request: Request) -> Reply:
        if "rest_route" in request.path:
            return blog.posts(request)
        new = request.path.replace("/wp-json/", "/?rest_route=/").replace("posts?", "posts&")
        return Reply(301, headers={"Location": new})

    with Site(blog.pages(answer)) as site:
        ran = crawl(preferring(site, tmp_path / "a", exclude=("wp-json", "rest_route")))
        assert [("rest_route" in path) for path in lists(site)] == [False, True]
        assert saved(ran) == {"new": 3}


def test_the_root_may_be_named_in_a_header(tmp_path: Path) -> None:
    pages = posts(3).pages()
    front = str(pages["/"]).replace("https://api.w.org/", "something-else")
    pages["/"] = Reply(200, front.encode(), {"Link": '</wp-json/>; rel="https://api.w.org/"'})
    with Site(pages) as site:
        crawl(preferring(site, tmp_path / "a"))
        assert numbers(site.paths()) == []
        assert len(urls(tmp_path / "a")) == 3


def test_what_a_list_does_not_bring_in_full_is_asked_for_as_a_page(tmp_path: Path) -> None:
    odd = {
        1: {"content": {"rendered": "", "protected": True}},  # asks for a password
        2: {"content": {"rendered": "<p>Read it on the site.</p>"}},
        3: {"content": {"rendered": ""}},
        4: {"link": "https://elsewhere.test/story/4"},
        5: {"content": 5, "title": ["?"], "_embedded": {"author": 3}},
    }
    blog = posts(6, odd=odd)
    pages = blog.pages()
    pages["/"] = str(pages["/"]).replace('<li><a href="/story/1', '<li><a href="/elsewhere')
    with Site(pages) as site:
        ran = crawl(preferring(site, tmp_path / "a"))
        assert numbers(site.paths()) == [2, 3, 4, 5], "6 was brought, 1 is closed and nobody else names it"
        assert saved(ran) == {"new": 5}


def test_as_a_page_it_is_the_same_article(tmp_path: Path) -> None:
    archive = tmp_path / "a"
    with Site(posts(6).pages()) as site:
        crawl(preferring(site, archive))
        ran = crawl(replace(settings_for(site, archive), api=ApiUse.NEVER), everything_due=True)
        assert numbers(site.paths()) == [1, 2, 3, 4, 5, 6]
        assert {what for what in ran.saved.values() if what} == {Saved.UNCHANGED}


def test_the_accounts_add_up(tmp_path: Path) -> None:
    with Site(posts(5).pages()) as site:
        ran = crawl(preferring(site, tmp_path / "a"))
        with Archive.open(tmp_path / "a") as archive:
            assert archive.counts()[State.PENDING] == 0
            assert sum(archive.counts().values()) == archive.known() == 8, "front page, list, its news and 5 stories"
            assert ran.report.counts == {"fetched": 7, "rejected": 1}
