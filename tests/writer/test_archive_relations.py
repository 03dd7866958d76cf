"""Are copies and translations linked, whichever comes first, and is nothing lost for it?"""

from __future__ import annotations

import json
import random
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from scraper.cleaner.sketch import sketch
from scraper.model import Outcome, Relation, Saved, State
from scraper.urls import dedupe_key
from scraper.writer import Archive, article_id
from scraper.writer.archive_relations import MOST_TOLD
from scraper.writer.archive_texts import KEYS, MOST_NEAR
from tests.writer.factory import NOW, article, visit

A, B, C, D = (f"https://{name}.test/story" for name in ("a", "b", "c", "d"))


def words(seed: int, number: int = 200) -> str:
    chance = random.Random(seed)
    return " ".join("".join(chance.choices("abcdefghij", k=6)) for _ in range(number))


TEXT, OTHER = words(1), words(2)
CUT = TEXT[: len(TEXT) * 2 // 3]


class Copies:
    """An archive to which articles come, an hour apart."""

    def __init__(self, archive: Archive) -> None:
        self.archive = archive
        self.hours = 0

    def add(self, url: str, text: str = TEXT, **changes: Any) -> Saved | None:
        self.hours += 1
        at = NOW + timedelta(hours=self.hours)
        made = {"canonical_url": url, "fingerprint": "", "sketch": sketch(text), "title": url} | changes
        result = article(url, text=text, **made)
        return self.archive.finish(Outcome(visit(url), State.FETCHED, at, 200, result=result))

    def relatives(self, url: str) -> dict[str, tuple[Relation, float]]:
        found = self.archive.relatives(url)
        assert [one.first_seen for one in found] == sorted(one.first_seen for one in found)
        return {one.url: (one.relation, round(one.similarity, 1)) for one in found}

    def document(self, url: str) -> dict[str, Any]:
        stored = self.archive.article(url)
        assert stored is not None
        return stored.document


@pytest.fixture
def copies(tmp_path: Path) -> Any:
    with Archive.open(tmp_path / "archive", write=True) as archive:
        archive.begin_run("test", NOW.timestamp())
        yield Copies(archive)


def test_the_same_words_elsewhere(copies: Copies) -> None:
    copies.add(A)
    copies.add(B, TEXT.upper() + "!")
    assert copies.relatives(A) == {B: (Relation.IDENTICAL, 1.0)}
    assert copies.relatives(B) == {A: (Relation.IDENTICAL, 1.0)}
    assert copies.document(A)["duplicates"] == []
    assert copies.document(B)["duplicates"] == [
        {"id": article_id(dedupe_key(A)), "url": A, "relation": "identical", "similarity": 1.0}
    ]
    assert copies.archive.article_count() == 2


def test_a_short_text_is_found_by_its_words(copies: Copies) -> None:
    copies.add(A, "Three were held.")
    copies.add(B, "Three were held!")
    copies.add(C, "Four were held.")
    assert copies.relatives(A) == {B: (Relation.IDENTICAL, 1.0)}
    assert copies.relatives(C) == {}


def test_no_words_are_like_no_other(copies: Copies) -> None:
    copies.add(A, "")
    copies.add(B, "")
    assert copies.relatives(A) == {}


@pytest.mark.parametrize(("first", "second"), [(TEXT, CUT), (CUT, TEXT)], ids=("cut", "longer"))
def test_nearly_the_same(copies: Copies, first: str, second: str) -> None:
    copies.add(A, first)
    copies.add(B, second)
    copies.add(C, OTHER)
    ((other, (relation, similarity)),) = copies.relatives(A).items()
    assert (other, relation) == (B, Relation.NEAR)
    assert 0.5 <= similarity <= 0.8
    assert copies.relatives(C) == {}


@pytest.mark.parametrize("declares_first", [True, False])
def test_one_story_under_two_addresses(copies: Copies, declares_first: bool) -> None:
    for url in (A, B) if declares_first else (B, A):
        copies.add(url, canonical_url=B)
    assert copies.relatives(A) == {B: (Relation.SAME_STORY, 1.0)}


def test_two_views_of_a_page_that_was_never_seen(copies: Copies) -> None:
    copies.add(A, canonical_url=C)
    copies.add(B, CUT, canonical_url=C)
    ((_, (relation, _)),) = copies.relatives(A).items()
    assert relation is Relation.SAME_STORY


def test_a_canonical_link_is_not_believed_against_the_text(copies: Copies) -> None:
    front = "https://a.test/"
    copies.add(front, words(7))
    copies.add(A, TEXT, canonical_url=front)
    copies.add(B, OTHER, canonical_url=front)
    copies.add(C, words(3), canonical_url=A)
    assert copies.relatives(front) == copies.relatives(A) == copies.relatives(B) == copies.relatives(C) == {}


@pytest.mark.parametrize("names_first", [True, False])
def test_a_translation(copies: Copies, names_first: bool) -> None:
    def add_es() -> None:
        copies.add(A, TEXT, language="es", translations=(("en", B),))

    if names_first:
        add_es()
    copies.add(B, OTHER, language="en")
    if not names_first:
        add_es()
    assert copies.relatives(A) == {B: (Relation.TRANSLATION, 0.0)}
    assert copies.relatives(B) == {A: (Relation.TRANSLATION, 0.0)}
    assert list(copies.archive.groups()) == []
    assert copies.document(A)["translations"] == [{"language": "en", "url": B}]
    first, later = (A, B) if names_first else (B, A)
    assert [one["url"] for one in copies.document(later)["duplicates"]] == [first]
    assert copies.document(first)["duplicates"] == []


def test_a_translation_is_in_another_language(copies: Copies) -> None:
    copies.add(A, TEXT, language="en", translations=(("es", B), ("fr", C)))
    copies.add(B, OTHER, language="en-GB")
    copies.add(C, words(3), language=None)
    assert copies.relatives(A) == {}


def test_first_seen_is_kept(copies: Copies) -> None:
    copies.add(A)
    first = copies.document(A)["date_first_seen"]
    assert first == "2026-03-04T06:06:07.891011Z"
    assert copies.add(A, OTHER) is Saved.CHANGED
    assert copies.document(A)["date_first_seen"] == first


def test_a_copy_elsewhere_is_no_change(copies: Copies) -> None:
    copies.add(A)
    copies.add(B)
    assert copies.add(A) is Saved.UNCHANGED


def test_what_changes_is_compared_anew(copies: Copies) -> None:
    copies.add(A)
    copies.add(B)
    copies.add(B, OTHER)
    assert copies.relatives(A) == {}
    copies.add(C, OTHER)
    assert copies.relatives(C) == {B: (Relation.IDENTICAL, 1.0)}


def test_an_earlier_one_that_changes_keeps_the_links_of_later_ones(copies: Copies) -> None:
    copies.add(A)
    copies.add(B)
    copies.add(A, TEXT + " and more")  # still nearly the same
    assert len(copies.relatives(A)) == 1
    assert len(copies.relatives(B)) == 1


def test_another_stands_for_all_when_the_first_has_changed(copies: Copies) -> None:
    copies.add(A)
    copies.add(B)
    copies.add(A, OTHER)
    copies.add(C)
    assert B in copies.relatives(C)
    copies.add(D, CUT)
    assert B in copies.relatives(D)


def rows(copies: Copies, table: str) -> int:
    (number,) = copies.archive._database.one(f"SELECT count(*) FROM {table}") or (0,)
    return int(number)


def test_a_flood_of_copies_is_kept_once(copies: Copies) -> None:
    for number in range(100):
        copies.add(f"https://x{number}.test/story")
    assert len(copies.relatives("https://x99.test/story")) == 99
    (group,) = copies.archive.groups()
    assert [member.relation for member in group] == [None, *[Relation.IDENTICAL] * 99]
    assert len(copies.archive.copies()) == 99
    told = copies.document("https://x99.test/story")["duplicates"]
    assert [one["url"] for one in told] == [f"https://x{number}.test/story" for number in range(MOST_TOLD)]
    assert (rows(copies, "texts"), rows(copies, "text_keys"), rows(copies, "near_texts")) == (1, KEYS, 0)


def test_a_flood_of_copies_costs_each_no_more(copies: Copies) -> None:
    """Steps of SQLite's machine, since no other clock is the same twice."""
    steps = [0]
    database = copies.archive._database

    def step() -> None:
        steps[0] += 1

    def cost(number: int) -> int:
        made = article(f"https://x{number}.test/", text=TEXT, canonical_url=None, sketch=sketch(TEXT))
        before = steps[0]
        with database.transaction():
            copies.archive._relations.told(copies.archive._relations.renew(made, f"{number:016x}", number, number))
        return steps[0] - before

    database._connection.set_progress_handler(step, 1)
    costs = [cost(number) for number in range(130)]
    database._connection.set_progress_handler(None, 1)
    assert costs[30] > 0
    assert costs[129] <= 1.1 * costs[30]


def test_of_many_near_ones_the_earliest_are_linked(copies: Copies) -> None:
    for number in range(MOST_NEAR + 4):
        copies.add(f"https://x{number}.test/story", f"{TEXT} {words(100 + number, 9)}")
    last = copies.document(f"https://x{MOST_NEAR + 3}.test/story")
    assert [one["url"] for one in last["duplicates"]] == [f"https://x{n}.test/story" for n in range(MOST_NEAR)]
    assert len(next(copies.archive.groups())) == MOST_NEAR + 4


def test_what_a_changed_article_was_like_is_forgotten_by_both(copies: Copies) -> None:
    copies.add(A)
    copies.add(B)
    copies.add(C, CUT)
    copies.add(A, OTHER)
    assert copies.relatives(A) == {}
    assert copies.relatives(B).keys() == {C}
    copies.add(B, words(5))
    assert copies.relatives(C) == {}
    assert list(copies.archive.groups()) == []
    assert copies.archive.copies() == frozenset()
    assert (rows(copies, "texts"), rows(copies, "text_keys"), rows(copies, "near_texts")) == (3, 3 * KEYS, 0)


def test_a_correction_loses_none_of_many_links(copies: Copies) -> None:
    """To excerpts that are like the whole, but not like each other."""
    whole = words(8, 1200)
    parts = [" ".join(whole.split()[start * 100 : start * 100 + 500]) for start in range(8)]
    copies.add(A, whole)
    for number, part in enumerate(parts + [words(20 + n, 90) + " " + part for n, part in enumerate(parts)]):
        copies.add(f"https://x{number}.test/", part)
    before = copies.relatives(A).keys()
    assert len(before) > MOST_NEAR
    copies.add(A, whole + " Corrected.")
    assert copies.relatives(A).keys() == before


def test_who_was_first_stays_first(copies: Copies) -> None:
    copies.add(A, OTHER)
    copies.add(B)
    copies.add(A)  # has now become a copy, but it was seen before
    (group,) = copies.archive.groups()
    assert [(member.url, member.relation) for member in group] == [(A, None), (B, Relation.IDENTICAL)]
    assert copies.archive.copies() == {article_id(dedupe_key(B))}


def test_since_when_a_link_is_known(copies: Copies) -> None:
    copies.add(A)
    copies.add(B, OTHER)
    copies.add(B)
    (one,) = copies.archive.relatives(A)
    assert (one.first_seen, one.found_at) == (NOW + timedelta(hours=2), NOW + timedelta(hours=3))


def test_one_of_each_leaves_nothing_without_its_like(copies: Copies) -> None:
    text = words(9, 300).split()
    chain = [" ".join(text[start : start + 150]) for start in (0, 50, 100, 150)]
    for url, part in zip((A, B, C, D), chain, strict=True):
        copies.add(url, part)
    assert copies.relatives(A).keys() == {B}
    (group,) = copies.archive.groups()
    assert [member.url for member in group] == [A, B, C, D]
    assert copies.archive.copies() == {article_id(dedupe_key(url)) for url in (B, D)}


def test_of_what_is_gone_a_copy_stays(copies: Copies) -> None:
    copies.add(A)
    copies.add(B)
    copies.add(C)
    copies.archive.finish(Outcome(visit(A), State.GONE, NOW + timedelta(days=1), 410))
    assert copies.archive.copies() == {article_id(dedupe_key(C))}
    assert [(one.url, one.gone) for one in next(copies.archive.groups())] == [(A, True), (B, False), (C, False)]


def test_a_wrong_canonical_link_that_copies_share(copies: Copies) -> None:
    front = "https://a.test/front"
    copies.add(A, canonical_url=front)
    copies.add(B, canonical_url=front)
    assert copies.relatives(A) == {B: (Relation.SAME_STORY, 1.0)}, "as far as is known"
    copies.add(front, OTHER)
    assert copies.relatives(A) == {B: (Relation.IDENTICAL, 1.0)}
    assert copies.relatives(front) == {}


def test_a_front_page_is_no_storys_translation(copies: Copies) -> None:
    english, spanish = "https://a.test/en", "https://a.test/es"
    copies.add(english, words(11), language="en", translations=(("es", spanish),))
    copies.add(A, TEXT, language="es", translations=(("en", english),))
    assert copies.relatives(english) == copies.relatives(A) == {}
    copies.add(spanish, words(12), language="es", translations=(("en", english),))
    assert copies.relatives(english).keys() == {spanish}


def test_a_translation_that_is_named_no_longer_is_none(copies: Copies) -> None:
    copies.add(A, TEXT, language="es", translations=(("en", B), ("en", "http://[")))
    copies.add(B, OTHER, language="en")
    assert copies.relatives(B).keys() == {A}
    copies.add(A, TEXT, language="es")  # nothing that a reader would see: no revision
    assert copies.relatives(B) == {}


def test_what_nobody_made_a_sketch_of_is_found_by_its_words_and_later_by_those_like_it(copies: Copies) -> None:
    copies.add(A, sketch=None)
    copies.add(B, sketch=None)
    copies.add(C, CUT)
    assert copies.relatives(A).keys() == {B}
    assert copies.add(A) is Saved.UNCHANGED
    assert copies.relatives(B).keys() == {A, C}


def test_articles_of_an_older_archive_are_linked_when_they_are_seen_again(copies: Copies) -> None:
    copies.add(A)
    for table in ("profiles", "texts", "text_keys"):
        copies.archive._database.run(f"DELETE FROM {table}")
    copies.add(B)
    assert copies.relatives(B) == {}
    assert copies.add(A) is Saved.UNCHANGED
    assert [member.url for member in next(copies.archive.groups())] == [A, B]


def test_articles_of_older_versions_have_a_first_day(tmp_path: Path) -> None:
    with Archive.open(tmp_path / "a", write=True) as archive:
        archive.begin_run("test", NOW.timestamp())
        archive.finish(Outcome(visit(A), State.FETCHED, NOW, 200, result=article(A)))  # nobody made a sketch
        assert archive.relatives(A) == []
        stored = archive.article(A)
        assert stored is not None
        assert json.loads(stored.json)["date_first_seen"] == "2026-03-04T05:06:07.891011Z"
