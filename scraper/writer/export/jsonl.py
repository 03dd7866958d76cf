"""How does an article read as JSON for programs?"""

from __future__ import annotations

from scraper.writer.document import Document
from scraper.writer.document import dumps as one_line

# JSON lets them pass inside a string, and whoever parts text into lines (str.splitlines, say) takes them for line ends.
_LINE_ENDS = {character: f"\\u{ord(character):04x}" for character in "\x85\u2028\u2029"}


def dumps(document: Document) -> str:
    """The document on one line."""
    return line(one_line(document))


def line(json: str) -> str:
    """JSON that is on one line, as a line for every reader."""
    for character, escaped in _LINE_ENDS.items():
        if character in json:
            json = json.replace(character, escaped)
    return json + "\n"
