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
        (f"{TITLE} ㅣ River News", TITLE),
        (f"{TITLE}：River News", TITLE),
        (f"{TITLE} | River News Online", TITLE),
        (f"{TITLE} | World News | River News", TITLE),  # a section beside the site
        (f"{TITLE} | Royal | Europe | River News", TITLE),
        ("Flood | River News", "Flood"),
        ("The dam | the town | River News", "The dam | the town"),  # too few words are left for a title
        ("강이 월요일에 다시 불어났다-사회ㅣRiver News", "강이 월요일에 다시 불어났다"),
        ("The river was well-known | River News", "The river was well-known"),
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


OTHER = "Why the town by the water slept badly"
THIRD = "Flood: all that is known so far"


def declared(headline: str = "", social: str = "", element: str = "", h1: str = "") -> tuple[str, str]:
    head = f"<title>{element}</title>" if element else ""
    head += f'<meta property=og:title content="{social}">' if social else ""
    return title_of(parse(head, URL), {"headline": headline} if headline else {}, [shown(h1)] if h1 else [])


def test_two_that_agree_are_the_title_whatever_the_h1_says() -> None:
    assert declared(headline=TITLE, social=TITLE, element=OTHER, h1=OTHER) == (TITLE, "json-ld")
    folded = TITLE.replace("river", "ri\u00adver").upper()  # soft hyphens and case do not count
    assert declared(headline=TITLE, social=folded, h1=OTHER) == (TITLE, "json-ld")


def test_entities_written_twice_are_undone() -> None:
    assert declared(headline="Rain &amp; wind", h1="Rain & wind") == ("Rain & wind", "h1")


@pytest.mark.parametrize(
    ("element", "h1", "expected"),
    [
        (OTHER, TITLE, (TITLE, "meta")),  # as the reader sees it
        (TITLE, OTHER, (OTHER, "json-ld")),  # the social title is the search engines'
        (OTHER, OTHER, (TITLE, "meta")),  # the headline is the search engines'
        (TITLE, TITLE, (TITLE, "meta")),  # the headline is seen nowhere
        (f"{OTHER} | World | River News", OTHER, (TITLE, "meta")),
        (THIRD, OTHER, (OTHER, "json-ld")),
        ("", "", (OTHER, "json-ld")),
    ],
)
def test_of_two_that_differ(element: str, h1: str, expected: tuple[str, str]) -> None:
    site = "<meta property=og:site_name content='River News'>"
    head = f'{site}<title>{element}</title><meta property=og:title content="{TITLE}">'
    assert title_of(parse(head, URL), {"headline": OTHER}, [shown(h1)] if h1 else []) == expected


def test_one_cut_short_gives_way_to_the_whole() -> None:
    assert declared(headline=f"{TITLE} and fell", social=f"{TITLE} …") == (f"{TITLE} and fell", "json-ld")
    assert declared(headline=f"{TITLE}...", social=f"{TITLE} and fell") == (f"{TITLE} and fell", "meta")


def test_where_one_is_declared_an_h1_of_the_same_story_counts() -> None:
    said = "Again the river rose in the town"
    assert declared(social=TITLE, element=TITLE, h1=said) == (said, "h1")
    assert declared(social=TITLE, element=TITLE, h1="Most read today") == (TITLE, "meta")
    assert declared(social=TITLE, element=said, h1=said) == (TITLE, "meta")  # the other one is for search engines


def test_kickers_that_differ_are_no_part_of_the_title() -> None:
    h1 = f"Rain in the north - {TITLE}"
    assert declared(headline=f"Floods: {TITLE}", h1=h1)[0] == TITLE
    assert declared(headline=f"Floods: {TITLE}", h1=f"Floods in the north - {TITLE}")[0] == f"Floods: {TITLE}"
    assert declared(headline=f"Floods: {TITLE}", social=f"Floods: {TITLE}", h1=TITLE)[0] == f"Floods: {TITLE}"
