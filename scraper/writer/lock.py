"""Who may write?

One process at a time, by an advisory lock on a file. The system drops it when the process ends, however it ends.
A forked child would keep it alive: start worker processes by spawn or forkserver.
"""

from __future__ import annotations

import fcntl
import os
from pathlib import Path

from scraper.errors import ArchiveLockedError


class Lock:
    """A held lock. Raises ArchiveLockedError when another process, or this one, holds it already; OSError."""

    def __init__(self, path: Path) -> None:
        self._descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
        try:
            fcntl.flock(self._descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            holder = os.read(self._descriptor, 20).decode("ascii", "replace").strip()
            os.close(self._descriptor)
            who = f"another crawl (process {holder})" if holder.isdigit() else "another crawl"
            raise ArchiveLockedError(
                f"{path.parent}: {who} is writing to this archive; wait for its end or name another archive"
            ) from None
        os.ftruncate(self._descriptor, 0)
        os.write(self._descriptor, f"{os.getpid()}\n".encode())

    def release(self) -> None:
        """Let the next one in."""
        os.close(self._descriptor)
