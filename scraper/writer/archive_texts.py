"""Which of the texts that we have are nearly this one?

Each text is kept once, however many articles have it, so a flood of copies costs no more than one. A new one is
compared with those that share some of the smallest shingles of its sketch (see ``scraper.cleaner.sketch``).
"""

from __future__ import annotations

import struct
from collections import Counter
from typing import NamedTuple

from scraper.model import Sketch
from scraper.writer.archive_database import Database
from scraper.writer.relations import is_copy, resemblance

KEYS = 8  # of each sample: texts half alike share one of them in 255 cases of 256
MOST_OF_A_KEY = 64  # looked up for one key: a phrase that more texts share says little
MOST_CANDIDATES = 32  # compared with a new text: those that share most keys with it
MOST_NEAR = 8  # kept of a new text: the earliest

_KNOWN = "SELECT id, shingles FROM texts WHERE digest = ?"
_INSERT = "INSERT INTO texts (digest, shingles, sample) VALUES (?, ?, ?)"
_SAMPLED = "UPDATE texts SET shingles = ?, sample = ? WHERE id = ?"
_KEY = "INSERT INTO text_keys (hash, text) VALUES (?, ?)"
_OF_A_KEY = f"SELECT text FROM (SELECT text FROM text_keys WHERE hash = ? LIMIT {MOST_OF_A_KEY})"
_OF_ALL_KEYS = " UNION ALL ".join([_OF_A_KEY] * KEYS)
_NEAR = """
    SELECT other, similarity, at FROM near_texts WHERE text = ?1
    UNION ALL SELECT text, similarity, at FROM near_texts WHERE other = ?1 LIMIT ?2
"""
_LINK = "INSERT INTO near_texts (text, other, similarity, at) VALUES (?, ?, ?, ?)"


class NearText(NamedTuple):
    """A text that is nearly another: its row, how much of both together they share, and when that was found."""

    text: int
    similarity: float
    at: float  # Unix seconds


class Entered(NamedTuple):
    """The row of a text, and whether no other is known that is the same or nearly."""

    text: int
    alone: bool


class TextTables:
    """Texts, by what they are found, and which are nearly the same."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def enter(self, digest: int, sketch: Sketch, at: float, before: int | None) -> Entered:
        """Within a transaction: the row of a text, which is compared with all others if it is new.

        ``before`` is the row of what it replaces: what that was like, this may be like as well.
        """
        known = self._database.one(_KNOWN, (digest,))
        if known and (known[1] or not sketch.sample):
            return Entered(int(known[0]), alone=False)
        values = (sketch.shingles, struct.pack(f">{len(sketch.sample)}I", *sketch.sample))
        if known:  # who brought it had made no sketch
            text = int(known[0])
            self._database.run(_SAMPLED, (*values, text))
        else:
            text = self._database.run(_INSERT, (digest, *values))
        near = list[tuple[int, float]]()
        if sketch.sample:
            neighbours = [one.text for one in self.near(before, MOST_CANDIDATES)] if before else []
            near = self._alike(sketch, neighbours)
            self._database.run_many(_KEY, [(key, text) for key in sketch.sample[:KEYS]])
            if near:
                self._database.run_many(_LINK, [(text, other, similarity, at) for other, similarity in near])
        return Entered(text, alone=not (known or near))

    def leave(self, text: int) -> None:
        """Within a transaction: an article has this text no longer; nothing is left of it if no other has it."""
        if self._database.one("SELECT 1 FROM profiles WHERE text = ?", (text,)):
            return
        row = self._database.one("SELECT sample FROM texts WHERE id = ?", (text,))
        keys = _unpacked(row[0])[:KEYS] if row else ()
        self._database.run_many("DELETE FROM text_keys WHERE hash = ? AND text = ?", [(key, text) for key in keys])
        self._database.run("DELETE FROM near_texts WHERE text = ?", (text,))
        self._database.run("DELETE FROM near_texts WHERE other = ?", (text,))
        self._database.run("DELETE FROM texts WHERE id = ?", (text,))

    def near(self, text: int, most: int = -1) -> list[NearText]:
        """The texts that are nearly this one; so many at most, -1 for all."""
        return [NearText(*row) for row in self._database.all(_NEAR, (text, most))]

    def are_near(self, one: int, two: int) -> bool:
        """Whether two texts are nearly the same."""
        pair = "SELECT 1 FROM near_texts WHERE text = ? AND other = ?"
        return any(self._database.one(pair, texts) for texts in ((one, two), (two, one)))

    def _alike(self, sketch: Sketch, neighbours: list[int]) -> list[tuple[int, float]]:
        """The rows of those that are nearly the same, and how much they share: the earliest, and all neighbours."""
        found = []
        for text, other in self._candidates(sketch, neighbours):
            alike = resemblance(sketch, other)
            if is_copy(sketch, other, alike):
                found.append((text, alike))
        found.sort()  # rows are numbered as they come
        near = set(neighbours)
        return found[:MOST_NEAR] + [one for one in found[MOST_NEAR:] if one[0] in near]

    def _candidates(self, sketch: Sketch, neighbours: list[int]) -> list[tuple[int, Sketch]]:
        keys = sketch.sample[:KEYS] + (None,) * (KEYS - len(sketch.sample))  # none has that one
        rows = self._database.all(_OF_ALL_KEYS, keys)
        shared = Counter(text for (text,) in rows)
        likely = sorted(shared, key=lambda text: (-shared[text], text))[:MOST_CANDIDATES]
        texts = list(dict.fromkeys(likely + neighbours))
        if not texts:
            return []
        marks = ", ".join("?" * len(texts))
        found = self._database.all(f"SELECT id, shingles, sample FROM texts WHERE id IN ({marks})", texts)
        return [(text, Sketch(shingles, _unpacked(sample))) for text, shingles, sample in found]


def _unpacked(sample: bytes) -> tuple[int, ...]:
    return struct.unpack(f">{len(sample) // 4}I", sample)
