"""A cleaner that breaks at every page, for the processes that clean."""

from __future__ import annotations


def read(body: bytes, url: str, how: object) -> None:
    """Raise."""
    raise RuntimeError("broken on purpose")
