"""What time is it, and how do we wait?"""

from __future__ import annotations

import asyncio
import time
from datetime import UTC, datetime
from typing import Protocol


class Clock(Protocol):
    """Unix seconds, and a way to wait for them."""

    def now(self) -> float:
        """The time in Unix seconds; it never runs backwards."""

    async def sleep_until(self, when: float) -> None:
        """Return at ``when`` or a little later; at once if it has passed."""


class SystemClock:
    """The wall clock as it stood at the start, carried on by the monotonic one: setting the clock moves no turn."""

    def __init__(self) -> None:
        self._offset = time.time() - time.monotonic()

    def now(self) -> float:
        """See Clock."""
        return self._offset + time.monotonic()

    def moment(self) -> datetime:
        """The same in UTC."""
        return datetime.fromtimestamp(self.now(), UTC)

    async def sleep_until(self, when: float) -> None:
        """See Clock."""
        await asyncio.sleep(max(0.0, when - self.now()))
