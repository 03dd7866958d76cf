"""What headers and meta tags say of the use of a page, and what that comes to for a purpose."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scraper.crawler.robots_lines import preferences
from scraper.crawler.signals import Stance, Weighed, in_headers, in_metas, weigh
from scraper.model import Override, Purpose, Signal

AGENT = "NewsBot"
TAG = "x-robots-tag"


def names(*values: str) -> list[str]:
    """The directives of X-Robots-Tag headers that are meant for us."""
    return [signal.name for signal in in_headers([(TAG, value) for value in values], AGENT)]


@pytest.mark.parametrize(
    ("values", "found"),
    [
        (["noindex"], ["noindex"]),
        (["NoIndex, NOFOLLOW"], ["noindex", "nofollow"]),
        (["none"], ["noindex", "nofollow"]),
        (["noai", "noimageai"], ["noai", "noimageai"]),
        (["noindex nofollow"], ["noindex", "nofollow"]),  # without the comma, as some write it
        (["otherbot: noindex"], []),
        (["otherbot: noindex, noarchive"], []),
        (["newsbot: noindex, noarchive"], ["noindex", "noarchive"]),
        (["noai, otherbot: noindex, nofollow"], ["noai"]),
        (["otherbot: noindex, newsbot: noarchive"], ["noarchive"]),
        (["otherbot: noindex", "noarchive"], ["noarchive"]),
        (["*: noai"], ["noai"]),
        (["max-snippet: 20, noai"], ["noai"]),
        (["max-image-preview:none, index"], []),
        (["index, follow, all, sundry"], []),
        ([""], []),
    ],
)
def test_x_robots_tag(values: list[str], found: list[str]) -> None:
    assert names(*values) == found


@pytest.mark.parametrize(
    "date",
    [
        "25 Jun 2026 15:00:00 PST",
        "Wednesday, 25-Jun-26 15:00:00 GMT",
        "Thu, 25 Jun 2026 15:00:00 GMT",
        "2026-06-25T15:00Z",
    ],
)
def test_a_date_with_commas_and_colons_is_a_date(date: str) -> None:
    found = in_headers([(TAG, f"unavailable_after: {date}, noai")], AGENT)
    assert set(found) == {Signal(TAG, "noai"), Signal(TAG, "unavailable_after", date)}


def test_meta_robots_and_the_meta_of_our_name() -> None:
    metas = [("robots", "noindex, follow"), ("newsbot", "noai"), ("otherbot", "noarchive"), ("description", "noai")]
    assert in_metas(metas, AGENT) == (Signal("meta robots", "noindex"), Signal("meta robots", "noai"))


def test_tdm_in_headers_and_metas() -> None:
    headers = [("tdm-reservation", " 1 "), ("tdm-policy", "https://news.test/p.json")]
    assert in_headers(headers, AGENT) == (
        Signal("tdmrep header", "tdm-reservation", "1"),
        Signal("tdmrep header", "tdm-policy", "https://news.test/p.json"),
    )
    assert in_metas([("tdm-reservation", "0")], AGENT) == (Signal("tdmrep meta", "tdm-reservation", "0"),)


def test_content_usage_and_content_signal_headers() -> None:
    headers = [
        ("content-usage", "train-ai=n, search=y"),
        ("content-usage", "new-word=n"),
        ("content-signal", "ai-input=no"),
    ]
    assert in_headers(headers, AGENT) == (
        Signal("content-usage header", "train-ai", "n"),
        Signal("content-usage header", "search", "y"),
        Signal("content-usage header", "new-word", "n"),
        Signal("content-signal header", "ai-input", "no"),
    )


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("train-ai=n, search=y", (("train-ai", "n"), ("search", "y"))),
        ("Train-AI = N", (("train-ai", "n"),)),
        ('search="yes";q=1', (("search", "yes"),)),
        ("search", ()),
        ("=n, search=", ()),
        ("", ()),
    ],
)
def test_lists_of_preferences(text: str, found: tuple[tuple[str, str], ...]) -> None:
    assert preferences(text) == found


def against(signal: Signal, *beside: Signal) -> set[str]:
    """The purposes that a signal speaks against."""
    return {p.value for p in Purpose if signal in weigh((signal, *beside), "news.test", Stance(AGENT, p)).conflicts}


@pytest.mark.parametrize(
    ("signal", "purposes"),
    [
        (Signal(TAG, "noindex"), {"search"}),
        (Signal("meta robots", "noai"), {"ai-input", "ai-train"}),
        (Signal(TAG, "noimageai"), set()),
        (Signal(TAG, "noarchive"), set()),
        (Signal("tdmrep.json", "tdm-reservation", "1"), {"research", "ai-input", "ai-train"}),
        (Signal("tdmrep header", "tdm-reservation", "1"), {"research", "ai-input", "ai-train"}),
        (Signal("tdmrep meta", "tdm-reservation", "0"), set()),
        (Signal("content-signal", "search", "no"), {"search"}),
        (Signal("content-signal", "ai-input", "no"), {"ai-input"}),
        (Signal("content-signal", "ai-train", "no"), {"ai-train"}),
        (Signal("content-signal", "ai-train", "yes"), set()),
        (Signal("content-signal", "ai-train", "perhaps"), set()),
        (Signal("content-usage", "train-ai", "n"), {"ai-train"}),
        (Signal("content-usage header", "search", "n"), {"search"}),
        (Signal("content-usage", "bots", "n"), {"archive", "search", "research", "ai-input", "ai-train"}),
        (Signal("content-usage", "train-ai", "no"), set()),  # the vocabulary has n and y: unknown stays unknown
        (Signal("content-usage", "tomorrow", "n"), set()),
        (Signal("elsewhere", "noai"), set()),
    ],
)
def test_what_a_signal_speaks_against(signal: Signal, purposes: set[str]) -> None:
    assert against(signal) == purposes


def test_a_narrow_yes_goes_before_a_wide_no() -> None:
    wide = Signal("content-usage", "bots", "n")
    assert against(wide, Signal("content-usage", "search", "y")) == {"archive", "research", "ai-input", "ai-train"}
    assert "search" in against(wide, Signal("content-usage header", "search", "y")), (
        "said elsewhere, it is not beside it"
    )


def test_a_refusal_names_source_signal_and_purpose() -> None:
    found = weigh([Signal("content-signal", "ai-train", "no")], "news.test", Stance(AGENT, Purpose.AI_TRAIN))
    assert found.refusal(Purpose.AI_TRAIN) == "content-signal: ai-train=no (purpose ai-train)"
    assert Weighed().refusal(Purpose.AI_TRAIN) == ""


def test_an_override_lifts_its_signal_on_its_host_and_is_told() -> None:
    permission = Override("news.test", "noai", "letter of 2026-03-01")
    stance = Stance(AGENT, Purpose.AI_TRAIN, (permission,))
    noai, no_training = Signal(TAG, "noai"), Signal("content-signal", "ai-train", "no")
    lifted = weigh([noai], "news.test", stance)
    assert lifted.conflicts == ()
    assert lifted.signals == (noai, Signal("override", "noai", "letter of 2026-03-01"))
    assert weigh([noai], "other.test", stance).conflicts == (noai,)
    assert weigh([noai, no_training], "news.test", stance).conflicts == (no_training,)


def test_an_override_that_nothing_needs_is_not_told() -> None:
    stance = Stance(AGENT, Purpose.ARCHIVE, (Override("news.test", "noai", "a letter"),))
    assert weigh([Signal("content-signal", "ai-train", "no")], "news.test", stance).signals[1:] == ()


def test_an_override_of_noarchive() -> None:
    stance = Stance(AGENT, Purpose.ARCHIVE, (Override("news.test", "noarchive", "a contract"),))
    assert weigh([Signal(TAG, "noarchive"), Signal(TAG, "nofollow")], "news.test", stance).stands == {"nofollow"}


@given(st.lists(st.tuples(st.sampled_from([TAG, "tdm-reservation", "content-usage", "content-signal"]), st.text())))
def test_headers_never_break_it(headers: list[tuple[str, str]]) -> None:
    weigh(in_headers(headers, AGENT), "news.test", Stance(AGENT, Purpose.AI_TRAIN))


@given(st.text(alphabet="abno: ,;=*-unavailable_after\t\n"))
def test_directives_never_break_it(text: str) -> None:
    assert all(
        signal.name in {"noai", "unavailable_after"} or signal.name for signal in in_headers([(TAG, text)], AGENT)
    )
    in_metas([("robots", text), ("newsbot", text), ("tdm-policy", text)], AGENT)
