"""Does a front page give each of its names, as type checkers see them?"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from types import ModuleType

import pytest

import scraper
import scraper.writer

PAGES = [scraper, scraper.writer]


def shown_to_type_checkers(page: ModuleType) -> Iterator[tuple[str, object]]:
    """The names that a package imports only for them, and what they are."""
    tree = ast.parse(Path(page.__file__ or "").read_text(encoding="utf-8"))
    for node in tree.body:
        if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING":
            for line in node.body:
                assert isinstance(line, ast.ImportFrom)
                for alias in line.names:
                    yield alias.asname or alias.name, getattr(import_module(line.module or ""), alias.name)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.__name__)
def test_each_name_is_what_type_checkers_take_it_for(page: ModuleType) -> None:
    shown = dict(shown_to_type_checkers(page))
    assert shown
    assert {name: getattr(page, name) for name in shown} == shown
    assert set(shown) <= set(page.__all__) <= set(dir(page))
    for name in page.__all__:
        assert getattr(page, name) is not None


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.__name__)
def test_no_other_name_is_there(page: ModuleType) -> None:
    with pytest.raises(AttributeError, match=rf"module '{page.__name__}' has no attribute 'nonsense'"):
        _ = page.nonsense
