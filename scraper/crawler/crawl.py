"""What happens next?

One loop over a heap of due times. Each host has at most one turn at a time, hosts on one address have one between them,
and a turn is at most one request: for robots.txt, for one hop of a redirect, or for a page. In between the loop sleeps
until the earliest due time, the end of a turn, or the wish to stop; nothing is polled.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace

from scraper.crawler.brought import permitted
from scraper.crawler.clock import Clock, SystemClock
from scraper.crawler.collector import seldom_collected
from scraper.crawler.consent import Ask, Consent, Step, Trip, origin_of
from scraper.crawler.frontier import Frontier
from scraper.crawler.inquiries import Inquiries, Ready, Sitemaps
from scraper.crawler.pace import Pace
from scraper.crawler.plan import Plan
from scraper.crawler.quota import Quota
from scraper.crawler.report import Report, Tally
from scraper.crawler.schedule import Schedule
from scraper.crawler.signals import Stance
from scraper.crawler.turns import Fetches, Turns
from scraper.model import Failure, Outcome, Page, Rejection, Saved, State, Visit
from scraper.urls import host_of

__all__ = ["Crawl", "Handle", "OnOutcome", "Plan"]

Handle = Callable[[Visit, Page | Failure | Rejection], Awaitable[Outcome | Ask]]
OnOutcome = Callable[[Outcome, Saved | None], None]


@dataclass(slots=True)
class Crawl:
    """A run: ``await Crawl(plan, frontier, fetcher, handle).run(stop)``.

    ``handle`` turns what a visit brought into its Outcome (keeps the bytes, cleans, discovers); it also gets the
    Rejection of a visit that robots.txt forbids, and the Failure of one whose robots.txt cannot be had. For a page
    that redirects it answers with REDIRECTED and the new visit in ``found`` (see ``redirects.follow``). When it
    answers with what has to be asked first (a licence that the page names) it gets the page again after that.
    ``on_outcome`` is told of each visit after its end has been saved; ``sitemaps`` says which visits those make that an
    origin's robots.txt names.
    """

    plan: Plan
    frontier: Frontier
    fetcher: Fetches
    handle: Handle
    clock: Clock = field(default_factory=SystemClock)
    on_outcome: OnOutcome | None = None
    sitemaps: Sitemaps | None = None

    _pace: Pace = field(init=False)
    _turns: Turns = field(init=False)
    _consent: Consent = field(init=False)
    _inquiries: Inquiries = field(init=False)
    _tally: Tally = field(init=False)
    _schedule: Schedule = field(init=False)
    _busy: dict[str, asyncio.Task[None]] = field(init=False, default_factory=dict)  # one turn a host
    _ready: dict[str, Ready] = field(init=False, default_factory=dict)  # by host
    _wake: asyncio.Event = field(init=False, default_factory=asyncio.Event)
    _stop: asyncio.Event = field(init=False, default_factory=asyncio.Event)
    _broken: Exception | None = field(init=False, default=None)
    _taken: int = field(init=False, default=0)  # visits
    _taken_at_last_look: int = field(init=False, default=-1)
    _quota: Quota = field(init=False)

    def __post_init__(self) -> None:
        plan = self.plan
        self._pace = Pace(plan.delay, plan.max_delay, plan.backoff, plan.allow_private, plan.hours)
        self._pace.begin(plan.asked_until)
        self._schedule = Schedule(self._pace)
        stance = Stance(plan.agent, plan.purpose, plan.overrides)
        self._consent = Consent(stance, self.frontier, plan.backoff, plan.survey)
        self._inquiries = Inquiries(self._consent, self._wake_host, self.sitemaps)
        self._quota = Quota(plan.max_pages, plan.max_pages_per_host)
        self._tally = Tally(self.clock.now())
        self._turns = Turns(self.fetcher, self._pace, self.clock, self._tally, self.frontier)

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
        if self._quota.is_full:
            return False
        if not self._is_due_soon():
            self._look_for_hosts()
        return self._is_due_soon()

    def _is_due_soon(self) -> bool:
        when = self._schedule.next()
        return when is not None and when <= self.clock.now() + self.plan.longest_wait

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

    def _wake_host(self, host: str) -> None:
        self._schedule_host(host, self.clock.now())

    def _start_due_turns(self) -> None:
        now = self.clock.now()
        while self._has_room() and (host := self._schedule.pop(now)) is not None:
            self._busy[host] = asyncio.create_task(self._take_turn(host))

    def _has_room(self) -> bool:
        return len(self._busy) < self.plan.hosts_at_once and not self._quota.is_full

    async def _until_something_happens(self) -> None:
        when = self._schedule.next() if self._has_room() else None
        # A task that waits for the clock and then wakes us would come a round of the loop later: milliseconds, if busy.
        seconds = None if when is None else max(0.0, when - self.clock.now())
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._wake.wait()
        self._wake.clear()
        self._raise_what_broke()

    def _raise_what_broke(self) -> None:
        if self._broken:
            raise self._broken

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
            self.frontier.give_back(self._ready.popitem()[1].visit)

    # ------------------------------------------------------------ one turn

    async def _take_turn(self, host: str) -> None:
        try:
            if await self._turns.locate(host):  # it may have to share its server's turns
                self._schedule.end(host, self.clock.now())
                if not self._schedule.take(host, self.clock.now()):
                    return
            await self._turn(host)
            if self._has_more(host):
                self._schedule_host(host, self.clock.now())
        except Exception as error:
            self._broken = self._broken or error
        finally:
            self._schedule.end(host, self.clock.now())
            del self._busy[host]
            self._wake.set()

    async def _turn(self, host: str) -> None:
        """Make one step for a host: at most one request."""
        if trip := self._inquiries.take(host):
            await self._travel(trip)
            return
        now = self.clock.now()
        ready = self._next(host, now)
        if ready is None:
            return
        step = ready.page or self._consent.judge(ready.visit, now)
        if isinstance(step, Ask):
            self._ask_first(host, ready, step)
        elif step is Step.FETCH and self._quota.is_full_for(host):
            self._ready[host] = ready
        else:
            self._taken += 1
            await self._lead_to_end(ready.visit, step)

    def _next(self, host: str, now: float) -> Ready | None:
        if host in self._ready:
            return self._ready.pop(host)
        visit = self.frontier.take(host, now)
        return Ready(visit) if visit else None

    def _has_more(self, host: str) -> bool:
        """Whether the host has something to do in its next turn: if not, nobody need wait for that."""
        if self._inquiries.has(host):
            return True
        ready = self._next(host, self.clock.now())
        if ready is None:
            return False
        self._ready[host] = ready
        if ready.page is None and self._quota.is_full_for(host):
            return False
        waits_for = ready.waits_for or origin_of(ready.visit.url)
        return not self._consent.is_asking(waits_for)  # the answer will wake the host

    async def _lead_to_end(self, visit: Visit, step: Step | Page | Rejection | Failure) -> None:
        """The end of a visit; one that does not come to an end goes back to the frontier."""
        try:
            result = await self._fetch_page(visit) if isinstance(step, Step) else step
            end = await self.handle(visit, result)
        except BaseException:
            self.frontier.give_back(visit)
            raise
        if isinstance(end, Ask):
            assert not isinstance(result, Rejection)  # of which there is nothing more to ask
            self._ask_first(visit.host, Ready(visit, result), end)
            return
        now = self.clock.now()
        await self._save(self._inquiries.told(permitted(end, self._consent.judge, now), now))

    async def _fetch_page(self, visit: Visit) -> Page | Failure:
        if self._quota.takes_last_of(visit.host):
            self._tally.hosts_full.add(visit.host)
        self._obey_delays(origin_of(visit.url), visit.host)
        result = await self._turns.fetch(visit)
        self._turns.heed(visit.host, result)
        return result

    async def _save(self, outcome: Outcome) -> None:
        ended = await self.frontier.finish(outcome)
        for host, due in ended.hosts.items():
            self._schedule_host(host, due)
        if outcome.state is State.DEFERRED and outcome.next_due is not None:
            self._schedule_host(outcome.visit.host, outcome.next_due)
        outcome = ended.stored or outcome
        self._tell(outcome, ended.saved)
        for one, saved in zip(outcome.brought, ended.brought, strict=True):
            self._tell(one, saved)

    def _tell(self, outcome: Outcome, saved: Saved | None) -> None:
        self._tally.add(outcome, saved)
        if self.on_outcome:
            self.on_outcome(outcome, saved)

    # ------------------------------------------------------------ robots.txt, and what else is asked first

    def _ask_first(self, host: str, ready: Ready, ask: Ask) -> None:
        self._ready[host] = replace(ready, waits_for=ask.about)
        self._inquiries.ask(ask.about, host)

    async def _travel(self, trip: Trip) -> None:
        """Ask for robots.txt or a file, or for where it has moved to: each hop is a turn of the host it leads to."""
        first = self._consent.before(trip, self.clock.now())
        if isinstance(first, Ask):
            self._inquiries.park(trip, first.about)
            return
        result = first or await self._ask_for(trip)
        now, home = self.clock.now(), host_of(trip.about)
        onward = self._consent.hear(trip, result, now, next_turn=self._pace.turn(home, now))
        if onward:
            self._inquiries.line_up(onward)
            return
        if trip.is_robots:
            self._obey_delays(trip.about, home)
        self._inquiries.end(trip)

    async def _ask_for(self, trip: Trip) -> Page | Failure:
        host = trip.visit.host
        self._obey_delays(origin_of(trip.url), host)
        result = await self._turns.fetch(trip.visit)
        if not trip.is_robots or host != host_of(trip.about):
            self._turns.heed(host, result)
        else:  # the answer itself says until when not to ask, unless nothing is to be asked any more
            self._turns.heed_challenge(host, result)
        return result

    def _obey_delays(self, origin: str, host: str) -> None:
        rules = self._consent.rules(origin, self.clock.now())
        if rules is None:
            return
        capped = self._pace.wish(host, rules.crawl_delay, rules.request_rate, rules.visit_time)
        if capped is not None:
            self._tally.delays_capped[host] = capped

    # ------------------------------------------------------------ the end

    def _report(self) -> Report:
        return self._tally.report(self.clock.now(), self._pace, self.frontier, interrupted=self._stop.is_set())
