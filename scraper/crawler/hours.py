"""In which hours of the day may we ask?

Our own off-peak hours and a site's Visit-time are windows of the day; a request waits until all who set some have one
open. All times are UTC.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

Window = tuple[int, int]
"""From minute to minute of the day, the last one not included. Past midnight if the end comes first; a whole day if
both are the same."""

_DAY = 86_400.0
_FAR = 2 * _DAY  # windows come again every day: what has not opened by then never will


def window(text: str) -> Window:
    """A stretch of the day as the settings have it.

    >>> window("22:00-06:30")
    (1320, 390)
    """
    start, _, end = text.partition("-")
    return _minute(start), _minute(end)


def opening(when: float, *askers: Sequence[Window]) -> float:
    """The first moment from ``when`` (Unix seconds) on at which each of the askers has a window open.

    Who names no window is always open. Infinity: they never are together.
    """
    moment = when
    while moment < when + _FAR:
        later = moment
        for windows in askers:
            later = _open_for(windows, later)
        if later == moment:
            return moment
        moment = later
    return math.inf


def _open_for(windows: Sequence[Window], when: float) -> float:
    midnight = math.floor(when / _DAY) * _DAY
    second = when - midnight
    if not windows or any(_holds(one, second / 60) for one in windows):
        return when
    starts = (start * 60.0 for start, _ in windows)
    return midnight + min(start if start > second else start + _DAY for start in starts)


def _holds(one: Window, minute: float) -> bool:
    start, end = one
    if start < end:
        return start <= minute < end
    return minute >= start or minute < end


def _minute(clock: str) -> int:
    hours, _, minutes = clock.partition(":")
    return int(hours) * 60 + int(minutes)
