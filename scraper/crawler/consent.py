"""What has this site's robots.txt said so far?

Between the loop, which asks before each visit, and ``robots.py``, which reads: here are the copies, how long they
hold, and what an answer that did not come means. The copies are kept in the frontier, those in use also parsed here.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from enum import Enum

from scraper.crawler import redirects
from scraper.crawler.frontier import Frontier
from scraper.crawler.robots import MAX_BYTES, Rules, from_response, is_unreachable
from scraper.model import Failure, Fault, Page, Reason, Rejection, RobotsCopy, Visit
from scraper.urls import host_of

MAX_AGE_SECONDS = 86_400.0  # RFC 9309, 2.4: a copy is used for 24 hours at most
_SHORTEST_SECONDS = 5.0  # that an answer holds beyond the next turn, so that it is of use for some visits
MAX_REDIRECTS = 5  # RFC 9309, 2.3.1.2
_PARSED_BYTES = 4 * 1024 * 1024  # of robots.txt files kept parsed: a thousand usual ones, some of the largest
_ANSWER_BYTES = 1024  # what an answer with an empty body costs

# Faults that say more of the host than "its robots.txt cannot be reached".
_HOST_FAULTS = frozenset({Fault.DNS, Fault.CONNECT, Fault.ADDRESS, Fault.TLS})


class Step(Enum):
    """What may be done about a visit."""

    FETCH = "fetch"
    ASK = "ask"  # for robots.txt first


@dataclass(frozen=True, slots=True)
class Trip:
    """One request on the way to an origin's robots.txt; after a redirect its URL lies elsewhere."""

    origin: str
    url: str
    hops: int = 0

    @property
    def visit(self) -> Visit:
        """The request to make."""
        return Visit(self.url, self.url, host_of(self.url), hops=self.hops)


@dataclass(frozen=True, slots=True)
class _Answer:
    """A copy as understood. ``failure`` is why there is none, where that was in this run."""

    copy: RobotsCopy
    rules: Rules
    failure: Failure | None = None

    @property
    def size(self) -> int:
        """Bytes, roughly: what is parsed grows with the file."""
        return len(self.copy.body) + _ANSWER_BYTES


def origin_of(url: str) -> str:
    """Scheme and authority: what one robots.txt speaks for (RFC 9309, 2.3).

    >>> origin_of("https://news.test:8443/a?b")
    'https://news.test:8443'
    """
    return "/".join(url.split("/", 3)[:3])


class Consent:
    """The answers of all origins to one agent."""

    def __init__(self, agent: str, frontier: Frontier, backoff: float) -> None:
        """``backoff``: seconds before a robots.txt that could not be had is asked for again, doubled each time."""
        self._agent = agent
        self._frontier = frontier
        self._backoff = backoff
        self._answers: OrderedDict[str, _Answer] = OrderedDict()
        self._parsed_bytes = 0
        self._asked: set[str] = set()

    def judge(self, visit: Visit, now: float) -> Step | Rejection | Failure:
        """What may be done about a visit: fetch it, ask for robots.txt first, or nothing and why."""
        answer = self._answer(origin_of(visit.url), now)
        if answer is None:
            return Step.ASK
        if is_unreachable(answer.copy.status):
            return _unknown(visit, answer, now)
        verdict = answer.rules.allows(visit.url)
        if verdict.allowed:
            return Step.FETCH
        return Rejection(visit.url, Reason.ROBOTS, verdict.rule or "")

    def rules(self, origin: str, now: float) -> Rules | None:
        """What the origin says to us; None when it has to be asked."""
        answer = self._answer(origin, now)
        return answer.rules if answer else None

    def is_asking(self, origin: str) -> bool:
        """Whether the origin's robots.txt is on its way."""
        return origin in self._asked

    def ask(self, origin: str) -> Trip:
        """The request to make for an origin's robots.txt."""
        self._asked.add(origin)
        return Trip(origin, f"{origin}/robots.txt")

    def hear(self, trip: Trip, result: Page | Failure, now: float, next_turn: float) -> Trip | None:
        """What came of a request: kept as the origin's answer, or the next request of a chain of redirects.

        ``next_turn``: when the host's visits are looked at again; the answer holds for longer than that.
        """
        onward = redirects.target(result) if isinstance(result, Page) else None
        if onward is not None and trip.hops < MAX_REDIRECTS:
            return Trip(trip.origin, onward, trip.hops + 1)
        self._asked.discard(trip.origin)
        status, body = _content(result)
        failure = result if isinstance(result, Failure) else None
        expires = now + MAX_AGE_SECONDS
        if is_unreachable(status):
            expires = max(now + self._retry_after(trip.origin, failure), next_turn + _SHORTEST_SECONDS)
        copy = RobotsCopy(trip.origin, status, body, fetched_at=now, expires=expires)
        if failure is None or failure.again or status:
            self._frontier.keep_robots(copy)  # what stands in our own configuration's way is for this run only
        self._understand(copy, failure)
        return None

    def _answer(self, origin: str, now: float) -> _Answer | None:
        answer = self._answers.get(origin)
        if answer is None:
            copy = self._frontier.robots(origin)
            answer = self._understand(copy) if copy else None
        if answer is None or not answer.copy.fetched_at <= now < answer.copy.expires:
            return None
        self._answers.move_to_end(origin)
        return answer

    def _understand(self, copy: RobotsCopy, failure: Failure | None = None) -> _Answer:
        answer = _Answer(copy, from_response(copy.status, copy.body).rules_for(self._agent), failure)
        self._forget(copy.host)
        self._answers[copy.host] = answer
        self._parsed_bytes += answer.size
        while self._parsed_bytes > _PARSED_BYTES:
            self._forget(next(iter(self._answers)))
        return answer

    def _forget(self, origin: str) -> None:
        answer = self._answers.pop(origin, None)
        if answer:
            self._parsed_bytes -= answer.size

    def _retry_after(self, origin: str, failure: Failure | None) -> float:
        """Seconds until an unreachable robots.txt is asked for again: longer each time, never before Retry-After."""
        wait = self._backoff
        before = self._frontier.robots(origin)
        if before and is_unreachable(before.status):
            wait = max(wait, 2 * (before.expires - before.fetched_at))
        return min(max(wait, failure.wait or 0.0 if failure else 0.0), MAX_AGE_SECONDS)


def _content(result: Page | Failure) -> tuple[int, bytes]:
    """Status and body of an answer that can be trusted; status 0 for one that cannot.

    A file over our caps is as good as its first 500 KiB; one that broke off before is none at all.
    """
    if isinstance(result, Failure) and result.fault is Fault.CHALLENGE:
        return 0, b""  # what the site's own file says nobody knows
    page = result if isinstance(result, Page) else result.page
    enough = page is not None and len(page.body) > MAX_BYTES
    if isinstance(result, Failure) and not (enough and result.fault is Fault.TOO_LARGE):
        return (result.status or 0, b"") if (result.status or 0) >= 300 else (0, b"")
    if page is None or (page.truncated and not enough and 200 <= page.status < 300):
        return 0, b""
    return page.status, page.body[: MAX_BYTES + 1]


def _unknown(visit: Visit, answer: _Answer, now: float) -> Failure:
    """Why a visit has to wait for a robots.txt that cannot be had."""
    failure, status = answer.failure, answer.copy.status or None
    fault, again = Fault.UNREACHABLE_ROBOTS, True
    detail = f"robots.txt answered {status}" if status else "robots.txt gave no answer"
    if failure is not None and not status:
        detail = f"robots.txt: {failure.detail or failure.fault.value}"
        again = failure.again
        fault = failure.fault if failure.fault in _HOST_FAULTS else fault
    wait = answer.copy.expires - now if again else None
    return Failure(visit.url, fault, detail, status=status, again=again, wait=wait)
