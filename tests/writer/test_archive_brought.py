"""The ends of many visits in one: a list of posts and the articles that it brought."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from scraper.model import Kind, Outcome, Saved, State, Visit
from scraper.writer import Archive
from scraper.writer.archive_database import Database
from tests.writer.factory import CLOCK, DAY, NOW, article, page, rejection, visit

HOST = "news.test"
LIST = "https://news.test/wp-json/wp/v2/posts?per_page=100"


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with Archive.open(tmp_path, write=True) as opened:
        opened.begin_run("test", CLOCK)
        yield opened


def at(number: int) -> str:
    return f"https://{HOST}/{number}"


def listed(archive: Archive, *brought: Outcome, **changes: object) -> Outcome:
    came = page(LIST, b"[]")
    end = Outcome(visit(LIST, kind=Kind.API), State.FETCHED, NOW, 200, page=came, raw=archive.keep(came))
    return replace(end, brought=brought, **changes)  # type: ignore[arg-type]


def brought(number: int, **changes: object) -> Outcome:
    end = Outcome(visit(at(number)), State.FETCHED, NOW, 200, result=article(at(number)), fingerprint="looks")
    return replace(end, **({"next_due": CLOCK + 30 * DAY} | changes))  # type: ignore[arg-type]


def test_what_is_brought_is_stored_and_told(archive: Archive, tmp_path: Path) -> None:
    refused = brought(3, state=State.REJECTED, result=rejection(at(3)))
    (ended,) = archive.store([listed(archive, brought(1), brought(2), refused)])
    assert (ended.saved, ended.brought) == (None, (Saved.NEW, Saved.NEW, None))
    assert archive.article_count() == 2
    assert archive.counts()[State.FETCHED] == 3
    assert sum(archive.counts().values()) == archive.known() == 4
    database = Database.open(tmp_path, write=False)
    exchanges = database.all("SELECT url FROM pages")
    pointed_at = database.all("SELECT DISTINCT p.url FROM revisions r JOIN pages p ON p.id = r.page")
    database.close()
    assert exchanges == pointed_at == [(LIST,)], "one exchange, and it is the one of all of them"


def test_a_visit_that_was_spared_is_not_made(archive: Archive) -> None:
    archive.add([visit(at(1)), visit(at(2))])
    archive.finish(listed(archive, brought(1)))
    taken = archive.take(HOST, CLOCK)
    assert taken is not None
    assert taken.url == at(2)
    archive.give_back(taken)
    archive.finish(Outcome(taken, State.FETCHED, NOW))
    assert archive.take(HOST, CLOCK + 29 * DAY) is None


def test_what_is_brought_again_is_counted_as_another_look(archive: Archive) -> None:
    archive.finish(listed(archive, brought(1)))
    archive.finish(listed(archive, brought(1, fingerprint="new looks", next_due=CLOCK)))
    archive.begin_run("next", CLOCK)
    taken = archive.take(HOST, CLOCK)
    assert taken is not None
    assert (taken.checks, taken.changes, taken.fingerprint, taken.etag) == (2, 1, "new looks", None)


def later(of: Visit, url: str, due: float) -> Visit:
    return replace(of, url=url, due=due)


def test_a_list_moves_on_to_its_news_and_stays_read(archive: Archive) -> None:
    archive.add([visit(LIST, kind=Kind.API)])
    taken = archive.take(HOST, CLOCK)
    assert taken is not None
    news = later(taken, f"{LIST}&modified_after=2026", CLOCK)
    archive.finish(listed(archive, visit=taken, found=(news,), next_due=CLOCK))
    assert archive.counts()[State.FETCHED] == archive.known() == 1
    assert archive.take(HOST, CLOCK) is None, "not again in this run"
    archive.begin_run("next", CLOCK)
    again = archive.take(HOST, CLOCK)
    assert again is not None
    assert (again.url, again.key, again.etag) == (news.url, taken.key, None)


def test_a_list_that_is_refused_is_asked_for_less_at_once(archive: Archive) -> None:
    archive.add([visit(LIST, kind=Kind.API)])
    taken = archive.take(HOST, CLOCK)
    assert taken is not None
    less = later(taken, LIST.replace("100", "20"), 0.0)
    archive.finish(Outcome(taken, State.REDIRECTED, NOW, 400, found=(less,), next_due=CLOCK))
    again = archive.take(HOST, CLOCK)
    assert again is not None
    assert again.url == less.url
