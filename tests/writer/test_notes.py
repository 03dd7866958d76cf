"""Is a correction told from a story about corrections?"""

from __future__ import annotations

import pytest

from scraper.writer.notes import Note, kind_of, note_at

CORRECTIONS = """
Correction: the bridge is 40 metres long.
Correction, May 4, 2026: It was Tuesday.
CORRECTION (3 May 2026): The name was wrong.
*Correction: A quote was given to the wrong person.
[Clarification] The law was passed in 2019.
Corrections and clarifications: two names.
Editor’s note: An earlier version of this story said that nobody was hurt.
This article was amended on 3 May 2026 to correct a name.
Corrección: la reunión fue el martes.
Fe de erratas: el nombre es Ruiz.
Correction du 3 mai 2026 : le pont mesure 40 mètres.
Une précédente version de cet article indiquait un autre lieu.
Berichtigung: Der Name war falsch.
Korrektur vom 3. Mai, 12:30 Uhr: Der Fluss heißt Spree.
In einer früheren Version dieses Artikels hieß es, er sei tot.
Errata: o nome é Souza.
Rettifica: il nome è Rossi.
Rättelse: namnet är Berg.
Sprostowanie: nazwisko to Kowalski.
Исправление: мост имеет длину 40 метров.
Düzeltme: toplantı salı günüydü.
تصحيح: كان الاجتماع يوم الثلاثاء.
भूल सुधार: पुल 40 मीटर लंबा है।
更正：大桥长40米。
訂正：橋の長さは40メートルです。
정정: 다리 길이는 40미터입니다.
""".strip().splitlines()
NOTES = """
Update: the mayor has answered.
UPDATE 3:15 p.m.: the mayor has answered.
Update — the mayor has answered.
Editor's note: this story speaks of suicide.
This story has been updated with the mayor's answer.
Nota del editor: este texto habla de violencia.
Mise à jour à 12h30 : le maire a répondu.
Anmerkung der Redaktion: Der Autor ist Mitglied.
更新：市长已回应。
""".strip().splitlines()
NEITHER = """
Correction officers were sent to the prison, the union said: nobody knew why.
Corrections to the budget were made in March.
Updates on the war came from all sides.
Update the app now. It is free.
Markets saw a correction: shares fell.
La corrección del presupuesto llegó tarde.
更新了三座大桥。
""".strip().splitlines()


@pytest.mark.parametrize(
    ("text", "kind"),
    [*((text, Note.CORRECTION) for text in CORRECTIONS), *((text, Note.NOTE) for text in NOTES)]
    + [(text, None) for text in NEITHER],
)
def test_by_its_words(text: str, kind: Note | None) -> None:
    assert kind_of(text) is kind


def test_a_long_paragraph_is_no_note() -> None:
    assert kind_of("Update: " + "the war goes on. " * 200) is None


def test_a_heading_makes_a_note_of_what_follows() -> None:
    told = ["The story.", "Correction", "The bridge is 40 metres long.", "More of the story."]
    assert [note_at(told, number) for number in range(4)] == [None, Note.CORRECTION, Note.CORRECTION, None]


def test_what_the_cleaner_took_for_a_note_is_one() -> None:
    told = ["The story.", "Ana Ruiz contributed reporting to this story.", "Correction: a name."]
    assert [note_at(told, number) for number in range(3)] == [None, None, Note.CORRECTION]
    assert [note_at(told, number, told[1:]) for number in range(3)] == [None, Note.NOTE, Note.CORRECTION]
