"""Is each address put in order, refused, or told from another as the standards and the cases say?"""

from __future__ import annotations

import contextlib
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from scraper import url_tables, urls
from scraper.errors import UrlError

CASES = Path(__file__).resolve().parents[2] / "shared" / "cases" / "urls.json"

# Cases that are not `must` and that we answer otherwise: id -> why.
DEVIATIONS = {
    "url-canonical-13": "whether the canonical answers 404 shows when it is fetched; canonical_of asks no host",
}


def _cases() -> list[Any]:
    if not CASES.is_file():
        return [pytest.param(None, marks=pytest.mark.skip(reason=f"no {CASES}"), id="no-cases")]
    entries = json.loads(CASES.read_text(encoding="utf-8"))
    return [pytest.param(entry, id=entry["id"]) for entry in entries]


@pytest.mark.parametrize("case", _cases())
def test_case(case: dict[str, Any]) -> None:
    if case["id"] in DEVIATIONS:
        assert case["level"] != "must"
        pytest.skip(DEVIATIONS[case["id"]])
    _CHECKS[case["kind"]](case)


def _check_normalize(case: dict[str, Any]) -> None:
    assert urls.request_url(case["input"]) == case["expect"]


def _check_parse(case: dict[str, Any]) -> None:
    assert urls.parse(case["input"]) == case["expect"]


def _check_reject(case: dict[str, Any]) -> None:
    for function in (urls.parse, urls.request_url, urls.dedupe_key):
        with pytest.raises(UrlError):
            function(case["input"])


def _check_resolve(case: dict[str, Any]) -> None:
    assert urls.request_url(case["input"], case["base"]) == case["expect"]


def _check_same(case: dict[str, Any]) -> None:
    assert len({urls.dedupe_key(url) for url in case["inputs"]}) == 1


def _check_different(case: dict[str, Any]) -> None:
    assert len({urls.dedupe_key(url) for url in case["inputs"]}) == len(case["inputs"])


def _check_canonical(case: dict[str, Any]) -> None:
    declared = [case["canonical"]] if isinstance(case["canonical"], str) else case["canonical"]
    if declared[0].startswith("Link:"):
        declared = urls.canonical_in_header(declared[0].removeprefix("Link:"))
    assert (urls.canonical_of(case["page"], declared) is not None) == case["trusted"]


_CHECKS = {
    "normalize": _check_normalize,
    "parse": _check_parse,
    "parse_reject": _check_reject,
    "reject": _check_reject,
    "resolve": _check_resolve,
    "same": _check_same,
    "different": _check_different,
    "canonical": _check_canonical,
}


# ---------------------------------------------------------------- our own


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("HTTPS://user:pw@Insightcrime.ORG:443/a/../b/?utm_source=x&id=7#top", "https://insightcrime.org/b/?id=7"),
        ("https://n.test/?p=4711", "https://n.test/?p=4711"),
        ("https://n.test/a?b=2&tag=y&tag=x&a=1", "https://n.test/a?a=1&b=2&tag=y&tag=x"),
        ("https://n.test/a;jsessionid=1A2B?x=1", "https://n.test/a?x=1"),
        ("https://n.test/..;jsessionid=1/b", "https://n.test/b"),
        ("https://n.test/a?PHPSESSID=abc", "https://n.test/a"),
        ("https://n.test/a?sid=4711", "https://n.test/a?sid=4711"),
        ("https://n.test/a?sid=0123456789abcdef0123456789abcdef", "https://n.test/a"),
        ("https://n.test/a?share=facebook&nb=1", "https://n.test/a"),
        ("https://n.test/a?share=twitter", "https://n.test/a"),
        ("https://n.test/a?id=1&share=facebook&nb=1", "https://n.test/a?id=1"),
        ("https://n.test/a?share=12", "https://n.test/a?share=12"),
        ("https://n.test/a?id=1&amp;utm_source=x", "https://n.test/a?id=1"),
        ("https://n.test/web/2020/https://o.test//a//b", "https://n.test/web/2020/https://o.test/a/b"),
        ("http://1.2.3.4../a", "http://1.2.3.4/a"),
        ("https://n.test./", "https://n.test/"),
        ("https://n.test.:8443/", "https://n.test:8443/"),
    ],
)
def test_request_url(text: str, expected: str) -> None:
    assert urls.request_url(text) == expected


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("mailto:a@n.test", "scheme"),
        ("ws://n.test/", "scheme"),
        ("https://", "host"),
        ("https://a b/", "host"),
        ("https://../", "host"),
        ("https://n.test:99999/", "port"),
        ("n.test/a", "syntax"),
        ("", "syntax"),
        ("https://n.test/\ud800", "host"),
        ("https://n.test/" + "a" * urls.MAX_URL_CHARS, "syntax"),
    ],
)
def test_refusal_says_why(text: str, reason: str) -> None:
    with pytest.raises(UrlError) as caught:
        urls.request_url(text)
    assert caught.value.reason == reason
    assert "\n" not in str(caught.value)
    assert len(str(caught.value)) < 300


@pytest.mark.parametrize(
    "url",
    [
        "http://n.test/story",
        "https://www.n.test/story/",
        "https://n.test:443/story/index.html",
        "https://n.test/story/amp/",
        "https://n.test/story?amp",
        "https://amp.n.test/story",
        "https://n.test/amp/story",
        "https://n-test.cdn.ampproject.org/v/s/n.test/story/amp/?amp_js_v=0.1&usqp=mq331",
        "https://www.google.com/amp/s/n.test/story",
        "https://n.test/story?print=1&tmpl=component&page=",
        "https://n.test/story/print/",
        "https://n.test/story?outputType=amp&fbclid=x",
        "https://n.test/AMP/amp/story/index.amp.html/print/",
    ],
)
def test_one_document(url: str) -> None:
    assert urls.dedupe_key(url) == "https://n.test/story"


@pytest.mark.parametrize(
    "url",
    [
        "https://n.test/stories",
        "https://es.n.test/story",
        "https://n.test/story?page=2",
        "https://n.test/story?amp=0",
        "https://n.test/story/printers",
        "https://n.test/camp/story",
        "http://n.test:8080/story",
    ],
)
def test_another_document(url: str) -> None:
    assert urls.dedupe_key(url) != "https://n.test/story"


@pytest.mark.parametrize(
    ("url", "variant"),
    [
        ("https://n.test/story/amp/", "amp"),
        ("https://n.test/story.amp.html", "amp"),
        ("https://n-test.cdn.ampproject.org/c/s/n.test/story", "amp"),
        ("http://www.n.test/story?print=1&tmpl=component", "print"),
        ("https://n.test/amp/", None),
        ("https://n.test/print", None),
        ("https://n.test/story.print", "print"),
        ("https://amp.n.test/story/print", "amp"),
        ("https://www.n.test/story/", None),
        ("https://n.test/blueprint-for-a-campaign", None),
    ],
)
def test_variant(url: str, variant: str | None) -> None:
    assert urls.variant_of(url) == variant


@pytest.mark.parametrize(
    ("url", "host", "site"),
    [
        ("https://ES.insightcrime.org/a", "es.insightcrime.org", "insightcrime.org"),
        ("https://user@news.bbc.co.uk:443/", "news.bbc.co.uk", "bbc.co.uk"),
        ("http://127.0.0.2:8000/", "127.0.0.2:8000", "127.0.0.2"),
        ("http://[::1]:8000/", "[::1]:8000", "[::1]"),
        ("http://localhost:80/", "localhost", "localhost"),
        ("https://one.blogspot.com/", "one.blogspot.com", "one.blogspot.com"),
        ("https://a.one.substack.com/", "a.one.substack.com", "one.substack.com"),
    ],
)
def test_host_and_site(url: str, host: str, site: str) -> None:
    assert (urls.host_of(url), urls.site_of(url)) == (host, site)


@pytest.mark.parametrize(
    ("page", "declared", "expected"),
    [
        ("https://n.test/a?utm_source=x", ["/a#top"], "https://n.test/a"),
        ("https://n.test/a", ["https://n.test/a/", "http://www.n.test/a"], "https://n.test/a/"),
        ("https://n.test/", ["https://n.test/"], "https://n.test/"),
        ("https://es.n.test/a", ["https://n.test/es/a"], "https://n.test/es/a"),
        ("https://n.test/?p=12", ["https://n.test/"], None),
        ("https://n.test/a?page=2", ["https://n.test/a"], None),
        ("https://n.test/a/page/2/", ["https://n.test/a/page/2/"], "https://n.test/a/page/2/"),
        ("https://n.test/a", ["n.test/a"], None),
        ("https://n.test/a", ["https://o.test/a"], None),
        ("https://n.test/a", ["https://n.test/a", "mailto:x@n.test"], None),
        ("https://n.test/a", ["", " "], None),
        ("https://n.test/a", [], None),
    ],
)
def test_canonical(page: str, declared: list[str], expected: str | None) -> None:
    assert urls.canonical_of(page, declared) == expected


def test_canonical_in_header() -> None:
    value = '<https://n.test/f>; rel="alternate", </b>; type="text/html"; rel="canonical shortlink"'
    assert urls.canonical_in_header(value) == ("/b",)


def test_the_tables_do_not_contradict_one_another() -> None:
    silent = url_tables.TRACKERS | url_tables.SESSIONS
    assert not url_tables.KEPT & (silent | url_tables.MAYBE_SESSIONS)
    assert all(name == name.lower() for name in silent | url_tables.KEPT | url_tables.MAYBE_SESSIONS)
    assert not [name for name in url_tables.KEPT if name.startswith(url_tables.TRACKER_PREFIXES)]


@pytest.mark.parametrize(
    "url",
    [
        "https://n.test/s" + "/amp/print" * 800,
        "https://n.test/s" + ".amp" * 2000 + "x",
        "https://n.test" + "/index.html" * 740 + "x",
        "https://n.test/" + "..;jsessionid=1/" * 500,
        "https://n.cdn.ampproject.org/c/s/" * 240 + "n.test/x",
        "https://n.test/?" + "print=1&" * 1000,
    ],
    ids=["ends", "suffixes", "documents", "sessions", "caches", "parameters"],
)
def test_hostile_urls_end(url: str) -> None:
    """Each took up to a second when one of the rules was quadratic; each takes a few milliseconds."""
    key = urls.dedupe_key(url)
    assert urls.dedupe_key(key) == key


# ---------------------------------------------------------------- properties

_PIECES = st.sampled_from(
    "http https :// : / // \\ ? & = # @ . .. ; % %2e %2F %zz %41 www. amp. amp print /amp/ .amp.html index.html n.test "
    "1.2.3.4 0x7f [::1] :443 :80 ä 。 utm_source= id= page=2 ;jsessionid=1 /(S(abc))/ ?print=1 ?amp=1 &share=x &nb=1 "
    "n-test.cdn.ampproject.org/c/s/n.test/".split()
)
_TEXTS = st.one_of(
    st.text(max_size=60),
    st.lists(_PIECES, max_size=12).map("".join),
    st.lists(_PIECES, max_size=12).map(lambda pieces: "https://n.test/" + "".join(pieces)),
    st.lists(st.one_of(_PIECES, st.text(max_size=4)), max_size=8).map(lambda parts: "http://" + "".join(parts)),
)


@settings(deadline=None)  # a busy machine is no defect
@given(_TEXTS)
@example("https://n.test/%2e%2e;jsessionid=1/")
@example("https://www.www.n.test/amp/amp/story/print/amp/index.html")
@example("http://n.test:443/")
def test_each_form_is_its_own_form(text: str) -> None:
    try:
        url = urls.request_url(text)
    except UrlError:
        with pytest.raises(UrlError):
            urls.dedupe_key(text)
        return
    assert urls.request_url(url) == url
    key = urls.dedupe_key(text)
    assert urls.dedupe_key(url) == key
    assert urls.dedupe_key(key) == key
    assert "#" not in url
    assert urls.host_of(url) == urls.host_of(text)
    urls.site_of(url)
    urls.variant_of(url)
    urls.canonical_of(url, [text])


@settings(deadline=None)
@given(_TEXTS, _TEXTS)
def test_nothing_but_a_url_error(text: str, base: str) -> None:
    for function in (urls.parse, urls.request_url):
        with contextlib.suppress(UrlError):
            function(text, base)
    urls.canonical_in_header(text)


@pytest.mark.parametrize(
    "base", ["https://news.test/a/b", "http://127.1.0.3:49152/", "http://news.test:8080/x/", "https://ñ.test/"]
)
@pytest.mark.parametrize(
    "text",
    [
        "/a/b/?c=1",
        "b",
        "../b",
        "//other.test/c",
        "/a/../b",
        "?page=2",
        "#top",
        "/a b",
        "https://other.test/",
        "/a#b",
        "/",
    ],
)
def test_a_resolver_resolves_as_parse_does(base: str, text: str) -> None:
    assert urls.resolver(base)(text) == urls.parse(text, base)


@pytest.mark.parametrize(
    ("text", "parsed"),
    [
        ("http://127.1.0.3:49152/a/", "http://127.1.0.3:49152/a/"),
        ("https://news.test:443/a", "https://news.test/a"),
        ("http://news.test:443/a", "http://news.test:443/a"),
        ("http://news.test:80/a", "http://news.test/a"),
        ("http://news.test:0080/a", "http://news.test/a"),
        ("http://127.1.0.256/a", None),
        ("http://127.1.3/a", "http://127.1.0.3/a"),
        ("http://127.01.0.3/a", "http://127.1.0.3/a"),
        ("http://news.test:65535/", "http://news.test:65535/"),
        ("http://news.test:65536/", None),
        ("http://news.test:8080", "http://news.test:8080/"),
    ],
)
def test_ports_and_addresses_are_told_as_the_standard_has_them(text: str, parsed: str | None) -> None:
    if parsed is None:
        with pytest.raises(UrlError):
            urls.parse(text)
    else:
        assert urls.parse(text) == parsed
