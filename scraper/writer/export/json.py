"""How does an article read as JSON for people?"""

from __future__ import annotations

import json

from scraper.writer.document import Document, storable


def dumps(document: Document) -> str:
    """The document, indented."""
    return storable(json.dumps(document, ensure_ascii=False, indent=2))
