"""How do articles become a table to ask?

A SQLite file of its own, not an archive: one row an article, the columns of the CSV and the whole article as ``json``.
"""

from __future__ import annotations

import sqlite3
import uuid
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path

from scraper.writer.document import Document, dumps
from scraper.writer.export.csv import COLUMNS, flat

_TYPES = {"confidence": "REAL", "revision": "INTEGER", "id": "TEXT PRIMARY KEY"}


def write(documents: Iterable[Document], target: Path) -> int:
    """Write a file, which appears whole or not at all; returns how many articles.

    Raises OSError when it cannot be written, ValueError for an article without attribution.
    """
    part = target.with_name(f".{uuid.uuid4().hex}.part")
    try:
        with closing(sqlite3.connect(part)) as database, database:
            columns = ", ".join(f"{name} {_TYPES.get(name, 'TEXT')}" for name in COLUMNS)
            database.execute(f"CREATE TABLE articles ({columns}, json TEXT NOT NULL)")
            marks = ", ".join("?" * (len(COLUMNS) + 1))
            rows = ([*map(flat(document).get, COLUMNS), dumps(document)] for document in documents)
            database.executemany(f"INSERT OR REPLACE INTO articles VALUES ({marks})", rows)
            database.execute("CREATE INDEX articles_published ON articles (date_published)")
            (number,) = database.execute("SELECT count(*) FROM articles").fetchone()
        part.replace(target)
    except sqlite3.Error as error:
        raise OSError(0, str(error), str(target)) from error
    finally:
        part.unlink(missing_ok=True)
    return int(number)
