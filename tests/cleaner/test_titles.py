"""What is the story called?"""

from __future__ import annotations

import pytest

from scraper.cleaner.dom import parse
from scraper.cleaner.sites import site_names
from scraper.cleaner.titles import head_title, strip_site, title_of
from scraper.model import Block, Label, Labelled

URL = "https://www.rivernews.test/story"
TITLE = "The river rose again on Monday"
NAMES = ("River News", "rivernews.test", "rivernews")


def shown(text: str, label: Label = Label.TITLE, level: int = 1) -> Labelled:
    return Labelled(Block(text=text, tag=f"h{level}", path="body", position=0, level=level), label, 0.9)


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        (f"{TITLE} | River News", TITLE),
        (f"{TITLE} - River News", TITLE),
        (f"{TITLE} — RIVER NEWS", TITLE),
        (f"{TITLE} » rivernews.test", TITLE),
        (f"{TITLE} :: River News", TITLE),
        (f"River News | {TITLE}", TITLE),
        (f"River News: {TITLE}", TITLE),
        (f"{TITLE} - World", f"{TITLE} - World"),  # a part that is not the site's name may be the title's
        ("Ice-cream - a history", "Ice-cream - a history"),
        ("Why River News is closing", "Why River News is closing"),
        ("River News", "River News"),
        ("", ""),
    ],
)
def test_the_name_of_the_site_is_no_part_of_the_title(title: str, expected: str) -> None:
    assert strip_site(title, NAMES) == expected


def test_what_a_site_may_be_called() -> None:
    dom = parse("<meta property=og:site_name content='River News'>", URL)
    assert site_names(dom, {}) == NAMES


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        (f"<title>{TITLE} | rivernews</title>", TITLE),
        (f"<title>Other</title><meta property=og:title content='{TITLE}'>", TITLE),
        (
            '<script type="application/ld+json">{"@type": "NewsArticle", "headline": "From JSON-LD"}</script>'
            f"<meta property=og:title content='{TITLE}'>",
            "From JSON-LD",
        ),
        (f"<head><title>{TITLE}</title></head><body><svg><title>icon</title></svg>", TITLE),
        ("", ""),
    ],
)
def test_the_head_alone(head: str, expected: str) -> None:
    assert head_title(parse(head, URL)) == expected


@pytest.mark.parametrize(
    ("head", "labelled", "expected"),
    [
        (f"<title>{TITLE}</title>", [shown(TITLE.upper())], (TITLE.upper(), "h1")),  # as the reader sees it
        (f"<title>{TITLE}</title>", [shown(f"{TITLE} and fell")], (f"{TITLE} and fell", "h1")),
        (f"<title>{TITLE}…</title>", [shown(f"{TITLE} and fell")], (f"{TITLE} and fell", "h1")),  # cut short
        (f"<title>{TITLE}...</title>", [shown(f"{TITLE} and fell")], (f"{TITLE} and fell", "h1")),
        (f"<title>{TITLE} [...]</title>", [shown(f"{TITLE} and fell")], (f"{TITLE} and fell", "h1")),
        (f"<title>Print: {TITLE}</title>", [shown(TITLE)], (TITLE, "h1")),
        (f"<title>{TITLE}</title>", [shown("Most read")], (TITLE, "title element")),
        (f"<title>{TITLE}</title>", [shown(TITLE.upper(), level=2)], (TITLE, "title element")),
        (f"<title>{TITLE}</title>", [shown(TITLE.upper(), Label.HEADING)], (TITLE.upper(), "h1")),
        (f"<title>{TITLE}</title>", [shown("Most read", Label.HEADING)], (TITLE, "title element")),
        (f"<title>{TITLE}</title>", [shown(f"FloodThe{TITLE[3:]}")], (TITLE, "title element")),  # a kicker run into it
        (f"<title>Flood {TITLE}</title>", [shown(f"Flood{TITLE}")], (f"Flood {TITLE}", "title element")),
        ("", [shown("Only here")], ("Only here", "h1")),
        ("", [], ("", "")),
    ],
)
def test_the_visible_headline_wins_when_the_head_agrees(
    head: str, labelled: list[Labelled], expected: tuple[str, str]
) -> None:
    assert title_of(parse(head, URL), {}, labelled) == expected
