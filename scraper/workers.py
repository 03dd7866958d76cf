"""What if a page hangs the cleaner, crashes it or bursts its memory?

Then that page is lost and no other: pages are cleaned in worker processes, each with a deadline and a limit on memory,
and a worker that fails is replaced.

A worker is a plain Python of its own, not one of multiprocessing's: spawn and forkserver import the main module of who
uses us, and so run a script without a ``__main__`` guard once more; fork copies the locks of other threads, and that on
an archive. Only the pipe and its frames are multiprocessing's. A worker's standard streams lead nowhere: whatever a
library prints about a page, it does not end up in our results.
"""

from __future__ import annotations

import asyncio
import os
import signal
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from multiprocessing.connection import Connection, Pipe
from subprocess import DEVNULL, Popen
from typing import Any, Protocol, Self, TypeVar

from scraper.apart import As, Leads, lost
from scraper.cleaner import UNKNOWN_URL, Known
from scraper.crawler.discover import Posts
from scraper.errors import WorkerError
from scraper.model import Reading, Reason, Rejection
from scraper.worker import USUAL, Bounds, serve

__all__ = ["Bounds", "Workers", "processors", "read_apart"]

READ = "scraper.apart:read"
AHEAD = 2  # pages taken for each worker before the first result is waited for: one in work, one to go on with
UNHEARD = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)  # sent to the whole group or service: the parent decides

T = TypeVar("T")


class Workers:
    """A pool of processes that clean, started as they are needed::

        with Workers() as workers:
            reading = await workers.read(body, url, known)

    ``number`` is that of the processes, by default one for each processor: whoever asks is mostly waiting. ``function``
    is the importable name of what reads a page. Each process has a thread here that waits for it, so nobody else has
    to. Both ways to ask raise WorkerError when no process starts, or when the pool is closed before there is an answer.
    """

    def __init__(self, bounds: Bounds = USUAL, number: int | None = None, function: str = READ) -> None:
        self.number = number or processors()
        self._bounds = bounds
        self._function = function
        self._threads = ThreadPoolExecutor(self.number, thread_name_prefix="cleaner")
        self._lock = threading.Lock()  # for the three below
        self._all: set[_Worker] = set()
        self._idle: list[_Worker] = []  # the last one in is the first one out, so that few pages need few processes
        self._closed = False

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    async def read(self, body: bytes, url: str | None, known: Known) -> Reading:
        """A page's reading. With all workers busy it waits for its turn."""
        return await asyncio.get_running_loop().run_in_executor(self._threads, self._read, body, url, known)

    async def parse(self, body: bytes, url: str, how: As) -> Leads | Posts:
        """What is in a feed, a sitemap or a list of posts, by the same processes and within the same bounds."""
        loop = asyncio.get_running_loop()
        answer: Reading | Leads | Posts = await loop.run_in_executor(self._threads, self._read, body, url, how)
        if not isinstance(answer, Reading):
            return answer
        result = answer.result
        return lost(how, result.detail if isinstance(result, Rejection) else "not parsed")

    def read_all(self, pages: Iterable[tuple[T, bytes]], known: Known) -> Iterator[tuple[T, Reading]]:
        """The readings of pages without an address, each with the name it was given, in the order given.

        Takes no more pages at a time than it needs to keep all workers busy.
        """
        waiting: deque[tuple[T, Future[Reading]]] = deque()
        for name, body in pages:
            waiting.append((name, self._threads.submit(self._read, body, None, known)))
            if len(waiting) > AHEAD * self.number:
                yield _answered(*waiting.popleft())
        while waiting:
            yield _answered(*waiting.popleft())

    def close(self) -> None:
        """End all processes at once, whatever they are at."""
        with self._lock:
            self._closed = True
            for worker in self._all:
                worker.kill()
        self._threads.shutdown(cancel_futures=True)
        while self._all:
            self._all.pop().end()

    # ------------------------------------------------------------ in the threads

    def _read(self, body: bytes, url: str | None, known: Known | As) -> Any:
        worker = self._taken()
        reading = worker.read(body, url, known)
        self._put_back(worker)
        return reading

    def _taken(self) -> _Worker:
        with self._lock:
            self._raise_if_closed()
            while self._idle:
                worker = self._idle.pop()
                if worker.is_there():
                    return worker
                self._let_go(worker)
            worker = _Worker(_run, self._function, self._bounds)
            self._all.add(worker)
        worker.wait_until_ready()
        return worker

    def _put_back(self, worker: _Worker) -> None:
        with self._lock:
            self._raise_if_closed()
            if worker.is_spent:
                self._let_go(worker)
            else:
                self._idle.append(worker)

    def _let_go(self, worker: _Worker) -> None:
        self._all.remove(worker)
        worker.end()

    def _raise_if_closed(self) -> None:
        if self._closed:
            raise WorkerError("the cleaner's processes were ended")


def read_apart(body: bytes, url: str | None, known: Known, bounds: Bounds = USUAL, function: str = READ) -> Reading:
    """The reading of a single page, by a copy of this process: at hand in 10 ms, where a worker takes 0.4 s to start.

    Only where that is safe: on Linux, and with no other thread whose locks would be copied. Elsewhere by a worker.
    """
    may_fork = sys.platform == "linux" and threading.active_count() == 1
    worker = _Worker(_fork if may_fork else _run, function, bounds)
    try:
        worker.wait_until_ready()
        reading: Reading = worker.read(body, url, known)
        return reading
    finally:
        worker.end()


def processors() -> int:
    """How many processors we may use."""
    return len(os.sched_getaffinity(0)) if sys.platform == "linux" else os.cpu_count() or 1


def _answered(name: T, reading: Future[Reading]) -> tuple[T, Reading]:
    return name, reading.result()


# ---------------------------------------------------------------- one worker


class _Process(Protocol):
    def kill(self) -> None: ...
    def wait(self) -> int: ...


class _Worker:
    """A process at the other end of a pipe."""

    def __init__(self, start: Callable[[Connection, Connection], _Process], function: str, bounds: Bounds) -> None:
        self.is_spent = False  # takes no more pages
        self._order = (function, bounds)
        self._pipe, theirs = Pipe()
        with theirs, _unheard():
            try:
                self._process = start(theirs, self._pipe)
            except OSError as error:
                self._pipe.close()
                raise WorkerError(f"no process to clean in: {error.strerror}") from error

    def wait_until_ready(self) -> None:
        """Return once the cleaner is loaded, which is nothing that a page's time is spent on. Raises WorkerError."""
        try:
            self._pipe.send(self._order)
            complaint = self._pipe.recv()
        except (EOFError, OSError):
            complaint = self._end_of_life()
        if complaint:
            raise WorkerError(f"no process to clean in: {complaint}")

    def is_there(self) -> bool:
        """Whether an idle worker still listens. It has nothing to say: all there can be to read is its end."""
        return not self._pipe.poll()

    def read(self, body: bytes, url: str | None, known: Known | As) -> Any:
        """The worker's answer, as a rule the reading of a page, or a reading of what became of the worker over it."""
        try:
            self._pipe.send((body, url, known))
            reading, self.is_spent = self._pipe.recv()
        except (EOFError, OSError):
            self.is_spent = True
            reading = Reading(Rejection(url or UNKNOWN_URL, Reason.BROKEN, self._end_of_life()))
        return reading

    def kill(self) -> None:
        """End it now; whoever waits for its answer is told by the pipe."""
        self._process.kill()

    def end(self) -> None:
        """End it and let go of all that belongs to it."""
        self._pipe.close()
        self._process.kill()
        self._process.wait()

    def _end_of_life(self) -> str:
        """How a process ended that has closed its end of the pipe."""
        self._process.kill()  # no news to one that is ending, and no waiting for one that is not
        code = self._process.wait()
        if code == -signal.SIGALRM:
            _, bounds = self._order
            return f"cleaning took longer than {bounds.seconds:g} s"
        if code < 0:
            return f"the cleaner's process died of signal {-code} ({signal.strsignal(-code)})"
        return f"the cleaner's process ended with exit code {code}"


@contextmanager
def _unheard() -> Iterator[None]:
    """A process that is started in here inherits what is blocked: the signals that its parent gets as well."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, UNHEARD)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


_BOOT = "import sys; sys.path[:] = sys.argv[2:]; from scraper.worker import serve; serve(int(sys.argv[1]))"


def _run(theirs: Connection, _ours: Connection) -> _Process:
    """A new Python, which finds the same modules as this one."""
    number = theirs.fileno()
    command = [sys.executable, "-c", _BOOT, str(number), *map(str, sys.path)]
    return Popen(command, stdin=DEVNULL, stdout=DEVNULL, stderr=DEVNULL, pass_fds=[number])


class _Copy:
    """A forked process."""

    def __init__(self, pid: int) -> None:
        self._pid = pid
        self._code: int | None = None

    def kill(self) -> None:
        if self._code is None:
            os.kill(self._pid, signal.SIGKILL)

    def wait(self) -> int:
        if self._code is None:
            self._code = os.waitstatus_to_exitcode(os.waitpid(self._pid, 0)[1])
        return self._code


def _fork(theirs: Connection, ours: Connection) -> _Process:
    """A copy of this process."""
    pid = os.fork()
    if pid:
        return _Copy(pid)
    try:
        ours.close()  # or the parent's end would not be noticed
        nowhere = os.open(os.devnull, os.O_RDWR)
        for stream in range(3):
            os.dup2(nowhere, stream)
        serve(theirs.fileno())
    finally:
        os._exit(1)  # what the parent does at its end is not for the copy to do
