"""What is left of a text when its layout is taken away?"""

from __future__ import annotations

import re

FEW = 50  # different signs that are looked for one by one

_ASCII = bytes(range(128))
_NO_LETTERS = bytes(code for code in range(128) if not chr(code).isalnum())
_SIGNS = re.compile(r"[^\x00-\x7f\w]")


def squeeze(text: str) -> str:
    """Letters and digits alone, in lower case."""
    # Most of what goes is ASCII, also in other texts: bytes are stripped at a third of what the pattern takes.
    text = text.encode("utf-8", "surrogatepass").translate(None, _NO_LETTERS).decode("utf-8", "surrogatepass")
    return (text if text.isascii() else without_signs(text, "")).lower()


def beyond_ascii(text: str) -> set[str]:
    """The characters of a text that are not ASCII."""
    return set(text.encode("utf-8", "surrogatepass").translate(None, _ASCII).decode("utf-8", "surrogatepass"))


def without_signs(text: str, instead: str) -> str:
    """A text with something instead of each character beyond ASCII that is no letter and no digit."""
    # They are few but for strange texts: dashes and quotation marks. Each is put away at a tenth of the pattern's cost.
    signs = [character for character in beyond_ascii(text) if not character.isalnum()]
    if len(signs) > FEW:
        return _SIGNS.sub(instead, text)
    for sign in signs:
        text = text.replace(sign, instead)
    return text
