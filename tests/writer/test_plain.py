"""Do words stay words, whatever they would mean where they go?"""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from scraper.writer.plain import html_text, markdown_heading, markdown_line, markdown_paragraphs

WORDS = st.text(alphabet="ab1 \t\n\r#>+-=|:*_~`[](){}<>!&;.\\)", max_size=40)
READ = MarkdownIt("commonmark").enable(["table", "strikethrough"])


def shown(markdown: str) -> tuple[list[str], str]:
    """What blocks a reader of Markdown sees, and the words in them."""
    parts = READ.parse(markdown)
    kinds = [part.type for part in parts if part.nesting >= 0 and part.type != "inline"]
    inline = [child for part in parts for child in part.children or ()]
    assert {child.type for child in inline} <= {"text", "text_special", "softbreak", "hardbreak"}
    blocks = ["".join(child.content or " " for child in part.children or ()) for part in parts if part.children]
    return kinds, " ".join(" ".join(blocks).split())


@given(WORDS)
def test_text_in_markdown_is_paragraphs_of_its_own_words(text: str) -> None:
    kinds, words = shown(markdown_paragraphs(text))
    paragraphs = [
        part for part in re.split(r"\n(?:[ \t]*\n)+", text.replace("\r\n", "\n").replace("\r", "\n")) if part.strip()
    ]
    assert kinds == ["paragraph_open"] * len(paragraphs)
    assert words == " ".join(text.split())


@given(WORDS)
def test_a_heading_says_all_of_its_words(text: str) -> None:
    kinds, words = shown(f"# {markdown_heading(text)}")
    assert kinds == ["heading_open"]
    assert words == " ".join(text.split())


@given(WORDS)
def test_a_line_stays_one(text: str) -> None:
    line = " ".join(text.split())
    kinds, words = shown(markdown_line(line))
    assert kinds == ["paragraph_open"] * bool(line)
    assert words == line


@pytest.mark.parametrize("text", ["a-b", "-x", "#tag", "3.5 percent", "A & B", "1948: a year", "C++"])
def test_what_is_no_markup_is_left_as_it_is(text: str) -> None:
    assert markdown_paragraphs(text) == text


def test_what_no_page_may_hold() -> None:
    assert html_text("a\0b\x0bc\x85d\x9fe\ud800f\ufffeg\U0001ffffh\ti\nj\u2028k\u00a0l") == (
        "a\ufffdb\ufffdc\ufffdd\ufffde\ufffdf\ufffdg\ufffdh\ti\nj\u2028k\u00a0l"
    )
