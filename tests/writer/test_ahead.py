"""Is what was looked up ahead always what another look would have brought?"""

from __future__ import annotations

import asyncio
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest

from scraper.model import Outcome, State, Visit
from scraper.writer import Archive, scribe
from scraper.writer.ahead import AHEAD
from scraper.writer.scribe import Scribe
from tests.writer.factory import CLOCK, DAY, NOW, visit

HOST = "news.test"
STEPS = 120


def at(number: int, **changes: object) -> Visit:
    return visit(f"https://{HOST}/{number}", **changes)


class Crawl:
    """Takes, ends and gives back visits as chance has it; no two of them are of one rank."""

    def __init__(self, seed: int) -> None:
        self.chance = Random(seed)
        self.number = 0
        self.now = CLOCK
        self.taken: list[str] = []
        self.in_flight: list[Visit] = []

    def new(self) -> Visit:
        """One more visit, due now or soon."""
        self.number += 1
        soon = self.chance.choice((-50.0, -5.0, 3.0, 20.0))
        return at(self.number, priority=self.chance.randint(0, 3), due=self.now + soon, depth=self.number)

    async def step(self, crawl: Scribe) -> None:
        self.now += self.chance.random()
        taken = crawl.take(HOST, self.now)
        self.taken.append(taken.url if taken else "none")
        if taken is None:
            await crawl.finish(Outcome(visit("https://other.test/"), State.FETCHED, NOW, found=(self.new(),)))
        else:
            self.in_flight.append(taken)
        if len(self.in_flight) > 2 or taken is None:
            self.chance.shuffle(self.in_flight)
            await self.part_with(self.in_flight.pop() if self.in_flight else None, crawl)

    async def part_with(self, taken: Visit | None, crawl: Scribe) -> None:
        if taken is not None and self.chance.random() < 0.1:
            crawl.give_back(taken)
        elif taken is not None:
            await crawl.finish(self.end(taken))

    def end(self, taken: Visit) -> Outcome:
        """Of one kind or another, most of them with nothing new."""
        found = tuple(self.new() for _ in range(self.chance.choice((0, 0, 0, 0, 1, 4))))
        match self.chance.randint(0, 9):
            case 0:
                soon = self.now + self.chance.choice((0.0, 1.5, 4.0))
                return Outcome(taken, State.DEFERRED, NOW, found=found, next_due=soon)
            case 1:
                place = replace(taken, url=f"{taken.url}?moved", priority=0, hops=taken.hops + 1)
                return Outcome(taken, State.REDIRECTED, NOW, found=(place, *found))
            case 2:
                others = map(at, self.chance.sample(range(1, self.number + 1), 10))
                brought = tuple(Outcome(other, State.FETCHED, NOW, next_due=self.now + 2.0) for other in others)
                return Outcome(taken, State.FETCHED, NOW, found=found, next_due=self.now + 1.0, brought=brought)
            case _:
                return Outcome(
                    taken, State.FETCHED, NOW, found=found, next_due=self.now + self.chance.choice((1.0, DAY))
                )


def order(directory: Path, seed: int) -> list[str]:
    """What a crawl takes, in its order."""

    async def run() -> list[str]:
        crawl = Crawl(seed)
        with Archive.open(directory, write=True) as archive:
            archive.begin_run("ahead", CLOCK)
            archive.add([crawl.new() for _ in range(4 * AHEAD)])
            with Scribe(archive) as opened:
                for _ in range(STEPS):
                    await crawl.step(opened)
        return crawl.taken

    return asyncio.run(run())


@pytest.mark.parametrize("seed", range(3))
def test_the_order_is_that_of_one_look_a_visit(seed: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scribe, "GATHER_SECONDS", 0.0)
    ahead = order(tmp_path / "ahead", seed)
    monkeypatch.setattr(scribe, "AHEAD", 1)
    assert ahead == order(tmp_path / "one", seed)
    assert len(set(ahead)) > STEPS / 3


def test_it_spares_looks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    looks: list[str] = []
    look = scribe.FrontierTables.look

    def counted(self: scribe.FrontierTables, host: str, now: float, run: int, number: int = 1) -> object:
        looks.append(host)
        return look(self, host, now, run, number)

    monkeypatch.setattr(scribe.FrontierTables, "look", counted)

    async def run() -> list[Visit | None]:
        with Archive.open(tmp_path, write=True) as archive:
            archive.begin_run("ahead", CLOCK)
            archive.add([at(number, depth=number) for number in range(2 * AHEAD)])
            with Scribe(archive) as opened:
                return [opened.take(HOST, CLOCK) for _ in range(2 * AHEAD)]

    assert asyncio.run(run()) == [at(number, depth=number) for number in range(2 * AHEAD)]
    assert len(looks) == 2


def test_hosts_beyond_the_memory_are_looked_at_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("scraper.writer.ahead.HOSTS", 1)
    both = [visit(f"https://{host}/{number}", depth=number) for number in range(3) for host in ("a.test", "b.test")]

    async def run() -> list[Visit | None]:
        with Archive.open(tmp_path, write=True) as archive:
            archive.begin_run("ahead", CLOCK)
            archive.add(both)
            with Scribe(archive) as opened:
                return [opened.take(one.host, CLOCK) for one in both]

    assert asyncio.run(run()) == both
