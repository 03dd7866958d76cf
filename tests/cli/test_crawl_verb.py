"""scraper crawl, with a crawl that is a list of outcomes."""

from __future__ import annotations

import asyncio
import io
import os
import signal
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from rich.console import Console

from scraper import journey
from scraper.cli.manners import lines
from scraper.cli.report import fetched, summary
from scraper.cli.words import size, span
from scraper.crawler.ledger import HostReport
from scraper.crawler.report import HeldHost
from scraper.errors import ArchiveError, ArchiveLockedError
from scraper.journey import Report
from scraper.model import Outcome, Saved, State, Visit
from scraper.settings import Settings
from tests.cli.conftest import Run

WHEN = datetime(2026, 1, 1, tzinfo=UTC)
End = tuple[State, int | None, str, Saved | None]
NEW: End = (State.FETCHED, 200, "", Saved.NEW)
SAME: End = (State.UNCHANGED, 304, "", None)
REFUSED: End = (State.EXCLUDED, None, "robots", None)
SERVER_ERROR: End = (State.FAILED, 500, "status", None)
BUSY: End = (State.DEFERRED, 429, "status", None)
DEAD_LINK: End = (State.GONE, 404, "status", None)


def report(**counts: int) -> Report:
    """A report with these counts by state and nothing else."""
    return Report(
        counts=counts,
        saved={},
        reasons={},
        requests=0,
        bytes=0,
        seconds=0.0,
        interrupted=False,
        next_due=None,
        hosts_held=(),
        delays_capped={},
    )


def host(name: str, number: int) -> HostReport:
    """A host of a report; all but the first ask for more time."""
    asks = number >= 1
    return HostReport(
        host=name,
        server="192.0.2.1",
        requests=5,
        bytes=1234,
        answers={"200": 4, "304": 1},
        first=1.8e9,
        last=1.8e9 + 9,
        delay=float(number + 1),
        delay_from="crawl-delay" if asks else "ours",
        longest_delay=(number + 1) * (2.0 if number == 8 else 1.0),
        smallest_gap=1.002 + number,
        short_gaps=0,
        latency=number / 10,
        refusals={},
        waits=1,
        longest_wait=90.0,
        broken_waits=0,
    )


@pytest.fixture
def crawls(monkeypatch: pytest.MonkeyPatch) -> Callable[..., list[Settings]]:
    """Make each crawl end like this; returns the settings that it was called with."""

    def play(*ends: End, everything_due: bool = False) -> list[Settings]:
        called: list[Settings] = []

        async def crawl_async(
            settings: Settings,
            stop: asyncio.Event,
            on_outcome: Callable[[Outcome, Saved | None], None] | None = None,
            everything_due: bool = everything_due,
        ) -> Report:
            called.append(settings)
            saved: dict[str, int] = {}
            states: dict[str, int] = {}
            for number, (state, status, reason, kept) in enumerate(ends):
                url = f"https://news.test/{number}"
                assert on_outcome is not None
                on_outcome(Outcome(Visit(url, url, "news.test"), state, WHEN, status=status, reason=reason), kept)
                states[state.value] = states.get(state.value, 0) + 1
                if kept:
                    saved[kept.value] = saved.get(kept.value, 0) + 1
            return replace(report(**states), saved=saved)

        monkeypatch.setattr(journey, "crawl_async", crawl_async)
        return called

    return play


@pytest.fixture
def config(tmp_path: Path) -> Path:
    path = tmp_path / "demo.toml"
    path.write_text('start = ["https://news.test/"]\n', encoding="utf-8")
    return path


def test_a_table_ends_the_crawl(run: Run, crawls: Callable[..., list[Settings]], config: Path) -> None:
    crawls(NEW, NEW, SAME, REFUSED)
    done = run("crawl", config)
    assert (done.code, done.err) == (0, "")
    assert "Fetched" in done.out
    assert "2 new" in done.out
    assert "Refused" in done.out
    assert "archives/demo" in done.out


@pytest.mark.parametrize(
    ("ends", "code"),
    [
        ([], 0),
        ([NEW], 0),
        ([SAME], 0),
        ([NEW, REFUSED, DEAD_LINK], 0),
        ([NEW, SERVER_ERROR], 1),
        ([NEW, BUSY], 1),
        ([SERVER_ERROR], 3),
        ([DEAD_LINK], 3),
        ([REFUSED], 4),
        ([BUSY], 75),
    ],
)
def test_the_exit_code(
    run: Run, crawls: Callable[..., list[Settings]], config: Path, ends: list[End], code: int
) -> None:
    crawls(*ends)
    assert run("crawl", config).code == code


def test_a_run_nobody_watches_with_nothing_to_say_says_nothing(
    run: Run, crawls: Callable[..., list[Settings]], config: Path
) -> None:
    crawls(SAME, SAME, REFUSED)
    done = run("crawl", config)
    assert (done.code, done.out, done.err) == (0, "", "")
    assert "2 unchanged" in run("crawl", config, "-v").out


def test_a_loss_is_said_even_if_nothing_is_new(run: Run, crawls: Callable[..., list[Settings]], config: Path) -> None:
    crawls(SAME, SERVER_ERROR)
    assert "Failed" in run("crawl", config).out


def test_a_visit_put_off_and_then_fetched_is_no_loss(run: Run, monkeypatch: pytest.MonkeyPatch, config: Path) -> None:
    async def crawl_async(
        settings: Settings,
        stop: asyncio.Event,
        on_outcome: Callable[[Outcome, Saved | None], None],
        everything_due: bool = False,
    ) -> Report:
        visit = Visit("https://news.test/", "https://news.test/", "news.test")
        on_outcome(Outcome(visit, State.DEFERRED, WHEN, status=503, reason="status"), None)
        on_outcome(Outcome(visit, State.FETCHED, WHEN, status=200), Saved.NEW)
        return report(deferred=1, fetched=1)

    monkeypatch.setattr(journey, "crawl_async", crawl_async)
    assert run("crawl", config).code == 0


def test_several_crawls_run_one_after_the_other(
    run: Run, crawls: Callable[..., list[Settings]], config: Path, tmp_path: Path
) -> None:
    other = tmp_path / "other.toml"
    other.write_text('start = ["https://other.test/"]\nname = "second"\n', encoding="utf-8")
    called = crawls(NEW)
    done = run("crawl", config, other, "--max-pages", "7")
    assert done.code == 0
    assert [settings.name for settings in called] == ["demo", "second"]
    assert {settings.max_pages for settings in called} == {7}
    assert "second:" in done.out


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("start = [", "demo.toml"),
        ('start = ["https://news.test/"]\ndelay = 1\n', "delay"),
        ('start = "https://news.test/"\n', "start"),
        ('start = ["https://news.test/"]\nmax_pages = "ten"\n', "max_pages"),
        ("", "start"),
    ],
)
def test_a_configuration_that_is_off_is_one_line_and_starts_nothing(
    run: Run, crawls: Callable[..., list[Settings]], config: Path, tmp_path: Path, text: str, words: str
) -> None:
    bad = tmp_path / "bad" / "demo.toml"
    bad.parent.mkdir()
    bad.write_text(text, encoding="utf-8")
    called = crawls(NEW)
    done = run("crawl", config, bad)
    assert (done.code, done.out, called) == (2, "", [])
    assert len(done.complaints) == 1
    assert str(bad) in done.err
    assert words in done.err


@pytest.mark.parametrize(
    ("error", "code"),
    [(ArchiveLockedError("archives/demo: another crawl"), 75), (ArchiveError("archives/demo: not writable"), 2)],
)
def test_an_archive_in_the_way_is_one_line(
    run: Run, monkeypatch: pytest.MonkeyPatch, config: Path, error: ArchiveError, code: int
) -> None:
    async def crawl_async(*_: object, **__: object) -> Report:
        raise error

    monkeypatch.setattr(journey, "crawl_async", crawl_async)
    done = run("crawl", config)
    assert (done.code, done.out) == (code, "")
    assert done.complaints == [f"scraper: {error}"]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_saves_and_says_how_to_go_on(
    run: Run, monkeypatch: pytest.MonkeyPatch, config: Path, tmp_path: Path, number: signal.Signals
) -> None:
    async def crawl_async(settings: Settings, stop: asyncio.Event, **_: object) -> Report:
        os.kill(os.getpid(), number)
        await asyncio.wait_for(stop.wait(), 5)
        return replace(report(fetched=1), interrupted=True)

    monkeypatch.setattr(journey, "crawl_async", crawl_async)
    done = run("crawl", config, tmp_path / "demo.toml")
    assert done.code == 130
    assert f"scraper crawl {config}" in done.err
    assert done.out.count("Fetched") == 1, "the next crawl is not begun"


FULL = {
    "counts": {"fetched": 1234, "rejected": 56, "unchanged": 7, "redirected": 8, "excluded": 9, "failed": 3, "gone": 2},
    "saved": {"new": 1200, "changed": 30, "unchanged": 4},
    "reasons": {"listing": 40, "error_page": 10, "paywall": 6, "robots": 5, "scope": 4, "status": 4, "timeout": 1},
}


@pytest.mark.parametrize("width", [60, 80])
def test_the_table_fits_and_says_what_and_why(width: int) -> None:
    held = HeldHost("slow.test", 1.8e9, "parked after 5 refusals in a row, the last: HTTP 503, Retry-After 120 s")
    made = replace(report(), **FULL, next_due=1.8e9, holds=(held,), bytes=12_345_678, seconds=83.0)
    hosts = tuple(host(f"h{number}.news-of-a-long-name.test", number) for number in range(9))
    made = replace(made, hosts=hosts, delays_capped={"slow.test": 900.0}, hosts_full=("h1.test",), bare=4)
    made = replace(made, passed_over={"depth": 3, "host": 50, "calendar": 120})
    console = Console(width=width, no_color=True, record=True, file=io.StringIO())
    console.print(summary(made, "demo", Path("archives/demo")))
    lines = console.export_text().splitlines()
    assert max(map(len, lines)) <= width
    text = " ".join(" ".join(lines).split())
    told = ("Fetched 1,297", "Stored 1,234 1,200 new", "40 listing", "10 error page", "5 robots", "Failed 5 4 status")
    assert [words for words in told if words not in text] == []
    assert "12.3 MB" in text
    assert "1 min 23 s" in text
    assert "slow.test until 2027-01-15 08:00:00 UTC: parked after 5 refusals" in text
    assert "2 unchanged (304): 50%" in " ".join(fetched({"fetched": 2, "unchanged": 2}).split())
    assert "Delays all kept at 9 hosts; the smallest gap 1.002 s" in text
    assert "h8.news-of-a-long-name.test 9 s (crawl-delay), up to 18 s under strain" in text
    assert "and 3 more" in text
    assert "slow.test asks for 15 min:" in text
    assert "9 requests to wait heeded, the longest of 1 min 30 s" in text
    assert "Slowest h8.news-of-a-long-name.test 0.8 s" in text
    assert "a run's share was had of h1.test" in text
    assert "- no text 4 the site wants no copy kept (noarchive)" in text
    assert "Left out links to 120 calendar, 3 depth" in text
    assert "Next due" in text


def test_a_gap_too_short_is_not_hidden() -> None:
    made = replace(report(), hosts=(replace(host("news.test", 1), short_gaps=1, smallest_gap=0.5),))
    assert dict(lines(made))["Delays"] == "1 gap TOO SHORT at 1 host; the smallest gap 0.5 s"
    once = replace(report(), hosts=(replace(host("news.test", 1), smallest_gap=None),))
    assert dict(lines(once))["Delays"] == "1 host asked, none twice"


def test_sizes_and_spans() -> None:
    assert [size(n) for n in (0, 999, 1000, 12_345_678, 5e12)] == ["0 B", "999 B", "1.0 kB", "12.3 MB", "5000.0 GB"]
    assert [span(s) for s in (0.04, 59.94, 83, 120, 7320)] == ["0.0 s", "59.9 s", "1 min 23 s", "2 min", "2 h 2 min"]
