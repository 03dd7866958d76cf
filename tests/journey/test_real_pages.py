"""Do real pages of real publishers come through a crawl unharmed?

Reads the collection beside the project, which is not part of it; without that there is nothing to do here.
"""

from __future__ import annotations

import gzip
from collections import Counter
from pathlib import Path

import pytest

from scraper.model import Reason, Signal, State
from tests.journey.runs import crawl, documents
from tests.journey.site import Answer, Reply, Site, listing, settings_for
from tests.writer.warcs import checked

PAGES = Path(__file__).resolve().parents[3] / "shared" / "data" / "news-dev"
LEAST = 0.95  # of the pages are stored as articles: all of them are

pytestmark = pytest.mark.skipif(not PAGES.is_dir(), reason=f"needs the collection of pages in {PAGES}")


def test_a_crawl_of_real_pages(tmp_path: Path) -> None:
    files = sorted(PAGES.glob("*.html.gz"))
    assert len(files) > 100
    pages: dict[str, Answer] = {
        f"/{file.name.removesuffix('.gz')}": Reply(200, gzip.decompress(file.read_bytes())) for file in files
    }
    with Site({"/": listing(pages), **pages}) as site:
        # Depth 1: the listing and what it links. What the pages link lies elsewhere.
        ran = crawl(settings_for(site, tmp_path / "a", delay_seconds=0, max_depth=1))
        wanted = {site.url(path) for path in pages}
    ends = {url: outcome for url, outcome in ran.outcomes.items() if url in wanted}
    assert set(ends) == wanted
    assert {outcome.state for outcome in ends.values()} <= {State.FETCHED, State.REJECTED}
    reasons = Counter(outcome.reason for outcome in ends.values() if outcome.reason)
    assert Reason.BROKEN not in reasons
    stored = documents(tmp_path / "a")
    assert len(stored) >= LEAST * len(pages), reasons
    assert all(document["attribution"]["link"] for document in stored)
    facts_only = {url for url, outcome in ends.items() if Signal("meta robots", "noarchive") in outcome.signals}
    assert {document["url"] for document in stored if not document["text"]} == facts_only & {d["url"] for d in stored}
    assert {document["url"] for document in stored} == {url for url in ends if ends[url].state is State.FETCHED}
    assert checked(tmp_path / "a")
