"""What does the trip go by?"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from scraper.apart import As, Leads
from scraper.cleaner import Known
from scraper.crawler.discover import Posts, Scope
from scraper.crawler.revisit import Bounds
from scraper.model import Reading, Terms

DAY = 86_400.0
MAX_ATTEMPTS = 4  # runs in which a URL may fail before it counts as failed and is looked at no sooner than others

Reader = Callable[[bytes, str, Known], Awaitable[Reading]]
Parser = Callable[[bytes, str, As], Awaitable[Leads | Posts]]


@dataclass(frozen=True, slots=True)
class Rules:
    """The bounds of a trip. ``max_page`` is in bytes, ``backoff`` in seconds; ``max_depth`` 0 follows no links.

    With ``api`` a site's list of posts for programs is asked, where there is one.
    """

    scope: Scope
    terms: tuple[Terms, ...] = ()
    languages: tuple[str, ...] = ()
    revisit: Bounds = field(default_factory=Bounds)
    backoff: float = 60.0
    max_page: int = 10_000_000
    max_redirects: int = 5
    max_sitemap_urls: int = 50_000
    api: bool = False
