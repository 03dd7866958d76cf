"""Every folder of fixtures/pages is a page and what must come of it. A bug report becomes a folder."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from scraper.cleaner import Known, read
from scraper.model import Article, Rejection
from scraper.terms import publisher_terms

PAGES = Path(__file__).resolve().parents[2] / "fixtures" / "pages"
FOLDERS = sorted(path.parent for path in PAGES.glob("*/*/expected.json"))
ARTICLES = [f for f in FOLDERS if json.loads((f / "expected.json").read_text("utf-8"))["result"] == "article"]
REJECTIONS = [f for f in FOLDERS if f not in ARTICLES]


def name(folder: Path) -> str:
    return f"{folder.parent.name}/{folder.name}"


@cache
def cleaned(folder: Path) -> tuple[dict[str, Any], Article | Rejection]:
    expected = json.loads((folder / "expected.json").read_text("utf-8"))
    known = Known(terms=publisher_terms())
    return expected, read((folder / "page.html").read_bytes(), expected["url"], known).result


def article(folder: Path) -> tuple[dict[str, Any], Article]:
    expected, result = cleaned(folder)
    assert isinstance(result, Article), f"{result.reason}: {result.detail}"
    return expected, result


def fold(text: str) -> str:
    return " ".join(text.split())


def paragraphs(text: str) -> list[str]:
    return [fold(paragraph) for paragraph in text.split("\n\n")]


def body(result: Article, expected: str) -> list[str]:
    """The paragraphs of the text, without a deck that leads it: that is the summary, and story if taken for such."""
    found = paragraphs(result.text)
    leads = found[0] == fold(result.summary or "") and not fold(expected).startswith(found[0])
    return found[1:] if leads else found


def test_there_are_folders() -> None:
    assert len(ARTICLES) > 20
    assert len(REJECTIONS) > 5


@pytest.mark.parametrize("folder", ARTICLES, ids=name)
def test_text_is_kept_exactly(folder: Path) -> None:
    expected, result = article(folder)
    assert body(result, expected["text"]) == paragraphs(expected["text"])


@pytest.mark.parametrize("folder", ARTICLES, ids=name)
def test_furniture_is_dropped_and_listed(folder: Path) -> None:
    expected, result = article(folder)
    text = " ".join(body(result, expected["text"]))
    removed = fold(" ".join(block.text for block in result.removed))
    assert [phrase for phrase in expected["dropped"] if fold(phrase) in text] == []
    assert all(block.reasons for block in result.removed), "each removed block says why"
    assert removed


@pytest.mark.parametrize("folder", ARTICLES, ids=name)
def test_who_when_and_what(folder: Path) -> None:
    expected, result = article(folder)
    got = {
        "title": result.title,
        "authors": [author.name for author in result.authors],
        "date": str(result.date_published or "")[:10],
        "language": result.language,
        "section": result.section,
        "summary": result.summary,
        "canonical": result.canonical_url if "canonical_url" in expected else None,
    }
    assert got == {
        "title": expected["title"],
        "authors": expected["authors"],
        "date": (expected["date_published"] or "")[:10],
        "language": expected["language"],
        "section": expected["section"],
        "summary": expected["summary"],
        "canonical": expected.get("canonical_url"),
    }


@pytest.mark.parametrize("folder", ARTICLES, ids=name)
def test_terms_and_the_way_back(folder: Path) -> None:
    expected, result = article(folder)
    assert (result.licence.id if result.licence else None) == expected["licence"]
    if expected.get("licence_notice_contains"):
        assert result.licence is not None
        assert fold(expected["licence_notice_contains"]) in fold(result.licence.text)
    assert result.attribution.link.startswith(("http://", "https://"))


@pytest.mark.parametrize("folder", REJECTIONS, ids=name)
def test_what_is_no_article_is_rejected(folder: Path) -> None:
    expected, result = cleaned(folder)
    assert isinstance(result, Rejection), result.text[:200]
    assert (result.reason.value, result.page_type.value) == (expected["reason"], expected["page_type"])
    assert result.detail
