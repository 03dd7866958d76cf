"""What happens to what goes wrong? A line on stderr and an exit code; never a traceback unless asked for."""

from __future__ import annotations

import errno
import functools
import os
import sys
import traceback
from collections.abc import Callable
from typing import ParamSpec

from scraper.cli.console import complain
from scraper.cli.exits import Exit, exit_for_error
from scraper.errors import ScraperError

P = ParamSpec("P")
FULL = frozenset({errno.ENOSPC, errno.EFBIG, errno.EDQUOT})  # of a write; without a name it was one to a stream


def guarded(verb: Callable[P, Exit]) -> Callable[P, Exit]:
    """The verb with every exception turned into an exit code."""

    @functools.wraps(verb)
    def run(*args: P.args, **kwargs: P.kwargs) -> Exit:
        try:
            code = verb(*args, **kwargs)
            sys.stdout.flush()  # here, where a closed pipe is still ours to handle
        except ScraperError as error:
            trace()
            complain(str(error))
            return exit_for_error(error)
        except KeyboardInterrupt:
            complain("interrupted; what was written is whole")
            return Exit.INTERRUPTED
        except BrokenPipeError:
            return leave_closed_pipe()
        except OSError as error:
            trace()
            return leave_full_disk(error) if error.errno in FULL and error.filename is None else unexpected(error)
        except Exception as error:
            trace()
            return unexpected(error)
        return code

    return run


def unexpected(error: Exception) -> Exit:
    """What nobody has thought of."""
    complain(f"unexpected {type(error).__name__}: {error} (SCRAPER_DEBUG=1 shows where)")
    return Exit.ALL_FAILED


def leave_closed_pipe() -> Exit:
    """Whoever read our results has gone, which is their right: end quietly, as SIGPIPE would."""
    drop_stdout()
    return Exit.CLOSED_PIPE


def leave_full_disk(error: OSError) -> Exit:
    """Where stdout leads there is no room; files are named where they are written."""
    drop_stdout()
    complain(f"stdout: cannot be written: {error.strerror}; what came out is not whole")
    return Exit.USAGE


def drop_stdout() -> None:
    """Python flushes stdout once more on its way out: let that go nowhere instead of failing."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def debugging() -> bool:
    """Whether tracebacks are wanted."""
    return os.environ.get("SCRAPER_DEBUG", "") not in ("", "0")


def trace() -> None:
    """The traceback of the exception at hand, for who asked for it."""
    if debugging():
        traceback.print_exc()
