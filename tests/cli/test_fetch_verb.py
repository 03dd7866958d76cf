"""scraper fetch and scraper robots, with a web that is a dict."""

from __future__ import annotations

import asyncio
import json
import os
import signal
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path

import pytest

from scraper import journey
from scraper.journey import Result, RobotsAnswer
from scraper.model import Failure, Fault, Reason, Rejection
from scraper.settings import Settings
from tests.cli.conftest import Run, article

A, B = "https://news.test/a", "https://news.test/b"
NO = Rejection(B, Reason.ROBOTS, "Disallow: /b")
OPTED_OUT = Rejection(B, Reason.OPT_OUT, "x-robots-tag: noai (purpose ai-train)")
LATER = Failure(B, Fault.STATUS, "429 Too Many Requests", status=429, again=True, wait=600.0)
UNKNOWN_HOST = Failure(B, Fault.DNS, "news.test: name not known", again=True)

FetchAll = Callable[[Iterable[str], Settings, Callable[[str, Result], None], asyncio.Event], object]


@pytest.fixture
def web(monkeypatch: pytest.MonkeyPatch) -> Callable[..., list[str]]:
    """Make ``fetch`` give these results; returns what was asked for."""

    def play(results: dict[str, Result]) -> list[str]:
        asked: list[str] = []

        async def fetch_all(
            urls: Iterable[str], settings: Settings, on_result: Callable[[str, Result], None], stop: asyncio.Event
        ) -> None:
            assert settings.contact
            for url in urls:
                asked.append(url)
                on_result(url, results[url])

        monkeypatch.setattr(journey, "fetch_all", fetch_all)
        return asked

    return play


def test_one_page(run: Run, web: Callable[..., list[str]]) -> None:
    web({A: article(A)})
    done = run("fetch", A)
    assert (done.code, done.err) == (0, "")
    assert done.out.startswith("---\n")
    assert json.loads(run("fetch", A, "-f", "json").out)["url"] == A


@pytest.mark.parametrize(
    ("result", "code", "words"),
    [
        (NO, 4, "refused by robots.txt (Disallow: /b)"),
        (OPTED_OUT, 4, "refused by the site's terms (x-robots-tag: noai (purpose ai-train))"),
        (LATER, 75, "429"),
        (UNKNOWN_HOST, 3, "not fetched: dns (news.test: name not known)"),
        (Failure(B, Fault.ADDRESS, "127.0.0.1 is not public"), 3, "127.0.0.1 is not public"),
        (Rejection(B, Reason.LISTING, "12 cards"), 3, "no article: listing (12 cards)"),
    ],
)
def test_what_did_not_come_is_one_line_and_a_code(
    run: Run, web: Callable[..., list[str]], result: Result, code: int, words: str
) -> None:
    web({B: result, A: article(A)})
    done = run("fetch", B)
    assert (done.code, done.out) == (code, "")
    assert len(done.complaints) == 1
    assert B in done.err
    assert words in done.err
    assert run("fetch", A, B).code == 1


def test_what_the_site_does_not_let_us_keep_is_named(run: Run, web: Callable[..., list[str]]) -> None:
    web({A: replace(article(A), text="", remarks={"text": "left out: noarchive"})})
    done = run("fetch", A)
    assert done.code == 0
    assert done.complaints == [f"scraper: {A}: text left out: noarchive"]


def test_a_list_and_stdin(run: Run, web: Callable[..., list[str]], tmp_path: Path) -> None:
    asked = web({A: article(A), B: article(B)})
    listing = tmp_path / "urls.txt"
    listing.write_text(f"# mine\n\n  {B}  \n{A}\n{B}\n", encoding="utf-8")
    done = run("fetch", A, "-i", listing, "-f", "jsonl")
    assert done.code == 0
    assert asked == [A, B]
    assert [json.loads(line)["url"] for line in done.out.splitlines()] == [A, B]


def test_addresses_that_are_none_are_named_and_the_others_fetched(run: Run, web: Callable[..., list[str]]) -> None:
    asked = web({A: article(A)})
    done = run("fetch", "ftp://news.test/x", A, "-f", "jsonl")
    assert done.code == 1
    assert asked == [A]
    assert len(done.out.splitlines()) == 1
    assert len(done.complaints) == 1
    assert "ftp" in done.err


@pytest.mark.parametrize("url", ["ftp://news.test/x", "file:///etc/passwd", "news", "javascript:alert(1)"])
def test_an_unknown_scheme_is_a_wrong_call(run: Run, web: Callable[..., list[str]], url: str) -> None:
    asked = web({})
    done = run("fetch", url)
    assert (done.code, done.out, asked) == (2, "", [])
    assert len(done.complaints) == 1


def test_nothing_asked_for(run: Run) -> None:
    done = run("fetch")
    assert done.code == 2
    assert "no URL" in done.err


def test_without_a_contact_nothing_is_asked_for(
    run: Run, web: Callable[..., list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = web({A: article(A)})
    monkeypatch.delenv("SCRAPER_CONTACT")
    done = run("fetch", A)
    assert (done.code, asked) == (2, [])
    assert "contact" in done.err
    assert len(done.complaints) == 1
    assert run("fetch", A, "--contact", "news@archive-of-news.org").code == 0


def test_escape_sequences_of_a_site_are_spelled_out(run: Run, web: Callable[..., list[str]]) -> None:
    web({A: Rejection(A, Reason.LISTING, "\x1b[2J\x9b31m gone")})
    assert r"\x1b[2J\x9b31m gone" in run("fetch", A).err


def test_a_signal_finishes_what_is_in_flight(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    async def fetch_all(
        urls: Iterable[str], settings: Settings, on_result: Callable[[str, Result], None], stop: asyncio.Event
    ) -> None:
        first, second = urls
        os.kill(os.getpid(), signal.SIGINT)
        await asyncio.wait_for(stop.wait(), 5)
        on_result(first, article(first))
        on_result(second, Failure(second, Fault.INTERRUPTED))

    monkeypatch.setattr(journey, "fetch_all", fetch_all)
    before = signal.getsignal(signal.SIGINT)
    done = run("fetch", A, B, "-f", "json")
    assert done.code == 130
    assert [each["url"] for each in json.loads(done.out)] == [A]
    assert "1 of 2 addresses were not fetched" in done.err
    assert signal.getsignal(signal.SIGINT) is before


@pytest.mark.parametrize(("allowed", "code"), [(True, 0), (False, 4)])
def test_robots(run: Run, monkeypatch: pytest.MonkeyPatch, allowed: bool, code: int) -> None:
    async def robots_answer(url: str, settings: Settings) -> RobotsAnswer:
        return RobotsAnswer(
            url=url,
            host="news.test",
            robots_url="https://news.test/robots.txt",
            status=200,
            allowed=allowed,
            rule=None if allowed else "Disallow: /b",
            crawl_delay=2.5,
            sitemaps=("https://news.test/sitemap.xml",),
            body="",
        )

    monkeypatch.setattr(journey, "robots_answer", robots_answer)
    done = run("robots", B)
    assert (done.code, done.err) == (code, "")
    answers = dict(line.split(None, 1) for line in done.out.splitlines())
    assert answers["allowed"] == ("yes" if allowed else "no")
    assert answers["crawl-delay"] == "2.5 s"
    assert answers["sitemap"] == "https://news.test/sitemap.xml"
