"""The command line on a machine whose clock is set while it runs: ``python -m tests.journey.skewed FILE ARGUMENTS``

FILE holds the seconds by which the clock is off at the moment; it may change at any time.
"""

from __future__ import annotations

import datetime
import sys
import time
from collections.abc import Callable
from importlib import import_module
from pathlib import Path

_REAL, _now = datetime.datetime, time.time


def main() -> int:
    """Run the command."""
    offset = Path(sys.argv[1])

    def skewed() -> float:
        return _now() + float(offset.read_text() or 0)

    class SkewedDatetime(_REAL):
        @classmethod
        def now(cls, tz: datetime.tzinfo | None = None) -> datetime.datetime:  # type: ignore[override]
            return cls.fromtimestamp(skewed(), tz)

    SkewedDatetime.__name__ = SkewedDatetime.__qualname__ = "datetime"  # so that it is found when it is unpickled
    SkewedDatetime.__module__ = "datetime"
    time.time = skewed
    datetime.datetime = SkewedDatetime  # type: ignore[misc]
    run: Callable[[list[str]], int] = import_module("scraper.cli").main  # after that, or it would know the real clock
    return run(sys.argv[2:])


if __name__ == "__main__":
    sys.exit(main())
