"""When a server's answers slow us down, in numbers."""

from __future__ import annotations

import pytest

from scraper.crawler.strain import MOST_TROUBLE, Strain


def after(*seconds: float) -> Strain:
    strain = Strain()
    for one in seconds:
        strain.answered(one)
    return strain


def test_a_server_nothing_is_known_of_is_under_no_strain() -> None:
    assert Strain().factor == 1.0


@pytest.mark.parametrize("seconds", [0.001, 0.2, 1.0, 30.0])
def test_a_server_that_is_always_like_that_is_under_no_strain(seconds: float) -> None:
    assert after(*[seconds] * 50).factor == 1.0


def test_what_a_quick_server_varies_by_means_nothing() -> None:
    assert after(*[0.002] * 20, *[0.4] * 20).factor == 1.0


def test_a_slow_answer_says_little_and_several_say_it() -> None:
    usual = [0.3] * 20
    factors = [round(after(*usual, *[1.5] * slow).factor, 2) for slow in range(6)]
    assert factors == [1.0, 1.09, 1.5, 1.76, 1.93, 2.04]


def test_it_is_over_when_answers_are_as_before() -> None:
    strain = after(*[0.3] * 20, *[3.0] * 5)
    factors = []
    for _ in range(8):
        strain.answered(0.3)
        factors.append(strain.factor)
    assert factors == sorted(factors, reverse=True)
    assert factors[0] > 2
    assert factors[-1] == 1.0


def test_what_stays_slow_becomes_usual() -> None:
    assert after(*[0.3] * 20, *[1.5] * 200).factor == 1.0


def test_errors_double_and_are_undone_step_by_step() -> None:
    strain = Strain()
    for _ in range(3):
        strain.erred()
    assert strain.factor == 8.0
    steps = []
    while strain.factor > 1.0:
        strain.recovered()
        steps.append(strain.factor)
    assert len(steps) == 8
    for _ in range(100):
        strain.erred()
    assert strain.factor == MOST_TROUBLE
