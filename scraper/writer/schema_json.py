"""What may whoever reads our JSON rely on?

The JSON Schema (draft 2020-12) of an article as every JSON door writes it, of its tombstone, and of a chunk of it. New
fields may come; those named here stay, with their types.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from scraper.model import Duty, Fact, Label, PageType, Permission, Relation, Source
from scraper.writer.document import GoneReason

DIALECT = "https://json-schema.org/draft/2020-12/schema"
_DAY_OR_MOMENT = r"^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})?)?$"
_ID = r"^[0-9a-f]{16}$"

Schema = dict[str, Any]


class Shape(StrEnum):
    """Of what there is a schema."""

    ARTICLE = "article"
    TOMBSTONE = "tombstone"  # of an article whose page is gone
    CHUNK = "chunk"


def schema(shape: Shape) -> Schema:
    """The JSON Schema of a shape, as a JSON object."""
    described = {Shape.ARTICLE: _article, Shape.TOMBSTONE: _tombstone, Shape.CHUNK: _chunk}[shape]()
    return {"$schema": DIALECT, "title": f"scraper {shape.value}", **described}


def _object(properties: Schema, **more: object) -> Schema:
    """All of the properties are there; others may be."""
    return {"type": "object", "required": list(properties), "properties": properties, **more}


def _or_null(one: Schema) -> Schema:
    return {"anyOf": [one, {"type": "null"}]}


def _list(items: Schema) -> Schema:
    return {"type": "array", "items": items}


_TEXT: Schema = {"type": "string"}
_URL: Schema = {"type": "string", "pattern": "^https?://"}


def _image() -> Schema:
    image = _object({"url": _URL, "alt": _TEXT, "caption": _TEXT})
    image["properties"]["credit"] = _TEXT  # documents of earlier versions have none
    return image


_WHEN = {"type": "string", "pattern": _DAY_OR_MOMENT}
_SHARE: Schema = {"type": "number", "minimum": 0, "maximum": 1}
_COUNT: Schema = {"type": "integer", "minimum": 0}
_REMOVED: Schema = {
    "label": {"enum": [label.value for label in Label]},
    "text": _TEXT,
    "confidence": _SHARE,
    "reasons": _list(_TEXT),
    "position": _COUNT,
}
_DUPLICATE: Schema = {
    "id": {**_TEXT, "pattern": _ID},
    "url": _URL,
    "relation": {"enum": [relation.value for relation in Relation]},
    "similarity": _SHARE,
}


_PLACE: Schema = {"enum": [source.value for source in Source]}
_LATER: Schema = {  # what an earlier version stored is without
    "is_accessible_for_free": _or_null({"type": "boolean"}),
    "evidence": {
        "type": "object",
        "description": "Of each fact that there is: where it stands, how likely it is right, who else says so.",
        "propertyNames": {"enum": [fact.value for fact in Fact]},
        "additionalProperties": _object(
            {"source": _PLACE, "confidence": _SHARE, "agreeing": _list(_PLACE), "differing": _list(_PLACE)}
        ),
    },
}


def _article() -> Schema:
    licence = {"id": _or_null(_TEXT), "url": _or_null(_TEXT), "text": _TEXT}
    shape = _object(
        {
            "url": _URL,
            "canonical_url": _or_null(_URL),
            "title": _TEXT,
            "authors": _list(_object({"name": _TEXT, "url": _or_null(_TEXT)})),
            "date_published": _or_null(_WHEN),
            "date_modified": _or_null(_WHEN),
            "date_fetched": _or_null(_WHEN),
            "text": {**_TEXT, "description": "The body alone; an empty line between paragraphs."},
            "markdown": _TEXT,
            "republishable": {**_TEXT, "description": "Where the terms want the text whole; else empty."},
            "summary": _or_null(_TEXT),
            "language": _or_null(_TEXT),
            "section": _or_null(_TEXT),
            "tags": _list(_TEXT),
            "site_name": _or_null(_TEXT),
            "image": _or_null(_URL),
            "images": _list(_image()),
            "license": _or_null(_object(licence)),
            "attribution": _attribution(licence),
            "removed": _list(_object(_REMOVED)),
            "id": {**_TEXT, "pattern": _ID},
            "content_sha256": _TEXT,
            "revision": {"type": "integer", "minimum": 1},
            "confidence": _SHARE,
            "page_type": {"enum": [kind.value for kind in PageType]},
            "notes": _list(_TEXT),
            "translations": _list(_object({"language": _TEXT, "url": _URL})),
            "date_first_seen": _or_null(_WHEN),
            "duplicates": _list(_object(_DUPLICATE)),
        }
    )
    shape["properties"] |= _LATER
    return shape


def _tombstone() -> Schema:
    licence = {"id": _or_null(_TEXT), "url": _or_null(_TEXT), "text": _TEXT}
    return _object(
        {
            "gone": {"const": True},
            "date_gone": _WHEN,
            "reason": {"enum": [reason.value for reason in GoneReason]},
            "id": {**_TEXT, "pattern": _ID},
        },
        **{
            "if": {"properties": {"reason": {"const": GoneReason.PURGED.value}}},
            "then": {"description": "Of an article that was purged nothing else is left."},
            "else": _object(
                {
                    "url": _URL,
                    "canonical_url": _or_null(_URL),
                    "title": _TEXT,
                    "attribution": _attribution(licence),
                    "revision": {"type": "integer", "minimum": 2},
                }
            ),
        },
    )


def _attribution(licence: Schema) -> Schema:
    return _object(
        {
            "link": {**_URL, "description": "The way back to the original: no article is without."},
            "publisher": _TEXT,
            "authors": _list(_TEXT),
            "credit": _TEXT,
            "duties": _list({"enum": [duty.value for duty in Duty]}),
            "permission": {"enum": [permission.value for permission in Permission]},
            "site": _or_null(_URL),
            "pixel": _or_null(_URL),
            "embargo_days": _or_null(_COUNT),
            "window_days": _or_null(_COUNT),
            "images": _or_null({"type": "boolean"}),
            "conditions": _list(_TEXT),
            "terms_source": _TEXT,
            "license": _or_null(_object({**licence, "source": _TEXT})),
        }
    )


def _chunk() -> Schema:
    return _object(
        {
            "id": {**_TEXT, "pattern": _ID.replace("$", r"-\d+$")},
            "article": {**_TEXT, "pattern": _ID},
            "revision": {"type": "integer", "minimum": 1},
            "chunk": {"type": "integer", "minimum": 1},
            "chunks": {"type": "integer", "minimum": 1},
            "start": {**_COUNT, "description": "In characters of the article's text."},
            "end": _COUNT,
            "text": _TEXT,
            "url": _URL,
            "title": _TEXT,
            "authors": _list(_TEXT),
            "date_published": _or_null(_WHEN),
            "language": _or_null(_TEXT),
            "publisher": _TEXT,
            "license": _or_null(_TEXT),
            "link": _URL,
            "credit": _TEXT,
        }
    )
