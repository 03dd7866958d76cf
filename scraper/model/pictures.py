"""What is a picture of a story?"""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Image:
    """A picture of the story. URLs are absolute; ``caption`` is what stands under it, ``credit`` who made it."""

    url: str
    alt: str = ""
    caption: str = ""
    credit: str = ""
    position: int | None = field(default=None, compare=False)  # of the block after it; None for one outside the story
