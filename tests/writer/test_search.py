"""Is every article found by its words, as it is now, whatever is asked and whatever happens?"""

from __future__ import annotations

import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, suppress
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scraper.errors import ArchiveError, UsageError
from scraper.model import Attribution, Outcome, State
from scraper.writer import Archive
from scraper.writer.archive_database import APPLICATION_ID, FILE, know_words
from scraper.writer.archive_search import Order, Within
from scraper.writer.schema import scripts
from scraper.writer.search_query import Term
from scraper.writer.search_snippet import LENGTH, snippet
from scraper.writer.search_words import folded
from tests.writer.factory import CLOCK, NOW, article, visit

DOCUMENT = '{"title": "Old news", "text": "The river of 2019"}'


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with Archive.open(tmp_path, write=True) as opened:
        opened.begin_run("search", CLOCK)
        yield opened


def end(path: str, text: str, **changes: Any) -> Outcome:
    """The end of a visit that brought an article; ``path`` may be on a host of its own."""
    url = path if "://" in path else f"https://news.test/{path}"
    told = {"title": "Untold", "text": text, "fingerprint": "", "date_published": None, "language": None} | changes
    made = article(url, attribution=Attribution(url, "News"), **told)
    return Outcome(visit(url), State.FETCHED, NOW, 200, result=made)


def save(archive: Archive, path: str, text: str, **changes: Any) -> None:
    """A transaction of one such end."""
    archive.finish(end(path, text, **changes))


def found(archive: Archive, query: str, *where: Any) -> list[str]:
    """The paths of what is found, in order."""
    return [hit.article.document["url"].rpartition("/")[2] for hit in archive.search(query, *where)]


@pytest.mark.parametrize(
    ("text", "queries"),
    [
        ("Die Straße nach Zürich", "straße STRASSE zurich Zürich ZÜRICH zu\u0308rich"),
        ("L’élue de Besançon", "elue besancon BESANÇON"),
        ("Đà Nẵng và Hội An", "đà da nẵng nang hoi"),
        ("Łódź, Århus, Œuvre, Þór", "lodz łódź arhus oeuvre thor"),
        ("Diyarbakır ve İstanbul", "diyarbakir DİYARBAKIR istanbul İSTANBUL"),
        ("العَرَبِيَّة إلى القاهرة", "العربية العَرَبِيَّة الي القاهره"),
        ("שָׁלוֹם עולם", "שלום"),
        ("Ёлка у реки, ΑΘΉΝΑΣ", "елка ЁЛКА αθηνας"),
        ("हिन्दी भाषा", "हिन्दी भाषा"),
        ("警察在河边逮捕了五个人", "河边 逮捕 警察在河 人"),
        ("東京タワーで事件", "東京 タワー 京タワ 事件"),
        ("ตำรวจจับกุมผู้ต้องหา", "ตำรวจ จับกุม ผู้ต้องหา"),
        ("한국은행은 오늘", "한국은행 한국 은행"),
        ("ＦＵＬＬ　ｗｉｄｔｈ", "full width"),
        ("Donau\u00addampf", "donaudampf"),
        ("می\u200cخواهم", "میخواهم می\u200cخواهم"),
    ],
)
def test_found_in_any_spelling(archive: Archive, text: str, queries: str) -> None:
    save(archive, "it", text)
    save(archive, "other", "Something else")
    for query in queries.split():
        hits = archive.search(query)
        assert [hit.article.document["text"] for hit in hits] == [text], query
        assert hits[0].snippet.marks, query
        assert hits[0].snippet.text == " ".join(text.split())


def test_what_is_another_word_is_not_found(archive: Archive) -> None:
    save(archive, "1", "हिन्दी 河边 ตำรวจ")
    for query in ("हन्दा", "边河", "ตาราง", "ตรวจ"):
        assert found(archive, query) == []


def test_the_language_of_queries(archive: Archive) -> None:
    save(archive, "gold", "gold in the river")
    save(archive, "silver", "silver by the river")
    save(archive, "both", "silver river, gold and or not near")
    asked = {
        "river": {"gold", "silver", "both"},
        "gold river": {"gold", "both"},
        '"silver river"': {"both"},
        "“silver river": {"both"},
        "river -silver": {"gold"},
        "gold OR silver": {"gold", "silver", "both"},
        "river gold OR silver -near": {"gold", "silver"},
        'river -"the river"': {"both"},
        "riv*": {"gold", "silver", "both"},
        '"the riv"*': {"gold", "silver"},
        "riv": set(),
        "or": {"both"},
        "OR": {"both"},
        "gold OR": {"both"},
        "NOT AND NEAR": {"both"},
        "gold OR OR silver": {"gold", "silver", "both"},
        "text:gold": set(),
        "river---silver": set(),
        "silver-river": {"both"},
    }
    for query, urls in asked.items():
        assert set(found(archive, query)) == urls, query


@pytest.mark.parametrize("query", ["", " ", "...", '"', '""', "🙂", "-", "*", "( )", "\0", "\ud800", "_", "\u0301"])
def test_a_query_of_nothing_is_told(archive: Archive, query: str) -> None:
    with pytest.raises(UsageError, match="nothing in it can be searched for; give a word"):
        archive.search(query)


def test_queries_that_ask_too_little_or_too_much_are_told(archive: Archive) -> None:
    with pytest.raises(UsageError, match="'-gold -silver': only says what is not wanted"):
        archive.search("-gold -silver")
    with pytest.raises(UsageError, match="101 words are too many"):
        archive.search("gold " * 101)
    for query in ("gold " * 100, "g " + "-silver " * 99, "a OR " * 50, f'"{"gold " * 5000}"', "河" * 9000):
        assert archive.search(query) == []


@pytest.fixture(scope="module")
def hostile() -> Iterator[Archive]:
    with tempfile.TemporaryDirectory() as directory, Archive.open(directory, write=True) as opened:
        opened.begin_run("search", CLOCK)
        save(opened, "1", "gold and river")
        yield opened


PIECES = st.sampled_from(
    ['"', "“", "-", "*", " ", "OR", "AND", "NOT", "NEAR(", ")", ":", "^", "+", "\\", "'", "gold", "河"]
)


@settings(max_examples=50)
@given(st.lists(st.one_of(PIECES, st.text(max_size=4)), max_size=12).map("".join))
def test_no_query_is_wrong(hostile: Archive, query: str) -> None:
    with suppress(UsageError):
        hostile.search(query)
        list(hostile.matching(query))


@settings(max_examples=50)
@given(st.text(max_size=40), st.text(max_size=20))
def test_the_index_agrees_whatever_is_told(hostile: Archive, text: str, title: str) -> None:
    save(hostile, "2", text, title=title)
    assert hostile.search_agrees()


def test_a_word_of_the_title_weighs_more(archive: Archive) -> None:
    save(archive, "text", "The river rose. " * 3)
    save(archive, "title", "Water rose. " * 3, title="The river")
    save(archive, "other", "Nothing of it.")
    hits = archive.search("river")
    assert [hit.article.document["url"][-5:] for hit in hits] == ["title", "/text"]
    assert hits[0].score > hits[1].score > 0


def test_only_the_latest_revision_is_found(archive: Archive) -> None:
    save(archive, "1", "gold")
    save(archive, "1", "silver")
    save(archive, "1", "silver")
    assert (found(archive, "gold"), found(archive, "silver")) == ([], ["1"])
    assert archive.search("silver")[0].article.revision == 2
    assert archive.search_agrees()


def test_an_article_may_change_twice_in_a_transaction(archive: Archive) -> None:
    archive.store([end("1", "gold"), end("2", "gold"), end("1", "silver"), end("1", "lead")])
    archive.store([end("2", "silver"), end("1", "gold"), end("2", "gold and silver")])
    assert (set(found(archive, "gold")), found(archive, "silver"), found(archive, "lead")) == ({"1", "2"}, ["2"], [])
    assert archive.search_agrees()


def test_the_place_that_says_most_is_shown(archive: Archive) -> None:
    filling = "Nothing of it is said here. " * 20
    save(archive, "1", f"A river. {filling}The gold of\n\nthe RIVER Güld. {filling}")
    (hit,) = archive.search('gold "the river" guld')
    shown = hit.snippet
    assert shown.text.startswith("… ")
    assert shown.text.endswith(" …")
    assert [shown.text[start:stop] for start, stop in shown.marks] == ["gold", "the RIVER", "Güld"]
    assert len(shown.text) <= LENGTH + 4
    save(archive, "2", filling, title="Lead")
    (hit,) = archive.search("lead")
    assert hit.snippet.text.startswith("Nothing of it")
    assert hit.snippet.marks == ()


@given(st.text(max_size=400), st.lists(st.text(max_size=5), min_size=1, max_size=3))
def test_any_place_can_be_shown(text: str, terms: list[str]) -> None:
    shown = snippet(text, [Term(folded(term), prefix=True) for term in terms])
    assert "\n" not in shown.text
    ends = [0, *(at for mark in shown.marks for at in mark), len(shown.text)]
    assert ends == sorted(ends)


def test_within(archive: Archive) -> None:
    save(archive, "https://www.a.test/1", "gold", language="es-MX", date_published=date(2020, 5, 1))
    late = datetime.fromisoformat("2020-05-02T23:30:00-05:00")
    save(archive, "https://a.test:8080/2", "gold", language="es", date_published=late)
    save(archive, "https://ba.test/3", "gold", language="est")

    def day(text: str) -> datetime:
        return datetime.fromisoformat(text).replace(tzinfo=UTC)

    for within, expected in [
        (Within(site="a.test"), {"1", "2"}),
        (Within(site="https://www.A.test/x"), {"1"}),
        (Within(language="ES"), {"1", "2"}),
        (Within(since=day("2020-05-02")), {"2", "3"}),
        (Within(until=day("2020-05-02")), {"1"}),
        (Within(since=day("2020-05-03"), until=day("2020-05-04")), {"2"}),
        (Within(since=NOW.replace(hour=0), until=NOW.replace(hour=23)), {"3"}),
        (Within(site="test", language="es", until=day("2020-05-02")), {"1"}),
    ]:
        assert set(found(archive, "gold", within)) == expected, within
        assert {one.document["url"][-1] for one in archive.matching("gold", within)} == expected
    assert found(archive, "gold", Within(), Order.DATE) == ["3", "2", "1"]
    assert found(archive, "gold", Within(), Order.DATE, 2) == ["3", "2"]


def test_matching_goes_on_from_a_cursor(archive: Archive) -> None:
    for name in "123":
        save(archive, name, "gold" if name != "2" else "silver")
    save(archive, "1", "gold again")
    cursors = [one.cursor for one in archive.matching("gold")]
    assert cursors == [3, 4]
    assert [one.cursor for one in archive.matching("gold", since=3)] == [4]


def test_dropped_articles_are_not_found(archive: Archive) -> None:
    save(archive, "1", "gold")
    save(archive, "2", "gold")
    (first, _) = archive.articles()
    with archive._database.transaction():
        archive._index.drop(first.id)
        archive._database.run("DELETE FROM articles WHERE id = ?", (first.id,))
        archive._index.squeeze()
    assert found(archive, "gold") == ["2"]
    assert archive.search_agrees()


def test_an_article_that_is_gone_leaves_the_index(archive: Archive) -> None:
    save(archive, "1", "gold")
    (stored,) = archive.articles()
    url = stored.document["url"]
    archive.finish(Outcome(visit(url), State.GONE, NOW, 410))
    assert archive.gone_count() == 1
    assert found(archive, "gold") == []
    assert archive.search_agrees()
    save(archive, "1", "gold and back")
    assert found(archive, "gold") == ["1"]
    assert archive.search_agrees()


def test_an_index_that_does_not_agree_is_told(archive: Archive, tmp_path: Path) -> None:
    save(archive, "1", "gold")
    archive._database.run("UPDATE revisions SET document = replace(document, 'gold', 'lead')")
    assert not archive.search_agrees(), "a word is another"
    archive._index.rebuild()
    assert archive.search_agrees()
    assert found(archive, "lead") == ["1"]
    archive._database.run("DELETE FROM articles")
    with Archive.open(tmp_path) as reader:
        assert not reader.search_agrees(), "an article is missing; also told to who only reads"


def test_what_fails_leaves_the_index_as_it_was(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    save(archive, "1", "gold")
    (stored,) = archive.articles()

    def fail(*_: object) -> None:
        raise RuntimeError

    with monkeypatch.context() as patched:
        patched.setattr(archive._raw, "note", fail)  # the last thing before the commit
        with pytest.raises(RuntimeError):
            save(archive, "1", "silver")
    assert [*archive.articles()] == [stored]
    assert found(archive, "gold") == ["1"]
    assert archive.search_agrees()


def test_a_reader_finds_what_was_committed(archive: Archive, tmp_path: Path) -> None:
    save(archive, "1", "gold")
    with Archive.open(tmp_path) as reader:
        stream = reader.matching("gold")
        first = next(stream)
        save(archive, "2", "gold")
        save(archive, "1", "silver")
        assert [first.document["text"], *stream] == ["gold"], "as of one moment"
        assert set(found(reader, "gold")) == {"2"}


def test_an_older_archive_is_indexed_when_it_is_opened(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / FILE)) as old, old:
        know_words(old)
        old.executescript(scripts()[0])
        old.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        old.execute("PRAGMA user_version = 1")
        old.execute(
            "INSERT INTO visits (digest, key, url, host, kind, depth, hops, priority, attempts)"
            " VALUES (1, '', '', 'news.test', 'page', 0, 0, 0, 0)"
        )
        old.executemany(
            "INSERT INTO revisions (article, revision, fingerprint, saved_at, document) VALUES ('a', ?, '', 0, ?)",
            [(1, DOCUMENT.replace("2019", "2018")), (2, DOCUMENT)],
        )
        old.execute("INSERT INTO articles VALUES ('a', 1, 2)")
    with Archive.open(tmp_path, write=True) as archive:
        assert [hit.article.id for hit in archive.search("river 2019")] == ["a"]
        assert archive.search("2018") == []
        assert archive.search_agrees()


def test_a_python_without_full_text_search_is_told(tmp_path: Path) -> None:
    with Archive.open(tmp_path, write=True):
        pass
    with closing(sqlite3.connect(tmp_path / FILE)) as database, database:
        database.execute("PRAGMA writable_schema = ON")
        database.execute(
            "UPDATE sqlite_master SET sql = replace(sql, 'USING fts5', 'USING none') WHERE name = 'search'"
        )
    with pytest.raises(ArchiveError, match=r"no full-text search \(FTS5\).* use a Python from"):
        Archive.open(tmp_path, write=True)
    with Archive.open(tmp_path) as reader:
        assert list(reader.articles()) == []
        with pytest.raises(ArchiveError, match=r"no full-text search \(FTS5\)"):
            reader.search("gold")
