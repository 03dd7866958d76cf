"""What would today's cleaner make of what is here?

The bytes that an archive keeps go the way of any page once more (``scraper.trip``), with nobody asked for anything:
what a crawl would store of them is stored, and the frontier learns nothing. What this maker (version, model, settings)
has read is not read again, so a recleaning that was killed goes on where it was.
"""

from __future__ import annotations

import asyncio
import json
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from enum import StrEnum
from pathlib import Path
from typing import NamedTuple

from scraper import settings as configured
from scraper.errors import UsageError
from scraper.model import (
    Article,
    Kind,
    Maker,
    Outcome,
    Reason,
    Recleaned,
    Rejection,
    Remade,
)
from scraper.replay import Left, Unread, cleaning, run
from scraper.settings import Settings
from scraper.wiring import maker
from scraper.writer.archive import Archive
from scraper.writer.archive_recleaning import KeptExchange, Part, Standing, differences

GROUP = 16  # exchanges committed together: a fifth of a second's work, and one wait for the disk
ALL = Part()


class Fate(StrEnum):
    """What cleaning a page again came to."""

    SAME = "same"
    CHANGED = "changed"
    NEW = "new"  # was none, and is an article
    REJECTED = "rejected"  # was an article: its last revision stays, as after a crawl that finds none any more
    NONE = "none"  # as before
    LEFT = "left"  # not cleaned, and as it was; the detail says why


class Told(NamedTuple):
    """What came of one page: its URL, and the fields that changed or, for a LEFT, why and what exactly."""

    url: str
    fate: Fate
    fields: tuple[str, ...] = ()
    left: Left | None = None
    detail: str = ""


@dataclass(slots=True)
class Report:
    """What came of all of them."""

    maker: Maker
    archive: Path
    fates: Counter[Fate] = field(default_factory=Counter)
    fields: Counter[str] = field(default_factory=Counter)  # of changed articles
    reasons: Counter[str] = field(default_factory=Counter)  # of those which are no articles any more
    left: Counter[Left] = field(default_factory=Counter)

    def add(self, told: Told) -> None:
        """Count one."""
        self.fates[told.fate] += 1
        self.fields.update(told.fields)
        if told.fate is Fate.REJECTED:
            self.reasons[told.detail] += 1
        if told.left:
            self.left[told.left] += 1


def settings_of(directory: Path, environ: Mapping[str, str]) -> Settings:
    """The settings by which an archive was last cleaned, and for the rest the user's own.

    Raises UsageError when the archive does not say, SettingsError when they will not do any more.
    """
    with Archive.open(directory) as archive:
        last = archive.last_maker()
    if last is None:
        raise UsageError(f"{directory}: from before its settings were noted; name the crawl's TOML instead")
    values = {key: value for key, value in json.loads(last.settings).items() if value is not None}
    for day in ("since", "until"):
        if day in values:
            values[day] = date.fromisoformat(values[day])
    return replace(configured.load(None, values, environ, need_contact=False), archive=directory)


def reclean(
    settings: Settings, part: Part = ALL, dry_run: bool = False, on_told: Callable[[Told], None] | None = None
) -> Report:
    """Clean again what the archive keeps, or a part of it, and store what has changed; with ``dry_run`` only say so.

    ``on_told`` is told of each page. Raises ArchiveError when the archive cannot be used, is in use, or can no longer
    be written; WorkerError; UrlError for a part that is none.
    """
    report = Report(maker(settings), settings.archive)

    def tell(told: Told) -> None:
        report.add(told)
        if on_told:
            on_told(told)

    with Archive.open(settings.archive, write=not dry_run) as archive, cleaning(archive, settings) as clean:
        if not dry_run:
            archive.begin_recleaning(report.maker, datetime.now(UTC).timestamp())
        store = _Store(archive, part.key, not dry_run, tell)
        try:
            asyncio.run(run(archive.exchanges(part, report.maker), clean, store.add))
        finally:
            store.flush()
    return report


# ---------------------------------------------------------------- storing


class _Store:
    """Compares what was made with what is held, and commits it in groups."""

    def __init__(self, archive: Archive, only: str, writes: bool, tell: Callable[[Told], None]) -> None:
        """``only``: the dedupe key of the one page that is meant, if it is one."""
        self._archive = archive
        self._only = only
        self._writes = writes
        self._tell = tell
        self._group: list[Recleaned] = []
        self._keys: set[str] = set()

    def add(self, exchange: KeptExchange, made: Outcome | Unread) -> None:
        """Take what came of an exchange."""
        if isinstance(made, Unread):
            self._tell(Told(exchange.visit.url, Fate.LEFT, left=made.why, detail=made.detail))
            return
        ends = [made] if made.result is not None else [end for end in made.brought if end.result is not None]
        if self._only:
            ends = [end for end in ends if end.visit.key == self._only]
        if self._keys & {end.visit.key for end in ends}:
            self.flush()  # what is compared with has to be there
        compared = [self._compared(end, exchange) for end in ends]
        results = tuple(one for one in compared if one is not None)
        whole = not (self._only and made.brought) and not any(_is_broken(end) for end in ends)
        self._left_for_a_visit(made, exchange)
        self._keys.update(one.key for one in results)
        self._group.append(Recleaned(exchange.page, exchange.fetched_at, datetime.now(UTC), results, whole))
        if len(self._group) >= GROUP:
            self.flush()

    def flush(self) -> None:
        """Commit what has been taken."""
        group, self._group, self._keys = self._group, [], set()
        if group and self._writes:
            self._archive.store(group)

    def _compared(self, end: Outcome, exchange: KeptExchange) -> Remade | None:
        """What is to be stored of a page, if anything is."""
        assert end.result is not None
        standing = self._archive.standing(end.visit.key)
        left = _why_left(end.result, standing, exchange)
        if left:
            if left is not Left.POST:
                self._tell(Told(end.visit.url, Fate.LEFT, left=left, detail=end.detail))
            return None
        was = standing.article if standing and standing.rejection is None else None
        remade = Remade(end.visit.key, end.result, end.fingerprint)
        if isinstance(end.result, Rejection):
            self._tell(Told(end.visit.url, Fate.REJECTED if was else Fate.NONE, detail=end.result.reason.value))
            return remade
        last = standing.article if standing else None
        fields = differences(last, end.result, end.visit.key) if last else ()
        fate = Fate.NEW if was is None else Fate.CHANGED if fields else Fate.SAME
        self._tell(Told(end.visit.url, fate, fields if fate is Fate.CHANGED else ()))
        return remade._replace(anew=bool(fields))

    def _left_for_a_visit(self, made: Outcome, exchange: KeptExchange) -> None:
        """Articles that their list brought once, and of which today's cleaner would rather see the page."""
        for visit in made.found if exchange.visit.kind is Kind.API else ():
            standing = self._archive.standing(visit.key)
            if standing and standing.article and standing.page == exchange.page:
                self._tell(Told(visit.url, Fate.LEFT, left=Left.POST))


def _why_left(result: Article | Rejection, standing: Standing | None, exchange: KeptExchange) -> Left | None:
    """Why what came of a page does not count."""
    if isinstance(result, Rejection) and result.reason is Reason.BROKEN:
        return Left.BROKEN
    if isinstance(result, Rejection) and result.reason is Reason.OPT_OUT:
        return Left.OPT_OUT
    if standing and standing.page > exchange.page:
        return Left.LATER
    if standing is None and exchange.visit.kind is Kind.API:
        return Left.POST  # in no crawl's scope, or waiting for its own visit
    return None


def _is_broken(end: Outcome) -> bool:
    return isinstance(end.result, Rejection) and end.result.reason is Reason.BROKEN
