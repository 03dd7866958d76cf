"""Have we got these bytes already, and in which record?

A 304 says that we have them, and a page that comes again byte for byte shows it. Both become revisit records, which
refer to the capture that holds the bytes; what is said of that capture is read from its own record, so a revisit never
refers to what is not there.

Rows of ``pages`` go with that: the row of a page that came again points at the record that holds its bytes, so whoever
reads bytes by a row need not know of revisits. The row of a 304 points at its own record, which has none; both kinds
carry the digest of the payload that they speak of. ``body_record`` finds the bytes of either.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from http import HTTPStatus
from pathlib import Path
from typing import NamedTuple

from scraper.model import Page, RawRecord
from scraper.writer.archive_database import Database
from scraper.writer.archive_frontier import digest
from scraper.writer.warc import located
from scraper.writer.warc_heads import Head, head_at
from scraper.writer.warc_records import Original, payload_digest

DIRECTORY = "warc"  # in the archive's

# The whole captures of a document, latest first. More than some a page that alternates does not have.
_WHOLE = """
    SELECT p.payload_digest, p.warc, p.warc_offset, p.warc_length FROM visits v JOIN pages p ON p.visit = v.id
    WHERE v.digest = ? AND p.status = 200 AND NOT p.truncated AND p.payload_digest IS NOT NULL
    ORDER BY p.id DESC LIMIT 5
"""
_BODY = """
    SELECT body.warc, body.warc_offset, body.warc_length
    FROM pages p JOIN pages body ON body.visit = p.visit AND body.payload_digest = p.payload_digest AND body.id <= p.id
    WHERE p.id = ? AND (p.status <> 304 OR body.status = 200)
    ORDER BY body.id DESC LIMIT 1
"""
_VALIDATORS = re.compile(rb"(?im)^if-(?:none-match|modified-since):[ \t]*(.*?)[ \t]*\r$")
_READ_ALIKE = ("content-type", "content-encoding")  # the headers without which the same bytes are another text


class Earlier(NamedTuple):
    """A capture that holds what a page speaks of, and where it lies."""

    original: Original
    place: RawRecord


def body_record(database: Database, page: int) -> RawRecord | None:
    """The record that holds the body of a row of ``pages``, by its id: of a 304, the body that it calls unchanged.

    None where no bytes are kept, or where it is not known which ones a 304 spoke of. Its file may have another name
    while it is written: see ``warc.located``.
    """
    row = database.one(_BODY, (page,))
    return RawRecord(*row) if row else None


def earlier(database: Database, page: Page, key: str) -> Earlier | None:
    """The capture to which a page has nothing new to say: the one that a 304 calls unchanged, or the same bytes.

    ``key`` is the dedupe key of its address.
    """
    is_unchanged = page.status == HTTPStatus.NOT_MODIFIED
    if page.truncated or not (is_unchanged or (page.status == HTTPStatus.OK and page.body)):
        return None
    rows = database.all(_WHOLE, (digest(key),))
    if not rows:
        return None
    wanted = None if is_unchanged else payload_digest(page)
    speaks_of = _called_unchanged(page) if is_unchanged else _read_alike(page)
    for payload, file, offset, length in rows:
        if wanted not in (None, payload):
            continue
        head = head_at(_path(database, file), offset)
        if head is not None and head.at is not None and speaks_of(head):
            original = Original(head.url, head.at, payload, head.record_id)
            return Earlier(original, RawRecord(file, offset, length))
    return None


def _called_unchanged(page: Page) -> Callable[[Head], bool]:
    """Whether a capture has the validators that were sent; where none are known, the latest one will do."""
    sent = {value.decode("latin-1") for value in _VALIDATORS.findall(page.request_head)}
    return lambda head: not sent or not sent.isdisjoint((head.http.get("etag"), head.http.get("last-modified")))


def _read_alike(page: Page) -> Callable[[Head], bool]:
    """Whether a capture of the same bytes is of the same address and says the same of how they are to be read."""
    said = [page.header(name) for name in _READ_ALIKE]
    return lambda head: head.url == page.url and [head.http.get(name) for name in _READ_ALIKE] == said


def _path(database: Database, file: str) -> Path:
    return located(database.directory / DIRECTORY, file)
