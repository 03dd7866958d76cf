"""scraper receipt, on the reports of real runs in virtual time."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest

from scraper.crawler.report import Report
from scraper.model import Hold
from scraper.writer.archive import Archive
from tests.cli.conftest import Run
from tests.crawler.virtual import START, A, Answer, B, Trial, failed, page, visit, web

SENDER = {"user_agent": "NewsBot/1.0 (+mailto:bot@news-archive.info)", "contact": "mailto:bot@news-archive.info"}


def crawled() -> Report:
    """A run in which one host asks for a longer delay, forbids a page and then for a while everything."""
    answers = iter([failed(A, status=429, wait=40.0, page=page(A, b"busy", 429))])

    def site(url: str) -> Answer:
        if url == "https://news.test/robots.txt":
            return page(url, b"User-agent: *\nDisallow: /b\nCrawl-delay: 3\n", elapsed=0.25)
        return next(answers, page(url, b"hello", elapsed=0.25)) if url == A else web()(url)

    return Trial(site, [visit(A), visit(B), visit("https://other.test/")], seconds=0.25).run()


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    """Three runs: a good one, one that asked another host only, and one that was killed."""
    directory = tmp_path / "archives" / "demo"
    with Archive.open(directory, write=True) as opened:
        opened.begin_run("demo", START)
        opened.end_run(asdict(crawled()) | {"sender": {**SENDER, "purpose": "archive"}}, START + 60)
        opened.begin_run("demo", START + 100)
        opened.end_run(asdict(Trial(web(), [visit("https://other.test/")]).run()) | {"sender": SENDER}, START + 160)
        opened.begin_run("demo", START + 200)
        opened.keep_hold("slow.test", Hold(4e9, "parked after 5 refusals in a row, the last: HTTP 503"))
    return directory


def parsed(text: str) -> list[dict[str, Any]]:
    return json.loads(text)["runs"]


def test_the_last_finished_run_as_json(run: Run, archive: Path) -> None:
    done = run("receipt", archive, "-f", "json")
    assert (done.code, done.err) == (0, "")
    (last,) = parsed(done.out)
    assert last["run"] == 2
    assert [host["host"] for host in last["hosts"]] == ["other.test"]


def test_the_last_run_that_asked_a_host(run: Run, archive: Path) -> None:
    (last,) = parsed(run("receipt", archive, "--host", "news.test", "-f", "json").out)
    assert last["run"] == 1
    assert last["sender"] == {**SENDER, "purpose": "archive"}
    (host,) = last["hosts"]
    assert host["requests"] == sum(host["answers"].values()) == 3
    assert (host["delay"], host["delay_from"], host["short_gaps"]) == (3.0, "crawl-delay", 0)
    assert host["smallest_gap"] >= 3.0
    assert (host["waits"], host["broken_waits"]) == (1, 0)
    assert host["refusals"] == {"robots": 1, "status": 1}
    (robots,) = host["robots"]
    assert robots["origin"] == "https://news.test"
    assert len(robots["sha256"]) == 64
    assert host["first"] == "2027-01-15T08:00:00Z"


def test_several_runs(run: Run, archive: Path) -> None:
    assert [one["run"] for one in parsed(run("receipt", archive, "--runs", 5, "-f", "json").out)] == [2, 1]


def test_as_text_for_people_in_sixty_columns(run: Run, archive: Path) -> None:
    done = run("receipt", archive, "--host", "news.test")
    assert max(map(len, done.out.splitlines())) <= 60
    text = " ".join(done.out.split())
    for words in (
        "Who NewsBot/1.0 (+mailto:bot@news-archive.info)",
        "Purpose archive",
        "https://news.test/robots.txt: 200, 2027-01-15T08:00:00Z",
        "2 x 200, 1 x 429",
        "3 s promised (crawl-delay)",
        "0 too short",
        "1 heeded, 0 not; the longest 40 s",
        "1 x robots, 1 x status",
    ):
        assert words in text


def test_into_a_file_in_the_format_of_its_name(run: Run, archive: Path, tmp_path: Path) -> None:
    for name, start in (("receipt.json", "{"), ("receipt.txt", "  Who")):
        done = run("receipt", archive, "-o", tmp_path / name)
        assert (done.code, done.out) == (0, "")
        assert (tmp_path / name).read_text(encoding="utf-8").startswith(start)


def test_nothing_to_show_is_one_line(run: Run, archive: Path, tmp_path: Path) -> None:
    done = run("receipt", archive, "--host", "never.test")
    assert (done.code, done.out) == (2, "")
    assert "no finished run asked never.test" in done.err
    with Archive.open(tmp_path / "new", write=True) as opened:
        opened.begin_run("new", START)
    assert "no finished run there yet" in run("receipt", tmp_path / "new").err
    assert run("receipt", archive, "-f", "xml").code == 2
    assert run("receipt", archive, "-o", tmp_path).code == 2


def test_status_says_who_is_on_hold_and_why(run: Run, archive: Path) -> None:
    assert "slow.test: parked after 5 refusals in a row, the last: HTTP 503" in run("status", archive).out
    holds = json.loads(run("status", archive, "--json").out)["holds"]
    assert holds == {
        "slow.test": {
            "until": "2096-10-02 07:06:40 UTC",
            "reason": "parked after 5 refusals in a row, the last: HTTP 503",
        }
    }
