"""What has this origin's robots.txt said so far?

The copies, how long they hold, and what an answer that did not come means. They are kept in the frontier, those in use
also parsed here.
"""

from __future__ import annotations

from dataclasses import dataclass

from scraper.crawler.frontier import Frontier
from scraper.crawler.heard import SHORTEST_SECONDS, Shelf, content, is_unreachable, lifetime, retry_after
from scraper.crawler.robots import Robots, Rules, absolute, from_response
from scraper.model import Failure, Fault, Page, RobotsCopy, Visit

# RFC 9309, 2.3.1.4: what has been unreachable for so long may be taken as unavailable, or an old copy used again.
UNREACHABLE_SECONDS = 30 * 86_400.0
# Between two looks that count as one stretch of unreachability: a crawl that runs once a week has looked often enough.
MAX_GAP_SECONDS = 10 * 86_400.0
_ANSWER_BYTES = 1024  # what an answer with an empty body costs

# Faults that say more of the host than "its robots.txt cannot be reached".
_HOST_FAULTS = frozenset({Fault.DNS, Fault.CONNECT, Fault.ADDRESS, Fault.TLS})


@dataclass(frozen=True, slots=True)
class Answer:
    """A copy as understood. ``failure`` is why there is none, where that was in this run."""

    copy: RobotsCopy
    rules: Rules
    sitemaps: tuple[str, ...]
    licences: tuple[str, ...] = ()  # addresses of RSL files
    failure: Failure | None = None

    @property
    def size(self) -> int:
        """Bytes, roughly: what is parsed grows with the file."""
        return len(self.copy.body) + len(self.copy.good_body or b"") + _ANSWER_BYTES

    @property
    def is_unknown(self) -> bool:
        """Whether nobody knows what the site wants."""
        return is_unreachable(self.copy.status) and not is_given_up(self.copy)

    def refusal(self, visit: Visit, now: float) -> Failure:
        """Why a visit has to wait for a robots.txt that cannot be had."""
        failure, status = self.failure, self.copy.status or None
        fault, again = Fault.UNREACHABLE_ROBOTS, True
        detail = f"robots.txt answered {status}" if status else "robots.txt gave no answer"
        if failure is not None and not status:
            detail = f"robots.txt: {failure.detail or failure.fault.value}"
            again = failure.again
            fault = failure.fault if failure.fault in _HOST_FAULTS else fault
        wait = self.copy.expires - now if again else None
        return Failure(visit.url, fault, detail, status=status, again=again, wait=wait)


class RobotsCopies:
    """The answers of all origins to one agent."""

    def __init__(self, agent: str, frontier: Frontier, backoff: float) -> None:
        """``backoff``: seconds before a robots.txt that could not be had is asked for again, doubled each time."""
        self._agent = agent
        self._frontier = frontier
        self._backoff = backoff
        self._answers: Shelf[Answer] = Shelf()

    def answer(self, origin: str, now: float) -> Answer | None:
        """What the origin says to us; None when it has to be asked."""
        answer = self._answers.get(origin)
        if answer is None:
            copy = self._frontier.robots(origin)
            answer = self._understand(copy) if copy else None
        return answer if answer and answer.copy.fetched_at <= now < answer.copy.expires else None

    def hear(self, origin: str, result: Page | Failure, now: float, next_turn: float) -> None:
        """What came of the request: kept as the origin's answer."""
        status, body = content(result)
        failure = result if isinstance(result, Failure) else None
        before = self._frontier.robots(origin)
        if is_unreachable(status):
            good, since = _lost(before, now)
            wait = retry_after(self._backoff, before, result)
            expires = max(now + wait, next_turn + SHORTEST_SECONDS)
            copy = RobotsCopy(origin, status, body, now, expires, good, since)
        else:
            copy = RobotsCopy(origin, status, body, now, now + lifetime(result))
        if failure is None or failure.again or status:
            self._frontier.keep_robots(copy)  # what stands in our own configuration's way is for this run only
        self._understand(copy, failure)

    def _understand(self, copy: RobotsCopy, failure: Failure | None = None) -> Answer:
        robots = read(copy)
        rules, base = robots.rules_for(self._agent), f"{copy.host}/robots.txt"
        licences = absolute(rules.licences, base)
        return self._answers.put(copy.host, Answer(copy, rules, robots.sitemaps(base), licences, failure))


def read(copy: RobotsCopy) -> Robots:
    """What a copy means: while it cannot be reached nothing is allowed, in the end what it said last counts again."""
    if is_given_up(copy):
        return from_response(200, copy.good_body or b"")
    return from_response(copy.status, copy.body)


def is_given_up(copy: RobotsCopy) -> bool:
    """Whether it has been unreachable for so long that this says no more of what the site wants."""
    since = copy.unreachable_since
    return is_unreachable(copy.status) and since is not None and copy.fetched_at - since >= UNREACHABLE_SECONDS


def _lost(before: RobotsCopy | None, now: float) -> tuple[bytes | None, float]:
    """What it said when it could last be reached (None: there was no file), and since when it cannot be."""
    if before is None:
        return None, now
    if not is_unreachable(before.status):
        return before.body if before.status < 300 else None, now
    unbroken = before.unreachable_since is not None and now - before.fetched_at <= MAX_GAP_SECONDS
    return before.good_body, before.unreachable_since if unbroken and before.unreachable_since else now
