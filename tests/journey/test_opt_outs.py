"""Does a crawl obey what sites say of the use of their pages, by what the servers see and the archive holds?"""

from __future__ import annotations

import asyncio
import json
import sqlite3
from pathlib import Path

import pytest

from scraper import journey
from scraper.model import Article, Failure, Override, Purpose, Reason, Rejection, Saved, State
from scraper.settings import Settings
from tests.journey.runs import command, crawl, documents, urls, write_config
from tests.journey.site import Answer, Reply, Site, listing, settings_for, stories, story
from tests.writer.warcs import records

A, B = "/story/1", "/story/2"
TDMREP = "/.well-known/tdmrep.json"
XML = {"Content-Type": "application/rsl+xml"}


def rsl(url: str, inside: str) -> Reply:
    return Reply(200, f'<rsl><content url="{url}"><license>{inside}</license></content></rsl>'.encode(), XML)


def prohibits(usage: str) -> str:
    return f'<prohibits type="usage">{usage}</prohibits>'


def with_head(head: str) -> dict[str, Answer]:
    return {A: story(1, head=head)}


def with_headers(**headers: str) -> dict[str, Answer]:
    told = {"Content-Type": "text/html", **{key.replace("_", "-"): value for key, value in headers.items()}}
    return {A: Reply(200, story(1).encode(), told)}


def robots(*lines: str) -> dict[str, Answer]:
    return {"/robots.txt": "\n".join((*lines, ""))}


# What the site says, for which purpose that is a refusal, how it is called, and whether the page is asked for.
REFUSALS: dict[str, tuple[dict[str, Answer], Purpose, str, bool]] = {
    "header noindex": (with_headers(X_Robots_Tag="noindex"), Purpose.SEARCH, "x-robots-tag: noindex", True),
    "header noai": (with_headers(X_Robots_Tag="scraper: noai"), Purpose.AI_TRAIN, "x-robots-tag: noai", True),
    "meta noai": (with_head('<meta name="robots" content="noai">'), Purpose.AI_INPUT, "meta robots: noai", True),
    "meta for us": (with_head('<meta name="scraper" content="noai">'), Purpose.AI_INPUT, "meta robots: noai", True),
    "tdm header": (with_headers(tdm_reservation="1"), Purpose.RESEARCH, "tdmrep header: tdm-reservation=1", True),
    "tdm meta": (
        with_head('<meta name="tdm-reservation" content="1">'),
        Purpose.AI_TRAIN,
        "tdmrep meta: tdm-reservation=1",
        True,
    ),
    "tdm file": (
        {TDMREP: json.dumps([{"location": A, "tdm-reservation": 1}])},
        Purpose.RESEARCH,
        "tdmrep.json: tdm-reservation=1",
        False,
    ),
    "content-usage header": (
        with_headers(Content_Usage="train-ai=n"),
        Purpose.AI_TRAIN,
        "content-usage header: train-ai=n",
        True,
    ),
    "content-usage line": (
        robots("User-agent: *", f"Content-Usage: {A} train-ai=n"),
        Purpose.AI_TRAIN,
        "content-usage: train-ai=n",
        False,
    ),
    "content-signal line": (
        robots("User-agent: *", f"Content-Signal: {A} search=no"),
        Purpose.SEARCH,
        "content-signal: search=no",
        False,
    ),
    "rsl of robots": (
        robots("License: /l.xml") | {"/l.xml": rsl(A, prohibits("all"))},
        Purpose.ARCHIVE,
        "rsl: prohibits=all",
        False,
    ),
    "rsl permits another": (
        robots("License: /l.xml") | {"/l.xml": rsl(A, '<permits type="usage">search</permits>')},
        Purpose.ARCHIVE,
        "rsl: permits=search",
        False,
    ),
    "rsl header": (
        with_headers(Link='</l.xml>; rel="license"; type="application/rsl+xml"')
        | {"/l.xml": rsl("/", prohibits("ai-train"))},
        Purpose.AI_TRAIN,
        "rsl: prohibits=ai-train",
        True,
    ),
    "rsl link": (
        with_head('<link rel="license" type="application/rsl+xml" href="/l.xml">')
        | {"/l.xml": rsl("/", prohibits("ai-train"))},
        Purpose.AI_TRAIN,
        "rsl: prohibits=ai-train",
        True,
    ),
}
CASES = [pytest.param(*case, id=name) for name, case in REFUSALS.items()]


def rows(archive: Path, query: str) -> list[tuple[object, ...]]:
    with sqlite3.connect(f"file:{archive / 'archive.db'}?mode=ro", uri=True) as database:
        return database.execute(query).fetchall()


def signals_of(archive: Path, url: str) -> list[list[str]]:
    """What was stored of a page's signals."""
    found = dict(rows(archive, "SELECT url, signals FROM pages WHERE signals <> ''"))
    told: list[list[str]] = json.loads(str(found[url]))
    return told


def kept(archive: Path) -> set[str]:
    """The URLs of which the archive has bytes."""
    return {record.headers["WARC-Target-URI"] for record in records(archive) if record.kind == "response"}


@pytest.mark.parametrize(("said", "purpose", "signal", "asked"), CASES)
def test_what_opts_out_of_our_use_is_not_kept(
    tmp_path: Path, said: dict[str, Answer], purpose: Purpose, signal: str, asked: bool
) -> None:
    with Site(stories([1, 2]) | said) as site:
        settings = settings_for(site, tmp_path / "a", purpose=purpose)
        ran = crawl(settings)
        assert (A in site.paths()) is asked
        assert site.paths().count(A) == asked, "once at most, whatever had to be asked meanwhile"
        refused, stored = site.url(A), site.url(B)
    outcome = ran.outcomes[refused]
    assert (outcome.state, outcome.reason) == (State.EXCLUDED, "opt_out")
    assert outcome.detail == f"{signal} (purpose {purpose})"
    assert urls(settings.archive) == [stored]
    assert stored in kept(settings.archive)
    assert refused not in kept(settings.archive)
    ((reason, detail),) = rows(settings.archive, f"SELECT reason, detail FROM visits WHERE url = '{refused}'")
    assert (reason, detail) == ("opt_out", outcome.detail)
    if asked:
        source, _, rest = signal.partition(": ")
        name, _, value = rest.partition("=")
        assert [source, name, value] in signals_of(settings.archive, refused)


@pytest.mark.parametrize(("said", "purpose", "signal", "asked"), CASES)
def test_a_page_asked_for_by_name_is_refused_alike(
    said: dict[str, Answer], purpose: Purpose, signal: str, asked: bool
) -> None:
    with Site(stories([1, 2]) | said) as site:
        settings = settings_for(site, Path("nowhere"), purpose=purpose)
        result = journey.fetch(site.url(A), settings)
        assert (A in site.paths()) is asked
    assert isinstance(result, Rejection)
    assert (result.reason, result.detail) == (Reason.OPT_OUT, f"{signal} (purpose {purpose})")


@pytest.mark.parametrize(("said", "purpose", "signal", "asked"), CASES)
def test_a_permission_in_writing_lifts_it_and_is_stored(
    tmp_path: Path, said: dict[str, Answer], purpose: Purpose, signal: str, asked: bool
) -> None:
    name = signal.partition(": ")[2].partition("=")[0]
    with Site(stories([1, 2]) | said) as site:
        permission = Override(site.host(), "rsl" if signal.startswith("rsl") else name, "letter of 2026-03-01")
        settings = settings_for(site, tmp_path / "a", purpose=purpose, overrides=(permission,))
        ran = crawl(settings)
        url = site.url(A)
    assert ran.state(url) is State.FETCHED
    assert url in urls(settings.archive)
    assert ["override", permission.signal, "letter of 2026-03-01"] in signals_of(settings.archive, url)
    assert asked in (True, False)


def test_robots_cannot_be_overridden(tmp_path: Path) -> None:
    with Site(stories([1]) | robots("User-agent: *", f"Disallow: {A}")) as site:
        overrides = tuple(Override(site.host(), name, "no way") for name in ("robots", f"disallow: {A}", "disallow"))
        ran = crawl(settings_for(site, tmp_path / "a", overrides=overrides))
        assert A not in site.paths()
        assert ran.outcomes[site.url(A)].reason == "robots"


@pytest.mark.parametrize(
    "said", [with_head('<meta name="robots" content="noarchive">'), with_headers(X_Robots_Tag="noarchive")]
)
def test_noarchive_keeps_the_facts_and_neither_bytes_nor_text(tmp_path: Path, said: dict[str, Answer]) -> None:
    with Site(stories([1, 2]) | said) as site:
        settings = settings_for(site, tmp_path / "a")
        assert crawl(settings).report.bare == 1
        url, other = site.url(A), site.url(B)
        (article,) = (document for document in documents(settings.archive) if document["url"] == url)
        whole = story(1).encode()
    assert (article["text"], article["markdown"], article["removed"]) == ("", "", [])
    assert article["title"]
    assert [author["name"] for author in article["authors"]] == ["Marta Quillon"]
    assert article["attribution"]["link"] == url
    assert kept(settings.archive) & {url, other} == {other}
    needle = whole[whole.index(b"The council of") :][:60]
    assert not [file for file in settings.archive.rglob("*") if file.is_file() and needle in file.read_bytes()], (
        "not in the database either"
    )


def test_who_fetches_a_page_to_read_it_archives_nothing(tmp_path: Path) -> None:
    with Site(stories([1]) | with_headers(X_Robots_Tag="noarchive")) as site:
        article = journey.fetch(site.url(A), settings_for(site, tmp_path / "a"))
    assert isinstance(article, Article)
    assert article.text


def test_noarchive_for_another_purpose_keeps_the_text(tmp_path: Path) -> None:
    with Site(stories([1]) | with_headers(X_Robots_Tag="noarchive")) as site:
        settings = settings_for(site, tmp_path / "a", purpose=Purpose.SEARCH)
        crawl(settings)
        url = site.url(A)
    assert documents(settings.archive)[0]["text"]
    assert url not in kept(settings.archive)


def test_what_opts_out_later_is_a_change(tmp_path: Path) -> None:
    with Site(stories([1])) as site:
        settings = settings_for(site, tmp_path / "a")
        assert crawl(settings).saved[site.url(A)] is Saved.NEW
        site.pages[0].update(with_headers(X_Robots_Tag="noarchive"))
        assert crawl(settings, everything_due=True).saved[site.url(A)] is Saved.CHANGED
        assert crawl(settings, everything_due=True).saved[site.url(A)] is Saved.UNCHANGED
    assert documents(settings.archive)[0]["text"] == ""


def test_noimageai(tmp_path: Path) -> None:
    head = '<meta name="robots" content="noimageai"><meta property="og:image" content="/mill.jpg">'
    with Site(stories([1]) | with_head(head)) as site:
        for purpose, number in ((Purpose.AI_TRAIN, 0), (Purpose.ARCHIVE, 1)):
            settings = settings_for(site, tmp_path / purpose, purpose=purpose)
            crawl(settings)
            assert [len(document["images"]) for document in documents(settings.archive)] == [number]


def test_signals_that_do_not_concern_us_are_stored_all_the_same(tmp_path: Path) -> None:
    said = robots("User-agent: *", "Content-Signal: ai-train=no") | with_headers(X_Robots_Tag="noai")
    with Site(stories([1]) | said) as site:
        settings = settings_for(site, tmp_path / "a")
        crawl(settings)
        assert TDMREP not in site.paths(), "an archive crawl costs no request more"
        assert signals_of(settings.archive, site.url(A)) == [
            ["content-signal", "ai-train", "no"],
            ["x-robots-tag", "noai", ""],
        ]


def test_a_licence_on_another_host_is_asked_for_as_politely(tmp_path: Path) -> None:
    licences = robots("User-agent: *", "Crawl-delay: 0.02") | {"/l.xml": rsl("/", prohibits("search"))}
    with Site(stories([1, 2]), licences) as site:
        link = f'<{site.url("/l.xml", 1)}>; rel="license"; type="application/rsl+xml"'
        for number, path in ((1, A), (2, B)):
            site.pages[0][path] = Reply(200, story(number).encode(), {"Content-Type": "text/html", "Link": link})
        settings = settings_for(site, tmp_path / "a", purpose=Purpose.SEARCH)
        ran = crawl(settings)
        assert site.paths(1) == ["/robots.txt", "/l.xml"], "once for all pages"
        assert sorted(site.paths(0)) == ["/", "/robots.txt", A, B]
        assert {ran.state(site.url(path)) for path in (A, B)} == {State.EXCLUDED}


def test_terms_that_cannot_be_had_are_waited_for(tmp_path: Path) -> None:
    said: dict[str, Answer] = {TDMREP: Reply(500)}
    with Site(stories([1]) | said) as site:
        settings = settings_for(
            site, tmp_path / "a", purpose=Purpose.RESEARCH, longest_wait_seconds=1, backoff_seconds=30
        )
        ran = crawl(settings)
        assert site.paths() == ["/robots.txt", TDMREP]
        assert {outcome.reason for outcome in ran.outcomes.values()} == {"unreachable_terms"}
        result = journey.fetch(site.url(A), settings)
    assert isinstance(result, Failure)


# ---------------------------------------------------------------- what a home page alone leads to


def test_from_a_home_page_alone_a_crawl_finds_sitemaps_feeds_and_sections(tmp_path: Path) -> None:
    feed = "<rss version='2.0'><channel><title>News</title><item><link>{}/story/3</link></item></channel></rss>"
    sitemap = "<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'><url><loc>{}/story/4</loc></url></urlset>"
    pages: dict[str, Answer] = {
        "/": listing(
            ["/news/", "/story/1"], extra='<link rel="alternate" type="application/rss+xml" href="/feed.xml">'
        ),
        "/news/": listing(["/news/towns/", "/story/2"]),
        "/news/towns/": listing(["/story/5"]),
        **{f"/story/{number}": story(number) for number in range(1, 6)},
    }
    with Site(pages, stories([9])) as site:
        base = site.url("").rstrip("/")
        pages["/feed.xml"] = Reply(200, feed.format(base).encode(), {"Content-Type": "application/rss+xml"})
        pages["/map.xml"] = Reply(200, sitemap.format(base).encode(), {"Content-Type": "application/xml"})
        pages["/robots.txt"] = (
            f"Sitemap: /map.xml\nSitemap: {site.url('/elsewhere.xml', 1)}\nUser-agent: *\nDisallow:\n"
        )
        settings = settings_for(site, tmp_path / "a")
        crawl(settings)
        assert urls(settings.archive) == [f"{base}/story/{number}" for number in range(1, 6)]
        assert site.log(1) == [], "a sitemap on a host out of scope is left alone"
        site.forget()
        pages["/map.xml"] = Reply(200, sitemap.replace("story/4", "story/6").format(base).encode())
        pages["/story/6"] = story(6)
        crawl(settings)  # by the copy of robots.txt that is kept
        assert "/robots.txt" not in site.paths()
        assert f"{base}/story/6" in urls(settings.archive)


def test_a_page_asked_for_by_name_asks_for_no_sitemap() -> None:
    with Site(stories([1]) | robots("Sitemap: /map.xml")) as site:
        assert isinstance(journey.fetch(site.url(A), settings_for(site, Path("nowhere"))), Article)
        assert site.paths() == ["/robots.txt", A]


# ---------------------------------------------------------------- scraper policy


def policy(site: Site, path: str, **more: object) -> journey.Policy:
    settings: Settings = settings_for(site, Path("nowhere"), **more)
    return asyncio.run(journey.policy_of(site.url(path), settings))


@pytest.mark.parametrize(("said", "purpose", "signal", "asked"), CASES)
def test_the_policy_tells_what_a_crawl_would_do(
    said: dict[str, Answer], purpose: Purpose, signal: str, asked: bool
) -> None:
    with Site(stories([1, 2]) | said) as site:
        found = policy(site, A, purpose=purpose)
        assert (found.refusal, found.kept) == (f"{signal} (purpose {purpose})", "nothing")
        assert {"/robots.txt", TDMREP, A} <= set(site.paths()), "all is asked, to be told"
        assert found.page == "answered 200"
        fine = policy(site, B, purpose=purpose)
        assert fine.allowed
    assert asked in (True, False)


def test_the_policy_of_what_robots_forbids() -> None:
    with Site(stories([1]) | robots("User-agent: *", "Disallow: /story/", "Visit-time: 0000-2359")) as site:
        found = policy(site, A)
        assert sorted(site.paths()) == [TDMREP, "/robots.txt"]
    assert (found.allowed, found.refusal, found.rule) == (False, "robots.txt: Disallow: /story/", "Disallow: /story/")
    assert (found.page, found.visit_time) == ("not asked for", (0, 1439))


def test_the_policy_as_a_person_sees_it(tmp_path: Path) -> None:
    said = robots("User-agent: *", "Content-Signal: ai-train=no", "Crawl-delay: 0.5")
    with Site(stories([1]) | said | with_headers(X_Robots_Tag="noarchive")) as site:
        config = write_config(tmp_path, [site.url("/")], purpose="ai-train")
        done = command(tmp_path, "policy", site.url(A), "--config", config)
        assert done.returncode == 4
        assert "refused: content-signal: ai-train=no" in done.stdout
        done = command(tmp_path, "policy", site.url(A), "--config", config, "--purpose", "archive", "--json")
        assert done.returncode == 0
        told = json.loads(done.stdout)
    assert (told["allowed"], told["kept"]) == (True, "the facts, no text")
    assert told["robots"]["crawl_delay"] == 0.5
    assert {"source": "x-robots-tag", "name": "noarchive", "value": ""} in told["signals"]
