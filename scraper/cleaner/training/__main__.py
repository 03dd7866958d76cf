"""What does it take to make the model? ``python -m scraper.cleaner.training --data DIR...``"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from scraper.cleaner import classifier, weights
from scraper.cleaner.training import corpus, learning, others, report
from scraper.cleaner.training.corpus import Example
from scraper.cleaner.training.others import Made
from scraper.cleaner.training.reading import read

OUT = Path(__file__).parent.parent / classifier.MODEL
TELL = partial(print, flush=True)


def main(arguments: Sequence[str] | None = None) -> None:
    """Read, train, calibrate on what models of folds have not seen, report, and write the model."""
    options = _options().parse_args(arguments)
    examples = [example for folder in options.data for example in corpus.read(folder)]
    made = _grown_before(options) if options.others else _grown(examples, options.processes)
    made = others.add(examples, made, options.processes, TELL)
    options.out.write_bytes(weights.dump(made.model))
    print(f"{options.out}: {options.out.stat().st_size:,} bytes")
    if options.folds:
        options.folds.mkdir(parents=True, exist_ok=True)
        for fold, model in made.of_folds.items():
            _file(options.folds, fold).write_bytes(weights.dump(model))


def _grown(examples: Sequence[Example], processes: int) -> Made:
    """Models whose trees have just grown."""
    known, plainer, lexicon = read(examples, processes)
    print(f"{len(known)} of {len(examples)} pages have text; {len(plainer)} come in other dresses too", flush=True)
    learned = learning.learn(known, plainer, lexicon, TELL)
    print(report.tables(learned.unseen, learned.model.numbers), flush=True)
    return Made(learned.model, learned.of_folds)


def _grown_before(options: argparse.Namespace) -> Made:
    """The models that are there. Raises FileNotFoundError for one that is missing, ModelError for a broken one."""
    of_folds = {fold: weights.load(_file(options.folds, fold).read_bytes()) for fold in range(1, learning.FOLDS + 1)}
    return Made(weights.load(options.out.read_bytes()), of_folds)


def _file(folder: Path, fold: int) -> Path:
    return folder / f"{fold}.model"


def _options() -> argparse.ArgumentParser:
    about = "Train the model from collections of pages with known texts."
    parser = argparse.ArgumentParser(prog="python -m scraper.cleaner.training", description=about)
    parser.add_argument("--data", type=Path, nargs="+", required=True, metavar="DIR", help="collections of pages")
    parser.add_argument("--out", type=Path, default=OUT, metavar="FILE", help="default: the model we bring")
    parser.add_argument("--folds", type=Path, metavar="DIR", help="write the models that have not seen a fold here too")
    parser.add_argument(
        "--others", action="store_true", help="keep the trees; learn only what other pages want (--folds)"
    )
    parser.add_argument("--processes", type=int, default=2, help="to read with; changes no result")
    return parser


if __name__ == "__main__":
    main()
