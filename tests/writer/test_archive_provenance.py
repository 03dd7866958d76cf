"""Is it known of each article who made it, and of which bytes?"""

from __future__ import annotations

import base64
import gzip
import hashlib
from dataclasses import replace
from pathlib import Path

import pytest

from scraper.errors import RecordError
from scraper.model import Maker, RawRecord, Reason, Recleaned, Remade, Saved, State, Truncation
from scraper.writer import Archive
from scraper.writer.archive_database import Database
from scraper.writer.archive_recleaning import KeptExchange, Part
from scraper.writer.warc_reading import WarcReader
from tests.writer.factory import CLOCK, DAY, NOW, URL, article, fetched, page, rejection, visit

OLD = Maker("0.0.9", "aa" * 32, "bb" * 32, '{"languages":[]}')
NEW = OLD._replace(software="0.1.0")
OTHER = "https://news.test/other/"


def rows(directory: Path, sql: str) -> list[tuple[object, ...]]:
    database = Database.open(directory, write=False)
    try:
        return database.all(sql)
    finally:
        database.close()


def held(archive: Archive, part: Part = Part(), maker: Maker = NEW) -> list[KeptExchange]:  # noqa: B008
    return list(archive.exchanges(part, maker))


def test_the_chain_leads_from_the_bytes_to_the_text(tmp_path: Path) -> None:
    with Archive.open(tmp_path, write=True) as archive:
        archive.begin_run("one", CLOCK, maker=OLD)
        archive.finish(fetched(archive, article()))
        archive.begin_run("two", CLOCK + DAY, maker=NEW)
        archive.finish(fetched(archive, article(text="Other words.", fingerprint="print-2")))
        first, second = archive.provenance(URL)
        assert list(archive.provenance(first.id)) == [first, second]
        assert archive.last_maker() == NEW
    assert (first.revision, first.maker) == (1, OLD)
    assert (second.revision, second.maker) == (2, NEW)
    assert second.text_sha256 == hashlib.sha256(b"Other words.").hexdigest()
    assert first.exchange is not None
    assert first.exchange.content_sha256 == hashlib.sha256(page().body).hexdigest()
    assert first.exchange.record is not None
    with WarcReader(tmp_path / "warc") as reader:
        assert reader.read(first.exchange.record).payload_digest == first.exchange.payload_digest


def test_the_same_maker_is_noted_once(tmp_path: Path) -> None:
    with Archive.open(tmp_path, write=True) as archive:
        for day, maker in enumerate((OLD, NEW, OLD._replace(settings='{"languages":["en"]}'))):
            archive.begin_run("run", CLOCK + day * DAY, maker=maker)
        assert archive.last_maker() == OLD._replace(settings='{"languages":["en"]}')
    assert rows(tmp_path, "SELECT count(*) FROM makers") == [(2,)]


def test_who_is_not_named_is_unknown(tmp_path: Path) -> None:
    with Archive.open(tmp_path, write=True) as archive:
        archive.begin_run("one", CLOCK)
        archive.finish(replace(fetched(archive, article()), page=None, raw=None))
        [chain] = archive.provenance(URL)
        assert (chain.maker, chain.exchange, archive.last_maker()) == (None, None, None)


# ---------------------------------------------------------------- what can be cleaned again


def test_the_last_whole_page_is_what_counts(tmp_path: Path) -> None:
    with Archive.open(tmp_path, write=True) as archive:
        archive.begin_run("one", CLOCK, maker=OLD)
        for changes in (
            {"body": b"first"},
            {"body": b"last"},
            {"body": b"cut", "truncated": Truncation.LENGTH},
            {"status": 404},
        ):
            came = page(**changes)  # type: ignore[arg-type]  # fields by name
            end = replace(fetched(archive, article()), result=None, page=came, raw=archive.keep(came))
            archive.finish(end)
        [kept] = held(archive)
        assert kept.content_sha256 == hashlib.sha256(b"last").hexdigest()
        assert (kept.visit.url, kept.visit.key, kept.fetched_at) == (URL, visit().key, NOW)
        assert held(archive, maker=OLD) == [], "it has read that"


def test_a_part_of_the_archive(tmp_path: Path) -> None:
    with Archive.open(tmp_path, write=True) as archive:
        archive.begin_run("one", CLOCK, maker=OLD)
        for url in (URL, OTHER, "https://elsewhere.test/"):
            archive.finish(fetched(archive, article(url)))
        assert [kept.visit.url for kept in held(archive, Part(host="News.test"))] == [URL, OTHER]
        assert [kept.visit.url for kept in held(archive, Part(url=OTHER + "?utm_source=x"))] == [OTHER]
        assert held(archive, Part(url="https://news.test/unknown/")) == []


def revisit(profile: str, digest: str) -> bytes:
    """A revisit record for the page, as any archive may write it."""
    block = b"HTTP/1.1 200 OK\r\ncontent-type: text/html\r\ncontent-encoding: gzip\r\n\r\n"
    sha1 = base64.b32encode(hashlib.sha1(block).digest()).decode()
    head = (
        f"WARC/1.1\r\nWARC-Type: revisit\r\nWARC-Target-URI: {URL}\r\nWARC-Date: 2026-03-05T05:06:07Z\r\n"
        f"WARC-Profile: {profile}\r\nWARC-Payload-Digest: {digest}\r\nWARC-Block-Digest: sha1:{sha1}\r\n"
        f"Content-Length: {len(block)}\r\n\r\n"
    )
    return gzip.compress(head.encode() + block + b"\r\n\r\n")


@pytest.mark.parametrize("original_is_there", [True, False])
def test_a_revisit_is_followed_to_the_bytes(tmp_path: Path, original_is_there: bool) -> None:
    with Archive.open(tmp_path, write=True) as archive:
        archive.begin_run("one", CLOCK, maker=OLD)
        archive.finish(fetched(archive, article()))
        [kept] = held(archive)
        record = revisit("http://netpreserve.org/warc/1.1/revisit/identical-payload-digest", str(kept.payload_digest))
        (tmp_path / "warc" / "again.warc.gz").write_bytes(record)
        again = replace(kept, record=RawRecord("again.warc.gz", 0, len(record)))
        with WarcReader(tmp_path / "warc") as records:
            if not original_is_there:
                with pytest.raises(RecordError, match="the capture that its revisit refers to is not in the archive"):
                    archive.read(replace(again, visit_row=99), records)
                return
            read = archive.read(again, records).page
    assert read.raw_body == page().raw_body
    assert read.headers == (("content-type", "text/html"), ("content-encoding", "gzip"))


# ---------------------------------------------------------------- and where it goes


def test_what_was_made_anew_is_stored_and_the_frontier_learns_nothing(tmp_path: Path) -> None:
    frontier = "SELECT due, attempts, etag, last_modified, checks, changes, visited_at, run, priority FROM visits"
    with Archive.open(tmp_path, write=True) as archive:
        archive.begin_run("one", CLOCK, maker=OLD)
        archive.finish(fetched(archive, article()))
        before = rows(tmp_path, frontier)
        archive.begin_recleaning(NEW, CLOCK + DAY)
        [kept] = held(archive)
        anew = Remade(kept.visit.key, article(tags=("floods",)), anew=True)
        [ended] = archive.store([Recleaned(kept.page, NOW, NOW.replace(year=2027), (anew,))])
        first, second = archive.revisions(URL)
        assert (second.revision, second.saved_at.year, second.document["tags"]) == (2, 2027, ["floods"])
        assert second.document["date_fetched"] == first.document["date_fetched"]
        assert [chain.maker for chain in archive.provenance(URL)] == [OLD, NEW]
        assert held(archive) == []
        assert ended.saved is None
        assert archive.finish(fetched(archive, article())) is Saved.UNCHANGED, "its fingerprint is as it was"
    assert rows(tmp_path, frontier)[0][1:6] == before[0][1:6]


def test_a_rejection_made_anew_leaves_the_article(tmp_path: Path) -> None:
    with Archive.open(tmp_path, write=True) as archive:
        archive.begin_run("one", CLOCK, maker=OLD)
        archive.finish(fetched(archive, article()))
        archive.begin_recleaning(NEW, CLOCK + DAY)
        [kept] = held(archive)
        archive.store([Recleaned(kept.page, NOW, NOW.replace(year=2027), (Remade(kept.visit.key, rejection()),))])
        [stored] = archive.articles()
        [refused] = archive.rejections()
        [known] = archive.pages()
        assert stored.revision == 1
        assert (refused["reason"], refused["date_fetched"]) == (Reason.LISTING, "2026-03-04T05:06:07.891011Z")
        assert (known.state, known.reason) == (State.REJECTED, "listing")
        standing = archive.standing(kept.visit.key)
        assert standing is not None
        assert (standing.article, standing.rejection) == (stored.document, refused)


@pytest.mark.parametrize("state", [State.GONE, State.UNCHANGED, State.DEFERRED])
def test_other_states_stay(tmp_path: Path, state: State) -> None:
    with Archive.open(tmp_path, write=True) as archive:
        archive.begin_run("one", CLOCK, maker=OLD)
        archive.finish(fetched(archive, article()))
        archive.finish(replace(fetched(archive, article()), state=state, result=None, page=None, raw=None))
        archive.begin_recleaning(NEW, CLOCK + DAY)
        [kept] = held(archive)
        archive.store([Recleaned(kept.page, NOW, NOW, (Remade(kept.visit.key, rejection()),))])
        assert archive.counts()[state] == 1
