"""Does the training command make a model that works, and the same one twice?"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from scraper.cleaner import read, weights
from scraper.cleaner.classifier import Classifier
from scraper.model import Article
from tests.cleaner.training import made_up

pytest.importorskip("torch", reason="needs PyTorch: pip install -e '.[training]'")

ROOT = Path(__file__).resolve().parents[3]
PAGES = 44  # as many sites: a word must stand on 40 to be learned
SECONDS = 300  # tells a hang; it takes about 6


def training(out: Path, *data: Path) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "scraper.cleaner.training", "--out", str(out), "--processes", "1", "--data"]
    return subprocess.Popen(
        [*command, *map(str, data)], cwd=ROOT, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )


def test_pages_go_in_and_a_model_comes_out(tmp_path: Path) -> None:
    data = (
        made_up.with_truth(tmp_path / "general", range(PAGES // 2)),
        made_up.with_facts(tmp_path / "news", range(PAGES // 2, PAGES)),
        made_up.with_segments(tmp_path / "segments", range(PAGES, PAGES + 6)),
    )
    first, second = tmp_path / "first.model", tmp_path / "second.model"
    runs = [training(first, *data), training(second, *data)]
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


def test_a_folder_that_is_no_collection_is_named(tmp_path: Path) -> None:
    run = training(tmp_path / "none.model", tmp_path)
    _, complaints = run.communicate(timeout=SECONDS)
    assert run.returncode != 0
    assert f"{tmp_path}: neither" in complaints
    assert not (tmp_path / "none.model").exists()
