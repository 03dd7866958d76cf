"""What runs in a worker process?

``serve``: it reads the pages that come in by a pipe, each with a deadline and within a limit of memory. At the other
end of the pipe is ``scraper.workers``.
"""

from __future__ import annotations

import fcntl
import os
import pickle
import resource
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from itertools import count
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, NoReturn

from scraper.cleaner import UNKNOWN_URL
from scraper.model import Reading, Reason, Rejection

Read = Callable[[bytes, str | None, Any], Any]  # a Reading of a page; of another document what there is to say


@dataclass(frozen=True, slots=True)
class Bounds:
    """How much a worker may take: past the first two a page is broken off, past the others the worker ends after it."""

    seconds: float = 20.0  # on the clock, for a page: 10 MB of paragraphs take 8, a page of today's news 0.1
    memory: int = 1_500_000_000  # bytes of address space: twice what the costliest page of 20 MB was seen to take
    resident: int = 300_000_000  # bytes between pages: 150 MB is usual, 300 MB is what 9 MB of paragraphs leave behind
    pages: int = 1_000  # in its life: what leaks does not pile up, and the 0.4 s of a new one are under 1 ms a page


USUAL = Bounds()


def serve(descriptor: int) -> NoReturn:
    """Read pages until the pipe closes or the worker has had enough, and end the process.

    First comes what to read them with and within which bounds; the answer to that is an empty string, or what is wrong.
    Each page is then answered by its reading and whether it was the last one.
    """
    try:
        _serve(Connection(descriptor))
    finally:
        os._exit(1)  # at once: the pipe would close first, and the parent not find an exit code


def _serve(pipe: Connection) -> None:
    function, bounds = pipe.recv()
    try:
        read = _named(function)
    except Exception as error:
        pipe.send(f"{type(error).__name__}: {error}")
        return
    pipe.send("")
    _limit_memory(bounds.memory)
    for number in count(1):
        try:
            page = pipe.recv()
        except EOFError:  # the parent is gone, or needs no more
            return
        with _leashed(pipe, bounds.seconds):
            reading, is_last = _reading(read, *page)
            is_last = is_last or number >= bounds.pages or _resident() > bounds.resident
            answer = pickle.dumps((reading, is_last), pickle.HIGHEST_PROTOCOL)
        pipe.send_bytes(answer)
        if is_last:
            return


def _named(function: str) -> Read:
    module, _, name = function.partition(":")
    read: Read = getattr(import_module(module), name)
    return read


def _reading(read: Read, body: bytes, url: str | None, known: Any) -> tuple[Any, bool]:
    """The reading of a page, and whether that broke: out of memory for one, the worker may not be whole any more."""
    try:
        reading = read(body, url, known)
    except BaseException as error:
        reading = Reading(Rejection(url or UNKNOWN_URL, Reason.BROKEN, f"{type(error).__name__}: {error}"))
    result = reading.result if isinstance(reading, Reading) else None
    return reading, isinstance(result, Rejection) and result.reason is Reason.BROKEN


@contextmanager
def _leashed(pipe: Connection, seconds: float) -> Iterator[None]:
    """In here the process ends when the time is over, and when the parent goes.

    The kernel sees to both with signals that nobody handles: so it works in a regular expression or a parser in C as
    well, where no Python of ours would run.
    """
    descriptor = pipe.fileno()
    flags = fcntl.fcntl(descriptor, fcntl.F_GETFL)
    for number in (signal.SIGALRM, signal.SIGIO):
        signal.signal(number, signal.SIG_DFL)  # whatever was inherited
    fcntl.fcntl(descriptor, fcntl.F_SETOWN, os.getpid())
    fcntl.fcntl(descriptor, fcntl.F_SETFL, flags | os.O_ASYNC)  # SIGIO when the other end closes
    signal.setitimer(signal.ITIMER_REAL, seconds)  # SIGALRM
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        fcntl.fcntl(descriptor, fcntl.F_SETFL, flags)


# ---------------------------------------------------------------- memory


def _limit_memory(size: int) -> None:
    """Past this size memory asked for is refused, where the system knows such a limit."""
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    soft = size if hard == resource.RLIM_INFINITY else min(size, hard)
    try:
        resource.setrlimit(resource.RLIMIT_AS, (soft, hard))
    except (OSError, ValueError):  # macOS
        return


def _resident() -> int:
    """Bytes of memory in use now; 0 where the system does not tell."""
    try:
        pages = Path("/proc/self/statm").read_text(encoding="ascii").split()[1]
    except OSError:
        return 0
    return int(pages) * resource.getpagesize()
