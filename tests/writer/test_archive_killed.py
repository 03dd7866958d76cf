"""Is nothing lost and nothing stored twice, whenever the run is killed?"""

from __future__ import annotations

import random
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from scraper.model import State
from scraper.writer import Archive
from tests.writer.whole import look_at

PAGES = 150
PROJECT = Path(__file__).resolve().parents[2]


def crawl(directory: Path, *more: str, at_once: int = 1) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "tests.writer.committer", str(directory), str(PAGES), str(at_once), *more]
    return subprocess.Popen(command, cwd=PROJECT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def kill_after(ends: int, directory: Path, at_once: int) -> int:
    """Let a crawl end some visits, kill it in the next one, and return how many ends it told."""
    with crawl(directory, at_once=at_once) as process:
        assert process.stdout
        for _ in range(ends):
            assert process.stdout.readline()
        process.kill()
        return ends + len(process.stdout.readlines())


def finish(directory: Path) -> int:
    with crawl(directory) as process:
        told, said = process.communicate(timeout=60)
    assert (process.returncode, said) == (0, "")
    return len(told.split())


def assert_whole(directory: Path) -> None:
    """Every page was stored exactly once, and every row points at its record."""
    with Archive.open(directory) as archive:
        counts = archive.counts()
        urls = [stored.document["url"] for stored in archive.articles()]
        assert {stored.revision for stored in archive.articles()} == {1}
    assert counts[State.FETCHED] == sum(counts.values()) == PAGES
    assert len(urls) == len(set(urls)) == PAGES
    found = look_at(directory)
    found.assert_whole()
    assert found.rows == found.articles == Counter(urls)
    with Archive.open(directory, write=True) as archive:
        assert archive.search_agrees()
        assert len(list(archive.matching("story"))) == PAGES


@pytest.mark.parametrize(("seed", "at_once"), [(1, 1), (2, 8), (3, 8)])
def test_three_kills(tmp_path: Path, seed: int, at_once: int) -> None:
    chance = random.Random(seed)
    told = sum(kill_after(chance.randint(0, PAGES // 4), tmp_path, at_once) for _ in range(3))
    told += finish(tmp_path)
    hidden = 3 * at_once
    assert PAGES - hidden <= told <= PAGES, "a kill between commit and telling hides ends; none is told twice"
    assert_whole(tmp_path)


def test_a_full_disk_is_one_line_and_loses_nothing(tmp_path: Path) -> None:
    for limit in (30_000, 120_000, 400_000):
        with crawl(tmp_path, str(limit)) as process:
            _, said = process.communicate(timeout=60)
        assert process.returncode == 1
        assert re.fullmatch(rf"{re.escape(str(tmp_path))}: the disk[^\n]*\n", said)
    finish(tmp_path)
    assert_whole(tmp_path)
