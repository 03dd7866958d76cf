"""Who wrote it?"""

from __future__ import annotations

import json
from typing import Any

import pytest

from scraper.cleaner.dom import parse
from scraper.cleaner.people import authors_of
from scraper.model import Article, Author, Fact, Label, Labelled
from tests.cleaner.pages import STORY, TITLE, URL, article, page

SITE = "<meta property=og:site_name content='River News'>"


def declared(authors: Any) -> list[str]:
    """The names that come of JSON-LD alone."""
    return [a.name for a in authors_of(parse(SITE, URL), {"author": authors}, [], [])[0]]


def person(name: str, **more: str) -> dict[str, str]:
    return {"@type": "Person", "name": name, **more}


def organisation(name: str) -> dict[str, str]:
    return {"@type": "Organization", "name": name}


def json_ld(*authors: Any) -> str:
    thing = {"@type": "NewsArticle", "headline": TITLE, "author": list(authors)}
    return f'<script type="application/ld+json">{json.dumps(thing)}</script>'


def source_of(result: Article) -> str | None:
    told = result.evidence.get(Fact.AUTHORS)
    return told.source if told else None


def signed(before: str = "", inside: str = "", after: str = "", head: str = "") -> tuple[list[str], str | None]:
    result = article(page(before, inside, after, head))
    return [author.name for author in result.authors], source_of(result)


def under_title(line: str) -> tuple[list[str], str | None]:
    html = page().replace("</h1>", f"</h1>{line}")
    result = article(html)
    return [author.name for author in result.authors], source_of(result)


@pytest.mark.parametrize(
    ("authors", "names"),
    [
        ([person("Elena Ober (obe)"), person("Max Stein (mst)")], ["Elena Ober", "Max Stein"]),  # short forms
        ([person("Karl Alt (Foto)")], []),
        ([{"@type": "Person", "givenName": "Anna Rosa", "familyName": "Fink"}], ["Anna Rosa Fink"]),
        ("Ana Pérez", ["Ana Pérez"]),
        ([person("Ana Pérez and Bob Stone")], ["Ana Pérez", "Bob Stone"]),
        ([person("Ana Pérez"), organisation("DPA")], ["Ana Pérez", "DPA"]),  # an agency beside her
        ([person("Ana Pérez"), organisation("River News")], ["Ana Pérez"]),
        ([person("Ana Pérez"), person("River News Online")], ["Ana Pérez"]),
        ([person("Redaktion"), organisation("North and South at Sea")], ["North and South at Sea"]),
        ([organisation("River News")], ["River News"]),  # the newsroom, where it alone signs
        ([organisation("River News NORTH")], []),  # a desk of it does not
        ([organisation("River News Online")], []),
        ([person("Nachrichten")], []),
        ([person("admin")], []),
        ([person("https://rivernews.test/a"), person("Desk (www.rivernews.test)")], []),
        ([person("Foto: Karl Alt")], []),
        ([7, None], []),
    ],
)
def test_declared_authors(authors: Any, names: list[str]) -> None:
    assert declared(authors) == names


def test_a_declared_section_is_no_author() -> None:
    item = {"author": person("Flusskunde"), "articleSection": ["Flusskunde"]}
    assert authors_of(parse(SITE, URL), item, [], []) == ((), "json-ld")


def test_an_author_keeps_the_address_of_their_page() -> None:
    item = {"author": person("Ana Pérez", url="/people/ana")}
    assert authors_of(parse(SITE, URL), item, [], [])[0] == (Author("Ana Pérez", "https://rivernews.test/people/ana"),)


@pytest.mark.parametrize(
    "line",
    [
        "<ul class=metaAuthorList><li class=metaAuthorList-item><a href=/x>Nora Flake</a></ul>",
        "<div class=author-2>Nora Flake</div>",
        "<p>27. Januar 2026 • <a href=/author/nora/>Nora Flake</a> • 3 Minuten</p>",
        "<p>3 min <span class='author vcard'>Nora Flake</span> 27 Jan</p>",
        "<p>Heute <a rel=author href=/n>Nora Flake</a> 3 min</p>",
        "<p>Heute <span itemprop=author><b>x</b><span itemprop=name>Nora Flake</span></span> 3 min</p>",
        "<div class=verfasser>Nora Flake</div>",
    ],
)
def test_names_in_elements_that_are_named_for_them(line: str) -> None:
    assert under_title(line)[0] == ["Nora Flake"]


def test_several_elements_with_one_name_each() -> None:
    names = ("Birgit Baum", "Anna Rosa Fink", "Jan Karl March")
    line = "".join(f"<span class=author-name>{name}</span> " for name in names)
    assert under_title(f"<div class=names>{line}</div>")[0] == list(names)


@pytest.mark.parametrize(
    "line",
    [
        "<div class=author-bio>River Expert</div>",
        "<div class=author><a href=/category/lakes>Lakes</a></div>",
        "<div class=authority>Water Board</div>",
    ],
)
def test_elements_beside_an_author_name_nobody(line: str) -> None:
    assert under_title(line)[0] == []


def test_authors_of_other_stories_are_not_taken() -> None:
    cards = "".join(f"<div class=card><h3>Lake</h3><p class=byline>By {n} Stone</p></div>" for n in ("Al", "Bo", "Cy"))
    assert signed(after=f"<section>{cards}</section>", head=json_ld(person("Ana Pérez"), person("Bob Stone"))) == (
        ["Ana Pérez", "Bob Stone"],
        "json-ld",
    )
    more = cards.replace("Al Stone", "Ana Pérez")  # together they name her and others: no one line does
    assert signed(after=f"<section>{more}</section>", head=json_ld(person("Ana Pérez")))[0] == ["Ana Pérez"]


def test_a_line_under_the_title_may_name_more_than_json_ld() -> None:
    html = page(head=json_ld(person("Ana Pérez"))).replace(
        "</h1>", "</h1><p class=byline>By Ana Pérez and Bob Stone</p>"
    )
    assert [a.name for a in article(html).authors] == ["Ana Pérez", "Bob Stone"]


@pytest.mark.parametrize(
    ("label", "names"),
    [
        ("Written by", ["Nora Flake"]),
        ("Verfasst von", ["Nora Flake"]),
        ("Écrit par", ["Nora Flake"]),
        ("Escrito por", ["Nora Flake"]),
        ("Est. reading time", []),
    ],
)
def test_what_plugins_tell_social_networks(label: str, names: list[str]) -> None:
    head = f"<meta name=twitter:label1 content='{label}'><meta name=twitter:data1 content='Nora Flake'>"
    assert signed(head=head)[0] == names


def test_the_first_meta_tag_that_names_a_person_counts() -> None:
    head = "<meta name=author content='River News'><meta name=author content='신현주 기자'>"
    assert signed(head=f"{head}<meta name=parsely-author content=shin-hyun-ju>") == (["신현주"], "meta")
    assert signed(head="<meta name=author content=Nachrichten>")[0] == []


def test_microdata_far_from_the_title() -> None:
    assert signed(after="<p>RN 4, 15.4.2024; <span itemprop=author>rn/hob;kem</span></p>") == (
        ["rn/hob", "kem"],
        "microdata",
    )
    assert signed(after="<p>All news. <a rel=author href=/x>More by this writer</a></p>")[0] == []
    many = "".join(f"<p><span itemprop=author>{n} Stone</span></p>" for n in ("Al", "Bo", "Cy", "Di"))
    assert signed(after=f"<aside>{many}</aside>")[0] == []


def test_a_bold_line_of_names_before_the_story() -> None:
    html = page().replace("entry-content>", "entry-content><p><strong>Mata Sebu/Moha Phak</strong></p>")
    result = article(html)
    assert ([a.name for a in result.authors], source_of(result)) == (
        ["Mata Sebu", "Moha Phak"],
        "leading line",
    )
    heading = page().replace("entry-content>", "entry-content><p><strong>What the river did</strong></p>")
    assert article(heading).authors == ()


def test_a_labelled_line_in_a_box_of_facts() -> None:
    box = "<ul><li><strong>Datum</strong> 28.04.2023</li><li><strong>Autorin/Autor</strong> Roman Gontsch</li></ul>"
    result = article(page().replace("</main>", f"</main><div class=box>{box}</div>"))
    assert ([a.name for a in result.authors], str(result.date_published)) == (["Roman Gontsch"], "2023-04-28")
    plain = page().replace("</main>", "</main><div class=box><p>Author Roman Gontsch</p></div>")
    assert article(plain).authors == ()


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("<p><em>RN-Redaktion</em></p>", ["RN-Redaktion"]),
        ("<p>River News / Última Hora</p>", ["Última Hora"]),
        ("<p><em>Nora Flake</em></p>", ["Nora Flake"]),
        ("<p>— Nora Flake</p>", ["Nora Flake"]),
        ("<p>Nora Flake</p>", []),
        ("<p><em>The water is falling</em></p>", []),
        ("<p>Lake News / Última Hora</p>", []),
    ],
)
def test_the_signature_at_the_end(line: str, names: list[str]) -> None:
    assert signed(after=line)[0] == names


def test_who_took_the_picture_did_not_write_the_story() -> None:
    caption = "<p class=caption>The river on 19 November 2024. — Picture by Yusof Isa</p>"
    html = page(head=json_ld(person("Yis Palan"))).replace("</h1>", f"</h1>{caption}<p class=byline>By Yis Palan</p>")
    assert [a.name for a in article(html).authors] == ["Yis Palan"]


@pytest.mark.parametrize(
    "line",
    [
        "<p><span>By <a href=/magazine/contributor/a._j._neal>A. J. Neal</a> View in digital edition</span></p>",
        "<p class=byline>by <a href=/author/a-j-neal/>A. J. Neal</a> Global Commons 2 May 2025</p>",
    ],
)
def test_a_name_ends_where_its_link_ends(line: str) -> None:
    assert under_title(line)[0] == ["A. J. Neal"]


def test_the_link_to_an_author_may_be_called_something_else() -> None:
    link = "<a href=/authors/nora-flake>{}</a>"
    for text in ("View full profile", "Learn more"):
        assert under_title(f"<div>{link.format(text)}</div>")[0] == []
    assert under_title(f"<div>{link.format('Nora Fläke')}</div>")[0] == ["Nora Fläke"]
    assert under_title("<div><a href=/authors/nora-flake>Нора Флейк</a></div>")[0] == ["Нора Флейк"]
    assert under_title("<div><a href=/authors/4711>Nora Flake</a></div>")[0] == ["Nora Flake"]


@pytest.mark.parametrize(
    "label", ["Reviewed by", "Fact-checked by", "Geprüft von:", "Revisado por", "Contributions from:"]
)
def test_who_helped_did_not_write(label: str) -> None:
    helper = f"<p>{label} <a href=/authors/bob-stone>Bob Stone</a></p>"
    assert under_title(helper)[0] == []
    assert under_title(f"<p class=byline>By Ana Pérez</p>{helper}")[0] == ["Ana Pérez"]


def test_a_label_on_a_line_of_its_own() -> None:
    box = "<div><h4>Written by</h4></div><div><p>Roman Gontsch</p></div>"
    assert signed(after=f"<aside>{box}</aside>") == (["Roman Gontsch"], "labelled line")
    assert signed(after="<aside><p>Written by</p><p>All news of the lake and the river</p></aside>")[0] == []
    assert under_title("<div class=the-author>Author</div>")[0] == []


def test_the_name_of_an_account_gives_way_to_the_whole_name_that_is_shown() -> None:
    head = json_ld(person("KatieS"))
    html = page(head=head).replace("</h1>", "</h1><p class=byline>by Aoife O'Riordan</p>")
    assert [a.name for a in article(html).authors] == ["Aoife O'Riordan"]
    assert signed(head=head)[0] == ["KatieS"]
    assert signed(head=json_ld(person("新間")))[0] == ["新間"]


def test_cited_names_may_have_the_family_first() -> None:
    cited = "<meta name=citation_author content='Roy, Aniruddha'><meta name=citation_author content='Jyoti Patel'>"
    assert signed(head=cited) == (["Aniruddha Roy", "Jyoti Patel"], "citation")


def test_the_number_of_an_account_is_no_name() -> None:
    assert signed(head="<meta property=article:author content=262588213843476>")[0] == []


def of_own_site(site: str, line: str) -> list[str]:
    html = page(head=f"<meta name=author content='{site}'>").replace("River News", site)
    return [a.name for a in article(html.replace("</h1>", f"</h1>{line}")).authors]


def test_a_person_may_have_a_site_of_the_same_name() -> None:
    assert of_own_site("Gary Stone", "<p class=byline>By Gary Stone</p>") == ["Gary Stone"]
    assert of_own_site("Gary Stone", "") == []  # no reader is told so
    assert of_own_site("Gary Stone", "<p class=byline>By Ana Pérez</p>") == ["Ana Pérez"]
    for paper in ("Stone", "Daily Stone", "The Stone", "Stone News"):
        assert of_own_site(paper, f"<p class=byline>By {paper}</p>") == []


def test_no_author_at_all() -> None:
    assert signed() == ([], None)
    assert STORY[0] in article(page()).text


def test_blocks_given_by_hand() -> None:
    block = article(page()).blocks[0].block._replace(text="By Ana Pérez")
    assert authors_of(parse("", URL), {}, [Labelled(block, Label.BYLINE, 1.0)], []) == (
        (Author("Ana Pérez"),),
        "byline",
    )
