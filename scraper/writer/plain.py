"""Which characters may a text have where it goes?"""

from __future__ import annotations

import re

_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def xml_text(text: str) -> str:
    """The text without what no XML document can hold, not even escaped (XML 1.0, 2.2: Char)."""
    return _NOT_XML.sub("\ufffd", text)
