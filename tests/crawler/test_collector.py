"""Is the garbage collector as it was, after a crawl?"""

from __future__ import annotations

import contextlib
import gc

from scraper.crawler.collector import YOUNG, seldom_collected


def test_it_is_at_ease_inside_and_as_before_outside() -> None:
    before = gc.get_threshold()
    with seldom_collected():
        assert gc.get_threshold()[0] == YOUNG
        assert gc.get_freeze_count() > 0
    assert gc.get_threshold() == before
    assert gc.get_freeze_count() == 0


def test_so_it_is_when_the_crawl_breaks() -> None:
    before = gc.get_threshold()
    with contextlib.suppress(RuntimeError), seldom_collected():
        raise RuntimeError
    assert gc.get_threshold() == before
