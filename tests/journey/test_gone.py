"""Pages that are gone, and bodies that are not whole: remembered for what they are."""

from __future__ import annotations

from pathlib import Path

from scraper.model import State
from scraper.writer.archive import Archive
from scraper.writer.archive_database import Database
from tests.journey.runs import crawl, urls
from tests.journey.site import MISSING, Answer, Reply, Site, listing, settings_for, stories, story
from tests.writer.warcs import records

A, B = "/story/1", "/story/2"


def naming(site: Site, path: str) -> dict[str, Answer]:
    """A front page, a feed and a sitemap that all go on to name a page."""
    feed = f"<rss version='2.0'><channel><item><link>{site.url(path)}</link></item></channel></rss>"
    return {
        "/": listing([A, B]),
        "/feed": Reply(200, feed.encode(), {"Content-Type": "application/rss+xml"}),
        "/sitemap.xml": Reply(200, f"<urlset><url><loc>{site.url(path)}</loc></url></urlset>".encode()),
    }


def test_what_is_gone_is_not_asked_for_again_whoever_names_it(tmp_path: Path) -> None:
    pages = stories([1, 2])
    with Site(pages) as site:
        pages.update(naming(site, A))
        settings = settings_for(site, tmp_path / "a", feeds=(site.url("/feed"),), sitemaps=(site.url("/sitemap.xml"),))
        pages[A] = Reply(410, b"gone")
        assert crawl(settings).state(site.url(A)) is State.GONE
        for everything_due in (False, True):
            site.forget()
            pages["/feed"] = Reply(200, pages["/feed"].body + b"<!-- -->")  # type: ignore[union-attr]
            crawl(settings, everything_due)
            assert {"/", "/feed", "/sitemap.xml", B} <= set(site.paths())
            assert A not in site.paths()
        with Archive.open(tmp_path / "a") as archive:
            assert [page.url for page in archive.pages(State.GONE)] == [site.url(A)]


def test_404_after_another_failure_is_given_a_second_chance(tmp_path: Path) -> None:
    pages = stories([1, 2])
    with Site(pages) as site:
        settings, url = settings_for(site, tmp_path / "a"), site.url(A)
        pages[A] = Reply(503, b"busy")
        crawl(settings)
        pages[A] = MISSING
        assert crawl(settings, everything_due=True).state(url) is State.FAILED
        assert crawl(settings, everything_due=True).state(url) is State.GONE


def cut_off(archive: Path) -> list[str]:
    """The addresses of what came last and was cut short."""
    database = Database.open(archive, write=False)
    found = [url for (url,) in database.all("SELECT url FROM visits WHERE truncated")]
    database.close()
    return found


def test_half_a_body_is_kept_as_half_a_body(tmp_path: Path) -> None:
    archive, pages = tmp_path / "a", stories([1, 2])
    whole = story(1).encode()
    pages[A] = Reply(
        200, whole[: len(whole) // 2], {"Content-Length": str(len(whole)), "Connection": "close", "ETag": '"1"'}
    )
    with Site(pages) as site:
        settings, url = settings_for(site, archive), site.url(A)
        ended = crawl(settings).outcomes[url]
        assert ended.state in (State.DEFERRED, State.FAILED)
        assert ended.result is None
        assert urls(archive) == [site.url(B)]
        assert cut_off(archive) == [url]
        kept = {r.headers["WARC-Target-URI"]: r for r in records(archive) if r.kind == "response"}
        assert kept[url].headers["WARC-Truncated"]
        pages[A] = Reply(200, whole, {"ETag": '"1"'})
        site.forget()
        crawl(settings, everything_due=True)
        [request] = [request for request in site.log() if request.path == A]
        assert "if-none-match" not in request.headers, "half a page is nothing to be unchanged"
        assert urls(archive) == sorted([url, site.url(B)])
        assert cut_off(archive) == []
