"""What has to go?

Chosen without changing anything: the visits to the addresses, with all that came of them, the addresses that only lead
there, the exchanges that brought it together with other things, and the records of all those in the WARC files.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from scraper.errors import UrlError
from scraper.model import State
from scraper.urls import dedupe_key, site_of
from scraper.writer.archive_database import Database
from scraper.writer.archive_faults import faults
from scraper.writer.archive_mentions import names
from scraper.writer.archive_originals import DIRECTORY
from scraper.writer.document import digest
from scraper.writer.purged import LISTS, Asked, Barred, Extent, home_of
from scraper.writer.warc import located
from scraper.writer.warc_rewriting import Cut, Selection, body_at

# Ids of what goes, in tables of the connection: of visits, of articles, and of the rows of pages. purge_bare are rows
# of pages that stay and lose their bytes.
_CHOSEN = ("purge_visits", "purge_articles", "purge_pages", "purge_bare")
_CHOOSE_ARTICLES = "INSERT INTO purge_articles SELECT id FROM articles WHERE visit IN (SELECT id FROM purge_visits)"
_CHOOSE_PAGES = "INSERT INTO purge_pages SELECT id FROM pages WHERE visit IN (SELECT id FROM purge_visits)"

_HOMES = "SELECT DISTINCT host, substr(key, 1, 8 + instr(substr(key, 9), '/')) FROM visits"
_OF_HOMES = """
    INSERT OR IGNORE INTO purge_visits SELECT v.id FROM visits v JOIN purge_homes h
    ON h.host = v.host AND h.home = substr(v.key, 1, 8 + instr(substr(v.key, 9), '/'))
"""
_REDIRECTS = f"""
    SELECT v.id, v.key, substr(v.detail, 4) FROM visits v
    WHERE v.state = '{State.REDIRECTED}' AND v.detail LIKE 'to http%' AND v.changes = 0
      AND v.id NOT IN (SELECT visit FROM articles)
      AND NOT EXISTS (SELECT 1 FROM pages p WHERE p.visit = v.id AND p.status NOT BETWEEN 300 AND 399)
"""
_LISTS = f"""
    SELECT p.id, p.url, p.warc, p.warc_offset, v.url,
           v.url IN (SELECT found_on FROM visits WHERE id IN (SELECT id FROM purge_visits))
    FROM pages p JOIN visits v ON v.id = p.visit
    WHERE v.kind IN ({", ".join(f"'{kind}'" for kind in sorted(LISTS))}) AND p.status = 200 AND p.warc IS NOT NULL
      AND v.id NOT IN (SELECT id FROM purge_visits)
"""
_BROUGHT_BY = """
    SELECT DISTINCT p.id, p.warc, p.warc_offset FROM revisions r JOIN pages p ON p.id = r.page
    WHERE r.article IN (SELECT id FROM purge_articles) AND p.id NOT IN (SELECT id FROM purge_pages)
"""


@dataclass(frozen=True, slots=True)
class Removal:
    """What a purge removes, counted, and the memory of it.

    ``leads`` are addresses that only led to it, ``lists`` the exchanges of feeds and lists of posts that brought it
    with others: those lose their bytes, the others keep their articles. ``onward`` is where a document asked for has
    moved to, which stays. ``missing`` are WARC files that are not in their place.
    """

    asked: tuple[Asked, ...] = ()
    articles: int = 0
    revisions: int = 0
    addresses: int = 0
    leads: int = 0
    exchanges: int = 0
    lists: int = 0
    warc_files: int = 0
    warc_bytes: int = 0
    onward: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether nothing of it is there."""
        return not (self.addresses or self.warc_bytes or self.lists)


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to go, chosen but not touched yet. It belongs to the ``Purging`` that made it."""

    removal: Removal
    shut: Barred
    leads: Mapping[Asked, frozenset[int]]  # digests of addresses that only lead there
    cuts: tuple[Cut, ...] = field(default=(), repr=False)


class Choice:
    """Fills the tables of what goes, in a connection of its own or in the one that is going to remove it."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._directory = database.directory / DIRECTORY

    def plan(self, asked: Sequence[Asked]) -> Plan:
        """Choose all that is to go; reads every WARC file once."""
        for name in _CHOSEN:
            kind = "TEXT" if name == "purge_articles" else "INTEGER"
            self._database.run(f"CREATE TEMP TABLE IF NOT EXISTS {name} (id {kind} PRIMARY KEY)")
            self._database.run(f"DELETE FROM {name}")
        shut = Barred.of(asked)
        self._choose_visits(shut)
        leads = {one: self._choose_leads(Barred.of([one])) for one in asked}
        shut = Barred(shut.hosts, shut.domains, shut.digests.union(*leads.values()))
        self._database.run(_CHOOSE_ARTICLES)
        self._database.run(_CHOOSE_PAGES)
        places = self._choose_lists(shut)
        cuts, missing = self._cuts(Selection(shut.bars_url, places))
        counted = replace(self._counted(cuts), asked=tuple(asked), onward=self._onward(asked), missing=missing)
        return Plan(replace(counted, leads=len(frozenset().union(*leads.values()))), shut, leads, cuts)

    def _choose_visits(self, shut: Barred) -> None:
        if shut.hosts:
            homes = self._database.all(_HOMES)
            out = [(host, start) for host, start in homes if shut.bars_home(host) or shut.bars_home(home_of(start))]
            self._database.run(
                "CREATE TEMP TABLE IF NOT EXISTS purge_homes (host TEXT, home TEXT, PRIMARY KEY (host, home))"
            )
            self._database.run("DELETE FROM purge_homes")
            self._database.run_many("INSERT INTO purge_homes VALUES (?, ?)", out)
            self._database.run(_OF_HOMES)
        known = "INSERT OR IGNORE INTO purge_visits SELECT id FROM visits WHERE digest = ?"
        self._database.run_many(known, [(one,) for one in shut.digests])

    def _choose_leads(self, shut: Barred) -> frozenset[int]:
        """The digests of the addresses whose every exchange was a redirect to what goes, or to another of them."""
        leads: dict[int, int] = {}  # digest -> visit
        redirects = self._database.all(_REDIRECTS)
        while True:
            out = Barred(shut.hosts, shut.domains, shut.digests | leads.keys())
            more = {
                digest(key): visit
                for visit, key, target in redirects
                if digest(key) not in out.digests and not shut.bars_home(home_of(key)) and out.bars_url(target)
            }
            if not more:
                break
            leads |= more
        self._database.run_many("INSERT OR IGNORE INTO purge_visits VALUES (?)", [(one,) for one in leads.values()])
        return frozenset(leads)

    def _choose_lists(self, shut: Barred) -> frozenset[tuple[str, int]]:
        """The exchanges that brought what goes together with what stays: where they lie."""
        sites = {_site(url) for (url,) in self._database.all("SELECT url FROM visits WHERE id IN purge_visits")}
        chosen = {page: (file, offset) for page, file, offset in self._database.all(_BROUGHT_BY)}
        for page, url, file, offset, list_url, has_led in self._database.stream(_LISTS):
            near = has_led or _site(list_url) in sites
            if page not in chosen and near and self._names((file, offset), url, shut):
                chosen[page] = (file, offset)
        self._database.run_many("INSERT INTO purge_bare VALUES (?)", [(page,) for page in chosen])
        return frozenset((file, offset) for file, offset in chosen.values() if file is not None)

    def _names(self, place: tuple[str, int], url: str, shut: Barred) -> bool:
        """Whether an exchange names what goes; one that cannot be read may."""
        path = located(self._directory, place[0])
        if not path.exists():
            return False
        with faults(self._database.directory):
            body = body_at(path, place[1])
        return body is None or names(body, url, shut.bars_url)

    def _cuts(self, selection: Selection) -> tuple[tuple[Cut, ...], tuple[str, ...]]:
        cuts: list[Cut] = []
        missing: list[str] = []
        with faults(self._database.directory):
            for name, size in self._database.all("SELECT name, size FROM warc_files WHERE size > 0 ORDER BY name"):
                if not located(self._directory, name).exists():
                    missing.append(name)
                elif cut := selection.cut(self._directory, name, size):
                    cuts.append(cut)
        return tuple(cuts), tuple(missing)

    def _onward(self, asked: Iterable[Asked]) -> tuple[str, ...]:
        """Where the documents asked for have moved to."""
        digests = [(digest(one.name),) for one in asked if one.extent is Extent.DOCUMENT]
        moved = "SELECT substr(detail, 4) FROM visits WHERE digest = ? AND state = 'redirected' AND detail LIKE 'to %'"
        return tuple(row[0] for one in digests if (row := self._database.one(moved, one)))

    def _counted(self, cuts: Sequence[Cut]) -> Removal:
        def count(sql: str) -> int:
            (number,) = self._database.one(f"SELECT count(*) FROM {sql}") or (0,)
            return int(number)

        return Removal(
            articles=count("purge_articles"),
            revisions=count("revisions WHERE article IN purge_articles"),
            addresses=count("purge_visits"),
            exchanges=count("purge_pages"),
            lists=count("purge_bare"),
            warc_files=len(cuts),
            warc_bytes=sum(cut.bytes for cut in cuts),
        )


def _site(url: str) -> str:
    try:
        return site_of(dedupe_key(url))
    except UrlError:
        return ""
