"""scraper bot-page: a page that holds together, and says what is so."""

from __future__ import annotations

from html.parser import HTMLParser
from pathlib import Path

import pytest

from scraper.cli.bot_page import page
from scraper.crawler import robots
from scraper.model import Purpose
from scraper.settings import RawPolicy, Settings
from tests.cli.conftest import Run

CONTACT = "mailto:tests@news-archive.info"
VOID = {"meta", "link", "br", "img", "hr", "input"}


class Outline(HTMLParser):
    """The tags and words of a page; every element must be closed in its place."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[str] = []
        self.links: list[str] = []
        self.codes: list[str] = []
        self.words = ""
        self.feed(text)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.links += [value or "" for name, value in attrs if name in ("href", "src")]
        if tag == "code":
            self.codes.append("")
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if "style" not in self.open:
            self.words += data
        if "code" in self.open:
            self.codes[-1] += data


@pytest.fixture
def config(tmp_path: Path) -> Path:
    path = tmp_path / "demo.toml"
    path.write_text(
        f'start = ["https://news.test/"]\ncontact = "{CONTACT}"\nagent = "NewsBot"\ndelay_seconds = 5\n'
        'hours = ["22:00-06:00"]\nmax_pages_per_host = 1500\npurpose = "ai-train"\n',
        encoding="utf-8",
    )
    return path


def test_the_page_says_what_the_settings_say(run: Run, config: Path) -> None:
    done = run("bot-page", config)
    assert (done.code, done.err) == (0, "")
    assert done.out.startswith('<!doctype html>\n<html lang="en">')
    outline = Outline(done.out)
    assert "NewsBot/" in outline.words
    for words in ("5 s or more apart", "22:00-06:00", "1,500 pages", "to train AI models", "tests@news-archive.info"):
        assert words in outline.words
    assert CONTACT in outline.links


def test_it_is_self_contained_and_runs_nothing(run: Run, config: Path) -> None:
    outline = Outline(run("bot-page", config).out)
    assert not {"script", "link", "img", "iframe", "object"} & set(outline.tags)
    assert set(outline.links) == {CONTACT}
    assert (outline.tags.count("h1"), outline.tags.count("main"), outline.tags.count("title")) == (1, 1, 1)
    assert outline.tags.count("h2") == outline.tags.count("section") >= 5


def test_the_lines_of_robots_txt_do_what_the_page_says() -> None:
    outline = Outline(page(Settings(contact=CONTACT, agent="NewsBot")))
    blocking, slowing = (code for code in outline.codes if code.startswith("User-agent: "))
    assert not robots.parse(blocking).allows("NewsBot", "https://news.test/").allowed
    assert robots.parse(blocking).allows("OtherBot", "https://news.test/").allowed
    rules = robots.parse(slowing).rules_for("NewsBot")
    assert rules.crawl_delay == 10
    assert not rules.allows("https://news.test/private/a").allowed
    assert rules.allows("https://news.test/a").allowed


@pytest.mark.parametrize("purpose", Purpose)
@pytest.mark.parametrize("raw", RawPolicy)
def test_every_purpose_has_its_words(purpose: Purpose, raw: RawPolicy) -> None:
    words = Outline(page(Settings(contact="https://news-archive.info/bot", purpose=purpose, raw=raw))).words
    assert f"purpose: {purpose.value}" in words
    assert ("kept as evidence" in words) is (raw is RawPolicy.WARC)


def test_what_settings_hold_is_text_and_never_markup() -> None:
    hostile = "https://news-archive.info/?a=\"><script>alert('1')</script>&b"
    text = page(Settings(contact=hostile, hours=("<b>",)))
    outline = Outline(text)
    assert "script" not in outline.tags
    assert "b" not in outline.tags
    assert hostile in outline.words
    assert set(outline.links) == {hostile}


def test_into_a_file(run: Run, config: Path, tmp_path: Path) -> None:
    done = run("bot-page", config, "-o", tmp_path / "bot.html")
    assert (done.code, done.out) == (0, "")
    Outline((tmp_path / "bot.html").read_text(encoding="utf-8"))
    assert run("bot-page", config, "-o", tmp_path / "nowhere" / "bot.html").code == 2
    assert run("bot-page", tmp_path / "none.toml").code == 2
