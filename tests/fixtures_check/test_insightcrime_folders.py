"""Can the InSight Crime folders be trusted as a yardstick?

Looks at the folders alone, not at what the cleaner makes of them: what ``expected.json`` keeps stands in the page
as blocks of their own and in that order, and what it drops stands in the page too, so a test of it can fail.
"""

from __future__ import annotations

import json
import re
from datetime import datetime
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from scraper.model import PageType, Reason

PAGES = Path(__file__).resolve().parents[2] / "fixtures" / "pages"
HOSTS = ("www.insightcrime.org", "insightcrime.org", "es.insightcrime.org")
FOLDERS = [
    *(folder for host in HOSTS for folder in sorted((PAGES / host).iterdir()) if folder.is_dir()),
    PAGES / "ledger.example.test" / "paywall-stub",
]
SEED = "peru-brothels-"  # the site's own text, in the four generations of its layout
SEED_PARAGRAPHS = 7
KEYS = {
    *("url", "result", "text", "title", "authors", "date_published", "section", "language", "licence"),
    *("licence_notice_contains", "summary", "dropped", "kept"),
}
REJECTION_KEYS = KEYS | {"reason", "page_type"}
MAX_BYTES = 40_000
MIN_BYTES = 7_000  # the print view is the smallest

INLINE = frozenset("a b em font i label small span strong sub sup time u wbr".split())
SILENT = frozenset({"script", "style"})


class Content(NamedTuple):
    """A page's words: block by block, all of them folded into one line, and the values of its meta tags."""

    blocks: list[str]
    line: str
    metas: list[str]


class _Reader(HTMLParser):
    """Collects text; any tag that is not inline ends a block."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self.metas: list[str] = []
        self.silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._break(tag)
        self.silent += tag in SILENT
        if tag == "meta":
            self.metas += [value for name, value in attrs if name == "content" and value]

    def handle_endtag(self, tag: str) -> None:
        self._break(tag)
        self.silent -= tag in SILENT

    def handle_data(self, data: str) -> None:
        if not self.silent:
            self.parts.append(data.replace("\0", ""))

    def _break(self, tag: str) -> None:
        if tag not in INLINE:
            self.parts.append("\0")


def fold(text: str) -> str:
    """White space as one blank each."""
    return " ".join(text.split())


@cache
def content(folder: Path) -> Content:
    reader = _Reader()
    reader.feed((folder / "page.html").read_text(encoding="utf-8"))
    reader.close()
    blocks = [block for block in map(fold, "".join(reader.parts).split("\0")) if block]
    return Content(blocks, " ".join(blocks), [fold(meta) for meta in reader.metas])


@cache
def expected(folder: Path) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads((folder / "expected.json").read_text(encoding="utf-8"))
    return loaded


def lines_of(text: str) -> list[str]:
    """Paragraphs, and the items of a list each for itself."""
    return [line for paragraph in text.split("\n\n") for line in paragraph.split("\n")]


def name_of(folder: Path) -> str:
    return f"{folder.parent.name}/{folder.name}"


every = pytest.mark.parametrize("folder", FOLDERS, ids=name_of)
seeds = pytest.mark.parametrize("folder", [f for f in FOLDERS if f.name.startswith(SEED)], ids=name_of)


def test_all_layouts_are_there() -> None:
    assert len([f for f in FOLDERS if f.name.startswith(SEED)]) == 4
    results = [(expected(f)["result"], expected(f).get("reason")) for f in FOLDERS]
    assert results.count(("article", None)) == 9
    assert results.count(("rejection", "listing")) == 2
    assert {("rejection", "error_page"), ("rejection", "paywall")} <= set(results)


@every
def test_folder_is_whole(folder: Path) -> None:
    size = (folder / "page.html").stat().st_size
    assert MIN_BYTES <= size <= MAX_BYTES
    facts = expected(folder)
    assert facts["result"] in {"article", "rejection"}
    assert set(facts) == (REJECTION_KEYS if facts["result"] == "rejection" else KEYS)
    assert facts["url"].startswith(("http://", "https://"))
    assert folder.parent.name == facts["url"].split("/")[2]


@every
def test_every_paragraph_is_a_block_of_the_page_in_this_order(folder: Path) -> None:
    blocks = iter(content(folder).blocks)
    for line in lines_of(expected(folder)["text"] or ""):
        assert line == fold(line)
        assert not line or line in blocks, f"not there, or not in this order: {line!r}"


@every
def test_what_is_dropped_can_be_missed_and_what_is_kept_is_kept(folder: Path) -> None:
    facts, page = expected(folder), content(folder)
    text = facts["text"] or ""
    assert facts["dropped"]
    for phrase in facts["dropped"]:
        assert phrase in page.line, f"nothing to drop: {phrase!r}"
        assert phrase not in fold(text), f"kept and dropped at once: {phrase!r}"
    for phrase in facts["kept"]:
        assert phrase in text, f"not in the text: {phrase!r}"


@every
def test_facts_stand_in_the_page(folder: Path) -> None:
    facts, page = expected(folder), content(folder)
    line = page.line.casefold()
    for fact in [facts["title"], *facts["authors"], facts["section"], facts["licence_notice_contains"]]:
        assert not fact or fact.casefold() in line, fact
    if facts["summary"]:
        assert facts["summary"] in page.metas
    assert not (facts["title"] or "").isupper()


@every
def test_values_are_ones_the_model_knows(folder: Path) -> None:
    facts = expected(folder)
    if facts["result"] == "rejection":
        assert facts["reason"] in set(Reason)
        assert facts["page_type"] in set(PageType)
        return
    assert datetime.fromisoformat(facts["date_published"])
    assert facts["language"] in {"en", "es"}
    assert facts["licence"] is None or re.fullmatch(r"CC-BY(-NC)?(-ND|-SA)?(-\d\.\d)?", facts["licence"])
    assert (facts["licence"] is None) == (facts["licence_notice_contains"] is None)


@seeds
def test_seed_is_the_same_seven_paragraphs_in_each_layout(folder: Path) -> None:
    first = expected(PAGES / "insightcrime.org" / f"{SEED}wordpress-2021")
    facts = expected(folder)
    paragraphs = facts["text"].split("\n\n")
    assert len(paragraphs) == SEED_PARAGRAPHS
    assert paragraphs[-1] == "(See La Republica's video report, below.)"
    for same in ("text", "title", "authors", "section", "language", "licence_notice_contains"):
        assert facts[same] == first[same]
    assert facts["authors"] == ["Jeanna Cullinan"]
    assert facts["date_published"].startswith("2011-10-04")


@seeds
def test_seed_equals_the_text_it_was_built_from(folder: Path) -> None:
    source = PAGES.parents[2] / "shared" / "seed"
    if not source.is_dir():
        pytest.skip("needs ../shared/seed beside the project")
    raw = "\n\n".join(path.read_text(encoding="utf-8") for path in sorted(source.glob("*.txt")))
    assert expected(folder)["text"] in raw


@seeds
def test_seed_carries_credit_links_at_both_ends_and_the_licence(folder: Path) -> None:
    credit = (folder / "CREDIT.md").read_text(encoding="utf-8").strip().split("\n\n")
    link = expected(PAGES / "insightcrime.org" / f"{SEED}wordpress-2021")["url"]
    for end in (credit[1], credit[-1]):
        assert link in end
        assert "Jeanna Cullinan" in end
        assert "InSight Crime" in end
    notice = fold(" ".join(credit).replace("\n>", "\n"))
    assert "copy and distribute our work for non-commercial purposes" in notice
    page = (folder / "page.html").read_text(encoding="utf-8")
    assert link in page[:1500]
    assert link in page[-300:]


@pytest.mark.parametrize("folder", [f for f in FOLDERS if not f.name.startswith(SEED)], ids=name_of)
def test_invented_pages_say_so(folder: Path) -> None:
    page = (folder / "page.html").read_text(encoding="utf-8")
    assert re.search(r"<!-- Test page\. [^>]*invented", page[:1500])
