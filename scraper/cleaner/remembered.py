"""What need not be worked out twice?

Navigation and furniture repeat from page to page of a site, and within a page. What is said of a short text alone is
remembered; long texts hardly repeat and are read anew each time, so memory stays flat whatever pages hold. Words and
other things of many parts are remembered for one page only: kept for longer, they would be gone through by the garbage
collector, which costs more than it saves.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from functools import lru_cache, wraps
from typing import Any, Generic, TypeVar, cast

MAX_CHARS = 300  # of a text that is remembered
MAX_TEXTS = 4096  # a dozen pages' worth

Reader = TypeVar("Reader", bound=Callable[..., Any])
Thing = TypeVar("Thing")
Said = TypeVar("Said")


def of_short(read: Reader) -> Reader:
    """Remember what a pure function says of short texts, its first argument."""
    known = lru_cache(maxsize=MAX_TEXTS)(read)

    @wraps(read)
    def ask(text: str, *more: Hashable) -> Any:
        return (known if len(text) <= MAX_CHARS else read)(text, *more)

    return cast(Reader, ask)


class Once(dict[Thing, Said], Generic[Thing, Said]):
    """What a pure function says of each thing on a page: asked for like the value of a key, and worked out once."""

    __slots__ = ("_say",)

    def __init__(self, say: Callable[[Thing], Said]) -> None:
        super().__init__()
        self._say = say

    def __missing__(self, thing: Thing) -> Said:
        self[thing] = said = self._say(thing)
        return said
