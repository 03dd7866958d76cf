"""What is being decided about a piece?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from scraper.cleaner.blocks import Piece
from scraper.model import STORY, Label

SETTLED = 0.8  # least confidence of what a rule decided
MOST = 0.999  # confidence of what anyone decided
SURE = 0.9  # so likely a piece of the story that no rule about lines near the title takes it


@dataclass(slots=True)
class Case:
    """One piece on its way to a label. ``chance`` is how likely it is of the story, ``chosen`` whether it was taken for
    that; ``label`` is set by rules that know better which line it is."""

    piece: Piece
    low: str  # its text in lower case
    words: int
    letters: int  # and digits: so many at least
    chance: float
    chosen: bool
    running: bool  # looks like a paragraph of running text
    heading: bool
    label: Label | None = None
    why: tuple[str, ...] = ()

    @property
    def is_story(self) -> bool:
        """How it stands at the moment."""
        return self.chosen if self.label is None else self.label in STORY

    def settle(self, label: Label, why: str) -> None:
        """Decide, whatever the model said."""
        self.label = label
        self.why = (why, *self.why)


def confidences(cases: Sequence[Case]) -> list[float]:
    """How sure each decision is, 0 to 1."""
    chance = np.array([case.chance for case in cases])
    sure = np.where([case.is_story for case in cases], chance, 1 - chance).clip(max=MOST)
    ruled = np.array([case.label is not None for case in cases])
    rounded: list[float] = np.round(np.where(ruled, sure.clip(SETTLED), sure), 3).tolist()
    return rounded
