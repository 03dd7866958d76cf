"""How many edited copies are found, and how many other stories are taken for copies?

    python -m tests.bench.duplicates

On the texts of ``../shared/data`` (left out where they are missing): each is edited as copies are, and looked for by
its sketch alone, as the archive does; all pairs of different texts are the counter-check.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Callable
from itertools import combinations

from scraper.cleaner.sketch import sketch
from scraper.model import Sketch
from scraper.writer.archive_texts import KEYS
from scraper.writer.relations import is_copy, resemblance
from tests.bench.pages import examples, skipped

CHANCE = random.Random(1)


def main() -> int:
    if skipped():
        return 0
    texts = [one.text for one in examples(("news-dev", "wcxb-dev")) if one.text and one.type == "article"]
    kept = [(text, found) for text in texts if (found := sketch(text))]
    print(f"{len(kept)} of {len(texts)} texts are long enough\n")
    print(f"{'edited':<34}{'found':>8}")
    for name, edit in EDITS.items():
        edited = [(found, sketch(edit(text, texts))) for text, found in kept]
        pairs = [(one, two) for one, two in edited if two]
        print(f"{name:<34}{sum(is_found(one, two) for one, two in pairs) / len(pairs):>8.1%}")
    others = [(one, two) for (_, one), (_, two) in combinations(kept, 2) if is_found(one, two)]
    print(f"\nof {len(kept) * (len(kept) - 1) // 2:,} pairs of texts, taken for copies: {len(others)}")
    return 0


def is_found(one: Sketch, two: Sketch) -> bool:
    """Whether one is looked at when the other comes, and taken for a copy."""
    return bool(set(one.sample[:KEYS]) & set(two.sample[:KEYS])) and is_copy(one, two, resemblance(one, two))


def without(share: float) -> Callable[[str, list[str]], str]:
    def edit(text: str, _: list[str]) -> str:
        paragraphs = [paragraph for paragraph in text.split("\n") if paragraph.strip()]
        return "\n".join([one for one in paragraphs if CHANCE.random() > share] or paragraphs[:1])

    return edit


def shuffled(text: str, _: list[str]) -> str:
    paragraphs = text.split("\n")
    return "\n".join(CHANCE.sample(paragraphs, len(paragraphs)))


def mistyped(text: str, _: list[str]) -> str:
    return " ".join(word[:-1] + "x" if CHANCE.random() < 0.03 else word for word in text.split())


EDITS: dict[str, Callable[[str, list[str]], str]] = {
    "another start": lambda text, others: CHANCE.choice(others)[:300] + "\n" + text,
    "a tenth of its paragraphs left out": without(0.1),
    "a third of them": without(0.3),
    "half of them": without(0.5),
    "cut to its first half": lambda text, _: text[: len(text) // 2],
    "paragraphs in another order": shuffled,
    "three words in a hundred mistyped": mistyped,
    "half as much put before it": lambda text, others: CHANCE.choice(others)[: len(text) // 2] + "\n" + text,
}

if __name__ == "__main__":
    sys.exit(main())
