"""Is what is purged gone for good, all else as it was, and either of both whenever the purge is killed?"""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from scraper.errors import ArchiveError, UrlError, UsageError
from scraper.model import TO_BE_WRITTEN, Hold, Kind, Outcome, PassedOver, RobotsCopy, SiteFile, State
from scraper.writer import Archive, RawOptions, archive_database, archive_purge, warc_rewriting
from scraper.writer.archive_database import Database
from scraper.writer.archive_mentions import without
from scraper.writer.document import article_id
from scraper.writer.purged import Asked, Barred
from scraper.writer.warc import Original, WarcFile
from scraper.writer.warc_rewriting import Selection, next_name
from tests.writer.factory import CLOCK, DAY, NOW, article, fetched, page, rejection, visit
from tests.writer.traces import traces
from tests.writer.warcs import Record, checked, read, records

A, LEAD, B, OTHER = "https://a.test/secret", "https://a.test/old", "https://b.test/kept", "https://a.test/else"
MARKS = ("/secret", "The Hidden Title", "hidden words")
REPORT = {
    "counts": {"fetched": 4},
    "hosts": [{"host": "a.test", "robots": [{"origin": "https://a.test"}]}, {"host": "b.test"}],
    "hosts_held": ["a.test", "b.test"],
    "delays_capped": {"a.test": 9.0, "b.test": 8.0},
    "backfill": [{"file": "/f", "first_bad": "see https://a.test/secret", "hosts": ["a.test"]}],
}


def secret(**changes: Any) -> Any:
    return article(A, title="The Hidden Title", text="These are the hidden words.", **changes)


def filled(directory: Path, **options: Any) -> None:
    """Two sites: on one a secret, an address that only leads to it, and something else."""
    body = b"<html>The Hidden Title: hidden words</html>"
    with Archive.open(directory, write=True, raw=RawOptions(**options)) as archive:
        archive._database.run("PRAGMA secure_delete = OFF")  # as it is by default, though not everywhere
        archive.begin_run("first", CLOCK)
        unread = rejection(A, text="an earlier reading: hidden words " * 999)  # rows that are no more leave traces, too
        archive.finish(Outcome(visit(A), State.REJECTED, NOW, result=unread))
        came = page(A, body)
        kept = Outcome(visit(A), State.FETCHED, NOW, 200, page=came, raw=archive.keep(came), result=secret())
        archive.finish(replace(kept, next_due=CLOCK))
        archive.finish(fetched(archive, article(B), found=(visit(A), visit("https://b.test/x", found_on=A))))
        hop = replace(page(LEAD, b"", 301), headers=(("location", "/secret"),), response_head=b"")
        moved = Outcome(visit(LEAD), State.REDIRECTED, NOW, 301, page=hop, raw=archive.keep(hop), found=(visit(A),))
        archive.finish(replace(moved, detail=f"to {A}", fingerprint="print", next_due=CLOCK + DAY))
        archive.finish(fetched(archive, article(OTHER)))
        front = page("https://a.test/")
        archive.finish(Outcome(visit(front.url), State.REJECTED, NOW, 200, page=front, result=rejection(front.url)))
        archive.end_run(REPORT, CLOCK)
    with Archive.open(directory, write=True, raw=RawOptions(**options)) as archive:
        archive.begin_run("second", CLOCK + DAY)
        later = replace(page(A, b"", 304), fetched_at=NOW + timedelta(days=1))
        archive.finish(Outcome(visit(A), State.UNCHANGED, later.fetched_at, 304, page=later, raw=archive.keep(later)))
        archive.keep_robots(RobotsCopy("https://a.test", 200, b"User-agent: *", CLOCK, CLOCK))
        archive.keep_site_file(SiteFile("https://www.a.test/.well-known/tdmrep.json", 200, b"[]", CLOCK, CLOCK))
        archive.keep_hold("a.test", Hold(CLOCK - 1, "earlier"))
        archive.keep_hold("www.a.test", Hold(CLOCK + 99, "Retry-After"))


def purge(directory: Path, *asked: Asked, reason: str = "asked for", now: float = CLOCK) -> bool:
    with Archive.open(directory, write=True) as archive:
        return archive.purging.carry_out(archive.purging.plan(asked), reason, now)


def stored(directory: Path) -> dict[str, str]:
    """URL -> document of each article. The accounts add up, the rows point at records, the WARC files can be read."""
    with Archive.open(directory) as archive:
        assert sum(archive.counts().values()) == archive.known()
        found = {one.document["url"]: one.json for one in archive.articles()}
    kept = records(directory)
    places = {(one.headers["WARC-Target-URI"], one.offset, one.length) for one in kept}
    ids = {one.headers["WARC-Record-ID"] for one in kept}
    assert {one.headers["WARC-Concurrent-To"] for one in kept if one.kind == "request"} <= ids
    assert {one.headers["WARC-Warcinfo-ID"] for one in kept if one.kind != "warcinfo"} <= ids
    database = Database.open(directory, write=False)
    rows = database.all("SELECT url, warc_offset, warc_length FROM pages WHERE warc IS NOT NULL")
    files = {name for (name,) in database.all("SELECT name FROM warc_files")}
    assert database.one("PRAGMA integrity_check") == ("ok",)
    database.close()
    assert set(rows) <= places
    assert files == {path.name for path in (directory / "warc").iterdir()}
    assert not files or checked(directory)
    return found


# ---------------------------------------------------------------- which are of it


@pytest.mark.parametrize(
    ("asked", "out", "stays"),
    [
        (
            Asked.site("www.News.test"),
            [
                "https://news.test/a",
                "http://www.news.test/",
                "https://amp.news.test/a",
                "https://news.test:443/",
                "https://news-test.cdn.ampproject.org/c/s/news.test/a",
            ],
            ["https://es.news.test/", "https://news.test:8080/", "https://mynews.test/", "https://b.test/news.test/"],
        ),
        (
            Asked.site("news.test", subdomains=True),
            ["https://news.test/", "https://es.news.test/", "https://www.es.news.test/a"],
            ["https://mynews.test/", "https://news.test.org/", "https://es.news.test:8080/"],
        ),
        (
            Asked.document("http://www.news.test/a/?utm_source=x#b"),
            ["https://news.test/a", "https://news.test/a/amp/", "https://amp.news.test/a?print=1"],
            ["https://news.test/", "https://news.test/a/b", "https://news.test/a?id=1"],
        ),
        (Asked.site("http://127.0.0.1:81/"), ["http://127.0.0.1:81/x"], ["http://127.0.0.1/x"]),
    ],
)
def test_which_addresses_are_out(asked: Asked, out: list[str], stays: list[str]) -> None:
    barred = Barred.of([asked])
    assert [url for url in out + stays if barred.bars_url(url)] == out
    assert [one.url for one in map(visit, out + stays) if barred.bars(one)] == out


def test_a_page_is_no_site_and_nonsense_is_nothing() -> None:
    with pytest.raises(UsageError, match="--url"):
        Asked.site("https://news.test/a")
    for host in ("", "a b", "http://"):
        with pytest.raises(UrlError):
            Asked.site(host)
    assert not Barred.of([Asked.site("a.test")]).bars_url("mailto:me@a.test")
    assert not Barred()


# ---------------------------------------------------------------- what goes


def test_a_document_goes_with_all_that_only_leads_to_it(tmp_path: Path) -> None:
    filled(tmp_path)
    before = stored(tmp_path)
    assert set(traces(tmp_path, MARKS)) == set(MARKS)
    with Archive.open(tmp_path) as reader:
        removal = reader.purging.plan([Asked.document(A)]).removal
    assert (removal.articles, removal.revisions, removal.addresses, removal.leads) == (1, 1, 2, 1)
    assert (removal.exchanges, removal.lists, removal.warc_files) == (3, 0, 2)
    assert stored(tmp_path) == before, "a plan changes nothing"
    size = sum(path.stat().st_size for path in (tmp_path / "warc").iterdir())
    assert purge(tmp_path, Asked.document(A))
    assert stored(tmp_path) == {url: before[url] for url in (B, OTHER)}
    left = sum(path.stat().st_size for path in (tmp_path / "warc").iterdir())
    assert abs(size - left - removal.warc_bytes) < 400, "and a warcinfo that was alone, or has a longer name"
    assert not traces(tmp_path, [*MARKS, "/old"])
    assert [path.name[-10:] for path in sorted((tmp_path / "warc").iterdir())] == ["p1.warc.gz"], "one was empty"


def test_the_records_that_stay_are_as_they_were(tmp_path: Path) -> None:
    filled(tmp_path)
    old = {one.headers["WARC-Record-ID"]: one for one in records(tmp_path)}
    purge(tmp_path, Asked.document(A))
    [path] = (tmp_path / "warc").iterdir()
    [info, *kept] = records(tmp_path)
    assert (info.kind, info.headers["WARC-Filename"]) == ("warcinfo", path.name)
    assert info.block == old[info.headers["WARC-Record-ID"]].block
    assert [one.kind for one in kept if one.kind != "metadata"] == ["request", "response"] * 2
    for one in kept:
        was = old[one.headers["WARC-Record-ID"]]
        assert (one.headers.headers, one.block, one.length) == (was.headers.headers, was.block, was.length)


def test_a_site_goes_with_what_is_kept_of_it(tmp_path: Path) -> None:
    filled(tmp_path)
    before = stored(tmp_path)
    with Archive.open(tmp_path, write=True) as archive:
        assert archive.purging.carry_out(archive.purging.plan([Asked.site("www.a.test")]), "", CLOCK)
        assert not traces(tmp_path, [*MARKS, "//a.test"]), "also before the log is closed"
    assert stored(tmp_path) == {B: before[B]}
    assert not traces(tmp_path, [*MARKS, "//a.test", "//www.a.test"])
    with Archive.open(tmp_path) as archive:
        assert archive.robots("https://a.test") is None
        assert archive.hold("a.test") == Hold()
        assert archive.hold("www.a.test").reason == "Retry-After", "who forgets a purge has not got round it"
        [_, first] = archive.runs()
        assert first.report == {
            "counts": {"fetched": 4},
            "hosts": [{"host": "b.test"}],
            "hosts_held": ["b.test"],
            "delays_capped": {"b.test": 8.0},
            "backfill": [{"file": "/f", "first_bad": "", "hosts": []}],
        }
        assert [one.found_on for one in archive.pages() if one.url == "https://b.test/x"] == [None]


def test_a_report_keeps_what_it_says_of_others() -> None:
    assert without(REPORT, Barred.of([Asked.site("c.test")])) == REPORT
    assert without(REPORT, Barred.of([Asked.document(A)]))["backfill"][0]["first_bad"] == ""


def test_an_address_that_led_elsewhere_as_well_stays(tmp_path: Path) -> None:
    filled(tmp_path)
    with Archive.open(tmp_path, write=True) as archive:
        archive.begin_run("third", CLOCK + DAY)
        taken = next(one for one in iter(lambda: archive.take("a.test", CLOCK + 9 * DAY), None) if one.url == LEAD)
        hop = replace(page(LEAD, b"", 302), headers=(("location", "/else"),))
        end = Outcome(taken, State.REDIRECTED, NOW, 302, page=hop, found=(visit(OTHER),), fingerprint="another")
        archive.finish(replace(end, detail=f"to {OTHER}"))
        end = replace(end, detail=f"to {A}", found=(visit(A),), fingerprint="print")
        archive.finish(replace(end, visit=replace(taken, fingerprint="another")))
    purge(tmp_path, Asked.document(A))
    with Archive.open(tmp_path) as reader:
        [lead] = [one for one in reader.pages() if one.url == LEAD]
        assert (lead.state, lead.detail) == (State.REDIRECTED, "")


def test_where_a_document_has_moved_to_stays_and_is_told(tmp_path: Path) -> None:
    filled(tmp_path)
    with Archive.open(tmp_path) as reader:
        assert reader.purging.plan([Asked.document(LEAD)]).removal.onward == (A,)
    purge(tmp_path, Asked.document(LEAD))
    assert A in stored(tmp_path)


def test_a_revisit_goes_with_what_it_refers_to(tmp_path: Path) -> None:
    """A record of another address says that its bytes are those of the purged one, or of a list that loses them."""
    names = ("1.warc.gz", "2.warc.gz")
    first, second = (WarcFile(tmp_path / name, {}, NOW) for name in names)
    listed = first.write(page("https://a.test/feed"))
    first.write(page(A))
    for url, when in ((A, NOW), ("https://a.test/feed", NOW), (B, NOW), ("https://a.test/feed", NOW - timedelta(1))):
        second.write(page(OTHER, b"", 304), Original(url, when, "sha1:ABC"))
    for file in (first, second):
        file.close()
    chosen = Selection(Barred.of([Asked.document(A)]).bars_url, frozenset({(names[0], listed.record.offset)}))
    cuts = [chosen.cut(tmp_path, file.path.name, file.size) for file in (first, second)]
    assert [(len(cut.gone), cut.stays) for cut in cuts if cut] == [(4, 0), (6, 6)]
    places = [one.offset for one in read(tmp_path / names[1])[1:7]]
    assert cuts[1] is not None
    assert [offset for offset, _ in cuts[1].gone] == places


def test_an_archive_without_bytes(tmp_path: Path) -> None:
    filled(tmp_path, keep=False)
    assert purge(tmp_path, Asked.document(A))
    assert not traces(tmp_path, MARKS)


def test_many_files(tmp_path: Path) -> None:
    filled(tmp_path, file_bytes=1)
    assert len(list((tmp_path / "warc").iterdir())) > 4
    before = stored(tmp_path)
    kept = {one.headers["WARC-Filename"] for one in records(tmp_path) if one.kind == "warcinfo"}
    touched = {path.name for path in (tmp_path / "warc").iterdir() if any(map(is_of_secret, read(path)))}
    purge(tmp_path, Asked.document(A))
    assert stored(tmp_path) == {url: before[url] for url in (B, OTHER)}
    assert {path.name for path in (tmp_path / "warc").iterdir()} == kept - touched


def is_of_secret(record: Record) -> bool:
    return record.headers["WARC-Target-URI"] in (A, LEAD)


def test_a_name_that_is_taken_is_not_taken_again(tmp_path: Path) -> None:
    filled(tmp_path)
    purge(tmp_path, Asked.document(A))
    purge(tmp_path, Asked.document(OTHER))
    assert [path.name[-10:] for path in (tmp_path / "warc").iterdir()] == ["p2.warc.gz"]
    assert list(stored(tmp_path)) == [B]
    assert sorted(["x-1.warc.gz", "x-2.warc.gz", next_name("x-1.warc.gz")])[0] == "x-1-p1.warc.gz"


def test_a_file_that_is_elsewhere_or_damaged(tmp_path: Path) -> None:
    filled(tmp_path)
    first, second = sorted((tmp_path / "warc").iterdir())
    damaged = bytearray(second.read_bytes())
    damaged[-40] ^= 0xFF
    second.write_bytes(damaged)
    before = {path: path.read_bytes() for path in (first, second)}
    with pytest.raises(ArchiveError, match=rf"{second.name}: the record at .* cannot be read.*nothing was changed"):
        purge(tmp_path, Asked.document(A))
    assert before == {path: path.read_bytes() for path in (first, second)}
    second.unlink()
    with Archive.open(tmp_path) as reader:
        assert reader.purging.plan([Asked.document(A)]).removal.missing == (second.name,)


# ---------------------------------------------------------------- it does not come back


def test_nothing_brings_it_back(tmp_path: Path) -> None:
    filled(tmp_path)
    purge(tmp_path, Asked.document(A), Asked.site("c.test"))
    c = "https://www.c.test/page"
    with Archive.open(tmp_path, write=True) as archive:
        archive.begin_run("next", CLOCK)
        known = archive.known()
        assert archive.add([visit(A), visit(LEAD), visit(c)]) == 0
        found = (visit(A), visit(c), visit("https://b.test/new"))
        end = fetched(archive, article(B), found=found, passed_over=(PassedOver(visit(c), "depth"),))
        [ended] = archive.store([end])
        assert ended.stored is not None
        assert [one.url for one in ended.stored.found] == ["https://b.test/new"]
        assert ended.stored.passed_by == {"purged": 2}
        assert ended.hosts.keys() == {"b.test"}
        hop = page("https://b.test/hop", b"", 301)
        moved = Outcome(visit(hop.url), State.REDIRECTED, NOW, 301, page=hop, found=(visit(A),), detail=f"to {A}")
        archive.finish(moved)
        [ended] = archive.store([fetched(archive, secret())])
        assert ended.saved is None
        assert ended.stored is not None
        assert (ended.stored.state, ended.stored.result, ended.stored.page) == (State.EXCLUDED, None, None)
        assert archive.known() == known + 2
        assert archive.article("https://b.test/hop") is None
        assert archive.article(A) is None
        assert archive.reasons()[State.EXCLUDED, "purged"] == 1
        assert {host for host, _ in archive.hosts(CLOCK)} == {"a.test", "b.test"}
    assert not traces(tmp_path, ["/page", "Title"])


def test_a_list_that_has_it_is_not_kept(tmp_path: Path) -> None:
    filled(tmp_path)
    purge(tmp_path, Asked.document(A))
    posts = visit("https://a.test/wp-json/wp/v2/posts", kind=Kind.API)
    came = page(posts.url, b"[hidden words]")
    brought = (fetched_from(visit(A), secret()), fetched_from(visit(OTHER), article(OTHER)))
    with Archive.open(tmp_path, write=True) as archive:
        archive.begin_run("next", CLOCK)
        end = Outcome(posts, State.FETCHED, NOW, 200, page=came, raw=None, brought=brought)
        for kind in (Kind.API, Kind.FEED):
            taken = archive.purging.barred.applied(replace(end, visit=replace(posts, kind=kind)))
            assert taken is not None
            assert (len(taken.brought), taken.raw) == (1, None)
        [ended] = archive.store([replace(end, raw=TO_BE_WRITTEN)])
        assert len(ended.brought) == 1
    assert not traces(tmp_path, MARKS)


def fetched_from(one: Any, result: Any) -> Outcome:
    return Outcome(one, State.FETCHED, NOW, 200, result=result)


def test_a_mistake_can_be_made_good(tmp_path: Path) -> None:
    filled(tmp_path)
    purge(tmp_path, Asked.document(A), Asked.site("c.test", subdomains=True), reason="a mistake")
    with Archive.open(tmp_path, write=True) as archive:
        told = [(one.name, one.extent.value, one.reason, one.leads) for one in archive.purging.remembered()]
        assert told == [
            (article_id("https://a.test/secret"), "document", "a mistake", 1),
            ("c.test", "subdomains", "a mistake", 0),
        ]
        assert not archive.purging.forget("b.test")
        assert archive.purging.forget("www.c.test")
        assert archive.purging.forget("http://a.test/secret/")
        assert archive.purging.remembered() == []
        assert archive.add([visit(A), visit(LEAD), visit("https://x.c.test/")]) == 3


# ---------------------------------------------------------------- who has copies is told


def test_who_has_copies_is_told(tmp_path: Path) -> None:
    filled(tmp_path)
    with Archive.open(tmp_path) as reader:
        last = max(one.cursor for one in reader.articles())
    purge(tmp_path, Asked.document(A))
    with Archive.open(tmp_path, write=True) as archive:
        [gone] = archive.purging.tombstones(last)
        told = {"gone": True, "date_gone": "2026-03-04T05:06:07Z", "reason": "purged", "id": article_id(A)}
        assert gone.document == told
        archive.begin_run("next", CLOCK)
        archive.finish(fetched(archive, article("https://b.test/new")))
        newest = max(one.cursor for one in archive.articles())
        assert last < gone.cursor < newest, "no cursor is given twice"
        assert list(archive.purging.tombstones(gone.cursor)) == []
    purge(tmp_path, Asked.site("a.test"))
    with Archive.open(tmp_path) as reader:
        assert [one.id for one in reader.purging.tombstones()] == [article_id(A), article_id(OTHER)]


# ---------------------------------------------------------------- whole or not at all


def test_a_table_that_was_forgotten_stops_the_purge(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    filled(tmp_path)
    before = stored(tmp_path)
    tied = ("rejections", "articles", "revisions", "pages", "visits")  # others refer to their rows, or they to others'
    removing = [
        one for one in archive_purge.STATEMENTS if one.startswith(tuple(f"DELETE FROM {name} " for name in tied))
    ]
    for left_out in removing[:-1]:
        some = tuple(one for one in archive_purge.STATEMENTS if one is not left_out)
        monkeypatch.setattr(archive_purge, "STATEMENTS", some)
        with pytest.raises(ArchiveError, match=r"refer to rows of .* that would go"):
            purge(tmp_path, Asked.site("a.test"))
        assert stored(tmp_path) == before


def test_a_reader_that_stays_is_told_of_and_the_next_purge_sweeps(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    filled(tmp_path)
    monkeypatch.setattr(archive_database, "BUSY_SECONDS", 0.02)
    with Archive.open(tmp_path) as reader:
        reading = reader.articles()
        next(reading)
        assert not purge(tmp_path, Asked.document(A))
        assert len(list(reading)) == 2, "and is not disturbed"
    assert purge(tmp_path, Asked.document("https://c.test/never-here"))
    assert not traces(tmp_path, MARKS)
    with Archive.open(tmp_path, write=True) as archive:
        monkeypatch.setattr(Database, "sweep", lambda _: pytest.fail("there is nothing to sweep"))
        assert archive.purging.carry_out(archive.purging.plan([Asked.site("d.test")]), "", CLOCK)


class Camera:
    """Takes a copy of a directory before each step that could be the last one: what a killed process leaves."""

    def __init__(self, directory: Path, into: Path) -> None:
        self.directory = directory
        self.into = into
        self.seen: set[str] = set()

    def before(self, step: Callable[..., Any]) -> Callable[..., Any]:
        def stepping(*arguments: Any, **more: Any) -> Any:
            self.take()
            return step(*arguments, **more)

        return stepping

    def take(self) -> None:
        files = [path for path in sorted(self.directory.rglob("*")) if path.is_file() and path.suffix != ".db-shm"]
        print_ = hashlib.sha256(b"".join(path.name.encode() + path.read_bytes() for path in files)).hexdigest()
        if print_ not in self.seen:
            shutil.copytree(self.directory, self.into / f"{len(self.seen):03}")
            self.seen.add(print_)

    def pictures(self) -> Iterator[Path]:
        return iter(sorted(self.into.iterdir()))


def test_killed_at_any_step(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place = tmp_path / "archive"
    filled(place)
    before = stored(place)
    camera = Camera(place, tmp_path / "pictures")
    with monkeypatch.context() as patch:
        for owner, name in (
            (os, "fsync"),
            (Path, "rename"),
            (Path, "unlink"),
            (Database, "run"),
            (Database, "run_many"),
            (Database, "one"),
            (Database, "sweep"),
            (warc_rewriting, "_copy"),
        ):
            patch.setattr(owner, name, camera.before(getattr(owner, name)))
        purge(place, Asked.document(A))
    ends = set()
    for picture in camera.pictures():
        Archive.open(picture, write=True).close()
        left = stored(picture)
        ends.add(A in left)
        assert left in (before, {url: before[url] for url in (B, OTHER)})
        purge(picture, Asked.document(A))
        assert stored(picture) == {url: before[url] for url in (B, OTHER)}
        assert not traces(picture, MARKS)
    assert ends == {True, False}
    assert len(camera.seen) > 8


def test_a_full_disk_changes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    filled(tmp_path)
    before = stored(tmp_path)

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(warc_rewriting, "_copy", full)
    with pytest.raises(ArchiveError, match="the disk is full"):
        purge(tmp_path, Asked.document(A))
    assert stored(tmp_path) == before
