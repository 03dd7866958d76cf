"""robots.txt by the shared cases, and by hostile files."""

from __future__ import annotations

import base64
import json
import time
import tracemalloc
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scraper.crawler.robots import ALLOW_ALL, DISALLOW_ALL, MAX_BYTES, from_response, parse, product_token
from scraper.crawler.robots_match import fold, path_of

CASES = Path(__file__).resolve().parents[3] / "shared" / "cases" / "robots.json"
NOT_OURS = {
    "robots-index-html-02": "Google reads 'Allow: /s/index.html' as speaking of /s/ too; RFC 9309 does not",
}


def _cases(*kinds: str) -> list[Any]:
    if not CASES.exists():
        return [pytest.param({}, marks=pytest.mark.skip(reason=f"no shared cases at {CASES}"))]
    entries = [case for case in json.loads(CASES.read_text("utf-8")) if case["kind"] in kinds]
    return [
        pytest.param(case, id=case["id"], marks=[pytest.mark.xfail(reason=NOT_OURS[case["id"]], strict=True)])
        if case["id"] in NOT_OURS
        else pytest.param(case, id=case["id"])
        for case in entries
    ]


def _body(case: dict[str, Any]) -> bytes:
    if "robots_b64" in case:
        return base64.b64decode(case["robots_b64"])
    if "robots_txt" in case:
        return str(case["robots_txt"]).encode()
    made = case["robots_gen"]
    head, filler = made["head"].encode(), made["filler"].encode()
    missing = max(0, made["until"] - len(head)) if filler else 0
    fill = (filler * (missing // max(1, len(filler)) + 1))[:missing]
    return bytes(head + fill + made["tail"].encode())


@pytest.mark.parametrize("case", _cases("match"))
def test_match(case: dict[str, Any]) -> None:
    body = _body(case)
    started = time.process_time()
    verdict = parse(body).allows(case["user_agent"], case["url"])
    assert verdict.allowed is case["allowed"]
    assert time.process_time() - started < case.get("max_seconds", 5)


@pytest.mark.parametrize("case", _cases("delay"))
def test_delay(case: dict[str, Any]) -> None:
    delay = parse(_body(case)).crawl_delay(case["user_agent"])
    if case["crawl_delay"] == "cap":  # the number is passed on; test_pace has the cap
        assert delay is not None
        assert delay > 86_400
    else:
        assert delay == case["crawl_delay"]


@pytest.mark.parametrize("case", _cases("sitemaps"))
def test_sitemaps(case: dict[str, Any]) -> None:
    found = list(parse(_body(case)).sitemaps(case["robots_url"]))
    if case.get("match") == "any_of_single":
        assert len(found) == 1
        assert found[0] in case["sitemaps"]
    else:
        assert sorted(found) == sorted(case["sitemaps"])


def test_verdict_names_the_line_that_decided() -> None:
    robots = parse("User-agent: *\nDisallow : /x/   # keep out\nAllow: /x/y\n")
    assert robots.allows("NewsBot", "https://news.test/x/1").rule == "Disallow : /x/"
    assert robots.allows("NewsBot", "https://news.test/x/y1").rule == "Allow: /x/y"
    assert robots.allows("NewsBot", "https://news.test/z").rule is None


def test_empty_disallow_ends_the_agent_lines() -> None:
    robots = parse("User-agent: NewsBot\nDisallow:\nUser-agent: OtherBot\nDisallow: /\n")
    assert robots.allows("NewsBot", "https://news.test/").allowed
    assert not robots.allows("OtherBot", "https://news.test/").allowed


@pytest.mark.parametrize(
    "between",
    [
        "",
        "Nonsense: 1\n",
        "Crawl-delay: 3\n",
        "Sitemap: /s.xml\n",
        "# x\n",
        "Visit-time: 0600-0845\n",
        "Content-Usage: train-ai=n\n",
        "Content-Signal: search=yes\n",
        "License: /l.xml\n",
    ],
)
def test_other_lines_do_not_end_the_agent_lines(between: str) -> None:
    robots = parse(f"User-agent: NewsBot\n{between}User-agent: OtherBot\nDisallow: /x\n")
    assert not robots.allows("NewsBot", "https://news.test/x").allowed
    assert not robots.allows("OtherBot", "https://news.test/x").allowed


def test_request_rate() -> None:
    def rate(value: str) -> float | None:
        return parse(f"User-agent: *\nRequest-rate: {value}\n").request_rate("NewsBot")

    assert rate("1/5") == 5
    assert rate("30/1m 0800-1700") == 2
    assert rate("2 / 1h") == 1800
    assert rate("0/5") is None
    assert rate("9" * 5000 + "/1") is None
    assert rate("often") is None


@pytest.mark.parametrize(
    ("value", "window"),
    [
        ("0600-0845", (360, 525)),
        ("06:00 - 08:45", (360, 525)),
        ("2200-0600", (1320, 360)),
        ("0000-2400", (0, 1440)),
        ("0600-0600", None),
        ("0660-0700", None),
        ("2500-2600", None),
        ("0600-08451", None),
        ("at night", None),
    ],
)
def test_visit_time(value: str, window: tuple[int, int] | None) -> None:
    assert parse(f"User-agent: *\nVisit-time: {value}\n").rules_for("NewsBot").visit_time == window


def test_of_several_visit_times_the_shorter_counts() -> None:
    robots = parse("User-agent: *\nVisit-time: 0600-0900\nVisit-time: 2300-0100\n")
    assert robots.rules_for("NewsBot").visit_time == (1380, 60)


def preferred(text: str, path: str = "/a", name: str = "content-usage") -> dict[str, str]:
    return dict(parse(text).rules_for("NewsBot").preferences(name, f"https://news.test{path}"))


def test_content_usage_of_a_group() -> None:
    text = "User-agent: *\nContent-Usage: train-ai=n, search=y\nAllow: /\n"
    assert preferred(text) == {"train-ai": "n", "search": "y"}
    assert preferred(text, name="content-signal") == {}
    assert preferred("User-agent: NewsBot\nDisallow:\n\n" + text) == {}, "our own group goes before that of all"


def test_the_longest_path_counts_and_of_equal_ones_the_most_restrictive_value() -> None:
    text = (
        "User-agent: *\nContent-Usage: train-ai=n\nContent-Usage: /open/ train-ai=y\n"
        "Content-Usage: /open/*x train-ai=n, search=y\n"
        "Content-Usage: /both train-ai=y\nContent-Usage: /both train-ai=n\n"
    )
    assert preferred(text, "/a") == {"train-ai": "n"}
    assert preferred(text, "/open/a") == {"train-ai": "y"}
    assert preferred(text, "/open/x") == {"train-ai": "n", "search": "y"}
    assert preferred(text, "/both") == {"train-ai": "n"}


def test_content_signal() -> None:
    text = "User-Agent: *\nContent-Signal: search=yes, ai-input=no, AI-Train=No # reserved\nAllow: /\n"
    assert preferred(text, name="content-signal") == {"search": "yes", "ai-input": "no", "ai-train": "no"}
    assert preferred("User-Agent: *\nContent-Signal:\t/a\tai-train=no\n", "/b", "content-signal") == {}


def test_what_stands_above_all_agents_is_meant_for_everybody() -> None:
    assert preferred("Content-Usage: train-ai=n\nUser-agent: NewsBot\nDisallow: /x\n") == {"train-ai": "n"}


def test_a_statement_is_meant_for_the_agents_above_it() -> None:
    text = "User-agent: OtherBot\nContent-Usage: train-ai=n\nUser-agent: NewsBot\nDisallow: /x\n"
    assert preferred(text) == {}


@pytest.mark.parametrize(
    ("text", "licences"),
    [
        ("License: /l.xml\nUser-agent: *\nDisallow:\n", ("/l.xml",)),
        ("User-agent: *\nDisallow:\n\nLicense: https://news.test/l.xml\n", ("https://news.test/l.xml",)),
        ("License: /all.xml\nUser-agent: NewsBot\nLicense: /ours.xml\nDisallow:\n", ("/ours.xml",)),
        ("License: /all.xml\nUser-agent: OtherBot\nLicense: /theirs.xml\nDisallow:\n", ("/all.xml",)),
        ("User-agent: *\nDisallow:\n\nUser-agent: OtherBot\nDisallow: /\n\nLicense: /l.xml\n", ("/l.xml",)),
        ("License:\n", ()),
    ],
)
def test_licences(text: str, licences: tuple[str, ...]) -> None:
    assert parse(text).rules_for("NewsBot").licences == licences


@given(st.text(alphabet="Content-UsageSigalLicVtm:/*$=yno, \n\t0123"))
def test_no_line_breaks_it(text: str) -> None:
    rules = parse(f"User-agent: *\nContent-Usage: {text}\nContent-Signal: {text}\nVisit-time: {text}\n").rules_for("x")
    rules.preferences("content-usage", "https://news.test/a")
    rules.preferences("content-signal", "https://news.test/a")


@given(st.binary())
def test_no_bytes_break_it(body: bytes) -> None:
    robots = parse(body)
    robots.rules_for("NewsBot").allows("https://news.test/a")
    robots.sitemaps("https://news.test/robots.txt")


def test_several_delays_mean_the_longest() -> None:
    robots = parse("User-agent: *\nCrawl-delay: 2\nDisallow: /x\n\nUser-agent: *\nCrawl-delay: 7\n")
    assert robots.crawl_delay("NewsBot") == 7


def test_own_group_without_a_delay_has_none() -> None:
    robots = parse("User-agent: *\nCrawl-delay: 9\n\nUser-agent: NewsBot\nDisallow: /x\n")
    assert robots.crawl_delay("NewsBot") is None


@pytest.mark.parametrize(
    ("agent", "token"),
    [
        ("NewsBot", "NewsBot"),
        ("NewsBot/2.1 (+mailto:me@news.test)", "NewsBot"),
        ("Mozilla/5.0 (compatible; NewsBot/1.0; +https://news.test/bot)", "NewsBot"),
        ("MJ12bot/v1.4", "MJ12bot"),
        ("", ""),
    ],
)
def test_product_token(agent: str, token: str) -> None:
    assert product_token(agent) == token


def test_fold_puts_percent_encoding_in_one_form() -> None:
    assert fold("/%7ejoe/%c3%bc%2f") == fold("/~joe/ü%2F") == "/~joe/%C3%BC%2F"
    assert fold("/100%/a b<c") == "/100%25/a%20b%3Cc"
    assert path_of("https://news.test?q=*$#top") == "/?q=%2A%24"
    assert path_of("/a//b?c=https://x.test/") == "/a//b?c=https://x.test/"


def test_what_statuses_mean() -> None:
    body = b"User-agent: *\nDisallow: /x\n"
    assert not from_response(200, body).allows("NewsBot", "https://news.test/x").allowed
    for status in (301, 400, 401, 403, 404, 410):
        assert from_response(status, body) is ALLOW_ALL
    for status in (0, 429, 500, 503):
        assert from_response(status, body) is DISALLOW_ALL
    assert not DISALLOW_ALL.allows("NewsBot", "https://news.test/").allowed


def test_invalid_bytes_are_compared_as_bytes() -> None:
    robots = parse(b"User-agent: *\nDisallow: /b\xfccher/\nDisallow: /\xed\xa0\x80\n")
    assert not robots.allows("NewsBot", "https://news.test/b%FCcher/1").allowed
    assert robots.allows("NewsBot", "https://news.test/\ud800").allowed


def test_half_a_line_at_the_cut_is_no_rule() -> None:
    head = b"User-agent: *\nDisallow: /\n"
    line = b"Allow: /public/only\n"
    filler = b"#" * (MAX_BYTES - len(head) - len(b"\nAllow: /")) + b"\n"
    assert not parse(head + filler + line).allows("NewsBot", "https://news.test/private").allowed


HOSTILE = {  # head, and what is repeated until there are 50 MiB
    "rules": (b"User-agent: *\n", b"Disallow: /a\n"),
    "agents, then rules": (b"User-agent: a\n" * 20_000, b"Disallow: /a\n"),
    "groups": (b"", b"User-agent: *\nDisallow: /a\n"),
    "one line": (b"User-agent: *\nDisallow: /", b"a"),
    "stars": (b"User-agent: *\nDisallow: /", b"*a"),
    "empty lines": (b"", b"\r"),
    "colons": (b"", b":\n"),
    "NULs": (b"", b"\0"),
    "percent signs": (b"User-agent: *\n", b"Disallow: /%%%%%%%%%%%%\n"),
    "delays": (b"User-agent: *\n", b"Crawl-delay: 1\n"),
    "agents alone": (b"", b"User-agent: *\n"),
    "stars in rules": (b"User-agent: *\n", b"Disallow: /*a*b*a*b*a*b*c$\n"),
    "rules that nearly match": (b"User-agent: *\n", b"".join(b"allow:*a%06db\n" % n for n in range(40_000))),
    "statements": (b"User-agent: *\n", b"content-usage:/*a*b a=n\n"),
    "preferences": (b"User-agent: *\nContent-Signal: ", b"a=no,"),
    "hours": (b"User-agent: *\n", b"visit-time:0000-0001\n"),
    "licences": (b"User-agent: *\n", b"license:/a\n"),
    "sitemaps": (b"", b"".join(b"sitemap:/%d\n" % n for n in range(60_000))),
    "UTF-16": (b"\xff\xfe", b"a\0\n\0"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_fifty_hostile_mebibytes(name: str) -> None:
    head, filler = HOSTILE[name]
    body = head + filler * (50 * 1024 * 1024 // len(filler))
    url = "https://news.test/" + "ab" * 4000
    started = time.process_time()
    rules = parse(body).rules_for("NewsBot")
    rules.allows(url)
    rules.preferences("content-usage", url)
    assert time.process_time() - started < 30, "a hang"  # about half a second; the machine may be busy


def test_memory_stays_in_bounds() -> None:
    body = b"User-agent: *\n" + b"Disallow: /a\n" * 4_000_000
    tracemalloc.start()
    parse(body)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 32 * 1024 * 1024


def test_stars_are_matched_in_linear_time() -> None:
    pattern = "/" + "*a" * 2000 + "*b$"
    robots = parse(f"User-agent: *\nDisallow: {pattern}\n")
    started = time.process_time()
    assert robots.allows("NewsBot", "https://news.test/" + "a" * 100_000).allowed
    assert time.process_time() - started < 30, "a hang"
