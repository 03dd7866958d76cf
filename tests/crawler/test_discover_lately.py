"""Is a link followed once, and forgotten when others have come?"""

from __future__ import annotations

from scraper.crawler.discover import Lately
from scraper.model import Link
from tests.crawler.virtual import visit

A, B, C = (f"https://news.test/{name}" for name in "abc")


def test_links_of_late_are_left_out_in_order() -> None:
    lately = Lately()
    assert lately.others([Link(A), Link(B)]) == [Link(A), Link(B)]
    lately.note([visit(B)])
    assert lately.others([Link(C), Link(B), Link(A)]) == [Link(C), Link(A)]


def test_the_oldest_are_forgotten_and_no_others() -> None:
    lately = Lately(most=2)
    for number in range(5):
        lately.note([visit(f"https://news.test/{number}")])
    links = [Link(f"https://news.test/{number}") for number in range(5)]
    assert lately.others(links) == links[:2]
