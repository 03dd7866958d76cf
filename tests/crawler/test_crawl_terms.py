"""The loop and the files of a site's terms, in virtual time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pytest

from scraper.model import Fault, Kind, Override, Purpose, Signal, State, Visit
from tests.crawler.virtual import PLAN, ROBOTS, START, A, Answer, B, Trial, failed, moved, page, visit

TDMREP = "https://news.test/.well-known/tdmrep.json"
RSL = "https://news.test/l.xml"
RESERVED = b'[{"location": "/a", "tdm-reservation": 1}]'
NO_TRAINING = b'<rsl><content url="/a"><license><prohibits type="usage">ai-train</prohibits></license></content></rsl>'
TRAIN = replace(PLAN, purpose=Purpose.AI_TRAIN)


def web(answers: Mapping[str, Answer | bytes], robots: bytes = b"") -> Trial:
    """A site whose files are these; what is not named is a page, save robots.txt and tdmrep.json."""

    def site(url: str) -> Answer:
        answer = answers.get(url)
        if isinstance(answer, bytes):
            return page(url, answer)
        if answer is not None:
            return answer
        if url == ROBOTS:
            return page(url, robots)
        return page(url, status=404 if url.endswith(("robots.txt", "tdmrep.json")) else 200)

    return Trial(site, [visit(A), visit(B)], TRAIN)


def test_a_reservation_keeps_a_page_from_being_asked_for() -> None:
    trial = web({TDMREP: RESERVED})
    report = trial.run()
    assert trial.web.urls == [ROBOTS, TDMREP, B]
    assert trial.ends() == {A: State.EXCLUDED, B: State.FETCHED}
    assert trial.outcomes[0].detail == "tdmrep.json: tdm-reservation=1 (purpose ai-train)"
    assert report.reasons == {"opt_out": 1}
    assert trial.web.times("news.test") == pytest.approx([0.0, 1.0, 2.0], abs=0.1), "it takes its turn"


@pytest.mark.parametrize("purpose", [Purpose.ARCHIVE, Purpose.SEARCH])
def test_tdmrep_is_not_asked_for_a_purpose_that_it_does_not_speak_of(purpose: Purpose) -> None:
    trial = web({TDMREP: RESERVED})
    trial.plan = replace(PLAN, purpose=purpose)
    trial.run()
    assert trial.web.urls == [ROBOTS, A, B]


def test_no_tdmrep_is_no_statement() -> None:
    trial = web({})
    trial.run()
    assert trial.web.urls == [ROBOTS, TDMREP, A, B]


def test_a_page_in_its_place_is_no_statement() -> None:
    trial = web({TDMREP: moved(TDMREP, "https://news.test/"), "https://news.test/": b"<!doctype html>Welcome"})
    trial.run()
    assert set(trial.ends().values()) == {State.FETCHED}


def test_while_tdmrep_cannot_be_had_nothing_is_asked_for() -> None:
    trial = web({TDMREP: failed(TDMREP, status=500)})
    trial.plan = replace(TRAIN, longest_wait=5.0)
    report = trial.run()
    assert set(trial.web.urls) == {ROBOTS, TDMREP}
    assert report.reasons == {Fault.UNREACHABLE_TERMS.value: 2}


def test_what_robots_forbids_to_read_is_no_statement() -> None:
    trial = web({TDMREP: RESERVED}, b"User-agent: *\nDisallow: /.well-known/\n")
    trial.run()
    assert trial.web.urls == [ROBOTS, A, B]


def test_a_copy_of_an_earlier_run_is_used() -> None:
    trial = web({TDMREP: RESERVED})
    trial.run()
    again = Trial(trial.site, [visit(f"{A}2", due=START + 10)], TRAIN, frontier=trial.frontier)
    again.run()
    assert again.web.urls == []
    assert again.ends() == {f"{A}2": State.EXCLUDED}


def test_robots_names_a_licence() -> None:
    trial = web({RSL: NO_TRAINING}, b"License: /l.xml\n")
    trial.run()
    assert trial.web.urls == [ROBOTS, TDMREP, RSL, B]
    assert trial.outcomes[0].detail == "rsl: prohibits=ai-train (purpose ai-train)"


def test_a_licence_is_asked_for_whatever_the_purpose() -> None:
    trial = web({RSL: NO_TRAINING.replace(b"ai-train", b"all")}, b"License: /l.xml\n")
    trial.plan = PLAN
    trial.run()
    assert trial.web.urls == [ROBOTS, RSL, B]


def test_a_licence_on_another_host_asks_that_hosts_robots_first() -> None:
    other = "https://licences.test"
    robots = f"License: {other}/go\n".encode()
    trial = web({f"{other}/go": moved(f"{other}/go", f"{other}/l.xml"), f"{other}/l.xml": NO_TRAINING}, robots)
    trial.plan = replace(PLAN, purpose=Purpose.AI_TRAIN)
    trial.run()
    asked = [url for url in trial.web.urls if url.startswith(other)]
    assert asked == [f"{other}/robots.txt", f"{other}/go", f"{other}/l.xml"]
    assert trial.ends() == {A: State.EXCLUDED, B: State.FETCHED}
    assert not trial.web.crowded


def test_a_hop_to_a_host_whose_robots_forbids_it() -> None:
    other = "https://licences.test"
    answers = {
        RSL: moved(RSL, f"{other}/l.xml"),
        f"{other}/robots.txt": b"User-agent: *\nDisallow: /\n",
    }
    trial = web(answers, b"License: /l.xml\n")
    trial.run()
    assert f"{other}/l.xml" not in trial.web.urls
    assert trial.ends() == {A: State.FETCHED, B: State.FETCHED}


@pytest.mark.parametrize(
    ("line", "detail"),
    [
        (b"Content-Signal: ai-train=no", "content-signal: ai-train=no (purpose ai-train)"),
        (b"Content-Usage: /a train-ai=n", "content-usage: train-ai=n (purpose ai-train)"),
    ],
)
def test_lines_of_robots_refuse_before_the_page_is_asked_for(line: bytes, detail: str) -> None:
    trial = web({}, b"User-agent: *\n" + line + b"\n")
    trial.run()
    assert A not in trial.web.urls
    assert trial.outcomes[0].detail == detail


def test_what_the_site_says_is_told_with_the_page() -> None:
    trial = web({}, b"User-agent: *\nContent-Signal: search=no\n")
    trial.run()
    assert {end.signals for end in trial.outcomes} == {(Signal("content-signal", "search", "no"),)}


def test_an_override_lifts_a_reservation_and_never_a_disallow() -> None:
    trial = web({TDMREP: RESERVED}, b"User-agent: *\nDisallow: /b\n")
    overrides = (Override("news.test", "tdm-reservation", "a letter"), Override("news.test", "Disallow: /b", "no way"))
    trial.plan = replace(TRAIN, overrides=overrides)
    trial.run()
    assert trial.ends() == {A: State.FETCHED, B: State.EXCLUDED}
    (fetched,) = (end for end in trial.outcomes if end.state is State.FETCHED)
    assert fetched.signals[-1] == Signal("override", "tdm-reservation", "a letter")


def test_a_survey_is_refused_by_robots_alone() -> None:
    trial = web({TDMREP: RESERVED, RSL: NO_TRAINING}, b"License: /l.xml\nUser-agent: *\nDisallow: /b\n")
    trial.plan = replace(TRAIN, survey=True)
    trial.run()
    assert trial.web.urls == [ROBOTS, TDMREP, RSL, A]


def test_sitemaps_of_robots_become_visits_once_a_run() -> None:
    told: list[tuple[str, tuple[str, ...]]] = []

    def sitemaps(origin: str, named: tuple[str, ...]) -> tuple[Visit, ...]:
        told.append((origin, named))
        return tuple(visit(url, kind=Kind.SITEMAP) for url in named)

    trial = web({}, b"Sitemap: /s.xml\n")
    trial.sitemaps = sitemaps
    trial.run()
    assert told == [("https://news.test", ("https://news.test/s.xml",))]
    assert trial.web.urls.count("https://news.test/s.xml") == 1
