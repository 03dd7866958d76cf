"""How does an article read in a news reader?

JSON Feed 1.1 (https://jsonfeed.org/version/1.1) and Atom (RFC 4287). An entry is the credited article; its address is
the original's, its id ours, so that a revised article replaces the one before it.
"""

from __future__ import annotations

import json
from datetime import datetime
from xml.sax.saxutils import escape, quoteattr

from scraper.writer.attribution import credit_line, from_document
from scraper.writer.document import Document, storable
from scraper.writer.export.html import entry
from scraper.writer.plain import xml_text

TITLE = "Articles"
JSON_HEAD = '{"version": "https://jsonfeed.org/version/1.1", "title": "' + TITLE + '", "items": [\n'
JSON_TAIL = "\n]}\n"
EPOCH = "1970-01-01T00:00:00Z"  # RFC 4287 wants a date where none is known
REVISED = 2  # the first revision that is a change
ATOM_HEAD = (
    '<?xml version="1.0" encoding="utf-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom">\n'
    f"<id>urn:scraper:articles</id>\n<title>{TITLE}</title>\n"
)


def json_file(document: Document) -> str:
    """A feed of one article. Raises ValueError when it has no attribution."""
    return JSON_HEAD + json_item(document) + JSON_TAIL


def atom_file(document: Document) -> str:
    """A feed of one article. Raises ValueError when it has no attribution."""
    return ATOM_HEAD + atom_entry(document) + atom_tail(updated(document))


def atom_tail(newest: str) -> str:
    """The end of a feed whose newest entry is of then ("" for none); the order is free there (RFC 4287, 4.1.1)."""
    return f"<updated>{newest or EPOCH}</updated>\n</feed>\n"


def updated(document: Document) -> str:
    """When the article was changed last: as its publisher says, and for a revision when that was seen at the latest."""
    told = [_moment(document[name]) for name in ("date_modified", "date_published")]
    seen = _moment(document["date_fetched"])
    first = next(filter(None, told), None) or seen or EPOCH
    return max(first, seen, key=datetime.fromisoformat) if seen and document["revision"] >= REVISED else first


def json_item(document: Document) -> str:
    """The article as an item of a JSON Feed. Raises ValueError when it has no attribution."""
    attribution = from_document(document)
    item = {
        "id": _urn(document),
        "url": attribution.link,
        "title": document["title"],
        "content_html": entry(document),
        "content_text": f"{credit_line(attribution)}\n\n{document['text']}",
        "summary": document["summary"],
        "image": document["image"],
        "date_published": _moment(document["date_published"]),
        "date_modified": updated(document) if document["date_modified"] or document["revision"] >= REVISED else None,
        "authors": [_without_none({"name": a["name"], "url": a["url"]}) for a in document["authors"]],
        "tags": document["tags"],
        "language": document["language"],
    }
    return storable(json.dumps(_without_none(item), ensure_ascii=False))


def atom_entry(document: Document) -> str:
    """The article as an entry of an Atom feed. Raises ValueError when it has no attribution."""
    attribution, licence = from_document(document), document["license"] or {}
    published = _moment(document["date_published"])
    names = [author["name"] for author in document["authors"]] or [attribution.publisher]
    language = f" xml:lang={quoteattr(xml_text(document['language']))}" if document["language"] else ""
    rights = " ".join(part for part in (licence.get("id"), licence.get("url")) if part)
    parts = [
        f"<entry{language}>",
        f"<id>{_urn(document)}</id>",
        f"<title>{_text(document['title'])}</title>",
        f"<updated>{updated(document)}</updated>",
        f"<published>{published}</published>" if published else "",
        *(f"<author><name>{_text(name)}</name></author>" for name in names),
        f'<link rel="alternate" href={quoteattr(attribution.link)}/>',
        f'<link rel="license" href={quoteattr(licence["url"])}/>' if licence.get("url") else "",
        *(f"<category term={quoteattr(xml_text(tag))}/>" for tag in document["tags"]),
        f"<summary>{_text(document['summary'])}</summary>" if document["summary"] else "",
        f"<rights>{_text(rights)}</rights>" if rights else "",
        f'<content type="html">{_text(entry(document))}</content>',
        "</entry>\n",
    ]
    return storable("\n".join(part for part in parts if part))


def _urn(document: Document) -> str:
    return f"urn:scraper:article:{document['id']}"


def _moment(told: str | None) -> str | None:
    """RFC 3339: a day alone begins at midnight UTC, and a time without a zone is taken for UTC."""
    if not told:
        return None
    if len(told) == len("2026-11-23"):
        return told + "T00:00:00Z"
    return told if told.endswith("Z") or told[-6] in "+-" else told + "Z"


def _text(text: str) -> str:
    return escape(xml_text(" ".join(text.split()) if "\n" not in text else text))


def _without_none(values: dict[str, object]) -> dict[str, object]:
    return {key: value for key, value in values.items() if value not in (None, [])}
