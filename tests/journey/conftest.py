"""What all journeys share: nothing of the user's own configuration has a say, and the processes that clean."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import nullcontext
from pathlib import Path

import pytest

from scraper import wiring
from scraper.workers import Workers


@pytest.fixture(autouse=True)
def unconfigured(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A user who has configured nothing."""
    home = tmp_path_factory.mktemp("home")
    for name in os.environ:
        if name.startswith(("SCRAPER_", "XDG_")):
            monkeypatch.delenv(name)
    monkeypatch.setenv("HOME", str(home))
    return home


@pytest.fixture(scope="session")
def workers() -> Iterator[Workers]:
    with Workers() as workers:
        yield workers


@pytest.fixture(autouse=True)
def shared_workers(workers: Workers, monkeypatch: pytest.MonkeyPatch) -> None:
    """Crawls in this process share their workers, since it takes longer to start some than to crawl a small site."""
    monkeypatch.setattr(wiring, "Workers", lambda _bounds: nullcontext(workers))
