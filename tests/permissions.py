"""Permissions that hold for root as well, who otherwise passes over them."""

from __future__ import annotations

import ctypes
import os
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

VERSION_3 = 0x20080522  # of capset(2): six words, of which the first is what is in force of capabilities 0 to 31
OVERRIDES = 1 << 1 | 1 << 2  # CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH


@contextmanager
def permissions_hold() -> Iterator[None]:
    """For this thread, and for those it starts in here. Skips the test where that cannot be had."""
    if os.geteuid() != 0:
        yield
        return
    libc = ctypes.CDLL(None)
    head, sets = (ctypes.c_uint32 * 2)(VERSION_3, 0), (ctypes.c_uint32 * 6)()
    if not hasattr(libc, "capset") or libc.capget(head, sets):
        pytest.skip("root may write anywhere here")
    before = sets[0]
    sets[0] = before & ~OVERRIDES
    if libc.capset(head, sets):
        pytest.skip("root may write anywhere here")
    try:
        yield
    finally:
        sets[0] = before
        libc.capset(head, sets)
