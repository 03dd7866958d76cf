"""Does the seed page come out right in each of its site's four layouts, from the server to the export?"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from scraper.model import Duty
from scraper.writer.archive import Archive
from scraper.writer.export import Format, write
from tests.journey.runs import ROOT, crawl, documents
from tests.journey.site import Reply, Site, listing, settings_for

LAYOUTS = {
    folder.parent.name: folder.parent
    for folder in sorted((ROOT / "fixtures" / "pages").glob("*insightcrime.org/peru-brothels-*/page.html"))
}
NOTICE = "We encourage readers to copy and distribute our work for non-commercial purposes"
TERMS = """
publisher = "InSight Crime"
hosts = ["127.2.0.1"]
licence_id = "CC-BY-NC"
duties = ["name_in_byline", "link_at_top", "link_at_bottom", "non_commercial", "notify"]
source = "a test: the address plays the publisher's site"
read_on = 2026-11-23
"""


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A crawl of all layouts, each at an address of its own."""
    directory = tmp_path_factory.mktemp("seed")
    (directory / "publishers").mkdir()
    (directory / "publishers" / "insightcrime.toml").write_text(TERMS, encoding="utf-8")
    pages = {f"/{name}": Reply(200, (folder / "page.html").read_bytes()) for name, folder in LAYOUTS.items()}
    with Site({"/": listing(pages), **pages}) as site:
        crawl(settings_for(site, directory / "archive", publishers=directory / "publishers"))
    return directory / "archive"


def stored(archive: Path, layout: str) -> dict[str, Any]:
    (found,) = [document for document in documents(archive) if document["url"].endswith(f"/{layout}")]
    return found


def test_there_are_four() -> None:
    assert len(LAYOUTS) == 4


@pytest.mark.parametrize("layout", LAYOUTS)
def test_the_text_is_its_seven_paragraphs_and_nothing_else(archive: Path, layout: str) -> None:
    expected = json.loads((LAYOUTS[layout] / "expected.json").read_text("utf-8"))
    document = stored(archive, layout)
    assert document["text"] == expected["text"]
    paragraphs = document["text"].split("\n\n")
    assert len(paragraphs) == 7
    assert paragraphs[-1] == "(See La Republica's video report, below.)"


@pytest.mark.parametrize("layout", LAYOUTS)
def test_its_facts(archive: Path, layout: str) -> None:
    document = stored(archive, layout)
    assert document["title"] == "Peru Rescues Over 200 'Trafficking Victims' from Brothels in Mining Region"
    assert [author["name"] for author in document["authors"]] == ["Jeanna Cullinan"]
    assert document["date_published"][:10] == "2011-10-04"
    assert document["language"] == "en"
    assert document["section"]
    assert document["license"]["id"].startswith("CC-BY-NC")
    assert NOTICE in document["license"]["text"]


@pytest.mark.parametrize("layout", LAYOUTS)
def test_what_was_removed_is_listed_with_its_label(archive: Path, layout: str) -> None:
    removed = stored(archive, layout)["removed"]
    assert all(block["label"] and block["reasons"] and 0 < block["confidence"] <= 1 for block in removed)
    assert any(NOTICE in block["text"] and block["label"] == "licence" for block in removed)


@pytest.mark.parametrize("format", [Format.MARKDOWN, Format.TEXT])
@pytest.mark.parametrize("layout", LAYOUTS)
def test_the_export_has_credit_and_link_at_top_and_bottom(
    archive: Path, layout: str, format: Format, tmp_path: Path
) -> None:
    document = stored(archive, layout)
    attribution = document["attribution"]
    assert {Duty.NAME_IN_BYLINE, Duty.LINK_AT_TOP, Duty.LINK_AT_BOTTOM} <= set(attribution["duties"])
    with Archive.open(archive) as opened:
        write((item for item in opened.articles() if item.id == document["id"]), format, tmp_path / "out")
    (file,) = (tmp_path / "out").iterdir()
    above, below = around(without_front_matter(file.read_text("utf-8")), document["text"])
    assert "By Jeanna Cullinan, InSight Crime" in above
    for part in (above, below):
        assert attribution["link"] in part
        assert "InSight Crime" in part
    assert document["license"]["id"] in below
    assert NOTICE in below


def without_front_matter(text: str) -> str:
    """What a reader sees of a file."""
    return text.split("\n---\n", 1)[1] if text.startswith("---\n") else text


def around(text: str, story: str) -> tuple[str, str]:
    """What stands above and below the story."""
    paragraphs = story.split("\n\n")
    above, found, rest = text.partition(paragraphs[0])
    below = rest.partition(paragraphs[-1])[2]
    assert found
    return above, below
