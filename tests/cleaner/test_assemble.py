"""How does the story read once the furniture is gone?"""

from __future__ import annotations

from html import escape
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from scraper.cleaner.assemble import markdown, text
from scraper.cleaner.picking import of_story
from scraper.model import Block, Image, Label, Labelled, Run
from scraper.model.story_html import html

CONTEXTS = {Label.QUOTE: "blockquote", Label.TABLE: "table", Label.CODE: "pre", Label.LIST: "ul"}
Piece = str | Run


def block(label: Label, *pieces: Piece, level: int = 0, group: int = 0, context: str = "") -> Labelled:
    runs = tuple(Run(piece) if isinstance(piece, str) else piece for piece in pieces)
    joined = "".join(run.text for run in runs)
    context = context or CONTEXTS.get(label, "")
    return Labelled(Block(joined, "p", "body>p", 0, runs, level=level, context=context, group=group), label, 0.9)


def items(label: Label, *lines: str, group: int = 1, context: str = "") -> list[Labelled]:
    return [block(label, line, group=group, context=context) for line in lines]


def rendered(*blocks: Labelled) -> str:
    """What a reader's Markdown program makes of it, as HTML."""
    return str(MarkdownIt("commonmark").enable("table").render(markdown(list(blocks))))


PARAGRAPH = block(
    Label.PARAGRAPH,
    "See ",
    Run("the report", "https://a.test/x_(1)?a=1&b=2"),
    ", ",
    Run("bold", bold=True),
    Run(" and italic", italic=True),
    Run(" code", code=True),
    ".",
)


@pytest.mark.parametrize(
    ("blocks", "as_text", "as_markdown", "as_html"),
    [
        ([block(Label.HEADING, "Head", level=2)], "Head", "## Head", "<h2>Head</h2>"),
        ([block(Label.HEADING, "Head", level=1)], "Head", "## Head", "<h2>Head</h2>"),  # level 1 is the title's
        ([block(Label.HEADING, Run("Bold line", bold=True))], "Bold line", "### Bold line", None),
        (
            [block(Label.QUOTE, "So\nit was.")],
            "So\nit was.",
            "> So  \n> it was.",
            "<blockquote><p>So<br>it was.</p></blockquote>",
        ),
        (
            [PARAGRAPH],
            "See the report, bold and italic code.",
            "See [the report](https://a.test/x_%281%29?a=1&b=2), **bold** *and italic* `code`.",
            '<p>See <a href="https://a.test/x_(1)?a=1&amp;b=2">the report</a>, <strong>bold</strong>'
            "<em> and italic</em><code> code</code>.</p>",
        ),
        (items(Label.LIST, "a", "b", context="ul"), "a\nb", "- a\n- b", "<ul><li>a</li><li>b</li></ul>"),
        (items(Label.LIST, "a", "b", context="ol"), "a\nb", "1. a\n2. b", "<ol><li>a</li><li>b</li></ol>"),
        (
            items(Label.TABLE, "Year\tBoats", "2019\t31|32", "2020"),
            "Year\tBoats\n2019\t31|32\n2020",
            "| Year | Boats |\n| --- | --- |\n| 2019 | 31\\|32 |\n| 2020 |  |",
            "<table><tr><td>Year</td><td>Boats</td></tr><tr><td>2019</td><td>31|32</td></tr><tr><td>2020</td></tr></table>",
        ),
        (
            [block(Label.CODE, "if a < b:\n    *x*")],
            "if a < b:\n    *x*",
            "```\nif a < b:\n    *x*\n```",
            "<pre><code>if a &lt; b:\n    *x*</code></pre>",
        ),
        ([block(Label.CAPTION, "A boat.")], "", "*A boat.*", "<figure><figcaption>A boat.</figcaption></figure>"),
        ([block(Label.NOTE, "Correction: no.")], "Correction: no.", "Correction: no.", "<p>Correction: no.</p>"),
        ([], "", "", ""),
    ],
)
def test_three_ways_of_writing(blocks: list[Labelled], as_text: str, as_markdown: str, as_html: str | None) -> None:
    assert text(blocks) == as_text
    assert markdown(blocks) == as_markdown
    if as_html is not None:
        assert html(blocks) == as_html


def test_paragraphs_are_parted_by_an_empty_line_and_lists_by_group() -> None:
    blocks = [PARAGRAPH, *items(Label.LIST, "a", "b", group=1), *items(Label.LIST, "c", group=2)]
    assert text(blocks) == f"{PARAGRAPH.text}\n\na\nb\n\nc"
    assert html(blocks).count("<ul>") == 2


def test_furniture_stays_out() -> None:
    furniture = PARAGRAPH._replace(label=Label.DONATE)
    assert of_story([furniture, PARAGRAPH]) == [PARAGRAPH]


@pytest.mark.parametrize(
    ("raw", "escaped"),
    [
        ("2 * 3_4 [x] `y` \\", "2 \\* 3\\_4 \\[x\\] \\`y\\` \\\\"),
        ("<script>alert(1)</script>", "\\<script\\>alert(1)\\</script\\>"),
        ("# no heading", "\\# no heading"),
        ("- no item", "\\- no item"),
        ("> no quote", "\\> no quote"),
        ("C# and 1. stay", "C# and 1. stay"),
    ],
)
def test_markdown_escapes_what_would_be_markup(raw: str, escaped: str) -> None:
    assert markdown([block(Label.PARAGRAPH, raw)]) == escaped


def test_white_space_stays_outside_the_stars() -> None:
    assert markdown([block(Label.PARAGRAPH, "a", Run(" b ", bold=True), "c")]) == "a **b** c"


@pytest.mark.parametrize(
    "raw",
    [
        "1. no list",
        "12) no list",
        "+ no item",
        "## no heading",
        "===",
        "a\n===",
        "---",
        "~~~",
        "Use &lt; for less",
        "![no](image)",
        "a **b",
    ],
)
def test_a_paragraph_stays_one_once_rendered(raw: str) -> None:
    expected = escape(raw, quote=False).replace("\n", "<br />\n")
    assert rendered(block(Label.PARAGRAPH, raw)) == f"<p>{expected}</p>\n"


@pytest.mark.parametrize("raw", ["# x", "- x", "1. x", "> x"])
def test_an_item_holds_no_blocks_once_rendered(raw: str) -> None:
    assert f"<li>{escape(raw)}</li>" in rendered(*items(Label.LIST, raw))


@pytest.mark.parametrize("raw", ["# x", "- x", "1. x", "> x"])
def test_a_quote_holds_no_blocks_once_rendered(raw: str) -> None:
    assert f"<p>{escape(raw)}</p>" in rendered(block(Label.QUOTE, raw))


def test_a_cell_of_a_table_holds_no_markup() -> None:
    got = rendered(*items(Label.TABLE, "a\tb", "<script>x</script>\t*x*"))
    assert "<td>&lt;script&gt;x&lt;/script&gt;</td>\n<td>*x*</td>" in got


def test_a_line_break_in_a_cell_does_not_break_the_table() -> None:
    assert rendered(*items(Label.TABLE, "a\nb\tc", "d\te")).count("<tr>") == 2


def test_a_backtick_in_code_does_not_end_it() -> None:
    assert "<code>a`b</code>" in rendered(block(Label.PARAGRAPH, "x ", Run("a`b", code=True)))


def test_a_fence_in_a_code_block_does_not_end_it() -> None:
    assert rendered(block(Label.CODE, "a\n```\nb")) == "<pre><code>a\n```\nb\n</code></pre>\n"


def test_a_heading_keeps_its_last_hash() -> None:
    assert rendered(block(Label.HEADING, "About C #", level=2)) == "<h2>About C #</h2>\n"


def test_emphasis_that_ends_in_a_colon_beside_a_letter_is_still_emphasis() -> None:
    assert "<strong>Total</strong>:nine" in rendered(block(Label.PARAGRAPH, Run("Total:", bold=True), "nine"))


def test_emphasis_beside_emphasis_leaves_no_stars() -> None:
    assert "*" not in rendered(block(Label.PARAGRAPH, Run("a", bold=True), Run("b", bold=True, italic=True)))


class Reader(HTMLParser):
    """Collects what a browser would make of it."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: list[tuple[str, str | None]] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes += attrs

    def handle_data(self, data: str) -> None:
        self.text += data


HOSTILE = "<script>alert(1)</script> & \"'> <img onerror=x> &lt; </p>"


@given(st.sampled_from(sorted(Label)), st.one_of(st.just(HOSTILE), st.text(alphabet="<>&\"'/ab=;#", min_size=1)))
@settings(deadline=None)
def test_html_holds_only_our_own_markup(label: Label, raw: str) -> None:
    reader = Reader()
    reader.feed(html([block(label, raw, Run(raw, "https://a.test/?q=%22"), group=1)]))
    reader.close()
    assert reader.tags <= set("p a h3 ul ol li blockquote table tr td pre code figure figcaption".split())
    assert set(reader.attributes) <= {("href", "https://a.test/?q=%22")}
    assert "".join(reader.text.split()) == "".join((raw + raw).split())


def test_pictures_stand_in_the_html_where_they_stood_with_their_captions() -> None:
    told = [
        Labelled(Block(text, "p", "body>p", position, (Run(text),)), label, 1.0)
        for position, text, label in (
            (3, "Before.", Label.PARAGRAPH),
            (5, "The dyke.", Label.CAPTION),
            (6, "After.", Label.PARAGRAPH),
        )
    ]
    images = [
        Image("https://a.test/lead.jpg"),  # the head's, which stands nowhere
        Image("https://a.test/last.jpg", position=8),
        Image("https://a.test/dyke.jpg?a=1&b=2", 'A "dyke"', "The dyke.", position=5),
        Image("https://a.test/boat.jpg", "A boat", position=6),
    ]
    assert html(told, images).split("\n") == [
        "<p>Before.</p>",
        '<figure><img src="https://a.test/dyke.jpg?a=1&amp;b=2" alt="A &quot;dyke&quot;">'
        "<figcaption>The dyke.</figcaption></figure>",
        '<figure><img src="https://a.test/boat.jpg" alt="A boat"></figure>',
        "<p>After.</p>",
        '<figure><img src="https://a.test/last.jpg" alt=""></figure>',
    ]
    assert "<img" not in html(told)
    assert html([], images) == ""
