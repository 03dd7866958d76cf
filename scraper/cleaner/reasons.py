"""Why does a piece have its label, in words?

The network's own account: which families of evidence moved its judgement of the piece most, each put into words by
what is to be seen of it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np

from scraper.cleaner.cases import Case
from scraper.cleaner.classifier import FAMILIES, Answer
from scraper.cleaner.features import Features
from scraper.cleaner.features.columns import Family
from scraper.cleaner.features.shapes import STOP
from scraper.cleaner.places import AROUND

STRONGEST = 3
LEAST = 0.05  # log-odds; weaker evidence is none
SHOWN_CHARS = 40  # of a heading
SHOWN_NAMES = 3


class Reasons:
    """Puts the evidence of a page's pieces into words."""

    def __init__(self, seen: Features, answer: Answer) -> None:
        self._seen = seen
        self._evidence = answer.evidence
        self._order = np.argsort(answer.evidence, axis=1)

    def of(self, number: int, case: Case) -> tuple[str, ...]:
        """The strongest reasons for the label of a piece, strongest first: what rules said, then the evidence for it."""
        why = list(case.why)
        row = self._evidence[number]
        order = self._order[number][::-1] if case.is_story else self._order[number]
        sign = 1 if case.is_story else -1
        for family in order[: STRONGEST - len(why)] if len(why) < STRONGEST else ():
            if row[family] * sign < LEAST:
                break
            why.append(_WORDS[FAMILIES[family]](self._seen, number, case.is_story))
        if not why:
            why.append("taken for a part of the story" if case.is_story else "unlike the story")
        return tuple(why)


def _length(seen: Features, number: int, _: bool) -> str:
    count = int(seen.words[number])
    return f"{count} word{'s' if count != 1 else ''}"


def _text(seen: Features, number: int, _: bool) -> str:
    return "ends like a sentence" if seen.sight.shapes.last[number] == STOP else "does not end like a sentence"


def _style(seen: Features, number: int, _: bool) -> str:
    sight = seen.sight
    if sight.bold[number] > 0.5:
        return "set in bold"
    return "set in italics" if sight.italic[number] > 0.5 else "set like plain text"


def _element(seen: Features, number: int, _: bool) -> str:
    place = seen.sight.pieces[number].place
    around = next((tag for tag, bit in AROUND.items() if tag != place.tag and place.around & bit), None)
    return f"a <{place.tag}> in <{around}>" if around else f"a <{place.tag}>"


def _hiding(seen: Features, number: int, _: bool) -> str:
    return "not shown to a reader" if seen.sight.hidden[number] else "shown to a reader"


def _place(seen: Features, number: int, _: bool) -> str:
    return f"{100 * number // max(1, seen.sight.n)} % down the page"


def _title(seen: Features, number: int, _: bool) -> str:
    heads = np.flatnonzero(seen.sight.levels == 1)
    if not len(heads):
        return "no main heading"
    distance = number - int(heads[0])
    return f"{abs(distance)} blocks {'after' if distance > 0 else 'before'} the main heading" if distance else "the main heading"


def _summary(_: Features, __: int, ___: bool) -> str:
    return "set beside what the page says of itself"


def _links(seen: Features, number: int, _: bool) -> str:
    share = seen.sight.link[number]
    return "no links" if share == 0 else "all of it is a link" if share > 0.9 else f"{share:.0%} of it in links"


def _copies(seen: Features, number: int, _: bool) -> str:
    count = seen.sight.copies[number]
    return f"stands {count} times on the page" if count > 1 else "stands once on the page"


def _alike(_: Features, __: int, ___: bool) -> str:
    return "other blocks in elements like its own"


def _heading(seen: Features, number: int, _: bool) -> str:
    above = int(seen.above[number])
    return f"stands under “{seen.sight.pieces[above].text[:SHOWN_CHARS]}”" if above >= 0 else "stands under no heading"


def _box(seen: Features, number: int, _: bool) -> str:
    first, end = seen.first[number, 1], seen.end[number, 1]
    prose = seen.sight.prose[first:end].sum() / max(1.0, seen.sight.words[first:end].sum())
    return f"running text makes {prose:.0%} of the box around it"


def _name(seen: Features, number: int, _: bool) -> str:
    hint = seen.hints.markers[number]
    if hint:
        return f"name says {hint[0].value}: {hint[1]}"
    names = seen.names[number] + seen.boxes.names[seen.boxes.chain[number, 0]] + seen.boxes.names[seen.boxes.chain[number, 1]]
    return "names around it: " + ", ".join(list(dict.fromkeys(names))[:SHOWN_NAMES]) if names else "no names around it"


def _words(seen: Features, number: int, _: bool) -> str:
    hint = seen.hints.phrases[number]
    if hint:
        return f"words say {hint.value}"
    return f"words: “{' '.join(seen.sight.pieces[number].text.split()[:4])}”"


def _page(_: Features, __: int, story: bool) -> str:
    return "the page looks like one with a story" if story else "the page looks like one of furniture"


def _neighbours(_: Features, __: int, story: bool) -> str:
    return "stands beside the story" if story else "stands beside furniture"


_WORDS: Mapping[Family, Callable[[Features, int, bool], str]] = {
    Family.LENGTH: _length,
    Family.TEXT: _text,
    Family.STYLE: _style,
    Family.ELEMENT: _element,
    Family.HIDING: _hiding,
    Family.PLACE: _place,
    Family.TITLE: _title,
    Family.SUMMARY: _summary,
    Family.LINKS: _links,
    Family.COPIES: _copies,
    Family.ALIKE: _alike,
    Family.HEADING: _heading,
    Family.BOX: _box,
    Family.NAME: _name,
    Family.WORDS: _words,
    Family.PAGE: _page,
    Family.NEIGHBOURS: _neighbours,
}
