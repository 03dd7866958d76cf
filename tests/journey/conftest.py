"""What all journeys share: nothing of the user's own configuration has a say."""

from __future__ import annotations

import os
from pathlib import Path

import pytest


@pytest.fixture(autouse=True)
def unconfigured(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A user who has configured nothing."""
    home = tmp_path_factory.mktemp("home")
    for name in os.environ:
        if name.startswith(("SCRAPER_", "XDG_")):
            monkeypatch.delenv(name)
    monkeypatch.setenv("HOME", str(home))
    return home
