"""Which pages do the files of a back-fill name?

Files are read in batches, before a run begins, and what is in scope is queued behind all that the site itself calls
new. The pages are then asked for where they live, as politely as any others: an archive's copy is not the publisher's
page. A file that a run has read to its end is not read again unless it or the scope has changed.
"""

from __future__ import annotations

import gzip
import hashlib
import zlib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO, cast

from scraper.crawler.discover import Entry, Scope, Why, backfill_visit
from scraper.crawler.discover.backfill import MAX_LINE_BYTES, Bad, Form, Named, Other, form_of, named_in
from scraper.errors import InputError, SettingsError
from scraper.model import Visit
from scraper.urls import host_of
from scraper.writer import warc

BATCH = 1_000  # lines between two looks at whether the run is to stop: some 20 ms
LOOK_BYTES = 65_536
MAX_HOSTS = 1_000  # that files may bring into scope where the configuration names none
_GZIP = b"\x1f\x8b"


@dataclass(slots=True)
class Account:
    """What one file named: ``new`` of it were queued. ``hosts`` are those it brought into scope.

    ``size``, ``changed`` (nanoseconds) and ``scope`` (a digest) tell whether it has to be read again.
    """

    file: str
    size: int
    changed: int
    scope: str
    read_to_end: bool = False
    fresh: bool = True  # read in this run, and not in an earlier one
    named: int = 0
    new: int = 0
    out_of_scope: int = 0
    other: int = 0  # captures of something else than a page that came
    bad: int = 0
    first_bad: str = ""
    hosts: list[str] = field(default_factory=list)

    def is_of(self, other: Account) -> bool:
        """Whether both are about the same file in the same state, read alike."""
        mine, others = ((one.file, one.size, one.changed, one.scope) for one in (self, other))
        return mine == others


def check(files: Iterable[Path]) -> None:
    """Whether all files are there and of a kind we read. Raises SettingsError."""
    for path in files:
        with _opened(path) as (_, form):
            if form is None:
                raise SettingsError(f"backfill: {path} is neither a list of URLs, a WARC nor a CDX listing")


class Backfill:
    """The back-fill of one run: ``batches`` of visits, then ``accounts`` of the files and the ``scope`` there is.

    If ``scope`` has no hosts, it takes on those that the files name. ``earlier`` are the accounts of the run before, as
    JSON objects; ``now`` is aware.
    """

    def __init__(
        self, files: Iterable[Path], scope: Scope, now: datetime, earlier: Iterable[Mapping[str, Any]]
    ) -> None:
        self.scope = scope
        self.accounts: list[Account] = []
        self._files = tuple(files)
        self._now = now
        self._takes_hosts = not scope.hosts
        self._earlier = [account for told in earlier if (account := _account(told))]

    def batches(self) -> Iterator[tuple[Account, list[Visit]]]:
        """Visits to queue, at most BATCH at once and some none. Raises SettingsError and InputError, naming the file.

        Whoever queues them adds to the account's ``new``.
        """
        digest = _digest(self.scope)
        for path in self._files:
            with _opened(path) as (stream, form):
                status = path.stat()
                account = Account(str(path.absolute()), status.st_size, status.st_mtime_ns, digest)
                before = next((one for one in self._earlier if one.is_of(account) and one.read_to_end), None)
                self.accounts.append(replace(before, fresh=False) if before else account)
                if before:
                    self.scope = replace(self.scope, hosts=self.scope.hosts | set(before.hosts))
                    continue
                named = _named(stream, form)
                while batch := list(islice(named, BATCH)):
                    yield account, [visit for one in batch if (visit := self._visit(one, account))]
                account.read_to_end = True

    def _visit(self, one: Named, account: Account) -> Visit | None:
        if isinstance(one, Bad):
            _count_bad(account, one.text)
            return None
        account.named += 1
        if isinstance(one, Other):
            account.other += 1
            return None
        visit = backfill_visit(one, self.scope, self._now)
        if visit is Why.HOST and self._takes_hosts and len(self.scope.hosts) < MAX_HOSTS:
            account.hosts.append(host_of(one.url))
            self.scope = replace(self.scope, hosts=self.scope.hosts | {account.hosts[-1]})
            visit = backfill_visit(one, self.scope, self._now)
        if isinstance(visit, Visit):
            return visit
        if visit is Why.ADDRESS:
            account.named -= 1
            _count_bad(account, one.url)
        else:
            account.out_of_scope += 1
        return None


def _count_bad(account: Account, text: str) -> None:
    account.bad += 1
    account.first_bad = account.first_bad or text


@contextmanager
def _opened(path: Path) -> Iterator[tuple[BinaryIO, Form | None]]:
    """The file, unpacked unless it is a WARC, and what it is. Raises SettingsError, and InputError while it is read."""
    try:
        with path.open("rb") as file:
            start, packed = _start(file)
            form = form_of(start)
            file.seek(0)
            yield cast(BinaryIO, gzip.GzipFile(fileobj=file)) if packed and form is not Form.WARC else file, form
    except OSError as error:
        raise SettingsError(f"backfill: {path} cannot be read: {error.strerror or error}") from None


def _start(file: BinaryIO) -> tuple[bytes, bool]:
    """The first bytes, unpacked, and whether they were packed."""
    start = file.read(LOOK_BYTES)
    if not start.startswith(_GZIP):
        return start, False
    try:
        return zlib.decompressobj(zlib.MAX_WBITS | 16).decompress(start, LOOK_BYTES), True
    except zlib.error:
        return b"\0", True


def _named(stream: BinaryIO, form: Form | None) -> Iterator[Named]:
    """What the file names; the end of what can be read is one more bad line."""
    try:
        if form is Form.WARC:
            yield from map(_captured, warc.captures(stream))
        elif form is not None:
            yield from named_in(iter(lambda: stream.readline(MAX_LINE_BYTES), b""), form)
    except InputError as error:
        yield Bad(str(error))
    except (EOFError, gzip.BadGzipFile, zlib.error) as error:
        yield Bad(f"the packed file breaks off: {error}")


def _captured(capture: warc.Capture) -> Named:
    return Entry(capture.url, modified=capture.at) if capture.is_page else Other(capture.url)


def _account(told: Mapping[str, Any]) -> Account | None:
    try:
        return Account(**told)
    except TypeError:  # of another version
        return None


def _digest(scope: Scope) -> str:
    """What a scope is, in a few letters."""
    told = f"{sorted(scope.hosts)} {replace(scope, hosts=frozenset())}"
    return hashlib.sha256(told.encode()).hexdigest()[:16]
