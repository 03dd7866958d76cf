"""What does a publisher give along for those who republish?

Its counter: an invisible picture that reports where a copy is read. Sites that use the Republication Tracker Tool (a
WordPress plug-in of the Institute for Nonprofit News) put it into each page, together with the text to be copied;
others name a host of their own, which their terms tell (``Terms.pixel_host``).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import unescape

from scraper.model import Duty, Label, Labelled

_MARK = b"republication-pixel"
_ADDRESS = rb"(?:https?:)?//[^\s\"'<>\\&]*"
_MORE = rb"(?:&(?:amp;)*[\w.%-]+=[\w.%~-]*)*"
_TRACKER = re.compile(_ADDRESS + rb"[?]republication-pixel=true" + _MORE, re.I)
_PATH = rb"(?::\d+)?/[^\s\"'<>\\&]*" + _MORE

# Of who wants the text as it is.
AS_IT_IS = frozenset({Duty.NO_DERIVATIVES, Duty.KEEP_LINKS, Duty.WHOLE})


def pixel(page: bytes, host: str | None) -> str | None:
    """The address of the publisher's counter on this page, https where none is told. None: there is none."""
    if _MARK in page:
        found = _TRACKER.search(page)
    elif host and host.encode() in page:
        found = re.search(rb"(?:https?:)?//" + re.escape(host.encode()) + _PATH, page, re.I)
    else:
        return None
    if not found:
        return None
    address = unescape(unescape(found[0].decode("utf-8", "replace")))  # a page in a text field is escaped twice
    return f"https:{address}" if address.startswith("//") else address


def whole(labelled: Sequence[Labelled]) -> list[Labelled]:
    """The story together with the lines inside it that lead to other stories ("See also"), in their order."""
    story = [number for number, item in enumerate(labelled) if item.is_story]
    if not story:
        return []
    inside = labelled[story[0] : story[-1] + 1]
    return [item for item in inside if item.is_story or (item.label is Label.READ_MORE and not item.block.hidden)]
