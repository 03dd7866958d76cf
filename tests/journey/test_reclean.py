"""Cleaning again what an archive keeps: what should change changes, nothing else does, and nobody is asked."""

from __future__ import annotations

import hashlib
import signal
import sqlite3
import time
from collections.abc import Callable
from contextlib import closing, nullcontext
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from scraper import wiring
from scraper.errors import ArchiveLockedError
from scraper.model import Maker, Outcome, Override, Page, Purpose, Reason, State
from scraper.reclean import Fate, Report, Told, reclean, settings_of
from scraper.replay import Left
from scraper.settings import ApiUse, Settings, load
from scraper.verify import Verified, verify
from scraper.workers import Workers
from scraper.writer.archive import Archive
from scraper.writer.archive_recleaning import Part
from tests.journey.runs import crawl, documents, running, urls, write_config
from tests.journey.site import Reply, Site, listing, settings_for, stories, story, title
from tests.journey.wordpress import WordPress
from tests.writer.factory import article, visit

FRONTIER = """
    SELECT id, url, key, kind, depth, priority, due, attempts, etag, last_modified, status, visited_at, run, checks,
           changes, first_checked, fingerprint FROM visits ORDER BY id
"""
TERMS = """
publisher = "The Marrow Bay Courier"
hosts = ["127.2.0.1"]
licence_id = "CC-BY-4.0"
licence_url = "https://creativecommons.org/licenses/by/4.0/"
source = "https://courier.test/terms"
read_on = 2026-11-01
"""


def patient(settings: Settings) -> Settings:
    """Another maker, which makes the same of everything."""
    return replace(settings, clean_seconds=settings.clean_seconds + 1)


def table(archive: Path, sql: str) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(archive / "archive.db")) as database:
        return database.execute(sql).fetchall()


def told(settings: Settings, part: Part | None = None, dry_run: bool = False) -> tuple[Report, list[Told]]:
    lines: list[Told] = []
    return reclean(settings, part or Part(), dry_run, lines.append), lines


def whole(archive: Path, settings: Settings | None = None) -> Verified:
    """The archive's chain, which has no break."""
    return verify(archive, lambda found: pytest.fail(str(found)), lambda _: None, settings)


def test_the_same_cleaner_changes_nothing_and_asks_nobody(tmp_path: Path) -> None:
    archive = tmp_path / "a"
    with Site({**stories(range(1, 6)), "/robots.txt": Reply(200, b"User-agent: *\nAllow: /")}) as site:
        settings = settings_for(site, archive)
        crawl(settings)
        before, frontier, asked = documents(archive), table(archive, FRONTIER), len(site.log())
        report = reclean(settings)
        assert report.fates == {}, "this maker has read all of it"
        report = reclean(patient(settings))
        assert report.fates == {Fate.SAME: 5, Fate.NONE: 1}
        assert reclean(patient(settings)).fates == {}
        assert documents(archive) == before
        assert table(archive, FRONTIER) == frontier
        assert len(site.log()) == asked
    assert table(archive, "SELECT count(*) FROM runs") == [(1,)]
    seen = whole(archive, settings)
    assert (seen.exchanges, seen.revisions, seen.remade) == (6, 5, 5)


def test_a_language_less_makes_rejections_and_one_more_makes_articles(tmp_path: Path) -> None:
    archive = tmp_path / "a"
    with Site(stories(range(1, 4))) as site:
        settings = settings_for(site, archive)
        crawl(settings)
        report = reclean(replace(settings, languages=("de",)))
        assert (report.fates[Fate.REJECTED], report.reasons) == (3, {"language": 3})
        assert len(documents(archive)) == 3, "no article is dropped"
        with Archive.open(archive) as opened:
            assert opened.counts()[State.REJECTED] == 4
            assert opened.reasons()[State.REJECTED, Reason.LANGUAGE] == 3
        report = reclean(settings)
        assert report.fates == {Fate.NEW: 3, Fate.NONE: 1}
        with Archive.open(archive) as opened:
            assert opened.counts()[State.FETCHED] == 3
    assert [document["revision"] for document in documents(archive)] == [1, 1, 1]
    whole(archive, settings)


def test_new_terms_of_a_publisher_reach_the_articles(tmp_path: Path) -> None:
    archive = tmp_path / "a"
    (tmp_path / "terms").mkdir()
    (tmp_path / "terms" / "courier.toml").write_text(TERMS, encoding="utf-8")
    with Site(stories([1, 2])) as site:
        settings = settings_for(site, archive)
        crawl(settings)
        [first, _] = documents(archive)
        assert first["license"] is None
        better = replace(settings, publishers=tmp_path / "terms")
        dry, lines = told(better, dry_run=True)
        assert documents(archive)[0] == first
        report, again = told(better)
        assert (lines, dry.fates) == (again, report.fates)
        assert {line.fields for line in lines if line.fate is Fate.CHANGED} == {("license", "attribution")}
        assert [document["license"]["id"] for document in documents(archive)] == ["CC-BY-4.0", "CC-BY-4.0"]
        assert settings_of(archive, {}).publishers == tmp_path / "terms"
        assert reclean(settings_of(archive, {})).fates == {}
        ran = crawl(better, everything_due=True)
        assert ran.report.saved == {"unchanged": 2}, "a crawl by the same terms agrees"
    whole(archive, better)


@pytest.mark.parametrize(
    ("part", "number"),
    [
        (lambda site: Part(host=site.host(0)), 3),
        (lambda _: Part(host="elsewhere.test"), 0),
        (lambda site: Part(url=site.url("/story/2")), 1),
    ],
)
def test_a_part_is_cleaned_again(tmp_path: Path, part: Callable[[Site], Part], number: int) -> None:
    with Site(stories([1, 2])) as site:
        settings = settings_for(site, tmp_path / "a")
        crawl(settings)
        assert reclean(patient(settings), part(site)).fates.total() == number
        assert reclean(patient(settings)).fates.total() == 3 - number


def test_what_the_site_changed_or_took_away_since(tmp_path: Path) -> None:
    archive = tmp_path / "a"
    pages = stories([1, 2])
    pages["/story/1"] = Reply(200, story(1).encode(), {"Content-Type": "text/html", "ETag": '"v1"'})
    with Site(pages) as site:
        settings = settings_for(site, archive)
        crawl(settings)
        pages["/story/1"] = Reply(304)
        del pages["/story/2"]
        pages["/"] = listing(["/story/3"])
        pages["/story/3"] = story(3)
        crawl(settings, everything_due=True)
        before = documents(archive)
        report = reclean(patient(settings))
        assert report.fates == {Fate.SAME: 3, Fate.NONE: 1}
        assert documents(archive) == before
        states = table(archive, "SELECT state FROM visits WHERE url LIKE '%story%' ORDER BY url")
        assert states == [("unchanged",), ("failed",), ("fetched",)]
    whole(archive, settings)


def test_what_may_not_be_kept_is_not_cleaned_again(tmp_path: Path) -> None:
    archive = tmp_path / "a"
    pages = stories([1, 2])
    pages["/story/1"] = Reply(200, story(1).encode(), {"Content-Type": "text/html", "X-Robots-Tag": "noarchive"})
    with Site(pages) as site:
        settings = settings_for(site, archive)
        crawl(settings)
        before = documents(archive)
        report = reclean(patient(settings))
        assert report.left == {Left.NOT_KEPT: 1}
        assert documents(archive) == before
    assert sorted(bool(document["text"]) for document in before) == [False, True]
    whole(archive, patient(settings))


def noting(header: str, number: int = 1) -> Reply:
    """A story whose headers say something of its use."""
    return Reply(200, story(number).encode(), {"Content-Type": "text/html", "X-Robots-Tag": header})


def test_an_opt_out_that_holds_now_takes_the_text_as_a_crawl_would(tmp_path: Path) -> None:
    archive = tmp_path / "a"
    with Site({**stories([1]), "/story/1": noting("noarchive")}) as site:
        permitted = Override(site.host(0), "noarchive", "the editor wrote on 1 March")
        settings = settings_for(site, archive, overrides=(permitted,))
        crawl(settings)
        assert documents(archive)[0]["text"]
        _, lines = told(replace(settings, overrides=()))
        assert {"text", "markdown"} <= set(next(line.fields for line in lines if line.fate is Fate.CHANGED))
        [bare] = documents(archive)
        assert (bare["text"], bare["revision"], bare["title"]) == ("", 2, title(1))
        ran = crawl(replace(settings, overrides=()), everything_due=True)
        assert ran.report.saved == {"unchanged": 1}, "a crawl agrees"


def test_what_is_not_for_the_purpose_of_now_is_left(tmp_path: Path) -> None:
    archive = tmp_path / "a"
    with Site({**stories([1]), "/story/1": noting("noai")}) as site:
        settings = settings_for(site, archive)
        crawl(settings)
        before = documents(archive)
        report = reclean(replace(settings, purpose=Purpose.AI_TRAIN))
    assert report.left == {Left.OPT_OUT: 1}
    assert documents(archive) == before


def test_a_licence_counts_as_it_was_last_fetched(tmp_path: Path) -> None:
    archive = tmp_path / "a"
    licence = '<rsl xmlns="https://rslstandard.org/rsl"><content url="/"><license/></content></rsl>'
    head = '<link rel="license" type="application/rsl+xml" href="/terms.xml">'
    with Site({**stories([1]), "/story/1": story(1, head=head), "/terms.xml": Reply(200, licence.encode())}) as site:
        settings = settings_for(site, archive)
        crawl(settings)
        assert "/terms.xml" in site.paths()
        with closing(sqlite3.connect(archive / "archive.db")) as database, database:
            database.execute("UPDATE site_files SET fetched_at = 1, expires = 2")
        assert reclean(patient(settings)).fates == {Fate.SAME: 1, Fate.NONE: 1}
        with closing(sqlite3.connect(archive / "archive.db")) as database, database:
            database.execute("DELETE FROM site_files")
        assert reclean(replace(settings, clean_seconds=9)).left == {Left.TERMS: 1}


def test_damaged_bytes_cost_their_own_page_only(tmp_path: Path) -> None:
    archive = tmp_path / "a"
    with Site(stories([1, 2, 3])) as site:
        settings = settings_for(site, archive)
        crawl(settings)
    name, offset, length = table(
        archive, "SELECT warc, warc_offset, warc_length FROM pages WHERE url LIKE '%/story/2'"
    )[0]
    path = archive / "warc" / name
    data = bytearray(path.read_bytes())
    data[offset + length - 6] ^= 1  # of the checksum
    path.write_bytes(data)
    report, lines = told(patient(settings))
    assert report.fates == {Fate.SAME: 2, Fate.NONE: 1, Fate.LEFT: 1}
    [line] = [line for line in lines if line.fate is Fate.LEFT]
    assert line.left is Left.DAMAGED
    assert f"{name}, record at {offset}" in line.detail
    assert reclean(patient(settings)).left == {Left.DAMAGED: 1}, "it is not forgotten"


def test_a_cleaner_that_breaks_leaves_all_as_it_was(tmp_path: Path) -> None:
    archive = tmp_path / "a"
    with Site(stories([1])) as site:
        settings = settings_for(site, archive)
        crawl(settings)
    with Workers(function="tests.broken_reader:read") as workers, pytest.MonkeyPatch.context() as patch:
        patch.setattr(wiring, "Workers", lambda _bounds: nullcontext(workers))
        report = reclean(patient(settings))
    assert report.left == {Left.BROKEN: 2}
    assert urls(archive) == [site.url("/story/1")]
    assert reclean(patient(settings)).fates == {Fate.SAME: 1, Fate.NONE: 1}, "it is tried again"


def test_an_archive_that_is_written_to_has_to_wait_or_to_be_looked_at_only(tmp_path: Path) -> None:
    with Site(stories([1])) as site:
        settings = settings_for(site, tmp_path / "a")
        crawl(settings)
    with Archive.open(settings.archive, write=True):
        with pytest.raises(ArchiveLockedError):
            reclean(patient(settings))
        assert reclean(patient(settings), dry_run=True).fates == {Fate.SAME: 1, Fate.NONE: 1}
        whole(settings.archive)


# ---------------------------------------------------------------- lists of posts


def test_the_posts_of_a_list_are_cleaned_again_each_by_its_last_state(tmp_path: Path) -> None:
    archive = tmp_path / "a"
    blog = WordPress({number: f"2026-03-{number:02}T12:00:00" for number in range(1, 7)})
    with Site(blog.pages()) as site:
        settings = settings_for(site, archive, api=ApiUse.PREFER)
        crawl(settings)
        blog.modified[3] = "2026-03-29T09:30:00"
        blog.more[3] = ("The drawer was found to hold a second drawer, and that one a list of all the others.",)
        crawl(settings)
        before, frontier, asked = documents(archive), table(archive, FRONTIER), len(site.log())
        assert {document["revision"] for document in before} == {1, 2}
        report = reclean(replace(patient(settings), api=ApiUse.NEVER))
        assert len(site.log()) == asked
    assert report.fates[Fate.SAME] == 6
    assert report.left == {Left.LATER: 1}, "what the first list said of the third post"
    assert set(report.fates) == {Fate.SAME, Fate.NONE, Fate.LEFT}
    assert documents(archive) == before
    assert table(archive, FRONTIER) == frontier
    assert reclean(patient(settings)).fates == {}
    report = reclean(replace(settings, max_page_bytes=500))
    assert report.left[Left.POST] == 6, "of which it would have to see the pages"
    report = reclean(replace(settings, languages=("de",)), Part(url=site.url("/story/3")))
    assert report.fates[Fate.REJECTED] == 1
    assert whole(archive, settings).remade == 6


# ---------------------------------------------------------------- killed

PAGES = 60
EARLIER = Maker("0.0.1", "aa" * 32, "bb" * 32)


def of_an_earlier_version(archive: Path, number: int) -> None:
    """An archive of so many stories, of which an earlier version made nothing good."""
    at = datetime(2026, 11, 1, tzinfo=UTC)
    with Archive.open(archive, write=True) as opened:
        opened.begin_run("earlier", at.timestamp(), maker=EARLIER)
        ends = []
        for n in range(number):
            url, body = f"https://courier.test/story/{n}", story(n).encode()
            came = Page(url, 200, (("content-type", "text/html"),), body, at + timedelta(seconds=n), raw_body=body)
            made = article(url, text=f"Poor text {n}", content_sha256=sha256(body), fingerprint=f"poor-{n}")
            raw = opened.keep(came)
            ends.append(Outcome(visit(url), State.FETCHED, came.fetched_at, 200, page=came, raw=raw, result=made))
        opened.store(ends)


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def done(archive: Path) -> int:
    return int(table(archive, "SELECT count(*) FROM pages WHERE maker > 1")[0][0])


def test_a_recleaning_that_is_killed_goes_on_where_it_was(tmp_path: Path) -> None:
    archive = tmp_path / "archive"
    of_an_earlier_version(archive, PAGES)
    config = write_config(tmp_path, ["https://courier.test/"])
    with running(tmp_path, "reclean", config) as process:
        deadline = time.monotonic() + 60
        while not done(archive) and process.poll() is None and time.monotonic() < deadline:
            time.sleep(0.005)
        process.send_signal(signal.SIGKILL)
        process.wait()
    before = done(archive)
    assert 0 < before < PAGES
    settings = load(config, {}, {})
    report = reclean(settings)
    assert report.fates == {Fate.CHANGED: PAGES - before}
    assert report.fields["text"] == PAGES - before
    assert {document["revision"] for document in documents(archive)} == {2}
    assert table(archive, "SELECT count(*) FROM revisions") == [(2 * PAGES,)]
    whole(archive, settings)
