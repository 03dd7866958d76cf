"""What the loop makes of hosts that share a server, want to be left alone, or have given their share; virtual time."""

from __future__ import annotations

import json
from dataclasses import asdict, replace
from itertools import pairwise

import pytest

from scraper.crawler.challenge import LEAVE_ALONE_SECONDS
from scraper.crawler.consent import Consent
from scraper.crawler.pace import ERRORS_IN_A_ROW, MARGIN_SECONDS, PARK_SECONDS, PARK_STRIKES
from scraper.crawler.report import MAX_HOSTS, HeldHost
from scraper.crawler.robots import Rules
from scraper.model import Failure, Fault, State
from tests.crawler.virtual import PLAN, ROBOTS, START, A, Answer, B, Trial, failed, page, visit, web

DAY = 86_400.0
MIDNIGHT = START - START % DAY
ONE, OTHER = "192.0.2.1", "192.0.2.2"


def site_times(trial: Trial) -> list[float]:
    """When the servers saw any request, in seconds from the start."""
    return [when - START for when, _ in trial.web.log]


def gaps(times: list[float]) -> list[float]:
    return [later - sooner for sooner, later in pairwise(times)]


# ---------------------------------------------------------------- one address


@pytest.mark.parametrize("hosts", [2, 30])
def test_hosts_on_one_address_take_turns_together(hosts: int) -> None:
    visits = [visit(f"https://h{host}.test/{number}") for number in range(4) for host in range(hosts)]
    trial = Trial(web(robots=b""), visits, seconds=0.3, addresses={f"h{host}.test": ONE for host in range(hosts)})
    report = trial.run()
    assert report.counts == {"fetched": hosts * 4}
    times = site_times(trial)
    assert min(gaps(times)) >= 1.0
    assert len(times) == hosts * 5
    assert times[-1] == pytest.approx((hosts * 5 - 1) * (1 + MARGIN_SECONDS), abs=0.1), "and no turn is given away"
    assert trial.web.most_at_once == 1
    assert {host.server for host in report.hosts} == {ONE}


def test_even_their_first_requests_do_not_coincide() -> None:
    trial = Trial(
        web(), [visit(A), visit("https://www.news.test/")], addresses={"news.test": ONE, "www.news.test": ONE}
    )
    trial.run()
    assert site_times(trial)[:2] == pytest.approx([0.0, 1.0], abs=0.01)


def test_hosts_on_different_addresses_do_not_wait_for_one_another() -> None:
    trial = Trial(
        web(), [visit(A), visit("https://www.news.test/")], addresses={"news.test": ONE, "www.news.test": OTHER}
    )
    trial.run()
    assert site_times(trial)[:2] == pytest.approx([0.0, 0.0], abs=0.01)


def test_what_nobody_could_say_before_is_learned_from_the_first_answer() -> None:
    def site(url: str) -> Answer:
        return page(url, status=404 if url.endswith("robots.txt") else 200, ip=ONE)

    trial = Trial(site, [visit(f"https://h{host}.test/{number}") for number in range(3) for host in range(2)])
    trial.run()
    assert min(gaps(site_times(trial)[1:])) >= 1.0  # all but the first two requests


def test_a_slow_host_on_a_shared_address_slows_the_others() -> None:
    slow = web(robots=b"User-agent: *\nCrawl-delay: 5\n")

    def site(url: str) -> Answer:
        return slow(url) if "news.test" in url else web()(url)

    visits = [visit(A), visit(B), *(visit(f"https://h.test/{number}") for number in range(3))]
    trial = Trial(site, visits, addresses={"news.test": ONE, "h.test": ONE})
    report = trial.run()
    assert min(gaps(site_times(trial)[1:])) >= 5.0
    assert {host.host: host.delay_from for host in report.hosts} == {"news.test": "crawl-delay", "h.test": "shared"}


# ---------------------------------------------------------------- left alone


def test_a_host_that_goes_on_refusing_is_parked_across_runs() -> None:
    plan = replace(PLAN, backoff=1.0, longest_wait=1000.0)
    visits = [visit(f"{A}{number}") for number in range(20)]
    trial = Trial(lambda url: page(url, status=404) if url == ROBOTS else failed(url, status=503), visits, plan)
    report = trial.run()
    assert len(trial.web.log) == 1 + PARK_STRIKES
    until = trial.frontier.hold("news.test").until
    assert until == pytest.approx(START + trial.web.log[-1][0] - START + PARK_SECONDS, abs=1)
    assert "parked after 5 refusals" in report.holds[0].reason
    assert report.next_due == pytest.approx(until, abs=1)
    later = Trial(web(), [], replace(plan, longest_wait=2 * DAY), frontier=trial.frontier)
    later.run()
    assert later.web.times("news.test")[0] >= PARK_SECONDS
    assert trial.frontier.hold("news.test").parkings == 0, "a good answer ends it"


@pytest.mark.parametrize(
    ("fault", "requests"),
    [
        (Fault.CONNECT, PARK_STRIKES),
        (Fault.DNS, PARK_STRIKES),
        (Fault.TIMEOUT, PARK_STRIKES + ERRORS_IN_A_ROW - 1),
        (Fault.RESET, PARK_STRIKES + ERRORS_IN_A_ROW - 1),
        (Fault.TLS, 20),
    ],
)
def test_what_counts_for_parking(fault: Fault, requests: int) -> None:
    visits = [visit(f"{A}{number}") for number in range(20)]
    plan = replace(PLAN, backoff=1.0, longest_wait=1000.0)

    def site(url: str) -> Answer:
        return web()(url) if url == ROBOTS else Failure(url, fault, "it is so")

    trial = Trial(site, visits, plan)
    report = trial.run()
    assert len(trial.web.log) == 1 + requests
    assert bool(trial.frontier.hold("news.test").parkings) is (requests < 20)
    if requests < 20:
        assert report.holds[0].reason.endswith("the last: it is so")


def test_three_500_in_a_row_put_the_host_on_hold_and_one_does_not() -> None:
    bad = {f"{A}{number}" for number in range(3)}
    visits = [visit(f"{A}{number}") for number in range(3)] + [visit(B)]
    trial = Trial(lambda url: failed(url, status=500) if url in bad else web()(url), visits)
    trial.run()
    first = {url: site_times(trial)[trial.web.urls.index(url)] for url in (*bad, B)}
    assert first[B] - first[f"{A}2"] >= PLAN.backoff
    alone = Trial(lambda url: failed(url, status=500) if url == A else web()(url), [visit(A), visit(B)])
    alone.run()
    assert alone.web.times("news.test")[2] < PLAN.backoff


def test_a_puzzle_stops_the_host_and_is_told() -> None:
    def site(url: str) -> Answer:
        if url != A:
            return web()(url)
        return Failure(
            A, Fault.CHALLENGE, "a puzzle for browsers: Cloudflare", 403, again=True, wait=LEAVE_ALONE_SECONDS
        )

    other = visit("https://other.test/")
    trial = Trial(site, [visit(A), visit(B), other], replace(PLAN, longest_wait=5 * DAY))
    report = trial.run()
    assert trial.web.urls.count(A) == 1
    assert B not in trial.web.urls
    assert trial.ends() == {A: State.DEFERRED, other.url: State.FETCHED}
    (held,) = report.holds
    assert held == HeldHost("news.test", pytest.approx(START + 1 + DAY, abs=1), "a puzzle for browsers: Cloudflare")
    assert trial.frontier.hold("news.test").until == held.until
    assert report.reasons == {"challenge": 1}
    again = Trial(web(), [], PLAN, frontier=trial.frontier)
    assert again.run().requests == 0
    assert again.run().holds[0].reason == held.reason


def test_a_puzzle_in_place_of_robots_stops_the_host_too() -> None:
    puzzle = Failure(ROBOTS, Fault.CHALLENGE, "a puzzle", 403, again=True, wait=LEAVE_ALONE_SECONDS)
    trial = Trial(web(robots=puzzle), [visit(A), visit("http://news.test/b")], replace(PLAN, longest_wait=5 * DAY))
    report = trial.run()
    assert trial.web.urls == [ROBOTS]
    assert report.hosts_held == ("news.test",)


# ---------------------------------------------------------------- hours and shares


def test_nothing_is_asked_outside_our_hours_robots_neither() -> None:
    minute = int((START - MIDNIGHT) // 60)
    plan = replace(PLAN, hours=((minute + 10, minute + 20),))
    trial = Trial(web(), [visit(A)], plan)
    report = trial.run()
    assert trial.web.log == []
    assert report.next_due == MIDNIGHT + (minute + 10) * 60
    patient = Trial(web(), [visit(A)], replace(plan, longest_wait=3600.0))
    assert patient.run().counts == {"fetched": 1}
    assert START + site_times(patient)[0] == pytest.approx(MIDNIGHT + (minute + 10) * 60, abs=0.1)


def test_a_hosts_visit_time_holds_once_it_is_known(monkeypatch: pytest.MonkeyPatch) -> None:
    minute = int((START - MIDNIGHT) // 60)
    window = (minute + 30, minute + 60)
    read = Consent.rules

    def rules(consent: Consent, origin: str, now: float) -> Rules | None:
        found = read(consent, origin, now)
        return replace(found, visit_time=window) if found and "news.test" in origin else found

    monkeypatch.setattr(Consent, "rules", rules)
    trial = Trial(web(), [visit(A), visit("https://other.test/")])
    report = trial.run()
    assert trial.web.urls == [ROBOTS, "https://other.test/robots.txt", "https://other.test/"]
    assert report.next_due == MIDNIGHT + window[0] * 60


def test_a_share_of_pages_for_each_host() -> None:
    visits = [visit(f"https://h{host}.test/{number}") for number in range(9) for host in range(3)]
    trial = Trial(web(robots=b""), visits, replace(PLAN, max_pages_per_host=2))
    report = trial.run()
    assert report.counts == {"fetched": 6}
    assert report.hosts_full == ("h0.test", "h1.test", "h2.test")
    assert len(trial.frontier.left()) == 21
    assert report.next_due is not None
    assert report.next_due <= START + report.seconds
    again = Trial(web(), [], PLAN, frontier=trial.frontier)
    assert again.run().counts == {"fetched": 21}


# ---------------------------------------------------------------- the accounts


def test_the_accounts_of_a_host() -> None:
    answers = iter([failed(A, status=429, wait=40.0, page=page(A, b"busy", 429))])

    def site(url: str) -> Answer:
        if url == ROBOTS:
            return page(url, b"User-agent: *\nDisallow: /b\nCrawl-delay: 3\n", elapsed=0.25)
        return next(answers, page(url, b"hello", elapsed=0.75)) if url == A else web()(url)

    trial = Trial(site, [visit(A), visit(B)], seconds=0.75)
    report = trial.run()
    (host,) = report.hosts
    assert (host.host, host.server) == ("news.test", "news.test")
    assert (host.requests, report.requests) == (3, 3)
    assert host.bytes == report.bytes == len(b"User-agent: *\nDisallow: /b\nCrawl-delay: 3\n") + 4 + 5
    assert host.answers == {"200": 2, "429": 1}
    assert (host.delay, host.delay_from) == (3.0, "crawl-delay")
    assert host.longest_delay == pytest.approx(6.0)  # after the 429
    assert host.smallest_gap == pytest.approx(3.0, abs=0.01)  # from when robots.txt left, half a second late
    assert host.short_gaps == 0
    assert host.latency == pytest.approx((0.25 + 0.0 + 0.75) / 3)
    assert host.refusals == {"robots": 1, "status": 1}
    assert (host.waits, host.broken_waits) == (1, 0)
    assert host.longest_wait == pytest.approx(40.0)
    assert host.first == START
    (robots,) = host.robots
    assert (robots.origin, robots.status) == ("https://news.test", 200)
    assert json.loads(json.dumps(asdict(report)))["hosts"][0]["robots"][0]["sha256"] == robots.sha256


def test_hosts_beyond_the_limit_are_counted() -> None:
    visits = [visit(f"https://h{number}.test/") for number in range(MAX_HOSTS + 7)]
    report = Trial(web(robots=b""), [*visits, visit("https://h900.test/2")], replace(PLAN, hosts_at_once=5000)).run()
    assert len(report.hosts) == MAX_HOSTS
    assert report.hosts_cut == 7
    assert report.hosts[0].host == "h900.test", "those asked most stand first"
    assert report.requests == 2 * (MAX_HOSTS + 7) + 1
