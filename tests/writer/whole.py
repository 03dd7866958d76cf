"""Is an archive whole? What tests and benches ask of one whose crawl was killed.

Looked at from outside, as other tools would: the tables by the plain driver, the WARC files by warcio and by gzip.
"""

from __future__ import annotations

import sqlite3
import zlib
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from warcio.exceptions import ArchiveLoadFailed

from tests.writer.warcs import Record, read

CHUNK = 1 << 20

_ARTICLES = """
    SELECT v.url, count(*), count(DISTINCT r.fingerprint)
    FROM articles a JOIN revisions r ON r.article = a.id JOIN visits v ON v.id = a.visit GROUP BY a.id
"""


@dataclass(frozen=True)
class Whole:
    """What was found. Of an archive that is whole the last six are empty.

    ``articles``, ``rows`` and ``kept`` count by URL: revisions, exchanges that rows point to, exchanges in WARC files.
    """

    articles: Counter[str]
    rows: Counter[str]
    kept: Counter[str]
    files: int
    records: int
    damage: list[str]  # what the integrity check has to say
    orphans: list[str]  # rows that refer to rows which are not there
    doubles: list[str]  # URLs whose article says the same in two revisions, or is there twice
    unreadable: list[str]  # WARC files with a broken record, a wrong digest, or a record that is not one gzip member
    strays: list[str]  # WARC files that are unknown, missing, or not as long as what is committed
    lost: list[str]  # URLs of rows that point at no response, or no revisit, of that URL

    @property
    def unclaimed(self) -> Counter[str]:
        """By URL: exchanges in WARC files which no row points to. They took place, but their end was cut off."""
        return self.kept - self.rows

    def assert_whole(self) -> None:
        """It is."""
        assert not self.damage
        assert not self.orphans
        assert not self.doubles
        assert not self.unreadable
        assert not self.strays
        assert not self.lost


def look_at(directory: Path) -> Whole:
    """Look at an archive which nobody writes."""
    with reading(directory) as database:
        damage = [row[0] for row in database.execute("PRAGMA integrity_check") if row[0] != "ok"]
        orphans = [f"{table} {row}" for table, row, *_ in database.execute("PRAGMA foreign_key_check")]
        pages = database.execute("SELECT url, warc, warc_offset, warc_length FROM pages WHERE warc <> ''").fetchall()
        sizes = dict(database.execute("SELECT name, size FROM warc_files").fetchall())
        articles = database.execute(_ARTICLES).fetchall()
    paths = sorted((directory / "warc").glob("*"))
    real = {path.name: path.stat().st_size for path in paths}
    warcs = [_Warc.of(path) for path in paths]
    places = {place for warc in warcs for place in warc.answers}
    return Whole(
        articles=Counter({url: number for url, number, _ in articles}),
        rows=Counter(url for url, *_ in pages),
        kept=Counter(url for url, *_ in places),
        files=len(warcs),
        records=sum(warc.records for warc in warcs),
        damage=damage,
        orphans=orphans,
        doubles=[url for url, number, different in articles if different < number]
        + [url for url, times in Counter(url for url, *_ in articles).items() if times > 1],
        unreadable=[f"{warc.name}: {warc.fault}" for warc in warcs if warc.fault],
        strays=sorted(name for name in real.keys() | sizes.keys() if real.get(name) != sizes.get(name)),
        lost=[page[0] for page in pages if page not in places],
    )


@contextmanager
def reading(directory: Path) -> Iterator[sqlite3.Connection]:
    """The database of an archive, as the plain driver sees it."""
    with closing(sqlite3.connect(directory / "archive.db")) as database:
        yield database


# ---------------------------------------------------------------- one WARC file


@dataclass(frozen=True)
class _Warc:
    """A file as read: what is wrong with it, if anything, and of each answer URL, file, offset and length."""

    name: str
    records: int = 0
    fault: str = ""
    answers: list[tuple[str, str, int, int]] = field(default_factory=list)

    @classmethod
    def of(cls, path: Path) -> _Warc:
        try:
            records = read(path)
            members = list(_members(path))
        except (ArchiveLoadFailed, zlib.error, EOFError) as error:
            return cls(path.name, fault=f"{type(error).__name__}: {error}")
        answers = [(_url(record), path.name, record.offset, record.length) for record in records if _answers(record)]
        if [(record.offset, record.length) for record in records] != members:
            return cls(path.name, len(records), f"{len(records)} records in {len(members)} gzip members", answers)
        return cls(path.name, len(records), answers=answers)


def _members(path: Path) -> Iterator[tuple[int, int]]:
    """Offset and length of each gzip member, to the last byte. Raises zlib.error, EOFError."""
    data, offset = path.read_bytes(), 0
    while offset < len(data):
        member = zlib.decompressobj(zlib.MAX_WBITS | 16)
        end = offset
        while not member.eof:
            if end >= len(data):
                raise EOFError("the last gzip member is cut short")
            member.decompress(data[end : end + CHUNK])
            end += CHUNK
        end = min(end, len(data)) - len(member.unused_data)
        yield offset, end - offset
        offset = end


def _answers(record: Record) -> bool:
    return record.kind in ("response", "revisit")


def _url(record: Record) -> str:
    url: str = record.headers["WARC-Target-URI"]
    return url
