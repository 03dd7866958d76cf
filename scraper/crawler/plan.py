"""How is a crawl to go?"""

from __future__ import annotations

import math
from dataclasses import dataclass

from scraper.crawler.hours import Window
from scraper.model import Override, Purpose


@dataclass(frozen=True, slots=True)
class Plan:
    """How to crawl. All waits are in seconds."""

    agent: str  # product token, the name that robots.txt knows us by
    purpose: Purpose = Purpose.ARCHIVE
    overrides: tuple[Override, ...] = ()  # opt-outs that do not hold for us
    survey: bool = False  # all that sites say of the use of pages is asked, to be told; only robots.txt refuses
    delay: float = 1.0
    max_delay: float = 60.0  # of a Crawl-delay or of a slow server's rest; a longer Crawl-delay is capped and reported
    hosts_at_once: int = 64
    longest_wait: float = 60.0  # with nothing due for longer than this the run is over
    max_pages: int = 0  # requests for pages in this run; 0: no cap
    max_pages_per_host: int = 0  # the same for each host; what is left stays due for the next run
    hours: tuple[Window, ...] = ()  # of the day (UTC) in which anybody is asked; none means all
    backoff: float = 30.0  # the first wait after a refusal that names none; it doubles
    allow_private: tuple[str, ...] = ()  # CIDR
    asked_until: float = -math.inf  # Unix seconds: a run before this one may have asked any host up to then
    grace: float = 8.0  # for what is in flight when the run is stopped; whoever stops us expects an end within 10 s
