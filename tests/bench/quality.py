"""How good is the cleaner, and how fast, beside trafilatura? ``python -m tests.bench.quality [--sample N]``

Runs the shared scorer over its sets, both extractors on the same pages in one run. Without the shared data beside the
project there is nothing to measure on, and it says so.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SCORER = ROOT.parent / "shared" / "bench" / "score.py"
SETS = ("news-dev", "wcxb-dev", "segments-dev")
SAMPLE = 100  # pages of each set; the README's figures are of all pages (--sample 0)


def main() -> None:
    """Scores each set and prints the scorer's own tables."""
    parser = argparse.ArgumentParser(description="quality and speed of the cleaner beside trafilatura")
    parser.add_argument("--sample", type=int, default=SAMPLE, help="pages of each set, 0 for all")
    parser.add_argument("--set", choices=SETS, action="append", help="only this set; may be given again")
    options = parser.parse_args()
    if not SCORER.exists():
        print(f"skipped: the pages to measure on are not here ({SCORER.parent.parent})")
        return
    sample = ["--sample", str(options.sample)] if options.sample else []
    for name in options.set or SETS:
        command = [sys.executable, str(SCORER), "--set", name, "--extractor", "scraper", *sample]
        subprocess.run(command, cwd=ROOT, check=True)


if __name__ == "__main__":
    main()
