"""One brief in many dresses: tags, wrappers, names and head data vary, the story and its facts must not.

The order is that of InSight Crime's pages (kicker line, body, share, donation box twice, licence, related, about); the
seed's text is InSight Crime's and comes from its fixture folder, with the credit that stands there.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from itertools import product
from pathlib import Path

import pytest

from scraper.cleaner import clean
from scraper.model import Article, Duty

FOLDER = (
    Path(__file__).resolve().parents[2] / "fixtures" / "pages" / "insightcrime.org" / "peru-brothels-wordpress-2021"
)
SEED = json.loads((FOLDER / "expected.json").read_text("utf-8"))
BODY = SEED["text"].split("\n\n")
BOX = (
    "Was this content helpful?",
    "We want to sustain Latin America’s largest organized crime database, but in order to do so, we need resources.",
    "DONATE",
)
NOTICE = (
    "We encourage readers to copy and distribute our work for non-commercial purposes, with attribution to InSight "
    "Crime in the byline and links to the original at both the top and bottom of the article. Check the Creative "
    "Commons website for more details of how to share our work, and please send us an email if you use an article."
)
CARDS = (
    (
        "CHILE / 16 NOV 2022",
        "The arrest of two harbor pilots shows how far the fishing quotas of the south are for sale…",
    ),
    ("BOLIVIA / 29 DEC 2022", "A customs post that exists on paper alone has collected duties for eleven years, and…"),
    ("THE ORGANIZATION", "Our reporting on the ferries was discussed in three parliaments last week, which is…"),
)


@dataclass(frozen=True)
class Dress:
    """How a page is marked up: tags of title, paragraph and section heading; form of the kicker line; the wrapper."""

    title: str
    paragraph: str
    section: str | None
    kicker: str
    wrapper: str
    classes: bool
    head: bool

    def __str__(self) -> str:
        marks = ("classes" if self.classes else "bare", "head" if self.head else "no head")
        return "-".join(map(str, (self.title, self.paragraph, self.section, self.kicker, self.wrapper, *marks)))


DRESSES = [
    Dress(*choice)
    for choice in product(
        ("h1", "h2"), ("p", "div"), ("h2", None), "abc", ("none", "body", "all"), (True, False), (True, False)
    )
    if (choice[5] or choice[6]) or choice[0] == "h1"
]


def lines(dress: Dress) -> Iterator[str]:
    def tag(name: str, text: str, css: str = "") -> str:
        return f'<{name} class="css-{css}">{text}</{name}>' if css and dress.classes else f"<{name}>{text}</{name}>"

    def paragraph(text: str) -> str:
        return tag(dress.paragraph, escape(text, quote=False))

    title = escape(SEED["title"])
    if dress.head:
        yield f'<html lang="en"><head><title>{title} - InSight Crime</title>'
        yield f'<meta property="og:title" content="{title}"><meta property="og:site_name" content="InSight Crime">'
        yield f'<link rel="canonical" href="{SEED["url"]}"></head>'
    else:
        yield f"<html><head><title>{title}</title></head>"
    yield '<body><header><nav><a href="/">Home</a><a href="/news/">News</a><a href="/donate/">Donate</a></nav></header>'
    yield "<main>"
    yield tag(
        "div", f'<a href="/">Home</a><a href="/news/">News</a><a href="/brief/">Brief</a><span>{title}</span>', "x1"
    )
    yield "<span>BRIEF</span>" + tag(dress.title, title)
    yield {
        "a": tag(
            "div",
            '<a href="/t/">HUMAN TRAFFICKING</a> / 4 OCT 2011 BY <a href="/a/">JEANNA CULLINAN</a> <i>EN</i>',
            "x2",
        ),
        "b": tag("p", "HUMAN TRAFFICKING / 4 OCT 2011 BY JEANNA CULLINAN EN", "x2"),
        "c": "<div><div>HUMAN TRAFFICKING / 4 OCT 2011</div><div>BY JEANNA CULLINAN</div><div>EN</div></div>",
    }[dress.kicker]
    if dress.wrapper != "none":
        yield '<div class="css-9f">' if dress.classes else "<div>"
    yield from map(paragraph, BODY)
    yield "</div>" if dress.wrapper == "body" else ""
    yield from map(paragraph, ("share icon icon icon", *BOX))
    yield paragraph("What are your thoughts? Click here to send InSight Crime your comments.")
    yield from map(paragraph, (NOTICE, *BOX))
    for heading, cards in (("Related Content", CARDS[:2]), ("About InSight Crime", CARDS[2:] * 2)):
        yield tag(dress.section, heading) if dress.section else paragraph(heading)
        for kicker, excerpt in cards:
            yield paragraph(kicker) + paragraph(excerpt)
    yield "</div>" if dress.wrapper == "all" else ""
    yield "</main><footer>© 2023 InSight Crime. All rights reserved.</footer></body></html>"


@pytest.mark.parametrize("dress", DRESSES, ids=str)
def test_the_story_is_the_same_in_every_dress(dress: Dress) -> None:
    article = clean("\n".join(lines(dress)), SEED["url"])
    assert isinstance(article, Article)
    assert article.text.split("\n\n") == BODY
    assert article.title == SEED["title"]
    assert [author.name for author in article.authors] == ["Jeanna Cullinan"]
    assert str(article.date_published)[:10] == "2011-10-04"
    assert article.section == "Human Trafficking"
    assert article.language == "en"
    assert article.licence is not None
    assert (article.licence.id, article.licence.text) == ("CC-BY-NC", NOTICE)
    assert article.attribution.publisher == "InSight Crime", "the name that the notice asks for"
    assert {Duty.NAME_IN_BYLINE, Duty.LINK_AT_TOP, Duty.LINK_AT_BOTTOM} <= set(article.attribution.duties)
