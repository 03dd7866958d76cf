"""Which lines stand under a picture, and which are notes of the editors?"""

from __future__ import annotations

from collections.abc import Sequence

from scraper.cleaner.cases import Case
from scraper.cleaner.features.hints import Hints
from scraper.model import Label

CAPTION, NOTE = Label.CAPTION, Label.NOTE  # an enum is slow to look its members up
CAPTION_WORDS = 60
BEFORE, AFTER = 4, 1  # pieces: a picture may stand above the first paragraph
NOTE_CHANCE = 0.02  # a note at the story's end reads like furniture to whoever does not know the phrase


def mark(cases: Sequence[Case], hints: Hints) -> None:
    """Captions belong to the story, apart from its paragraphs; so do notes about corrections and translations."""
    told = [number for number, case in enumerate(cases) if case.is_story and not case.heading]
    if not told:
        return
    inside = range(told[0] - BEFORE, told[-1] + AFTER + 1)
    for number, (case, hint, marker) in enumerate(zip(cases, hints.phrases, hints.markers, strict=True)):
        if case.label is not None or case.piece.hidden:
            continue
        if _is_caption(case, hint, marker):
            if number in inside:
                case.settle(CAPTION, "stands under a picture of the story")
            elif not case.chosen:
                case.settle(Label.OTHER, "stands under a picture outside the story")
        elif hint is NOTE and number in inside and (case.chosen or case.chance > NOTE_CHANCE):
            case.settle(NOTE, "reads like an editor's note")


def _is_caption(case: Case, hint: Label | None, marker: tuple[Label, str] | None) -> bool:
    if case.words > CAPTION_WORDS:
        return False
    context = case.piece.place.context
    if context in ("figcaption", "caption"):
        return True
    named = hint is CAPTION or (marker is not None and marker[0] is CAPTION)
    return (named or context == "figure") and not case.chosen
