"""How does an article read as Markdown?

YAML front matter, the title, the credit, the story, and below it what the publisher's terms ask for.
"""

from __future__ import annotations

import json
import re

from scraper.writer.attribution import Markup, bottom, byline, credit_line, from_document, top
from scraper.writer.document import Document, storable
from scraper.writer.plain import markdown_heading, markdown_paragraphs

_MATTER = (
    "title",
    "url",
    "canonical_url",
    "authors",
    "date_published",
    "date_modified",
    "date_fetched",
    "summary",
    "language",
    "section",
    "tags",
    "site_name",
    "image",
    "license",
    "id",
    "revision",
    "content_sha256",
)
_UNPRINTABLE = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")  # JSON lets them pass, YAML does not


def dumps(document: Document) -> str:
    """The article with front matter, credit and duties. Raises ValueError when it has no attribution."""
    attribution = from_document(document)
    title = markdown_heading(document["title"])
    parts = [f"# {title}" if title else "", top(attribution, Markup.MARKDOWN), story(document)]
    if end := bottom(attribution, Markup.MARKDOWN):
        parts += ["---", end]
    credits = {"byline": byline(attribution), "credit": credit_line(attribution), "original": attribution.link}
    return storable(f"{front_matter(document, credits)}\n" + "\n\n".join(filter(None, parts)) + "\n")


def story(document: Document) -> str:
    """The body as Markdown; articles of which only the text is known get theirs from that."""
    return str(document["markdown"]).strip() or markdown_paragraphs(document["text"])


def front_matter(document: Document, credits: Document) -> str:
    """The facts as YAML. Values are written as JSON, which is YAML on one line and needs no quoting rules."""
    facts = {name: document.get(name) for name in _MATTER} | credits
    lines = [f"{name}: {_scalar(value)}" for name, value in facts.items() if value not in (None, "", [])]
    return "\n".join(["---", *lines, "---", ""])


def _scalar(value: object) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return _UNPRINTABLE.sub(lambda match: f"\\u{ord(match[0]):04x}", text)
