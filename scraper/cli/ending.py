"""What if somebody ends us in the middle of a file?

SIGTERM and a terminal that closes leave Python no time for anything; here they are what Ctrl-C is, so that half a
file is taken away first.
"""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

ENDINGS = (signal.SIGTERM, signal.SIGHUP)


@contextmanager
def ending_as_interrupted() -> Iterator[None]:
    """Within, these signals raise KeyboardInterrupt, save those that somebody has taken (``nohup``, say)."""
    ours = threading.current_thread() is threading.main_thread()
    numbers = [number for number in ENDINGS if ours and signal.getsignal(number) is signal.SIG_DFL]
    for number in numbers:
        signal.signal(number, _interrupt)
    try:
        yield
    finally:
        for number in numbers:
            signal.signal(number, signal.SIG_DFL)


def _interrupt(_number: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt
