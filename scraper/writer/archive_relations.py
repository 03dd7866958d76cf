"""Have we got this story already, or in another language?

Copies are linked and never dropped. What is kept is who has which text, which texts are nearly the same, and what each
article names (its canonical link, its translations); what two articles are to each other follows from that whenever it
is asked, in whatever order they came, and is never older than they are.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import NamedTuple

from scraper.errors import UrlError
from scraper.model import Article, Relation, Sketch
from scraper.urls import dedupe_key
from scraper.writer.archive_database import Database
from scraper.writer.archive_texts import NearText, TextTables
from scraper.writer.document import Document, article_id, moment
from scraper.writer.relations import (
    Profile,
    differ,
    one_of_each,
    placed,
    relation_of,
    same_language,
    story_of,
    words_digest,
)

MOST_TOLD = 8  # copies that an article's document lists, the earliest: the archive knows them all
MOST_LOOKED_AT = 32  # texts, for that
MOST_NAMING = 200  # articles that name one as their translation: more make a mistake

_PROFILE = "SELECT article, text, first_seen, at, language, story FROM profiles"
_KEEP = """
    INSERT OR REPLACE INTO profiles (article, text, first_seen, at, language, story) VALUES (?, ?, ?, ?, ?, ?)
"""
_NAME = "INSERT OR IGNORE INTO alternates (other, article, language, at) VALUES (?, ?, ?, ?)"
_NAMED = """
    SELECT other, at FROM alternates WHERE article = ?1
    UNION ALL SELECT * FROM (SELECT article, at FROM alternates WHERE other = ?1 LIMIT ?2)
"""
_TELL = """
    SELECT json_extract(r.document, '$.url'), json_extract(r.document, '$.title'), a.gone
    FROM articles a JOIN revisions r ON r.cursor = a.cursor WHERE a.id = ?
"""
_LIVING = "EXISTS (SELECT 1 FROM articles a WHERE a.id = article AND NOT a.gone)"


class Relative(NamedTuple):
    """An article that is a copy or a translation of another. ``similarity`` is of the words, from 0 to 1."""

    id: str
    url: str
    title: str
    relation: Relation
    similarity: float
    first_seen: datetime
    found_at: datetime
    gone: bool = False


class Member(NamedTuple):
    """One of a group of copies, and what it is to an earlier one; None for the first seen."""

    id: str
    url: str
    title: str
    first_seen: datetime
    relation: Relation | None
    similarity: float
    gone: bool = False


class Link(NamedTuple):
    """What another article is to one, and since when that is known (Unix seconds)."""

    other: Profile
    relation: Relation
    similarity: float
    at: float


class Renewed(NamedTuple):
    """What an article has become, and whether nobody else has its text, or nearly."""

    profile: Profile
    alone: bool


class RelationTables:
    """Copies and translations."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._texts = TextTables(database)

    def renew(self, article: Article, name: str, first_seen: float, at: float, *, is_new: bool = False) -> Renewed:
        """Within a transaction: compare what an article has become with all others, and remember it.

        ``name`` is its id; times are Unix seconds. Of one that is new nothing is known.
        """
        before = None if is_new else self._profile(name)
        text, alone = self._texts.enter(
            words_digest(article, name), article.sketch or _NONE, at, before and before.text
        )
        since = before.at if before and before.text == text else at
        now = Profile(name, text, first_seen, since, article.language or "", story_of(article, name))
        self._database.run(_KEEP, now)
        if before and before.text != text:
            self._texts.leave(before.text)
        if before or article.translations:
            self._name(article, name, at)
        return Renewed(now, alone)

    def told(self, renewed: Renewed) -> list[Document]:
        """Copies and translations of an article as its document lists them: the earliest of each kind."""
        one, found = renewed.profile, []
        if renewed.alone:
            links = self._translations(self._believed(one), set())[:MOST_TOLD]
        else:
            links = self._links(one, MOST_TOLD)
        for link in links:
            if told := self._database.one(_TELL, (link.other.article,)):
                more = {"relation": link.relation.value, "similarity": round(link.similarity, 3)}
                found.append({"id": link.other.article, "url": told[0], **more})
        return found

    def relatives(self, name: str) -> list[Relative]:
        """The copies and translations of an article, whichever was first; the first seen first."""
        profile = self._profile(name)
        found = []
        for other, relation, similarity, at in self._links(profile) if profile else ():
            if told := self._database.one(_TELL, (other.article,)):
                url, title, gone = told
                seen, since = moment(other.first_seen), moment(at)
                found.append(Relative(other.article, url, title, relation, similarity, seen, since, bool(gone)))
        return found

    def groups(self) -> Iterator[list[Member]]:
        """The articles that are copies of each other, a group at a time, the first seen first in each."""
        for texts in self._groups():
            near = {text: self._near(text) for text in texts}
            members = [
                Member(one.article, told[0], told[1], moment(one.first_seen), relation, similarity, bool(told[2]))
                for one, relation, similarity in placed(map(self._believed, self._having(texts)), near)
                if (told := self._database.one(_TELL, (one.article,)))
            ]
            if len(members) > 1:
                yield members

    def copies(self) -> frozenset[str]:
        """The ids of those that can be left out where one of each is wanted: a copy that was seen before stays."""
        return frozenset(
            one.article
            for texts in self._groups()
            for one in one_of_each(self._having(texts, _LIVING), {text: self._near(text) for text in texts})
        )

    # ------------------------------------------------------------ what one article is to others

    def _links(self, one: Profile, most: int = -1) -> list[Link]:
        """The first seen first; so many at most of those with its text, of those nearly like it, and translations."""
        one, found = self._believed(one), list[Link]()
        same = f"{_PROFILE} WHERE text = ? AND article <> ? ORDER BY first_seen LIMIT ?"
        for other in self._profiles(same, one.text, one.article, most):
            found.append(self._link(one, other, NearText(one.text, 1.0, 0.0)))
        near = []
        for text in self._texts.near(one.text, -1 if most < 0 else MOST_LOOKED_AT):
            others = self._profiles(f"{_PROFILE} WHERE text = ? ORDER BY first_seen LIMIT ?", text.text, most)
            near += [self._link(one, other, text) for other in others]
        for links in sorted(near, key=_seen), self._translations(one, {link.other.article for link in found + near}):
            found += links[: None if most < 0 else most]
        return sorted(found, key=_seen)

    def _link(self, one: Profile, other: Profile, text: NearText) -> Link:
        relation = relation_of(one, self._believed(other))
        return Link(other, relation, text.similarity, max(one.at, other.at, text.at))

    def _translations(self, one: Profile, copies: set[str]) -> list[Link]:
        """Those that this one names or that name it, in another language, the first seen first; what has its very words
        is none.
        """
        since: dict[str, float] = {}
        for name, at in self._database.all(_NAMED, (one.article, MOST_NAMING)):
            since[name] = min(at, since.get(name, at))
        found = []
        for name in since.keys() - copies - {one.article}:
            other = self._profile(name)
            if other is None or not differ(one.language, other.language):
                continue
            if self._denies(one, other) or self._denies(other, one):
                continue
            at = max(since[name], one.first_seen, other.first_seen)
            found.append(Link(other, Relation.TRANSLATION, 0.0, at))
        return sorted(found, key=_seen)

    def _denies(self, one: Profile, other: Profile) -> bool:
        """Whether one names something else as its translation into the other's language: a front page is no story's."""
        rows = self._database.all("SELECT other, language FROM alternates WHERE article = ?", (one.article,))
        named = {name for name, language in rows if same_language(language, other.language)}
        return bool(named) and named.isdisjoint({other.article, other.story})

    def _believed(self, one: Profile) -> Profile:
        """The same, without the canonical link if that leads to an article that says something else."""
        target = self._profile(one.story) if one.story else None
        if target is None or target.text == one.text or self._texts.are_near(one.text, target.text):
            return one
        return one._replace(story="")

    # ------------------------------------------------------------ rows

    def _name(self, article: Article, name: str, at: float) -> None:
        """Remember which translations it names; since when is kept."""
        named = {other: language for language, url in article.translations if (other := _id_of(url))}
        known = {other for (other,) in self._database.all("SELECT other FROM alternates WHERE article = ?", (name,))}
        if gone := [(name, other) for other in known - named.keys()]:
            self._database.run_many("DELETE FROM alternates WHERE article = ? AND other = ?", gone)
        if named:
            self._database.run_many(_NAME, [(other, name, language, at) for other, language in named.items()])

    def _profile(self, name: str) -> Profile | None:
        row = self._database.one(f"{_PROFILE} WHERE article = ?", (name,))
        return Profile(*row) if row else None

    def _profiles(self, sql: str, *values: object) -> Iterator[Profile]:
        return (Profile(*row) for row in self._database.all(sql, values))

    def _near(self, text: int) -> dict[int, float]:
        return {one.text: one.similarity for one in self._texts.near(text)}

    def _having(self, texts: Iterable[int], also: str = "TRUE") -> list[Profile]:
        """Those that have one of the texts, the first seen first."""
        having = f"{_PROFILE} WHERE text = ? AND {also}"
        found = [profile for text in texts for profile in self._profiles(having, text)]
        return sorted(found, key=lambda one: (one.first_seen, one.article))

    def _groups(self) -> list[list[int]]:
        """Texts that belong together: nearly the same, by way of others too, or had by several articles."""
        parents = {
            text: text for (text,) in self._database.all("SELECT text FROM profiles GROUP BY text HAVING count(*) > 1")
        }

        def root(text: int) -> int:
            while parents.setdefault(text, text) != text:
                parents[text] = parents[parents[text]]
                text = parents[text]
            return text

        for text, other in self._database.all("SELECT text, other FROM near_texts"):
            parents[root(text)] = root(other)
        groups: dict[int, list[int]] = {}
        for text in sorted(parents):
            groups.setdefault(root(text), []).append(text)
        return list(groups.values())


_NONE = Sketch(0, ())


def _id_of(url: str) -> str | None:
    try:
        return article_id(dedupe_key(url))
    except UrlError:
        return None


def _seen(link: Link) -> tuple[float, str]:
    return link.other.first_seen, link.other.article
