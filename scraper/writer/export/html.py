"""How does an article read as a page?

A page without scripts or styles: title, credit, story, and below it what the terms ask for. Its canonical link is the
original's.
"""

from __future__ import annotations

from html import escape

from scraper.writer.attribution import Markup, bottom, from_document, top
from scraper.writer.document import Document, storable
from scraper.writer.export.markdown import story
from scraper.writer.rendered import html, page

HEAD = '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n<title>Articles</title>\n</head>\n<body>\n'
TAIL = "</body>\n</html>\n"


def dumps(document: Document) -> str:
    """A whole page of one article. Raises ValueError when it has no attribution."""
    attribution = from_document(document)
    metas = {
        "author": ", ".join(attribution.authors) or attribution.publisher,
        "date": document["date_published"],
        "description": document["summary"],
        "license": (document["license"] or {}).get("url") or (document["license"] or {}).get("id"),
    }
    told = "".join(f'<meta name="{name}" content="{escape(_line(value))}">\n' for name, value in metas.items() if value)
    head = f'<link rel="canonical" href="{escape(attribution.link)}">\n{told}'
    return storable(page(_line(document["title"]), document["language"], head, entry(document)))


def entry(document: Document) -> str:
    """The article element alone, as one of many on a page. Raises ValueError when it has no attribution."""
    attribution = from_document(document)
    foot = bottom(attribution, Markup.HTML)
    parts = [
        f'<article id="{document["id"]}" lang="{escape(document["language"] or "und")}">',
        f"<h1>{escape(_line(document['title']))}</h1>",
        f"<p>{top(attribution, Markup.HTML)}</p>",
        html(story(document)).rstrip(),
        f"<footer><p>{foot}</p></footer>" if foot else "",
        "</article>",
    ]
    return storable("\n".join(part for part in parts if part) + "\n")


def _line(text: str) -> str:
    return " ".join(text.split())
