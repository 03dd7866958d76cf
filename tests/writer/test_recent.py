"""Is each link queued once, and forgotten when others have come?"""

from __future__ import annotations

from scraper.writer.recent import Recent
from tests.writer.factory import visit

VISITS = [visit(f"https://news.test/{number}") for number in range(6)]


def test_those_of_late_are_left_out_in_order() -> None:
    recent = Recent()
    assert recent.others(VISITS[:2]) == VISITS[:2]
    assert recent.others([VISITS[3], VISITS[1], VISITS[2]]) == [VISITS[3], VISITS[2]]


def test_the_oldest_are_forgotten_and_no_others() -> None:
    recent = Recent(most=2)
    for one in VISITS[:5]:
        recent.others([one])
    assert recent.others(VISITS) == [VISITS[0], VISITS[1], VISITS[5]]


def test_all_can_be_forgotten() -> None:
    recent = Recent()
    recent.others(VISITS)
    recent.forget()
    assert recent.others(VISITS) == VISITS
