"""Which meta tags are picked out because they speak of the use of the page."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scraper import cleaner


def metas(*tags: str) -> tuple[tuple[str, str], ...]:
    return cleaner.read("<html><head>" + "".join(tags) + "<title>x</title></head><p>Words.").metas


def meta(name: str, content: str) -> str:
    return f'<meta name="{name}" content="{content}">'


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("robots", "noindex, nofollow"),
        ("ROBOTS", "whatever"),
        ("newsbot", "noai, noimageai"),
        ("NewsBot", "max-snippet:20, noarchive"),
        ("tdm-reservation", "1"),
        ("tdm-policy", "https://news.test/p.json"),
    ],
)
def test_what_is_picked_out(name: str, content: str) -> None:
    assert metas(meta(name, content)) == ((name.lower(), content),)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("description", "noai is a word"),
        ("keywords", "tides, mills"),
        ("viewport", "width=device-width"),
        ("a b", "noai"),
    ],
)
def test_what_is_not(name: str, content: str) -> None:
    assert metas(meta(name, content)) == ()


def test_each_is_told() -> None:
    assert metas(meta("robots", "noai"), meta("robots", "nofollow")) == (("robots", "noai"), ("robots", "nofollow"))


def test_a_thousand_of_them_are_cut() -> None:
    assert len(metas(*(meta(f"bot{number}", "noai") for number in range(1000)))) == 50


def test_licences_for_machines() -> None:
    link = '<link rel="license" type="application/rsl+xml" href="/l.xml">'
    assert cleaner.read(f"<html><head>{link}{link}</head><p>Words.", "https://news.test/a").terms == (
        "https://news.test/l.xml",
    )


@given(st.text(alphabet="noaimxdefwuvl-_:,; 1"), st.text(alphabet="noaimxdefwuvl-_:,; 1" * 3))
def test_no_content_breaks_it(name: str, content: str) -> None:
    metas(meta(name, content), meta("newsbot", content * 20))
