"""Sites change, fail, refuse and misbehave: does each page end as it should, and only that page?"""

from __future__ import annotations

import gzip
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from scraper import journey, wiring
from scraper.cleaner import Known
from scraper.model import Fault, Reading, Reason, Rejection, Saved, State
from scraper.trip import Trip
from scraper.writer.archive import Archive
from tests.journey.runs import crawl, documents, urls
from tests.journey.site import Answer, Reply, Request, Site, listing, paragraphs, settings_for, stories, story
from tests.writer.warcs import checked, records

A, B = "/story/1", "/story/2"


def revisions(archive: Path, url: str) -> list[dict[str, Any]]:
    with Archive.open(archive) as opened:
        return [dict(stored.document) for stored in opened.revisions(url)]


def test_a_changed_article_gets_a_second_revision(tmp_path: Path) -> None:
    archive, pages = tmp_path / "a", stories([1, 2])
    with Site(pages) as site:
        settings, url = settings_for(site, archive), site.url(A)
        first = crawl(settings)
        assert first.saved[url] is Saved.NEW
        pages[A] = story(1, more=["Correction: the vote took place on a Wednesday, the mayor's office says."])
        second = crawl(settings)
    assert second.saved[url] is Saved.CHANGED
    assert second.saved[site.url(B)] is Saved.UNCHANGED
    before, after = revisions(archive, url)
    assert (before["revision"], after["revision"]) == (1, 2)
    assert "Correction" not in before["text"]
    assert "Correction: the vote took place on a Wednesday" in after["text"]
    assert [document["revision"] for document in documents(archive) if document["url"] == url] == [2]


def test_new_chrome_is_no_new_revision(tmp_path: Path) -> None:
    archive, pages = tmp_path / "a", stories([1])
    with Site(pages) as site:
        settings, url = settings_for(site, archive), site.url(A)
        crawl(settings)
        pages[A] = story(1, chrome='<aside class="newsletter"><p>Sign up for our Friday newsletter!</p></aside>')
        second = crawl(settings)
    assert second.state(url) is State.FETCHED
    assert second.saved[url] is Saved.UNCHANGED
    assert len(revisions(archive, url)) == 1


def test_what_is_new_is_found_on_the_next_run(tmp_path: Path) -> None:
    archive, pages = tmp_path / "a", stories([1])
    with Site(pages) as site:
        settings = settings_for(site, archive)
        crawl(settings)
        pages |= stories([1, 2])
        second = crawl(settings)
        assert second.report.saved == {"unchanged": 1, "new": 1}
        assert urls(archive) == [site.url(A), site.url(B)]


def test_known_stories_are_looked_at_after_new_ones(tmp_path: Path) -> None:
    pages = stories([1, 2, 3])
    with Site(pages) as site:
        settings = settings_for(site, tmp_path / "a")
        crawl(settings)
        site.forget()
        pages |= stories([1, 2, 3, 4, 5])
        crawl(settings)
        assert [path for path in site.paths() if path.startswith("/story/")][:2] == ["/story/4", "/story/5"]


def test_validators_are_sent_back(tmp_path: Path) -> None:
    def answer(request: Request) -> Reply:
        known = request.headers.get("if-none-match") == '"v1"'
        return Reply(304 if known else 200, b"" if known else story(1).encode(), {"ETag": '"v1"'})

    with Site({"/": listing([A]), A: answer}) as site:
        settings, url = settings_for(site, tmp_path / "a"), site.url(A)
        crawl(settings)
        second = crawl(settings)
        assert [(entry.path, entry.status) for entry in site.log() if entry.path == A] == [(A, 200), (A, 304)]
    assert second.state(url) is State.UNCHANGED
    assert [document["revision"] for document in documents(tmp_path / "a")] == [1]


def test_gone_is_not_asked_again_and_what_it_was_stays(tmp_path: Path) -> None:
    archive, pages = tmp_path / "a", stories([1, 2])
    with Site(pages) as site:
        settings = settings_for(site, archive)
        crawl(settings)
        pages[A] = Reply(410, b"gone")
        assert crawl(settings).state(site.url(A)) is State.GONE
        site.forget()
        crawl(settings, everything_due=True)
        assert A not in site.paths()
        assert B in site.paths()
        assert urls(archive) == [site.url(B)]
        was, tomb = revisions(archive, site.url(A))
    assert paragraphs(1)[0] in was["text"]
    assert (tomb["gone"], tomb["revision"], tomb["attribution"]) == (True, 2, was["attribution"])


def test_twice_404_is_gone(tmp_path: Path) -> None:
    pages = stories([1])
    with Site(pages) as site:
        settings, url = settings_for(site, tmp_path / "a"), site.url("/missing")
        pages["/"] = listing([A, "/missing"])
        first = crawl(settings)
        assert (first.state(url), first.outcomes[url].status) == (State.FAILED, 404)
        site.forget()
        crawl(settings)
        assert "/missing" not in site.paths(), "a page that is not there is left alone for a day"
        assert crawl(settings, everything_due=True).state(url) is State.GONE
        site.forget()
        crawl(settings, everything_due=True)
        assert "/missing" not in site.paths()


def test_a_redirect_is_a_visit_whose_host_is_asked_first(tmp_path: Path) -> None:
    there = {"/robots.txt": "User-agent: *\nDisallow: /private/\n", "/new": story(1), "/private/x": story(2)}
    with Site({"/": listing(["/old", "/secret"])}, dict(there)) as site:
        site.pages[0]["/old"] = Reply(301, headers={"Location": site.url("/new", 1)})
        site.pages[0]["/secret"] = Reply(302, headers={"Location": site.url("/private/x", 1)})
        ran = crawl(settings_for(site, tmp_path / "a", hosts=(site.host(1),)))
        assert site.paths(1)[:2] == ["/robots.txt", "/new"]
        assert "/private/x" not in site.paths(1)
        assert ran.state(site.url("/old")) is State.REDIRECTED
        assert ran.state(site.url("/new", 1)) is State.FETCHED
        refused = ran.outcomes[site.url("/private/x", 1)]
        assert (refused.state, refused.reason) == (State.EXCLUDED, Reason.ROBOTS)
        (document,) = documents(tmp_path / "a")
        assert document["attribution"]["link"] == site.url("/new", 1)


def test_a_redirect_out_of_the_crawl_is_not_followed(tmp_path: Path) -> None:
    with Site({"/": listing(["/away"])}, {"/new": story(1)}) as site:
        site.pages[0]["/away"] = Reply(301, headers={"Location": site.url("/new", 1)})
        ran = crawl(settings_for(site, tmp_path / "a"))
        away = ran.outcomes[site.url("/away")]
        assert (away.state, away.reason) == (State.EXCLUDED, Reason.SCOPE)
        assert site.log(1) == []


def test_redirects_without_end_end(tmp_path: Path) -> None:
    pages: dict[str, Answer] = {f"/r/{at}": Reply(302, headers={"Location": f"/r/{at + 1}"}) for at in range(9)}
    with Site(pages | {"/": listing(["/r/0"])}) as site:
        ran = crawl(settings_for(site, tmp_path / "a", max_redirects=3))
        assert site.paths() == ["/robots.txt", "/", "/r/0", "/r/1", "/r/2", "/r/3"]
        assert (ran.state(site.url("/r/3")), ran.report.reasons) == (State.FAILED, {"redirects": 1, "listing": 1})


def test_busy_means_later_for_the_whole_host_and_across_runs(tmp_path: Path) -> None:
    pages = stories([1, 2, 3])
    busy = Reply(503, b"busy", {"Retry-After": "3600"})
    with Site(pages) as site:
        pages |= {"/story/1": busy, "/story/2": busy, "/story/3": busy}
        settings, now = settings_for(site, tmp_path / "a"), time.time()
        first = crawl(settings)
        assert len(site.paths()) == 3, "robots.txt, the front page, and the one that said so"
        assert first.report.counts[State.DEFERRED] == 1
        assert first.report.hosts_held == (site.host(),)
        assert first.report.next_due is not None
        assert 3590 < first.report.next_due - now < 3700
        assert crawl(settings).report.requests == 0
        assert len(site.paths()) == 3


def test_what_passes_is_tried_again(tmp_path: Path) -> None:
    tried: list[str] = []

    def shaky(request: Request) -> Reply:
        tried.append(request.path)
        return Reply(500, b"oops") if len(tried) < 3 else Reply(200, story(1).encode())

    with Site({"/": listing([A]), A: shaky}) as site:
        ran = crawl(settings_for(site, tmp_path / "a", tries=3))
        assert tried == [A] * 3
        assert ran.saved[site.url(A)] is Saved.NEW


def test_a_robots_txt_that_fails_means_no(tmp_path: Path) -> None:
    pages = stories([1]) | {"/robots.txt": Reply(503, b"", {"Retry-After": "3600"})}
    with Site(pages) as site:
        ran = crawl(settings_for(site, tmp_path / "a"))
        assert site.paths() == ["/robots.txt"]
        front = ran.outcomes[site.url("/")]
        assert (front.state, front.reason) == (State.DEFERRED, Fault.UNREACHABLE_ROBOTS)


NOFOLLOW: dict[str, Callable[[str], Reply]] = {
    "the link": lambda page: Reply(200, page.replace("<a href", '<a rel="noopener nofollow" href').encode()),
    "the page": lambda page: Reply(
        200, page.replace("<title>", '<meta name=robots content="nofollow"><title>').encode()
    ),
    "the header": lambda page: Reply(200, page.encode(), {"X-Robots-Tag": "noarchive, nofollow"}),
}


@pytest.mark.parametrize("said_by", NOFOLLOW)
def test_nofollow_is_obeyed(tmp_path: Path, said_by: str) -> None:
    section = listing([A])
    with Site(stories([1]) | {"/": listing([B, "/section"]), B: story(2), "/section": section}) as site:
        assert urls_stored(site, tmp_path / "open") == [A, B]
        site.pages[0]["/section"] = NOFOLLOW[said_by](section)
        site.forget()
        assert urls_stored(site, tmp_path / "closed") == [B]
        assert A not in site.paths()


def urls_stored(site: Site, archive: Path) -> list[str]:
    crawl(settings_for(site, archive))
    return [url.removeprefix(site.url("")) for url in urls(archive)]


def test_a_page_over_the_cap_is_cut_and_costs_itself_only(tmp_path: Path) -> None:
    archive, pages = tmp_path / "a", stories([1, 2, 3])
    pages[A] = story(1, more=["The list of drawers goes on. " * 60_000])
    pages[B] = Reply(200, gzip.compress(b"<p>" + b" " * 30_000_000), {"Content-Encoding": "gzip"})
    with Site(pages) as site:
        ran = crawl(settings_for(site, archive, max_raw_bytes=200_000, max_body_bytes=1_000_000))
        for path in (A, B):
            outcome = ran.outcomes[site.url(path)]
            assert (outcome.state, outcome.reason) == (State.FAILED, Fault.TOO_LARGE)
        assert urls(archive) == [site.url("/story/3")]
        cut = {
            record.headers["WARC-Target-URI"]: len(record.block)
            for record in records(archive)
            if record.headers["WARC-Truncated"]
        }
        assert set(cut) == {site.url(A), site.url(B)}
        assert max(cut.values()) <= 1_000_000
    assert checked(archive)


def test_a_page_too_long_to_clean_is_kept_all_the_same(tmp_path: Path) -> None:
    archive, pages = tmp_path / "a", stories([1, 2])
    pages[A] = long = story(1, more=["The list of drawers goes on. " * 4_000])
    with Site(pages) as site:
        ran = crawl(settings_for(site, archive, max_page_bytes=100_000))
        outcome = ran.outcomes[site.url(A)]
        assert (outcome.state, outcome.reason) == (State.REJECTED, Reason.TOO_LARGE)
        kept = {record.headers["WARC-Target-URI"]: record.content for record in records(archive) if record.http}
        assert kept[site.url(A)] == long.encode()


def with_brittle_cleaner(monkeypatch: pytest.MonkeyPatch, path: str) -> None:
    """Have crawls clean with one that cannot finish with one page."""

    @contextmanager
    def trip(*args: Any, **kwargs: Any) -> Iterator[Trip]:
        with wiring.trip(*args, **kwargs) as real:

            async def read(body: bytes, url: str, known: Known) -> Reading:
                if url.endswith(path):
                    return Reading(Rejection(url, Reason.BROKEN, "ValueError: too deep for us"))
                return await real.reader(body, url, known)

            yield replace(real, reader=read)

    monkeypatch.setattr(journey, "trip", trip)


def test_a_crash_in_the_cleaner_costs_that_page_only(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def tagged(number: int) -> Callable[[Request], Reply]:
        return lambda request: (
            Reply(304, headers={"ETag": '"v1"'})
            if request.headers.get("if-none-match")
            else Reply(200, story(number).encode(), {"ETag": '"v1"'})
        )

    archive = tmp_path / "a"
    with Site({"/": listing([A, B]), A: tagged(1), B: tagged(2)}) as site:
        settings = settings_for(site, archive)
        with monkeypatch.context() as patch:
            with_brittle_cleaner(patch, A)
            ran = crawl(settings)
        outcome = ran.outcomes[site.url(A)]
        assert (outcome.state, outcome.reason) == (State.REJECTED, Reason.BROKEN)
        assert urls(archive) == [site.url(B)]
        kept: Mapping[str, bytes] = {record.headers["WARC-Target-URI"]: record.content for record in records(archive)}
        assert paragraphs(1)[0].encode() in kept[site.url(A)], "the evidence is there to be cleaned again"
        # A cleaner that can is given the page in full, though the server would call it unchanged.
        again = crawl(settings)
        assert again.saved[site.url(A)] is Saved.NEW
        assert again.state(site.url(B)) is State.UNCHANGED
        assert urls(archive) == [site.url(A), site.url(B)]
