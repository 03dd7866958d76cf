"""What is purged leaves no trace and never comes back; is all else as it was?"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from scraper.cli import main
from scraper.model import State
from scraper.settings import ApiUse, Settings
from scraper.writer.archive import Archive
from scraper.writer.archive_database import Database
from tests.journey.runs import Ran, crawl, documents, urls, write_config
from tests.journey.site import Reply, Site, listing, settings_for, stories, story, title
from tests.journey.test_wordpress import lists, posts
from tests.journey.wordpress import numbers
from tests.writer.traces import traces
from tests.writer.warcs import checked, records

SECRET = "/a-name-that-is-to-be-forgotten"
SECRET_MARKS = (SECRET, title(3), "drawer number 3.")
OTHER_MARKS = (title(21), "drawer number 21.", title(22), "drawer number 22.")


def secret_site() -> dict[str, Any]:
    """A front page that links two stories, and a third by an address that only leads to it."""
    front = listing(["/story/1", "/story/2", "/go/3"])
    moved = Reply(301, headers={"Location": SECRET})
    return {**stories([1, 2]), "/": front, "/go/3": moved, SECRET: story(3)}


def purge(archive: Path, *arguments: object) -> None:
    assert main(["purge", str(archive), *map(str, arguments), "--yes"]) == 0


def exported(archive: Path, host: str) -> list[str]:
    """The documents of the articles of a host, as they stand but for their lists of copies, which purging shortens."""
    with Archive.open(archive) as opened:
        found = [stored.document for stored in opened.articles() if f"//{host}/" in stored.document["url"]]
    return [json.dumps({**document, "duplicates": None}) for document in found]


def assert_whole(archive: Path) -> None:
    """The accounts add up, the WARC files can be read, and rows of exchanges point at records of their addresses."""
    documents(archive)
    assert main(["status", str(archive)]) == 0
    assert checked(archive)
    kept = records(archive)
    ids = {record.headers["WARC-Record-ID"] for record in kept}
    assert len(ids) == len(kept)
    for record in kept:
        if record.kind == "warcinfo":
            assert (archive / "warc" / record.headers["WARC-Filename"]).exists()
        else:
            assert record.headers["WARC-Warcinfo-ID"] in ids
        if other := record.headers.get("WARC-Concurrent-To"):
            assert other in ids, "pairs stay whole"
    assert {path.name for path in (archive / "warc").iterdir()} == {name for name, *_ in rows(archive, "warc_files")}
    places = {(record.headers["WARC-Target-URI"], record.offset, record.length) for record in kept}
    found = rows(archive, "pages", "url, warc_offset, warc_length")
    assert {row for row in found if row[1] is not None} <= places


def rows(archive: Path, table: str, columns: str = "*") -> list[tuple[Any, ...]]:
    with closing(Database.open(archive, write=False)) as database:
        return database.all(f"SELECT {columns} FROM {table}")


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    with Site(secret_site(), stories([21, 22]), stories(range(31, 36))) as served:
        yield served


@pytest.fixture
def settings(site: Site, tmp_path: Path) -> Settings:
    """Three sites, crawled twice into one archive."""
    known = settings_for(site, tmp_path / "a", at=(0, 1, 2))
    crawl(known)
    crawl(known)
    site.forget()
    return known


def test_a_site_and_a_document_leave_no_trace_and_the_rest_is_as_it_was(site: Site, settings: Settings) -> None:
    archive = settings.archive
    marks = (*SECRET_MARKS, *OTHER_MARKS)
    assert set(traces(archive, marks)) == set(marks)
    before = exported(archive, site.host(2))
    assert len(before) == 5

    purge(archive, "--url", f"{site.url(SECRET)}/index.html?utm_source=x#top", "--reason", "a court order")
    assert not traces(archive, SECRET_MARKS)
    assert_whole(archive)
    purge(archive, "--site", site.host(1))
    assert not traces(archive, (*marks, f"http://{site.host(1)}"))
    assert_whole(archive)
    assert exported(archive, site.host(2)) == before
    assert urls(archive) == sorted(
        [site.url(f"/story/{n}") for n in (1, 2)] + [site.url(f"/story/{n}", 2) for n in range(31, 36)]
    )


def test_what_was_purged_is_not_asked_for_again(
    site: Site, settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    purge(settings.archive, "--url", site.url(SECRET))
    purge(settings.archive, "--site", site.host(1))
    more = replace(settings, start=(*settings.start, site.url(SECRET)), feeds=(site.url("/feed", 1),))
    changed = listing([SECRET, "/go/3", "/story/1", site.url("/story/21", 1)])
    site.pages[0]["/"] = changed
    try:
        ran = crawl(more, everything_due=True)
    finally:
        site.pages[0].update(secret_site())
    assert site.paths(1) == []
    assert not {SECRET, "/go/3"} & set(site.paths(0))
    assert "/" in site.paths(0)
    assert ran.report.passed_over["purged"] == 3
    assert not traces(settings.archive, [*OTHER_MARKS, title(3), "drawer number 3."])
    assert_whole(settings.archive)


def test_a_redirect_to_what_was_purged_leads_nowhere(site: Site, settings: Settings) -> None:
    archive = settings.archive
    purge(archive, "--url", site.url(SECRET))
    site.pages[0]["/story/2"] = Reply(302, headers={"Location": SECRET})
    try:
        ran = crawl(settings, everything_due=True)
    finally:
        site.pages[0].update(secret_site())
    end = ran.outcomes[site.url("/story/2")]
    assert (end.state, end.reason, end.found) == (State.EXCLUDED, "purged", ())
    assert SECRET not in site.paths(0)
    assert not traces(archive, SECRET_MARKS)
    assert site.url("/story/2") in urls(archive), "the article that was had of it stays"
    assert_whole(archive)


def test_a_mistake_can_be_made_good(site: Site, settings: Settings) -> None:
    archive = settings.archive
    purge(archive, "--site", site.host(1))
    assert main(["purge", str(archive), "--forget", site.host(1)]) == 0
    crawl(settings)
    assert site.url("/story/21", 1) in urls(archive)
    assert_whole(archive)


def test_a_crawl_says_that_a_start_was_purged_and_goes_on(
    site: Site, settings: Settings, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    purge(settings.archive, "--site", site.host(1))
    config = write_config(tmp_path, list(settings.start), archive=str(settings.archive))
    capsys.readouterr()
    assert main(["crawl", str(config), "--now"]) == 0
    said = capsys.readouterr().err.splitlines()
    assert [line for line in said if "purged" in line and site.url("/", 1) in line]
    assert len(site.paths(2)) > 1


# ---------------------------------------------------------------- lists that bring several


def preferring(site: Site, archive: Path) -> Settings:
    return settings_for(site, archive, api=ApiUse.PREFER)


def test_a_list_of_posts_loses_its_bytes_and_the_other_articles_stay(tmp_path: Path) -> None:
    archive = tmp_path / "a"
    with Site(posts(6).pages()) as site:
        crawl(preferring(site, archive))
        marks = (title(3), "drawer number 3.")
        assert set(traces(archive, marks)) == set(marks)
        before = [one for one in exported(archive, site.host()) if "/story/3" not in json.loads(one)["url"]]
        purge(archive, "--url", site.url("/story/3"))
        assert not traces(archive, marks)
        assert exported(archive, site.host()) == before
        assert len(before) == 5
        assert_whole(archive)
        assert next(place for url, place in rows(archive, "pages", "url, warc") if "wp-json" in url) is None

        ran: Ran = crawl(preferring(site, archive), everything_due=True)
        assert len(lists(site)) > 1
        assert numbers(site.paths()) == []
        assert not traces(archive, marks)
        assert site.url("/story/3") not in urls(archive)
        assert ran.report.passed_over["purged"] >= 1
        assert_whole(archive)


def test_a_feed_that_holds_the_text_loses_its_bytes(tmp_path: Path) -> None:
    item = "<item><title>{}</title><link>{}</link><description>drawer number {}.</description></item>"
    archive = tmp_path / "a"
    pages: dict[str, Any] = {**stories([3, 4]), "/": listing(["/story/4"])}
    with Site(pages) as site:
        told = "".join(item.format(title(n), site.url(f"/story/{n}"), n) for n in (3, 4))
        feed = f'<?xml version="1.0"?><rss version="2.0"><channel><title>News</title>{told}</channel></rss>'
        pages["/feed"] = Reply(200, feed.encode(), {"Content-Type": "application/rss+xml"})
        settings = replace(settings_for(site, archive), feeds=(site.url("/feed"),))
        crawl(settings)
        purge(archive, "--url", site.url("/story/3"))
        assert not traces(archive, [title(3), "drawer number 3."])
        assert_whole(archive)
        crawl(settings, everything_due=True)
        assert not traces(archive, [title(3), "drawer number 3."])
        assert urls(archive) == [site.url("/story/4")]
        assert_whole(archive)
