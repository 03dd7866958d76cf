"""How do articles become columns?

Parquet with types (https://parquet.apache.org): times are UTC microseconds, lists are lists, the way back stands in
every row. Into a directory they are partitioned by site and month, as DuckDB, pandas and the datasets library read
them. Needs the extra ``parquet`` (pyarrow).
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import Any
from urllib.parse import quote

from scraper.errors import UsageError
from scraper.urls import site_of
from scraper.writer.attribution import credit_line, from_document
from scraper.writer.document import Document, storable

BATCH = 500  # articles of a row group, or of a file in a directory
MOST_HELD = 5_000  # articles in memory, of all sites and months
UNDATED = "undated"


def write(documents: Iterable[Document], target: Path) -> int:
    """Write a file, or into a directory that is there files by site and month; returns how many articles.

    A file appears whole or not at all; in a directory those of this export do, each under a name of its own.
    Raises UsageError where pyarrow is not installed, OSError when it cannot be written.
    """
    arrow = _library()
    return (_directory if target.is_dir() else _file)(arrow, documents, target)


def _library() -> Any:
    try:
        import pyarrow.dataset  # noqa: PLC0415 - an extra
        import pyarrow.parquet  # noqa: PLC0415
    except ModuleNotFoundError:
        raise UsageError("Parquet needs pyarrow: pip install 'scraper[parquet]'") from None
    return pyarrow


def _schema(arrow: Any) -> Any:
    text, moment = arrow.string(), arrow.timestamp("us", "UTC")
    columns = {
        **dict.fromkeys(("id", "url", "canonical_url", "title"), text),
        "authors": arrow.list_(text),
        **dict.fromkeys(("date_published", "date_modified", "date_fetched"), moment),
        "date_published_is_day": arrow.bool_(),
        **dict.fromkeys(("text", "markdown", "summary", "language", "section"), text),
        "tags": arrow.list_(text),
        **dict.fromkeys(("site", "site_name", "image"), text),
        "images": arrow.list_(arrow.struct([("url", text), ("alt", text), ("caption", text), ("credit", text)])),
        **dict.fromkeys(("license_id", "license_url", "publisher", "permission", "credit", "link"), text),
        "duties": arrow.list_(text),
        "page_type": text,
        "confidence": arrow.float64(),
        "revision": arrow.int32(),
        "content_sha256": text,
        "month": text,
    }
    return arrow.schema(list(columns.items()))


def _row(document: Document) -> Document:
    """Raises ValueError when it has no attribution."""
    attribution, licence = from_document(document), document["license"] or {}
    published = _moment(document["date_published"])
    return {
        **document,
        "authors": [author["name"] for author in document["authors"]],
        "date_published": published,
        "date_published_is_day": len(document["date_published"] or "") == len("2026-11-23"),
        "date_modified": _moment(document["date_modified"]),
        "date_fetched": _moment(document["date_fetched"]),
        "site": site_of(document["url"]),
        "license_id": licence.get("id"),
        "license_url": licence.get("url"),
        "publisher": attribution.publisher,
        "permission": attribution.permission.value,
        "credit": storable(credit_line(attribution)),
        "link": attribution.link,
        "duties": [duty.value for duty in attribution.duties],
        "month": f"{published:%Y-%m}" if published else UNDATED,
    }


def _moment(told: str | None) -> datetime | None:
    """A day is its midnight, a time without a zone is taken for UTC."""
    if not told:
        return None
    moment = datetime.fromisoformat(told)
    return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)


def _file(arrow: Any, documents: Iterable[Document], target: Path) -> int:
    schema, number = _schema(arrow), 0
    with _whole(target) as part, arrow.parquet.ParquetWriter(part, schema, compression="zstd") as file:
        rows = map(_row, documents)
        while batch := list(islice(rows, BATCH)):
            file.write_batch(_batch(arrow, batch, schema))
            number += len(batch)
    return number


def _directory(arrow: Any, documents: Iterable[Document], target: Path) -> int:
    """Written here and not by pyarrow.dataset, which reads what it is given in a thread of its own: an archive's rows
    belong to the thread that asked for them.
    """
    parts = _Parts(arrow, target)
    for document in documents:
        parts.add(_row(document))
    parts.flush()
    return parts.taken


@dataclass(slots=True)
class _Parts:
    """Rows on their way into files by site and month, as Hive names them (``site=news.org/month=2026-03``)."""

    arrow: Any
    directory: Path
    name: str = field(default_factory=lambda: uuid.uuid4().hex)
    waiting: dict[tuple[str, str], list[Document]] = field(default_factory=dict)
    taken: int = 0  # rows, and ...
    held: int = 0  # ... those of them that wait
    files: int = 0

    def add(self, row: Document) -> None:
        rows = self.waiting.setdefault((row["site"], row["month"]), [])
        rows.append(row)
        self.taken += 1
        self.held += 1
        if len(rows) >= BATCH:
            self._write((row["site"], row["month"]))
        elif self.held >= MOST_HELD:
            self._write(max(self.waiting, key=lambda key: len(self.waiting[key])))

    def flush(self) -> None:
        """Write all that waits."""
        for key in list(self.waiting):
            self._write(key)

    def _write(self, key: tuple[str, str]) -> None:
        rows = self.waiting.pop(key)
        self.held -= len(rows)
        site, month = (quote(part, safe="") for part in key)
        folder = self.directory / f"site={site}" / f"month={month}"
        folder.mkdir(parents=True, exist_ok=True)
        schema = self.arrow.schema([part for part in _schema(self.arrow) if part.name not in ("site", "month")])
        with _whole(folder / f"{self.name}-{self.files}.parquet") as part:
            table = self.arrow.Table.from_batches([_batch(self.arrow, rows, schema)])
            self.arrow.parquet.write_table(table, part, compression="zstd")
        self.files += 1


def _batch(arrow: Any, rows: list[Document], schema: Any) -> Any:
    told = [{name: row.get(name) for name in schema.names} for row in rows]
    return arrow.RecordBatch.from_pylist(told, schema=schema)


@contextmanager
def _whole(target: Path) -> Iterator[Path]:
    """A file that takes its name when it is complete."""
    part = target.with_name(f".{uuid.uuid4().hex}.part")
    try:
        yield part
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)
