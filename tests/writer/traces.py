"""Is there a trace of it? All bytes of an archive's directory, and those that WARC files hold packed."""

from __future__ import annotations

import gzip
from collections.abc import Iterable
from pathlib import Path


def traces(directory: Path, markers: Iterable[str]) -> dict[str, list[str]]:
    """The markers that are found, each with the names of the files that hold it."""
    contents = {path.name: _bytes(path) for path in sorted(directory.rglob("*")) if path.is_file()}
    found = {one: [name for name, data in contents.items() if one.encode() in data] for one in markers}
    return {marker: names for marker, names in found.items() if names}


def _bytes(path: Path) -> bytes:
    stored = path.read_bytes()
    return stored + gzip.decompress(stored) if ".warc.gz" in path.name else stored
