"""How far is it? A line that moves, only where stderr is a terminal."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from scraper.cli.console import one_line, stderr_console
from scraper.cli.exits import Fate, fate_of_visit
from scraper.model import Outcome, Saved, State


class CrawlWatch:
    """The running counts of one crawl, told of each visit as it ends.

    A visit may end more than once (deferred, then fetched): its last end counts, so those not done are kept by key.
    """

    def __init__(self) -> None:
        self.states: Counter[State] = Counter()
        self.saved: Counter[Saved] = Counter()
        self.done = 0
        self.missed: dict[str, Fate] = {}

    def see(self, outcome: Outcome, saved: Saved | None) -> None:
        """Take one ended visit into the counts."""
        self.states[outcome.state] += 1
        if saved is not None:
            self.saved[saved] += 1
        fate = fate_of_visit(outcome)
        self.missed.pop(outcome.visit.key, None)
        if fate is Fate.DONE:
            self.done += 1
        elif fate is not None:
            self.missed[outcome.visit.key] = fate

    def fates(self) -> Counter[Fate]:
        """How the visits ended, for the exit code."""
        return Counter({Fate.DONE: self.done}) + Counter(self.missed.values())

    def line(self, url: str) -> str:
        """What the bar says."""
        fetched = sum(self.states[state] for state in (State.FETCHED, State.REJECTED, State.UNCHANGED))
        failed = sum(fate in (Fate.LOST, Fate.LATER) for fate in self.missed.values())
        return f"{fetched:,} fetched, {self.saved[Saved.NEW]:,} new, {failed:,} failed  {one_line(url)}"


@contextmanager
def crawl_watch(watch: CrawlWatch) -> Iterator[Callable[[Outcome, Saved | None], None]]:
    """A function to tell of each ended visit; it keeps the watch's counts and moves the line."""
    with moving("Starting") as move:

        def seen(outcome: Outcome, saved: Saved | None) -> None:
            watch.see(outcome, saved)
            move(watch.line(outcome.visit.url))

        yield seen


@contextmanager
def moving(start: str) -> Iterator[Callable[[str], None]]:
    """A spinner with a line of text that the yielded function sets; nothing at all without a terminal."""
    if not sys.stderr.isatty():
        yield lambda _text: None
        return
    columns = (SpinnerColumn(), TimeElapsedColumn(), TextColumn("{task.description}", markup=False))
    with Progress(*columns, console=stderr_console(), transient=True, redirect_stdout=False) as bar:
        task = bar.add_task(start, total=None)
        yield lambda text: bar.update(task, description=text)
