"""How many values were right, and of how many, by fact, source and support? Data alone.

Counted on 141 pages of 100 publishers by ``python -m tests.bench.sureness --table``.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

COUNTED: Mapping[tuple[str, str, str], tuple[int, int]] = MappingProxyType(
    {
        ("authors", "byline", "agreed"): (3, 4),
        ("authors", "byline", "alone"): (0, 1),
        ("authors", "byline", "disputed"): (2, 3),
        ("authors", "json-ld", "agreed"): (50, 50),
        ("authors", "json-ld", "alone"): (42, 44),
        ("authors", "json-ld", "disputed"): (9, 11),
        ("authors", "json-ld", "mostly"): (2, 2),
        ("authors", "labelled line", "disputed"): (1, 1),
        ("authors", "leading line", "disputed"): (2, 2),
        ("authors", "marked up", "agreed"): (2, 2),
        ("authors", "marked up", "alone"): (2, 2),
        ("authors", "marked up", "disputed"): (0, 2),
        ("authors", "meta", "agreed"): (2, 2),
        ("authors", "meta", "alone"): (1, 1),
        ("authors", "microdata", "alone"): (1, 1),
        ("authors", "signature", "disputed"): (1, 1),
        ("canonical_url", "open graph", "alone"): (4, 4),
        ("canonical_url", "rel=canonical", "alone"): (134, 134),
        ("date_published", "byline", "agreed"): (1, 1),
        ("date_published", "byline", "alone"): (3, 4),
        ("date_published", "json-ld", "agreed"): (109, 109),
        ("date_published", "json-ld", "alone"): (14, 14),
        ("date_published", "microdata", "agreed"): (1, 1),
        ("date_published", "open graph", "agreed"): (9, 9),
        ("date_published", "open graph", "alone"): (1, 1),
        ("date_published", "time element", "agreed"): (1, 1),
        ("date_published", "url", "alone"): (1, 1),
        ("language", "html lang", "agreed"): (86, 87),
        ("language", "html lang", "alone"): (41, 42),
        ("language", "html lang", "disputed"): (2, 2),
        ("language", "open graph", "alone"): (1, 1),
        ("language", "words of the text", "alone"): (2, 2),
        ("language", "words of the text", "disputed"): (1, 1),
        ("tags", "json-ld", "alone"): (27, 52),
        ("tags", "meta", "alone"): (19, 22),
        ("tags", "open graph", "alone"): (15, 18),
        ("title", "h1", "agreed"): (17, 17),
        ("title", "h1", "disputed"): (1, 2),
        ("title", "json-ld", "agreed"): (54, 55),
        ("title", "json-ld", "disputed"): (14, 19),
        ("title", "json-ld", "mostly"): (22, 22),
        ("title", "open graph", "agreed"): (1, 1),
        ("title", "open graph", "disputed"): (11, 15),
        ("title", "open graph", "mostly"): (7, 10),
    }
)
