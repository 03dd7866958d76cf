"""What holds for every page, whatever is on it and whatever the model says of it?"""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from scraper.cleaner import clean, dom, read
from scraper.cleaner.blocks import scan
from scraper.cleaner.classifier import Classifier
from scraper.model import Article, Label, Reason, Rejection
from tests.cleaner import models
from tests.cleaner.pages import STORY, TITLE, URL, page, paragraphs

BLOCKS = "p div section article aside h1 h2 h3 ul ol li blockquote table tr td th pre figure figcaption main".split()
INLINES = "a b i em strong span u small time abbr code sub sup mark cite q s ins del font".split()
ATTRIBUTES = (
    "class=content",
    "id='share'",
    "hidden",
    "style='display:none'",
    "href=/x",
    "href='javascript:x'",
    "role=note",
    "itemprop=articleBody",
    "aria-hidden=true",
    "class",
    "lang=\ud800",
)
LETTERS = st.text(st.characters(exclude_categories=()), max_size=30)
WORDS = st.lists(st.from_regex(r"[a-z]{1,8}", fullmatch=True), min_size=1, max_size=4).map(" ".join)
MODEL = models.classifier()


def element(tag: str, attributes: list[str], inside: list[str], closed: bool) -> str:
    opening = " ".join([tag, *attributes])
    return f"<{opening}>{''.join(inside)}" + (f"</{tag}>" if closed else "")


def trees(leaves: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """Elements in elements, some never closed; the text in them as it comes, markup or not."""
    return st.recursive(
        leaves,
        lambda inner: st.builds(
            element,
            st.sampled_from(
                [*BLOCKS, *INLINES, "script", "style", "template", "svg", "noscript", "select", "br", "img"]
            ),
            st.lists(st.sampled_from(ATTRIBUTES), max_size=2),
            st.lists(inner, max_size=4),
            st.booleans(),
        ),
        max_leaves=25,
    )


SOUP = trees(st.one_of(LETTERS, st.sampled_from([*STORY, TITLE, "<!--", "</p>", "<", "&amp", "]]>"])))


@given(SOUP, st.booleans())
@settings(max_examples=60, deadline=None)
def test_no_soup_breaks_it(soup: str, in_a_story: bool) -> None:
    html = page(inside=soup) if in_a_story else soup
    result = clean(html, URL)
    assert isinstance(result, (Article, Rejection))
    assert not isinstance(result, Rejection) or result.reason is not Reason.BROKEN, result.detail


@given(SOUP)
@settings(max_examples=30, deadline=None)
def test_the_same_bytes_give_the_same_article(soup: str) -> None:
    body = page(inside=soup).encode("utf-8", "replace")
    assert read(body, URL, model=MODEL) == read(body, URL, model=MODEL)


@given(SOUP)
@settings(max_examples=30, deadline=None)
def test_the_text_is_made_of_the_story_and_of_nothing_else(soup: str) -> None:
    result = read(page(inside=soup), URL, model=MODEL).result
    told = {word for block in result.blocks if block.label is not Label.CAPTION for word in block.text.split()}
    assert set(result.text.split()) - {"|"} <= told  # bars part the cells of a table
    assert not any(block.label is Label.TITLE for block in result.blocks)


@given(st.lists(st.tuples(st.sampled_from(BLOCKS[:4]), WORDS), min_size=1, max_size=6))
@settings(deadline=None)
def test_words_of_blocks_side_by_side_stay_apart(parts: list[tuple[str, str]]) -> None:
    html = "".join(f"<{tag}>{words}</{tag}>" for tag, words in parts)
    assert texts(html) == [words for _, words in parts]


@given(st.lists(st.tuples(st.sampled_from(INLINES), WORDS), min_size=1, max_size=6))
@settings(deadline=None)
def test_words_parted_by_a_space_stay_apart_and_the_space_is_one(parts: list[tuple[str, str]]) -> None:
    html = " \n ".join(f"<{tag}>{words}</{tag}>" for tag, words in parts)
    assert texts(f"<p>{html}</p>") == [" ".join(words for _, words in parts)]


def test_a_word_with_markup_inside_stays_one_word() -> None:
    assert texts("<p>H<sub>2</sub>O and <b>t</b>he <i>re</i>port<a href=#n>s</a>.</p>") == ["H2O and the reports."]


def test_labels_laid_out_side_by_side_do_not_become_one_word() -> None:
    assert texts("<p><span>Published</span><span>Monday</span></p>") == ["Published Monday"]
    assert texts("<p><a href=/a>Rivers</a><a href=/b>Dams</a></p>") == ["Rivers Dams"]


def texts(html: str) -> list[str]:
    return [piece.text for piece in scan(dom.parse(html, URL)).pieces]


def test_the_model_that_is_given_decides() -> None:
    one, other = (read(page(), URL, model=turned(slope)).result for slope in (9.0, -9.0))
    assert [block.confidence for block in one.blocks] != [block.confidence for block in other.blocks]
    assert {block.text for block in (*one.blocks, *other.blocks)} <= set(texts(page()))


def turned(slope: float) -> Classifier:
    return Classifier(models.weights(numbers={"calibration": (slope, 0.0)}))


def test_paragraphs_of_the_text_are_parted_by_an_empty_line() -> None:
    result = read(page(inside=paragraphs("A line<br>and another<br><br>and a third one.")), URL).result
    assert "\n\n\n" not in result.text
