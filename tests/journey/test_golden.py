"""Do all outputs look as they did when somebody last read them?"""

from __future__ import annotations

from difflib import unified_diff
from itertools import islice
from pathlib import Path

import pytest

from tests.golden.files import GOLDEN, RENEW, kept, made

SHOWN = 30  # lines of a difference
CUT = 200  # characters of a line: the difference is shown at its first


def difference(name: str, before: str, now: str) -> str:
    """How a file is different, in a few lines."""
    lines = unified_diff(before.splitlines(True), now.splitlines(True), f"golden/{name}", "now", n=0)
    return "\n".join(_cut(line.rstrip("\n")) for line in islice(lines, SHOWN))


def _cut(line: str) -> str:
    return line if len(line) <= CUT else f"{line[:CUT]}…"


def test_every_output_is_as_it_was(tmp_path: Path) -> None:
    before, now = kept(), made(tmp_path)
    told = [f"{name} is new" for name in now.keys() - before.keys()]
    told += [f"{name} is gone" for name in before.keys() - now.keys()]
    told += [difference(name, text, now[name]) for name, text in before.items() if text != now.get(name, text)]
    if told:
        head = f"{len(told)} of fixtures/{GOLDEN.name}/ are different; if they are to be, renew them by: {RENEW}"
        pytest.fail("\n\n".join([head, *sorted(told)]), pytrace=False)
