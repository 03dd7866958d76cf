"""Feeds and sitemaps in the shapes of real sites, each a folder under fixtures/ with what must come of it."""

from __future__ import annotations

import gzip
import json
from dataclasses import fields
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from scraper import Entry, parse_feed, parse_sitemap
from scraper.crawler.discover import kind_of
from scraper.model import Kind

FIXTURES = Path(__file__).resolve().parents[2] / "fixtures"
FEEDS = sorted((FIXTURES / "feeds").iterdir())
SITEMAPS = sorted((FIXTURES / "sitemaps").iterdir())


def told(entry: Entry) -> dict[str, Any]:
    """All that an entry says, as its expected.json writes it."""
    values = {field.name: getattr(entry, field.name) for field in fields(Entry)}
    return {name: plain(value) for name, value in values.items() if value}


def plain(value: object) -> object:
    if isinstance(value, datetime):
        return value.isoformat()
    return list(value) if isinstance(value, tuple) else value


def files(folder: Path) -> tuple[bytes, dict[str, Any]]:
    (document,) = (file for file in folder.iterdir() if file.name != "expected.json")
    return document.read_bytes(), json.loads((folder / "expected.json").read_text("utf-8"))


def test_there_are_folders() -> None:
    assert len(FEEDS) >= 8
    assert len(SITEMAPS) >= 4


@pytest.mark.parametrize("folder", FEEDS, ids=lambda folder: folder.name)
def test_feeds(folder: Path) -> None:
    body, expected = files(folder)
    found = parse_feed(body, expected["url"])
    assert [told(entry) for entry in found.entries] == expected["entries"]
    assert found.problem == expected["problem"]
    assert kind_of(body) is Kind.FEED


@pytest.mark.parametrize("packed", [False, True], ids=["plain", "gz"])
@pytest.mark.parametrize("folder", SITEMAPS, ids=lambda folder: folder.name)
def test_sitemaps(folder: Path, packed: bool) -> None:
    body, expected = files(folder)
    found = parse_sitemap(gzip.compress(body) if packed else body, expected["url"])
    assert [told(entry) for entry in found.entries] == expected["entries"]
    assert [told(entry) for entry in found.children] == expected["children"]
    assert found.problem == expected["problem"]
