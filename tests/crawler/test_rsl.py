"""RSL: what a licence permits, and for which pages."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scraper.crawler.rsl import Licence, against, in_link_headers, parse, signals
from scraper.model import Purpose, Signal

SITE = "https://news.test"


def rsl(*contents: str) -> bytes:
    return f'<?xml version="1.0"?><rsl xmlns="https://rslstandard.org/rsl">{"".join(contents)}</rsl>'.encode()


def content(url: str, *licences: str) -> str:
    return f'<content url="{url}">' + "".join(f"<license>{licence}</license>" for licence in licences) + "</content>"


def usage(kind: str, words: str) -> str:
    return f'<{kind} type="usage">{words}</{kind}>'


def refused(*licences: str, url: str = "/") -> set[str]:
    """The purposes that these licences for ``url`` do not permit for /a."""
    found = parse(rsl(content(url, *licences))).licences(SITE + "/a")
    return {purpose.value for purpose in Purpose if against(found, purpose)}


ALL = {purpose.value for purpose in Purpose}


@pytest.mark.parametrize(
    ("licence", "purposes"),
    [
        (usage("prohibits", "ai-train"), {"ai-train"}),
        (usage("prohibits", "ai-all"), {"ai-train", "ai-input"}),
        (usage("prohibits", "ai-input ai-index"), {"ai-input"}),
        (usage("prohibits", "search"), {"search"}),
        (usage("prohibits", "all"), ALL),
        (usage("prohibits", "train-ai"), {"ai-train"}),
        (usage("permits", "all"), set()),
        (usage("permits", "search"), ALL - {"search"}),
        (usage("permits", "search, ai-all"), ALL - {"search", "ai-input", "ai-train"}),
        (usage("permits", "all") + usage("prohibits", "ai-train"), {"ai-train"}),
        (usage("permits", "ai-train") + usage("prohibits", "all"), ALL),
        ('<permits type="user">non-commercial</permits>', set()),
        ('<prohibits type="geo">EU</prohibits>', set()),
        (usage("permits", "all") + '<payment type="free"/>', set()),
        (usage("permits", "all") + '<payment type="attribution"/>', set()),
        (usage("permits", "all") + '<payment type="crawl"><amount currency="USD">0.01</amount></payment>', ALL),
        (usage("prohibits", "tomorrow"), set()),
        ("", set()),
    ],
)
def test_what_a_licence_does_not_permit(licence: str, purposes: set[str]) -> None:
    assert refused(licence) == purposes


def test_one_licence_that_permits_is_enough() -> None:
    paid = usage("permits", "ai-train") + '<payment type="subscription"/>'
    assert refused(paid, usage("permits", "search")) == ALL - {"search"}


@pytest.mark.parametrize(
    ("url", "fits"),
    [
        ("/", True),
        ("", True),
        ("*", True),
        ("/a$", True),
        ("/b/*", False),
        ("a", True),
        ("https://news.test/*", True),
        ("https://news.test", True),
        ("https://other.test/*", False),
    ],
)
def test_which_pages_a_licence_is_for(url: str, fits: bool) -> None:
    assert refused(usage("prohibits", "all"), url=url) == (ALL if fits else set())


def test_the_most_specific_pattern_counts() -> None:
    file = parse(rsl(content("/", usage("prohibits", "all")), content("/open/", usage("permits", "all"))))
    assert against(file.licences(SITE + "/open/1"), Purpose.ARCHIVE) == ()
    assert against(file.licences(SITE + "/1"), Purpose.ARCHIVE) == (Signal("rsl", "prohibits", "all"),)


def test_what_is_told() -> None:
    found = signals([Licence(("search",), ("ai-all",), "crawl"), Licence(("search",))])
    assert found == (
        Signal("rsl", "prohibits", "ai-all"),
        Signal("rsl", "permits", "search"),
        Signal("rsl", "payment", "crawl"),
    )


BOMB = (
    b'<!DOCTYPE rsl [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><rsl><content url="/"><license>&b;</license></content></rsl>'
)
NAMED = b'<!DOCTYPE rsl SYSTEM "file:///etc/passwd"><rsl/>'


@pytest.mark.parametrize(
    ("body", "problem"),
    [
        (BOMB, "document type"),
        (NAMED, "document type"),
        (b"<html><body>Not found</body></html>", "not RSL but <html>"),
        (b"<!doctype html><html>", "malformed"),
        (b"", "malformed"),
        (b"<rsl><content>", "malformed"),
        (b'<?xml version="1.0" encoding="nobody-knows"?><rsl/>', "encoding"),
        (b"<rsl>" + b"<a>" * 500, "nested"),
        (b"<rsl " + b" ".join(b'a%d="1"' % n for n in range(500)) + b"/>", "attributes"),
    ],
)
def test_what_is_no_rsl_says_nothing_and_why(body: bytes, problem: str) -> None:
    file = parse(body)
    assert file.contents == ()
    assert problem in file.problem


@pytest.mark.parametrize(
    ("value", "found"),
    [
        ('<https://news.test/l.xml>; rel="license"; type="application/rsl+xml"', [f"{SITE}/l.xml"]),
        ("</l.xml>;type=application/rsl+xml;rel=license", [f"{SITE}/l.xml"]),
        ('</a>; rel="next", </l.xml>; rel="license"; type="application/rsl+xml", </b>; rel=prev', [f"{SITE}/l.xml"]),
        ('</cc>; rel="license"', []),
        ('</x>; rel="alternate"; type="application/rsl+xml"', []),
        ('<mailto:a@b>; rel="license"; type="application/rsl+xml"', []),
        ("<<<>>>", []),
    ],
)
def test_link_headers(value: str, found: list[str]) -> None:
    assert list(in_link_headers([("link", value)], f"{SITE}/a/b")) == found


@given(st.binary())
def test_no_bytes_break_it(body: bytes) -> None:
    parse(body).licences(SITE + "/a")


@given(
    st.lists(
        st.sampled_from(
            "<rsl> </rsl> <content url='/'> <content> </content> <license> </license> <permits> "
            "</permits> <prohibits type='usage'> all </prohibits> <payment type='x'/>".split()
        )
    )
)
def test_no_order_of_elements_breaks_it(parts: list[str]) -> None:
    parse(f"<rsl>{''.join(parts)}</rsl>".encode()).licences(SITE + "/a")


@given(st.text())
def test_no_link_header_breaks_it(value: str) -> None:
    in_link_headers([("link", value)], f"{SITE}/a")
