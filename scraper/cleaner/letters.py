"""What is left of a text when its layout is taken away?"""

from __future__ import annotations

import re

_LETTERS = re.compile(r"[\W_]+")


def squeeze(text: str) -> str:
    """Letters and digits alone, in lower case."""
    return _LETTERS.sub("", text).lower()
