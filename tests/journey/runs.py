"""Crawls as a person or a scheduler runs them, and what they leave behind."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from scraper import journey
from scraper.journey import Report
from scraper.model import Outcome, Saved, State
from scraper.settings import Settings
from scraper.writer.archive import Archive
from tests.journey.site import CONTACT, LOOPBACK

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Ran:
    """A crawl in this process: its report, and by URL how each visit ended last and what was stored."""

    report: Report
    outcomes: Mapping[str, Outcome]
    saved: Mapping[str, Saved | None]

    def state(self, url: str) -> State:
        return self.outcomes[url].state


def crawl(settings: Settings, everything_due: bool = False) -> Ran:
    """Crawl to the end."""
    outcomes: dict[str, Outcome] = {}
    saved: dict[str, Saved | None] = {}

    def see(outcome: Outcome, what: Saved | None) -> None:
        outcomes[outcome.visit.url] = outcome
        saved[outcome.visit.url] = what

    report = asyncio.run(
        journey.crawl_async(settings, asyncio.Event(), on_outcome=see, everything_due=everything_due),
    )
    return Ran(report, outcomes, saved)


def documents(archive: Path) -> list[dict[str, Any]]:
    """All stored articles. Each is there once, and the accounts add up."""
    with Archive.open(archive) as opened, opened.moment():
        found = [dict(stored.document) for stored in opened.articles()]
        assert sum(opened.counts().values()) == opened.known()
        assert opened.article_count() == len(found)
    assert len({document["id"] for document in found}) == len(found)
    return found


def urls(archive: Path) -> list[str]:
    """The addresses of all stored articles, sorted."""
    return sorted(document["url"] for document in documents(archive))


# ---------------------------------------------------------------- as a process


def write_config(directory: Path, start: list[str], **more: object) -> Path:
    """A crawl's TOML; strings are written as JSON, which TOML reads alike."""
    values: dict[str, object] = {
        "contact": CONTACT,
        "start": start,
        "archive": str(directory / "archive"),
        "allow_private": [LOOPBACK],
        "delay_seconds": 0.02,
        **more,
    }
    lines = [f"{key} = {value!r}".replace("'", '"') for key, value in values.items()]
    path = directory / "site.toml"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def environment(home: Path) -> dict[str, str]:
    """The environment of a user who has configured nothing."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("SCRAPER_", "XDG_"))}
    return {**kept, "HOME": str(home), "PYTHONPATH": str(ROOT), "COLUMNS": "100"}


def command(directory: Path, *arguments: object) -> subprocess.CompletedProcess[str]:
    """Run ``scraper ARGUMENTS`` to its end."""
    line = [sys.executable, "-m", "scraper", *map(str, arguments)]
    done = subprocess.run(
        line, cwd=directory, env=environment(directory), capture_output=True, text=True, timeout=120, check=False
    )
    assert "Traceback" not in done.stderr, done.stderr
    return done


@contextmanager
def running(directory: Path, *arguments: object) -> Iterator[subprocess.Popen[str]]:
    """``scraper ARGUMENTS`` while it runs; it is gone at the end, whatever happens."""
    line = [sys.executable, "-m", "scraper", *map(str, arguments)]
    process = subprocess.Popen(
        line,
        cwd=directory,
        env=environment(directory),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    with process:
        try:
            yield process
        finally:
            process.kill()
