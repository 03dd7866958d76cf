"""What is left of a text when its layout is taken away?"""

from __future__ import annotations

import re

_NO_LETTERS = bytes(code for code in range(128) if not chr(code).isalnum())
_LETTERS = re.compile(r"[\W_]+")


def squeeze(text: str) -> str:
    """Letters and digits alone, in lower case."""
    # Most of what goes is ASCII, also in other texts: bytes are stripped at a third of what the pattern takes.
    text = text.encode("utf-8", "surrogatepass").translate(None, _NO_LETTERS).decode("utf-8", "surrogatepass")
    return (text if text.isascii() else _LETTERS.sub("", text)).lower()
