"""When a window of the day opens."""

from __future__ import annotations

import math

import pytest

from scraper.crawler.hours import Window, opening, window

HOUR = 3600.0
MIDNIGHT = 1_800_000_000.0 - 1_800_000_000.0 % 86_400


@pytest.mark.parametrize(
    ("text", "minutes"),
    [("22:00-06:00", (1320, 360)), ("00:00-24:00", (0, 1440)), ("09:05-09:06", (545, 546))],
)
def test_settings_windows(text: str, minutes: Window) -> None:
    assert window(text) == minutes


@pytest.mark.parametrize(
    ("windows", "at", "opens"),
    [
        ([], 13.0, 13.0),
        (["22:00-06:00"], 13.0, 22.0),
        (["22:00-06:00"], 22.0, 22.0),
        (["22:00-06:00"], 3.25, 3.25),
        (["22:00-06:00"], 6.0, 22.0),
        (["09:00-10:00", "14:00-15:00"], 10.0, 14.0),
        (["09:00-10:00", "14:00-15:00"], 15.0, 33.0),
        (["00:00-24:00"], 23.99, 23.99),
        (["08:00-08:00"], 5.0, 5.0),
    ],
)
def test_the_next_opening(windows: list[str], at: float, opens: float) -> None:
    assert opening(MIDNIGHT + at * HOUR, [window(text) for text in windows]) == MIDNIGHT + opens * HOUR


def test_all_must_be_open() -> None:
    ours, theirs = [window("20:00-04:00")], [window("03:00-05:00")]
    assert opening(MIDNIGHT + 5 * HOUR, ours, theirs) == MIDNIGHT + 27 * HOUR
    assert opening(MIDNIGHT + 5 * HOUR, ours, [window("05:00-19:00")]) == math.inf


def test_an_opening_is_open_whatever_the_fraction() -> None:
    for step in range(2000):
        when = opening(MIDNIGHT + step * 43.21987, [window("22:00-06:00")], [window("01:01-01:02")])
        assert opening(when, [window("22:00-06:00")], [window("01:01-01:02")]) == when
