"""Does each fact remember where it stands, who says the same and who does not?"""

from __future__ import annotations

import ast
import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from scraper import cleaner
from scraper.cleaner import Known, read
from scraper.cleaner.witnesses import weighed
from scraper.model import Announced, Article, Evidence, Fact, Source
from tests.cleaner.pages import STORY, TITLE, URL, page

META, GRAPH, ELEMENT = Source.META, Source.OPEN_GRAPH, Source.TITLE_ELEMENT
PLAIN = Known()
NOON = datetime(2011, 10, 4, 12, tzinfo=UTC)
# Whose sources are plain words, which become a Source when the evidence is weighed.
RULES = ("titles", "people", "moments", "sections", "metadata")


def evidence(head: str = "", before: str = "", known: Known = PLAIN, url: str = URL) -> dict[Fact, Evidence]:
    result = read(page(before, head=head), url, known).result
    assert isinstance(result, Article), result
    assert set(result.evidence) == {fact for fact in Fact if _value(result, fact) not in (None, "", ())}
    return dict(result.evidence)


def _value(result: Article, fact: Fact) -> object:
    return getattr(result, "licence" if fact is Fact.LICENCE else fact.value)


def ld(**told: object) -> str:
    return f"<script type='application/ld+json'>{json.dumps({'@type': 'NewsArticle', **told})}</script>"


def meta(name: str, content: str) -> str:
    return f"<meta name='{name}' content='{content}'>"


def test_a_place_is_heard_once_and_for_the_value_if_it_says_both() -> None:
    said = [(GRAPH, True), (GRAPH, False), (META, False), (META, False), (Source.H1, False)]
    found = weighed(Fact.TITLE, "h1", said)
    assert (found.source, found.agreeing, found.differing) == (Source.H1, (GRAPH,), (META,))


def test_titles() -> None:
    found = evidence(ld(headline=TITLE) + meta("og:title", f"{TITLE} | River News"))[Fact.TITLE]
    assert (found.source, found.agreeing, found.differing) == (Source.JSON_LD, (GRAPH, ELEMENT, Source.H1), ())
    found = evidence(meta("og:title", TITLE) + meta("twitter:title", "Another thing"))[Fact.TITLE]
    assert found.source is Source.H1
    assert (found.agreeing, found.differing) == ((GRAPH, ELEMENT), (Source.TWITTER,))


@pytest.mark.parametrize(
    ("name", "source"),
    [
        ("author", META),
        ("parsely-author", Source.PARSELY),
        ("dc.creator", Source.DUBLIN_CORE),
        ("citation_author", Source.CITATION),
        ("article:author", GRAPH),
        ("sailthru.author", META),
    ],
)
def test_a_meta_tag_is_told_by_its_vocabulary(name: str, source: Source) -> None:
    assert evidence(meta(name, "Ana Ruiz"))[Fact.AUTHORS].source is source


def test_authors() -> None:
    found = evidence(ld(author={"name": "Ana Ruiz"}) + meta("author", "Ana Ruiz, River News"))[Fact.AUTHORS]
    assert (found.source, found.agreeing, found.differing) == (Source.JSON_LD, (META,), ())
    found = evidence(ld(author={"name": "Ana Ruiz"}) + meta("author", "Bo Li"))[Fact.AUTHORS]
    assert (found.agreeing, found.differing) == ((), (META,))
    found = evidence(ld(author={"name": "Ana Ruiz"}) + meta("author", "https://news.test/ana"))[Fact.AUTHORS]
    assert (found.agreeing, found.differing) == ((), ())


def test_days() -> None:
    head = ld(datePublished="2011-10-04T23:30:00-03:00", dateModified="2011-10-06") + meta("date", "2012-01-01")
    found = evidence(head + meta("article:published_time", "2011-10-05"), url=URL.replace("10/", "10/04/"))
    day = found[Fact.PUBLISHED]
    assert (day.source, day.agreeing, day.differing) == (Source.JSON_LD, (GRAPH, Source.URL), (META,))
    assert found[Fact.MODIFIED] == Evidence(Source.JSON_LD, found[Fact.MODIFIED].confidence)


def test_the_other_facts() -> None:
    head = ld(isAccessibleForFree="False", description="In short", keywords="rivers", inLanguage="en-GB")
    head += meta("description", "In short.") + meta("og:description", "At length") + meta("og:image", "/a.jpg")
    head += f"<link rel=canonical href={URL}><link rel=license href=https://creativecommons.org/licenses/by/4.0/>"
    found = evidence(head)
    assert {fact: one.source for fact, one in found.items()} == {
        Fact.TITLE: ELEMENT if found[Fact.TITLE].source is ELEMENT else Source.H1,
        Fact.SUMMARY: Source.JSON_LD,
        Fact.LANGUAGE: Source.HTML_LANG,
        Fact.TAGS: Source.JSON_LD,
        Fact.IMAGE: GRAPH,
        Fact.CANONICAL: Source.REL_CANONICAL,
        Fact.SITE: GRAPH,
        Fact.FREE: Source.JSON_LD,
        Fact.LICENCE: Source.REL_LICENSE,
    }
    summary = found[Fact.SUMMARY]
    assert (summary.agreeing, summary.differing) == ((META,), (GRAPH,))
    assert found[Fact.LANGUAGE].agreeing == (Source.JSON_LD,)


def test_a_feed_fills_gaps_and_no_more() -> None:
    told = Announced(Source.FEED, "Another title", ("Ana Ruiz", "River News", "admin"), NOON)
    result = read(page(), URL, Known(announced=told)).result
    assert isinstance(result, Article)
    assert (result.title, [author.name for author in result.authors]) == (TITLE, ["Ana Ruiz"])
    assert result.date_published == NOON
    assert {result.evidence[fact].source for fact in (Fact.AUTHORS, Fact.PUBLISHED)} == {Source.FEED}
    assert Source.FEED in result.evidence[Fact.TITLE].differing
    own = evidence(ld(datePublished="2011-10-04", author="Ana Ruiz"), known=Known(announced=told))
    assert own[Fact.PUBLISHED].source is own[Fact.AUTHORS].source is Source.JSON_LD
    assert own[Fact.PUBLISHED].agreeing == own[Fact.AUTHORS].agreeing == (Source.FEED,)


def test_a_feed_tells_no_day_after_the_page_was_fetched() -> None:
    told = Announced(Source.FEED, published=NOON)
    early = Known(fetched_at=datetime(2011, 9, 1, tzinfo=UTC), announced=told)
    assert Fact.PUBLISHED not in evidence(known=early)


def test_the_words_of_one_speaker_count_once() -> None:
    head = ld(headline=TITLE, author="Ana Ruiz", datePublished="2011-10-04")
    found = evidence(head, known=Known(head=Source.API))
    assert found[Fact.TITLE][::2] == found[Fact.PUBLISHED][::2] == (Source.API, ())
    signed = evidence(head, before="<p class=byline>By Ana Ruiz</p>", known=Known(head=Source.API))
    assert signed[Fact.AUTHORS].agreeing == (Source.BYLINE,)


def test_agreement_makes_sure() -> None:
    alone = evidence("<meta name=date content=2011-10-04>")[Fact.PUBLISHED].confidence
    agreed = evidence(ld(datePublished="2011-10-04") + meta("date", "2011-10-04"))[Fact.PUBLISHED].confidence
    disputed = evidence(ld(author="Ana Ruiz") + meta("author", "Bo Li"))[Fact.AUTHORS].confidence
    assert agreed > alone > disputed > 0


def test_each_source_that_a_rule_names_is_known() -> None:
    known = {source.value for source in Source}
    for name in RULES:
        tree = ast.parse(Path(cleaner.__file__).with_name(f"{name}.py").read_text("utf-8"))
        pairs = [node.elts[1] for node in ast.walk(tree) if isinstance(node, ast.Tuple) and len(node.elts) == 2]
        words = {node.value for node in pairs if isinstance(node, ast.Constant) and isinstance(node.value, str)}
        assert {word for word in words if word.islower()} <= known, name


def test_a_story_without_facts_has_little_evidence() -> None:
    html = "<main><article><h1>" + TITLE + "</h1>" + "".join(f"<p>{text}</p>" for text in STORY) + "</article></main>"
    result = read(html, URL).result
    assert isinstance(result, Article)
    assert {fact: one.source for fact, one in result.evidence.items()} == {
        Fact.TITLE: Source.H1,
        Fact.LANGUAGE: Source.TEXT,
    }
