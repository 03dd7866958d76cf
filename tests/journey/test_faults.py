"""Whatever a server plays, does the archive say what happened, and was the server treated well?

One crawl of all broken servers at once, in a process of its own, so that nothing of this one holds up its clock; then
each server has its test.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from warcio.archiveiterator import ArchiveIterator

from scraper.model import State
from scraper.writer.archive import Archive
from tests.crawler.certificates import Authority
from tests.journey.fault_table import (
    CHALLENGE,
    DAY,
    ENDS,
    FAULTS,
    MAX_BODY,
    MAX_RAW,
    PASSING,
    SERVERS,
    Ends,
    lost,
    status,
)
from tests.journey.faults import GOOD, NETWORK, Faults, Server, at_first
from tests.journey.runs import command, documents, write_config

DELAY = 0.1  # seconds
TOLERANCE = 0.01  # seconds by which a busy machine may see a request late
SLACK = 5.0  # seconds that a busy machine may be slow to tell when something is due
LIMITS: dict[str, object] = {
    "allow_private": [NETWORK],
    "delay_seconds": DELAY,
    "max_delay_seconds": 1.0,
    "hosts_at_once": 200,
    "tries": 3,
    "longest_wait_seconds": 5,
    "connect_seconds": 1.0,
    "read_seconds": 0.5,
    "total_seconds": 1.5,
    "max_raw_bytes": MAX_RAW,
    "max_body_bytes": MAX_BODY,
    "revisit_seconds": 0,
    "max_depth": 0,
}


@dataclass(frozen=True)
class Crawled:
    """A crawl of broken servers: they, and what the archive says by URL."""

    faults: Faults
    archive: Path
    rows: dict[str, sqlite3.Row]
    holds: dict[str, float]
    stored: dict[str, dict[str, Any]]

    def row(self, name: str, path: str = "/fault") -> sqlite3.Row:
        return self.rows[self.faults.url(name, path)]

    def asked(self, name: str) -> list[str]:
        return [heard.path for heard in self.faults.log(name)]


def read(faults: Faults, archive: Path) -> Crawled:
    connection = sqlite3.connect(archive / "archive.db")
    connection.row_factory = sqlite3.Row
    rows = {row["url"]: row for row in connection.execute("SELECT * FROM visits")}
    holds = dict(connection.execute("SELECT host, until FROM holds").fetchall())
    connection.close()
    return Crawled(faults, archive, rows, holds, {document["url"]: document for document in documents(archive)})


def crawled(faults: Faults, directory: Path, names: list[str], **more: object) -> Crawled:
    """One crawl of the good pages around each broken one."""
    before, after = GOOD
    start = [faults.url(name, path) for name in names for path in (before, "/fault", after)]
    config = write_config(directory, start, **(LIMITS | more))
    done = command(directory, "crawl", config)
    assert (directory / "archive").exists(), done.stderr
    return read(faults, directory / "archive")


@pytest.fixture(scope="module")
def crawl(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Crawled]:
    with Faults(SERVERS) as faults:
        yield crawled(faults, tmp_path_factory.mktemp("faults"), list(SERVERS), backoff_seconds=30)


def captures(archive: Path) -> list[tuple[str, bool]]:
    """The responses that were kept, in order: URL, and whether the archive says that it is not all there was."""
    found = []
    for path in sorted((archive / "warc").glob("*.warc.gz")):
        with path.open("rb") as stream:
            for record in ArchiveIterator(stream, check_digests="raise"):
                record.raw_stream.read()  # not content_stream(): that of warcio 1.8 cannot read brotli 1.2
                if record.rec_type == "response":
                    headers = record.rec_headers
                    found.append((headers["WARC-Target-URI"], headers["WARC-Truncated"] is not None))
    return found


def assert_ends(crawl: Crawled, name: str, ends: Ends) -> None:
    """The archive tells the end of the broken page."""
    row = crawl.row(name, ends.path)
    told = State(row["state"]), row["reason"], row["status"], bool(row["truncated"])
    assert told == (ends.state, ends.reason, ends.status, ends.truncated), row["detail"]
    assert row["detail"] or ends.state in {State.FETCHED, State.GONE}, "in words, too"
    if ends.wait is None:
        assert row["due"] is None
    else:
        assert abs(row["due"] - row["visited_at"] - ends.wait) <= SLACK


@pytest.mark.parametrize("name", ENDS)
def test_the_archive_says_how_it_ended(crawl: Crawled, name: str) -> None:
    assert_ends(crawl, name, ENDS[name])


@pytest.mark.parametrize("name", ENDS)
def test_the_server_was_asked_in_order_and_not_too_often(crawl: Crawled, name: str) -> None:
    log = crawl.faults.log(name)
    assert [heard.path for heard in log] == list(ENDS[name].asked)
    assert all(later.at - earlier.at >= DELAY - TOLERANCE for earlier, later in pairwise(log))
    assert all(b"\r\nUser-Agent: scraper/" in heard.head for heard in log)


@pytest.mark.parametrize("name", ENDS)
def test_what_is_well_is_stored_and_what_is_broken_is_not(crawl: Crawled, name: str) -> None:
    ends = ENDS[name]
    for path in GOOD:
        assert (crawl.faults.url(name, path) in crawl.stored) is (path in ends.asked), path
    assert (crawl.faults.url(name, ends.path) in crawl.stored) is (ends.state is State.FETCHED)


def test_an_incomplete_body_is_never_kept_as_a_whole_one(crawl: Crawled) -> None:
    cut = {crawl.faults.url(name, ends.path) for name, ends in ENDS.items() if ends.truncated}
    assert len(cut) > 10
    kept = captures(crawl.archive)
    assert {url for url, is_cut in kept if is_cut} == cut
    assert not {url for url, is_cut in kept if not is_cut} & cut
    assert all(row["etag"] is None and row["last_modified"] is None for url, row in crawl.rows.items() if url in cut)
    assert not cut & set(crawl.stored)


def test_who_asked_to_be_left_alone_is_held_across_runs(crawl: Crawled) -> None:
    for name in ("is out of service", "is asked too much", "is asked too much until a date"):
        row = crawl.row(name)
        host = crawl.faults.url(name, "").removeprefix("http://")
        assert crawl.holds[host] >= row["visited_at"] + (ENDS[name].wait or 0) - 1
        assert crawl.row(name, GOOD[1])["state"] == State.PENDING


def test_the_accounts_name_every_reason(crawl: Crawled) -> None:
    told = {row["reason"] for row in crawl.rows.values()}
    assert told >= {ends.reason for ends in ENDS.values()}
    assert set(ENDS) == set(SERVERS)
    assert len(FAULTS) > 60


def test_what_breaks_once_is_asked_once_more_in_its_turn(tmp_path: Path) -> None:
    with Faults({name: Server(at_first(play)) for name, play in PASSING.items()}) as faults:
        crawl = crawled(faults, tmp_path, list(PASSING), backoff_seconds=0.2)
        for name in PASSING:
            assert crawl.asked(name) == ["/robots.txt", GOOD[0], "/fault", "/fault", GOOD[1]], name
            log = faults.log(name)
            assert all(later.at - earlier.at >= DELAY - TOLERANCE for earlier, later in pairwise(log))
            assert crawl.row(name)["state"] == State.FETCHED
            assert not crawl.row(name)["truncated"]
            assert faults.url(name) in crawl.stored
    assert sorted(captures(crawl.archive)) == sorted((url, False) for url in crawl.rows), "of the last try, once"


def test_a_puzzle_for_browsers_is_a_no(tmp_path: Path) -> None:
    play = status(b"403 Forbidden", b"cf-mitigated: challenge", body=CHALLENGE)
    with Faults({"puzzle": Server(play)}) as faults:
        crawl = crawled(faults, tmp_path, ["puzzle"], backoff_seconds=30)
        row = crawl.row("puzzle")
        assert (row["state"], row["reason"]) == ("deferred", "challenge")
        assert row["due"] - row["visited_at"] >= DAY - 1
        assert crawl.asked("puzzle").count("/fault") == 1
        assert faults.url("puzzle") not in crawl.stored
        assert faults.url("puzzle", GOOD[0]) in crawl.stored


# ------------------------------------------------------------ whom we believe, and where we do not go


def test_a_site_has_to_prove_its_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ours, nobody = Authority.found(tmp_path), Authority.found(tmp_path_of(tmp_path, "nobody"))
    names = "IP:127.3.0.1,IP:127.3.0.2,IP:127.3.0.3,IP:127.3.0.4"
    servers = {
        "proves it": ours.server(names),
        "has let it expire": ours.server(names, days=-1),
        "proves another name": ours.server("IP:127.0.0.1,DNS:news.test"),
        "has nobody who vouches": nobody.server(names),
    }
    monkeypatch.setenv("SSL_CERT_FILE", str(ours.file))
    with Faults({name: Server(tls=context, https=True) for name, context in servers.items()}) as faults:
        crawl = crawled(faults, tmp_path, list(servers), backoff_seconds=30)
        good, *bad = servers
        assert crawl.row(good)["state"] == State.FETCHED
        assert faults.url(good) in crawl.stored
        for name in bad:
            assert_ends(crawl, name, replace(lost("tls"), path=GOOD[0]))
            assert "certificate not accepted" in crawl.row(name)["detail"]
            assert not crawl.asked(name), "not a word before it has proved its name"


def tmp_path_of(directory: Path, name: str) -> Path:
    path = directory / name
    path.mkdir()
    return path


PRIVATE = (  # what a public page could lead to, if one let it
    "http://127.0.0.1/",
    "http://2130706433/",  # the same, in decimal
    "http://0x7f.2/",
    "http://0177.0.0.3/",
    "http://localhost/",
    "http://169.254.169.254/latest/meta-data/",
    "http://10.1.2.3/",
    "http://[::1]/",
    "http://[::ffff:127.0.0.1]/",
    "http://[64:ff9b::7f00:1]/",
    "http://[2002:7f00:1::]/",
    "http://0.0.0.0/",
)


def test_no_redirect_and_no_spelling_leads_into_our_own_network(tmp_path: Path) -> None:
    """With all of these hosts in scope it is their addresses alone that keep us out."""
    names = {f"leads to {url}": Server(says_moved(url)) for url in PRIVATE}
    with Faults(names) as faults:
        hosts = ["127.0.0.1", "127.0.0.2", "127.0.0.3", "localhost", "169.254.169.254", "10.1.2.3", "0.0.0.0"]
        hosts += ["[::1]", "[::ffff:7f00:1]", "[64:ff9b::7f00:1]", "[2002:7f00:1::]"]
        crawl = crawled(faults, tmp_path, list(names), backoff_seconds=30, hosts=hosts)
        reached = {row["host"]: row for url, row in crawl.rows.items() if row["host"] in hosts}
        assert set(reached) == set(hosts)
        for host, row in reached.items():
            assert (row["state"], row["reason"], row["status"]) == (State.FAILED, "address", None), host
            assert "allow_private" in row["detail"]
        for name in names:
            assert crawl.row(name)["state"] == State.REDIRECTED
            assert crawl.row(name, GOOD[1])["state"] == State.FETCHED


def test_a_name_that_leads_nowhere(tmp_path: Path) -> None:
    config = write_config(tmp_path, ["http://no-such-name.invalid/"], **LIMITS, backoff_seconds=30)
    command(tmp_path, "crawl", config)
    with Archive.open(tmp_path / "archive") as archive:
        (page,) = archive.pages()
    assert page.reason == "dns"
    # A machine without a resolver cannot know that there is no such name.
    assert page.state in {State.FAILED, State.DEFERRED}
    assert "no-such-name.invalid" in page.detail


def says_moved(url: str) -> Any:
    return status(b"301 Moved", b"Location: " + url.encode())
