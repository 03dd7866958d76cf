"""How does what a feed said of a page wait for the page?

As a line of JSON beside the visit.
"""

from __future__ import annotations

import json
from datetime import datetime

from scraper.model import Announced, Source
from scraper.writer.document import dumps, iso


def written(announced: Announced | None) -> str | None:
    """The line; None for nothing."""
    if announced is None:
        return None
    source, title, authors, published = announced
    return dumps([source.value, title, authors, iso(published)])


def read(line: str | None) -> Announced | None:
    """What the line says."""
    if line is None:
        return None
    source, title, authors, published = json.loads(line)
    return Announced(Source(source), title, tuple(authors), datetime.fromisoformat(published) if published else None)
