"""How hard do our requests fall on a server?

Its answers are compared with its own usual ones: a server that gets slower, or that fails, is asked less often, and as
often as before when it has recovered. Pure: told of each answer, it says by how much to stretch the delay.
"""

from __future__ import annotations

from dataclasses import dataclass

SMOOTHING = 0.3  # weight of the last answer: one slow page says little, three in a row say it all
CREEP = 0.005  # by which what is usual follows slower answers: after some two hundred, slow is how the server is
QUICK_SECONDS = 0.25  # below that an answer is quick; whatever it varies by is the network's or our own doing
TOLERATED = 2.0  # times the usual before it counts as slow
ERROR_FACTOR = 2.0  # 5xx, time-outs, broken connections
RECOVERY = 0.75  # of what errors added is left after a good answer: seven or eight undo three errors
MOST_TROUBLE = 64.0  # six errors in a row; more would only take longer to undo


@dataclass(slots=True)
class Strain:
    """One server's answers so far. ``latency`` is the smoothed, ``usual`` the ordinary one, in seconds."""

    latency: float | None = None
    usual: float = 0.0
    trouble: float = 1.0

    def answered(self, seconds: float) -> None:
        """An answer took so long, good or bad."""
        if self.latency is None:
            self.latency = self.usual = seconds
            return
        self.latency += SMOOTHING * (seconds - self.latency)
        slower = self.latency > self.usual
        self.usual = self.usual + CREEP * (self.latency - self.usual) if slower else self.latency

    def erred(self) -> None:
        """The server failed, or was too slow to answer at all."""
        self.trouble = min(self.trouble * ERROR_FACTOR, MOST_TROUBLE)

    def recovered(self) -> None:
        """A good answer came."""
        self.trouble = max(1.0, self.trouble * RECOVERY)

    @property
    def factor(self) -> float:
        """What to multiply the delay with; 1 for a server that is as it always is."""
        slowness = (self.latency or 0.0) / (TOLERATED * max(self.usual, QUICK_SECONDS))
        return self.trouble * max(1.0, slowness)
