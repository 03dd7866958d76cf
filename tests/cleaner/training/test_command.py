"""Does the training command make a model that works, and the same one twice?"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from scraper.cleaner import read, weights
from scraper.cleaner.classifier import Classifier
from scraper.model import Article
from tests.cleaner.training import made_up

pytest.importorskip("catboost", reason="needs CatBoost: pip install -e '.[training]'")

from scraper.cleaner.training import others
from scraper.cleaner.training.__main__ import main  # it imports it

ROOT = Path(__file__).resolve().parents[3]
PAGES = 100
TYPES = "article service product category forum listing documentation".split()
SECONDS = 300  # tells a hang; it takes about 10
FEW_TREES = """
import sys
from scraper.cleaner.training import __main__ as command, learning
from scraper.cleaner.training.trees import Plan
learning.FIRST, learning.SECOND, learning.TYPES = Plan(30, 0.3, 1), Plan(10, 0.1, 1), Plan(5, 0.1, 1)
command.main(sys.argv[1:])
"""


def training(out: Path, *data: Path | str) -> subprocess.Popen[str]:
    """The command, growing few trees."""
    command = [sys.executable, "-c", FEW_TREES, "--out", str(out), "--processes", "1", "--data", *map(str, data)]
    return subprocess.Popen(command, cwd=ROOT, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE)


def test_pages_go_in_and_a_model_comes_out(tmp_path: Path) -> None:
    data = (
        made_up.with_truth(tmp_path / "general", range(PAGES // 2), TYPES),
        made_up.with_facts(tmp_path / "news", range(70, 70 + 7 * (PAGES // 2), 7)),  # of a kind, as the articles are
        made_up.with_segments(tmp_path / "segments", range(PAGES, PAGES + 6)),
    )
    first, second = tmp_path / "first.model", tmp_path / "second.model"
    folds = tmp_path / "folds"
    runs = [training(first, *data, "--folds", folds), training(second, *data)]
    for run in runs:
        said, complaints = run.communicate(timeout=SECONDS)
        assert run.returncode == 0, complaints
        assert "word F1" in said
        assert "confidence" in said
    assert first.read_bytes() == second.read_bytes()
    model = weights.load(first.read_bytes())
    assert model.about["pages"] == PAGES + 6
    assert "river" in model.words["texts"]
    stranger = PAGES + 50
    result = read(made_up.page(stranger), f"https://{made_up.site(stranger)}/", model=Classifier(model)).result
    assert isinstance(result, Article)
    assert result.text == "\n\n".join(made_up.story(stranger))
    assert any(name.startswith("others ") for name in model.arrays)
    learned_again_alone(first, folds, data)


def learned_again_alone(model: Path, folds: Path, data: Sequence[Path]) -> None:
    """What other pages want can be learned anew from the same trees, and comes out the same."""
    files = [model, *sorted(folds.glob("*.model"))]
    assert len(files) == 6
    before = [file.read_bytes() for file in files]
    assert len(set(before)) == 6
    model.write_bytes(weights.dump(others.bare(weights.load(before[0]))))
    assert model.read_bytes() != before[0]
    where = ["--out", str(model), "--folds", str(folds), "--data", *map(str, data)]
    main(["--others", "--processes", "1", *where])
    assert [file.read_bytes() for file in files] == before


def test_a_folder_that_is_no_collection_is_named(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="neither"):
        main(["--out", str(tmp_path / "none.model"), "--data", str(tmp_path)])
    assert not (tmp_path / "none.model").exists()
