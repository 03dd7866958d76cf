"""Is a real crawl polite, by what the servers see?"""

from __future__ import annotations

import asyncio
import json
import re
import time
from collections import Counter
from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

from scraper.crawler.addresses import networks
from scraper.crawler.crawl import Crawl, Plan
from scraper.crawler.discover import visit_to
from scraper.crawler.fetch import Fetcher, Limits
from scraper.crawler.frontier import MemoryFrontier
from scraper.crawler.lines import Dialler
from scraper.crawler.pace import PARK_STRIKES
from scraper.crawler.report import Report
from scraper.crawler.wire import Timing, Wire
from scraper.model import Failure, Outcome, Page, Rejection, State, Visit
from tests.journey.runs import command, crawl, write_config
from tests.journey.site import LOOPBACK, Answer, Reply, Request, Site, listing, settings_for, stories, story

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


def test_robots_feeds_sitemaps_and_redirects_take_turns_too(tmp_path: Path) -> None:
    links = [f"/story/{number}" for number in range(3)]
    with Site({}) as site:
        feed = "".join(f"<item><title>t</title><link>{site.url(link)}</link></item>" for link in links)
        places = "".join(f"<url><loc>{site.url(link)}</loc></url>" for link in links)
        index = f"<sitemap><loc>{site.url('/old.xml')}</loc></sitemap>"
        xmlns = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
        site.pages[0].update(
            {link: story(number) for number, link in enumerate(links)}
            | {
                "/robots.txt": Reply(302, headers={"Location": "/moved-robots.txt"}),
                "/moved-robots.txt": "User-agent: *\nDisallow: /closed/\n",
                "/": listing([*links, "/there"]),
                "/there": Reply(301, headers={"Location": "/and-there"}),
                "/and-there": Reply(302, headers={"Location": "/story/2"}),
                "/feed": Reply(301, headers={"Location": "/feed.xml"}),
                "/feed.xml": f'<rss version="2.0"><channel><title>n</title>{feed}</channel></rss>',
                "/sitemap.xml": f"<sitemapindex {xmlns}>{index}</sitemapindex>",
                "/old.xml": f"<urlset {xmlns}>{places}</urlset>",
            }
        )
        more = {"feeds": [site.url("/feed")], "sitemaps": [site.url("/sitemap.xml")], "delay_seconds": DELAY}
        assert command(tmp_path, "crawl", write_config(tmp_path, [site.url()], **more)).returncode == 0
        log = site.log()
        assert {request.path for request in log} == set(site.pages[0])
        assert [request.path for request in log][:2] == ["/robots.txt", "/moved-robots.txt"]
        assert min(gaps(log)) >= DELAY - TOLERANCE
        assert all(later.began >= earlier.ended for earlier, later in pairwise(log)), "one at a time"
        told = json.loads(command(tmp_path, "receipt", tmp_path / "site.toml", "-f", "json").stdout)
    (host,) = told["runs"][0]["hosts"]
    assert host["requests"] == len(log)
    assert host["short_gaps"] == 0
    assert DELAY <= host["smallest_gap"] <= min(gaps(log)) + TOLERANCE
    assert host["answers"] == Counter(str(request.status) for request in log)


def test_hours_and_a_share_for_each_host_come_from_the_settings(tmp_path: Path) -> None:
    later = datetime.now(UTC).replace(minute=0, second=0, microsecond=0) + timedelta(hours=10)
    with Site(stories(range(6)), stories(range(6))) as site:
        closed = f"{later:%H:%M}-{later + timedelta(hours=1):%H:%M}"
        ran = crawl(settings_for(site, tmp_path / "a", at=(0, 1), hours=(closed,)))
        assert site.log() == []
        assert ran.report.next_due == later.timestamp()
        ran = crawl(settings_for(site, tmp_path / "a", at=(0, 1), max_pages_per_host=2))
        assert [len(site.paths(at)) for at in (0, 1)] == [3, 3]
        assert ran.report.hosts_full == tuple(sorted(site.host(at) for at in (0, 1)))
        crawl(settings_for(site, tmp_path / "a", at=(0, 1)))
        assert set(site.paths(0)) == {"/robots.txt", *site.pages[0]}


PUZZLE = Reply(403, b"<title>Just a moment...</title>", {"cf-mitigated": "challenge", "Content-Type": "text/html"})


def test_a_puzzle_for_browsers_ends_the_asking(tmp_path: Path) -> None:
    with Site(stories(range(4)) | {"/story/1": PUZZLE}, stories([9])) as site:
        config = write_config(tmp_path, [site.url(), site.url(at=1)])
        done = command(tmp_path, "crawl", config)
        assert done.returncode == 1
        assert "a puzzle for browsers: Cloudflare" in done.stdout
        log = site.log(0)
        assert [request.path for request in log].count("/story/1") == 1
        assert log[-1].path == "/story/1", "nothing more was asked of that host"
        assert "/story/9" in site.paths(1)
        assert len({request.headers["user-agent"] for request in log}) == 1
        site.forget()
        command(tmp_path, "crawl", config, "--now")
        assert site.paths(0) == []
        assert site.paths(1) != []


def test_a_puzzle_in_place_of_robots_txt_ends_it_too(tmp_path: Path) -> None:
    with Site(stories(range(4)) | {"/robots.txt": PUZZLE}) as site:
        ran = crawl(settings_for(site, tmp_path / "a"))
        assert site.paths() == ["/robots.txt"]
    assert [held.host for held in ran.report.holds] == [site.host()]
    assert ran.report.counts == {}


def test_a_host_that_only_refuses_is_parked(tmp_path: Path) -> None:
    busy = Reply(503, b"busy", {"Retry-After": "0"})
    with Site({"/": listing([f"/story/{number}" for number in range(20)])}) as site:
        site.pages[0].update({f"/story/{number}": busy for number in range(20)})
        settings = settings_for(site, tmp_path / "a", backoff_seconds=0.01, max_delay_seconds=0.1)
        ran = crawl(settings)
        assert len(site.log()) == 2 + PARK_STRIKES
        assert "parked after 5 refusals in a row, the last: HTTP 503" in ran.report.holds[0].reason
        site.forget()
        assert crawl(settings, everything_due=True).report.requests == 0
        assert site.log() == []


def test_two_names_of_one_server_are_asked_in_turns(tmp_path: Path) -> None:
    """The real fetcher, and a resolver that knows two names of one loopback address."""

    async def resolve(host: str, port: int) -> list[str]:
        return ["127.2.0.1"]

    async def main(port: int) -> Report:
        limits = Limits(allow_private=(LOOPBACK,))
        wire = Wire(Timing(), Dialler(networks(limits.allow_private), resolve))
        fetcher = Fetcher(limits, "NewsBot/1.0 (+mailto:bot@news-archive.info)", wire)
        frontier = MemoryFrontier([visit_to(f"http://{name}:{port}/") for name in ("news.test", "www.news.example")])

        async def handle(visit: Visit, result: Page | Failure | Rejection) -> Outcome:
            return Outcome(visit, State.FETCHED, datetime.now(UTC))

        try:
            return await Crawl(Plan("NewsBot"), frontier, fetcher, handle).run()
        finally:
            await fetcher.aclose()

    with Site(stories([1])) as site:
        port = int(site.host().rpartition(":")[2])
        report = asyncio.run(main(port))
        log = site.log()
    assert len(log) == 4
    assert min(gaps(log)) >= 1.0 - TOLERANCE
    assert {host.server for host in report.hosts} == {f"127.2.0.1:{port}"}


def test_a_longer_crawl_delay_counts(tmp_path: Path) -> None:
    robots = "User-agent: *\nCrawl-delay: 0.3\n"
    with Site(stories([1, 2]) | {"/robots.txt": robots}) as site:
        crawl(settings_for(site, tmp_path / "a", delay_seconds=0, max_delay_seconds=1))
        log = site.log()
    assert [request.path for request in log][:2] == ["/robots.txt", "/"]
    assert len(log) == 4
    assert min(gaps(log)) >= 0.2  # the cleaner at work in this process may hold up the server's clock
