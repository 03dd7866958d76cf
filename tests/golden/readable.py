"""How does a file that is no text read?

As its schema and its rows; long texts are cut, since they stand in other files whole.
"""

from __future__ import annotations

import json
import sqlite3
import zipfile
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path
from xml.dom import minidom

import pyarrow.parquet

LONG, SHOWN = 300, 60  # characters of a value: from how many on it is cut, and to how many


def parquet(path: Path) -> str:
    """A Parquet file: its columns with their types, then its rows."""
    file = pyarrow.parquet.ParquetFile(path)
    columns = [f"{field.name}: {field.type}" for field in file.schema_arrow]
    return "\n".join([*columns, *map(_row, file.read().to_pylist())]) + "\n"


def sqlite(path: Path) -> str:
    """A SQLite file: what made its tables, then their rows."""
    with closing(sqlite3.connect(path)) as database:
        database.row_factory = sqlite3.Row
        made = [sql for (sql,) in database.execute("SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL")]
        rows = [_row(dict(row)) for row in database.execute("SELECT * FROM articles ORDER BY rowid")]
    return "\n".join([*(sql.replace(", ", ",\n  ") for sql in made), *rows]) + "\n"


def docx(path: Path) -> str:
    """A Word document: the XML of its text, and whom it links to."""
    with zipfile.ZipFile(path) as parts:
        texts = [parts.read(f"word/{name}").decode() for name in ("document.xml", "_rels/document.xml.rels")]
    body = minidom.parseString(texts[0]).getElementsByTagName("w:body")[0].toprettyxml(" ")
    links = [node.getAttribute("Target") for node in minidom.parseString(texts[1]).getElementsByTagName("Relationship")]
    return body + "".join(f"{link}\n" for link in sorted(links) if "://" in link)


def _row(values: Mapping[str, object]) -> str:
    return "\n" + "\n".join(f"{name} = {_value(value)}" for name, value in values.items())


def _value(value: object) -> str:
    text = json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= LONG else f"{text[:SHOWN]} …"
