"""Is a copy what the terms ask for, and is there none where they do not allow it?"""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import docx
import pytest
from selectolax.lexbor import LexborHTMLParser

from scraper.model import Attribution, Duty, Image, Licence, Permission
from scraper.writer.attribution import from_document
from scraper.writer.document import Document, document
from scraper.writer.docx import dumps
from scraper.writer.duties import Use, check_list, each, why_not
from scraper.writer.rendered import tokens
from scraper.writer.republish import copy_of, licence_text
from tests.writer.factory import INSIGHT_CRIME, article

NOW = datetime(2026, 3, 10, tzinfo=UTC)
GRANTED = replace(INSIGHT_CRIME, permission=Permission.GRANTED)


def told(attribution: Attribution = GRANTED, **changes: Any) -> Document:
    return document(article(attribution=attribution, **changes))


# ------------------------------------------------------------ may it?


def test_what_is_granted_may_be() -> None:
    assert why_not(told(), Use(NOW)) is None


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"permission": Permission.UNKNOWN}, "its terms are unknown"),
        ({"permission": Permission.FORBIDDEN}, 'the terms forbid it; the page says: "We encourage'),
        ({"permission": Permission.ON_REQUEST}, "only with the publisher's permission: ask InSight Crime"),
        ({"embargo_days": 9}, "not before 2026-03-11 00:00 UTC: 9 days after publication"),
        ({"window_days": 7}, "not after 2026-03-09: 7 days after publication"),
    ],
)
def test_a_refusal_has_its_reason(changes: dict[str, Any], reason: str) -> None:
    refusal = why_not(told(replace(GRANTED, **changes)), Use(NOW))
    assert refusal is not None
    assert refusal.startswith(reason)


def test_articles_of_before_there_were_permissions_have_unknown_terms() -> None:
    old = told()
    for field in ("permission", "embargo_days", "window_days", "conditions", "pixel", "site", "images", "terms_source"):
        del old["attribution"][field]
    assert from_document(old) == INSIGHT_CRIME
    assert "unknown" in str(why_not(old, Use(NOW)))


def test_nothing_commercial_where_the_licence_says_so() -> None:
    assert why_not(told(), Use(NOW, commercial=True)) == "for nothing commercial (CC-BY-NC)"
    free = replace(GRANTED, licence=Licence("CC-BY-4.0"), duties=())
    assert why_not(told(free), Use(NOW, commercial=True)) is None


def test_the_window_and_the_embargo_end() -> None:
    waits = told(replace(GRANTED, embargo_days=2, window_days=90), date_published=NOW)
    assert why_not(waits, Use(NOW + timedelta(days=2, seconds=-1))) is not None
    assert why_not(waits, Use(NOW + timedelta(days=2))) is None
    assert why_not(waits, Use(NOW + timedelta(days=90))) is None
    assert why_not(waits, Use(NOW + timedelta(days=90, seconds=1))) is not None


def test_a_day_is_over_at_its_end() -> None:
    waits = told(replace(GRANTED, embargo_days=1), date_published=date(2026, 3, 9))
    assert why_not(waits, Use(datetime(2026, 3, 10, 23, tzinfo=UTC))) is not None
    assert why_not(waits, Use(datetime(2026, 3, 11, tzinfo=UTC))) is None


# ------------------------------------------------------------ what it looks like


def test_insight_crime_the_worked_example() -> None:
    lines = copy_of(told()).markdown().split("\n\n")
    link = INSIGHT_CRIME.link
    assert lines[0] == "# A River “Changes” Its Bed"
    assert lines[1] == f"By Jeanna Cullinan, InSight Crime — originally published by InSight Crime: <{link}>"
    assert lines[4:6] == ["---", f"Originally published by InSight Crime: <{link}>"]
    assert lines[6] == "Licence: CC-BY-NC (<https://creativecommons.org/licenses/by-nc/>)"
    assert "river.jpg" not in "".join(lines)


def test_the_whole_text_where_nothing_may_be_changed() -> None:
    assert "[SEE ALSO](https://x.test)" in copy_of(told(republishable="One.\n\n[SEE ALSO](https://x.test)")).markdown()


def test_sentence_site_licence_and_changes_stand_where_they_are_wanted() -> None:
    duties = (Duty.LICENCE_AT_TOP, Duty.CREDIT_AT_BOTTOM, Duty.SITE_LINK_AT_BOTTOM, Duty.STATE_CHANGES)
    made = replace(GRANTED, credit="With permission of N.", duties=duties, site="https://n.test/")
    head, _, foot = copy_of(told(made)).body.partition("\n\nFirst paragraph.")
    assert "Licence: CC-BY-NC" in head
    assert "Licence: CC-BY-NC" not in foot
    assert "With permission of N." in foot
    assert "InSight Crime: <https://n.test/>" in foot
    assert "Changed from the original: the page's navigation, promotions and pictures were left out." in foot


def test_pictures_only_where_the_terms_speak_of_them() -> None:
    shown = copy_of(told(replace(GRANTED, images=True))).markdown()
    assert "![A river](https://news.test/river.jpg)\n\n*The river in March*" in shown
    forbidden = replace(GRANTED, images=True, duties=(Duty.NO_IMAGES,))
    assert "river.jpg" not in copy_of(told(forbidden)).markdown()


def test_the_page_names_the_original_and_carries_the_counter() -> None:
    made = replace(GRANTED, pixel="https://n.test/?a=1&b=2", authors=('A "B" <C>',))
    page = LexborHTMLParser(copy_of(told(made, title="Tom & <Jerry>", markdown="<script>x</script> *a* & b")).html())
    canonical = page.css_first("link[rel=canonical]")
    assert canonical is not None
    assert canonical.attributes["href"] == INSIGHT_CRIME.link
    assert page.css_first("article > h1").text() == page.css_first("title").text() == "Tom & <Jerry>"  # type: ignore[union-attr]
    assert page.css_first("script") is None
    assert page.css_first("em") is not None
    counter = page.css("article img[width='1']")
    assert [image.attributes["src"] for image in counter] == ["https://n.test/?a=1&b=2"]
    author = page.css_first("meta[name=author]")
    assert author is not None
    assert author.attributes["content"] == 'A "B" <C>'


def test_a_word_document_has_it_all() -> None:
    body = (
        "By **A** and *B*: <https://n.test/>\n\n## Part\n\n- one\n- two\n\n1. three\n\n> said\n\n"
        "| a | b |\n| --- | --- |\n| c | d |\n\n```\ncode\n```\n\n"
        "A [link](https://x.test/?a=1&b=2) \x00end\n\n---\n\nfoot"
    )
    paper = docx.Document(io.BytesIO(dumps("A \x0bTitle", body, "A")))
    shown = [(paragraph.style.name if paragraph.style else "", paragraph.text) for paragraph in paper.paragraphs]
    assert shown == [
        ("Title", "A \ufffdTitle"),
        ("Normal", "By A and B: https://n.test/"),
        ("Heading 2", "Part"),
        ("List Bullet", "one"),
        ("List Bullet", "two"),
        ("List Number", "three"),
        ("Quote", "said"),
        ("Normal", "code"),
        ("Normal", "A link \ufffdend"),
        ("Normal", "———"),
        ("Normal", "foot"),
    ]
    assert [[cell.text for cell in row.cells] for row in paper.tables[0].rows] == [["a", "b"], ["c", "d"]]
    links = [rel.target_ref for rel in paper.part.rels.values() if rel.is_external]
    assert links == ["https://n.test/", "https://x.test/?a=1&b=2"]
    first = paper.paragraphs[1].runs
    assert [(run.text, bool(run.bold), bool(run.italic)) for run in first[:4]] == [
        ("By ", False, False),
        ("A", True, False),
        (" and ", False, False),
        ("B", False, True),
    ]


# ------------------------------------------------------------ what is left to do


def test_every_duty_is_done_or_left_to_do() -> None:
    for duty in Duty:
        bare = check_list(told(replace(GRANTED, duties=(), images=True)))
        lines = check_list(told(replace(GRANTED, duties=(duty,), images=True)))
        automatic = {Duty.LINK_AT_TOP}  # no copy is without
        assert (lines != bare) == (duty not in automatic), duty


def test_the_list_ticks_off_what_the_text_does() -> None:
    duties = (Duty.NAME_IN_BYLINE, Duty.NON_COMMERCIAL, Duty.TRACKING_PIXEL)
    made = replace(GRANTED, duties=duties, conditions=("Send flowers.",), terms_source="n.test/terms (read on …)")
    shown = each(check_list(told(made)))
    assert '- [x] The byline names them: "By Jeanna Cullinan, InSight Crime".' in shown
    assert "- [ ] Use it for nothing commercial." in shown
    assert "- [ ] Add the counter of InSight Crime" in shown
    assert "- [ ] Use no pictures before you have asked" in shown
    assert "- [ ] Send flowers." in shown
    assert shown.endswith("- [ ] See whether the terms are still these: n.test/terms (read on …).\n")
    counted = each(check_list(told(replace(made, pixel="https://n.test/p"))))
    assert "- [x] Their counter is part of the text" in counted


def test_the_licence_word_for_word() -> None:
    licence = INSIGHT_CRIME.licence
    assert licence is not None
    assert licence_text(told()) == f"{licence.id}\n\n{licence.url}\n\n{licence.text}\n"
    assert licence_text(told(replace(GRANTED, licence=None))) == ""


def test_each_numbered_list_of_a_word_document_has_its_own_count() -> None:
    paper = docx.Document(io.BytesIO(dumps("T", "1. a\n2. b\n\nBetween.\n\n7. c\n   1. d\n8. e", "A")))
    counts = [part._p.pPr.numPr.numId.val for part in paper.paragraphs if part.style.name == "List Number"]
    first, second, third, inner, again = counts
    assert first == second
    assert third == again
    assert len({first, third, inner}) == 3
    numbering = paper.part.numbering_part.element
    starts = [numbering.num_having_numId(count).xpath(".//w:startOverride/@w:val") for count in (first, third, inner)]
    assert starts == [["1"], ["7"], ["1"]]


def test_a_word_document_runs_the_way_of_its_letters() -> None:
    paper = docx.Document(io.BytesIO(dumps("שעון", "שורה *אחת* Alden.\n\nAlden שורה", "A")))
    assert [len(part._p.xpath("./w:pPr/w:bidi")) for part in paper.paragraphs] == [1, 1, 0]
    assert [len(run._r.xpath("./w:rPr/w:rtl")) for run in paper.paragraphs[1].runs] == [1, 1, 0]


def test_pictures_and_the_counter_are_there_whatever_their_addresses() -> None:
    image = Image("https://x.test/a (1).jpg", "an *odd*\nname", "By\n\n[A]")
    terms = replace(GRANTED, images=True, pixel="https://x.test/count(1)?a=1&b= 2")
    copy = copy_of(told(terms, images=(image,)))
    parts = [child for part in tokens(copy.markdown()) for child in part.children or ()]
    assert [part.attrGet("src") for part in parts if part.type == "image"] == [
        "https://x.test/a%20%281%29.jpg",
        "https://x.test/count%281%29?a=1&b=%202",
    ]
    assert "\n\n*By \\[A\\]*\n\n" in copy.markdown()


def test_a_copy_of_plain_text_is_plain() -> None:
    copy = copy_of(told(title="1 # 1 #", text="# no heading\n\n1. no list", markdown=""))
    page = LexborHTMLParser(copy.html())
    assert [node.text() for node in page.css("h1")] == ["1 # 1 #"]
    assert [node.text() for node in page.css("p")][1:3] == ["# no heading", "1. no list"]
    assert copy.markdown().startswith("# 1 # 1 \\#\n\n")
