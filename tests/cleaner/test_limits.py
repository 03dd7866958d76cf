"""Can this page be parsed in bounded time?

What is refused must be refused, what is let through must come to an end, and the bounds must hold for whatever the
parser makes of a page.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from scraper.cleaner import limits
from scraper.cleaner.burden import follow
from scraper.cleaner.markup import ATTRIBUTES, TAG, count_attributes, doubtful, raw_text_end

ROOT = Path(__file__).resolve().parents[2]
SECONDS = 60  # tells a hang from an answer: the slowest takes about two
MEMORY = 3 << 30  # bytes of address space
CHILD = f"""
import resource, sys
resource.setrlimit(resource.RLIMIT_AS, ({MEMORY}, {MEMORY}))
from selectolax.lexbor import LexborHTMLParser
from scraper.cleaner import limits
text = eval(sys.argv[1])
limits.check(text)
LexborHTMLParser(text)
"""


def page(inside: str) -> str:
    return f"<!DOCTYPE html><html lang=en><head><title>A < B</title></head><body class='x'>{inside}</body></html>"


def names(number: int, start: int = 0) -> str:
    return " ".join(f"a{n}" for n in range(start, start + number))


ICON = '<a href="/x"><svg viewBox="0 0 8 8"><path d="M0 0"/><g><circle r=1 /></g></svg> menu</a>'
CELL = '<td class="n"><b>1</b></td>'


@pytest.mark.parametrize(
    ("what", "inside"),
    [
        ("nothing", ""),
        ("paragraphs", "<p>One <b>bold</b> word, and <a href='/'>a link</a>.</p>\n" * 6_000),
        ("paragraphs without end tags", "<p>One paragraph.\n" * 20_000),
        ("lists without end tags", "<ul><li>A point<li>Another</ul>" * 1_900),
        ("cells without end tags", "<table>" + "<tr><td>1<td>2" * 10_000 + "</table>"),
        ("a table", "<table>" + f"<tr>{CELL * 5}</tr>" * 800 + "</table>"),
        ("icons", ICON * 4_000),
        ("line breaks and images", "<p>Word<br><img src=x.png alt='A > B'></p>" * 10_000),
        ("a form of many fields", "<form>" + "<label>Name<input name=n value='x'></label>" * 8_000 + "</form>"),
        ("scripts that compare", "<script>if (a<b && c>d) { x('</div><div>') }</script>" * 5_000),
        ("a script as long as ten pages", "<script>" + "for(i=0;i<n;i++){f(a,b,'c',\"d\")}" * 20_000 + "</script>"),
        ("a very long script among many tags", "<script>" + "a < b; " * 50_000 + "</script>" + "<p>x</p>" * 3_000),
        ("JSON in an attribute", "<div data-x='" + '{"a": "b > c", "d": [1, 2]}, ' * 40_000 + "'>x</div>"),
        ("attributes of a framework", f"<div data-v-1a2b3c {names(30)}>x</div>" * 3_000),
        ("style sheets in drawings", "<svg><style><![CDATA[ a > b { c: d } ]]></style><path/></svg>" * 9_000),
        ("unquoted apostrophes", "<p title=it's>It's</p>" * 9_000),
        ("words in bold that is never closed", "<p>" + "<b>x " * 200 + "<p>y" * 3_000),
    ],
)
def test_honest_pages_are_let_through(what: str, inside: str) -> None:
    limits.check(page(inside))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "<",
        "</",
        "<a",
        "<a b=",
        "<a b='",
        "<!--",
        "<![CDATA[",
        "<svg><![CDATA[",
        "<script>",
        "<plaintext>",
        "<svg><plaintext>",
        "\x00",
        "<p \ufffd>",
    ],
)
def test_scraps_are_let_through(text: str) -> None:
    limits.check(text)
    follow(text)


@pytest.mark.parametrize(
    ("what", "text"),
    [
        ("eleven million characters", "x" * 11_000_000),
        ("more tags than the stages after the parser can bear", "<p>a</p>" * 40_000),
        ("depth", "<div>" * 40_000),
        ("depth in capitals", "<SECTION>" * 20_000),
        ("depth of an element of its own name", "<x-a>" * 20_000),
        ("depth in a drawing", "<svg>" + "<g>" * 20_000),
        ("empty elements that nest in a drawing", "<svg>" + "<input>" * 20_000 + "</q>" * 20_000),
        ("depth under end tags of nothing", "<div></b>" * 20_000),
        ("depth under end tags that a table stops", "<div><table></div></table>" * 10_000),
        ("depth under end tags in scripts", "<div><script></div></script>" * 15_000),
        ("depth under end tags in comments", "<div><!--</div>-->" * 15_000),
        ("depth under end tags in values", "<div><a title='</div>'></a>" * 15_000),
        ("depth under end tags in bogus comments", "<div><?</div>" * 15_000 + "<div><!</div>" * 10_000),
        ("depth under end tags in the text of a title", "<div><textarea></div></textarea>" * 12_000),
        (
            "depth between values that look like a comment",
            "<a title='<!--'>" + "<div><script></div></script>" * 15_000 + "<a title='-->'>",
        ),
        ("depth behind a style that is none", "<svg><style><a title='</style>'>" + "<div>" * 20_000),
        ("depth behind character data", "<svg><![CDATA[>]]>" + "<g>" * 20_000),
        ("depth of paths that do not end themselves", "<svg><g a=x/>" * 20_000),
        ("depth of paths outside of drawings", "<svg/>" + "<path/>" * 20_000),
        ("depth after a drawing was left", "<svg><p>" + "<path/>" * 20_000),
        ("depth of forms whose end tags are lost", "<form><table></form></table></form>" * 8_000),
        ("depth of paragraphs that end before their end tag", "<p><div></p>" * 15_000),
        ("depth of list items that end early", "<li><div><li><ul></div>" * 10_000),
        ("depth in a menu", "<div><select></div></select>" * 12_000),
        ("depth with attributes that hold quotes", "<div a=b='>' c=\"'>\">" * 20_000),
        ("formatting rebuilt", "<p>" + "".join(f"<b id={n}>" for n in range(1_000)) + "<p>x" * 1_000),
        ("formatting rebuilt, in capitals", "<p>" + "".join(f"<FONT\tid={n}>" for n in range(900)) + "<p>x" * 900),
        ("a little formatting rebuilt often", "<p>" + "".join(f"<i id={n}>" for n in range(31)) + "<p>x" * 20_000),
        ("formatting left open in closed blocks", "".join(f"<div><b id={n}></div>" for n in range(2_000))),
        ("formatting told apart behind a quoted bracket", "".join(f"<p><b a='>{n}'></p>" for n in range(2_000))),
        (
            "rebuilt with many attributes",
            "<p>" + "".join(f"<b id={n} {names(99)}>" for n in range(400)) + "<p>x" * 400,
        ),
        ("a heavy link rebuilt", f"<p><a {names(4_000)}>" + "<p>x" * 1_500),
        ("a long value copied", "<p><b title='" + "v" * 900_000 + "'>" + "<p>x" * 5_000),
        ("attributes", f"<div {names(20_000)}>"),
        ("attributes parted by slashes", f"<div {names(20_000).replace(' ', '/')}>"),
        ("attributes parted by quotes", "<div " + "".join(f"a{n}='<'" for n in range(20_000)) + ">"),
        ("attributes behind a quoted bracket", f"<div a='>' {names(20_000)}>"),
        ("attributes behind many quoted brackets", "<div " + " ".join(f"a{n}='>'" for n in range(20_000)) + ">"),
        ("attributes behind a quote that is none", f"<div a\"='>' {names(20_000)}>"),
        ("attributes of a tag hidden by one in a title", f'<title><i a="</title><div {names(20_000)}>">'),
        ("attributes in what looks like a value", f"<div ='{names(20_000)}'>"),
        ("attributes of a name with an angle bracket", f"<x<1 {names(20_000)}>"),
        ("attributes of a body in pieces", "".join(f"<body a{n}>" for n in range(9_000))),
        ("attributes of html in pieces, in capitals", "".join(f"<HTML\na{n}>" for n in range(9_000))),
        ("many elements with many attributes", f"<div {names(4_900)}></div>" * 20),
        ("different names", "".join(f"<p {names(12, n * 12)}></p>" for n in range(6_000))),
        ("different names in end tags", "".join(f"</p {names(12, n * 12)}>" for n in range(6_000))),
        ("text added to a long text", "y" * 1_000_000 + "</q a=b>x" * 5_000),
        ("text that ignored tags part", "".join(f"<th a=b>{n} words that are one text" for n in range(25_000))),
        ("text that falls out of a table", "y" * 300_000 + "<table>" + "<tr a=b>x" * 20_000),
        ("text that falls out of a table between comments", "y" * 300_000 + "<table>" + "x<!--c-->" * 30_000),
        ("text that a form parts", "y" * 1_000_000 + "<form a=b>" + "<form a=b>xxxxxxxx" * 1_600),
        ("text that columns part", "<template><col>" + " " * 1_000_000 + "<div a=b>        " * 1_600),
        ("text that is no frame", "<frameset>" + " " * 1_000_000 + "<div a=b>        " * 1_600),
        ("text after the end of the page", "y" * 500_000 + "</body>x<!--c-->" * 20_000),
    ],
)
def test_what_would_hold_the_parser_up_is_refused(what: str, text: str) -> None:
    with pytest.raises(limits.TooComplexError, match=r"\d|cannot be told"):
        limits.check(text)


@pytest.mark.parametrize(
    ("what", "expression"),
    [
        ("the deepest", "'<div>' * 7_700"),
        ("the deepest drawing", "'<svg>' + '<g>' * 3_800 + '</q>' * 3_800"),
        ("the most tags", "'<p>x</p>' * 29_900"),
        ("formatting rebuilt as often as may be", "'<p>' + ''.join(f'<b id={n}>' for n in range(60)) + '<p>x' * 2_000"),
        (
            "a link rebuilt as often as may be",
            "'<p><a ' + ' '.join(f'a{n}' for n in range(90)) + '>' + '<p>x' * 19_000",
        ),
        ("the most attributes", "('<div ' + ' '.join(f'a{n}' for n in range(4_900)) + '></div>') * 6"),
        ("attributes everywhere", "('<p a=\">\" ' + ' '.join(f'{n:x}' for n in range(80)) + '>') * 20_000"),
        ("the most names", "''.join('<p ' + ' '.join(f'a{n}_{m}' for m in range(10)) + '>' for n in range(3_900))"),
        ("the most text moved", "'é' * 1_000_000 + 'xxxxxxxx</q a=b>' * 880"),
        ("quotes that never end", "'<p ' + 'a=\"' * 1_000_000"),
        ("quotes in quotes", "'<a b=\">\" <c d=\\'>\\' ' * 25_000 + 'x' * 5_000_000"),
        ("tags in tags", "'<a b=\">\" ' * 50_000"),
        ("names of tags", "'<a' * 59_000 + 'b' * 5_000_000"),
        ("comments that never end", "'<!--' * 50_000 + 'x' * 5_000_000"),
        ("scripts in comments in scripts", "'<script>' + '<!--<script></script>' * 15_000 + '<!' * 20"),
        ("nothing but references", "'&amp;' * 1_900_000"),
    ],
)
def test_what_is_let_through_is_parsed(what: str, expression: str) -> None:
    done = subprocess.run([sys.executable, "-B", "-c", CHILD, expression], cwd=ROOT, timeout=SECONDS, check=False)
    assert done.returncode == 0


PIECES = st.sampled_from(
    """
    <div> </div> <p> </p> <b> </b> <b%id=1> <b%id=2> <a%href=1> </a> <i> </i> <span> </span> <ul> </ul> <li> </li> <dd>
    <dl> </dl> <table> </table> <tr> </tr> <td> </td> <th> <tbody> <caption> <col> <svg> </svg> <svg/> <g> </g> <g/>
    <g%a=x/> <path%d='>'%/> <foreignObject> </foreignObject> <desc> <title> </title> <math> </math> <mi> </mi> <font>
    <font%color=x> <sup> <select> </select> <option> <optgroup> <button> </button> <form> </form> <object> </object>
    <template> </template> <h1> <h2> </h1> <body> <html> <frameset> <style> </style> <script> </script> <textarea>
    </textarea> <noscript> </noscript> <input> <br> <img> <x-y> </x-y> <article> </article> <!-- --> <!--> <![CDATA[
    ]]> <!x> </%x> <?x> <!--<script> <a%title='<!--'> <a%title='-->'> <i%a='</div>'> <i%a=b='x> " ' > < x %
    """.split()
).map(lambda piece: piece.replace("%", " "))


@given(st.lists(PIECES, max_size=6), st.lists(PIECES, min_size=1, max_size=6), st.integers(1, 40))
@settings(max_examples=400, deadline=None)
def test_the_bounds_hold_whatever_the_parser_makes_of_it(before: list[str], again: list[str], times: int) -> None:
    text = "".join(before) + "".join(again) * times
    burden = follow(text)
    if burden is None:
        return
    deepest, elements = measured(text)
    assert (deepest - 8) ** 2 <= 8 * burden.walks or deepest <= 8, burden
    assert elements <= 3 * text.count("<") + burden.copies + 8, burden


@given(st.lists(PIECES, max_size=6), st.lists(PIECES, min_size=1, max_size=6), st.integers(1, 40))
@settings(max_examples=400, deadline=None)
def test_no_text_that_is_moved_escapes_the_bound(before: list[str], again: list[str], times: int) -> None:
    text = ("".join(before) + "".join(again) * times).replace(
        "<table>", "x"
    )  # before a table, ``follow`` counts tags too
    burden = follow(text)
    assert burden is None or burden.moved <= limits.moved_by_texts(text)


@pytest.mark.parametrize(
    "tag",
    [
        "<p class=a id=b>x</p>",
        f"<p {'a ' * 400}>",
        f"<p {'a ' * 520}>",
        f"<p {'a ' * 700}>",
        f"<p title='{'a ' * 2_000}'>",
        f"<p a='>' {'a ' * 300}>",
    ],
)
def test_the_attributes_of_a_long_page_are_bounded_too(tag: str) -> None:
    text = tag * (2_000_000 // len(tag))
    burden, bound = follow(text), limits._at_most(text, text.count("<"))
    assert burden is not None
    assert bound is None or burden.load <= bound.load


def test_a_long_page_with_ordinary_tags_need_not_be_followed() -> None:
    text = f"<p class=a id=b>{'word ' * 100}</p>" * 5_000
    bound = limits._at_most(text, text.count("<"))
    assert bound is not None
    assert bound.load <= limits.MOST.load < len(text) * limits.MOST_IN_SHORT // limits.SHORTEST_ATTRIBUTE


def measured(text: str) -> tuple[int, int]:
    """How deep the parser's tree is, and how many elements it has."""
    deepest = elements = 0
    waiting = [(LexborHTMLParser(text).root, 1)]
    while waiting:
        node, depth = waiting.pop()
        if node is None:
            continue
        elements += 1
        deepest = max(deepest, depth)
        child = node.child
        while child is not None:
            if (child.tag or "-")[0] not in "-!":
                waiting.append((child, depth + 1))
            child = child.next
    return deepest, elements


@given(st.text(alphabet="ab=\"'/ \t\n<x", max_size=25))
@settings(max_examples=400, deadline=None)
def test_a_tag_ends_where_the_parser_ends_it(inside: str) -> None:
    text = f"<p {inside}>'>\"><i>"
    tag = TAG.match(text)
    assert tag
    if text[tag.end() : tag.end() + 1] != ">":
        return  # a quote is never closed: there is no tag
    found = LexborHTMLParser(text).css_first("p")
    assert found is not None
    attributes = {name.lower() for name in ATTRIBUTES.findall(tag[0], 2)}
    assert set(found.attributes) == attributes
    assert found.html is not None
    assert count_attributes(tag[0]) >= len(attributes)
    head = text[: text.index(">")]
    assert len(head) == tag.end() or head in doubtful([head])


@pytest.mark.parametrize(
    ("script", "rest"),
    [
        ("a</script>b", "</script>b"),
        ("a</SCRIPT >b", "</SCRIPT >b"),
        ("a</scripts>b", ""),
        ("<!-- </script>b", "</script>b"),
        ("<!-- <script> </script> --> </script>b", "</script>b"),
        ("<!-- <script> </script> </script>b", "</script>b"),
        ("<!-- <script> --> </script>b", "</script>b"),
        ("<!--> <script> </script>b", "</script>b"),
        ("'<script>' </script>b", "</script>b"),
        ("never", ""),
    ],
)
def test_a_script_ends_where_the_parser_ends_it(script: str, rest: str) -> None:
    assert script[raw_text_end(script, "script", 0) :] == rest
    node = LexborHTMLParser(f"<script>{script}").css_first("script")
    assert node is not None
    assert node.text(deep=True) == script[: len(script) - len(rest)]


@pytest.mark.parametrize("name", ["style", "textarea", "title", "xmp", "iframe", "noembed", "noframes", "plaintext"])
def test_raw_text_is_raw_for_the_parser_too(name: str) -> None:
    assert not LexborHTMLParser(f"<body><{name}><i>x</i></{name}>").css(f"{name} i")
    assert LexborHTMLParser("<body><noscript><i>x</i></noscript>").css("noscript i")


def test_the_limits_leave_room_above_real_pages() -> None:
    """The most that 2,628 pages of three collections were measured to have."""
    assert limits.MAX_CHARS > 1.5 * 5_314_827
    assert limits.MAX_TAGS > 2 * 21_646
    assert limits.MOST.walks > 3 * 7_491_579
    assert limits.MOST.copies > 3 * 19_515
    assert limits.MOST.copied > 3 * 128_379
    assert limits.MOST.attributes > 3 * 185
