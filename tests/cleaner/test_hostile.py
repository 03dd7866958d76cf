"""Does any page bring the cleaner down, or hold it up?

The costly pages are cleaned in a process of their own with limits on time and memory: generous ones, since the limits
are there to tell a hang from an answer, not to measure.
"""

from __future__ import annotations

import gc
import json
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scraper.cleaner import Known, read
from scraper.model import Article, Reason, Rejection
from tests.cleaner.pages import STORY, URL, article, page, paragraphs

ROOT = Path(__file__).resolve().parents[2]
SECONDS = 60  # the slowest of these takes about 8
AT_ONCE = 10  # seconds: the process itself takes about 1, a pattern that tries every way of matching more than 20
MEMORY = 3 << 30  # bytes of address space
CHILD = f"""
import json, resource, sys
resource.setrlimit(resource.RLIMIT_AS, ({MEMORY}, {MEMORY}))
from scraper.cleaner import read
result = read(eval(sys.argv[1]), "{URL}").result
print(json.dumps([str(getattr(result, "reason", "article")), getattr(result, "detail", ""), len(result.text)]))
"""


def ending(expression: str, seconds: float = SECONDS) -> tuple[str, str, int]:
    """How the cleaning of a page, given as an expression, ends in a process of its own: reason, detail, characters."""
    done = subprocess.run(
        [sys.executable, "-B", "-c", CHILD, expression], cwd=ROOT, timeout=seconds, capture_output=True, check=False
    )
    assert done.returncode == 0, done.stderr.decode()[-500:]
    reason, detail, length = json.loads(done.stdout)
    return reason, detail, length


@pytest.mark.parametrize(
    ("what", "expression"),
    [
        ("elements nested 100,000 deep", "'<div>' * 100_000"),
        ("the same, in capitals and with text", "'<DIV>text ' * 100_000"),
        ("inline elements nested 100,000 deep", "'<span>' * 100_000 + 'x'"),
        ("a million attributes", "'<div ' + ' '.join(f'a{n}=1' for n in range(1_000_000)) + '>x</div>'"),
        ("a million attributes without values", "'<div ' + 'a ' * 1_000_000 + '>x</div>'"),
        ("sixty megabytes", "b'<p>abc' * 9_000_000"),
        ("half a million elements", "'<p>a</p>' * 500_000"),
        ("attributes parted by slashes", "'<div ' + '/'.join(f'a{n}' for n in range(60_000)) + '>x'"),
        ("values with angle brackets", "'<div ' + ' '.join(f'a{n}=\"<\"' for n in range(100_000)) + '>x'"),
        ("4,900 attributes each", "('<div ' + ' '.join(f'{n:x}' for n in range(4_900)) + '></div>') * 400"),
        ("end tags of nothing hide the depth", "'<div></b>' * 150_000"),
        ("elements of their own names nested", "'<x-a>' * 120_000"),
        ("depth between values like comments", "'<a title=\"<!--\">' + '<div>' * 100_000 + '<a title=\"-->\">'"),
        ("deep and wide", "'<div>' * 900 + '<p>a b c d e f g h i j k l m n.</p>' * 30_000"),
        ("fields deep down", "'<div>' * 900 + '<input>' * 180_000"),
        (
            "formatting that is rebuilt in every paragraph",
            "''.join(f'<b id={n}>' for n in range(1_900)) + '<p>x' * 60_000",
        ),
    ],
)
def test_what_is_beyond_the_limits_is_too_large(what: str, expression: str) -> None:
    reason, detail, _ = ending(expression)
    assert reason == Reason.TOO_LARGE
    assert detail


@pytest.mark.parametrize(
    ("what", "expression"),
    [
        ("30,000 paragraphs side by side", "'<p>a b c</p>' * 30_000"),
        ("headings without end", "'<h2>A head</h2><p>two words</p>' * 4_000"),
        ("a long text without tags", "'a b ' * 400_000"),
        ("one word of a megabyte", "'<h1>x' + 'y' * 1_000_000"),
        ("spaces", "'<p>a' + ' ' * 5_000_000 + 'b'"),
        ("tags that never end", "'<a ' * 50_000 + '<!--' * 50_000"),
        ("entities", "'<p>' + '&amp;#' * 300_000"),
        ("scripts that never end", "'<script>' * 100_000"),
        ("cells in a drawing", "'<svg>' + '<td>' * 120_000"),
        ("long class names deep down", "('<div class=' + 'a' * 5_000 + '>x') * 900"),
        ("JSON-LD nested deep", "'<script type=\"application/ld+json\">' + '[' * 200_000 + '</script>'"),
    ],
)
def test_what_is_within_the_limits_comes_to_an_end(what: str, expression: str) -> None:
    reason, detail, _ = ending(expression)
    assert reason != Reason.BROKEN, detail


@pytest.mark.parametrize(
    "menu",
    [
        "Share | Facebook | Twitter | WhatsApp | LinkedIn | Email | Print | Telegram | Reddit | Pinterest | Bluesky | "
        "Threads | Mastodon | Xing",
        "Share" + " -" * 26 + " z",
    ],
)
def test_a_share_menu_is_judged_at_once(menu: str) -> None:
    reason, detail, _ = ending(repr(f"<p>{menu}</p>"), AT_ONCE)
    assert reason != Reason.BROKEN, detail


def test_a_page_with_two_thousand_line_breaks_is_no_deep_page() -> None:
    breaks = "word<BR>" * 2_500
    assert "word" in article(page(inside=f"<P>{STORY[0]}<BR>{breaks}")).text


@pytest.mark.parametrize("dirt", ["\x00", "\x00" * 30, "\ud800", "\udfff\ud800", "\ufffe", "\u202e", "\x1b[0m"])
def test_dirt_in_a_story_costs_no_story(dirt: str) -> None:
    dirty = page(inside=paragraphs(f"Dirty {dirt} but readable, and a sentence of the story like the others above it."))
    result = article(dirty)
    assert STORY[-1] in result.text
    assert "but readable" in result.text
    for written in (result.text, result.markdown, result.html, result.title):
        written.encode("utf-8")
        assert "\x00" not in written


@pytest.mark.parametrize("html", ["<p>A page", "", "<div>" * 100_000, b"\x89PNG\r\n"])
@pytest.mark.parametrize("on", [True, False])
def test_the_garbage_collector_is_left_as_it_was(html: bytes | str, on: bool) -> None:
    before = gc.isenabled()
    try:
        (gc.enable if on else gc.disable)()
        read(html, URL)
        assert gc.isenabled() is on
    finally:
        (gc.enable if before else gc.disable)()


def test_nuls_in_bytes() -> None:
    result = read(page().replace("river", "ri\x00ver").encode(), URL).result
    assert isinstance(result, Article)
    assert "\x00" not in result.text


@pytest.mark.parametrize(
    "url", ["", " ", "http://", "http://[", "//x", "javascript:1", "http://a.test/\ud800", "\x00", "9" * 9999]
)
def test_no_address_breaks_it(url: str) -> None:
    result = read(page(), url).result
    assert not isinstance(result, Rejection) or result.reason is not Reason.BROKEN, result.detail


@pytest.mark.parametrize(
    "content_type", ["", ";", "text/html; charset=", "charset=" + "x" * 9999, "charset=\x00", "\ud800"]
)
def test_no_content_type_breaks_it(content_type: str) -> None:
    assert isinstance(read(page().encode(), URL, Known(content_type=content_type)).result, Article)


@given(st.binary(max_size=2_000), st.sampled_from([None, "text/html; charset=gb18030", "charset=utf-16", "\x00"]))
@settings(max_examples=60, deadline=None)
def test_random_bytes_end_in_a_result(body: bytes, content_type: str | None) -> None:
    result = read(body, URL, Known(content_type=content_type)).result
    assert isinstance(result, (Article, Rejection))
    assert not isinstance(result, Rejection) or result.reason is not Reason.BROKEN, result.detail


SOUP = (
    "<p> </p> <div </div> <table> <tr> <td> </table> <pre> <br> <a href= <li> <ul> </ul> <svg> <math> <template> "
    "<title> <h1> <script> </script> <!-- --> <![CDATA[ ]]> > \" ' = & &#0; &#xD800; &lt text <frameset> <body> <html> "
    "<noscript> <textarea> <plaintext> <select> <base href=//> <meta charset=x> \x00 \ud800 <form> <b> <i>"
).split(" ")


@given(st.lists(st.sampled_from(SOUP), max_size=60), st.booleans())
@settings(max_examples=80, deadline=None)
def test_random_markup_ends_in_a_result(pieces: list[str], in_a_story: bool) -> None:
    soup = " ".join(pieces)
    result = read(page(inside=soup) if in_a_story else soup, URL).result
    assert not isinstance(result, Rejection) or result.reason is not Reason.BROKEN, result.detail
