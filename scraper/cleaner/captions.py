"""Which lines stand under a picture, and which are notes of the editors?"""

from __future__ import annotations

from collections.abc import Sequence

from scraper.cleaner.cases import Case
from scraper.cleaner.features.hints import Hints
from scraper.model import Label

CAPTION_WORDS = 60
BEFORE, AFTER = 4, 1  # pieces: a picture may stand above the first paragraph
NOTE_CHANCE = 0.02  # a note at the story's end reads like furniture to whoever does not know the phrase


def mark(cases: Sequence[Case], hints: Hints) -> None:
    """Captions belong to the story, apart from its paragraphs; so do notes about corrections and translations."""
    told = [number for number, case in enumerate(cases) if case.is_story and not case.heading]
    if not told:
        return
    first, last = told[0], told[-1]
    for number, (case, hint, marker) in enumerate(zip(cases, hints.phrases, hints.markers, strict=True)):
        if case.label is not None or case.piece.hidden:
            continue
        inside = first - BEFORE <= number <= last + AFTER
        if _is_caption(case, hint, marker):
            if inside:
                case.settle(Label.CAPTION, "stands under a picture of the story")
            elif not case.chosen:
                case.settle(Label.OTHER, "stands under a picture outside the story")
        elif hint is Label.NOTE and inside and (case.chosen or case.chance > NOTE_CHANCE):
            case.settle(Label.NOTE, "reads like an editor's note")


def _is_caption(case: Case, hint: Label | None, marker: tuple[Label, str] | None) -> bool:
    if case.words > CAPTION_WORDS:
        return False
    context = case.piece.place.context
    if context in ("figcaption", "caption"):
        return True
    named = hint is Label.CAPTION or (marker is not None and marker[0] is Label.CAPTION)
    return (named or context == "figure") and not case.chosen
