"""Is an article that nobody could have made of the bytes found out?"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from scraper.settings import Settings
from scraper.verify import Break, Link, verify
from tests.journey.runs import crawl
from tests.journey.site import Site, settings_for, stories


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Of a crawl that has stored two articles."""
    with Site(stories([1, 2])) as site:
        settings = settings_for(site, tmp_path / "a")
        crawl(settings)
    return settings


def breaks(settings: Settings, remake: bool = False) -> list[Break]:
    found: list[Break] = []
    verify(settings.archive, found.append, lambda _: None, settings if remake else None)
    return found


def forge(archive: Path, fingerprint: bool) -> str:
    """Another text in an article, with the digest that it has; with the fingerprint of the one before or without."""
    with closing(sqlite3.connect(archive / "archive.db")) as database, database:
        [(article, told)] = database.execute("SELECT article, document FROM revisions LIMIT 1")
        told = json.loads(told) | {"text": "What was never said."}
        text = hashlib.sha256(told["text"].encode()).hexdigest()
        database.execute(
            "UPDATE revisions SET document = ?, text_sha256 = ? WHERE article = ?", (json.dumps(told), text, article)
        )
        if fingerprint:  # as if an earlier version had made it, whose fingerprints nobody can tell
            database.execute("UPDATE makers SET software = '0.0.1'")
    return str(article)


def test_a_text_with_another_fingerprint_is_found(settings: Settings) -> None:
    article = forge(settings.archive, fingerprint=False)
    assert breaks(settings) == [
        Break(Link.REVISION, f"article {article}, revision 1", "its fingerprint is another one")
    ]


def test_a_text_that_is_not_made_of_the_bytes_is_found_by_making_it_again(settings: Settings) -> None:
    assert breaks(settings, remake=True) == []
    article = forge(settings.archive, fingerprint=False)
    assert Break(Link.TEXT, f"article {article}", "made again, its text is another one") in breaks(
        settings, remake=True
    )


def test_what_another_version_made_is_not_made_again(settings: Settings) -> None:
    forge(settings.archive, fingerprint=True)
    assert breaks(settings, remake=True) == []
