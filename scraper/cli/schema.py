"""scraper schema: what may be relied on in our JSON."""

from __future__ import annotations

import json
from typing import Annotated

import typer

from scraper.cli.exits import Exit
from scraper.cli.output import hand_over
from scraper.writer.schema_json import Shape
from scraper.writer.schema_json import schema as schema_of


def schema(
    shape: Annotated[Shape, typer.Argument(help="Of what.")] = Shape.ARTICLE,
) -> Exit:
    """Print the JSON Schema of an article, of its tombstone, or of a chunk of it."""
    hand_over(json.dumps(schema_of(shape), indent=2, ensure_ascii=False) + "\n", None)
    return Exit.OK
