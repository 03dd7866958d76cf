"""Have we got this story already, or in another language?

Copies are linked and never dropped: the one seen later to those seen before. An article is looked up by the words of
its text, by its sketch (see ``scraper.cleaner.sketch``) and by its canonical link, which is believed only when the
texts agree. Of many with the same words one stands for all, so a flood of copies costs no more than one.
"""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import NamedTuple

from scraper.model import Article, Sketch
from scraper.urls import dedupe_key
from scraper.writer.archive_database import Database, Row
from scraper.writer.document import Document, article_id, moment
from scraper.writer.relations import COPIES, Profile, Relation, differ, is_copy, relation_of

KEYS = 8  # of each sample: texts half alike share one of them in 255 cases of 256
MOST_CANDIDATES = 32  # looked up for one key: a phrase that hundreds share says little
MOST_RELATIVES = 8  # kept of each kind: the earliest


class Relative(NamedTuple):
    """An article that is a copy or a translation of another. ``similarity`` is of the words, from 0 to 1."""

    id: str
    url: str
    title: str
    relation: Relation
    similarity: float
    first_seen: datetime
    found_at: datetime


class Member(NamedTuple):
    """One of a group of copies, and what it is to an earlier one; None for the first seen."""

    id: str
    url: str
    title: str
    first_seen: datetime
    relation: Relation | None
    similarity: float


class Link(NamedTuple):
    """What a new article is to one seen before."""

    other: str
    relation: Relation
    similarity: float


_SKETCH = "SELECT article, language, story, text, shingles, sample FROM sketches"
_KEEP = """
    INSERT OR REPLACE INTO sketches (article, language, story, text, shingles, sample, first)
    VALUES (?, ?, ?, ?, ?, ?, ?)
"""
_KEY = "INSERT OR IGNORE INTO sketch_keys (hash, article) VALUES (?, ?)"
_LINK = "INSERT OR REPLACE INTO relations (article, other, relation, similarity, at) VALUES (?, ?, ?, ?, ?)"
_TELL = """
    SELECT a.id, json_extract(r.document, '$.url'), json_extract(r.document, '$.title'), a.first_seen
    FROM articles a JOIN revisions r ON r.cursor = a.cursor WHERE a.id = ?
"""
_RELATIVES = """
    SELECT other, relation, similarity, at FROM relations WHERE article = ?
    UNION ALL SELECT article, relation, similarity, at FROM relations WHERE other = ?
"""


class RelationTables:
    """Sketches, copies and translations."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def find(self, article: Article, profile: Profile) -> list[Link]:
        """What an article on its way in is to those that are there; the earliest first."""
        found = self._copies(profile)
        found += [Link(other, Relation.TRANSLATION, 0.0) for other in self._translations(article, profile)]
        seen = {link.other: self._first_seen(link.other) for link in found}
        found.sort(key=lambda link: (seen[link.other], link.other))
        number: Counter[Relation] = Counter()
        kept = []
        for link in found:
            number[link.relation] += 1
            if number[link.relation] <= MOST_RELATIVES:
                kept.append(link)
        return kept

    def keep(self, article: Article, profile: Profile, links: Sequence[Link], at: float) -> None:
        """Within a transaction: what ``find`` found, and by what later ones will find this one.

        Links of an earlier revision to earlier articles are renewed. Between two articles the later one has the link.
        """
        run, many, name = self._database.run, self._database.run_many, profile.article
        run("DELETE FROM relations WHERE article = ?", (name,))
        run("DELETE FROM alternates WHERE article = ?", (name,))
        self._give_up_place(profile)
        is_first = all(link.similarity < 1.0 for link in links)
        run(_KEEP, (*_row(profile), is_first))
        if is_first:
            many(_KEY, ((key, name) for key in profile.sketch.sample[:KEYS]))
        known = self._later_than(name)
        rows = [
            (name, link.other, link.relation.value, link.similarity, at) for link in links if link.other not in known
        ]
        many(_LINK, rows)
        others = ((article_id(dedupe_key(url)), name, language) for language, url in article.translations)
        many("INSERT OR IGNORE INTO alternates (other, article, language) VALUES (?, ?, ?)", others)

    def _give_up_place(self, new: Profile) -> None:
        """Where this article has stood for all that had the words it had before, another does now."""
        self._database.run("DELETE FROM sketch_keys WHERE article = ?", (new.article,))
        row = self._database.one(f"{_SKETCH} WHERE article = ? AND first AND text <> ?", (new.article, new.text))
        if row is None:
            return
        same = f"{_SKETCH} WHERE text = ? AND NOT first AND article <> ? LIMIT 1"
        heir = self._database.one(same, (_profile(row).text, new.article))
        if heir is not None:
            profile = _profile(heir)
            self._database.run("UPDATE sketches SET first = 1 WHERE article = ?", (profile.article,))
            self._database.run_many(_KEY, ((key, profile.article) for key in profile.sketch.sample[:KEYS]))

    def told(self, links: Iterable[Link]) -> list[Document]:
        """Links as an article's document lists them."""
        found = []
        for link in links:
            told = self._database.one(_TELL, (link.other,))
            if told:
                more = {"relation": link.relation.value, "similarity": round(link.similarity, 3)}
                found.append({"id": link.other, "url": told[1], **more})
        return found

    def relatives(self, name: str) -> list[Relative]:
        """The copies and translations of an article, whichever was first; the first seen first."""
        found = []
        for other, relation, similarity, at in self._database.all(_RELATIVES, (name, name)):
            told = self._database.one(_TELL, (other,))
            if told:
                _, url, title, seen = told
                told_of = Relative(other, url, title, Relation(relation), similarity, moment(seen), moment(at))
                found.append(told_of)
        return sorted(found, key=lambda one: (one.first_seen, one.id))

    def groups(self) -> Iterator[list[Member]]:
        """The articles that are copies of each other, a group at a time, the first seen first in each."""
        parents: dict[str, str] = {}

        def root(name: str) -> str:
            while parents.setdefault(name, name) != name:
                parents[name] = parents[parents[name]]
                name = parents[name]
            return name

        told: dict[str, tuple[Relation, float]] = {}
        marks = ", ".join("?" * len(COPIES))
        rows = self._database.all(
            f"SELECT article, other, relation, similarity FROM relations WHERE relation IN ({marks})"
            " ORDER BY similarity DESC",
            [relation.value for relation in COPIES],
        )
        for article, other, relation, similarity in rows:
            parents[root(article)] = root(other)
            told.setdefault(article, (Relation(relation), similarity))
        members: dict[str, list[str]] = {}
        for name in parents:
            members.setdefault(root(name), []).append(name)
        for names in members.values():
            group = [self._member(name, told.get(name)) for name in names]
            yield sorted((one for one in group if one), key=lambda one: (one.first_seen, one.id))

    def copies(self) -> frozenset[str]:
        """The ids of the articles that are copies of one seen before."""
        marks = ", ".join("?" * len(COPIES))
        values = [relation.value for relation in COPIES]
        return frozenset(
            name for (name,) in self._database.all(f"SELECT article FROM relations WHERE relation IN ({marks})", values)
        )

    def _member(self, name: str, told: tuple[Relation, float] | None) -> Member | None:
        row = self._database.one(_TELL, (name,))
        if row is None:
            return None
        relation, similarity = told or (None, 1.0)
        return Member(name, row[1], row[2], moment(row[3]), relation, similarity)

    def _copies(self, profile: Profile) -> list[Link]:
        found = []
        for other in self._candidates(profile):
            alike = profile.alike(other)
            if alike < 1.0 and not is_copy(profile.sketch, other.sketch, alike):
                continue
            found.append(Link(other.article, relation_of(profile, other), alike))
        return found

    def _candidates(self, profile: Profile) -> Iterator[Profile]:
        names = {profile.article}
        queries = [(f"{_SKETCH} WHERE text = ? AND first LIMIT ?", profile.text)]
        by_key = f"{_SKETCH} WHERE article IN (SELECT article FROM sketch_keys WHERE hash = ? LIMIT ?)"
        queries += [(by_key, key) for key in profile.sketch.sample[:KEYS]]
        rows = [row for sql, value in queries for row in self._database.all(sql, (value, MOST_CANDIDATES))]
        if profile.story:
            rows += self._database.all(f"{_SKETCH} WHERE article = ?", (profile.story,))
        for row in rows:
            if row[0] not in names:
                names.add(row[0])
                yield _profile(row)

    def _translations(self, article: Article, profile: Profile) -> Iterator[str]:
        """Those that this one names or that name it; two in one language are none."""
        named = {article_id(dedupe_key(url)) for _, url in article.translations}
        named |= {
            name for (name,) in self._database.all("SELECT article FROM alternates WHERE other = ?", (profile.article,))
        }
        for name in sorted(named - {profile.article}):
            row = self._database.one(f"{_SKETCH} WHERE article = ?", (name,))
            if row is not None and differ(profile.language, row[1]):
                yield name

    def _first_seen(self, name: str) -> float:
        row = self._database.one("SELECT first_seen FROM articles WHERE id = ?", (name,))
        return float(row[0]) if row else 0.0

    def _later_than(self, name: str) -> set[str]:
        """Those that have the link to this one themselves, since they were seen later."""
        return {other for (other,) in self._database.all("SELECT article FROM relations WHERE other = ?", (name,))}


def _row(profile: Profile) -> tuple[object, ...]:
    sample = array("I", profile.sketch.sample)
    return (
        profile.article,
        profile.language,
        profile.story,
        profile.text,
        profile.sketch.shingles,
        b"".join(shingle.to_bytes(4, "big") for shingle in sample),
    )


def _profile(row: Row) -> Profile:
    article, language, story, text, shingles, sample = row
    numbers = tuple(int.from_bytes(sample[at : at + 4], "big") for at in range(0, len(sample), 4))
    return Profile(article, language, story, text, Sketch(shingles, numbers))
