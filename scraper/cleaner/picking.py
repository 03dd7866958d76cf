"""Which blocks of a page are of some kind?

A page is gone through for them a dozen times. Naming a member of an enum takes longer than comparing it, so it is
named once for all blocks.
"""

from __future__ import annotations

from collections.abc import Iterable

from scraper.model import STORY, Label, Labelled


def labelled_as(blocks: Iterable[Labelled], *labels: Label) -> list[Labelled]:
    """The blocks that have one of these labels."""
    wanted = frozenset(labels)
    return [block for block in blocks if block.label in wanted]


def of_story(blocks: Iterable[Labelled]) -> list[Labelled]:
    """The blocks that belong to the story, captions included."""
    return [block for block in blocks if block.label in STORY]


def beside_story(blocks: Iterable[Labelled]) -> list[Labelled]:
    """All others."""
    return [block for block in blocks if block.label not in STORY]
