"""Where else is it named?

Beside its own rows, what is purged is named in our own notes of other pages (where they were found, where they lead)
and in the reports of runs. The bytes and texts of other pages that link to it are theirs, and stay.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from scraper.errors import UrlError
from scraper.urls import parse
from scraper.writer.archive_database import Database
from scraper.writer.document import dumps
from scraper.writer.purged import Barred

Covers = Callable[[str], bool]

# What is kept of sites by their addresses: the table, and the column that holds one.
_BY_ADDRESS = (("robots", "host"), ("site_files", "url"))
_ADDRESS = re.compile(r"""(?:https?:/)?/[^\s"'<>\\\]]+""")
_COPIES = '"duplicates": [{'  # stands in the documents of those that have some
_NOTE = re.compile(r"https?://\S+?(?=[,;]?(?:\s|$))")  # in a detail: "redirects to URL, which is out of scope"


def clear_sites(database: Database, shut: Barred, now: float) -> None:
    """Within a transaction: remove what is kept of purged sites beside their pages. A hold stays until it is over:
    who lets a site come back has not got round it.
    """
    for table, column in _BY_ADDRESS:
        known = [row for row in database.all(f"SELECT {column} FROM {table}") if shut.bars_url(row[0])]
        database.run_many(f"DELETE FROM {table} WHERE {column} = ?", known)
    over = [row for row in database.all("SELECT host FROM holds WHERE until <= ?", (now,)) if shut.bars_home(row[0])]
    database.run_many("DELETE FROM holds WHERE host = ?", over)


def clear_mentions(database: Database, shut: Barred) -> None:
    """Within a transaction: take what is purged out of our notes of other visits, and out of the reports of runs."""
    found_on = database.all("SELECT DISTINCT found_on FROM visits WHERE found_on IS NOT NULL")
    named = [row for row in found_on if shut.bars_url(row[0])]
    database.run("CREATE TEMP TABLE IF NOT EXISTS purge_mentions (url TEXT PRIMARY KEY)")
    database.run("DELETE FROM purge_mentions")
    database.run_many("INSERT INTO purge_mentions VALUES (?)", named)
    database.run("UPDATE visits SET found_on = NULL WHERE found_on IN (SELECT url FROM purge_mentions)")
    database.run("DELETE FROM purge_mentions")
    details = database.all("SELECT id, detail FROM visits WHERE detail LIKE '%http%'")
    noted = [(visit,) for visit, detail in details if any(map(shut.bars_url, _NOTE.findall(detail)))]
    database.run_many("UPDATE visits SET detail = '' WHERE id = ?", noted)
    for run, told in database.all("SELECT id, report FROM runs WHERE report IS NOT NULL"):
        report = json.loads(told)
        cleared = without(report, shut)
        if cleared != report:
            database.run("UPDATE runs SET report = ? WHERE id = ?", (dumps(cleared), run))


def clear_copies(database: Database) -> None:
    """Within a transaction: take purged articles out of the lists of copies that the documents of others have."""
    gone = {name for (name,) in database.all("SELECT id FROM purge_articles")}
    for cursor, told in database.all("SELECT cursor, document FROM revisions WHERE instr(document, ?)", (_COPIES,)):
        document = json.loads(told)
        kept = [one for one in document["duplicates"] if one["id"] not in gone]
        if len(kept) < len(document["duplicates"]):
            values = dumps({**document, "duplicates": kept}), cursor
            database.run("UPDATE revisions SET document = ? WHERE cursor = ?", values)


def without(value: Any, shut: Barred) -> Any:
    """A run's report without what it says of a purged site by name. Its sums stay.

    In lists, hosts and what is told of a host (an object with a ``host``) are left out; in objects, entries by host. A
    text that names a purged address becomes empty.
    """
    if isinstance(value, dict):
        return {key: without(told, shut) for key, told in value.items() if not shut.bars_home(key)}
    if isinstance(value, list):
        return [without(one, shut) for one in value if not _is_of(one, shut)]
    if isinstance(value, str) and ("/" in value) and any(map(shut.bars_url, _NOTE.findall(value))):
        return ""
    return value


def _is_of(one: Any, shut: Barred) -> bool:
    host = one.get("host") if isinstance(one, Mapping) else one
    return isinstance(host, str) and shut.bars_home(host)


def names(body: bytes, base: str, covers: Covers) -> bool:
    """Whether a feed or a list of posts names one of the addresses. ``base`` is its own."""
    text = html.unescape(body.decode("utf-8", "replace").replace("\\/", "/"))
    return any(covers(url) for url in _resolved(set(_ADDRESS.findall(text)), base))


def _resolved(addresses: Iterable[str], base: str) -> Iterable[str]:
    for address in addresses:
        try:
            yield parse(address, base)
        except UrlError:
            continue
