"""What is the story called?"""

from __future__ import annotations

import pytest

from scraper.cleaner.dom import parse
from scraper.cleaner.sites import Masthead, masthead_of
from scraper.cleaner.titles import head_title, strip_site, title_of
from scraper.model import Block, Label, Labelled

URL = "https://www.rivernews.test/story"
TITLE = "The river rose again on Monday"
MASTHEAD = Masthead(("River News", "rivernews.test", "rivernews"), "wwwrivernews", frozenset({"topstories"}))


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
        (f"{TITLE} | Top Stories", TITLE),  # a folder of the address
        (f"{TITLE} | River Publishing Inc.", TITLE),  # a word of the host's name
        (f"{TITLE} - River Publishing Inc.", f"{TITLE} - River Publishing Inc."),  # a sentence may have a dash
        (f"{TITLE} | The dam", f"{TITLE} | The dam"),
        (f"{TITLE} | The new dam", f"{TITLE} | The new dam"),  # "new" is no word that tells
        ("Flood | River Publishing Inc.", "Flood | River Publishing Inc."),  # too few words are left
        (f"{TITLE} •", TITLE),
        (f"## {TITLE}", TITLE),
        ("#MeToo, ten years on", "#MeToo, ten years on"),
        ("Ice-cream - a history", "Ice-cream - a history"),
        ("Why River News is closing", "Why River News is closing"),
        ("River News", "River News"),
        ("", ""),
    ],
)
def test_the_name_of_the_site_is_no_part_of_the_title(title: str, expected: str) -> None:
    assert strip_site(title, MASTHEAD) == expected


def test_what_a_site_may_be_called() -> None:
    dom = parse("<meta property=og:site_name content='River News'>", "https://www.rivernews.test/top-stories/story")
    assert masthead_of(dom, {}) == MASTHEAD


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


def declared(
    headline: str = "", social: str = "", element: str = "", h1: str = "", kind: str = "NewsArticle"
) -> tuple[str, str]:
    head = f"<title>{element}</title>" if element else ""
    head += f'<meta property=og:title content="{social}">' if social else ""
    item = {"@type": kind, "headline": headline} if headline else {}
    return title_of(parse(head, URL), item, [shown(h1)] if h1 else [])


def carded(headline: str = "", social: str = "", element: str = "", h1: str = "") -> tuple[str, str]:
    """As declared, on a page that tells the other networks the same as the first."""
    card = f'<meta name=twitter:title content="{social}">'
    head = f'<title>{element}</title><meta property=og:title content="{social}">{card}'
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


@pytest.mark.parametrize(
    ("element", "h1", "expected"),
    [
        (OTHER, OTHER, (OTHER, "json-ld")),  # the reader sees it, and so do search engines
        (OTHER, TITLE, (OTHER, "json-ld")),
        (THIRD, OTHER, (OTHER, "json-ld")),
        (TITLE, TITLE, (TITLE, "meta")),  # networks are told what all others are told
        (THIRD, TITLE, (TITLE, "meta")),
        (THIRD, THIRD, (OTHER, "json-ld")),
    ],
)
def test_what_all_networks_are_told_is_written_for_them(element: str, h1: str, expected: tuple[str, str]) -> None:
    assert carded(headline=OTHER, social=TITLE, element=element, h1=h1) == expected


def test_what_networks_are_told_gives_way_to_what_stands_on_the_page_and_in_its_title_element() -> None:
    assert carded(social=TITLE, element=OTHER, h1=OTHER) == (OTHER, "h1")
    assert carded(social=TITLE, element=THIRD, h1=OTHER) == (TITLE, "meta")
    assert declared(social=TITLE, element=OTHER, h1=OTHER) == (TITLE, "meta")


def test_a_head_that_says_one_thing_everywhere_gives_way_to_the_h1_unless_it_is_news() -> None:
    said = "Again the river rose in the town"
    assert declared(headline=TITLE, social=TITLE, element=TITLE, h1=said, kind="BlogPosting") == (said, "h1")
    assert declared(headline=TITLE, social=TITLE, element=TITLE, h1=said) == (TITLE, "json-ld")
    assert declared(headline=TITLE, social=TITLE, element=TITLE, h1=said, kind="LiveBlogPosting") == (TITLE, "json-ld")
    assert declared(headline=TITLE, social=TITLE, element=OTHER, h1=said, kind="BlogPosting") == (TITLE, "json-ld")


def test_a_paragraph_is_no_title() -> None:
    told = (
        f"{TITLE}, and nobody knew why it did so on that day of all days in the year, or how it would go on from there"
    )
    said = told.replace("The river rose again", "Again the river rose")
    assert declared(social=TITLE, element=TITLE, h1=said) == (TITLE, "meta")


def test_the_site_behind_the_h1_is_no_part_of_the_title() -> None:
    assert declared(element=f"{TITLE} - rivernews", h1=f"{TITLE} – rivernews") == (TITLE, "h1")


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
