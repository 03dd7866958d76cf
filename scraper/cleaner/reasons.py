"""Why does a piece have its label, in words?

The model's own account: which families of evidence moved its judgement of the piece most, each put into words by
what is to be seen of it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from scraper.cleaner.cases import Case
from scraper.cleaner.classifier import Answer
from scraper.cleaner.features import Features
from scraper.cleaner.features.columns import Family
from scraper.cleaner.features.shapes import STOP
from scraper.cleaner.places import AROUND
from scraper.cleaner.remembered import Once

STRONGEST = 3
LEAST = 0.05  # log-odds; weaker evidence is none
SHOWN_CHARS = 40  # of a heading
SHOWN_NAMES, SHOWN_WORDS = 3, 4
WEAK = -1  # in the place of a family
# Evidence of which the same is said of all pieces: of furniture, of the story.
SAME: Mapping[Family, tuple[str, str]] = {
    Family.SUMMARY: ("is not what the page says of itself", "is what the page says of itself"),
    Family.ALIKE: ("elements like its own hold furniture", "elements like its own hold the story"),
    Family.PAGE: ("the page looks like one of furniture", "the page looks like one with a story"),
    Family.NEIGHBOURS: ("stands beside furniture", "stands beside the story"),
    Family.ITSELF: ("taken for furniture at first look", "taken for story at first look"),
    Family.OPINION: ("a second opinion drops it", "a second opinion keeps it"),
}


class Reasons:
    """Puts the evidence of a page's pieces into words."""

    def __init__(self, seen: Features, answer: Answer) -> None:
        self._seen, self._sight, self._evidence = seen, seen.sight, answer.evidence
        self._link, self._last = seen.sight.link.tolist(), seen.sight.shapes.last.tolist()
        self._above, self._prose = seen.above.tolist(), seen.box_prose.tolist()
        self._boxes = Once[float, str](lambda share: f"running text makes {share:.0%} of the box around it")
        heads = np.flatnonzero(seen.sight.levels == 1)
        self._main = int(heads[0]) if len(heads) else None

    def of(self, cases: Sequence[Case]) -> list[tuple[str, ...]]:
        """The strongest reasons for the label of each piece: what rules said, then the evidence, strongest first."""
        same = [SAME.get(family, ("", "")) for family in Family]
        tell: list[Any] = [getattr(self, f"_{family.value}", None) for family in Family]
        stories = [case.is_story for case in cases]
        reasons = []
        for number, (case, story, strongest) in enumerate(zip(cases, stories, self._ranked(stories), strict=True)):
            found = [same[family][story] or tell[family](number) for family in strongest if family != WEAK]
            why = (*case.why, *found)[:STRONGEST] if case.why else tuple(found)
            reasons.append(why or ("taken for a part of the story" if story else "unlike the story",))
        return reasons

    def _ranked(self, stories: Sequence[bool]) -> list[list[int]]:
        """The numbers of the families that speak loudest for the label of each piece."""
        towards = np.where(np.array(stories)[:, None], self._evidence, -self._evidence)
        order = np.argsort(-towards, axis=1)[:, :STRONGEST]
        strong = np.take_along_axis(towards, order, axis=1) > LEAST
        ranked: list[list[int]] = np.where(strong, order, WEAK).tolist()
        return ranked

    # ------------------------------------------------------------ a sentence for each family

    def _length(self, number: int) -> str:
        count = self._sight.counts[number]
        return f"{count} word{'s' if count != 1 else ''}"

    def _text(self, number: int) -> str:
        return "ends like a sentence" if self._last[number] == STOP else "does not end like a sentence"

    def _style(self, number: int) -> str:
        if self._sight.bold[number] > 0.5:
            return "set in bold"
        return "set in italics" if self._sight.italic[number] > 0.5 else "set like plain text"

    def _element(self, number: int) -> str:
        place = self._sight.pieces[number].place
        around = next((tag for tag, bit in AROUND.items() if tag != place.tag and place.around & bit), None)
        return f"a <{place.tag}> in <{around}>" if around else f"a <{place.tag}>"

    def _hiding(self, number: int) -> str:
        return "not shown to a reader" if self._sight.hidden[number] else "shown to a reader"

    def _place(self, number: int) -> str:
        return f"{100 * number // max(1, self._sight.n)} % down the page"

    def _title(self, number: int) -> str:
        if self._main is None:
            return "no main heading on the page"
        distance = number - self._main
        where = "after" if distance > 0 else "before"
        return f"{abs(distance)} blocks {where} the main heading" if distance else "the main heading"

    def _links(self, number: int) -> str:
        share = self._link[number]
        return "no links" if share == 0 else "all of it is a link" if share > 0.9 else f"{share:.0%} of it in links"

    def _copies(self, number: int) -> str:
        count = self._sight.copies[number]
        return f"stands {count} times on the page" if count > 1 else "stands once on the page"

    def _heading(self, number: int) -> str:
        above = self._above[number]
        if above < 0:
            return "stands under no heading"
        return f"stands under “{self._sight.pieces[above].text[:SHOWN_CHARS]}”"

    def _box(self, number: int) -> str:
        return self._boxes[self._prose[number]]

    def _name(self, number: int) -> str:
        hint = self._seen.hints.markers[number]
        if hint:
            return f"name says {hint[0]}: {hint[1]}"
        boxes = self._seen.boxes
        inner, outer = boxes.chain[number, :2].tolist()
        names = dict.fromkeys((*self._seen.names[number], *boxes.names[inner], *boxes.names[outer]))
        return "names around it: " + ", ".join(list(names)[:SHOWN_NAMES]) if names else "no names around it"

    def _words(self, number: int) -> str:
        hint = self._seen.hints.phrases[number]
        if hint:
            return f"words say {hint}"
        return f"words: “{' '.join(self._sight.pieces[number].text[:80].split()[:SHOWN_WORDS])}”"
