"""How does an article read as plain text?

The title, the credit, the story, and below it what the publisher's terms ask for.
"""

from __future__ import annotations

from scraper.writer.attribution import bottom, from_document, top
from scraper.writer.document import Document, storable


def dumps(document: Document) -> str:
    """The article with credit and duties. Raises ValueError when it has no attribution."""
    attribution = from_document(document)
    title = " ".join(document["title"].split())
    parts = [title, top(attribution), document["text"].strip(), bottom(attribution)]
    return storable("\n\n".join(part for part in parts if part) + "\n")
