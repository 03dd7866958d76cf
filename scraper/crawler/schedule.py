"""Whose turn is it?

One heap of hosts by the time at which there may be something to do for them; nothing is polled. Hosts on one server
take turns: they stand in line for it, and however many they are, the line has one place in the heap.
"""

from __future__ import annotations

import heapq
import math

from scraper.crawler.pace import Pace

_LINE = "@"  # marks the place of a server's line; no host begins so


class Schedule:
    """The hosts and the turns that are under way, at most one to a server."""

    def __init__(self, pace: Pace) -> None:
        self._pace = pace
        self._heap: list[tuple[float, str]] = []
        self._entries: set[tuple[float, str]] = set()
        self._lines: dict[str, dict[str, None]] = {}  # by server: hosts whose own time has come, first come first
        self._under_way: dict[str, str] = {}  # by server: the host whose turn it is
        self._servers: dict[str, str] = {}  # by host whose turn it is

    def push(self, host: str, when: float) -> None:
        """Look at the host at ``when``; a host may be waited for at several times."""
        entry = (when, host)
        if when < math.inf and entry not in self._entries:
            self._entries.add(entry)
            heapq.heappush(self._heap, entry)

    def next(self) -> float | None:
        """The earliest time at which there may be something to do."""
        return self._heap[0][0] if self._heap else None

    def pop(self, now: float) -> str | None:
        """A host whose turn has come. Its server is taken until the turn's ``end``."""
        while self._heap and self._heap[0][0] <= now:
            entry = heapq.heappop(self._heap)
            self._entries.discard(entry)
            name = entry[1]
            if name.startswith(_LINE):
                if (host := self._from_line(name[1:], now)) is not None:
                    return host
            elif self.take(name, now):
                return name
        return None

    def take(self, host: str, now: float) -> bool:
        """Whether the host has its turn now. If it has not come yet, the host is looked at when it has."""
        server = self._pace.server(host)
        if self._under_way.get(server) == host:
            return False  # looked at again when its turn ends
        if (own := self._pace.own_turn(host, now)) > now:
            self.push(host, own)
        elif server in self._under_way or self._lines.get(server) or self._pace.server_turn(server, now) > now:
            self._lines.setdefault(server, {}).setdefault(host)
            self._call_line(server, now)
        else:
            self._begin(host, server)
            return True
        return False

    def end(self, host: str, now: float) -> None:
        """The host's turn is over, and its server is free for the next in line."""
        server = self._servers.pop(host, None)
        if server is not None:
            del self._under_way[server]
            self._call_line(server, now)

    def _begin(self, host: str, server: str) -> None:
        self._under_way[server] = host
        self._servers[host] = server

    def _call_line(self, server: str, now: float) -> None:
        """Look at the server's line when the server can be asked again; while a turn is under way, its end does."""
        if server not in self._under_way and self._lines.get(server):
            self.push(_LINE + server, self._pace.server_turn(server, now))

    def _from_line(self, server: str, now: float) -> str | None:
        """The first in line, its turn begun; the others stay in line."""
        line = self._lines.get(server, {})
        while line and server not in self._under_way and self._pace.server_turn(server, now) <= now:
            host = next(iter(line))
            del line[host]
            if self._pace.server(host) == server and self._pace.own_turn(host, now) <= now:
                self._begin(host, server)
                return host
            self.push(host, self._pace.turn(host, now))  # held meanwhile
        if not line:
            self._lines.pop(server, None)
        self._call_line(server, now)
        return None
