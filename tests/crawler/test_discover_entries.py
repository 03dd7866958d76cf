"""Which entries of feeds and sitemaps become visits, and in which order: freshest first, whoever names them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from scraper.crawler.discover import (
    Budgets,
    Choice,
    Entry,
    Scope,
    Why,
    backfill_visit,
    choose,
    choose_entries,
    choose_sitemaps,
    parse_feed,
    to_record,
    visit_to,
)
from scraper.crawler.discover.dates import period_of, sitemap_period
from scraper.crawler.frontier import MemoryFrontier
from scraper.model import Announced, Kind, Link, Source, Visit

NOW = datetime(2026, 3, 10, 12, tzinfo=UTC)
SCOPE = Scope(hosts=frozenset({"news.test"}))
FEED = visit_to("https://news.test/feed/", Kind.FEED)
SITEMAP = visit_to("https://news.test/sitemap.xml", Kind.SITEMAP)


def entry(path: str, days: float | None = None, **more: object) -> Entry:
    """An entry that was published so many days ago."""
    when = None if days is None else NOW - timedelta(days=days)
    return replace(Entry(f"https://news.test/{path}", modified=when, published=when), **more)  # type: ignore[arg-type]


def paths(visits: tuple[Visit, ...]) -> list[str]:
    return [visit.url.removeprefix("https://news.test/") for visit in visits]


def reasons(choice: Choice) -> dict[str, Why]:
    return {url.removeprefix("https://news.test/"): why for url, why in choice.passed_over}


def test_within_a_document_the_newest_comes_first() -> None:
    entries = [entry("old", 9), entry("x"), entry("new", 0.1), entry("y"), entry("middle", 0.5)]
    assert paths(choose_entries(entries, FEED, SCOPE, NOW).visits) == ["new", "middle", "old", "x", "y"]


def test_what_a_document_says_of_a_story_goes_with_its_visit() -> None:
    told = entry("a", 1, title="A title", authors=("Ana Ruiz",))
    (visit,) = choose_entries([told], FEED, SCOPE, NOW).visits
    assert visit.announced == Announced(Source.FEED, "A title", ("Ana Ruiz",), told.published)
    (visit,) = choose_entries([told], SITEMAP, SCOPE, NOW).visits
    assert visit.announced is not None
    assert visit.announced.source is Source.SITEMAP
    plain = Entry("https://news.test/b", modified=NOW)
    assert [one.announced for one in choose_entries([plain], SITEMAP, SCOPE, NOW).visits] == [None]


def test_across_documents_the_fresher_comes_first() -> None:
    """In the order in which a frontier gives them out."""
    feed = choose_entries(
        [entry("f-today", 0.2), entry("f-old", 400), entry("f-week", 3), entry("f")], FEED, SCOPE, NOW
    )
    pages = choose([Link("https://news.test/p")], visit_to("https://news.test/"), SCOPE)
    sitemap = choose_entries(
        [entry("s-today", 0.9), entry("s-month", 20), entry("s-old", 400), entry("s"), entry("s-tomorrow", -1)],
        SITEMAP,
        SCOPE,
        NOW,
    )
    index = choose_sitemaps([entry("new.xml", 1), entry("old.xml", 90)], SITEMAP, SCOPE, NOW, Budgets())
    frontier = MemoryFrontier((*index.visits, *sitemap.visits, *pages.visits, *feed.visits))
    given = []
    while visit := frontier.take("news.test", NOW.timestamp()):
        given.append(visit)
    order = ["s-tomorrow", "s-today", "f-today", "f", "f-week", "p", "s-month", "new.xml", "s", "old.xml"]
    assert paths(tuple(given)) == [*order, "s-old", "f-old"]


def test_a_story_that_was_touched_up_stays_old() -> None:
    touched = replace(entry("a", 400), modified=NOW)
    untouched = replace(entry("b", 400))
    one, other = choose_entries([touched, untouched], SITEMAP, SCOPE, NOW).visits
    assert one.priority == other.priority


def test_the_day_in_a_path_tells_more_than_the_last_change() -> None:
    told = [
        Entry("https://news.test/2011/10/04/touched", modified=NOW),
        Entry("https://news.test/2026/03/10/today"),
        Entry("https://news.test/2026/02/month-that-is-over"),
        Entry("https://news.test/2026/03/this-month"),
        Entry("https://news.test/2026/03/changed", modified=NOW),
        Entry("https://news.test/2011/10/old-month", modified=NOW),
    ]
    found = {visit.url.rpartition("/")[2]: visit.priority for visit in choose_entries(told, SITEMAP, SCOPE, NOW).visits}
    undated = choose_entries([entry("x")], SITEMAP, SCOPE, NOW).visits[0].priority
    assert found["today"] == found["changed"] < found["month-that-is-over"] < found["this-month"] == undated
    assert undated < found["touched"] == found["old-month"]


def test_links_in_the_story_of_a_feed_are_no_visits() -> None:
    body = b"""<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><item>
      <link>https://news.test/a</link>
      <content:encoded><![CDATA[<a href="https://news.test/inside">b</a>]]></content:encoded></item></channel></rss>"""
    found = parse_feed(body, FEED.url)
    assert "inside" in found.entries[0].content
    assert paths(choose_entries(found.entries, FEED, SCOPE, NOW).visits) == ["a"]


def test_languages_by_what_the_sitemap_says() -> None:
    scope = replace(SCOPE, languages=("es", "pt"))
    entries = [
        entry("es/a", language="es-MX"),
        entry("en/a", language="EN"),
        entry("fr/a"),
        entry("b", language="pt_BR"),
    ]
    choice = choose_entries(entries, SITEMAP, scope, NOW)
    assert paths(choice.visits) == ["es/a", "fr/a", "b"], "an address is no evidence"
    assert reasons(choice) == {"en/a": Why.LANGUAGE}


@pytest.mark.parametrize(
    ("path", "published", "modified", "why"),
    [
        ("a", None, None, None),
        ("a", date(2012, 1, 1), None, None),
        ("a", date(2012, 12, 31), None, None),
        ("a", date(2011, 12, 31), date(2012, 5, 1), Why.DATE),
        ("a", date(2013, 1, 1), None, Why.DATE),
        ("a", None, date(2011, 12, 31), Why.DATE),  # published before it was changed
        ("a", None, date(2020, 1, 1), None),  # a change tells nothing
        ("2011/10/04/a", None, None, Why.DATE),
        ("2011/12/", None, None, Why.DATE),
        ("2012/01/31/a", None, None, None),
        ("2013/01/a", None, None, Why.DATE),
        ("2013/jan/05/a", None, None, Why.DATE),
        ("news/2013-01-05/a", None, None, Why.DATE),
        ("room-2013/a", None, None, None),
    ],
)
def test_since_and_until(path: str, published: date | None, modified: date | None, why: Why | None) -> None:
    scope = replace(SCOPE, since=date(2012, 1, 1), until=date(2012, 12, 31))
    first, last = (day and datetime(day.year, day.month, day.day, 23, tzinfo=UTC) for day in (published, modified))
    told = Entry(f"https://news.test/{path}", published=first, modified=last)
    assert reasons(choose_entries([told], FEED, scope, NOW)).get(path) is why


def test_depth_ends_and_kind_counts() -> None:
    deep = replace(SITEMAP, depth=5)
    assert reasons(choose_entries([entry("a")], deep, SCOPE, NOW)) == {"a": Why.DEPTH}
    assert reasons(choose_entries([entry("a.pdf"), entry("wp-admin/x")], FEED, SCOPE, NOW)) == {
        "a.pdf": Why.FILE,
        "wp-admin/x": Why.MACHINERY,
    }


def test_no_budget_for_what_a_site_names_itself() -> None:
    entries = [entry(f"x?f{n % 40}=1&g{n % 39}=2") for n in range(1_500)]
    assert len(choose_entries(entries, SITEMAP, SCOPE, NOW).visits) == len({told.url for told in entries})


# ---------------------------------------------------------------- sitemaps of an index


def test_so_many_sitemaps_of_a_host_the_newest_first() -> None:
    scope, budgets = replace(SCOPE, max_sitemaps=2), Budgets()
    children = [entry("s1.xml", 300), entry("s2.xml", 1), entry("s3.xml", 30), entry("s4.xml")]
    choice = choose_sitemaps(children, SITEMAP, scope, NOW, budgets)
    assert paths(choice.visits) == ["s2.xml", "s3.xml"]
    assert reasons(choice) == {"s1.xml": Why.SITEMAPS, "s4.xml": Why.SITEMAPS}
    recorded = to_record(choice, SITEMAP, budgets, Kind.SITEMAP)
    assert [(one.visit.kind, one.reason) for one in recorded] == [(Kind.SITEMAP, "sitemaps")] * 2
    again = choose_sitemaps(children, SITEMAP, scope, NOW, budgets)
    assert again.visits == choice.visits, "what was taken is not counted twice"


def test_sitemaps_without_dates_are_dated_by_their_names() -> None:
    names = ["sitemap-2023-01.xml", "sitemap-2024.xml", "sitemap.xml?yyyy=2025&mm=05", "posts.xml"]
    choice = choose_sitemaps(
        map(entry, names), visit_to("https://news.test/i.xml", Kind.SITEMAP), SCOPE, NOW, Budgets()
    )
    assert [visit.url.rpartition("/")[2] for visit in choice.visits] == [
        "sitemap.xml?mm=05&yyyy=2025",
        "sitemap-2024.xml",
        "sitemap-2023-01.xml",
        "posts.xml",
    ]


def test_a_sitemap_that_did_not_change_since_is_not_read() -> None:
    scope = replace(SCOPE, since=date(2026, 1, 1), include=("^/news/",))
    children = [Entry("https://news.test/s1.xml", modified=NOW - timedelta(days=300)), entry("s2.xml", 1)]
    choice = choose_sitemaps([*children, Entry("https://else.test/s.xml")], SITEMAP, scope, NOW, Budgets())
    assert paths(choice.visits) == ["s2.xml"], "patterns are for pages"
    assert reasons(choice) == {"s1.xml": Why.DATE, "https://else.test/s.xml": Why.HOST}


# ---------------------------------------------------------------- back-fill


def test_a_back_fill_comes_after_all_else_and_the_newest_first() -> None:
    def priority(told: Entry) -> int:
        visit = backfill_visit(told, SCOPE, NOW)
        assert isinstance(visit, Visit)
        assert (visit.depth, visit.found_on) == (1, None)
        return visit.priority

    captured = Entry("https://news.test/a", modified=datetime(2024, 5, 1, tzinfo=UTC))
    by_path = Entry("https://news.test/2011/10/04/a", modified=datetime(2024, 5, 1, tzinfo=UTC))
    oldest = choose_entries([entry("s-old", 4000)], SITEMAP, SCOPE, NOW).visits[0].priority
    assert oldest < priority(captured) < priority(by_path) < priority(Entry("https://news.test/undated"))


def test_a_back_fill_keeps_to_the_scope() -> None:
    scope = replace(SCOPE, exclude=("/sponsored/",), since=date(2012, 1, 1))
    for url, why in {
        "https://else.test/a": Why.HOST,
        "https://news.test/sponsored/a": Why.EXCLUDED,
        "https://news.test/2011/10/04/a": Why.DATE,
        "https://news.test/logo.png": Why.FILE,
        "http://[": Why.ADDRESS,
    }.items():
        assert backfill_visit(Entry(url), scope, NOW) is why


# ---------------------------------------------------------------- dates of addresses


@pytest.mark.parametrize(
    ("path", "days"),
    [
        ("2011/10/04/story/", ("2011-10-04", "2011-10-04")),
        ("2011/10/4/story", ("2011-10-04", "2011-10-04")),
        ("world/2011/feb/", ("2011-02-01", "2011-02-28")),
        ("2012/02", ("2012-02-01", "2012-02-29")),
        ("news/2011-10-04-story", ("2011-10-04", "2011-10-04")),
        ("2011/10/12345/story", ("2011-10-01", "2011-10-31")),
        ("2011/02/31/story", None),
        ("2011/13/01/story", None),
        ("1811/10/04/story", None),
        ("story?date=2011/10/04", None),
        ("reports/2011/annual", None),
        ("2011-10-043", None),
    ],
)
def test_days_and_months_in_paths(path: str, days: tuple[str, str] | None) -> None:
    period = period_of(f"https://news.test/{path}")
    assert (period and (str(period.first), str(period.last))) == days


@pytest.mark.parametrize(
    ("name", "last"),
    [
        ("sitemap-2024-05.xml", "2024-05-31"),
        ("sitemap_202405.xml.gz", "2024-05-31"),
        ("2024/sitemap.xml", "2024-12-31"),
        ("sitemap.xml?yyyy=2024&mm=5&dd=01", "2024-05-31"),
        ("post-sitemap20.xml", None),
        ("sitemap-12024.xml", None),
    ],
)
def test_months_and_years_in_names_of_sitemaps(name: str, last: str | None) -> None:
    period = sitemap_period(f"https://news.test/{name}")
    assert (period and str(period.last)) == last
