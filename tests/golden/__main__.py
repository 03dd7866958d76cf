"""python -m tests.golden: write the golden files anew, and say which are different."""

from __future__ import annotations

import tempfile
from pathlib import Path

from tests.golden.files import GOLDEN, kept, made


def main() -> None:
    """Write them."""
    before = kept()
    with tempfile.TemporaryDirectory() as directory:
        now = made(Path(directory))
    for name in before.keys() - now.keys():
        (GOLDEN / name).unlink()
    for name, text in now.items():
        (GOLDEN / name).parent.mkdir(parents=True, exist_ok=True)
        (GOLDEN / name).write_bytes(text.encode())
    changed = sorted(name for name in before.keys() | now.keys() if before.get(name) != now.get(name))
    print("\n".join(changed) if changed else "nothing has changed")


if __name__ == "__main__":
    main()
