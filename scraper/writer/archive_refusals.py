"""What is kept of what may not be kept?

A metadata record (WARC 1.1, 6.6) in place of the bytes: what was refused, by whom and on whose word, so that an archive
says of itself what it leaves out. Its fields are

- ``refused``: ``robots``, ``opt_out`` or ``scope`` for a page that is not for us, ``copy`` for one that came and of
  which no copy may be kept;
- ``detail``: the same in words; ``status``: of the answer, if there was one; ``signal``: what the site says;
- ``via``: the page that led there.

Links that were passed over have none: they are rows of the database.
"""

from __future__ import annotations

from scraper.model import Outcome, State
from scraper.writer.archive_database import Database
from scraper.writer.archive_frontier import digest
from scraper.writer.document import storable
from scraper.writer.warc_records import Fields

COPY = "copy"

_LAST_END = "SELECT state, reason, detail FROM visits WHERE digest = ?"


def refusal(outcome: Outcome) -> Fields:
    """The fields that tell of it; none if nothing was refused. For an outcome whose bytes are not kept."""
    is_excluded = outcome.state is State.EXCLUDED
    if not is_excluded and outcome.page is None:
        return ()
    refused = outcome.reason if is_excluded else COPY
    status = "" if outcome.page is None else str(outcome.page.status)
    signals = ((f"{one.source}: {one.name} {one.value}") for one in outcome.signals)
    return (
        ("refused", refused),
        ("detail", outcome.detail if is_excluded else ""),
        ("status", status),
        *(("signal", signal) for signal in signals),
        ("via", outcome.visit.found_on or ""),
    )


def has_been_told(database: Database, outcome: Outcome) -> bool:
    """Whether the same was refused the last time already, without a request now as then: that says nothing new."""
    if outcome.page is not None:
        return False
    now = (State.EXCLUDED.value, storable(outcome.reason), storable(outcome.detail))
    return database.one(_LAST_END, (digest(outcome.visit.key),)) == now
