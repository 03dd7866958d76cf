"""Does the archive's queue hand out each visit once, in order, and lose none?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from scraper.crawler.frontier import Frontier
from scraper.model import (
    Announced,
    Hold,
    Kind,
    Outcome,
    PassedOver,
    Reason,
    RobotsCopy,
    Source,
    State,
    Truncation,
    Visit,
)
from scraper.writer import Archive
from tests.writer.factory import CLOCK, DAY, NOW, URL, article, fetched, page, visit

HOST = "news.test"


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with Archive.open(tmp_path, write=True) as opened:
        opened.begin_run("test", CLOCK)
        yield opened


def test_it_is_what_the_loop_asks_for(archive: Archive) -> None:
    frontier: Frontier = archive  # checked by mypy
    assert frontier.hosts(CLOCK) == []


def ended(what: Visit, state: State, **changes: object) -> Outcome:
    return replace(Outcome(what, state, NOW), **changes)  # type: ignore[arg-type]


def at(number: int, **changes: object) -> Visit:
    return visit(f"https://{HOST}/{number}", **changes)


def drain(archive: Archive, now: float = CLOCK) -> list[str]:
    """Take and finish all that is due; the paths in order."""
    paths = []
    while taken := archive.take(HOST, now):
        paths.append(taken.url.removeprefix(f"https://{HOST}/"))
        archive.finish(ended(taken, State.FETCHED))
    return paths


def test_a_visit_comes_back_as_it_went_in(archive: Archive) -> None:
    whole = visit(
        kind=Kind.FEED,
        depth=2,
        hops=1,
        priority=-3,
        found_on="https://news.test/",
        attempts=1,
        etag='"e"',
        last_modified="Mon",
        announced=Announced(Source.FEED, "Año \U0001f600", ("Ana Ruiz",), NOW),
    )
    assert archive.add([whole]) == 1
    assert archive.take(HOST, CLOCK) == whole


def test_only_unknown_keys_are_added(archive: Archive) -> None:
    assert archive.add([at(1), at(1), at(2)]) == 2
    assert archive.add([at(2), at(3), replace(at(1), url="https://news.test/1?utm_source=x")]) == 1
    assert archive.known() == archive.counts()[State.PENDING] == 3


def test_priority_then_due_then_depth_then_order(archive: Archive) -> None:
    archive.add(
        [
            at(5, priority=1, due=0.0),
            at(3, depth=2),
            at(2, depth=1),
            at(4, depth=2),
            at(1, due=CLOCK - 5, depth=9),
            at(0, priority=-1),
            at(9, priority=-2, due=CLOCK + 1),
        ]
    )
    assert drain(archive) == ["0", "1", "2", "3", "4", "5"]
    assert drain(archive, CLOCK + 1) == ["9"]


def test_leases(archive: Archive) -> None:
    archive.add([at(1), at(2, priority=1)])
    first = archive.take(HOST, CLOCK)
    second = archive.take(HOST, CLOCK)
    assert first == at(1)
    assert second == at(2, priority=1)
    assert archive.take(HOST, CLOCK) is None
    archive.give_back(at(1))
    assert archive.take(HOST, CLOCK) == at(1)


def test_leases_end_with_the_process_that_held_them(tmp_path: Path) -> None:
    for _ in range(2):
        with Archive.open(tmp_path, write=True) as archive:
            archive.begin_run("test", CLOCK)
            archive.add([at(1)])
            assert archive.take(HOST, CLOCK) == at(1)


def test_hosts(archive: Archive) -> None:
    archive.add([at(1, due=CLOCK + 9, priority=-5), at(2, due=CLOCK + 3), visit("http://b.test:81/", due=CLOCK - 9)])
    archive.add([visit("https://a.test/", due=CLOCK + 5)])
    expected = [("a.test", CLOCK + 5), ("b.test:81", CLOCK), (HOST, CLOCK + 3)]
    assert sorted(archive.hosts(CLOCK)) == expected
    archive.finish(ended(visit("https://a.test/"), State.GONE))
    assert sorted(archive.hosts(CLOCK)) == expected[1:]


def test_what_is_finished_is_not_taken_again_in_the_run(archive: Archive) -> None:
    archive.add([at(1), at(2)])
    archive.finish(ended(at(1), State.FETCHED, next_due=CLOCK))
    archive.finish(ended(at(2), State.REJECTED, next_due=CLOCK + DAY))
    assert archive.take(HOST, CLOCK + 2 * DAY) is None
    assert archive.hosts(CLOCK + 2 * DAY) == []
    archive.begin_run("next", CLOCK + 1)
    assert drain(archive, CLOCK + 1) == ["1"]
    assert drain(archive, CLOCK + DAY) == ["2"]


def test_what_is_put_off_comes_again_when_it_is_due(archive: Archive) -> None:
    archive.add([at(1)])
    for attempts in range(3):
        taken = archive.take(HOST, CLOCK + 60 * attempts)
        assert taken is not None
        assert taken.attempts == attempts
        archive.finish(ended(taken, State.DEFERRED, next_due=CLOCK + 60 * (attempts + 1), reason="timeout"))
        assert archive.take(HOST, CLOCK + 60 * attempts) is None
    assert archive.hosts(CLOCK) == [(HOST, CLOCK + 180)]
    assert archive.reasons() == {(State.DEFERRED, "timeout"): 1}


def test_everything_due_again(archive: Archive) -> None:
    archive.add([at(number) for number in range(4)])
    archive.finish(ended(at(0), State.FETCHED, next_due=CLOCK + DAY))
    archive.finish(ended(at(1), State.FAILED))
    archive.finish(ended(at(2), State.GONE))
    archive.begin_run("now", CLOCK + 5, everything_due=True)
    assert sorted(drain(archive, CLOCK + 5)) == ["0", "1", "3"]


def test_what_was_passed_over_is_not_made_due_with_everything(archive: Archive) -> None:
    trap, home = visit("https://news.test/events/2031/05/12/"), visit("https://news.test/")
    archive.add([home])
    end = Outcome(home, State.FETCHED, NOW, 200, next_due=CLOCK + DAY, passed_over=(PassedOver(trap, "calendar"),))
    archive.finish(end)
    archive.begin_run("now", CLOCK + 5, everything_due=True)
    assert archive.take("news.test", CLOCK + 5) == replace(home, due=CLOCK + 5, status=200)
    assert archive.take("news.test", CLOCK + 5) is None
    assert archive.reasons() == {(State.EXCLUDED, "calendar"): 1}
    archive.add([trap])
    assert archive.take("news.test", CLOCK + 5) == trap, "found again, and in bounds now"


def test_a_redirect_to_another_spelling_takes_the_place(archive: Archive) -> None:
    old = visit("http://www.news.test/1", etag='"old"')
    new = replace(old, url="https://news.test/1", host=HOST, hops=1, found_on=old.url, etag=None)
    archive.add([old])
    archive.finish(ended(old, State.REDIRECTED, status=301, found=(new, at(2))))
    assert archive.hosts(CLOCK) == [(HOST, CLOCK)]
    assert archive.take(HOST, CLOCK) == new
    archive.finish(ended(new, State.FETCHED, next_due=CLOCK + DAY))
    archive.begin_run("later", CLOCK + DAY)
    assert archive.counts()[State.PENDING] == 1
    archive.finish(ended(at(2), State.GONE))
    again = archive.take(HOST, CLOCK + DAY)
    assert again is not None
    assert again.hops == 0


def test_a_page_that_links_to_itself_is_done(archive: Archive) -> None:
    archive.add([at(1)])
    archive.finish(ended(at(1), State.FETCHED, found=(at(1), at(2))))
    assert drain(archive) == ["2"]


def test_validators_are_those_of_the_last_whole_page(archive: Archive) -> None:
    def validators() -> tuple[str | None, str | None]:
        archive.begin_run("again", CLOCK)
        taken = archive.take(HOST, CLOCK)
        assert taken is not None
        archive.give_back(taken)
        return taken.etag, taken.last_modified

    first = ('"v1"', "Mon, 02 Mar 2026 10:30:00 GMT")
    archive.finish(fetched(archive, article(), next_due=CLOCK))
    assert validators() == first
    for state in (State.DEFERRED, State.FAILED, State.EXCLUDED, State.REDIRECTED):
        archive.finish(ended(visit(), state, next_due=CLOCK, page=page(headers=(("etag", '"other"'),))))
        assert validators() == first
    archive.finish(ended(visit(), State.UNCHANGED, next_due=CLOCK, page=page(headers=(("etag", '"v2"'),))))
    assert validators() == ('"v2"', first[1])
    archive.finish(ended(visit(), State.REJECTED, next_due=CLOCK, page=page(headers=(("etag", '"v3"'),))))
    assert validators() == ('"v3"', None)


@pytest.mark.parametrize(
    "changes",
    [{"page": page(truncated=Truncation.TIME)}, {"page": page(), "reason": Reason.BROKEN.value}, {"page": None}],
)
def test_what_did_not_come_whole_is_asked_for_anew(archive: Archive, changes: dict[str, object]) -> None:
    archive.finish(fetched(archive, article(), next_due=CLOCK))
    archive.finish(ended(visit(), State.REJECTED, next_due=CLOCK, **changes))
    archive.begin_run("again", CLOCK)
    taken = archive.take(HOST, CLOCK)
    assert taken is not None
    assert (taken.etag, taken.last_modified) == (None, None)


def test_robots_and_holds_outlive_the_run(tmp_path: Path) -> None:
    copy = RobotsCopy("https://news.test", 200, b"User-agent: *\xff", CLOCK, CLOCK + DAY)
    hold = Hold(CLOCK + 30, "parked after 5 refusals \ufffd", 2)
    with Archive.open(tmp_path, write=True) as archive:
        archive.keep_robots(replace(copy, body=b""))
        archive.keep_robots(copy)
        archive.keep_hold("over.test", Hold(CLOCK - 1, "HTTP 503"))
        archive.keep_hold(HOST, Hold(CLOCK + 9, "HTTP 429"))
        archive.keep_hold(HOST, hold)
    with Archive.open(tmp_path) as archive:
        assert archive.robots("https://news.test") == copy
        assert archive.robots("http://news.test") is None
        assert archive.hold(HOST) == hold
        assert archive.hold("b.test") == Hold()
        assert archive.holds(CLOCK) == {HOST: hold}


def test_accounts_add_up(archive: Archive) -> None:
    archive.add([at(number) for number in range(20)])
    for number, state in enumerate(State):
        if state is not State.PENDING:
            archive.finish(ended(at(number), state))
    archive.finish(ended(visit(URL), State.FETCHED, status=200))  # never queued: a one-off fetch
    counts = archive.counts()
    assert sum(counts.values()) == archive.known() == 21
    assert counts[State.FETCHED] == 2
    states = [known.state for known in archive.pages()]
    assert {state: states.count(state) for state in State} == counts
    assert [known.url for known in archive.pages(State.GONE)] == [at(8).url]


def test_a_known_page_tells_what_happened(archive: Archive) -> None:
    archive.finish(ended(at(1, found_on=URL), State.FAILED, status=500, reason="status", detail="odd \ud800"))
    (known,) = archive.pages()
    assert (known.state, known.status, known.reason, known.detail) == (State.FAILED, 500, "status", "odd \ufffd")
    assert (known.visited_at, known.due, known.found_on, known.kind) == (NOW, None, URL, Kind.PAGE)
