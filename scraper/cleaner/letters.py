"""What is left of a text when its layout is taken away?"""

from __future__ import annotations

import re

_NO_LETTERS = bytes(code for code in range(128) if not chr(code).isalnum())
_LETTERS = re.compile(r"[\W_]+")


def squeeze(text: str) -> str:
    """Letters and digits alone, in lower case."""
    if text.isascii():
        return text.encode().translate(None, _NO_LETTERS).decode().lower()
    return _LETTERS.sub("", text).lower()
