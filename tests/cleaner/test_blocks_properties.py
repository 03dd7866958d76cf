"""Is every character of a page in exactly one block, whatever the page?"""

from __future__ import annotations

from collections import Counter
from itertools import count

from hypothesis import given, settings
from hypothesis import strategies as st

from scraper.cleaner import read
from scraper.cleaner.blocks import scan
from scraper.cleaner.dom import parse
from scraper.model import Article, Rejection

URL = "https://news.test/story"
CONTAINERS = "div section article main aside p ul ol li blockquote pre figure figcaption h1 h2 h6 header footer td form"
INLINES = "span b em a code sup small button label ins q"
ATTRIBUTES = ["", " hidden", " style='display:none'", " class=share", " id=story", " href=/x", " role=presentation"]
LOST = "script style template svg select iframe"

Tree = str | tuple[str, str, list["Tree"]]


def trees() -> st.SearchStrategy[Tree]:
    leaf = st.sampled_from(
        ["§", "§", "§", " § ", "\n", "", "<br>", "<br><br>", "<hr>", "<img src=a.png>", "<input>", "<!-- x -->"]
    )
    tables = st.lists(st.lists(leaf, min_size=1, max_size=3), min_size=1, max_size=3).map(_table)
    lost = st.sampled_from(LOST.split()).map(lambda tag: f"<{tag}>lost</{tag}>")
    tags = st.sampled_from(CONTAINERS.split() + INLINES.split())
    return st.recursive(
        st.one_of(leaf, tables, lost),
        lambda inner: st.tuples(tags, st.sampled_from(ATTRIBUTES), st.lists(inner, max_size=4)),
        max_leaves=25,
    )


def _table(rows: list[list[str]]) -> str:
    return (
        "<table>" + "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows) + "</table>"
    )


def written(tree: Tree) -> str:
    if isinstance(tree, str):
        return tree
    tag, attributes, inside = tree
    return f"<{tag}{attributes}>" + "".join(map(written, inside)) + f"</{tag}>"


def numbered(html: str) -> tuple[str, list[str]]:
    """The page with a name of its own for each of its pieces of text, and the names in order."""
    numbers = count(100)
    names: list[str] = []
    pieces = html.split("§")
    for _ in pieces[1:]:
        names.append(f"w{next(numbers)}")
    return "".join(piece + name for piece, name in zip(pieces, [*names, ""], strict=True)), names


@given(st.lists(trees(), max_size=6))
@settings(max_examples=150, deadline=None)
def test_every_piece_of_text_is_in_exactly_one_block(page: list[Tree]) -> None:
    html, names = numbered("".join(map(written, page)))
    found = scan(parse(html, URL)).blocks
    letters = "".join("".join(block.text.split()) for block in found)
    assert Counter(letters) == Counter("".join(names))
    assert sorted(name for block in found for name in names if name in block.text) == sorted(names)


@given(st.lists(trees(), max_size=6))
@settings(max_examples=100, deadline=None)
def test_blocks_are_whole(page: list[Tree]) -> None:
    html, _ = numbered("".join(map(written, page)))
    for position, block in enumerate(scan(parse(html, URL)).blocks):
        assert block.position == position
        assert block.text == "".join(run.text for run in block.runs)
        assert block.text.strip()
        assert block.path.startswith("body")
        assert block.link_chars == sum(len(run.text) for run in block.links) <= len(block.text)


@given(st.lists(trees(), max_size=6))
@settings(max_examples=40, deadline=None)
def test_the_same_bytes_give_the_same_article(page: list[Tree]) -> None:
    story = "<p>The river rose again on Monday, and the council of the town met for a long time to talk of it.</p>"
    html, _ = numbered("<title>A river</title>" + story * 1 + "".join(map(written, page)))
    body = (html + story.replace("river", "lake")).encode()
    first, second = read(body, URL), read(body, URL)
    assert first == second
    assert isinstance(first.result, (Article, Rejection))
    kept = [*first.result.blocks, *first.result.removed]
    assert sorted(b.block.position for b in kept) == list(range(len(kept))), "each block is kept or listed as removed"
