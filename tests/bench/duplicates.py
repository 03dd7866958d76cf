"""How many edited copies are found, how many other stories are taken for copies, and what does that cost?

    python -m tests.bench.duplicates

On the texts of ``../shared/data`` (left out where they are missing): each is edited as copies are, and looked for by
its sketch alone, as the archive does; all pairs of different texts are the counter-check.
"""

from __future__ import annotations

import random
import re
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from itertools import combinations
from pathlib import Path

from scraper.cleaner.sketch import sketch
from scraper.cleaner.training.corpus import Example
from scraper.model import Article, Attribution, Sketch
from scraper.writer.archive_database import Database
from scraper.writer.archive_relations import RelationTables
from scraper.writer.archive_texts import KEYS
from scraper.writer.document import document, dumps
from scraper.writer.relations import is_copy, resemblance
from tests.bench.pages import examples, skipped

CHANCE = random.Random(1)
TYPICAL = range(2_500, 3_500)  # characters of a story
NUMBER = 3_000  # articles whose saving is measured
BATCH = 50  # of them in a transaction
_REVISION = "INSERT INTO revisions (article, revision, fingerprint, saved_at, document) VALUES (?, 1, '', 0, ?)"
_ARTICLE = "INSERT INTO articles (id, visit, cursor, first_seen) VALUES (?, ?, ?, ?)"


def main() -> int:
    if skipped():
        return 0
    known = [one for one in examples(("news-dev", "wcxb-dev")) if one.text and one.type == "article"]
    kept = [(one, found) for one in known if (found := sketch(one.text or ""))]
    texts = [one.text or "" for one, _ in kept]
    print(f"{len(kept)} of {len(known)} texts are long enough\n")
    print(f"{'edited':<50}{'found':>8}")
    for name, edit in EDITS.items():
        pairs = [(found, sketch(edit(text, texts))) for text, (_, found) in zip(texts, kept, strict=True)]
        print(f"{name:<50}{sum(is_found(one, two) for one, two in pairs if two) / len(pairs):>8.1%}")
    against(kept)
    costs([text for text in texts if len(text) in TYPICAL])
    return 0


def against(kept: list[tuple[Example, Sketch]]) -> None:
    """Pairs of different texts, and those of one site among them, which share its phrases."""
    pairs = list(combinations(kept, 2))
    same = [(one, two) for one, two in pairs if one[0].site == two[0].site]
    print(f"\n{'pairs of different texts':<30}{'number':>10}{'taken for copies':>20}")
    for name, some in (("all", pairs), ("of one site", same)):
        print(f"{name:<30}{len(some):>10,}{sum(is_found(one[1], two[1]) for one, two in some):>20,}")


def is_found(one: Sketch, two: Sketch) -> bool:
    """Whether one is looked at when the other comes, and taken for a copy."""
    return bool(set(one.sample[:KEYS]) & set(two.sample[:KEYS])) and is_copy(one, two, resemblance(one, two))


# ---------------------------------------------------------------- costs


def costs(texts: list[str]) -> None:
    """CPU of the cleaner for a sketch, and of the writer for what it keeps of it."""
    spent = min(timed(lambda: [sketch(text) for text in texts]) for _ in range(5))
    print(f"\na sketch of {TYPICAL.start:,} to {TYPICAL.stop:,} characters: {spent / len(texts) * 1e3:.2f} CPU-ms\n")
    print(f"{'saved, ' + format(NUMBER, ','):<30}{'CPU-ms each':>13}{'the last 200':>14}{'bytes each':>12}")
    words = sorted({word for text in texts for word in text.split()})
    base = CHANCE.choices(words, k=450)
    for name, made in {
        "different stories": lambda _: CHANCE.choices(words, k=450),
        "copies of one notice": lambda _: base,
        "variants of one notice": lambda number: [
            *base[: 5 * (number % 80)],
            f"no{number}",
            *base[5 * (number % 80) :],
        ],
    }.items():
        each, last, size = saved([" ".join(made(number)) for number in range(NUMBER)])
        print(f"{name:<30}{each:>13.3f}{last:>14.3f}{size:>12,.0f}")


def saved(texts: list[str]) -> tuple[float, float, float]:
    """CPU-ms a text, of the last ones a text, and bytes a text beside the articles themselves."""
    spent, _ = stored(texts, has_documents=True)
    _, size = stored(texts, has_documents=False)
    return sum(spent) / len(spent) * 1e3, sum(spent[-200:]) / 200 * 1e3, size / len(texts)


def stored(texts: list[str], *, has_documents: bool) -> tuple[list[float], int]:
    """CPU seconds of each, and bytes of all, in a database of its own."""
    with tempfile.TemporaryDirectory() as place:
        database = Database.open(Path(place), write=True)
        database.run("PRAGMA foreign_keys = OFF")  # no visits here
        relations, spent, before = RelationTables(database), list[float](), size_of(database)
        for batch in range(0, len(texts), BATCH):
            with database.transaction():
                for number, text in enumerate(texts[batch : batch + BATCH], batch):
                    one = article(number, text)
                    spent.append(timed(partial(save, relations, number, one)))
                    if has_documents:
                        cursor = database.run(_REVISION, (name(number), dumps(document(one))))
                        database.run(_ARTICLE, (name(number), number, cursor, number))
        size = size_of(database) - before
        database.close()
    return spent, size


def article(number: int, text: str) -> Article:
    url = f"https://site{number % 40}.test/{number}"
    return Article(
        url, "A title", text, Attribution(url, "A site"), canonical_url=url, markdown=text, sketch=sketch(text)
    )


def name(number: int) -> str:
    return f"{number * 0x9E3779B97F4A7C15 % 2**64:016x}"


def save(relations: RelationTables, number: int, one: Article) -> None:
    relations.told(relations.renew(one, name(number), number, number))


def timed(work: Callable[[], object]) -> float:
    began = time.process_time()
    work()
    return time.process_time() - began


def size_of(database: Database) -> int:
    (pages,) = database.one("PRAGMA page_count") or (0,)
    (each,) = database.one("PRAGMA page_size") or (0,)
    return int(pages) * int(each)


# ---------------------------------------------------------------- edits

_SENTENCE = re.compile(r"(?<=[.!?。！？])\s*")
_NUMBER = re.compile(r"\d+")


def without(share: float) -> Callable[[str, list[str]], str]:
    """Paragraphs left out, so many of them as near as can be."""

    def edit(text: str, _: list[str]) -> str:
        paragraphs = [paragraph for paragraph in text.split("\n") if paragraph.strip()]
        kept = max(1, round(len(paragraphs) * (1 - share)))
        return "\n".join(paragraphs[at] for at in sorted(CHANCE.sample(range(len(paragraphs)), kept)))

    return edit


def turned(text: str, _: list[str]) -> str:
    sentences = _SENTENCE.split(text)
    return " ".join(CHANCE.sample(sentences, len(sentences)))


def mistyped(text: str, _: list[str]) -> str:
    return " ".join(word[:-1] + "x" if CHANCE.random() < 0.03 else word for word in text.split())


def dated(text: str, _: list[str]) -> str:
    return _NUMBER.sub(lambda found: f"the {found[0]}th of May", text)


def agency(text: str, others: list[str]) -> str:
    """Another headline and an introduction, the last fifth cut, a note at its end."""
    headline, introduction = CHANCE.choice(others)[:60], CHANCE.choice(others)[:250]
    return f"{headline}\n{introduction}\n{text[: len(text) * 4 // 5]}\nWith material of an agency."


def quoted(text: str, others: list[str]) -> str:
    """A brief that has six tenths of it, and as much of its own as one tenth."""
    start = CHANCE.randrange(len(text) * 4 // 10)
    own = CHANCE.choice(others)[: len(text) // 10]
    return f"{own}\n{text[start : start + len(text) * 6 // 10]}"


def shouted(text: str, _: list[str]) -> str:
    return re.sub(r"[^\w\s]", " ", text).upper()


EDITS: dict[str, Callable[[str, list[str]], str]] = {
    "an introduction": lambda text, others: CHANCE.choice(others)[:300] + "\n" + text,
    "half as much put before it": lambda text, others: CHANCE.choice(others)[: len(text) // 2] + "\n" + text,
    "10 % of the paragraphs left out": without(0.1),
    "30 %": without(0.3),
    "50 %": without(0.5),
    "cut to its first half": lambda text, _: text[: len(text) // 2],
    "a brief that quotes 60 % of it": quoted,
    "an agency's: other headline, intro, cut by 20 %": agency,
    "sentences in another order": turned,
    "three words in a hundred mistyped": mistyped,
    "numbers and dates told otherwise": dated,
    "in capitals, without marks": shouted,
}

if __name__ == "__main__":
    sys.exit(main())
