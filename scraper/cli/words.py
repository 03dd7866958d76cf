"""How are numbers said? Counts, bytes, seconds and moments as people read them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime


def number(count: int, noun: str) -> str:
    """``1 page``, ``2,000 pages``."""
    return f"{count:,} {noun}{'' if count == 1 else 's'}"


def size(count: int) -> str:
    """Bytes as people read them, in powers of 1000."""
    value = float(count)
    for unit in ("B", "kB", "MB"):
        if value < 1000:
            return f"{value:.0f} {unit}" if unit == "B" else f"{value:.1f} {unit}"
        value /= 1000
    return f"{value:.1f} GB"


def span(seconds: float) -> str:
    """Seconds as people read them."""
    if seconds < 60:
        return f"{seconds:.1f} s"
    whole = round(seconds)
    large, small = (f"{whole // 60} min", whole % 60) if whole < 3600 else (f"{whole // 3600} h", whole % 3600 // 60)
    return f"{large} {small} {'s' if whole < 3600 else 'min'}" if small else large


def short(seconds: float) -> str:
    """A wait as people read it, without needless decimals.

    >>> short(1.0), short(1.0021), short(0.25), short(86_400)
    ('1 s', '1.002 s', '0.25 s', '24 h 0 min')
    """
    return f"{round(seconds, 3):g} s" if seconds < 60 else span(seconds)


def when(moment: float) -> str:
    """Unix seconds as a moment in UTC."""
    return f"{datetime.fromtimestamp(moment, UTC):%Y-%m-%d %H:%M:%S} UTC"


def listed(numbers: Mapping[str, int], wanted: Iterable[str]) -> str:
    """``30 new, 2 changed``: the wanted counts that are not zero, the largest first."""
    found = [(numbers.get(name, 0), name) for name in wanted]
    return ", ".join(f"{count:,} {name.replace('_', ' ')}" for count, name in sorted(found, key=first) if count)


def first(pair: tuple[int, str]) -> tuple[int, str]:
    """Sort key: large counts first, then by name."""
    return -pair[0], pair[1]
