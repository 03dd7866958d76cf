"""How does an article read as a page?

A page without scripts or styles: title, credit, story, and below it what the terms ask for. Its canonical link is the
original's.
"""

from __future__ import annotations

from html import escape

from scraper.writer.attribution import Markup, bottom, from_document, top
from scraper.writer.document import Document
from scraper.writer.export.markdown import story
from scraper.writer.plain import html_text, one_line
from scraper.writer.rendered import direction, html, page

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
    told = "".join(
        f'<meta name="{name}" content="{escape(one_line(value))}">\n' for name, value in metas.items() if value
    )
    head = f'<link rel="canonical" href="{escape(attribution.link)}">\n{told}'
    title = one_line(document["title"]) or attribution.link
    return html_text(page(title, document["language"], head, entry(document)))


def entry(document: Document) -> str:
    """The article element alone, as one of many on a page. Raises ValueError when it has no attribution."""
    attribution, title, body = from_document(document), one_line(document["title"]), story(document)
    credit, foot = top(attribution, Markup.HTML), bottom(attribution, Markup.HTML)
    way = direction(title + credit + body)
    parts = [
        f'<article id="{document["id"]}" lang="{escape(document["language"] or "und")}"{way}>',
        f"<h1{way}>{escape(title)}</h1>" if title else "",
        f"<p{way}>{credit}</p>",
        html(body).rstrip(),
        f"<footer><p{way}>{foot}</p></footer>" if foot else "",
        "</article>",
    ]
    return html_text("\n".join(part for part in parts if part) + "\n")
