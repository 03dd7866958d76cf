"""What happens next?

One loop over a heap of due times. Each host has at most one turn at a time, and a turn is at most one request: for
robots.txt, for one hop of a redirect, or for a page. In between the loop sleeps until the earliest due time, the end
of a turn, or the wish to stop; nothing is polled.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from scraper.crawler.clock import Clock, SystemClock
from scraper.crawler.collector import seldom_collected
from scraper.crawler.consent import Consent, Step, Trip, origin_of
from scraper.crawler.frontier import Frontier
from scraper.crawler.pace import Pace, Schedule
from scraper.crawler.report import Report, Tally
from scraper.crawler.turns import Fetches, Turns
from scraper.model import Failure, Outcome, Page, Rejection, Saved, State, Visit
from scraper.urls import host_of

Handle = Callable[[Visit, Page | Failure | Rejection], Awaitable[Outcome]]
OnOutcome = Callable[[Outcome, Saved | None], None]


@dataclass(frozen=True, slots=True)
class Plan:
    """How to crawl. All waits are in seconds."""

    agent: str  # product token, the name that robots.txt knows us by
    delay: float = 1.0
    max_delay: float = 60.0  # of a Crawl-delay or of a slow server's rest; a longer Crawl-delay is capped and reported
    hosts_at_once: int = 64
    longest_wait: float = 60.0  # with nothing due for longer than this the run is over
    max_pages: int = 0  # requests for pages in this run; 0: no cap
    backoff: float = 30.0  # the first wait after a refusal that names none; it doubles
    allow_private: tuple[str, ...] = ()  # CIDR
    grace: float = 8.0  # for what is in flight when the run is stopped; whoever stops us expects an end within 10 s


@dataclass(slots=True)
class Crawl:
    """A run: ``await Crawl(plan, frontier, fetcher, handle).run(stop)``.

    ``handle`` turns what a visit brought into its Outcome (keeps the bytes, cleans, discovers); it also gets the
    Rejection of a visit that robots.txt forbids, and the Failure of one whose robots.txt cannot be had. For a page
    that redirects it answers with REDIRECTED and the new visit in ``found`` (see ``redirects.follow``).
    ``on_outcome`` is told of each visit after its end has been saved.
    """

    plan: Plan
    frontier: Frontier
    fetcher: Fetches
    handle: Handle
    clock: Clock = field(default_factory=SystemClock)
    on_outcome: OnOutcome | None = None

    _pace: Pace = field(init=False)
    _turns: Turns = field(init=False)
    _consent: Consent = field(init=False)
    _tally: Tally = field(init=False)
    _schedule: Schedule = field(init=False, default_factory=Schedule)
    _busy: dict[str, asyncio.Task[None]] = field(init=False, default_factory=dict)  # one turn a host
    _ready: dict[str, Visit] = field(init=False, default_factory=dict)  # taken, waits for its host's next turn
    _trips: dict[str, deque[Trip]] = field(init=False, default_factory=dict)  # on whose host they are next
    _wake: asyncio.Event = field(init=False, default_factory=asyncio.Event)
    _stop: asyncio.Event = field(init=False, default_factory=asyncio.Event)
    _broken: Exception | None = field(init=False, default=None)
    _taken: int = field(init=False, default=0)  # visits
    _taken_at_last_look: int = field(init=False, default=-1)
    _pages: int = field(init=False, default=0)  # asked for

    def __post_init__(self) -> None:
        plan = self.plan
        self._pace = Pace(plan.delay, plan.max_delay, plan.backoff, plan.allow_private)
        self._consent = Consent(plan.agent, self.frontier, plan.backoff)
        self._tally = Tally(self.clock.now())
        self._turns = Turns(self.fetcher, self._pace, self.clock, self._tally)

    async def run(self, stop: asyncio.Event | None = None) -> Report:
        """Crawl until nothing is due within the longest wait, the cap on pages is reached, or ``stop`` is set.

        When stopped, what is in flight may end within ``plan.grace``; every other visit goes back to the frontier.
        What ``handle`` or the frontier raise ends the run and is raised from here, with nothing left half done.
        """
        self._stop = stop or self._stop
        watcher = asyncio.create_task(self._wake_on_stop())
        try:
            with seldom_collected():
                while self._goes_on():
                    self._start_due_turns()
                    await self._until_something_happens()
                await self._let_turns_end()
        finally:
            watcher.cancel()
            await self._cancel_turns()
            self._give_back_the_ready()
        return self._report()

    # ------------------------------------------------------------ the loop

    def _goes_on(self) -> bool:
        if self._stop.is_set():
            return False
        if self._busy:
            return True
        if self._is_full():
            return False
        if not self._is_due_soon():
            self._look_for_hosts()
        return self._is_due_soon()

    def _is_due_soon(self) -> bool:
        when = self._schedule.next()
        return when is not None and when <= self.clock.now() + self.plan.longest_wait

    def _is_full(self) -> bool:
        return 0 < self.plan.max_pages <= self._pages

    def _look_for_hosts(self) -> None:
        """Schedule all hosts that have visits left. A look that led to no visit is not repeated for what is due."""
        now = self.clock.now()
        led_somewhere = self._taken != self._taken_at_last_look
        self._taken_at_last_look = self._taken
        for host, due in self.frontier.hosts(now):
            if led_somewhere or due > now:
                self._schedule_host(host, due)

    def _schedule_host(self, host: str, due: float) -> None:
        if not self._pace.knows(host):
            self._pace.hold(host, self.frontier.hold(host))  # from an earlier run
        self._schedule.push(host, self._pace.turn(host, max(due, self.clock.now())))

    def _start_due_turns(self) -> None:
        now = self.clock.now()
        while self._has_room() and (host := self._schedule.pop(now)) is not None:
            if host in self._busy:
                continue  # looked at again when its turn ends
            turn = self._pace.turn(host, now)
            if turn > now:
                self._schedule.push(host, turn)
            else:
                self._busy[host] = asyncio.create_task(self._take_turn(host))

    def _has_room(self) -> bool:
        return len(self._busy) < self.plan.hosts_at_once and not self._is_full()

    async def _until_something_happens(self) -> None:
        when = self._schedule.next() if self._has_room() else None
        alarm = asyncio.create_task(self._wake_at(when)) if when is not None else None
        try:
            await self._wake.wait()
        finally:
            if alarm:
                alarm.cancel()
        self._wake.clear()
        self._raise_what_broke()

    def _raise_what_broke(self) -> None:
        if self._broken:
            raise self._broken

    async def _wake_at(self, when: float) -> None:
        await self.clock.sleep_until(when)
        self._wake.set()

    async def _wake_on_stop(self) -> None:
        await self._stop.wait()
        self._wake.set()

    async def _let_turns_end(self) -> None:
        self._turns.stop()
        if self._busy:
            await asyncio.wait(self._busy.values(), timeout=self.plan.grace)
        self._raise_what_broke()

    async def _cancel_turns(self) -> None:
        turns = list(self._busy.values())
        for turn in turns:
            turn.cancel()
        await asyncio.gather(*turns, return_exceptions=True)

    def _give_back_the_ready(self) -> None:
        while self._ready:
            self.frontier.give_back(self._ready.popitem()[1])

    # ------------------------------------------------------------ one turn

    async def _take_turn(self, host: str) -> None:
        try:
            await self._turn(host)
            if self._has_more(host):
                self._schedule_host(host, self.clock.now())
        except Exception as error:
            self._broken = self._broken or error
        finally:
            del self._busy[host]
            self._wake.set()

    async def _turn(self, host: str) -> None:
        """Make one step for a host: at most one request."""
        if trips := self._trips.get(host):
            await self._travel(trips.popleft())
            return
        now = self.clock.now()
        visit = self._ready.pop(host, None) or self.frontier.take(host, now)
        if visit is None:
            return
        step = self._consent.judge(visit, now)
        if step is Step.ASK or (step is Step.FETCH and self._is_full()):
            self._ready[host] = visit
            if step is Step.ASK:
                self._send_for_robots(origin_of(visit.url))
            return
        self._taken += 1
        await self._save(await self._lead_to_end(visit, step))

    def _has_more(self, host: str) -> bool:
        """Whether the host has something to do in its next turn: if not, nobody need wait for that."""
        if self._trips.get(host):
            return True
        visit = self._ready.get(host) or self.frontier.take(host, self.clock.now())
        if visit is None:
            return False
        self._ready[host] = visit
        return not self._consent.is_asking(origin_of(visit.url))  # the answer will wake the host

    async def _lead_to_end(self, visit: Visit, step: Step | Rejection | Failure) -> Outcome:
        """The end of a visit; one that does not come to an end goes back to the frontier."""
        try:
            result = await self._fetch_page(visit) if isinstance(step, Step) else step
            return await self.handle(visit, result)
        except BaseException:
            self.frontier.give_back(visit)
            raise

    async def _fetch_page(self, visit: Visit) -> Page | Failure:
        self._pages += 1
        self._obey_delays(origin_of(visit.url), visit.host)
        result = await self._turns.fetch(visit)
        self._turns.heed(visit.host, result, self.frontier)
        return result

    async def _save(self, outcome: Outcome) -> None:
        ended = await self.frontier.finish(outcome)
        for host, due in ended.hosts.items():
            self._schedule_host(host, due)
        if outcome.state is State.DEFERRED and outcome.next_due is not None:
            self._schedule_host(outcome.visit.host, outcome.next_due)
        self._tell(outcome, ended.saved)
        for one, saved in zip(outcome.brought, ended.brought, strict=True):
            self._tell(one, saved)

    def _tell(self, outcome: Outcome, saved: Saved | None) -> None:
        self._tally.add(outcome, saved)
        if self.on_outcome:
            self.on_outcome(outcome, saved)

    # ------------------------------------------------------------ robots.txt

    def _send_for_robots(self, origin: str) -> None:
        if not self._consent.is_asking(origin):
            self._line_up(self._consent.ask(origin))

    def _line_up(self, trip: Trip) -> None:
        self._trips.setdefault(trip.visit.host, deque()).append(trip)

    async def _travel(self, trip: Trip) -> None:
        """Ask for robots.txt, or for where it has moved to: the next hop is a turn of the host it leads to."""
        result = await self._turns.fetch(trip.visit)
        home = host_of(trip.origin)
        if trip.visit.host != home:  # at home the answer itself says until when not to ask
            self._turns.heed(trip.visit.host, result, self.frontier)
        now = self.clock.now()
        onward = self._consent.hear(trip, result, now, next_turn=self._pace.turn(home, now))
        if onward:
            self._line_up(onward)
            self._schedule_host(onward.visit.host, now)
        else:
            self._obey_delays(trip.origin, home)
            self._schedule_host(home, now)

    def _obey_delays(self, origin: str, host: str) -> None:
        rules = self._consent.rules(origin, self.clock.now())
        capped = self._pace.wish(host, rules.crawl_delay, rules.request_rate) if rules else None
        if capped is not None:
            self._tally.delays_capped[host] = capped

    # ------------------------------------------------------------ the end

    def _report(self) -> Report:
        now = self.clock.now()
        dues = (max(due, self.frontier.hold(host)) for host, due in self.frontier.hosts(now))
        return self._tally.report(
            now,
            interrupted=self._stop.is_set(),
            next_due=min(dues, default=None),
            hosts_held=self._pace.held(now),
        )
