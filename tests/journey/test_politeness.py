"""Is a real crawl polite, by what the servers see?"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterable
from itertools import pairwise
from pathlib import Path

from tests.journey.runs import command, crawl, write_config
from tests.journey.site import Answer, Reply, Request, Site, listing, settings_for, stories, story

DELAY = 0.1  # seconds
TOLERANCE = 0.01  # seconds by which a busy machine may see a request late
SLOW = 0.03  # seconds that some answers take
NAME = re.compile(r"scraper/\d+\.\d+\.\d+ \(\+mailto:tests@news-archive\.info\)")


def slowly(page: str) -> Callable[[Request], Reply]:
    def answer(_: Request) -> Reply:
        time.sleep(SLOW)
        return Reply(200, page.encode())

    return answer


def pages(numbers: Iterable[int]) -> dict[str, Answer]:
    """A host whose pages come at once or slowly, in turns, with a redirect, a dead link and a forbidden page."""
    found: dict[str, Answer] = {
        f"/story/{number}": slowly(story(number)) if number % 2 else story(number) for number in numbers
    }
    extra = ["/moved", "/missing", "/closed/page"]
    return found | {
        "/": listing([*found, *extra]),
        "/moved": Reply(301, headers={"Location": "/landed"}),
        "/landed": story(99),
        "/robots.txt": "User-agent: *\nDisallow: /closed/\n",
    }


def gaps(log: list[Request]) -> list[float]:
    """Seconds from each request to the next one."""
    return [later.began - earlier.began for earlier, later in pairwise(log)]


def test_what_three_hosts_see_of_a_crawl(tmp_path: Path) -> None:
    with Site(*(pages(range(at * 10, at * 10 + 8)) for at in range(3))) as site:
        config = write_config(tmp_path, [site.url("/", at) for at in range(3)], delay_seconds=DELAY)
        # In a process of its own, so that the cleaner does not hold up our clock.
        assert command(tmp_path, "crawl", config).returncode == 0
        for at in range(3):
            log = site.log(at)
            asked = [request.path for request in log]
            assert asked[0] == "/robots.txt"
            assert sorted(asked) == sorted(
                {"/landed", "/robots.txt", *site.pages[at]} - {"/closed/page"} | {"/missing"}
            )
            assert min(gaps(log)) >= DELAY - TOLERANCE
            assert all(later.began >= earlier.ended for earlier, later in pairwise(log)), "one at a time"
            assert all(NAME.fullmatch(request.headers["user-agent"]) for request in log)
            assert all(set(request.headers) >= {"host", "accept", "accept-encoding"} for request in log)
            assert not any({"cookie", "referer", "authorization"} & set(request.headers) for request in log)
        spans = [(site.log(at)[0].began, site.log(at)[-1].ended) for at in range(3)]
        assert max(began for began, _ in spans) < min(ended for _, ended in spans), "hosts go side by side"


def test_a_longer_crawl_delay_counts(tmp_path: Path) -> None:
    robots = "User-agent: *\nCrawl-delay: 0.3\n"
    with Site(stories([1, 2]) | {"/robots.txt": robots}) as site:
        crawl(settings_for(site, tmp_path / "a", delay_seconds=0, max_delay_seconds=1))
        log = site.log()
    assert [request.path for request in log][:2] == ["/robots.txt", "/"]
    assert len(log) == 4
    assert min(gaps(log)) >= 0.2  # the cleaner at work in this process may hold up the server's clock
