"""How has the archive's database come to its present form?

One SQL script a version, ``001.sql`` onwards, never changed once released. A script runs inside one transaction.
"""

from __future__ import annotations

from importlib.resources import files


def scripts() -> tuple[str, ...]:
    """All scripts in order; the last one makes version ``len(scripts())``."""
    found = sorted(
        (entry for entry in files(__name__).iterdir() if entry.name.endswith(".sql")), key=lambda entry: entry.name
    )
    return tuple(entry.read_text("utf-8") for entry in found)
