"""What is each block: story, or which kind of furniture?"""

from __future__ import annotations

import pytest

from scraper.model import STORY as STORY_LABELS
from scraper.model import Label
from tests.cleaner.pages import STORY, TITLE, article, found, labels_of, page, paragraphs

PLAIN = "\n\n".join(STORY)
SHARE = "<div class=share><span>share</span> <img src=a.png alt=icon> <a href='https://x.test/?u=1'>Tweet</a></div>"
DONATE = (
    "<aside><p>Was this content helpful?</p><p>We want to sustain Latin America’s largest organized crime database, "
    "but in order to do so, we need resources.</p><p><a href=/donate>DONATE</a></p></aside>"
)
LICENCE = (
    "<p>We encourage readers to copy and distribute our work for non-commercial purposes, with attribution in the "
    "byline and links to the original at both the top and bottom. See the <a href='https://creativecommons.org/'>"
    "Creative Commons</a> website.</p>"
)
RELATED = "<h3>Related Content</h3>" + "".join(
    f"<div class=item><h4><a href=/{n}>Another story of number {n} here</a></h4>"
    f"<p>PERU / 29 NOV 2021</p><p>The boats of the {n} fleet were seen again near the border, an officer…</p></div>"
    for n in ("first", "second", "third")
)


@pytest.mark.parametrize(
    ("furniture", "text", "label"),
    [
        (DONATE, "We want to sustain", Label.DONATE),
        (DONATE, "Was this content helpful?", Label.DONATE),
        (DONATE, "DONATE", Label.DONATE),
        (SHARE, "Tweet", Label.SHARE),
        ("<p>SHARETweet about this on TwitterShare on Facebook</p>", "SHARETweet", Label.SHARE),
        (LICENCE, "We encourage readers", Label.LICENCE),
        ("<p>What are your thoughts? Click here to send your comments.</p>", "What are your", Label.COMMENTS),
        (
            "<div class=newsletter-signup><p>The best of the week.</p><input type=email></div>",
            "The best",
            Label.NEWSLETTER,
        ),
        ("<p>Subscribe to our newsletter and never miss a story.</p>", "Subscribe", Label.NEWSLETTER),
        ("<p><strong>SEE ALSO: <a href=/x>The dam above the town</a></strong></p>", "SEE ALSO", Label.READ_MORE),
        ("<p><a href=/x>Read the full investigation ></a></p>", "Read the full", Label.READ_MORE),
        ("<p>Tags: <a href=/t/rivers>Rivers</a>, <a href=/t/dams>Dams</a></p>", "Tags", Label.NAVIGATION),
        ("<p>About the author: Ana Pérez lives at the sea and likes boats.</p>", "About the author", Label.BIO),
        ("<p>ADVERTISEMENT</p>", "ADVERTISEMENT", Label.ADVERTISEMENT),
        ("<p hidden>A secret sentence stands here, and nobody is meant to read it.</p>", "A secret", Label.HIDDEN),
        (f"<div hidden>{paragraphs(*STORY)}</div>", STORY[0], Label.HIDDEN),
    ],
)
@pytest.mark.parametrize("where", ["inside", "after"])
def test_furniture_is_taken_for_what_it_is(furniture: str, text: str, label: Label, where: str) -> None:
    result = article(page(**{where: furniture}))
    assert result.text == PLAIN
    assert label in labels_of(result, text)
    assert not {x.label for x in found(result, text) if x in result.removed} & STORY_LABELS


@pytest.mark.parametrize(
    ("html", "text", "label"),
    [
        ("<h2>A dam too small</h2>", "A dam too small", Label.HEADING),
        ("<p><strong>A dam too small</strong></p>", "A dam too small", Label.HEADING),
        (
            "<ul><li>Two bridges stand under water.</li><li>One road is shut until Friday.</li></ul>",
            "Two bri",
            Label.LIST,
        ),
        (
            "<blockquote><p>“We saw the water come over the dyke at four o’clock,” said the mayor.</p></blockquote>",
            "We saw",
            Label.QUOTE,
        ),
        ("<table><tr><th>Year<th>Metres<tr><td>1954<td>6.1<tr><td>2011<td>6.0</table>", "Metres", Label.TABLE),
        ("<p>Editor's note: This story was translated from Spanish by our desk.</p>", "Editor's note", Label.NOTE),
        (
            "<p>Correction: an earlier version gave the height of the flood of 1954 in feet.</p>",
            "Correction",
            Label.NOTE,
        ),
        # False friends: words of furniture in a sentence of the story, and names that say nothing.
        (
            "<p>Share prices of the dam’s builder fell by a third on Tuesday after the news of the flood.</p>",
            "Share pr",
            Label.PARAGRAPH,
        ),
        (
            "<p>Donations for the farmers of the left bank had reached two million by Tuesday night.</p>",
            "Donations",
            Label.PARAGRAPH,
        ),
        (
            "<p>More than two thousand people left their homes on Monday night, the police said.</p>",
            "More than",
            Label.PARAGRAPH,
        ),
        (
            "<p>Related cases were seen in 1954, when the water stood in the streets for nine days.</p>",
            "Related",
            Label.PARAGRAPH,
        ),
    ],
)
def test_what_belongs_to_the_story_stays(html: str, text: str, label: Label) -> None:
    result = article(page(inside=html))
    assert labels_of(result, text) == {label}
    assert result.text.count(text) == 1


@pytest.mark.parametrize(
    "name", ["entry-content", "post-content", "has-sidebar", "share-your-story", "content-related"]
)
def test_a_name_on_the_element_that_holds_the_story_proves_nothing(name: str) -> None:
    assert article(page().replace("entry-content", name)).text == PLAIN


def test_a_related_heading_ends_the_story() -> None:
    result = article(page(after=RELATED))
    assert result.text == PLAIN
    assert labels_of(result, "Related Content") == {Label.RELATED}
    assert len(found(result, "were seen again near the border")) == 3


def test_a_paragraph_after_a_related_heading_belongs_to_it() -> None:
    teaser = "The boats of the first fleet lay near the border, an officer said"
    result = article(page(after=f"<h3>Related Content</h3><p>{teaser}</p>"))
    assert result.text == PLAIN
    assert labels_of(result, teaser) == {Label.RELATED}


@pytest.mark.parametrize("more", ["<p>Was this content helpful?</p>", "<p>Yes</p><input type=email>"])
def test_a_small_box_of_furniture_is_no_story(more: str) -> None:
    said = "<p>No reader is too small for us, and none too far away.</p>"
    result = article(page(inside=f"<div>{more}{said}</div>"))
    assert result.text == PLAIN
    assert found(result, "No reader")


def test_everything_at_once_and_the_donation_box_twice() -> None:
    result = article(page(inside=DONATE, after=SHARE + DONATE + LICENCE + DONATE + RELATED))
    assert result.text == PLAIN


def test_what_is_removed_is_listed_with_its_reasons() -> None:
    result = article(page(inside=DONATE, after=SHARE + RELATED))
    assert result.removed
    assert [x for x in result.removed if not 1 <= len(x.reasons) <= 3 or not 0 <= x.confidence <= 1] == []


def test_the_head_of_the_story_is_no_paragraph_of_it() -> None:
    head = (
        f"<p class=kicker>RIVERS</p><h1>{TITLE}</h1><p class=standfirst>How a town on the river spent a wet night</p>"
    )
    result = article(page().replace(f"<h1>{TITLE}</h1>", head + "<p>By Ana Pérez | 4 October 2011</p>"))
    deck = labels_of(result, "How a town")  # where it is taken for a part of the story it stays in the text too
    assert deck in ({Label.SUMMARY}, {Label.PARAGRAPH})
    assert result.text.removeprefix("How a town on the river spent a wet night\n\n") == PLAIN
    assert labels_of(result, TITLE) == {Label.TITLE}
    assert labels_of(result, "RIVERS") == {Label.KICKER}
    assert labels_of(result, "By Ana") == {Label.BYLINE}
    assert result.summary == "How a town on the river spent a wet night"
    assert [author.name for author in result.authors] == ["Ana Pérez"]


def test_a_caption_stands_in_the_markdown_but_not_in_the_text() -> None:
    result = article(
        page(inside="<figure><img src=b.png alt=Boat><figcaption>Boats on the left bank.</figcaption></figure>")
    )
    assert labels_of(result, "Boats on the left bank.") == {Label.CAPTION}
    assert result.text == PLAIN
    assert "*Boats on the left bank.*" in result.markdown
    assert [image.url for image in result.images] == ["https://rivernews.test/2011/10/b.png"]


@pytest.mark.parametrize("hiding", ['style="visibility: hidden"', 'style="display:none"', "hidden"])
def test_a_page_that_waits_for_a_script_to_show_it_is_read_all_the_same(hiding: str) -> None:
    shrouded = page().replace("<body>", f"<body><div {hiding}>", 1)
    assert shrouded != page()
    assert article(shrouded).text == PLAIN


def test_what_is_hidden_beside_the_story_stays_hidden() -> None:
    copy = f"<div hidden>{paragraphs(*(text.upper() for text in STORY))}</div>"
    assert article(page(after=copy)).text == PLAIN
