"""Which addresses does a name have, if we have asked already?

The resolver is asked once for all who want to know, and its answer holds for a minute, so that fifty pages of a host
do not cost fifty look-ups. What is remembered is not trusted: every address is checked before each connection.
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

KEEP_SECONDS = 60.0  # the shortest life that sites commonly give their addresses
NAMES = 4_096  # remembered; some 1 MB

Resolve = Callable[[str, int], Awaitable[Sequence[str]]]


@dataclass(frozen=True, slots=True)
class _LookUp:
    """A question that was asked, and its answer when that has come."""

    answer: asyncio.Task[Sequence[str]]
    asked_at: float  # by the loop's clock


class Names:
    """A resolver with a memory: ``await names(host, port)``. Raises what ``resolve`` raises."""

    def __init__(self, resolve: Resolve, lasts: Callable[[BaseException], bool]) -> None:
        """``lasts`` says of a failure whether it is an answer (no such name) or may pass (no resolver)."""
        self._resolve = resolve
        self._lasts = lasts
        self._asked: OrderedDict[str, _LookUp] = OrderedDict()

    async def __call__(self, host: str, port: int) -> Sequence[str]:
        """The addresses, as text. Who stops waiting does not stop the others."""
        now = asyncio.get_running_loop().time()
        asked = self._asked.get(host)
        if asked is None or not self._holds(asked, now):
            self._asked.pop(host, None)
            asked = self._asked[host] = _LookUp(asyncio.ensure_future(self._ask(host, port)), now)
            asked.answer.add_done_callback(_heard)
            if len(self._asked) > NAMES:
                self._asked.popitem(last=False)
        return await asyncio.shield(asked.answer)

    async def _ask(self, host: str, port: int) -> Sequence[str]:
        return await self._resolve(host, port)

    def _holds(self, asked: _LookUp, now: float) -> bool:
        if now - asked.asked_at > KEEP_SECONDS:
            return False
        if not asked.answer.done():
            return True
        if asked.answer.cancelled():
            return False
        error = asked.answer.exception()
        return error is None or self._lasts(error)


def _heard(answer: asyncio.Task[Sequence[str]]) -> None:
    """An error that nobody waited for is no concern of the loop's."""
    if not answer.cancelled():
        answer.exception()
