"""What is being decided about a piece?"""

from __future__ import annotations

from dataclasses import dataclass, field

from scraper.cleaner.blocks import Piece
from scraper.model import STORY, Label

SETTLED = 0.8  # least confidence of what a rule decided
SURE = 0.9  # so likely a piece of the story that no rule about lines near the title takes it


@dataclass(slots=True)
class Case:
    """One piece on its way to a label. ``chance`` is how likely it is of the story, ``chosen`` whether it was taken for
    that; ``label`` is set by rules that know better which line it is."""

    piece: Piece
    words: int
    chance: float
    chosen: bool
    running: bool  # looks like a paragraph of running text
    heading: bool
    squeezed: str = ""  # letters alone, of short pieces
    label: Label | None = None
    why: list[str] = field(default_factory=list)

    @property
    def is_story(self) -> bool:
        """How it stands at the moment."""
        return self.label in STORY if self.label else self.chosen

    @property
    def confidence(self) -> float:
        """How sure the decision is, 0 to 1."""
        if self.label is None:
            return round(min(0.999, self.chance if self.chosen else 1 - self.chance), 3)
        return round(max(SETTLED, min(0.999, self.chance if self.label in STORY else 1 - self.chance)), 3)

    def settle(self, label: Label, why: str) -> None:
        """Decide, whatever the network said."""
        self.label = label
        self.why.insert(0, why)
