"""How does a run stop?

Ctrl-C or SIGTERM once: what is in flight is finished and saved. Twice: out at once (the archive is never left in
between, so nothing of what was saved is lost).
"""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

from scraper.cli.exits import Exit

SIGNALS = (signal.SIGINT, signal.SIGTERM)
SHOW_CURSOR = "\x1b[?25h"  # a progress bar hides it


@contextmanager
def stopping(say: Callable[[str], None]) -> Iterator[asyncio.Event]:
    """An event that the first signal sets. To be entered in the main thread, inside the running loop."""
    loop = asyncio.get_running_loop()
    stop = asyncio.Event()
    asked = False  # beside the event: the loop may be too busy to set that before the second signal

    def handle(_number: int, _frame: FrameType | None) -> None:
        nonlocal asked
        if asked:
            leave_at_once()
        asked = True
        loop.call_soon_threadsafe(stop.set)
        loop.call_soon_threadsafe(say, "Stopping: finishing what is in flight. Once more to leave at once.")

    before = {number: signal.signal(number, handle) for number in SIGNALS}
    try:
        yield stop
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def leave_at_once() -> None:
    """End the process here and now: no clean-up, so nothing can hold it up."""
    if sys.stderr.isatty():
        os.write(sys.stderr.fileno(), SHOW_CURSOR.encode())
    os._exit(Exit.INTERRUPTED)
