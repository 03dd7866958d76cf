"""Does a diff say what a reader would say has changed?"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from scraper.model import Author, Block, Label, Labelled, Licence
from scraper.writer import Change, ChangeKind, Document, compare
from scraper.writer.document import GoneReason, document, tombstone_document
from scraper.writer.text_edits import EditKind, WordEdit, is_small, text_edits, word_edits
from tests.writer.factory import NOW, article

ONE = "The council voted on Tuesday. Nobody was surprised. The mayor stayed at home."
TWO = "The bridge will cost four million crowns. It was to be free of charge for residents."
THREE = "A report puts the loss at 4,013 crowns, and it lay in a drawer for years."
FOUR = "The mayor declined to answer any question about the drawer or the report in it."
STORY = (ONE, TWO, THREE, FOUR)
Short = tuple[str, str, str, int]


def text(*paragraphs: str) -> str:
    return "\n\n".join(paragraphs)


def told(*paragraphs: str, notes: tuple[str, ...] = (), **more: Any) -> Document:
    """An article's document."""
    blocks = tuple(Labelled(Block(note, "p", "", 9), Label.NOTE, 1.0) for note in notes)
    return document(article(text=text(*(paragraphs or STORY)), blocks=blocks, **more), "key")


def kinds(*paragraphs: str, **more: Any) -> list[str]:
    """What a revision brings to STORY."""
    return list(compare(told(), told(*paragraphs, **more)).kinds)


def edits(*paragraphs: str) -> list[Short]:
    return [
        (edit.kind.value, edit.before, edit.after, edit.paragraph)
        for edit in text_edits(text(*STORY), text(*paragraphs))
    ]


# ---------------------------------------------------------------- text


def test_a_sentence_is_rewritten() -> None:
    assert edits(ONE.replace("on Tuesday", "on a stormy Wednesday"), TWO, THREE, FOUR) == [
        ("replaced", "The council voted on Tuesday.", "The council voted on a stormy Wednesday.", 1)
    ]


def test_sentences_come_and_go() -> None:
    assert edits(ONE.replace(" Nobody was surprised.", ""), TWO + " That is over.", THREE, FOUR) == [
        ("removed", "Nobody was surprised.", "", 1),
        ("added", "", "That is over.", 2),
    ]


def test_a_paragraph_that_moved_is_all_that_is_told() -> None:
    assert edits(ONE, FOUR, TWO, THREE) == [("moved", FOUR, FOUR, 2)]
    assert edits(ONE, THREE, FOUR, TWO) == [("moved", TWO, TWO, 4)], "as a whole, not by sentence"
    assert kinds(ONE, FOUR, TWO, THREE) == ["order"]


def test_a_sentence_that_moved_to_another_paragraph() -> None:
    assert edits(ONE.replace(" Nobody was surprised.", ""), TWO, f"Nobody was surprised. {THREE}", FOUR) == [
        ("moved", "Nobody was surprised.", "Nobody was surprised.", 3)
    ]


def test_a_paragraph_cut_in_two_has_not_changed() -> None:
    assert edits(*ONE.replace(". N", ".|N").split("|"), TWO, f"{THREE} {FOUR}") == []


def test_the_same_sentence_twice_is_two_sentences() -> None:
    before, after = "Fine. Never. Fine. Fine.", "Fine. Fine."
    assert [(edit.kind, edit.before) for edit in text_edits(before, after)] == [
        (EditKind.REMOVED, "Never."),
        (EditKind.REMOVED, "Fine."),
    ]


def test_typesetting_is_no_difference() -> None:
    before = 'It\'s "over" - he said... Then  he left.'
    assert text_edits(before, "It’s “over” – he said…\u00a0Then he left.") == []
    assert compare(told(), {**told(), "markdown": "**all** bold"}).kinds == ()


def test_text_without_spaces_is_compared_too() -> None:
    found = text_edits("大桥长30米。市长在家。没有人惊讶。", "大桥长40米。市长在家。没有人惊讶。")
    assert [(edit.kind, edit.before, edit.after) for edit in found] == [
        (EditKind.REPLACED, "大桥长30米。", "大桥长40米。")
    ]


def test_all_of_a_long_text_rewritten_costs_little() -> None:
    before = text(*(f"Sentence {n} of them. " * 30 for n in range(200)))
    found = text_edits(before, before.replace("Sentence", "Phrase"))
    assert len(found) >= 6_000


def test_words_within_a_sentence() -> None:
    assert word_edits("It was on Tuesday, he said.", "It was on a Wednesday, he said.") == [
        WordEdit(None, "It was on "),
        WordEdit(EditKind.REMOVED, "Tuesday"),
        WordEdit(EditKind.ADDED, "a Wednesday"),
        WordEdit(None, ", he said."),
    ]


# ---------------------------------------------------------------- what it amounts to

NOTE = "Correction: the vote took place on a Wednesday."
UPDATE = "Update (12:30): the mayor has answered."
EVENING = "In the evening the mayor answered after all, and left."


@pytest.mark.parametrize(
    ("paragraphs", "expected"),
    [
        (STORY, []),
        ((*STORY, NOTE), ["correction"]),
        ((NOTE, *STORY), ["correction"]),
        ((*STORY, UPDATE), ["note"]),
        ((*STORY, "Correction", "The vote took place on a Wednesday."), ["correction"]),
        ((*STORY, EVENING), ["update"]),
        ((ONE, EVENING, TWO, THREE, FOUR), ["update"]),
        ((ONE, TWO, THREE), ["text"]),
        ((ONE, TWO, THREE, EVENING), ["text"]),
        ((ONE + " That was all.", TWO, THREE, FOUR), ["text"]),
        ((ONE, TWO, THREE.replace("4,013", "4,031"), FOUR), ["text"]),
        ((ONE, TWO.replace("residents", "residnets"), THREE, FOUR), ["small_edit"]),
        ((ONE.replace("Tuesday", "Wednesday"), TWO, THREE, FOUR, NOTE), ["correction", "text"]),
        ((ONE, TWO.replace("residents", "residnets"), THREE, FOUR, EVENING), ["update", "small_edit"]),
    ],
)
def test_kinds_of_change(paragraphs: tuple[str, ...], expected: list[str]) -> None:
    assert kinds(*paragraphs) == expected


def test_a_correction_that_is_added_to_is_one_again() -> None:
    before, after = told(*STORY, NOTE), told(*STORY, NOTE.replace("Wednesday", "Thursday in May"))
    assert compare(before, after).kinds == (ChangeKind.CORRECTION,)


def test_what_the_cleaner_calls_a_note_is_one() -> None:
    note = "Ana Ruiz contributed reporting to this story."
    assert kinds(*STORY, note) == ["update"]
    assert kinds(*STORY, note, notes=(note,)) == ["note"]


@pytest.mark.parametrize(
    ("before", "after", "small"),
    [
        ("They recieved it.", "They received it.", True),
        ("They received it", "They received it.", True),
        ("It was here, he said.", "It was here he said.", True),
        ("They received it.", "They did not receive it.", False),
        ("They paid 12 crowns.", "They paid 21 crowns.", False),
        ("They did say so.", "They did not say so.", False),
        ("They paid.", "Nobody paid.", False),
    ],
)
def test_a_slip_of_the_pen(before: str, after: str, small: bool) -> None:
    assert is_small(before, after) is small


# ---------------------------------------------------------------- fields


def test_fields_that_differ() -> None:
    later = {
        "title": "Another Headline",
        "authors": (Author("Ana Ruiz"),),
        "date_published": datetime(2026, 3, 2, tzinfo=UTC),
        "date_modified": NOW,
        "summary": None,
        "section": "Home",
        "tags": ("rivers",),
        "licence": Licence("CC-BY-4.0", "https://creativecommons.org/licenses/by/4.0/"),
    }
    found = compare(told(), told(**later))
    assert found.kinds == tuple(map(ChangeKind, "title authors dates summary section tags license".split()))
    assert [change.field for change in found.fields] == [
        *"title authors date_published date_modified summary section tags license".split()
    ]
    assert found.fields[0] == Change("title", ChangeKind.TITLE, article().title, "Another Headline")
    assert found.fields[1] == Change("authors", ChangeKind.AUTHORS, ("Ana Ruiz", "Bo Li"), ("Ana Ruiz",))
    assert found.fields[-1].after == "CC-BY-4.0 https://creativecommons.org/licenses/by/4.0/"


def test_the_date_of_the_change_is_none_by_itself() -> None:
    found = compare(told(), told(date_modified=NOW))
    assert (found.kinds, len(found.fields)) == ((), 1)


def test_what_says_nothing_else_is_no_difference() -> None:
    same = told(title='A River "Changes" Its Bed', tags=("maps", "rivers"), summary=" In  short. ")
    assert compare(told(), same).fields == ()


def test_a_tombstone_has_nothing_to_compare() -> None:
    tomb = tombstone_document(told(), 2, NOW, GoneReason.GONE)
    assert compare(told(), tomb).kinds == (ChangeKind.GONE,)
    assert compare(tomb, told()).kinds == (ChangeKind.RESTORED,)
    assert compare(tomb, tomb).kinds == ()
