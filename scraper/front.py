"""How does a front page name what is in the house, and fetch it only for who asks?

A name costs what its module costs, and who comes wants a few of them: ``scraper status`` has no use for the cleaner.
So the page of a package lists its names by their homes (PEP 562), and type checkers alone import them all.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from importlib import import_module


def front_page(package: str, homes: Mapping[str, str]) -> tuple[Callable[[str], object], Callable[[], list[str]]]:
    """``__getattr__`` and ``__dir__`` of a package, the names of which are imported when they are asked for.

    ``homes`` has the module where each name lives; after a colon the name that it has there, if that is another one.
    """

    def fetch(name: str) -> object:
        if name not in homes:
            raise AttributeError(f"module {package!r} has no attribute {name!r}")
        module, _, there = homes[name].partition(":")
        return getattr(import_module(module), there or name)

    def names() -> list[str]:
        return sorted({*vars(sys.modules[package]), *homes})

    return fetch, names
