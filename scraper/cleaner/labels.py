"""What is each piece: story, or which kind of furniture?

The model says how likely each piece is of the story; the best set is chosen; then lines that have a name of their
own are told apart. Nothing is dropped: every piece leaves as a block with a label, a confidence and its reasons.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from scraper.cleaner import captions, furniture, head_matter
from scraper.cleaner.cases import Case, confidences
from scraper.cleaner.classifier import Answer
from scraper.cleaner.features import Features
from scraper.cleaner.features.shapes import LETTERS
from scraper.cleaner.letters import squeeze
from scraper.cleaner.reasons import Reasons
from scraper.cleaner.runs import maker_of
from scraper.cleaner.selection import choose, likeliest, probabilities, together
from scraper.model import Block, Label, Labelled, PageType

COPY_WORDS = 10  # a text so long does not stand in a story twice; on other pages none does
REPEATING = frozenset(("table", "pre"))  # rows and lines of code may well be alike
WHOLE = frozenset(("table", "ul", "ol"))  # are told as a whole or not at all
STORY_CONTEXTS = {
    "ul": Label.LIST,
    "ol": Label.LIST,
    "dl": Label.LIST,
    "table": Label.TABLE,
    "blockquote": Label.QUOTE,
    "pre": Label.CODE,
}
_labelled_of = maker_of(Labelled)


@dataclass(frozen=True, slots=True)
class Labelling:
    """The page's blocks with their labels, its deck, and the word F1 to expect of the story."""

    blocks: tuple[Labelled, ...]
    deck: str | None
    expected: float


NOTHING = Labelling((), None, 0.0)


def label(seen: Features, answer: Answer) -> Labelling:
    """Label every piece of a page."""
    sight = seen.sight
    groups = np.array([piece.group if piece.place.context in WHOLE else 0 for piece in sight.pieces])
    chance = together(probabilities(answer.odds), sight.words, groups)
    chosen, expected = choose(chance, sight.words, answer.types)
    letters = sight.shapes.counts[:, LETTERS].sum(axis=1).astype(int)
    numbers = [values.tolist() for values in (letters, chance, chosen, sight.running, sight.headings)]
    cases = list(map(Case, sight.pieces, sight.low, sight.counts, *numbers))
    top = head_matter.find_title(cases, sight.setting.title)
    head_matter.mark_lines(cases, top, seen.hints)
    deck = head_matter.find_deck(cases, top)
    captions.mark(cases, seen.hints)
    _drop_copies(cases, COPY_WORDS if likeliest(answer.types) is PageType.ARTICLE else 1)
    names = [
        case.label or (_story_label(case) if case.chosen else furniture.kind(seen, number))
        for number, case in enumerate(cases)
    ]
    told = zip(_blocks(seen), names, confidences(cases), Reasons(seen, answer).of(cases), strict=True)
    return Labelling(tuple(map(_labelled_of, told)), deck, expected)


def _blocks(seen: Features) -> list[Block]:
    """The pieces as blocks. Those in elements alike share a path, so it is written once for all of them."""
    sight, resolve = seen.sight, seen.sight.scan.resolve
    kinds = seen.boxes.kinds.tolist()
    places = {kind: piece.place for kind, piece in zip(kinds, sight.pieces, strict=True)}
    paths = {kind: place.path for kind, place in places.items()}
    return [piece.block(resolve, paths[kind]) for kind, piece in zip(kinds, sight.pieces, strict=True)]


def _story_label(case: Case) -> Label:
    if case.heading:
        return Label.HEADING
    return STORY_CONTEXTS.get(case.piece.place.context, Label.PARAGRAPH)


def _drop_copies(cases: Sequence[Case], shortest: int) -> None:
    """Of a text of so many words that stands in the story twice, the second copy is dropped."""
    long = [
        case
        for case in cases
        if case.is_story and case.words >= (COPY_WORDS if case.piece.place.context in REPEATING else shortest)
    ]
    alike = Counter([case.letters for case in long])
    told: set[str] = set()
    for case in long:
        if alike[case.letters] > 1:
            text = squeeze(case.low)
            if text in told:
                case.settle(Label.HIDDEN, "the same text stands above")
            told.add(text)
