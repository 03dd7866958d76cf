"""How many pages more does this run ask for?"""

from __future__ import annotations

from collections import Counter


class Quota:
    """Counts the requests for pages of a run, in all and by host. 0 is no cap."""

    def __init__(self, most: int = 0, most_of_host: int = 0) -> None:
        self._most = most
        self._most_of_host = most_of_host
        self._taken = 0
        self._taken_of: Counter[str] = Counter()

    def takes_last_of(self, host: str) -> bool:
        """Ask for one more page of a host. Returns whether that was the last one that it may be asked for."""
        self._taken += 1
        self._taken_of[host] += 1
        return 0 < self._most_of_host <= self._taken_of[host]

    @property
    def is_full(self) -> bool:
        """Whether no page is asked for any more."""
        return 0 < self._most <= self._taken

    def is_full_for(self, host: str) -> bool:
        """Whether no page of this host is."""
        return self.is_full or 0 < self._most_of_host <= self._taken_of[host]
