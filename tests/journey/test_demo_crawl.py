"""Does a crawl of the demo site end with its articles, each once and with its way back, and the next run with 304s?"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from scraper import settings as configured
from scraper.journey import Report
from scraper.settings import Settings
from scraper.writer.archive import Archive
from tests.fixtures_check.test_serve import serve
from tests.journey.runs import ROOT, crawl, documents
from tests.replaying import indexed, needs_pywb, replayed
from tests.writer.warcs import Record, checked, records

HARBOUR = "127.1.0.2"
# Ends of addresses that lead to a story once more, and what its own address has there.
VARIANTS = {"/amp/": "/", "/print/": "", "?print=1": "", "?action=share": ""}


@dataclass(frozen=True)
class Crawled:
    """The demo site, crawled twice."""

    site: Any
    settings: Settings
    reports: tuple[Report, Report]
    stored: tuple[list[dict[str, Any]], list[dict[str, Any]]]
    logs: tuple[list[dict[str, Any]], list[dict[str, Any]]]
    kept: list[Record]  # after the first crawl

    def pages(self, run: int) -> list[dict[str, Any]]:
        """What a run asked for besides robots.txt."""
        return [request for request in self.logs[run] if request["path"] != "/robots.txt"]


def load_demo(directory: Path, port: int) -> Settings:
    """config/demo.toml for another port and another directory; quick, since nobody else is served."""
    text = (ROOT / "config" / "demo.toml").read_text("utf-8").replace("18765", str(port))
    path = directory / "demo.toml"
    path.write_text(text, encoding="utf-8")
    known = configured.load(path, {"archive": str(directory / "demo")}, {})
    publishers = ROOT / "fixtures" / "site" / "publishers"
    return replace(known, delay_seconds=0.02, max_delay_seconds=0.05, publishers=publishers)


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Crawled]:
    directory = tmp_path_factory.mktemp("demo")
    log = directory / "log.jsonl"
    site = serve().start(0, log)
    settings = load_demo(directory, site.port)
    try:
        first = crawl(settings).report
        cut = len(log.read_text().splitlines())
        stored, kept = documents(settings.archive), records(settings.archive)
        second = crawl(settings).report
        lines = [json.loads(line) for line in log.read_text().splitlines()]
        logs = lines[:cut], lines[cut:]
        yield Crawled(site, settings, (first, second), (stored, documents(settings.archive)), logs, kept)
    finally:
        site.stop()


def plain(url: str) -> str:
    """A story's address, whichever variant of it was met."""
    for ending, instead in VARIANTS.items():
        if url.endswith(ending):
            return url.removesuffix(ending) + instead
    return url


def path_of(url: str) -> str:
    """The path of an address, with its query."""
    parts = urlsplit(url)
    return parts.path + (f"?{parts.query}" if parts.query else "")


def served_articles(demo: Crawled) -> set[str]:
    """The stories that a robot may have, by what the site itself says of its pages."""
    folders = [json.loads(file.read_text("utf-8")) for file in (ROOT / "fixtures/pages").glob("*/*/expected.json")]
    told = {path_of(folder["url"]): folder["result"] for folder in folders}
    found = set()
    for address, answers in demo.site.answers.items():
        for path, answer in answers.items():
            is_story = b'"NewsArticle"' in answer.body if path not in told else told[path] == "article"
            if is_story and not path.startswith("/subscribers/"):
                found.add(plain(f"http://{address}:{demo.site.port}{path}"))
    return found


def not_to_be_copied(demo: Crawled) -> set[str]:
    """The pages that say noarchive: their bytes are not kept."""
    return {
        f"http://{address}:{demo.site.port}{path}"
        for address, answers in demo.site.answers.items()
        for path, answer in answers.items()
        if b"noarchive" in answer.body
    }


def test_every_article_is_stored_exactly_once(demo: Crawled) -> None:
    stored = Counter(plain(document["url"]) for document in demo.stored[0])
    assert len(stored) >= 40
    assert set(stored) == served_articles(demo)
    assert not {url: times for url, times in stored.items() if times > 1}
    assert demo.reports[0].saved == {"new": len(stored)}


def test_every_article_has_its_way_back(demo: Crawled) -> None:
    for document in demo.stored[0]:
        assert urlsplit(document["attribution"]["link"]).netloc == urlsplit(document["url"]).netloc
        assert document["attribution"]["publisher"]
        assert document["text"]
        assert document["title"]


def test_the_accounts_add_up(demo: Crawled) -> None:
    with Archive.open(demo.settings.archive) as archive:
        assert sum(archive.counts().values()) == archive.known() == sum(1 for _ in archive.pages())
        assert archive.article_count() == len(demo.stored[0])
        runs = list(archive.runs())
    assert [bool(run.ended_at) for run in runs] == [True, True]
    first = demo.reports[0]
    assert (
        sum(first.counts.values())
        == sum(demo.reports[0].reasons.values()) + first.counts["fetched"] + first.counts["redirected"]
    )
    assert first.requests == len(demo.logs[0])


def test_what_robots_refuses_is_never_asked_for(demo: Crawled) -> None:
    with Archive.open(demo.settings.archive) as archive:
        refused = [page.url for page in archive.pages() if page.reason == "robots"]
    assert f"http://{HARBOUR}:{demo.site.port}/subscribers/lock-keepers-diary/" in refused
    asked = {f"http://{request['host']}{request['path']}" for log in demo.logs for request in log}
    assert not asked & set(refused)
    assert not [url for url in asked if urlsplit(url).path.startswith("/subscribers/")]


def test_robots_comes_first_and_once(demo: Crawled) -> None:
    hosts = {request["host"] for request in demo.logs[0]}
    assert len(hosts) == 4
    for host in hosts:
        paths = [request["path"] for log in demo.logs for request in log if request["host"] == host]
        assert paths[0] == "/robots.txt"
        assert paths.count("/robots.txt") == 1, "a copy holds for a day"


def test_nothing_is_asked_for_twice_in_a_run(demo: Crawled) -> None:
    for log in demo.logs:
        assert max(Counter((request["host"], request["path"]) for request in log).values()) == 1


def test_the_warc_holds_what_was_served(demo: Crawled) -> None:
    assert checked(demo.settings.archive)
    closed = not_to_be_copied(demo)
    served = Counter((f"http://{line['host']}{line['path']}", line["status"]) for line in demo.pages(0))
    assert closed & {url for url, _ in served}
    served = Counter({key: number for key, number in served.items() if key[0] not in closed})
    found = [record for record in demo.kept if record.kind == "response"]
    kept = Counter((record.headers["WARC-Target-URI"], int(record.http.get_statuscode())) for record in found)
    assert {key: number for key, number in kept.items() if not key[0].endswith("/robots.txt")} == served
    requests = [record for record in demo.kept if record.kind == "request"]
    assert len(requests) == len(found)
    assert all("(+mailto:demo@localhost)" in record.http.get_header("User-Agent") for record in requests)
    for record in found:
        url = record.headers["WARC-Target-URI"]
        answer = demo.site.answers[urlsplit(url).hostname].get(path_of(url))
        assert answer is None or record.content == answer.body


def test_the_second_run_asks_conditionally_and_stores_nothing_twice(demo: Crawled) -> None:
    asked = demo.pages(1)
    assert len(asked) >= 100
    assert sum(request["status"] == 304 for request in asked) >= 0.8 * len(asked)
    assert not set(demo.reports[1].saved) - {"unchanged"}
    assert demo.stored[1] == demo.stored[0]
    assert {document["revision"] for document in demo.stored[1]} == {1}
    closed = not_to_be_copied(demo)
    addresses = [f"http://{line['host']}{line['path']}" for line in asked if line["status"] == 304]
    unchanged = sorted(url for url in addresses if url not in closed)
    found = [record for record in records(demo.settings.archive) if record.kind == "revisit"]
    assert sorted(record.headers["WARC-Target-URI"] for record in found) == unchanged


def test_what_was_refused_is_told_in_place_of_the_bytes(demo: Crawled) -> None:
    with Archive.open(demo.settings.archive) as archive:
        robots = {page.url: page for page in archive.pages() if page.reason == "robots"}
    told = {r.headers["WARC-Target-URI"]: r.block.decode() for r in demo.kept if r.kind == "metadata"}
    assert set(told) == set(robots) | not_to_be_copied(demo)
    assert robots
    for url, page in robots.items():
        assert told[url] == f"refused: robots\r\ndetail: {page.detail}\r\nvia: {page.found_on}\r\n"
    for url in not_to_be_copied(demo):
        assert "refused: copy\r\nstatus: 200\r\nsignal: meta robots: noarchive\r\n" in told[url]
    again = records(demo.settings.archive)[len(demo.kept) :]
    assert not [record for record in again if b"refused:" in record.block], "it was told"


def test_the_warc_is_indexed_by_cdxj_indexer(demo: Crawled, tmp_path: Path) -> None:
    lines = indexed(demo.settings.archive, tmp_path / "index.cdxj")
    found = [record for record in records(demo.settings.archive) if record.kind in ("response", "revisit")]
    places = {(record.headers["WARC-Payload-Digest"], record.offset, record.length) for record in found}
    assert {(line.digest, line.offset, line.length) for line in lines} == places
    assert len(lines) == len(found)
    assert sum(line.mime == "warc/revisit" for line in lines) >= 100


@needs_pywb
def test_the_warc_is_replayed_by_pywb(demo: Crawled, tmp_path: Path) -> None:
    lines = indexed(demo.settings.archive, tmp_path / "index.cdxj")
    pages = {record.headers["WARC-Target-URI"]: record.content for record in demo.kept if record.kind == "response"}
    wanted = [line for line in lines if line.mime == "warc/revisit" or line.status in ("200", "404")]
    shown = replayed(demo.settings.archive, tmp_path / "index.cdxj", [(line.timestamp, line.url) for line in wanted])
    for line, one in zip(wanted, shown, strict=True):
        assert one.body == pages[line.url], line
        assert f"{parsedate_to_datetime(one.at):%Y%m%d%H%M%S}" == line.timestamp


def test_what_is_gone_is_left_alone(demo: Crawled) -> None:
    gone = "/2019/retracted-harbour-list/"
    assert [request["status"] for request in demo.logs[0] if request["path"] == gone] == [410]
    assert gone not in [request["path"] for request in demo.logs[1]]


def test_a_long_crawl_delay_is_cut_and_named(demo: Crawled) -> None:
    assert demo.reports[0].delays_capped == {f"127.1.0.3:{demo.site.port}": 0.3}


def test_the_seed_page_on_the_demo_site(demo: Crawled) -> None:
    folder = ROOT / "fixtures/pages/insightcrime.org/peru-brothels-wordpress-2021"
    text = json.loads((folder / "expected.json").read_text("utf-8"))["text"]
    found = [document for document in demo.stored[0] if "peru-rescues-over-200" in document["url"]]
    assert [document["text"] for document in found] == [text, text], "it is there in two of its layouts"
    assert {document["attribution"]["publisher"] for document in found} == {"InSight Crime"}
