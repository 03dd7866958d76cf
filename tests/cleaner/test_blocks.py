"""Of which pieces does the page consist? Every visible character in exactly one block."""

from __future__ import annotations

import pytest

from scraper.cleaner.blocks import scan
from scraper.cleaner.dom import parse
from scraper.model import Block

URL = "https://news.test/world/story"


def blocks(html: str) -> list[Block]:
    return scan(parse(html, URL)).blocks


def texts(html: str) -> list[str]:
    return [block.text for block in blocks(html)]


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<p>One.</p><p>Two.</p>", ["One.", "Two."]),
        ("<p>One.<p>Two.", ["One.", "Two."]),
        ("<div>One.<br><br>Two.<br/> <br>Three.</div>", ["One.", "Two.", "Three."]),  # br br parts paragraphs
        ("<p>Line,<br>line.</p>", ["Line,\nline."]),  # one br stays a line break
        ("<p><br><br>One.<br></p>", ["One."]),
        ("before<div>in<p>deep</p>after</div>end", ["before", "in", "deep", "after", "end"]),  # bare text counts
        ("<p>a <b>b<i>c</i></b> <span>d</span>e</p>", ["a bc de"]),  # inline elements part nothing
        ("<p>a\n\t b&nbsp;  c </p>", ["a b c"]),
        ("<p>un<wbr>broken</p>", ["unbroken"]),
        ("<p>One</p><hr>two<hr>three", ["One", "two", "three"]),
        ("<a href=/x><h2>Head</h2><p>Text</p></a>", ["Head", "Text"]),  # blocks inside a link
        ("<p>a<script>no()</script>b<!-- no --><style>p{}</style><template>no</template>c</p>", ["abc"]),
        ("<p>a<button>Share</button>b</p>", ["a", "Share", "b"]),
        ("<p> \n </p><div></div>", []),
        ("", []),
        ("only text", ["only text"]),
    ],
)
def test_where_paragraphs_end(html: str, expected: list[str]) -> None:
    assert texts(html) == expected


def test_a_list_gives_a_block_an_item() -> None:
    found = blocks("<ul><li>a<li><b>b</b> c</ul><ol><li>d</ol>")
    assert [(b.text, b.tag, b.context) for b in found] == [("a", "li", "ul"), ("b c", "li", "ul"), ("d", "li", "ol")]
    assert found[0].group == found[1].group != found[2].group


def test_an_item_with_a_paragraph_in_it_is_one_item() -> None:
    assert [(b.text, b.context) for b in blocks("<ul><li><p>a</p></li></ul>")] == [("a", "ul")]


def test_items_after_a_nested_list_belong_to_the_outer_one() -> None:
    outer, inner, again = blocks("<ol><li>a<ul><li>x</ul><li>b</ol>")
    assert (outer.group, again.context) == (again.group, "ol")
    assert (inner.group == outer.group, inner.context) == (False, "ul")


@pytest.mark.parametrize(
    "table",
    [
        "<table><tr><th>Year<th>Boats<tr><td>2019<td>31</table>",
        "<table><thead><tr><th>Year</th><th>Boats</th></tr></thead><tbody><tr><td>2019</td><td>31</td></tr></table>",
        "<table><tr><td><p>Year</p></td><td>Boats</td></tr><tr><td>2019</td><td><div>31</div></td></tr></table>",
    ],
)
def test_a_data_table_gives_a_block_a_row_with_tabs(table: str) -> None:
    rows = blocks(table)
    assert [[cell.strip() for cell in row.text.split("\t")] for row in rows] == [["Year", "Boats"], ["2019", "31"]]
    assert {(row.tag, row.context) for row in rows} == {("tr", "table")}
    assert rows[0].group == rows[1].group > 0


def test_a_hidden_cell_of_a_data_table_is_hidden() -> None:
    found = blocks("<table><tr><th>a<th>b<tr><td>c<td hidden>secret</table>")
    assert {b.text: b.hidden for b in found} == {"a\tb": False, "c": False, "secret": True}


@pytest.mark.parametrize(
    "table",
    [
        "<table role=presentation><tr><td>One.<td>x<tr><td><p>Two.</p><td>y</table>",
        "<table><tr><td>One.</td><td>x</td></tr><tr><td><table><tr><td>Two.</table></td><td>y</td></tr></table>",
        f"<table><tr><td>One.<td>x<tr><td><p>Two.</p><td>y{' long' * 500}</table>",
    ],
)
def test_a_layout_table_is_no_table(table: str) -> None:
    found = blocks(table)
    assert [b.text[:4] for b in found] == ["One.", "x", "Two.", found[3].text[:4]]
    assert {b.context for b in found} == {""}


def test_contexts_and_levels() -> None:
    quote, figure = "<blockquote><p>Q</p></blockquote>", "<figure><figcaption>F</figcaption></figure>"
    html = f"<h3>H</h3>{quote}<pre>C</pre>{figure}<dl><dt>D</dl>"
    assert [(b.text, b.level, b.context) for b in blocks(html)] == [
        ("H", 3, ""),
        ("Q", 0, "blockquote"),
        ("C", 0, "pre"),
        ("F", 0, "figcaption"),
        ("D", 0, "dl"),
    ]


def test_pre_keeps_its_white_space() -> None:
    (block,) = blocks("<pre>\ndef f():\n    return  1\n</pre>")
    assert block.text == "def f():\n    return  1"
    assert all(run.code for run in block.runs)


def test_pre_keeps_the_line_breaks_between_highlighted_spans() -> None:
    (block,) = blocks("<pre><code><span>a</span>\n<span>b</span></code></pre>")
    assert block.text == "a\nb"


def test_pre_keeps_its_first_indent() -> None:
    (block,) = blocks("<pre>  <b>x</b>\n  y</pre>")
    assert block.text == "  x\n  y"


def test_runs_know_their_style_and_join_to_the_text() -> None:
    (block,) = blocks("<p>a <b>b <i>c</i></b><code>d</code> <a href=x>e <em>f</em></a>.</p>")
    assert block.text == "".join(run.text for run in block.runs) == "a b cd e f."
    styles = {run.text.strip(): (run.bold, run.italic, run.code, run.href) for run in block.runs}
    link = "https://news.test/world/x"
    assert styles["b"] == (True, False, False, None)
    assert styles["c"] == (True, True, False, None)
    assert styles["d"] == (False, False, True, None)
    assert styles["e"] == (False, False, False, link)
    assert styles["f"] == (False, True, False, link)
    assert block.link_chars == len("e f")


@pytest.mark.parametrize(
    ("href", "expected"),
    [
        ("x", "https://news.test/world/x"),
        ("/x?a=1#b", "https://news.test/x?a=1#b"),
        ("//other.test", "https://other.test/"),
        ("mailto:a@news.test", None),
        ("javascript:void(0)", None),
        ("#top", None),
        ("http://[", None),
        ("", None),
    ],
)
def test_links_are_absolute_or_none(href: str, expected: str | None) -> None:
    (block,) = blocks(f'<p><a href="{href}">text</a></p>')
    assert [run.href for run in block.runs] == [expected]


def test_the_base_element_counts() -> None:
    assert blocks("<base href=/other/><a href=x>y</a>")[0].runs[0].href == "https://news.test/other/x"


@pytest.mark.parametrize(
    "hidden",
    [
        "<div hidden>H</div>",
        "<div style='color:red; Display : NONE'>H</div>",
        "<p style='visibility:hidden'>H</p>",
        "<div hidden><section><p>H</p></section></div>",
        "<span class='screen-reader-text'>H</span>",
        "<noscript>H</noscript>",
        "<textarea>H</textarea>",
    ],
)
def test_what_a_reader_does_not_see_is_hidden(hidden: str) -> None:
    found = blocks(f"<p>Before</p>{hidden}<p>After</p>")
    assert [(b.text, b.hidden) for b in found] == [("Before", False), ("H", True), ("After", False)]


@pytest.mark.parametrize("seen", ["<div hidden=until-found>S</div>", "<div style='display:block'>S</div>"])
def test_what_a_reader_may_see_is_not(seen: str) -> None:
    assert [b.hidden for b in blocks(seen)] == [False]


def test_a_frame_left_open_does_not_swallow_the_page() -> None:
    frame = "<noscript><iframe src='https://tags.test/ns.html' height='0' /></noscript>"
    assert [b.text for b in blocks(f"<p>Before</p>{frame}<p>After</p>")] == ["Before", "After"]


def test_a_hidden_inline_element_does_not_split_its_paragraph() -> None:
    found = blocks("<p>The <b>river</b> <span style='display:none'>in secret</span>rose.</p>")
    assert sorted((b.text, b.hidden) for b in found) == [("The river rose.", False), ("in secret", True)]


def test_a_hidden_inline_element_after_a_line_break_does_not_swallow_the_break() -> None:
    found = blocks("<p>a<br><span hidden>h</span>b</p>")
    assert sorted((b.text, b.hidden) for b in found) == [("a\nb", False), ("h", True)]


def test_paths_and_positions_tell_where_a_block_stands() -> None:
    found = blocks("<main class='a b' id=c><p>One</p><p>Two</p></main>")
    assert [(b.path, b.position) for b in found] == [("body>main.a.b.c>p", 0), ("body>main.a.b.c>p", 1)]


def test_images_know_before_which_block_they_stand() -> None:
    html = "<p>a</p><img src=x.png alt=' A  boat '><img data-src=y.png src=data:,><img src=t.gif width=1><p>b</p>"
    html += "<img src='#' data-src=z.png><img src=//:0><img src=https://[><p>c</p>"
    found = [*scan(parse(html, URL)).pictures(0, 9)]
    assert [(position, image.url, image.alt) for position, image in found] == [
        (1, "https://news.test/world/x.png", "A boat"),
        (1, "https://news.test/world/y.png", ""),
        (2, "https://news.test/world/z.png", ""),
    ]
