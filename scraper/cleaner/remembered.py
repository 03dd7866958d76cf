"""What need not be worked out twice?

Navigation and furniture repeat from page to page of a site, and within a page. What is said of a short text alone is
remembered; long texts hardly repeat and are read anew each time, so memory stays flat whatever pages hold.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from functools import lru_cache, wraps
from typing import Any, TypeVar, cast

MAX_CHARS = 300  # of a text that is remembered
MAX_TEXTS = 4096  # a dozen pages' worth

Reader = TypeVar("Reader", bound=Callable[..., Any])


def of_short(read: Reader) -> Reader:
    """Remember what a pure function says of short texts, its first argument."""
    known = lru_cache(maxsize=MAX_TEXTS)(read)

    @wraps(read)
    def ask(text: str, *more: Hashable) -> Any:
        return (known if len(text) <= MAX_CHARS else read)(text, *more)

    return cast(Reader, ask)
