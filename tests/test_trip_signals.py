"""What is kept of a page by what it says of its own use. No network, no disk; time stands still."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from scraper import cleaner
from scraper.cleaner import Known
from scraper.crawler.consent import Ask
from scraper.crawler.discover import Scope, visit_to
from scraper.crawler.frontier import MemoryFrontier
from scraper.crawler.signals import Stance
from scraper.crawler.site_files import SiteFiles
from scraper.crawler.verdict import Judge
from scraper.model import (
    Article,
    Failure,
    Fault,
    Outcome,
    Override,
    Page,
    Purpose,
    RawRecord,
    Reading,
    Reason,
    Rejection,
    Signal,
    SiteFile,
    State,
)
from scraper.trip import Rules, Trip

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
URL = "https://news.test/story/1"
RSL = "https://news.test/l.xml"
SENTENCE = "The harbour council met on Monday to talk about the missing cranes, and it did not come to an end. "
PARAGRAPH = f"<p>{SENTENCE * 3}</p>"
IMAGE = '<meta property="og:image" content="https://news.test/crane.jpg">'
STORY = (
    f"<html><head><title>Cranes</title>{IMAGE}%s</head><h1>Cranes</h1>{PARAGRAPH}{PARAGRAPH}<a href='/next'>Next</a>"
)
LICENCE = '<link rel="license" type="application/rsl+xml" href="/l.xml">'
NO_AI = b'<rsl><content url="/"><license><prohibits type="usage">ai-all</prohibits></license></content></rsl>'


async def read(body: bytes, url: str, known: Known) -> Reading:
    return cleaner.read(body, url, known)


class Trial:
    """Trips for a purpose, with what they keep."""

    def __init__(self, purpose: Purpose = Purpose.ARCHIVE, *overrides: Override) -> None:
        self.kept: list[Page] = []
        self.frontier = MemoryFrontier()
        self.judge = Judge(Stance("NewsBot", purpose, overrides), SiteFiles(self.frontier))

    def keep(self, page: Page) -> RawRecord:
        self.kept.append(page)
        return RawRecord("file", 0, 1)

    def end(self, result: Page | Failure) -> Outcome | Ask:
        trip = Trip(Rules(Scope(frozenset({"news.test"}))), self.keep, read, judge=self.judge, clock=lambda: NOW)
        return asyncio.run(trip(visit_to(URL), result))


def page(head: str = "", status: int = 200, body: str | None = None, **headers: str) -> Page:
    named = {"content-type": "text/html", **{key.replace("_", "-"): value for key, value in headers.items()}}
    return Page(URL, status, tuple(named.items()), (STORY % head if body is None else body).encode(), NOW)


def meta(content: str, name: str = "robots") -> str:
    return f'<meta name="{name}" content="{content}">'


def outcome_of(purpose: Purpose, result: Page, *overrides: Override) -> tuple[Outcome, list[Page]]:
    trial = Trial(purpose, *overrides)
    outcome = trial.end(result)
    assert isinstance(outcome, Outcome)
    return outcome, trial.kept


REFUSED = [
    (Purpose.SEARCH, page(x_robots_tag="noindex"), "x-robots-tag: noindex"),
    (Purpose.SEARCH, page(meta("none")), "meta robots: noindex"),
    (Purpose.AI_INPUT, page(x_robots_tag="noai"), "x-robots-tag: noai"),
    (Purpose.AI_TRAIN, page(meta("index, noai")), "meta robots: noai"),
    (Purpose.AI_TRAIN, page(meta("noai", "NewsBot")), "meta robots: noai"),
    (Purpose.RESEARCH, page(tdm_reservation="1"), "tdmrep header: tdm-reservation=1"),
    (Purpose.RESEARCH, page(meta("1", "tdm-reservation")), "tdmrep meta: tdm-reservation=1"),
    (Purpose.AI_TRAIN, page(content_usage="train-ai=n"), "content-usage header: train-ai=n"),
    (Purpose.AI_INPUT, page(content_signal="ai-input=no"), "content-signal header: ai-input=no"),
]


@pytest.mark.parametrize(("purpose", "result", "said"), REFUSED, ids=[said for _, _, said in REFUSED])
def test_of_a_page_that_opts_out_nothing_is_kept_but_why(purpose: Purpose, result: Page, said: str) -> None:
    outcome, kept = outcome_of(purpose, result)
    detail = f"{said} (purpose {purpose})"
    assert (outcome.state, outcome.reason, outcome.detail) == (State.EXCLUDED, "opt_out", detail)
    assert outcome.result == Rejection(URL, Reason.OPT_OUT, detail)
    assert (kept, outcome.raw) == ([], None)
    assert outcome.page is not None
    assert (outcome.page.body, outcome.page.raw_body) == (b"", b"")
    assert outcome.signals


@pytest.mark.parametrize(("purpose", "result", "said"), REFUSED, ids=[said for _, _, said in REFUSED])
def test_for_another_purpose_it_is_kept_and_the_signal_told(purpose: Purpose, result: Page, said: str) -> None:
    outcome, kept = outcome_of(Purpose.ARCHIVE, result)
    assert outcome.state is State.FETCHED
    assert kept == [result]
    assert [signal for signal in outcome.signals if said.startswith(signal.source)]
    assert purpose is not Purpose.ARCHIVE


def test_what_is_said_of_another_crawler_is_not_said_of_us() -> None:
    outcome, _ = outcome_of(Purpose.SEARCH, page(meta("noindex", "OtherBot"), x_robots_tag="otherbot: noindex"))
    assert (outcome.state, outcome.signals) == (State.FETCHED, ())


def test_only_what_is_not_to_be_indexed_still_leads_on() -> None:
    assert [v.url for v in outcome_of(Purpose.SEARCH, page(meta("noindex, follow")))[0].found] == [
        "https://news.test/next"
    ]
    assert outcome_of(Purpose.SEARCH, page(meta("noindex, nofollow")))[0].found == ()
    assert outcome_of(Purpose.AI_TRAIN, page(meta("noai")))[0].found == ()


@pytest.mark.parametrize("tag", ["newsbot: nofollow", "otherbot: noindex, newsbot: nofollow", "none"])
def test_nofollow_in_all_its_forms(tag: str) -> None:
    assert outcome_of(Purpose.ARCHIVE, page(x_robots_tag=tag))[0].found == ()


def test_nofollow_for_another_crawler_is_none() -> None:
    assert outcome_of(Purpose.ARCHIVE, page(x_robots_tag="otherbot: nofollow"))[0].found


@pytest.mark.parametrize("result", [page(meta("noarchive")), page(x_robots_tag="noarchive")])
def test_noarchive_leaves_an_archive_the_facts(result: Page) -> None:
    outcome, kept = outcome_of(Purpose.ARCHIVE, result)
    article = outcome.result
    assert isinstance(article, Article)
    assert (outcome.state, kept, outcome.raw) == (State.FETCHED, [], None)
    assert (article.text, article.markdown, article.html, article.blocks, article.removed) == ("", "", "", (), ())
    assert (article.title, article.attribution.link) == ("Cranes", URL)
    assert article.images
    assert article.remarks["text"] == "left out: noarchive"
    whole = outcome_of(Purpose.ARCHIVE, page())[0].result
    assert isinstance(whole, Article)
    assert whole.fingerprint != article.fingerprint, "an earlier copy is not called unchanged"


def test_noarchive_leaves_other_purposes_the_text_and_no_bytes() -> None:
    outcome, kept = outcome_of(Purpose.SEARCH, page(meta("noarchive")))
    assert isinstance(outcome.result, Article)
    assert outcome.result.text
    assert (kept, outcome.raw) == ([], None)


def test_noarchive_leaves_no_text_of_what_is_no_article() -> None:
    outcome, kept = outcome_of(
        Purpose.ARCHIVE, page(meta("noarchive"), body=f"<title>x</title>{meta('noarchive')}<p>Hm.")
    )
    assert isinstance(outcome.result, Rejection)
    assert (outcome.result.text, outcome.result.blocks, outcome.result.removed, kept) == ("", (), (), [])


def test_noimageai_drops_the_images_of_an_article_for_ai() -> None:
    found = page(meta("noimageai"))
    article = outcome_of(Purpose.AI_TRAIN, found)[0].result
    assert isinstance(article, Article)
    assert (article.images, article.remarks["images"]) == ((), "left out: noimageai")
    kept = outcome_of(Purpose.ARCHIVE, found)[0].result
    assert isinstance(kept, Article)
    assert kept.images


def test_an_override_with_its_reason() -> None:
    permission = Override("news.test", "noai", "letter of 2026-03-01")
    outcome, kept = outcome_of(Purpose.AI_TRAIN, page(meta("noai")), permission)
    assert outcome.state is State.FETCHED
    assert outcome.signals == (Signal("meta robots", "noai"), Signal("override", "noai", "letter of 2026-03-01"))
    assert len(kept) == 1


def test_unchanged_and_now_opting_out() -> None:
    outcome, kept = outcome_of(Purpose.AI_TRAIN, page(status=304, body="", x_robots_tag="noai"))
    assert (outcome.state, kept) == (State.EXCLUDED, [])


def test_the_bytes_of_a_failure_or_a_redirect_are_not_archived_either() -> None:
    trial = Trial()
    gone = page(status=404, x_robots_tag="noarchive")
    trial.end(Failure(URL, Fault.STATUS, "HTTP 404", 404, page=gone))
    trial.end(page(status=301, x_robots_tag="noarchive", location="/story/2"))
    assert trial.kept == []


def test_a_feed_may_lead_on_though_it_is_not_to_be_indexed() -> None:
    feed = f"<rss version='2.0'><channel><item><link>{URL}2</link></item></channel></rss>"
    for tag, found in (("noindex, follow", 1), ("noindex, nofollow", 0)):
        outcome, _ = outcome_of(Purpose.SEARCH, page(body=feed, x_robots_tag=tag))
        assert (outcome.state, len(outcome.found)) == (State.FETCHED, found)


# ---------------------------------------------------------------- licences


NAMING = [page(LICENCE), page(link='</l.xml>; rel="license"; type="application/rsl+xml"')]


@pytest.mark.parametrize("result", NAMING, ids=["html", "header"])
def test_a_licence_that_a_page_names_is_asked_for_before_anything_is_kept(result: Page) -> None:
    trial = Trial(Purpose.AI_TRAIN)
    assert trial.end(result) == Ask(RSL)
    assert trial.kept == []


def licence(body: bytes = NO_AI, status: int = 200) -> SiteFile:
    return SiteFile(RSL, status, body, NOW.timestamp() - 1, NOW.timestamp() + 600)


@pytest.mark.parametrize("result", NAMING, ids=["html", "header"])
def test_a_licence_that_prohibits_our_use(result: Page) -> None:
    trial = Trial(Purpose.AI_TRAIN)
    trial.frontier.keep_site_file(licence())
    outcome = trial.end(result)
    assert isinstance(outcome, Outcome)
    assert (outcome.state, outcome.detail) == (State.EXCLUDED, "rsl: prohibits=ai-all (purpose ai-train)")
    assert trial.kept == []


@pytest.mark.parametrize("file", [licence(b"<!doctype html>"), licence(status=404)], ids=["a page", "404"])
def test_a_licence_that_says_nothing(file: SiteFile) -> None:
    trial = Trial(Purpose.AI_TRAIN)
    trial.frontier.keep_site_file(file)
    outcome = trial.end(page(LICENCE))
    assert isinstance(outcome, Outcome)
    assert outcome.state is State.FETCHED


def test_a_licence_that_cannot_be_had_leaves_the_page_for_later() -> None:
    trial = Trial(Purpose.AI_TRAIN)
    trial.frontier.keep_site_file(licence(status=0))
    outcome = trial.end(page(LICENCE))
    assert isinstance(outcome, Outcome)
    assert (outcome.state, outcome.reason, trial.kept) == (State.DEFERRED, "unreachable_terms", [])


def test_a_licence_for_machines_is_no_notice_for_readers() -> None:
    reading = cleaner.read((STORY % LICENCE).encode(), URL)
    assert isinstance(reading.result, Article)
    assert (reading.terms, reading.result.licence) == ((RSL,), None)


def test_an_expired_copy_is_asked_for_again() -> None:
    trial = Trial(Purpose.AI_TRAIN)
    trial.frontier.keep_site_file(replace(licence(), expires=NOW.timestamp() - 0.5))
    assert trial.end(page(LICENCE)) == Ask(RSL)
