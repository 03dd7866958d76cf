"""How long do 50 MiB of hostile robots.txt take?

``python -m tests.bench.robots`` reads each shape of the tests, finds the rules for one agent and asks about the worst
addresses: a line a shape with the seconds of CPU, and the worst of all.
"""

from __future__ import annotations

import time

from scraper.crawler.robots import parse
from scraper.urls import MAX_URL_CHARS
from tests.crawler.test_robots import HOSTILE

SIZE = 50 * 1024 * 1024  # bytes
ADDRESSES = tuple(
    ("https://news.test/" + filler * MAX_URL_CHARS)[:MAX_URL_CHARS] for filler in ("a", "ab", "aab", "%C3%BC", "/")
)


def seconds(head: bytes, filler: bytes) -> tuple[float, float]:
    """CPU seconds until the rules are known, and those of the worst question."""
    body = (head + filler * (SIZE // len(filler) + 1))[:SIZE]
    started = time.process_time()
    rules = parse(body).rules_for("NewsBot")
    known = time.process_time() - started
    questions = []
    for address in ADDRESSES:
        started = time.process_time()
        rules.allows(address)
        rules.preferences("content-usage", address)
        questions.append(time.process_time() - started)
    return known, max(questions)


def main() -> None:
    """Print the table."""
    worst = 0.0
    for name, (head, filler) in HOSTILE.items():
        known, asked = seconds(head, filler)
        worst = max(worst, known + asked)
        print(f"{name:<24} read {known:.3f} s   asked {asked:.3f} s")
    print(f"worst in all {worst:.3f} s")


if __name__ == "__main__":
    main()
