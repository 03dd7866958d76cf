"""Under which heading of the site does the story stand?"""

from __future__ import annotations

import json
from typing import Any

import pytest

from scraper.cleaner import bylines
from scraper.cleaner.dom import parse
from scraper.cleaner.sections import section_of
from scraper.model import Block, Label, Labelled, Run

URL = "https://rivernews.test/world/story"
TITLE = "The river rose again"


def item(text: str, label: Label = Label.OTHER, *, level: int = 0, links: tuple[tuple[str, str], ...] = ()) -> Labelled:
    runs = tuple(run for words, path in links for run in (Run(words, f"https://rivernews.test{path}"), Run(" » ")))
    text = "".join(run.text for run in runs) + text
    return Labelled(Block(text=text, tag="p", path="body>p", position=0, runs=runs, level=level), label, 0.9)


TOP = item(TITLE, Label.TITLE, level=1)
CRUMBS: list[dict[str, Any]] = [
    {"@type": "BreadcrumbList", "itemListElement": [{"name": "Home"}, {"item": {"name": "World"}}, {"name": TITLE}]}
]


@pytest.mark.parametrize(
    ("html", "line", "labelled", "expected"),
    [
        ("<meta property=article:section content=World>", "", [], ("World", "meta")),
        ("<meta property=article:section content=World>", "TRAFFICKING / 4 OCT 2011", [], ("Trafficking", "kicker")),
        ("<meta property=article:section content=World>", "Trafficking / 4 Oct 2011", [], ("World", "meta")),
        ("", "Trafficking / 4 Oct 2011", [], ("Trafficking", "byline")),
        ("<a rel='category tag' href=/w>World</a>", "", [], ("World", "rel=category")),
        (f"<script type='application/ld+json'>{json.dumps(CRUMBS)}</script>", "", [], ("World", "breadcrumbs")),
        ("", "", [item(TITLE, links=(("Home", "/"), ("World", "/world"))), TOP], ("World", "breadcrumbs")),
        ("", "", [item("Filed under: World, Rivers"), TOP], ("World", "category line")),
        ("", "", [item("Rubrik: Welt"), TOP], ("Welt", "category line")),
        ("", "", [item("WORLD", Label.KICKER), TOP], ("World", "kicker")),
        ("", "", [item(f"WORLD\n{TITLE}", Label.TITLE, level=1)], ("World", "kicker")),
        ("", "", [item("USA", Label.KICKER), TOP], ("USA", "kicker")),  # short capitals are a name
        ("", "", [TOP], (None, "")),
        (
            "<meta name=section content='River News'><meta property=og:site_name content='River News'>",
            "",
            [],
            (None, ""),
        ),
        ("<meta name=section content='a sentence is no section at all'>", "", [], (None, "")),
    ],
)
def test_section_by_the_best_source(
    html: str, line: str, labelled: list[Labelled], expected: tuple[str | None, str]
) -> None:
    assert section_of(parse(html, URL), {}, [bylines.read(line)], labelled) == expected


def test_json_ld_is_believed_before_the_meta_tag() -> None:
    dom = parse("<meta name=section content=Meta>", URL)
    assert section_of(dom, {"articleSection": ["World", "Rivers"]}, [], []) == ("World", "json-ld")
    assert section_of(dom, {"articleSection": 4}, [], []) == ("Meta", "meta")


def test_a_row_of_links_that_leads_elsewhere_is_no_breadcrumb() -> None:
    row = item("", links=(("Sport", "/a/b/c/sport"), ("Culture", "/culture")))
    assert section_of(parse("", URL), {}, [], [row, TOP]) == (None, "")
