"""A reader for worker processes that does as its page says, which no page can make the cleaner do."""

from __future__ import annotations

import faulthandler
import os
import re
import signal
import time
from pathlib import Path

from scraper.cleaner import Known
from scraper.model import Reading, Reason, Rejection

NAME = "tests.readers:obey"


def obey(body: bytes, url: str | None, known: Known) -> Reading:
    """Do the page's first word; then say which process that was. "hang FILE" says it in the file, before."""
    match body.split()[:2]:
        case [b"hang", *file]:
            for path in file:
                Path(os.fsdecode(path)).write_text(str(os.getpid()), encoding="ascii")
            re.match(r"(a+)+$", "a" * 60 + "b")  # in C, where no signal handler of Python's would run
        case [b"exit"]:
            os._exit(3)
        case [b"leave"]:
            raise SystemExit(4)
        case [b"crash"]:
            faulthandler.disable()  # pytest's, which a fork has as well and which would tell of it
            os.kill(os.getpid(), signal.SIGSEGV)
        case [b"burst"]:
            bytes(3_000_000_000)  # untouched, so only a limit refuses it
        case [b"fail"]:
            raise ValueError("too deep for us")
        case [b"say"]:
            os.write(1, b"to stdout\n")
            os.write(2, b"to stderr\n")
        case [b"nap"]:
            time.sleep(0.3)
    return Reading(Rejection(url or "", Reason.EMPTY, str(os.getpid()), text=str(len(body))))
