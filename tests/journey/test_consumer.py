"""Does who comes back with the cursor get each change once, and nothing else?"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from scraper.cli import main
from tests.journey.runs import crawl
from tests.journey.site import Reply, Site, listing, settings_for, stories, story, title

ALL, CHANGED, GONE, NEW = range(1, 31), range(1, 11), 11, 31


def exported(archive: Path, capsys: pytest.CaptureFixture[str], since: int) -> tuple[list[dict[str, Any]], int]:
    """What an export from the cursor on gives, and the next cursor."""
    capsys.readouterr()
    assert main(["export", str(archive), "--since", str(since)]) == 0
    told = capsys.readouterr()
    return [json.loads(line) for line in told.out.splitlines()], int(told.err.split("--since ")[1])


def test_a_scheduled_consumer_gets_each_change_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    pages: dict[str, Any] = {"/": listing(f"/story/{n}" for n in ALL), **stories(ALL)}
    with Site(pages) as site:
        settings = settings_for(site, tmp_path / "archive")
        crawl(settings)
        first, cursor = exported(settings.archive, capsys, 0)
        assert {one["title"] for one in first} == {title(n) for n in ALL}
        assert exported(settings.archive, capsys, cursor) == ([], cursor)

        for n in CHANGED:
            pages[f"/story/{n}"] = story(n, more=["The harbour office has confirmed it since."])
        pages[f"/story/{GONE}"] = Reply(410)
        pages["/"] = listing(f"/story/{n}" for n in (*ALL, NEW))
        pages |= stories([NEW])
        crawl(settings, everything_due=True)
        later, last = exported(settings.archive, capsys, cursor)
        assert {one["title"] for one in later if not one.get("gone")} == {title(n) for n in (*CHANGED, NEW)}
        assert [one["title"] for one in later if one.get("gone")] == [title(GONE)]
        assert len(later) == len(CHANGED) + 2
        assert exported(settings.archive, capsys, last) == ([], last)
