"""What has no end is capped, with a reason; what only looks like it is not lost."""

from __future__ import annotations

import itertools
from dataclasses import replace

import pytest

from scraper.crawler.discover import Budgets, Choice, Scope, Why, choose, families_of, to_record, visit_to
from scraper.crawler.discover.budgets import (
    FAMILIES,
    FURTHER_PAGES,
    LISTINGS,
    RECORDED_PER_HOST,
    RECORDED_PER_PAGE,
    Seen,
)
from scraper.crawler.discover.families import Shape
from scraper.crawler.discover.traps import leads_on
from scraper.model import Kind, Link, Visit

SITE = "https://news.test"
SCOPE = Scope(hosts=frozenset({"news.test"}), max_links=100_000)
HOME = visit_to(SITE + "/")
TOKEN = "0a1b2c3d4e5f60718293"


def choice(paths: list[str], budgets: Budgets, visit: Visit = HOME, scope: Scope = SCOPE) -> Choice:
    return choose([Link(SITE + path) for path in paths], visit, scope, budgets)


def shape(path: str) -> Shape | None:
    families = families_of(SITE + path)
    return families[-1].shape if families else None


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/2011/10/04/a-story/", None),
        ("/news/brief/colombia-arrests-leader-of-the-farc-in-2011/", None),
        ("/world-news/0123456789", None),
        ("/page/7/", None),
        ("/tag/x?page=7", None),
        ("/?p=7", Shape.ONE),
        ("/story.aspx?id=7", Shape.ONE),
        ("/index.php?Itemid=3&id=7&option=com_content", Shape.MANY),
        ("/2011/10/", Shape.DAYS),
        ("/es/2011/10/04/", Shape.DAYS),
        ("/archive/2011-10/page/2/", Shape.DAYS),
        ("/?m=201110", Shape.DAYS),
        ("/agenda?day=4&month=10&year=2031", Shape.DAYS),
        (f"/a/{TOKEN}", Shape.TOKENS),
        ("/content/550e8400-e29b-41d4-a716-446655440000", Shape.TOKENS),
        (f"/a?sess={TOKEN[:16]}", Shape.TOKENS),
        ("/a?rand=123", Shape.TOKENS),
        ("/a?v=1700000000", Shape.TOKENS),
    ],
)
def test_families(path: str, expected: Shape | None) -> None:
    assert shape(path) is expected


def test_the_pages_of_a_listing_are_one_member() -> None:
    assert families_of(SITE + "/list?cat=3&page=7") == families_of(SITE + "/list?cat=3")
    assert families_of(SITE + "/list?cat=4") != families_of(SITE + "/list?cat=3")


def test_the_same_filters_in_another_order_are_one_address() -> None:
    found = choice(["/list?a=1&b=2&c=3", "/list?c=3&a=1&b=2", "/list?b=2&c=3&a=1"], Budgets())
    assert len(found.visits) == 1


@pytest.mark.parametrize(
    ("paths", "free", "why"),
    [
        ([f"/{year}/{month:02}/" for year in range(1950, 2050) for month in range(1, 13)], 400, Why.CALENDAR),
        ([f"/a?rand={n}" for n in range(900)], 500, Why.VARIANTS),
        ([f"/s/{n:020x}/list" for n in range(900)], 500, Why.VARIANTS),
        ([f"/story.asp?id={n}" for n in range(6_000)], 5_000, Why.VARIANTS),
        ([f"/shop?cat=1&id={n}" for n in range(2_500)], 2_000, Why.VARIANTS),
    ],
)
def test_a_family_has_so_many_members(paths: list[str], free: int, why: Why) -> None:
    budgets = Budgets()
    found = choice(paths, budgets)
    assert len(found.visits) == free
    assert {reason for _, reason in found.passed_over} == {why}
    again = choice(paths, budgets)
    assert again.visits == found.visits, "those that were taken stay taken"
    assert choice(["/story/plain"], budgets).visits, "other pages have no part in it"
    elsewhere = Scope(frozenset({"other.test"}), max_links=100_000)
    other = choose([Link("https://other.test" + path) for path in paths[:10]], HOME, elsewhere, budgets)
    assert len(other.visits) == 10, "nor have other hosts"


def test_filters_in_every_combination() -> None:
    names = "author brand colour format place price size year2".split()
    sets = [combination for size in range(2, 6) for combination in itertools.combinations(names, size)]
    found = choice(["/list?" + "&".join(f"{name}=x" for name in one) for one in sets], Budgets())
    assert len(found.visits) == Shape.FILTERS.free
    assert {why for _, why in found.passed_over} == {Why.PARAMETERS}


def test_without_a_run_there_is_no_budget() -> None:
    assert len(choose([Link(f"{SITE}/a?rand={n}") for n in range(900)], HOME, SCOPE).visits) == 900


def test_articles_earn_room_for_more_of_their_family_and_the_same_one_again_does_not() -> None:
    budgets = Budgets()
    paths = [f"/s/{n:020x}/list" for n in range(900)]
    taken = choice(paths, budgets).visits
    for visit in taken[:5]:
        budgets.earn(families_of(visit.url), "the same story each time")
    assert len(choice(paths, budgets).visits) == 500 + Shape.TOKENS.earned
    for number, visit in enumerate(taken[:5]):
        budgets.earn(families_of(visit.url), f"story {number}")
    assert len(choice(paths, budgets).visits) == 500 + 6 * Shape.TOKENS.earned


def test_memory_is_bounded() -> None:
    budgets = Budgets()
    for number in range(FAMILIES + 50):
        assert budgets.spend(families_of(f"{SITE}/{number}?id=1")) is None
    for number in range(LISTINGS + 50):
        budgets.has_ended(f"{SITE}/{number}", "key", frozenset())
    assert len(budgets._members) == FAMILIES
    assert len(budgets._looks) == LISTINGS


def test_a_set_in_flat_memory() -> None:
    seen = Seen()
    new = sum(seen.add(f"member {number}") for number in range(20_000))
    assert new > 19_950
    assert all(f"member {number}" in seen for number in range(20_000))
    assert not seen.add("member 7")
    assert sum(f"other {number}" in seen for number in range(1_000)) < 10


# ---------------------------------------------------------------- listings


@pytest.mark.parametrize(
    ("link", "expected"),
    [
        (Link(SITE + "/x", "Older posts"), True),
        (Link(SITE + "/x", "← Older Posts"), True),
        (Link(SITE + "/x", "Página siguiente »"), True),
        (Link(SITE + "/x", "", rel="next"), True),
        (Link(SITE + "/x", "2", rel="next nofollow"), True),
        (Link(SITE + "/x", "Next of kin told of the wreck"), False),
        (Link(SITE + "/x", "", rel="prev"), False),
        (Link(SITE + "/x", "", rel="nextish"), False),
        (Link(SITE + "/x"), False),
    ],
)
def test_links_that_lead_on(link: Link, expected: bool) -> None:
    assert leads_on(link) is expected


@pytest.mark.parametrize(
    "onward",
    [
        "/news/page/2/",
        "/news?paged=2",
        "/news?page=2",
        "/news?offset=20",
        "/news?start=20",
    ],
)
def test_further_pages_are_as_deep_as_the_first(onward: str) -> None:
    section = replace(visit_to(SITE + "/news"), depth=2)
    (visit,) = choose([Link(SITE + onward, "2")], section, SCOPE, Budgets()).visits
    assert visit.depth == 2


def test_what_says_next_leads_on_whatever_its_address() -> None:
    section = replace(visit_to(SITE + "/news"), depth=SCOPE.max_depth)
    links = [Link(SITE + "/older/dGhl", "Older posts"), Link(SITE + "/cursor/abc", rel="next"), Link(SITE + "/story")]
    found = choose(links, section, SCOPE, Budgets())
    assert [visit.depth for visit in found.visits] == [SCOPE.max_depth] * 2
    assert found.passed_over == ((SITE + "/story", Why.DEPTH),)
    story = choose(links, section, SCOPE, Budgets(), is_story=True)
    assert story.visits == (), "after a story comes another one, and not a page of a listing"


def test_pages_that_only_say_next_end_too() -> None:
    budgets = Budgets()
    section = replace(visit_to(SITE + "/news"), depth=SCOPE.max_depth)
    for number in range(FURTHER_PAGES):
        assert choose([Link(f"{SITE}/cursor/{number}", "Next")], section, SCOPE, budgets).visits
    found = choose([Link(f"{SITE}/cursor/more", "Next")], section, SCOPE, budgets)
    assert found.passed_over == ((SITE + "/cursor/more", Why.DEPTH),)
    assert choose([Link(f"{SITE}/cursor/7", "Next")], section, SCOPE, budgets) == Choice((), ()), "it was taken before"


def test_a_listing_that_repeats_itself_has_ended() -> None:
    budgets = Budgets()

    def further(number: int, stories: list[str]) -> list[str]:
        links = [*stories, "/about", f"/tag/x?page={number + 1}"]
        return [visit.url for visit in choice(links, budgets, visit_to(f"{SITE}/tag/x?page={number}")).visits]

    assert f"{SITE}/tag/x?page=3" in further(2, ["/a", "/b"])
    assert f"{SITE}/tag/x?page=4" in further(3, ["/c"])
    assert f"{SITE}/tag/x?page=5" in further(4, [])
    assert f"{SITE}/tag/x?page=6" not in further(5, [])
    reasons = choice(["/about", "/tag/x?page=7"], budgets, visit_to(f"{SITE}/tag/x?page=6")).passed_over
    assert reasons == ((SITE + "/tag/x?page=7", Why.PAGING),)


# ---------------------------------------------------------------- what is written down


def test_reasons_are_kept_once_and_so_many_of_a_page() -> None:
    budgets = Budgets()
    paths = [f"/events/{year}/05/12/" for year in range(2000, 2080)]
    found = choice([*paths, "/photo.jpg", "/wp-admin/x"], budgets)
    kept = to_record(found, HOME, budgets)
    assert len(kept) == RECORDED_PER_PAGE
    assert {one.reason for one in kept} == {"calendar"}
    assert (kept[0].visit.depth, kept[0].visit.found_on, kept[0].visit.kind) == (1, HOME.url, Kind.PAGE)
    rest = to_record(found, HOME, budgets)
    assert len(rest) == 80 - RECORDED_PER_PAGE
    assert to_record(found, HOME, budgets) == ()


def test_so_many_of_a_host_and_reason() -> None:
    budgets = Budgets()
    kept = 0
    for number in range(RECORDED_PER_HOST // RECORDED_PER_PAGE + 5):
        found = choice([f"/a/{number}/{n}/?s=x" for n in range(RECORDED_PER_PAGE)], budgets)
        kept += len(to_record(found, HOME, budgets))
    assert kept == RECORDED_PER_HOST
    assert to_record(choice(["/events/2031/05/12/"], budgets), HOME, budgets), "another reason has room of its own"


@pytest.mark.parametrize(
    ("path", "scope"),
    [
        ("/a/b/c", replace(SCOPE, max_depth=0)),
        ("/a", replace(SCOPE, include=("^/news/",))),
        ("/a", replace(SCOPE, exclude=("^/a",))),
        ("/?s=x", SCOPE),
        ("/page/1001/", SCOPE),
        ("/" + "a" * 2_100, SCOPE),
    ],
)
def test_what_is_kept_with_its_reason(path: str, scope: Scope) -> None:
    budgets = Budgets()
    found = choice([path], budgets, scope=scope)
    assert [one.reason for one in to_record(found, HOME, budgets)] == [found.passed_over[0][1].value]


def test_what_is_not() -> None:
    budgets = Budgets()
    links = [Link("https://else.test/"), Link("mailto:x"), Link(SITE + "/a", nofollow=True), Link(SITE + "/a.pdf")]
    found = choose([*links, Link(SITE + "/wp-login.php")], HOME, SCOPE, budgets)
    assert len(found.passed_over) == 5
    assert to_record(found, HOME, budgets) == ()
