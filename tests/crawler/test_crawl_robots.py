"""The loop and robots.txt, in virtual time: the situations of the shared cases (kind fetch) and more."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import pairwise

import pytest

from scraper.crawler.robots import MAX_BYTES
from scraper.model import Failure, Fault, State, Truncation
from tests.crawler.virtual import (
    PLAN,
    ROBOTS,
    START,
    A,
    Answer,
    B,
    Trial,
    failed,
    moved,
    page,
    visit,
    web,
)


@pytest.mark.parametrize("status", [404, 410, 403])  # robots-fetch-01, -02
def test_no_robots_file_allows_all(status: int) -> None:
    trial = Trial(web(robots=status), [visit(A), visit(B)])
    report = trial.run()
    assert trial.web.urls == [ROBOTS, A, B]
    assert report.counts == {"fetched": 2}
    assert report.requests == 3


@pytest.mark.parametrize("status", [404, 410])
def test_no_robots_file_as_a_failure_allows_all(status: int) -> None:
    trial = Trial(web(robots=Failure(ROBOTS, Fault.STATUS, status=status)), [visit(A)])
    assert trial.run().counts == {"fetched": 1}


def test_what_robots_forbids_is_never_requested_and_says_which_rule() -> None:  # robots-fetch-23
    trial = Trial(web(robots=b"User-agent: *\nDisallow: /a\n"), [visit(A), visit(B)])
    report = trial.run()
    assert trial.web.urls == [ROBOTS, B]
    assert trial.ends() == {A: State.EXCLUDED, B: State.FETCHED}
    assert trial.outcomes[0].detail == "Disallow: /a"
    assert report.reasons == {"robots": 1}


def test_an_excluded_visit_takes_no_turn() -> None:
    trial = Trial(web(robots=b"User-agent: *\nDisallow: /a\n"), [visit(f"{A}{n}") for n in range(50)] + [visit(B)])
    trial.run()
    assert trial.web.times("news.test") == pytest.approx([0.0, 1.0], abs=0.01)


def test_unreachable_robots_forbids_all_and_is_not_asked_again_too_soon() -> None:  # robots-fetch-07
    answers: Iterator[Answer] = iter([failed(ROBOTS, status=503, wait=60.0), page(ROBOTS)])

    def site(url: str) -> Answer:
        return next(answers) if url == ROBOTS else page(url)

    trial = Trial(site, [visit(A), visit(B)], replace(PLAN, longest_wait=120.0))
    report = trial.run()
    assert trial.web.urls[:2] == [ROBOTS, ROBOTS]
    assert trial.web.times("news.test")[1] >= 60.0
    assert [(end.state, end.reason) for end in trial.outcomes[:2]] == [(State.DEFERRED, "unreachable_robots")] * 2
    assert report.counts == {"deferred": 2, "fetched": 2}


@pytest.mark.parametrize("longest_wait", [10.0, 1e7])
def test_robots_that_stays_away_is_asked_for_ever_more_rarely(longest_wait: float) -> None:
    trial = Trial(web(robots=failed(ROBOTS, status=500)), [visit(A)], replace(PLAN, longest_wait=longest_wait))
    report = trial.run()
    assert set(trial.web.urls) == {ROBOTS}
    times = trial.web.times("news.test")
    gaps = [later - sooner for sooner, later in pairwise(times)]
    assert gaps == sorted(gaps)
    if longest_wait == 10.0:
        assert len(times) == 1
        assert report.next_due == pytest.approx(START + 30.0, abs=1)


def test_a_slow_broken_robots_file_does_not_starve_its_visits() -> None:
    trial = Trial(web(robots=failed(ROBOTS, Fault.TIMEOUT)), [visit(A)], replace(PLAN, backoff=0.0), seconds=40.0)
    trial.run()
    assert trial.ends() == {A: State.FAILED}


def test_a_host_that_is_out_of_bounds_says_so_and_is_not_remembered() -> None:
    refusal = Failure(ROBOTS, Fault.ADDRESS, "news.test is 10.0.0.1, a private address")
    trial = Trial(web(robots=refusal), [visit(A)])
    trial.run()
    assert trial.outcomes[0].state is State.FAILED
    assert trial.outcomes[0].reason == "address"
    assert "10.0.0.1" in trial.outcomes[0].detail
    assert trial.frontier.robots("https://news.test") is None


def _chain(length: int) -> Callable[[str], Answer]:
    """robots.txt of news.test has moved ``length`` times, from host to host; the last forbids /a."""

    def site(url: str) -> Answer:
        if not url.endswith("/robots.txt"):
            return page(url)
        hop = 0 if url == ROBOTS else int(url.removeprefix("https://h").partition(".")[0])
        if hop < length:
            return moved(url, f"https://h{hop + 1}.test/robots.txt")
        return page(url, b"User-agent: *\nDisallow: /a\n")

    return site


def test_five_redirects_of_robots_are_followed() -> None:  # robots-fetch-10
    trial = Trial(_chain(5), [visit(A), visit(B)])
    trial.run()
    assert trial.ends() == {A: State.EXCLUDED, B: State.FETCHED}
    assert trial.frontier.robots("https://h5.test") is None  # the rules are those of the origin that was asked


def test_six_redirects_of_robots_are_too_many() -> None:  # robots-fetch-11
    trial = Trial(_chain(6), [visit(A)])
    trial.run()
    assert len([url for url in trial.web.urls if url.endswith("/robots.txt")]) == 6
    assert trial.ends() == {A: State.FETCHED}


def test_a_robots_loop_ends() -> None:  # robots-fetch-12
    trial = Trial(web(robots=moved(ROBOTS, ROBOTS)), [visit(A)])
    trial.run()
    assert trial.web.urls == [ROBOTS] * 6 + [A]
    assert trial.web.times("news.test") == pytest.approx(range(7), abs=0.1)  # each hop took a turn
    assert trial.ends() == {A: State.FETCHED}


def test_a_hop_to_another_host_waits_for_that_hosts_turn() -> None:
    def site(url: str) -> Answer:
        return moved(url, "https://busy.test/robots.txt") if url == ROBOTS else page(url)

    busy = [visit(f"https://busy.test/{n}") for n in range(5)]
    trial = Trial(site, [*busy, visit(A)], seconds=0.3)
    trial.run()
    times = trial.web.times("busy.test")
    assert len(times) == 7
    assert min(later - sooner for sooner, later in pairwise(times)) >= 1.0
    assert not trial.web.crowded


def test_a_hostile_robots_file_is_as_good_as_its_first_500_kib() -> None:  # robots-fetch-16
    body = b"User-agent: *\nDisallow: /a\n" + b"#" * MAX_BYTES
    cut = page(ROBOTS, body, truncated=Truncation.LENGTH)
    for answer in (cut, Failure(ROBOTS, Fault.TOO_LARGE, status=200, page=cut)):
        trial = Trial(web(robots=answer), [visit(A), visit(B)])
        trial.run()
        assert trial.ends() == {A: State.EXCLUDED, B: State.FETCHED}
        copy = trial.frontier.robots("https://news.test")
        assert copy is not None
        assert len(copy.body) == MAX_BYTES + 1


def test_half_a_robots_file_is_none() -> None:  # robots-fetch-25
    half = page(ROBOTS, b"User-agent: *\nDis", truncated=Truncation.LENGTH)
    for answer in (half, Failure(ROBOTS, Fault.RESET, status=200, page=half), failed(ROBOTS, Fault.ENCODING)):
        trial = Trial(web(robots=answer), [visit(A)], replace(PLAN, longest_wait=5.0))
        trial.run()
        assert trial.web.urls == [ROBOTS]
        assert trial.outcomes[0].reason == "unreachable_robots"


def test_robots_is_asked_again_after_a_day() -> None:  # robots-fetch-17
    bodies = iter([b"", b"User-agent: *\nDisallow: /b\n"])

    def site(url: str) -> Answer:
        return page(url, next(bodies)) if url == ROBOTS else page(url)

    visits = [visit(A), visit(f"{A}2", due=START + 23 * 3600), visit(B, due=START + 25 * 3600)]
    trial = Trial(site, visits, replace(PLAN, longest_wait=2 * 86_400.0))
    trial.run()
    assert trial.web.urls == [ROBOTS, A, f"{A}2", ROBOTS]
    assert trial.ends()[B] is State.EXCLUDED


def test_robots_of_an_earlier_run_is_used() -> None:
    trial = Trial(web(), [visit(A)])
    trial.run()
    again = Trial(web(), [visit(B)], frontier=trial.frontier)
    again.run()
    assert again.web.urls == [B]


def test_http_and_https_each_have_their_own_robots() -> None:
    trial = Trial(web(), [visit("http://news.test/a"), visit(B)])
    trial.run()
    assert set(trial.web.urls) == {ROBOTS, "http://news.test/robots.txt", "http://news.test/a", B}
    assert not trial.web.crowded


def test_a_redirect_to_another_host_asks_that_host_first() -> None:  # robots-fetch-20
    other = "https://other.test"

    def site(url: str) -> Answer:
        if url == A:
            return moved(A, f"{other}/secret")
        if url == B:
            return moved(B, f"{other}/open")
        return page(url, b"User-agent: *\nDisallow: /secret\n" if url == f"{other}/robots.txt" else b"")

    trial = Trial(site, [visit(A), visit(B)])
    report = trial.run()
    assert trial.web.urls == [ROBOTS, A, f"{other}/robots.txt", B, f"{other}/open"]
    assert trial.ends()[f"{other}/secret"] is State.EXCLUDED
    assert report.counts == {"redirected": 2, "excluded": 1, "fetched": 1}


def test_a_redirect_from_http_to_https_is_followed_though_the_document_is_the_same() -> None:
    def site(url: str) -> Answer:
        return moved(url, url.replace("http:", "https:")) if url.startswith("http:") else web()(url)

    trial = Trial(site, [visit("http://news.test/a")])
    trial.run()
    assert trial.web.urls[-1] == A
    assert trial.frontier.counts() == {State.FETCHED: 1}


def test_a_redirect_loop_ends() -> None:
    def site(url: str) -> Answer:
        if url.endswith("/robots.txt"):
            return page(url, status=404)
        return moved(url, url.replace("http:", "https:") if url.startswith("http:") else url.replace("https:", "http:"))

    trial = Trial(site, [visit("http://news.test/a")])
    trial.run()
    assert trial.outcomes[-1].reason == "redirects"
    assert len(trial.web.urls) == 2 + 6
