"""WARC files indexed by cdxj-indexer and replayed by pywb, as a library that keeps them would."""

from __future__ import annotations

import base64
import json
import os
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import pytest
from cdxj_indexer.main import write_cdx_index

ROOT = Path(__file__).resolve().parents[1]
# An environment of its own, because pywb brings a "brotli" that breaks ours. The Makefile makes it where it can.
PYTHON = Path(os.environ.get("REPLAY_PYTHON") or ROOT / ".venv" / "replay" / "bin" / "python")
needs_pywb = pytest.mark.skipif(not PYTHON.exists(), reason="pywb is not installed: see .venv/replay in the Makefile")


class Line(NamedTuple):
    """A line of the index: a capture, and the place of its record."""

    timestamp: str
    url: str
    mime: str
    status: str
    digest: str
    file: str
    offset: int
    length: int


class Shown(NamedTuple):
    """A capture as pywb shows it: HTTP status, the time it is from, and the body."""

    status: int
    at: str
    body: bytes


def indexed(archive: Path, index: Path) -> list[Line]:
    """Write the index of an archive's WARC files; returns its lines."""
    with index.open("w", encoding="utf-8") as out:
        write_cdx_index(out, [str(path) for path in sorted((archive / "warc").iterdir())], {"sort": True})
    return [_line(line) for line in index.read_text(encoding="utf-8").splitlines()]


def replayed(archive: Path, index: Path, captures: Sequence[tuple[str, str]]) -> list[Shown]:
    """What pywb shows of captures, each named by timestamp and URL."""
    program = Path(__file__).with_name("replay.py")
    line = [str(PYTHON), str(program), str(index), str(archive / "warc")]
    done = subprocess.run(line, input=json.dumps(captures), capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    return [Shown(status, at, base64.b64decode(body)) for status, at, body in json.loads(done.stdout)]


def _line(text: str) -> Line:
    _, timestamp, told = text.split(" ", 2)
    fields = json.loads(told)
    place = fields["filename"], int(fields["offset"]), int(fields["length"])
    return Line(timestamp, fields["url"], fields.get("mime", ""), fields.get("status", ""), fields["digest"], *place)
