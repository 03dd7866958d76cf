"""How do many small tables become one?"""

from __future__ import annotations

from enum import StrEnum

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


class Columns:
    """Columns gathered part by part. Their names and families follow from the code alone, never from the page."""

    def __init__(self, rows: int) -> None:
        self.rows = rows
        self.names: list[str] = []
        self.families: list[Family] = []
        self._parts: list[Floats] = []

    def add(self, family: Family, name: str, *values: ArrayLike) -> None:
        """Add columns: each value has a number a row, or a row of numbers a row."""
        for value in values:
            part = np.asarray(value, np.float32)
            part = part.reshape(self.rows, -1)
            self._parts.append(part)
            self.families += [family] * part.shape[1]
            self.names += [f"{name} {len(self.names) + number}" for number in range(part.shape[1])]

    def table(self) -> Floats:
        """All columns side by side."""
        return np.concatenate(self._parts, axis=1)


def one_hot(index: ArrayLike, size: int) -> Floats:
    """A row for each index with a one at its place; an index of ``size`` gives zeros."""
    rows = np.asarray(index, np.intp)
    table = np.zeros((len(rows), size + 1), np.float32)
    table[np.arange(len(rows)), rows] = 1
    return table[:, :size]
