"""How does an article read as JSON for programs?"""

from __future__ import annotations

from scraper.writer.document import Document
from scraper.writer.document import dumps as one_line


def dumps(document: Document) -> str:
    """The document on one line."""
    return one_line(document) + "\n"
