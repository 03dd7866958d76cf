"""How does an article fit into a row?

CSV by RFC 4180, with a line of names: what is one value stays one, lists are joined, tables of their own (``removed``)
stay away. The credit is a column.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence

from scraper.writer.attribution import credit_line, from_document
from scraper.writer.document import Document, storable

COLUMNS = (
    "id",
    "url",
    "canonical_url",
    "title",
    "authors",
    "date_published",
    "date_modified",
    "date_fetched",
    "language",
    "section",
    "tags",
    "site_name",
    "publisher",
    "summary",
    "text",
    "image",
    "license_id",
    "license_url",
    "permission",
    "credit",
    "link",
    "page_type",
    "confidence",
    "revision",
    "content_sha256",
)
JOINT = "; "  # between the authors, or the tags, of one article


def flat(document: Document) -> dict[str, object]:
    """The article as one row, without NUL, which for most readers ends a text or a file.

    Raises ValueError when the article has no attribution.
    """
    attribution, licence = from_document(document), document["license"] or {}
    columns = {
        **{name: document.get(name) for name in COLUMNS},
        "authors": JOINT.join(author["name"] for author in document["authors"]),
        "tags": JOINT.join(document["tags"]),
        "publisher": attribution.publisher,
        "license_id": licence.get("id"),
        "license_url": licence.get("url"),
        "permission": attribution.permission.value,
        "credit": credit_line(attribution),
        "link": attribution.link,
    }
    return {name: value.replace("\0", "\ufffd") if isinstance(value, str) else value for name, value in columns.items()}


def header(columns: Sequence[str] = COLUMNS) -> str:
    """The line of names."""
    return row(dict(zip(columns, columns, strict=True)), columns)


def row(values: Mapping[str, object], columns: Sequence[str] = COLUMNS) -> str:
    """One row, its line break included. None is an empty field."""
    line = io.StringIO()
    csv.writer(line).writerow(["" if values[name] is None else values[name] for name in columns])
    return storable(line.getvalue())


def dumps(document: Document) -> str:
    """The article's row. Raises ValueError when it has no attribution."""
    return row(flat(document))


def file(document: Document) -> str:
    """A file of one article: the line of names and its row. Raises ValueError when it has no attribution."""
    return header() + dumps(document)
