"""The files of a back-fill, from the disk to visits."""

from __future__ import annotations

import gzip
import os
import random
from dataclasses import asdict, replace
from datetime import UTC, date, datetime
from hashlib import sha256
from pathlib import Path

import pytest

from scraper.backfill import BATCH, MAX_HOSTS, Account, Backfill, check
from scraper.crawler.discover import Scope
from scraper.errors import SettingsError
from scraper.writer.warc import WarcFile
from tests.writer.factory import page

NOW = datetime(2026, 3, 10, 12, tzinfo=UTC)
SCOPE = Scope(hosts=frozenset({"news.test"}))
LINES = (
    b"https://news.test/1\nhttps://www.news.test/2\nhttps://else.test/3\nhttps://news.test/logo.png\nbad\nhttp://[\n"
)


def filled(*files: Path, scope: Scope = SCOPE, earlier: list[Account] | None = None) -> tuple[Backfill, list[str]]:
    """The back-fill once it has been read, and the URLs that it queues."""
    told = Backfill(files, scope, NOW, [asdict(account) for account in earlier or []])
    return told, [visit.url for _, visits in told.batches() for visit in visits]


def file(directory: Path, content: bytes, name: str = "pages.txt") -> Path:
    path = directory / name
    path.write_bytes(content)
    return path


def test_what_a_file_names_is_queued_and_accounted_for(tmp_path: Path) -> None:
    told, urls = filled(file(tmp_path, LINES))
    assert urls == ["https://news.test/1", "https://www.news.test/2"]
    (account,) = told.accounts
    assert (account.named, account.out_of_scope, account.other, account.bad) == (4, 2, 0, 2)
    assert (account.first_bad, account.read_to_end, account.fresh) == ("bad", True, True)


def test_packed_files_and_warcs(tmp_path: Path) -> None:
    packed = file(tmp_path, gzip.compress(LINES), "cdx-00000.gz")
    warc = WarcFile(tmp_path / "a.warc.gz", {}, NOW)
    for path, status in (("a", 200), ("b", 404)):
        warc.write(page(f"https://news.test/{path}", status=status))
    warc.close()
    plain = file(tmp_path, gzip.decompress(warc.path.read_bytes()), "plain")
    told, urls = filled(packed, warc.path, plain)
    assert urls == ["https://news.test/1", "https://www.news.test/2", "https://news.test/a", "https://news.test/a"]
    assert [(account.named, account.other) for account in told.accounts] == [(4, 0), (2, 1), (2, 1)]


@pytest.mark.parametrize("cut", [0.5, 0.9])
def test_what_breaks_off_is_read_as_far_as_it_goes(tmp_path: Path, cut: float) -> None:
    lines = b"".join(b"https://news.test/%s\n" % sha256(b"%d" % n).hexdigest().encode() for n in range(20_000))
    packed = gzip.compress(lines)
    told, urls = filled(file(tmp_path, packed[: int(len(packed) * cut)]))
    assert 1_000 < len(urls) < 20_000
    assert told.accounts[0].bad >= 1


def test_a_warc_that_breaks_off_too(tmp_path: Path) -> None:
    warc = WarcFile(tmp_path / "a.warc.gz", {}, NOW)
    for number in range(3):
        warc.write(page(f"https://news.test/{number}", random.Random(number).randbytes(100_000)))
    warc.close()
    told, urls = filled(file(tmp_path, warc.path.read_bytes()[:250_000], "cut.warc.gz"))
    assert urls == [f"https://news.test/{number}" for number in range(3)], "the URL comes before what is missing"
    assert "no more to be read after" in told.accounts[0].first_bad


def test_batches_are_small_and_come_also_when_nothing_is_wanted(tmp_path: Path) -> None:
    path = file(tmp_path, b"https://else.test/\n" * (2 * BATCH + 1))
    told = Backfill([path], SCOPE, NOW, [])
    assert [len(visits) for _, visits in told.batches()] == [0, 0, 0]


def test_a_file_is_read_once_unless_it_or_the_scope_has_changed(tmp_path: Path) -> None:
    path = file(tmp_path, LINES)
    first, _ = filled(path)
    again, urls = filled(path, earlier=first.accounts)
    assert urls == []
    assert again.accounts == [replace(first.accounts[0], fresh=False)]
    assert filled(path, earlier=again.accounts)[1] == [], "and so for ever"
    assert filled(path, scope=replace(SCOPE, since=date(2020, 1, 1)), earlier=first.accounts)[1]
    os.utime(path, ns=(1, 1))
    assert filled(path, earlier=first.accounts)[1]
    assert filled(path, earlier=[replace(first.accounts[0], read_to_end=False)])[1]


def test_an_account_of_another_version_is_none(tmp_path: Path) -> None:
    told = Backfill([file(tmp_path, LINES)], SCOPE, NOW, [{"file": "x"}, {"what": 1}])
    assert [visit.url for _, visits in told.batches() for visit in visits]


def test_without_hosts_the_scope_is_the_hosts_that_the_files_name(tmp_path: Path) -> None:
    path = file(tmp_path, LINES)
    told, urls = filled(path, scope=Scope(frozenset()))
    assert urls == ["https://news.test/1", "https://www.news.test/2", "https://else.test/3"]
    assert told.scope.hosts == {"news.test", "else.test"}
    again, urls = filled(path, scope=Scope(frozenset()), earlier=told.accounts)
    assert (urls, again.scope.hosts) == ([], told.scope.hosts), "also where the file is not read again"


def test_and_they_are_no_more_than_so_many(tmp_path: Path) -> None:
    path = file(tmp_path, b"".join(b"https://news%d.test/\n" % number for number in range(MAX_HOSTS + 7)))
    told, urls = filled(path, scope=Scope(frozenset()))
    assert len(urls) == len(told.scope.hosts) == MAX_HOSTS
    assert told.accounts[0].out_of_scope == 7


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    check([file(tmp_path, LINES), file(tmp_path, b"", "empty")])
    for path, words in {
        tmp_path / "missing.txt": "No such file",
        tmp_path: "Is a directory",
        file(tmp_path, b"%PDF-1.7\0\xff", "story.pdf"): "neither a list",
        file(tmp_path, b"\x1f\x8b\x08garbage", "x.gz"): "neither a list",
    }.items():
        with pytest.raises(SettingsError, match=words) as raised:
            check([path])
        assert str(path) in str(raised.value)
