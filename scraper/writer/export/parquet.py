"""How do articles become columns?

Parquet with types (https://parquet.apache.org): times are UTC microseconds, lists are lists, the way back stands in
every row. Into a directory they are partitioned by site and month, as DuckDB, pandas and the datasets library read
them. Needs the extra ``parquet`` (pyarrow).
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import Any

from scraper.errors import UsageError
from scraper.urls import site_of
from scraper.writer.attribution import credit_line, from_document
from scraper.writer.document import Document, storable

BATCH = 500  # articles in memory at once
UNDATED = "undated"


def write(documents: Iterable[Document], target: Path) -> int:
    """Write a file, or a directory of files by site and month; returns how many articles.

    A file appears whole or not at all; in a directory those of this export do, each under a name of its own.
    Raises UsageError where pyarrow is not installed, OSError when it cannot be written.
    """
    arrow = _library()
    if target.suffix and not target.is_dir():
        return _file(arrow, documents, target)
    return _directory(arrow, documents, target)


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
        "images": arrow.list_(arrow.struct([("url", text), ("alt", text), ("caption", text)])),
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


def _batches(arrow: Any, documents: Iterable[Document], counter: list[int]) -> Iterator[Any]:
    schema = _schema(arrow)
    names = schema.names
    rows = ({name: row.get(name) for name in names} for row in map(_row, documents))
    while batch := list(islice(rows, BATCH)):
        counter[0] += len(batch)
        yield arrow.RecordBatch.from_pylist(batch, schema=schema)


def _file(arrow: Any, documents: Iterable[Document], target: Path) -> int:
    counter = [0]
    part = target.with_name(f".{uuid.uuid4().hex}.part")
    try:
        with arrow.parquet.ParquetWriter(part, _schema(arrow), compression="zstd") as file:
            for batch in _batches(arrow, documents, counter):
                file.write_batch(batch)
        part.replace(target)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
    return counter[0]


def _directory(arrow: Any, documents: Iterable[Document], target: Path) -> int:
    counter = [0]
    name = uuid.uuid4().hex
    keys = arrow.schema([("site", arrow.string()), ("month", arrow.string())])
    arrow.dataset.write_dataset(
        _batches(arrow, documents, counter),
        target,
        schema=_schema(arrow),
        format="parquet",
        partitioning=arrow.dataset.partitioning(keys, flavor="hive"),
        basename_template=name + "-{i}.parquet",
        existing_data_behavior="overwrite_or_ignore",
        max_open_files=100,
        use_threads=False,
    )
    return counter[0]
