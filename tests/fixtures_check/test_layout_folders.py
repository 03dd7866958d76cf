"""Can the layout folders be trusted as a yardstick?

Looks at the folders of the invented publishers (hosts under .test) alone, not at what the cleaner makes of them: what
``expected.json`` keeps stands in the page in that order, and what it drops stands in the page too.
"""

from __future__ import annotations

import html
import json
import re
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from scraper.model import PageType, Reason

PAGES = Path(__file__).resolve().parents[2] / "fixtures" / "pages"
FOLDERS = sorted(file.parent for file in PAGES.glob("*.test/*/expected.json"))
KEYS = {
    *("url", "result", "text", "title", "authors", "date_published", "section", "language", "licence"),
    *("licence_notice_contains", "summary", "dropped", "kept"),
}
EXTRA_KEYS = {"reason", "page_type", "content_type", "canonical_url"}
MAX_BYTES = 40_000


def expected(folder: Path) -> dict[str, Any]:
    """What must come of the page."""
    data: dict[str, Any] = json.loads((folder / "expected.json").read_text("utf-8"))
    return data


def source(folder: Path) -> str:
    """The page, decoded as a browser does it: what is declared as iso-8859-1 is windows-1252."""
    legacy = "iso-8859-1" in expected(folder).get("content_type", "")
    return (folder / "page.html").read_bytes().decode("windows-1252" if legacy else "utf-8")


def words(folder: Path, within: str = "") -> str:
    """The page's text without any white space, so that it matters not which tags part the words."""
    page = re.sub(r"<(script|style)\b.*?</\1>|<!--.*?-->", " ", within or source(folder), flags=re.S | re.I)
    return squeezed(html.unescape(re.sub(r"<[^>]+>", " ", page)))


def squeezed(text: str) -> str:
    """Text without white space; no-break spaces go too."""
    return "".join(text.split())


@pytest.fixture(params=FOLDERS, ids=lambda folder: f"{folder.parent.name}/{folder.name}")
def folder(request: pytest.FixtureRequest) -> Path:
    """Each folder in turn."""
    found: Path = request.param
    return found


def test_there_are_layouts_enough() -> None:
    assert len(FOLDERS) >= 18
    assert sum(expected(folder)["result"] == "article" for folder in FOLDERS) >= 15


def test_expected_has_its_keys(folder: Path) -> None:
    data = expected(folder)
    assert set(data) >= KEYS
    assert set(data) <= KEYS | EXTRA_KEYS
    assert urlsplit(data["url"]).netloc == folder.parent.name
    if data["result"] == "rejection":
        Reason(data["reason"])
        PageType(data["page_type"])
    else:
        assert data["text"]
        assert data["title"]
        assert data["authors"]
        datetime.fromisoformat(data["date_published"])


def test_page_is_of_a_bearable_size(folder: Path) -> None:
    assert 2_000 < len((folder / "page.html").read_bytes()) < MAX_BYTES


def test_text_is_folded_and_stands_in_the_page_in_order(folder: Path) -> None:
    page, at = words(folder), 0
    for paragraph in (expected(folder)["text"] or "").split("\n\n"):
        for line in paragraph.split("\n"):
            assert "\t".join(" ".join(cell.split()) for cell in line.split("\t")) == line
        found = page.find(squeezed(paragraph), at)
        assert found >= 0, paragraph
        at = found + len(squeezed(paragraph))


def test_title_and_authors_stand_in_the_page(folder: Path) -> None:
    data = expected(folder)
    page = words(folder).casefold()
    for name in (data["title"], *data["authors"]):
        assert squeezed(name).casefold() in page, name
    for paragraph in (data["text"] or "").split("\n\n"):
        assert paragraph not in (data["title"], data["summary"])


def test_dropped_stands_in_the_page_and_not_in_the_text(folder: Path) -> None:
    data = expected(folder)
    page = words(folder) + words(folder, html.unescape(source(folder))) + squeezed(html.unescape(source(folder)))
    for phrase in data["dropped"]:
        assert squeezed(phrase) in page, phrase
        assert phrase not in (data["text"] or ""), phrase


def test_kept_stands_in_the_text(folder: Path) -> None:
    data = expected(folder)
    for phrase in data["kept"]:
        assert phrase in data["text"], phrase


def test_licence_has_its_notice(folder: Path) -> None:
    data = expected(folder)
    assert (data["licence"] is None) == (data["licence_notice_contains"] is None)
    if data["licence"]:
        assert squeezed(data["licence_notice_contains"]) in words(folder)


def test_windows_1252_page_is_not_utf_8() -> None:
    page = (PAGES / "nordwacht.test" / "windows-1252" / "page.html").read_bytes()
    with pytest.raises(UnicodeDecodeError):
        page.decode("utf-8")
    assert re.search(rb"[\x80-\x9f]", page), "no byte that only windows-1252 knows"


def test_the_newest_date_is_a_trap_in_many_pages() -> None:
    """A card, a comment or a note of change carries a later day than the article itself."""
    trapped = []
    for folder in FOLDERS:
        own = (expected(folder)["date_published"] or "9999")[:10]
        if max(re.findall(r"\b20\d\d-\d\d-\d\d(?!\d)", source(folder)), default="") > own:
            trapped.append(folder.name)
    assert len(trapped) >= 5, trapped
