"""How do many small tables become one?"""

from __future__ import annotations

from enum import StrEnum
from functools import cache, lru_cache

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.floating]
Ints = NDArray[np.intp]


class Family(StrEnum):
    """Kinds of evidence. Each column of the table belongs to one."""

    LENGTH = "length"
    TEXT = "text"  # letters, digits and marks
    STYLE = "style"  # bold, italic, line breaks
    ELEMENT = "element"  # tag, list or table, what stands around
    HIDING = "hiding"
    PLACE = "place"  # where on the page
    TITLE = "title"  # agreement with the title, or distance from it
    SUMMARY = "summary"  # agreement with the page's description
    LINKS = "links"
    COPIES = "copies"
    ALIKE = "alike"  # other pieces in elements of the same kind
    HEADING = "heading"  # what stands above
    BOX = "box"  # the elements around, and what else is in them
    NAME = "name"  # class, id and role
    WORDS = "words"
    PAGE = "page"
    NEIGHBOURS = "neighbours"  # what the pieces before and after are taken for
    ITSELF = "itself"  # what the piece was taken for at first look
    OPINION = "opinion"  # what another extractor takes it for


Group = tuple[Family, str, int]  # columns of one family and name, and how many


class Columns:
    """Columns gathered part by part. Their names and families follow from the code alone, never from the page."""

    def __init__(self, rows: int) -> None:
        self.rows = rows
        self._groups: list[Group] = []
        self._parts: list[Floats] = []

    def add(self, family: Family, name: str, *values: ArrayLike) -> None:
        """Add columns: each value has a number a row, or a row of numbers a row."""
        for value in values:
            part = np.asarray(value, np.float32)
            if part.ndim == 1:
                part = part[:, None]
            self._parts.append(part)
            self._groups.append((family, name, part.shape[1]))

    @property
    def names(self) -> tuple[str, ...]:
        """A name a column."""
        return _names(tuple(self._groups))

    @property
    def families(self) -> list[Family]:
        """The family of each column."""
        return [family for family, _, count in self._groups for _ in range(count)]

    def table(self) -> Floats:
        """All columns side by side."""
        return np.concatenate(self._parts, axis=1)


@lru_cache(maxsize=8)
def _names(groups: tuple[Group, ...]) -> tuple[str, ...]:
    """Each column is called after its group and numbered through."""
    labels = [label for _, label, count in groups for _ in range(count)]
    return tuple(f"{label} {number}" for number, label in enumerate(labels))


def one_hot(index: ArrayLike, size: int) -> Floats:
    """A row for each index with a one at its place; an index of ``size`` gives zeros."""
    return _units(size)[np.asarray(index, np.intp)]


@cache
def _units(size: int) -> Floats:
    """The rows that ``one_hot`` picks."""
    return np.eye(size + 1, size, dtype=np.float32)
