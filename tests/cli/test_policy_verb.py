"""scraper policy: the answer as a person and as a program see it."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from scraper import journey
from scraper.journey import AskedFile, Policy
from scraper.model import Purpose, Signal
from scraper.settings import Settings
from tests.cli.conftest import Run

URL = "https://news.test/2026/11/a-rather-long-address-of-a-story-about-a-tide-mill/"
FOUND = Policy(
    url=URL,
    purpose=Purpose.AI_TRAIN,
    refusal="content-signal: ai-train=no (purpose ai-train)",
    robots=AskedFile("https://news.test/robots.txt", 200),
    robots_allows=True,
    rule=None,
    crawl_delay=2.5,
    request_rate=None,
    visit_time=(1320, 390),
    sitemaps=("https://news.test/sitemap.xml",),
    tdmrep=AskedFile("https://news.test/.well-known/tdmrep.json", 200, "not JSON"),
    licences=(AskedFile("https://news.test/l.xml", None),),
    page="answered 200",
    kept="nothing",
    signals=(Signal("content-signal", "ai-train", "no"), Signal("content-signal", "search", "yes\x1b[2J")),
)


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, Settings]]:
    """The site answers with ``FOUND``; returns what was asked."""
    seen: list[tuple[str, Settings]] = []

    async def policy_of(url: str, settings: Settings) -> Policy:
        seen.append((url, settings))
        return FOUND if settings.purpose is Purpose.AI_TRAIN else replace(FOUND, refusal="", kept="everything")

    monkeypatch.setattr(journey, "policy_of", policy_of)
    return seen


def test_refused(run: Run, asked: list[tuple[str, Settings]]) -> None:
    done = run("policy", URL, "--purpose", "ai-train")
    assert (done.code, done.err) == (4, "")
    assert [(url, settings.purpose) for url, settings in asked] == [(URL, Purpose.AI_TRAIN)]
    told = {label: value for label, _, value in (line.partition("  ") for line in done.out.splitlines())}
    assert told["visit-time"].strip() == "22:00-06:30 UTC"
    assert told["crawl-delay"].strip() == "2.5 s"
    assert told["tdmrep.json file"].strip() == f"{FOUND.tdmrep.url} (200; not JSON)"
    assert told["rsl file"].strip() == "https://news.test/l.xml (not asked for)"
    assert told["content-signal"].strip() == r"ai-train=no, search=yes\x1b[2J"


def test_allowed(run: Run, asked: list[tuple[str, Settings]]) -> None:
    done = run("policy", URL)
    assert done.code == 0
    assert "verdict                allowed" in done.out
    assert asked[0][1].purpose is Purpose.ARCHIVE, "as configured"


@pytest.mark.usefixtures("asked")
@pytest.mark.parametrize("columns", [60, 80, 120])
def test_it_fits_the_terminal(run: Run, monkeypatch: pytest.MonkeyPatch, columns: int) -> None:
    run("policy", "--help")
    monkeypatch.setenv("COLUMNS", str(columns))
    done = run("policy", URL)
    assert max(map(len, done.out.splitlines())) <= columns
    assert URL in "".join(line[23:] for line in done.out.splitlines())
    assert "\x1b" not in done.out


@pytest.mark.usefixtures("asked")
def test_for_programs(run: Run) -> None:
    told = json.loads(run("policy", URL, "--json", "--purpose", "ai-train").out)
    assert (told["allowed"], told["refusal"], told["kept"]) == (False, FOUND.refusal, "nothing")
    assert told["robots"]["visit_time"] == "22:00-06:30 UTC"
    assert told["tdmrep"] == {"url": FOUND.tdmrep.url, "status": 200, "problem": "not JSON"}
    assert told["signals"][0] == {"source": "content-signal", "name": "ai-train", "value": "no"}


def test_an_unknown_purpose_is_a_wrong_call(run: Run) -> None:
    done = run("policy", URL, "--purpose", "fun")
    assert (done.code, len(done.complaints)) == (2, 1)


def test_what_is_no_url_is_a_wrong_call(run: Run) -> None:
    assert run("policy", "ftp://news.test/").code == 2
