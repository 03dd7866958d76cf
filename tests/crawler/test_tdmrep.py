"""tdmrep.json: which reservation is in force for which page."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scraper.crawler.tdmrep import parse
from scraper.model import Signal

SITE = "https://news.test"


def said(rules: object, path: str) -> str | None:
    """What a file says of a path: "1", "0" or nothing."""
    return next((signal.value for signal in parse(json.dumps(rules).encode()).signals(SITE + path)), None)


def rule(location: str, reservation: object, **more: str) -> dict[str, object]:
    return {"location": location, "tdm-reservation": reservation, **more}


@pytest.mark.parametrize(
    ("location", "path", "fits"),
    [
        ("/", "/a/b?c", True),
        ("*", "/a", True),
        ("/news/*", "/news/1", True),
        ("/news/*", "/blog/1", False),
        ("/*.pdf$", "/a/b.pdf", True),
        ("/*.pdf$", "/a/b.pdf?x", False),
        ("news/", "/news/1", True),
        ("https://news.test/news/", "/news/1", True),
        ("https://news.test", "/news/1", True),
        ("/b%c3%bccher/", "/bücher/1", True),
    ],
)
def test_locations(location: str, path: str, fits: bool) -> None:
    assert said([rule(location, 1)], path) == ("1" if fits else None)


def test_the_first_rule_and_the_most_specific_have_to_agree_to_lift_a_reservation() -> None:
    assert said([rule("/open/", 0), rule("/", 1)], "/open/1") == "0"
    assert said([rule("/", 1), rule("/open/", 0)], "/open/1") == "1"
    assert said([rule("/", 0), rule("/closed/", 1)], "/closed/1") == "1"


def test_the_policy_is_told() -> None:
    file = parse(json.dumps([rule("/", 1, **{"tdm-policy": "https://news.test/p.json"})]).encode())
    assert tuple(file.signals(SITE + "/a")) == (
        Signal("tdmrep.json", "tdm-reservation", "1"),
        Signal("tdmrep.json", "tdm-policy", "https://news.test/p.json"),
    )


@pytest.mark.parametrize(("value", "found"), [(1, "1"), ("1", "1"), (0, "0"), (True, None), (2, None), (None, None)])
def test_reservations(value: object, found: str | None) -> None:
    assert said([rule("/", value)], "/a") == found


def test_a_rule_without_brackets_is_forgiven() -> None:
    assert said(rule("/", 1), "/a") == "1"


@pytest.mark.parametrize(
    ("body", "problem"),
    [
        (b"<!doctype html><title>Not found</title>", "not JSON"),
        (b"", "not JSON"),
        (b"\xff\xfe\x00", "not JSON"),
        (b"[" * 100_000, "not JSON"),
        (b'"no"', "no array of rules"),
        (b'[{"location": "/"}, 7]', "2 of 2 rules say nothing"),
    ],
)
def test_what_is_no_tdmrep_says_nothing_and_why(body: bytes, problem: str) -> None:
    file = parse(body)
    assert (file.reservations, file.problem) == ((), problem)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: (
        st.lists(inner) | st.dictionaries(st.sampled_from(["location", "tdm-reservation", "tdm-policy"]), inner)
    ),
)


@given(JSON)
def test_no_json_breaks_it(told: object) -> None:
    tuple(parse(json.dumps(told).encode()).signals(SITE + "/a"))


@given(st.binary())
def test_no_bytes_break_it(body: bytes) -> None:
    tuple(parse(body).signals(SITE + "/a"))
